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

void trial_judge(struct arena *arena, const char *path, const char *log, struct tally *tally) {
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct outbox_options look = {.path = path, .now = post_now};
    struct outbox *outbox = outbox_open(&look, diagnostics);
    assert_non_null(outbox);
    const struct outbox_entry *entries = NULL;
    size_t count = 0;
    assert_true(outbox_list(outbox, NULL, arena, &entries, &count, diagnostics));
    assert_int_equal(count, PLANNED_COUNT);
    tally_add(tally, entries, count, log, arena);
    outbox_close(outbox);
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
