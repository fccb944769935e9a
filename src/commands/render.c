/* render.c: `boardpaper render`, the board paper. */
#include "commands.h"

#include <string.h>

#include <boardpaper/boardpaper.h>
#include <boardpaper/extract.h>
#include <boardpaper/file.h>
#include <boardpaper/paper.h>
#include <boardpaper/pdf.h>

#include "heap.h"
#include "input.h"

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {
    {"output", 'o', "FILE", "where the PDF goes; - writes it to standard output"},
    {"template", 't', "TEMPLATE", "a shipped template's name or a file (board-paper)"},
    {"edition", 'e', "NAME", "the style edition: standard, large-print, compact, monochrome"},
    {"set", 0, "NAME=VALUE", "a parameter of the template; may be given again"},
    {"since", 0, "OLD.xml",
     "the edition before: what moved since, what became of its recommendations"},
    {"sensitivity", 0, NULL, "let templates say how firm the ranking is"},
    {"audit", 0, NULL, "let templates say how every score came about"},
    {"password-file", 0, "FILE", "encrypt the paper (AES-256) with the password in FILE"},
    {"threads", 0, "N", "threads that set and compress (2); the bytes are the same"},
    {"report", 0, "FILE", "write the facts and the message for who mails the paper, as XML"},
    {"message", 0, "TEMPLATE", "the message's template, for --report (message)"},
    {"intro", 0, "TEXT",
     "paragraphs of your own at the message's beginning, parted by empty lines"},
    {"set-message", 0, "NAME=VALUE", "a parameter of the message's template"},
    INPUT_MARKING_OPTION,
    INPUT_LIMIT_OPTION,
    {0}};

/* INPUT.xml gives INPUT.pdf beside it, an extract INPUT-OFFICIAL.pdf, so that neither takes the
 * other's place; standard input goes to standard output. */
static const char *output_path(const struct session *session, const char *input) {
    const char *given = session_option(session, "output");
    const char *marking = session_option(session, "marking");
    if (given != NULL) {
        return given;
    }
    if (strcmp(input, "-") == 0) {
        return "-";
    }
    size_t length = strlen(input);
    if (length > 4 && strcmp(input + length - 4, ".xml") == 0) {
        length -= 4;
    }
    return arena_print(session->arena, "%.*s%s%s.pdf", (int)length, input,
                       marking == NULL ? "" : "-", marking == NULL ? "" : marking);
}

/* The values of option name, in order; NULL and reported where one is none. */
static const struct setting *read_settings(struct session *session, const char *name,
                                           size_t *count) {
    const char *const *values = session_values(session, name, count);
    struct setting *settings = NEWS(session->arena, *count + 1, struct setting);
    for (size_t i = 0; i < *count; i++) {
        const char *equals = strchr(values[i], '=');
        if (equals == NULL || equals == values[i]) {
            REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_SETTING_FORM, values[i]);
            return NULL;
        }
        settings[i].name = arena_bytes(session->arena, values[i], (size_t)(equals - values[i]));
        settings[i].value = equals + 1;
    }
    return settings;
}

/* The paper being made: a draft of the file, or, where it is to be encrypted, its bytes. */
struct making {
    const char *password;
    struct file_draft *draft;
    struct buffer pdf;
};

static bool publish(struct session *session, const char *path, struct making *making) {
    if (making->draft != NULL) {
        return file_draft_publish(making->draft, session->diagnostics);
    }
    struct buffer encrypted = {0};
    bool done = pdf_encrypt(&making->pdf, making->password, &encrypted, session->diagnostics) &&
                file_publish(path, encrypted.data, encrypted.length, session->diagnostics);
    if (done) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_PDF_ENCRYPTED);
    }
    buffer_free(&encrypted);
    return done;
}

/* --report. The words are made before the paper is published, so that an error in them leaves
 * nothing behind. True where it was not given. */
static bool make_report(struct session *session, const struct scored *scored,
                        const struct render *render, size_t pages, struct buffer *out) {
    if (!session_has(session, "report")) {
        return true;
    }
    struct report report = {
        .render = render,
        .pages = pages,
        .file_name = file_plain_name(session->arena, output_path(session, session->arguments[0]),
                                     "board-paper.pdf"),
        .intro = session_option(session, "intro"),
        .message_name = session_option(session, "message")};
    report.settings = read_settings(session, "set-message", &report.setting_count);
    return report.settings != NULL &&
           boardpaper_report(session->arena, scored, &report, out, session->diagnostics);
}

