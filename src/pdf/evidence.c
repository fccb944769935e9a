/* evidence.c: what a finished PDF is asked for: its attachments back, or itself behind a password.
 * Both through qpdf (see qpdf.h), not through a parser of ours: a reader written by those who wrote
 * the file would agree with their mistakes.
 */
#include <boardpaper/pdf.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

#include "qpdf.h"

static const struct where NOWHERE = {NULL, 0};

/* AES-256 takes no more of a password (ISO 32000-2, 7.6.4.3.3). */
enum { PASSWORD_MOST = 127, PASSWORD_FILE_MOST = 4096, ATTACHMENTS_MOST = 1000 };

/* ---- passwords ------------------------------------------------------------------------------- */

const char *pdf_password(struct arena *arena, const char *path, struct diagnostics *diagnostics) {
    struct stat state;
    if (stat(path, &state) != 0) {
        REPORT(diagnostics, NOWHERE, MESSAGE_FILE_READ, path, strerror(errno));
        return NULL;
    }
    if (S_ISREG(state.st_mode) && (state.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        REPORT(diagnostics, NOWHERE, MESSAGE_PDF_PASSWORD_OPEN, path);
        return NULL;
    }
    size_t length = 0;
    const char *text = file_read(arena, path, PASSWORD_FILE_MOST, NOWHERE, &length, diagnostics);
    if (text == NULL) {
        return NULL;
    }
    size_t line = strcspn(text, "\r\n");
    bool good = line > 0 && line <= PASSWORD_MOST && text[0] != '-' &&
                text[line + strspn(text + line, "\r\n")] == '\0' && strlen(text) == length;
    for (size_t i = 0; i < line; i++) {
        good = good && (unsigned char)text[i] >= ' ' && text[i] != 0x7F;
    }
    if (!good) {
        REPORT(diagnostics, NOWHERE, MESSAGE_PDF_PASSWORD, path);
        return NULL;
    }
    return arena_bytes(arena, text, line);
}

bool pdf_encrypt(const struct buffer *pdf, const char *password, struct buffer *out,
                 struct diagnostics *diagnostics) {
    /* The same password opens it and owns it: who may read it may print and copy it. Readers for
     * the blind may read every such file, whatever it says (ISO 32000-2, table 22, bit 10). */
    const char *const words[] = {QPDF_INPUT, "--encrypt", password, password,
                                 "256",      "--",        "-",      NULL};
    return qpdf_run(words, pdf->data, pdf->length, "encrypt the paper", out, diagnostics);
}

/* ---- attachments ----------------------------------------------------------------------------- */

static bool is_safe(const char *name, size_t length) {
    return file_name_is_plain(name, length) && *name != '-';
}

/* qpdf lists "NAME -> NUMBER,GENERATION", one a line. */
static size_t read_names(struct arena *arena, const char *list, const char **names,
                         struct diagnostics *diagnostics) {
    size_t count = 0;
    while (*list != '\0') {
        size_t line = strcspn(list, "\n");
        const char *arrow = memmem(list, line, " -> ", 4);
        if (arrow != NULL && count < ATTACHMENTS_MOST) {
            size_t length = (size_t)(arrow - list);
            const char *name = arena_bytes(arena, list, length);
            if (is_safe(name, length)) {
                names[count++] = name;
            } else {
                REPORT(diagnostics, NOWHERE, MESSAGE_PDF_ATTACHED_NAME, name);
            }
        }
        list += line;
        list += *list == '\n';
    }
    return count;
}

/* Runs qpdf on the file with one word more, and the password where there is one. */
static bool ask(struct arena *arena, const char *word, const char *password, const char *bytes,
                size_t length, struct buffer *out, struct diagnostics *diagnostics) {
    const char *secret = password == NULL ? NULL : arena_print(arena, "--password=%s", password);
    const char *const words[] = {word, QPDF_INPUT, secret, NULL};
    return qpdf_run(words, bytes, length, "read the attachments", out, diagnostics);
}

bool pdf_attached(struct arena *arena, const char *path, const char *password,
                  struct pdf_file **files, size_t *count, struct diagnostics *diagnostics) {
    enum { PDF_MOST = 1 << 30 };
    size_t length = 0;
    const char *bytes = file_read(arena, path, PDF_MOST, NOWHERE, &length, diagnostics);
    struct buffer list = {0};
    *files = NULL;
    *count = 0;
    if (bytes == NULL ||
        !ask(arena, "--list-attachments", password, bytes, length, &list, diagnostics)) {
        buffer_free(&list);
        return false;
    }
    const char **names = NEWS(arena, ATTACHMENTS_MOST, const char *);
    buffer_byte(&list, '\0');
    size_t names_count = read_names(arena, list.data, names, diagnostics);
    buffer_free(&list);
    *files = NEWS(arena, names_count, struct pdf_file);
    for (size_t i = 0; i < names_count; i++) {
        struct buffer out = {0};
        if (!ask(arena, arena_print(arena, "--show-attachment=%s", names[i]), password, bytes,
                 length, &out, diagnostics)) {
            buffer_free(&out);
            return false;
        }
        (*files)[*count].name = names[i];
        (*files)[*count].bytes = arena_bytes(arena, out.data == NULL ? "" : out.data, out.length);
        (*files)[*count].length = out.length;
        ++*count;
        buffer_free(&out);
    }
    return !diagnostics_failed(diagnostics);
}
