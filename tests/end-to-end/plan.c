/* plan.c OUTBOX RUN JOB MARKING FILE APPROVAL DATA_TIME [SUPERSEDES] <RECIPIENTS: plans a paper
 * into an outbox, for tests of what comes after. A run does this with all that goes before it; here
 * any paper can be planned to anybody at once. MARKING is a number, APPROVAL yes or no, DATA_TIME
 * seconds since 1970 or 0. A recipient is a line: ADDRESS CLEARANCE NAME. The message's words are
 * those of the files subject, text and html, where they are there. Prints how many messages were
 * planned and how many recipients were not cleared; the exit status is that of the diagnostics.
 */
#include <boardpaper/delivery.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

enum { MOST_RECIPIENTS = 100000, LINE_MOST = 4096, WORDS_MOST = 1 << 20 };

static size_t read_recipients(struct arena *arena, struct recipient *recipients) {
    char line[LINE_MOST];
    size_t count = 0;
    while (count < MOST_RECIPIENTS && fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *clearance = strchr(line, ' ');
        if (clearance == NULL) {
            continue;
        }
        *clearance++ = '\0';
        char *name = strchr(clearance, ' ');
        recipients[count] =
            (struct recipient){.address = arena_text(arena, line),
                               .clearance = (int)strtol(clearance, NULL, 10),
                               .name = name == NULL ? NULL : arena_text(arena, name + 1),
                               .where = {"recipients", (long)count + 1}};
        count++;
    }
    return count;
}

static const char *words(struct arena *arena, const char *name, const char *usual) {
    FILE *file = fopen(name, "rb");
    if (file == NULL) {
        return usual;
    }
    char *text = arena_take(arena, WORDS_MOST);
    size_t length = fread(text, 1, WORDS_MOST - 1, file);
    text[length] = '\0';
    fclose(file);
    return text;
}

static bool plan(struct arena *arena, char **given, struct plan_result *result,
                 struct diagnostics *diagnostics) {
    struct recipient *recipients = NEWS(arena, MOST_RECIPIENTS, struct recipient);
    const char *slash = strrchr(given[5], '/');
    struct paper_plan paper = {.run = given[2],
                               .job = given[3],
                               .supersedes = given[8],
                               .marking = (int)strtol(given[4], NULL, 10),
                               .file = given[5],
                               .file_name = slash == NULL ? given[5] : slash + 1,
                               .from = "papers@board.example",
                               .from_name = "Partneriaeth Y Barri",
                               .subject = words(arena, "subject", "[OFFICIAL] The paper"),
                               .text = words(arena, "text", "OFFICIAL\n\nThe paper.\n"),
                               .html = words(arena, "html", NULL),
                               .data_time = strtoll(given[7], NULL, 10),
                               .approval = strcmp(given[6], "yes") == 0,
                               .recipients = recipients,
                               .recipient_count = read_recipients(arena, recipients)};
    struct outbox_options options = {.path = given[1], .exclusive = true};
    struct outbox *outbox = outbox_open(&options, diagnostics);
    bool planned = outbox != NULL && outbox_plan(outbox, &paper, result, diagnostics);
    outbox_close(outbox);
    return planned;
}

int main(int count, char **given) {
    if (count < 8 || count > 9) {
        fputs("usage: plan OUTBOX RUN JOB MARKING FILE APPROVAL DATA_TIME [SUPERSEDES]\n", stderr);
        return STATUS_USAGE;
    }
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct plan_result result = {0};
    if (plan(arena, given, &result, diagnostics)) {
        printf("planned %zu, withheld %zu\n", result.planned, result.withheld);
    }
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_WARNING, false);
    fwrite(out.data == NULL ? "" : out.data, 1, out.length, stderr);
    buffer_free(&out);
    int status = (int)diagnostics_status(diagnostics);
    arena_free(arena);
    return status;
}
