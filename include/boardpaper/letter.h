/* letter.h: a paper as the words of a mail: plain text, and HTML of the same.
 *
 * The message to the members is a paper like any other: a template (message.xml) evaluated over the
 * scored facts. So its wording is data, in the language of the assessment, and the marking is set
 * at its head and foot here and not by the template, which can therefore not forget it.
 *
 * The HTML has no remote content, no images, no scripts and no colours (mail programs choose their
 * own for the dark); its headings, lists and tables are real ones.
 */
#ifndef BOARDPAPER_LETTER_H
#define BOARDPAPER_LETTER_H

#include <stdbool.h>

#include <boardpaper/diagnostics.h>

struct buffer;
struct paper;

/* Adds to text lines of at most 72 characters, but for words that are longer, ended by LF, and to
 * html a whole document. False with a diagnostic where the paper refers to a page: a mail has none.
 */
bool letter_write(const struct paper *paper, struct buffer *text, struct buffer *html,
                  struct diagnostics *diagnostics);

#endif
