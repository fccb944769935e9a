/* boardpaper.h: the whole job for a program that embeds it: an assessment in, a paper out.
 *
 * The rooms' own headers are here for those who want a stage of it; this is the one that runs them
 * in order. Nothing prints and nothing ends the process but running out of memory.
 */
#ifndef BOARDPAPER_BOARDPAPER_H
#define BOARDPAPER_BOARDPAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/arena.h>
#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>

struct extract;
struct file_draft;
struct method;
struct reconciliation;
struct scores;
struct setting;
struct xml_document;

/* An assessment read, checked against its method and scored. */
struct scored {
    struct xml_document *document;        /* the input */
    struct xml_document *method_document; /* NULL where the method stands in the input */
    const struct assessment *assessment;
    const struct method *method;
    const struct scores *scores;
    const struct reconciliation *reconciliation; /* one a focus group */
    const char *source; /* the input's own bytes, as read; NULL: a large file that is read again
                           where its bytes are wanted, and must be the same then */
    size_t source_length;
    const char *source_path; /* of that file */
    uint64_t source_key, source_sum;
    struct arena *source_memory;   /* what source lives in */
    const struct extract *extract; /* what was left out of it; NULL: it is the whole input */
};

/* Reads the file at path ("-": standard input; at most limit bytes, 0: 8 MiB), checks and scores
 * it. False with every finding as a diagnostic. Facts live in arena; end with boardpaper_close,
 * whatever it returned. */
bool boardpaper_score(struct arena *arena, const char *path, size_t limit, struct scored *out,
                      struct diagnostics *diagnostics);
/* The same of what may be seen at marking (MARKING_NONE: of all of it): source and all that follows
 * are the extract's (extract.h). Diagnostics tell the lines of the file all the same. later: the
 * extract of a later edition that this one is compared with, or NULL; of several editions the last
 * is read first. */
bool boardpaper_score_extract(struct arena *arena, const char *path, size_t limit,
                              enum marking marking, const struct extract *later, struct scored *out,
                              struct diagnostics *diagnostics);
void boardpaper_close(struct scored *scored);

struct preparation;

/* What to make of it. All zero: the board paper in its standard edition. */
struct render {
    const char *template_name; /* a shipped template's name ("summary") or a file's path; NULL:
                                  "board-paper" */
    const char *edition;       /* of the styles: "standard", "large-print", ...; NULL: standard */
    const struct setting *settings; /* see paper.h */
    size_t setting_count;
    const struct scores *earlier; /* the edition before, to say what moved since; or NULL */
    bool sensitivity;             /* say how firm the ranking is */
    bool audit;                   /* say how every score came about */
    int threads;                  /* 0: as many as help; the bytes are the same at any number */
    bool encrypted;               /* pdf_encrypt (pdf.h) will follow */
    int level;                    /* of compression, 1 to 12; 0: the default */
    struct file_draft *draft;     /* where the PDF goes as it is made; NULL: into out, at the end */
    struct scored *spent; /* what is rendered, where for the last time: its source is freed as soon
                             as it has been taken in. NULL: it stays */
    struct preparation *preparation; /* of the same template, for one render; or NULL */
    bool ends; /* the process ends next: what a finished paper was made with goes with it and is not
                  freed before */
};

/* Begins to read fonts and template on a thread of its own, so that the assessment can be read and
 * scored meanwhile. template_name and edition: as in render; they outlive the preparation. What is
 * wrong with them is told by boardpaper_render. End it, after the render and whatever became of
 * that. */
struct preparation *boardpaper_prepare(const char *template_name, const char *edition);
void boardpaper_prepare_end(struct preparation *preparation);

/* The template's file: a shipped name's, or name itself where it is a path. Lives in arena. NULL
 * with a diagnostic that names the shipped ones. */
const char *boardpaper_template(struct arena *arena, const char *name,
                                struct diagnostics *diagnostics);

/* Makes the PDF of a scored assessment into out or render's draft, which is then to be published
 * (file.h); out may be NULL where there is a draft. *pages (may be NULL): how many. The document's
 * times are those of SOURCE_DATE_EPOCH, else of the meeting's day, else of the period's end: never
 * the clock's, so that the same input gives the same bytes. False with diagnostics. */
bool boardpaper_render(struct arena *arena, const struct scored *scored,
                       const struct render *render, struct buffer *out, size_t *pages,
                       struct diagnostics *diagnostics);

/* What is to be told of a paper to who mails it. */
struct report {
    const struct render *render; /* as the paper was made */
    size_t pages;
    const char *file_name; /* of the PDF: [A-Za-z0-9._-] */
    const char
        *message_name; /* the message's template: a shipped name or a path; NULL: "message" */
    const char
        *intro; /* paragraphs, parted by empty lines, of /assessment/message/intro; or NULL */
    const struct setting *settings; /* of that template */
    size_t setting_count;
};

/* After boardpaper_render on the same scored facts: adds to out the facts of the paper and the
 * words of the message that brings it, as the XML element report:
 *
 *   <report version="1" partnership edition lang title marking template style meeting data-to pages
 *           file-name><subject>...</subject><text>...</text><html>...</html></report>
 *
 * title is the message's, marking the paper's ("" where none), meeting (where there is one) and
 * data-to are days as YYYY-MM-DD. The subject begins with the marking, which also stands at the
 * head and foot of the text and the HTML. False with diagnostics. */
bool boardpaper_report(struct arena *arena, const struct scored *scored,
                       const struct report *report, struct buffer *out,
                       struct diagnostics *diagnostics);

#endif
