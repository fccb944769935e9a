/* Approved messages through a real server: what is sent, tried again, held back, refused. */
#include "../check.h"

#include <sys/wait.h>

#include <delivery/outbox.h>

#include "post.h"

static struct server server;

static int begin(void **state) {
    post_time = MOMENT;
    if (scratch_open(state) != 0) {
        return 1;
    }
    post_write("paper.pdf", "%PDF the paper");
    server_start(&server, false);
    return 0;
}

static int end(void **state) {
    server_stop(&server);
    return scratch_close(state);
}

static bool send_all(struct scratch *scratch, struct outbox *outbox,
                     const struct delivery_options *options, struct delivery_counts *counts) {
    static const struct delivery_options NONE = {0};
    struct relay relay = server_relay(&server);
    struct smtp *smtp = smtp_open(&relay, scratch->diagnostics);
    assert_non_null(smtp);
    bool well = delivery_send_all(outbox, smtp, options != NULL ? options : &NONE, counts,
                                  scratch->diagnostics);
    smtp_close(smtp);
    return well;
}

static void plan_run(struct scratch *scratch, struct outbox *outbox, const char *run,
                     const struct recipient *recipients, size_t count) {
    struct paper_plan plan = post_plan(run, recipients, count);
    struct plan_result result;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
}

static const struct recipient MIXED[] = {
    {.address = "fine@example.org", .name = "Si\xC3\xA2n", .clearance = 1},
    {.address = "rcpt-450@example.org", .clearance = 1},
    {.address = "rcpt-550@example.org", .clearance = 1},
    {.address = "dot-451@example.org", .clearance = 1},
    {.address = "dot-554@example.org", .clearance = 1},
    {.address = "dot-drop@example.org", .clearance = 1},
    {.address = "dot-lost@example.org", .clearance = 1},
    {.address = "data-drop@example.org", .clearance = 1},
    {.address = "zeal@example.org", .clearance = 1},
};
enum { MIXED_COUNT = sizeof MIXED / sizeof MIXED[0] };

