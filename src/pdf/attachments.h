/* attachments.h: the files that a PDF carries (ISO 32000-1, 7.11; ISO 19005-3, annex E): embedded
 * file streams, their specifications, and what the catalog says of them.
 */
#ifndef BOARDPAPER_PDF_ATTACHMENTS_H
#define BOARDPAPER_PDF_ATTACHMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/pdf.h>

struct arena;
struct body;
struct buffer;
struct haru;

struct attachments {
    struct attachment *all; /* in the arena */
    size_t count;
};

/* Whether another file may go by that name. */
bool attachments_allow(const struct attachments *attachments, const char *name);
/* Writes the file, whose bytes are in packed (taken and emptied), dated time. */
void attachments_add(struct attachments *attachments, struct arena *arena, struct haru *haru,
                     struct body *body, int64_t time, const struct pdf_attachment *attachment,
                     struct pdf_packed *packed);
/* Adds the catalog's entries; nothing where there is no file. */
void attachments_catalog(struct attachments *attachments, struct buffer *entries);

#endif
