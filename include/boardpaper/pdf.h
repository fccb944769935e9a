/* pdf.h: pages of marks become a PDF that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) at
 * once. The only room that knows libharu. Decides nothing; the same input gives the same bytes.
 */
#ifndef BOARDPAPER_PDF_H
#define BOARDPAPER_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/page.h>

struct arena;
struct file_draft;

struct pdf_metadata {
    const char *title;                                 /* never NULL or empty */
    const char *author, *subject, *keywords, *marking; /* NULL or "" where none */
    const char *lang;                                  /* BCP 47; never NULL */
    int64_t
        time; /* seconds since 1970, UTC: both dates. Given by the caller, so that bytes repeat */
    bool encrypted; /* pdf_encrypt will follow: PDF/A forbids that, so only PDF/UA is claimed */
    struct file_draft *draft; /* where the file goes as it grows, to be published after pdf_finish;
                                 NULL: all of it into pdf_finish's out */
};

/* AFRelationship of ISO 32000-2, 7.11.3. */
enum pdf_relationship { PDF_SOURCE, PDF_DATA, PDF_ALTERNATIVE, PDF_SUPPLEMENT };
struct pdf_attachment {
    const char *name;               /* a file name: [A-Za-z0-9._-] */
    const char *description, *type; /* a MIME type */
    enum pdf_relationship relationship;
    const void *bytes;
    size_t length;
    struct pdf_packed *packed; /* instead of bytes, or NULL; emptied when attached */
};

/* Bytes deflated as an attachment wants them, which needs no PDF yet: so another thread can have it
 * done before the first page is set. level: as in pdf_open. out: empty; end it
 * with pdf_packed_free. */
struct pdf_packed {
    struct buffer deflated;
    size_t length; /* of what it was made from */
};
void pdf_pack(const void *bytes, size_t length, int level, struct pdf_packed *out);
void pdf_packed_free(struct pdf_packed *packed);
/* The same of bytes that come in pieces, for more of them than memory should hold. */
struct pdf_packer;
struct pdf_packer *pdf_packer_new(int level);
void pdf_packer_add(struct pdf_packer *packer, const void *bytes, size_t length);
void pdf_packer_end(struct pdf_packer *packer, struct pdf_packed *out);

/* Loads what pdf_open will need, for a thread that has time before it. */
void pdf_prepare(void);

struct pdf;
/* profile: the sRGB ICC profile (fonts/sRGB.icc); compressed at level (1 to 12, 0: the default).
 * threads: 1, or more: pages are drawn and streams compressed beside the caller's thread; the bytes
 * are the same. NULL with a diagnostic. */
struct pdf *pdf_open(const struct pdf_metadata *metadata, const void *profile,
                     size_t profile_length, int level, int threads,
                     struct diagnostics *diagnostics);
/* Before the first page: what is closed in structure (page.h) is written with the pages and
 * forgotten; the same structure is given to pdf_finish. Without it all of it is written then. */
void pdf_follow(struct pdf *pdf, struct structure *structure);
/* Takes a finished page; matches page_sink.page with context a struct pdf. Its marks are used until
 * PAGES_LENT more are taken or pdf_settle: what is wrong with them may be said only then. */
bool pdf_page(void *pdf, const struct page *page);
/* Returns when all pages taken are drawn; matches page_sink.settle. */
bool pdf_settle(void *pdf);
bool pdf_attach(struct pdf *pdf, const struct pdf_attachment *attachment);
/* Ends the file: all of it is in out then, or in the draft (out may be NULL). structure is as
 * layout_emit left it. False with a diagnostic. */
bool pdf_finish(struct pdf *pdf, const struct structure *structure,
                const struct bookmark *bookmarks, size_t bookmark_count, struct buffer *out);
void pdf_close(struct pdf *pdf);

/* What is done with finished PDFs, by the program qpdf in a process of its own. */

/* The password that stands in the first and only line of a file that no one else may read: 1 to
 * 127 bytes, no control characters, no '-' in front. Lives in arena. NULL with a diagnostic. */
const char *pdf_password(struct arena *arena, const char *path, struct diagnostics *diagnostics);
/* The PDF behind a password (AES-256), appended to out. Not the same bytes twice: the keys are
 * random. False with a diagnostic. */
bool pdf_encrypt(const struct buffer *pdf, const char *password, struct buffer *out,
                 struct diagnostics *diagnostics);

struct pdf_file {
    const char *name; /* [A-Za-z0-9._-], no dot or dash in front */
    const char *bytes;
    size_t length;
};
/* The files attached to the PDF at path ("-": standard input), in the order of their names;
 * password NULL: none. A name that is no plain file name is an error. They live in arena. False
 * with diagnostics; what could be read is there all the same. */
bool pdf_attached(struct arena *arena, const char *path, const char *password,
                  struct pdf_file **files, size_t *count, struct diagnostics *diagnostics);

#endif
