/* render.c: `boardpaper render`, the board paper. */
#include "commands.h"

#include <string.h>

#include <boardpaper/boardpaper.h>
#include <boardpaper/file.h>
#include <boardpaper/paper.h>
#include <boardpaper/pdf.h>

#include "input.h"

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {
    {"output", 'o', "FILE", "where the PDF goes; - writes it to standard output"},
    {"template", 't', "TEMPLATE", "a shipped template's name or a file (board-paper)"},
    {"edition", 'e', "NAME", "the style edition: standard, large-print, compact, monochrome"},
    {"set", 0, "NAME=VALUE", "a parameter of the template; may be given again"},
    {"since", 0, "OLD.xml", "the edition before; templates can say what moved since"},
    {"sensitivity", 0, NULL, "let templates say how firm the ranking is"},
    {"audit", 0, NULL, "let templates say how every score came about"},
    {"password-file", 0, "FILE", "encrypt the paper (AES-256) with the password in FILE"},
    {"threads", 0, "N", "threads for compression (2); the bytes are the same"},
    INPUT_LIMIT_OPTION,
    {0}};

/* INPUT.xml gives INPUT.pdf beside it; standard input goes to standard output. */
static const char *output_path(const struct session *session, const char *input) {
    const char *given = session_option(session, "output");
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
    return arena_print(session->arena, "%.*s.pdf", (int)length, input);
}

static bool read_settings(struct session *session, struct render *render) {
    size_t count = 0;
    const char *const *values = session_values(session, "set", &count);
    struct setting *settings = NEWS(session->arena, count + 1, struct setting);
    for (size_t i = 0; i < count; i++) {
        const char *equals = strchr(values[i], '=');
        if (equals == NULL || equals == values[i]) {
            return REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_SETTING_FORM, values[i]);
        }
        settings[i].name = arena_bytes(session->arena, values[i], (size_t)(equals - values[i]));
        settings[i].value = equals + 1;
    }
    render->settings = settings;
    render->setting_count = count;
    return true;
}

/* As it is, or behind the password. */
static void publish(struct session *session, const char *path, const struct buffer *pdf,
                    const char *password) {
    if (password == NULL) {
        file_publish(path, pdf->data, pdf->length, session->diagnostics);
        return;
    }
    struct buffer encrypted = {0};
    if (pdf_encrypt(pdf, password, &encrypted, session->diagnostics) &&
        file_publish(path, encrypted.data, encrypted.length, session->diagnostics)) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_PDF_ENCRYPTED);
    }
    buffer_free(&encrypted);
}

/* --since. True where it was not given. */
static bool read_earlier(struct session *session, size_t limit, struct scored *earlier,
                         struct render *render) {
    const char *path = session_option(session, "since");
    if (path == NULL) {
        return true;
    }
    bool good = boardpaper_score(session->arena, path, limit, earlier, session->diagnostics);
    render->earlier = earlier->scores;
    return good;
}

static enum status run(struct session *session) {
    struct render render = {.template_name = session_option(session, "template"),
                            .edition = session_option(session, "edition")};
    size_t limit = 0;
    size_t threads = 0;
    if (!read_settings(session, &render) || !input_limit(session, &limit) ||
        !input_count(session, "threads", 1, 2, &threads)) {
        return STATUS_USAGE;
    }
    render.threads = (int)threads;
    const char *password = NULL;
    if (session_has(session, "password-file")) {
        password = pdf_password(session->arena, session_option(session, "password-file"),
                                session->diagnostics);
        if (password == NULL) {
            return STATUS_DONE;
        }
        render.encrypted = true;
    }
    const char *input = session->arguments[0];
    struct scored scored;
    struct scored earlier = {0};
    struct buffer pdf = {0};
    render.sensitivity = session_has(session, "sensitivity");
    render.audit = session_has(session, "audit");
    if (boardpaper_score(session->arena, input, limit, &scored, session->diagnostics) &&
        read_earlier(session, limit, &earlier, &render) &&
        boardpaper_render(session->arena, &scored, &render, &pdf, NULL, session->diagnostics)) {
        publish(session, output_path(session, input), &pdf, password);
    }
    buffer_free(&pdf);
    boardpaper_close(&scored);
    boardpaper_close(&earlier);
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
        "With --password-file the paper is encrypted by the program qpdf. It is then PDF/UA-1 but "
        "not PDF/A-3a, and its bytes differ each time.",
    .options = OPTIONS,
    .least = 1,
    .most = 1,
    .run = run};
