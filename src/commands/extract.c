/* extract.c: `boardpaper extract`, the evidence that a paper carries, back as files. */
#include "commands.h"

#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>
#include <boardpaper/pdf.h>

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {
    {"output", 'o', "DIR", "the folder that the files go to (the current one)"},
    {"list", 'l', NULL, "show the files' names and sizes and write nothing"},
    {"password-file", 0, "FILE", "holds the password of an encrypted paper"},
    {0}};

/* Nothing that is there already is replaced: the evidence of an old paper would otherwise lie over
 * the input that is being worked on. */
static bool write_file(struct session *session, const struct pdf_file *file) {
    const char *folder = session_option(session, "output");
    const char *path =
        folder == NULL ? file->name : arena_print(session->arena, "%s/%s", folder, file->name);
    if (access(path, F_OK) == 0) {
        return REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_EXTRACT_THERE, path);
    }
    return file_publish(path, file->bytes, file->length, session->diagnostics);
}

static enum status run(struct session *session) {
    const char *password_file = session_option(session, "password-file");
    const char *password = NULL;
    if (password_file != NULL) {
        password = pdf_password(session->arena, password_file, session->diagnostics);
        if (password == NULL) {
            return STATUS_DONE;
        }
    }
    struct pdf_file *files = NULL;
    size_t count = 0;
    pdf_attached(session->arena, session->arguments[0], password, &files, &count,
                 session->diagnostics);
    struct buffer list = {0};
    for (size_t i = 0; i < count; i++) {
        if (session_has(session, "list")) {
            buffer_print(&list, "%10zu  %s\n", files[i].length, files[i].name);
        } else if (write_file(session, &files[i])) {
            buffer_print(&list, "%s\n", files[i].name);
        }
    }
    if (count == 0 && !diagnostics_failed(session->diagnostics)) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_EXTRACT_NONE, session->arguments[0]);
    }
    if (list.length > 0 && !session->quiet) {
        session_print(session, list.data, list.length);
    }
    buffer_free(&list);
    return STATUS_DONE;
}

const struct command command_extract = {
    .name = "extract",
    .arguments = "PAPER.pdf",
    .summary = "give back the files that a paper carries",
    .details =
        "A paper carries its own evidence: the assessment it was made from, the scored results and "
        "the method. This writes them as files and prints their names.\n\n"
        "A file that is there already is not replaced. The PDF is read by the program qpdf.",
    .options = OPTIONS,
    .least = 1,
    .most = 1,
    .run = run};