static void sends_and_accounts_for_each(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    plan_run(scratch, outbox, "2016-01", MIXED, MIXED_COUNT);
    assert_true(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(counts.sent, 2);
    assert_int_equal(counts.deferred, 3);
    assert_int_equal(counts.failed, 2);
    assert_int_equal(counts.unknown, 2);
    assert_int_equal(server_logged("taken"), 3); /* one of them unknown to us */
    /* At once again: nothing is due. */
    assert_true(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(counts.sent + counts.deferred + counts.failed + counts.unknown, 0);
    /* Five minutes on the deferred are, and the unknown are not. */
    post_time += 5 * 60;
    assert_true(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(counts.deferred, 3);
    assert_int_equal(counts.sent + counts.failed + counts.unknown, 0);
    assert_int_equal(server_logged("taken fine@"), 1);
    assert_int_equal(server_logged("taken dot-lost@"), 1);
    const struct outbox_entry *entries = post_list(scratch, outbox, MIXED_COUNT);
    for (size_t i = 0; i < MIXED_COUNT; i++) {
        if (strcmp(entries[i].address, "rcpt-550@example.org") == 0) {
            assert_int_equal(entries[i].state, DELIVERY_FAILED);
            assert_int_equal(entries[i].code, 550);
            assert_string_equal(entries[i].reply, "550 for the test");
        }
        if (strcmp(entries[i].address, "rcpt-450@example.org") == 0) {
            assert_int_equal(entries[i].tries, 2);
            assert_int_equal(entries[i].next_try, post_time + 15 * 60);
        }
    }
    assert_true(outbox_verify(outbox, scratch->diagnostics));
    outbox_close(outbox);
}

static void events_tell_the_whole_way(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    plan_run(scratch, outbox, "2016-01", &MIXED[1], 1); /* rcpt-450 */
    assert_true(send_all(scratch, outbox, NULL, &counts));
    sqlite3_stmt *row = outbox_query(outbox, scratch->diagnostics,
                                     "SELECT group_concat(state || ' ' || who || ' ' || code, ', ')"
                                     " FROM (SELECT * FROM event ORDER BY event)",
                                     "");
    assert_int_equal(outbox_next(outbox, row, scratch->diagnostics), 1);
    assert_string_equal(outbox_column(row, 0, scratch->arena),
                        "planned program 0, approved policy 0, sending program 0, "
                        "deferred program 450");
    sqlite3_finalize(row);
    outbox_close(outbox);
}

static void gives_up_after_four_days(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts = {0};
    plan_run(scratch, outbox, "2016-01", &MIXED[1], 1);
    int tries = 0;
    while (counts.failed == 0 && tries < 100) {
        assert_true(send_all(scratch, outbox, NULL, &counts));
        tries++;
        post_time += outbox_longest_wait();
    }
    assert_int_equal(tries, 28);
    outbox_close(outbox);
}

static void clock_gone_back_holds_nothing_long(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    plan_run(scratch, outbox, "2016-01", &MIXED[1], 1);
    post_time += INT64_C(10) * 365 * 24 * 3600; /* a mistaken clock, */
    assert_true(send_all(scratch, outbox, NULL, &counts));
    post_time = MOMENT; /* set right */
    assert_true(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(counts.deferred, 1);
    outbox_close(outbox);
}

/* The log's "taken" line of the address from its Message-ID on: identity, length, hash. */
static const char *taken_line(struct scratch *scratch, const char *address) {
    FILE *file = fopen("log", "r");
    char line[1024];
    const char *found = NULL;
    const char *begins = arena_print(scratch->arena, "taken %s ", address);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, begins, strlen(begins)) == 0) {
            found = arena_text(scratch->arena, line);
        }
    }
    fclose(file);
    assert_non_null(found);
    return found;
}

static void sends_the_same_bytes_again(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    plan_run(scratch, outbox, "2016-01", &MIXED[6], 1); /* dot-lost: taken, unknown */
    assert_true(send_all(scratch, outbox, NULL, &counts));
    const char *first = taken_line(scratch, "dot-lost@example.org");
    assert_true(outbox_resolve(outbox, 1, DELIVERY_APPROVED, "Clerk", scratch->diagnostics));
    post_time += 12345;
    assert_true(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(server_logged("taken dot-lost@"), 2);
    assert_string_equal(taken_line(scratch, "dot-lost@example.org"), first);
    outbox_close(outbox);
}

static void refuses_papers_that_changed(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    plan_run(scratch, outbox, "2016-01", MIXED, 2);
    post_write("paper.pdf", "%PDF the Paper");
    assert_false(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(counts.refused, 1);
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_INPUT);
    post_write("paper.pdf", "%PDF the paper");
    struct delivery_options young = {.greatest_age = 24 * 3600};
    post_time = MOMENT - 1000 + young.greatest_age + 1;
    post_fresh(scratch);
    assert_false(send_all(scratch, outbox, &young, &counts));
    assert_int_equal(diagnostics_get(scratch->diagnostics, 0)->message, MESSAGE_OUTBOX_STALE);
    assert_int_equal(server_logged("rcpt"), 0);
    post_time--;
    post_fresh(scratch);
    assert_true(send_all(scratch, outbox, &young, &counts));
    assert_int_equal(counts.sent, 1);
    outbox_close(outbox);
}

static void asks_the_member_list_again(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    const struct recipient planned[] = {{.address = "a@example.org", .clearance = 2},
                                        {.address = "b@example.org", .clearance = 2},
                                        {.address = "c@example.org", .clearance = 2}};
    const struct recipient now[] = {{.address = "d@example.org", .clearance = 3},
                                    {.address = "C@example.org", .clearance = 0},
                                    {.address = "a@example.org", .clearance = 1}};
    struct delivery_options options = {.members = now, .member_count = 3};
    plan_run(scratch, outbox, "2016-01", planned, 3);
    assert_true(send_all(scratch, outbox, &options, &counts));
    assert_int_equal(counts.sent, 1);
    assert_int_equal(counts.cancelled, 2);
    assert_int_equal(server_logged("rcpt"), 1);
    assert_int_equal(server_logged("taken a@"), 1);
    outbox_close(outbox);
}

static void waits_for_approval(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    struct paper_plan plan = post_plan("2016-01", MIXED, 1);
    struct plan_result result;
    char token[DIGEST_TEXT];
    plan.approval = true;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_true(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(counts.sent, 0);
    assert_true(outbox_token(outbox, "2016-01", "plymouth", token, scratch->diagnostics));
    assert_true(
        outbox_approve(outbox, "2016-01", "plymouth", token, "Chair", scratch->diagnostics));
    /* Someone slips a recipient in after the approval, past us. */
    assert_true(outbox_do(outbox, scratch->diagnostics,
                          "INSERT INTO message (paper, address, clearance, marking, message_id,"
                          " changed) VALUES (1, 'x@example.org', 3, 1, 'x@example.org', 0)",
                          ""));
    assert_false(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(diagnostics_get(scratch->diagnostics, 0)->message, MESSAGE_OUTBOX_TOKEN);
    assert_int_equal(server_logged("rcpt"), 0);
    outbox_close(outbox);
}

static void stops_at_a_relay_that_is_down(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct delivery_counts counts;
    plan_run(scratch, outbox, "2016-01", MIXED, MIXED_COUNT);
    server_fault("mail-550"); /* will not have our sender */
    assert_true(send_all(scratch, outbox, NULL, &counts));
    assert_int_equal(counts.deferred, 3);
    assert_int_equal(counts.failed, 0);
    outbox_close(outbox);
}

/* The database is full at every page count in turn: what is told is true. */
static void tells_nothing_false_on_a_full_disk(void **state) {
    struct scratch *scratch = *state;
    struct recipient many[40];
    for (int i = 0; i < 40; i++) {
        many[i] = (struct recipient){.address = arena_print(scratch->arena, "m%d@example.org", i),
                                     .clearance = 1};
    }
    int refused = 0;
    int held = 0;
    for (int spare = 0; spare < 12; spare++) {
        const char *path = arena_print(scratch->arena, "outbox-%d", spare);
        const char *run = arena_print(scratch->arena, "full-%d", spare);
        struct outbox *outbox = post_open(scratch, path);
        struct paper_plan plan = post_plan(run, many, 40);
        struct plan_result result;
        struct delivery_counts counts = {0};
        sqlite3_exec(outbox->database, "PRAGMA user_version", NULL, NULL, NULL);
        int before = server_logged("taken");
        sqlite3_stmt *pages = outbox_query(outbox, scratch->diagnostics, "PRAGMA page_count", "");
        assert_int_equal(outbox_next(outbox, pages, scratch->diagnostics), 1);
        const char *limit = arena_print(scratch->arena, "PRAGMA max_page_count = %d",
                                        sqlite3_column_int(pages, 0) + spare);
        sqlite3_finalize(pages);
        sqlite3_exec(outbox->database, limit, NULL, NULL, NULL);
        bool planned = outbox_plan(outbox, &plan, &result, scratch->diagnostics);
        post_list(scratch, outbox, planned ? 40 : 0);
        refused += !planned;
        bool sent = planned && send_all(scratch, outbox, NULL, &counts);
        held += planned && !sent;
        outbox_close(outbox); /* and space is found again */
        outbox = post_open(scratch, path);
        int taken = server_logged("taken") - before;
        size_t after[DELIVERY_CANCELLED + 1];
        assert_true(outbox_count(outbox, after, scratch->diagnostics));
        assert_int_equal(counts.sent, after[DELIVERY_SENT]);
        assert_in_range(taken, after[DELIVERY_SENT],
                        after[DELIVERY_SENT] + after[DELIVERY_UNKNOWN]);
        assert_true(after[DELIVERY_UNKNOWN] <= 1);
        assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
        assert_true(send_all(scratch, outbox, NULL, &counts));
        assert_true(outbox_count(outbox, after, scratch->diagnostics));
        assert_int_equal(after[DELIVERY_SENT] + after[DELIVERY_UNKNOWN], 40);
        assert_in_range(server_logged("taken") - before, after[DELIVERY_SENT], 40);
        outbox_close(outbox);
    }
    assert_true(refused > 0 && held > 0); /* else nothing was tried */
}

/* Two runs begin at once, many times: each message goes once. */
static void sends_once_from_two_runs(void **state) {
    struct scratch *scratch = *state;
    for (int trial = 0; trial < 10; trial++) {
        const char *run = arena_print(scratch->arena, "pair-%d", trial);
        pid_t runs[2];
        for (int i = 0; i < 2; i++) {
            runs[i] = fork();
            if (runs[i] != 0) {
                continue;
            }
            struct outbox_options options = {.path = "outbox", .exclusive = true, .now = post_now};
            struct outbox *outbox = outbox_open(&options, scratch->diagnostics);
            struct delivery_counts counts;
            if (outbox == NULL) {
                _exit((int)diagnostics_status(scratch->diagnostics));
            }
            plan_run(scratch, outbox, run, &MIXED[0], 1);
            bool well = send_all(scratch, outbox, NULL, &counts);
            outbox_close(outbox);
            _exit(well ? 0 : 1);
        }
        int done = 0;
        for (int i = 0; i < 2; i++) {
            int status = 0;
            assert_int_equal(waitpid(runs[i], &status, 0), runs[i]);
            assert_true(WIFEXITED(status));
            assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == STATUS_BUSY);
            done += WEXITSTATUS(status) == 0;
        }
        assert_true(done >= 1);
        assert_int_equal(server_logged("taken fine@"), trial + 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sends_and_accounts_for_each, begin, end),
        cmocka_unit_test_setup_teardown(events_tell_the_whole_way, begin, end),
        cmocka_unit_test_setup_teardown(gives_up_after_four_days, begin, end),
        cmocka_unit_test_setup_teardown(clock_gone_back_holds_nothing_long, begin, end),
        cmocka_unit_test_setup_teardown(sends_the_same_bytes_again, begin, end),
        cmocka_unit_test_setup_teardown(refuses_papers_that_changed, begin, end),
        cmocka_unit_test_setup_teardown(asks_the_member_list_again, begin, end),
        cmocka_unit_test_setup_teardown(waits_for_approval, begin, end),
        cmocka_unit_test_setup_teardown(stops_at_a_relay_that_is_down, begin, end),
        cmocka_unit_test_setup_teardown(tells_nothing_false_on_a_full_disk, begin, end),
        cmocka_unit_test_setup_teardown(sends_once_from_two_runs, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
