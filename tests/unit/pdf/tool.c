/* tool.c: see tool.h. */
#include "tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"

char *tool_file(const char *name, const void *bytes, size_t length) {
    const char *scratch = getenv("SCRATCH");
    struct buffer path = {0};
    buffer_print(&path, "%s/%ld-%s", scratch != NULL ? scratch : "/tmp", (long)getpid(), name);
    FILE *file = fopen(path.data, "wb");
    if (file == NULL) {
        fail_msg("%s cannot be written", path.data);
        return NULL;
    }
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return path.data;
}

static char *run(const char *command, const char *path, size_t *length) {
    struct buffer line = {0}, said = {0};
    for (const char *at = command; *at != '\0'; at++) {
        if (*at == '@') {
            buffer_text(&line, path);
        } else {
            buffer_byte(&line, *at);
        }
    }
    buffer_text(&line, " 2>&1");
    FILE *pipe = popen(line.data, "r");
    assert_non_null(pipe);
    for (;;) {
        size_t got = fread(buffer_room(&said, 4096), 1, 4096, pipe);
        if (got == 0) {
            break;
        }
        said.length += got;
    }
    int status = pclose(pipe);
    buffer_byte(&said, '\0');
    if (status != 0) {
        fail_msg("%s: status %d: %s", line.data, status, said.data);
    }
    buffer_free(&line);
    if (length != NULL) {
        *length = said.length - 1;
    }
    return said.data;
}

char *tool_run(const char *command, const char *path) {
    return run(command, path, NULL);
}

char *tool_on(const struct buffer *pdf, const char *command) {
    char *path = tool_file("on.pdf", pdf->data, pdf->length);
    char *said = run(command, path, NULL);
    (void)unlink(path);
    free(path);
    return said;
}

char *tool_plain(const struct buffer *pdf, size_t *length) {
    char *path = tool_file("plain.pdf", pdf->data, pdf->length);
    char *said =
        run("qpdf --qdf --object-streams=disable --no-original-object-ids @ -", path, length);
    (void)unlink(path);
    free(path);
    return said;
}

int tool_has(const char *bytes, size_t length, const char *text) {
    return memmem(bytes, length, text, strlen(text)) != NULL;
}
