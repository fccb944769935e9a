/* text_out.c: whatever bytes an input holds, what is written of them is safe to read: XML without
 * markup or forbidden characters, JSON strings that end where they should, CSV fields that no
 * spreadsheet runs, diagnostics that are one line and no command to a terminal. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_xml(const char *text) {
    struct buffer out = {0};
    buffer_xml(&out, text);
    for (size_t i = 0; i < out.length; i++) {
        unsigned char byte = (unsigned char)out.data[i];
        must(byte >= 0x20 || byte == '\t' || byte == '\n');
        must(byte != '<' && byte != '>' && byte != '"');
        must(byte != '&' || strchr(out.data + i, ';') != NULL);
    }
    buffer_free(&out);
}

static void check_json(const char *text) {
    struct buffer out = {0};
    buffer_json(&out, text);
    must(out.length >= 2 && out.data[0] == '"' && out.data[out.length - 1] == '"');
    for (size_t i = 1; i + 1 < out.length; i++) {
        must((unsigned char)out.data[i] >= 0x20 && out.data[i] != '"');
        if (out.data[i] == '\\') {
            i++;
            must(i + 1 < out.length);
        }
    }
    buffer_free(&out);
}

static void check_csv(const char *text) {
    struct buffer out = {0};
    buffer_csv(&out, text);
    const char *field = out.data == NULL ? "" : out.data;
    bool quoted = *field == '"';
    must(quoted || strpbrk(field, ",\r\n\"") == NULL);
    field += quoted;
    must(*field == '\0' || strchr("=@\t\r", *field) == NULL);
    if (*field == '+' || *field == '-') {
        must(field[1] != '\0' && strspn(field + 1, "0123456789.") == strlen(field + 1));
    }
    buffer_free(&out);
}

static void check_diagnostic(const char *text) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    REPORT(diagnostics, ((struct where){text, 1}), MESSAGE_FILE_MISSING, text);
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ADVICE, false);
    for (size_t i = 0; i + 1 < out.length; i++) {
        must((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7F);
    }
    must(out.data[out.length - 1] == '\n');
    buffer_free(&out);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char *text = malloc(length + 1);
    must(text != NULL);
    memcpy(text, bytes, length);
    text[length] = '\0';
    check_xml(text);
    check_json(text);
    check_csv(text);
    check_diagnostic(text);
    free(text);
    return 0;
}