/* The report comes last: where it stands, the paper does. */
static void publish_all(struct session *session, struct making *making,
                        const struct buffer *report) {
    const char *path = output_path(session, session->arguments[0]);
    if (publish(session, path, making) && session_has(session, "report")) {
        file_publish(session_option(session, "report"), report->data, report->length,
                     session->diagnostics);
    }
}

/* --since. True where it was not given. */
static bool read_earlier(struct session *session, size_t limit, const struct scored *scored,
                         struct scored *earlier, struct render *render) {
    const char *path = session_option(session, "since");
    if (path == NULL) {
        return true;
    }
    enum marking marking =
        scored->extract == NULL ? MARKING_NONE : extract_marking(scored->extract);
    bool good = boardpaper_score_extract(session->arena, path, limit, marking, scored->extract,
                                         earlier, session->diagnostics);
    render->earlier = earlier->scores;
    return good;
}

static enum status run(struct session *session) {
    heap_prepare();
    struct render render = {.template_name = session_option(session, "template"),
                            .edition = session_option(session, "edition")};
    size_t limit = 0;
    enum marking marking = MARKING_NONE;
    size_t threads = 0;
    render.settings = read_settings(session, "set", &render.setting_count);
    if (render.settings == NULL || !input_limit(session, &limit) ||
        !input_marking(session, &marking) || !input_count(session, "threads", 1, 2, &threads)) {
        return STATUS_USAGE;
    }
    render.threads = (int)threads;
    render.ends = heap_may_be_left();
    struct making making = {0};
    const char *input = session->arguments[0];
    if (session_has(session, "password-file")) {
        making.password = pdf_password(session->arena, session_option(session, "password-file"),
                                       session->diagnostics);
        if (making.password == NULL) {
            return STATUS_DONE;
        }
        render.encrypted = true;
    } else {
        render.draft = making.draft = file_draft_open(output_path(session, input));
    }
    if (threads != 1) {
        render.preparation = boardpaper_prepare(render.template_name, render.edition);
    }
    struct scored scored;
    struct scored earlier = {0};
    render.spent = &scored;
    struct buffer report = {0};
    size_t pages = 0;
    render.sensitivity = session_has(session, "sensitivity");
    render.audit = session_has(session, "audit");
    if (boardpaper_score_extract(session->arena, input, limit, marking, NULL, &scored,
                                 session->diagnostics) &&
        read_earlier(session, limit, &scored, &earlier, &render) &&
        boardpaper_render(session->arena, &scored, &render, &making.pdf, &pages,
                          session->diagnostics) &&
        make_report(session, &scored, &render, pages, &report)) {
        publish_all(session, &making, &report);
    }
    buffer_free(&report);
    buffer_free(&making.pdf);
    file_draft_close(making.draft);
    if (!render.ends) {
        boardpaper_close(&scored);
        boardpaper_close(&earlier);
    }
    boardpaper_prepare_end(render.preparation);
    return STATUS_DONE;
}

const struct command command_render = {
    .name = "render",
    .arguments = "INPUT.xml",
    .summary = "make the board paper as a PDF",
    .details =
        "Reads an assessment, scores it, sets it by a template and writes an accessible, archival "
        "PDF (PDF/UA-1 and PDF/A-3a at once).\n\n"
        "Without -o the PDF goes beside the input, with the name's .xml replaced by .pdf. An "
        "input with errors makes no PDF, and an earlier one stays as it was.\n\n"
        "The same input gives the same bytes: the document is dated by SOURCE_DATE_EPOCH where "
        "that is set, else by the meeting's day.\n\n"
        "With --report a program that mails the paper gets its facts and the words of the message, "
        "in plain text and HTML, by the template message (see templates/README.md).\n\n"
        "With --marking the paper is an extract: what is marked above is left out everywhere, and "
        "the paper says so. Words that would tell it are an error.\n\n"
        "With --password-file the paper is encrypted by the program qpdf. It is then PDF/UA-1 but "
        "not PDF/A-3a, and its bytes differ each time.",
    .options = OPTIONS,
    .least = 1,
    .most = 1,
    .run = run};
