/* render.c: the second half of the job, from scored facts to the bytes of a PDF. */
#include <boardpaper/boardpaper.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <boardpaper/assessment.h>
#include <boardpaper/extract.h>
#include <boardpaper/file.h>
#include <boardpaper/layout.h>
#include <boardpaper/page.h>
#include <boardpaper/paper.h>
#include <boardpaper/pdf.h>
#include <boardpaper/scoring.h>
#include <boardpaper/text.h>
#include <boardpaper/xml.h>

static const struct where NOWHERE = {NULL, 0};

/* As `boardpaper sensitivity` has them where nothing else is said. */
enum { SENSITIVITY_TRIALS = 500, SENSITIVITY_SEED = 1 };

/* An ICC profile is a few kilobytes; more is no profile of ours. */
enum { PROFILE_LIMIT = 1 << 20 };

const char *boardpaper_template(struct arena *arena, const char *name,
                                struct diagnostics *diagnostics) {
    if (name == NULL) {
        name = "board-paper";
    }
    if (strchr(name, '/') != NULL || strchr(name, '.') != NULL) {
        if (access(name, F_OK) != 0) {
            REPORT(diagnostics, NOWHERE, MESSAGE_FILE_MISSING, name);
            return NULL;
        }
        return name;
    }
    const char *path = arena_print(arena, "%s/templates/%s.xml", file_data_folder(), name);
    if (access(path, F_OK) != 0) {
        REPORT(diagnostics, NOWHERE, MESSAGE_TEMPLATE_UNKNOWN, name);
        return NULL;
    }
    return path;
}

/* Midnight at the start of that day, UTC. */
static int64_t day_start(struct date date) {
    struct tm tm = {.tm_year = date.year - 1900, .tm_mon = date.month - 1, .tm_mday = date.day};
    return (int64_t)timegm(&tm);
}

/* The document's time: what the user set for reproducible builds, else the meeting's day, else the
 * end of the period assessed. */
static int64_t document_time(const struct assessment *assessment) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch != NULL && *epoch != '\0') {
        char *end = NULL;
        errno = 0;
        long long seconds = strtoll(epoch, &end, 10);
        if (errno == 0 && *end == '\0' && seconds >= 0) {
            return (int64_t)seconds;
        }
    }
    return day_start(assessment->meeting.year != 0 ? assessment->meeting : assessment->to);
}

static bool attach(struct pdf *pdf, const char *name, const char *type, const char *description,
                   enum pdf_relationship relationship, const void *bytes, size_t length) {
    struct pdf_attachment attachment = {.name = name,
                                        .description = description,
                                        .type = type,
                                        .relationship = relationship,
                                        .bytes = bytes,
                                        .length = length};
    return pdf_attach(pdf, &attachment);
}

/* The input's own name, so that extract gives back what was put in: its last part, with what may
 * not stand in an attachment's name replaced. Standard input has none. An extract has a name of its
 * own, so that it is not taken for the whole, nor the whole's name told. */
static const char *source_name(struct arena *arena, const struct scored *scored) {
    const char *path = xml_file(scored->document);
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    if (scored->extract != NULL) {
        return arena_print(arena, "assessment-%s.xml",
                           marking_name(extract_marking(scored->extract)));
    }
    const char *slash = strrchr(path, '/');
    char *name = arena_text(arena, slash == NULL ? path : slash + 1);
    if (strcmp(name, "-") == 0 || name[0] == '.' || name[0] == '\0') {
        return "assessment.xml";
    }
    for (char *at = name; *at != '\0'; at++) {
        *at = strchr(allowed, *at) == NULL ? '-' : *at;
    }
    bool ours = strcmp(name, "method.xml") == 0 || strcmp(name, "scores.csv") == 0;
    return ours ? arena_print(arena, "assessment-%s", name) : name;
}

/* A paper carries its own evidence: what it was made from, what came out, and by which method. */
static bool attach_evidence(struct arena *arena, struct pdf *pdf, const struct scored *scored) {
    struct buffer results = {0};
    scoring_write(scored->scores, SCORING_CSV, &results);
    bool done = attach(pdf, source_name(arena, scored), "application/xml",
                       "The assessment this paper was made from", PDF_SOURCE, scored->source,
                       scored->source_length) &&
                attach(pdf, "scores.csv", "text/csv", "The scored and ranked areas", PDF_DATA,
                       results.data, results.length);
    if (done && scored->method_document != NULL) {
        struct buffer method = {0};
        xml_write(scored->method_document, &method);
        done = attach(pdf, "method.xml", "application/xml", "The method of scoring", PDF_SUPPLEMENT,
                      method.data, method.length);
        buffer_free(&method);
    }
    buffer_free(&results);
    return done;
}

