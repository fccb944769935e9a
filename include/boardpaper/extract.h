/* extract.h: the same assessment for those who may see less of it.
 *
 * An extract is made of the XML before anything else sees it: what is marked above the asked
 * marking is cut out of the tree, with all that leads to it, and the rest is written anew. Score,
 * ranking, counts, charts, bookmarks, sensitivity, movement and the files that a paper carries then
 * come of a file in which nothing is hidden. Rejected: leaving things out where they are shown, for
 * every place that shows something would have to remember to.
 *
 * What is left out:
 *   - an element whose marking is above the asked one, and all within it; an area, a focus area and
 *     a group also where their <name> is;
 *   - the areas of a category that is left out (their scores may hang on it);
 *   - evidence that is a left-out area; the focus of a recommendation where that is left out;
 *     categories and populations that only left-out areas have; a term with its definition where
 * one of them is; a method's look-up cases for left-out areas and categories;
 *   - comments and processing instructions, for they carry no marking.
 * Without a marking an element is as what is around it. The assessment's own marking is that of the
 * highest of its parts: where it is above the asked one and none of its parts is marked so high,
 * nobody can tell what makes it so, and no extract is made.
 *
 * What an extract tells of what it lacks: that it is an extract (paper, root attribute), and no
 * more. Ranks, orders, numbers and sums are those of what is left: a gap in the ranks would tell
 * how many are missing and what they scored. Ids stay, for editions are compared by them; an id
 * that counts (r1, r2, r4) tells no more than that something is missing, and that is said anyway.
 * Lines that an audit tells are those of the extract. The extract's marking is the assessment's
 * where that is not above the asked one; otherwise the highest that is left, at least OFFICIAL.
 *
 * Where words that are left ask for a left-out id, refer to it or say its name, the program cannot
 * know whether that tells too much: it is an error, with its line. A name that may be told is freed
 * by marking the <name> itself, within the marked area, lower.
 */
#ifndef BOARDPAPER_EXTRACT_H
#define BOARDPAPER_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/assessment.h>

struct extract;

/* Cuts assessment->document down to marking (not MARKING_NONE); assessment was read from it without
 * an error and is not to be used afterwards. later: the extract of a later edition, or NULL; what
 * is left out there is left out here too, lest it look as if it were new or gone, and of the
 * words here only the recommendations' are looked through, for of an earlier edition only they and
 * its figures are shown. NULL with
 * every finding as a diagnostic. */
const struct extract *extract_make(struct arena *arena, const struct assessment *assessment,
                                   enum marking marking, const struct extract *later,
                                   struct diagnostics *diagnostics);
enum marking extract_marking(const struct extract *extract);
size_t extract_left_out(const struct extract *extract); /* elements, with those within them */

/* Takes out of another document (a method's, a template's) what is marked above marking. */
void extract_cut(struct xml_node *root, enum marking marking);
/* Takes the look-up cases for what was left out out of a method; true where there were any. */
bool extract_cut_cases(const struct extract *extract, struct xml_node *method);
/* Whether the words of another document are free of what was left out; reports where not. */
bool extract_check(const struct extract *extract, struct xml_document *document,
                   struct diagnostics *diagnostics);
/* The same of a text that has no place in a file. */
bool extract_check_text(const struct extract *extract, const char *text,
                        struct diagnostics *diagnostics);

#endif
