/* trial.c: see trial.h. */
#include "trial.h"

#include "post.h"

static struct server server;

/* A run meets an answer, a rejection and a lost answer. */
static const struct recipient RECIPIENTS[] = {
    {.address = "a@example.org", .clearance = 1},
    {.address = "b@example.org", .clearance = 2},
    {.address = "dot-lost@example.org", .clearance = 1},
    {.address = "rcpt-550@example.org", .clearance = 1},
    {.address = "under@example.org", .clearance = 0}, /* never */
};
enum {
    RECIPIENT_COUNT = sizeof RECIPIENTS / sizeof RECIPIENTS[0],
    PLANNED_COUNT = RECIPIENT_COUNT - 1
};

int trial_run(const char *name, const char *path) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct outbox_options options = {.path = path, .exclusive = true, .now = post_now};
    struct outbox *outbox = outbox_open(&options, diagnostics);
    struct paper_plan plan = post_plan(name, RECIPIENTS, RECIPIENT_COUNT);
    struct plan_result result;
    struct delivery_options how = {0};
    struct delivery_counts counts;
    struct relay relay = server_relay(&server);
    struct smtp *smtp = smtp_open(&relay, diagnostics);
    bool well = outbox != NULL && smtp != NULL &&
                outbox_plan(outbox, &plan, &result, diagnostics) &&
                delivery_send_all(outbox, smtp, &how, &counts, diagnostics);
    smtp_close(smtp);
    outbox_close(outbox);
    arena_free(arena);
    return well ? 0 : 1;
}

/* How often the server took a message, by its line's part "ADDRESS <ID>". */
static int times_taken(const char *log, const char *part) {
    int count = 0;
    for (const char *at = log; (at = strstr(at, part)) != NULL; at++) {
        count++;
    }
    return count;
}

char *trial_log(void) {
    FILE *file = fopen("log", "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    rewind(file);
    char *text = memory_array((size_t)length + 1, 1);
    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    fclose(file);
    return text;
}

void trial_judge(struct arena *arena, const char *path, const char *log, struct tally *tally) {
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct outbox_options look = {.path = path, .now = post_now};
    struct outbox *outbox = outbox_open(&look, diagnostics);
    assert_non_null(outbox);
    const struct outbox_entry *entries = NULL;
    size_t count = 0;
    assert_true(outbox_list(outbox, NULL, arena, &entries, &count, diagnostics));
    assert_int_equal(count, PLANNED_COUNT);
    for (size_t i = 0; i < PLANNED_COUNT; i++) {
        const struct outbox_entry *entry = &entries[i];
        int taken = times_taken(
            log, arena_print(arena, "taken %s <%s>", entry->address, entry->message_id));
        bool reject = strncmp(entry->address, "rcpt-550", 8) == 0;
        tally->duplicates += taken > 1;
        tally->losses += taken == 0 && entry->state != DELIVERY_UNKNOWN && !reject;
        tally->unknown += entry->state == DELIVERY_UNKNOWN;
        /* At the end all is settled or named, and what is settled is true. */
        tally->wrong += entry->state == DELIVERY_UNKNOWN ? taken > 1
                        : reject ? entry->state != DELIVERY_FAILED || taken != 0
                                 : entry->state != DELIVERY_SENT || taken != 1;
    }
    outbox_close(outbox);
    tally->trials++;
}

void trial_take_up(const char *name, const char *path) {
    for (int i = 0; i < 2; i++) {
        assert_int_equal(trial_run(name, path), 0);
        post_time += 3600;
    }
    post_time = MOMENT;
}

int trial_begin(void **state) {
    if (scratch_open(state) != 0) {
        return 1;
    }
    post_write("paper.pdf", "%PDF the paper");
    server_start(&server, false);
    return 0;
}

int trial_end(void **state) {
    server_stop(&server);
    return scratch_close(state);
}