/* Lays the paper out and hands its pages to the PDF. */
static bool set_pages(struct arena *arena, const struct scored *scored, const struct paper *paper,
                      struct text *text, struct pdf *pdf, struct structure *structure,
                      struct buffer *out, size_t *pages, struct diagnostics *diagnostics) {
    struct layout *layout = layout_run(arena, paper, text, diagnostics);
    if (layout == NULL || diagnostics_failed(diagnostics)) {
        return false;
    }
    const struct page_sink sink = {.context = pdf, .page = pdf_page};
    size_t bookmark_count = 0;
    if (!layout_emit(layout, structure, &sink)) {
        return false;
    }
    const struct bookmark *bookmarks = layout_bookmarks(layout, &bookmark_count);
    if (pages != NULL) {
        *pages = layout_page_count(layout);
    }
    return attach_evidence(arena, pdf, scored) &&
           pdf_finish(pdf, structure, bookmarks, bookmark_count, out);
}

static bool set_paper(struct arena *arena, const struct scored *scored, const struct render *render,
                      const struct paper *paper, struct text *text, struct buffer *out,
                      size_t *pages, struct diagnostics *diagnostics) {
    const char *profile_path = arena_print(arena, "%s/fonts/sRGB.icc", file_data_folder());
    size_t profile_length = 0;
    const char *profile =
        file_read(arena, profile_path, PROFILE_LIMIT, NOWHERE, &profile_length, diagnostics);
    if (profile == NULL) {
        return false;
    }
    const struct pdf_metadata metadata = {.title = paper->title,
                                          .author = paper->author,
                                          .subject = paper->subject,
                                          .keywords = paper->keywords,
                                          .marking = paper->marking,
                                          .lang = paper->lang,
                                          .time = document_time(scored->assessment),
                                          .encrypted = render->encrypted};
    struct pdf *pdf = pdf_open(&metadata, profile, profile_length, render->level,
                               render->threads > 0 ? render->threads : 2, diagnostics);
    if (pdf == NULL) {
        return false;
    }
    struct structure *structure = structure_new();
    bool done = set_pages(arena, scored, paper, text, pdf, structure, out, pages, diagnostics);
    structure_free(structure);
    pdf_close(pdf);
    return done && !diagnostics_failed(diagnostics);
}

/* What templates can show beside the scores themselves. */
static void annotate(struct arena *arena, const struct scored *scored,
                     const struct render *render) {
    struct xml_node *root = xml_root(scored->document);
    scoring_outcomes_annotate(scored->assessment, scoring_outcomes(arena, scored->assessment),
                              root);
    if (render->earlier != NULL) {
        const struct assessment *earlier = render->earlier->assessment;
        scoring_compare_annotate(scoring_compare(arena, render->earlier, scored->scores), root);
        scoring_actions_annotate(earlier, scoring_outcomes(arena, earlier), scored->assessment,
                                 root);
    }
    if (render->audit) {
        scoring_explain_annotate(scored->scores, root);
    }
    if (render->sensitivity) {
        sensitivity_annotate(
            scoring_sensitivity(arena, scored->scores, SENSITIVITY_TRIALS, SENSITIVITY_SEED), root);
    }
}

/* The last net of an extract: words that came of a template or a setting. What stood in the
 * assessment has been looked through with its lines. */
static bool is_free(const struct extract *extract, const struct paper *paper,
                    struct diagnostics *diagnostics) {
    if (extract == NULL) {
        return true;
    }
    struct buffer all = {0};
    paper_dump(paper, &all);
    bool free = extract_check_text(extract, all.data, diagnostics);
    buffer_free(&all);
    return free;
}

bool boardpaper_render(struct arena *arena, const struct scored *scored,
                       const struct render *render, struct buffer *out, size_t *pages,
                       struct diagnostics *diagnostics) {
    const char *path = boardpaper_template(arena, render->template_name, diagnostics);
    if (path == NULL) {
        return false;
    }
    struct text *text = text_open(arena_print(arena, "%s/fonts", file_data_folder()), diagnostics);
    if (text == NULL) {
        return false;
    }
    annotate(arena, scored, render);
    const struct paper_request request = {.scores = scored->scores,
                                          .reconciliation = scored->reconciliation,
                                          .template_path = path,
                                          .style_edition = render->edition,
                                          .settings = render->settings,
                                          .setting_count = render->setting_count,
                                          .text = text,
                                          .extract = scored->extract};
    const struct paper *paper = paper_make(arena, &request, diagnostics);
    bool done = paper != NULL && !diagnostics_failed(diagnostics) &&
                is_free(scored->extract, paper, diagnostics) &&
                set_paper(arena, scored, render, paper, text, out, pages, diagnostics);
    text_close(text);
    return done;
}
