/* fake_render.c: stands in for `boardpaper render` where a run is tested: quick, and goes wrong
 * where its input says so. The input is one line of words:
 *
 *   crash | hang | fail | silent | nonsense | MARKING DATA-TO [TEXT]
 *
 * silent makes a paper and no report, nonsense a report that is none. The paper is its input's line
 * behind %PDF, published as boardpaper does.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

static const char *value_of(int count, char **words, const char *option) {
    for (int i = 1; i < count; i++) {
        if (strncmp(words[i], option, strlen(option)) == 0) {
            return words[i] + strlen(option);
        }
    }
    return "";
}

static void go_wrong(const char *input, const char *line) {
    if (strncmp(line, "crash", 5) == 0) {
        raise(SIGKILL);
    }
    while (strncmp(line, "hang", 4) == 0) {
        pause();
    }
    if (strncmp(line, "fail", 4) == 0) {
        fprintf(stderr, "%s:1: error: something is wrong; mend it\n", input);
        _exit(STATUS_INPUT);
    }
}

static void write_report(struct buffer *out, const char *line) {
    char marking[32] = "";
    char data_to[32] = "";
    if (strncmp(line, "nonsense", 8) == 0) {
        buffer_text(out, "<report marking='COSMIC'/>");
        return;
    }
    if (sscanf(line, "%31s %31s", marking, data_to) != 2) {
        _exit(STATUS_INPUT);
    }
    bool none = strcmp(marking, "NONE") == 0;
    buffer_print(
        out,
        "<report version='1' marking='%s' data-to='%s'><subject>%s%s%sThe paper</subject>"
        "<text>What is high.\n</text><html>&lt;p&gt;What is high.&lt;/p&gt;</html></report>",
        none ? "" : marking, data_to, none ? "" : "[", none ? "" : marking, none ? "" : "] ");
}

int main(int count, char **words) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    const struct where nowhere = {NULL, 0};
    const char *input = words[count - 1];
    size_t length = 0;
    const char *line = file_read(arena, input, 0, nowhere, &length, diagnostics);
    if (line == NULL) {
        return STATUS_MISSING;
    }
    go_wrong(input, line);
    struct buffer paper = {0};
    struct buffer report = {0};
    buffer_print(&paper, "%%PDF %s", line);
    bool silent = strncmp(line, "silent", 6) == 0;
    if (!silent) {
        write_report(&report, line);
    }
    bool done =
        file_publish(value_of(count, words, "--output="), paper.data, paper.length, diagnostics) &&
        (silent || file_publish(value_of(count, words, "--report="), report.data, report.length,
                                diagnostics));
    buffer_free(&paper);
    buffer_free(&report);
    arena_free(arena);
    return done ? 0 : STATUS_OUTPUT;
}
