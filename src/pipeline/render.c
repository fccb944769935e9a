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

#include "enclosures.h"
#include "preparation.h"

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

static int threads_of(const struct render *render) {
    return render->threads > 0 ? render->threads : 2;
}

/* A paper that is made and is to be set. */
struct job {
    struct arena *arena;
    const struct scored *scored;
    const struct render *render;
    const struct paper *paper;
    struct text *text;
    struct enclosures *enclosures;
    struct diagnostics *diagnostics;
};

struct bookmarks {
    struct bookmark *all;
    size_t count;
};

static struct bookmarks copied(struct arena *arena, const struct layout *layout) {
    struct bookmarks copy = {0};
    const struct bookmark *all = layout_bookmarks(layout, &copy.count);
    copy.all = NEWS(arena, copy.count, struct bookmark);
    for (size_t i = 0; i < copy.count; i++) {
        copy.all[i] = all[i];
        copy.all[i].title = arena_text(arena, all[i].title);
    }
    return copy;
}

/* What the PDF is opened with. */
struct opening {
    const struct job *job;
    const char *profile;
    size_t profile_length;
    struct layout_aside *aside; /* NULL: nothing to help with */
};

/* In the enclosures' thread: it reads the paper and touches nothing else of the job. Tables come
 * first, for they are all that it can take from the one that sets the paper. */
static struct pdf *open_pdf(void *context) {
    const struct opening *opening = context;
    const struct job *job = opening->job;
    const struct paper *paper = job->paper;
    const struct render *render = job->render;
    if (opening->aside != NULL) {
        layout_aside_lay(opening->aside);
    }
    const struct pdf_metadata metadata = {.title = paper->title,
                                          .author = paper->author,
                                          .subject = paper->subject,
                                          .keywords = paper->keywords,
                                          .marking = paper->marking,
                                          .lang = paper->lang,
                                          .time = document_time(job->scored->assessment),
                                          .encrypted = render->encrypted,
                                          .draft = render->draft};
    return pdf_open(&metadata, opening->profile, opening->profile_length, render->level,
                    threads_of(render), job->diagnostics);
}

/* Lays the paper out in laid and hands its pages to the PDF; nothing of laid is used afterwards.
 * Meanwhile the PDF is opened and the enclosures are attached: what a large input deflates to is
 * then written and not kept. */
static bool set_pages(const struct job *job, struct opening *opening, struct arena *laid,
                      struct pdf **pdf, struct structure *structure, struct bookmarks *bookmarks,
                      size_t *pages) {
    struct diagnostics *diagnostics = job->diagnostics;
    enclosures_attach(job->enclosures, open_pdf, opening);
    struct layout *layout =
        layout_run_beside(laid, job->paper, job->text, opening->aside, diagnostics);
    bool attached = enclosures_attached(job->enclosures, pdf, diagnostics);
    if (layout == NULL || !attached || diagnostics_failed(diagnostics)) {
        return false;
    }
    pdf_follow(*pdf, structure);
    const struct page_sink sink = {.context = *pdf, .page = pdf_page, .settle = pdf_settle};
    if (!layout_emit(layout, structure, &sink)) {
        return false;
    }
    *bookmarks = copied(job->arena, layout);
    if (pages != NULL) {
        *pages = layout_page_count(layout);
    }
    return true;
}

static bool set_paper(const struct job *job, struct buffer *out, size_t *pages) {
    const char *path = arena_print(job->arena, "%s/fonts/sRGB.icc", file_data_folder());
    struct opening opening = {.job = job};
    opening.profile = file_read(job->arena, path, PROFILE_LIMIT, NOWHERE, &opening.profile_length,
                                job->diagnostics);
    if (opening.profile == NULL) {
        return false;
    }
    struct pdf *pdf = NULL;
    struct structure *structure = structure_new();
    struct bookmarks bookmarks = {0};
    struct arena *laid = arena_new();
    bool alone = threads_of(job->render) < 2;
    opening.aside = alone ? NULL : layout_aside_new(job->paper, job->text);
    bool done = set_pages(job, &opening, laid, &pdf, structure, &bookmarks, pages);
    layout_aside_free(opening.aside);
    arena_free(laid); /* before the end, which takes some memory of its own */
    done = done && text_can_subset(job->text, job->diagnostics) &&
           pdf_finish(pdf, structure, bookmarks.all, bookmarks.count, out);
    done = done && !diagnostics_failed(job->diagnostics);
    if (!done || !job->render->ends) {
        structure_free(structure);
        pdf_close(pdf);
    }
    return done;
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
    struct enclosures *enclosures = enclosures_begin(arena, scored, render->spent, render->level,
                                                     threads_of(render), render->preparation);
    annotate(arena, scored, render);
    struct text *text = preparation_text(render->preparation);
    if (text == NULL) {
        text = text_open(arena_print(arena, "%s/fonts", file_data_folder()), diagnostics);
    }
    if (text == NULL) {
        enclosures_end(enclosures);
        return false;
    }
    const struct paper_request request = {.scores = scored->scores,
                                          .reconciliation = scored->reconciliation,
                                          .template_path = path,
                                          .style_edition = render->edition,
                                          .settings = render->settings,
                                          .setting_count = render->setting_count,
                                          .text = text,
                                          .extract = scored->extract,
                                          .sources = preparation_sources(render->preparation)};
    const struct paper *paper = paper_make(arena, &request, diagnostics);
    const struct job job = {arena, scored, render, paper, text, enclosures, diagnostics};
    bool done = paper != NULL && text_ready(text, diagnostics) &&
                !diagnostics_failed(diagnostics) && is_free(scored->extract, paper, diagnostics) &&
                set_paper(&job, out, pages) && text_ready(text, diagnostics);
    enclosures_end(enclosures);
    if (!done || !render->ends) {
        preparation_settle(render->preparation);
        text_close(text);
    }
    return done;
}
