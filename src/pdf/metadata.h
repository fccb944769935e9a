/* metadata.h: what the document says of itself: Info and XMP, which must agree, the declarations
 * of PDF/A-3a and PDF/UA-1, and page labels.
 */
#ifndef BOARDPAPER_PDF_METADATA_H
#define BOARDPAPER_PDF_METADATA_H

#include <stddef.h>

#include <boardpaper/pdf.h>

/* The entries of the Info dictionary. */
void metadata_info(const struct pdf_metadata *metadata, struct buffer *out);
/* The XMP packet (ISO 16684-1, with the extension schemas that PDF/A asks for). */
void metadata_xmp(const struct pdf_metadata *metadata, struct buffer *out);
/* The number tree of page labels (12.4.2): runs of labels that count up become one entry. */
void metadata_labels(const char *const *labels, size_t count, struct buffer *out);

#endif
