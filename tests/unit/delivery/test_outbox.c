/* The outbox without a relay: what is planned, approved, refused, recovered, resolved, forgotten.
 */
#include "../check.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <delivery/outbox.h>

#include "post.h"

static const struct recipient THREE[] = {{.address = "a@example.org", .clearance = 3},
                                         {.address = "b@example.org", .clearance = 1},
                                         {.address = "c@example.org", .clearance = 2}};

static int begin(void **state) {
    post_time = MOMENT;
    if (scratch_open(state) != 0) {
        return 1;
    }
    post_write("paper.pdf", "%PDF the paper");
    return 0;
}

/* The database says no. */
static void assert_refused(struct scratch *scratch, struct outbox *outbox, const char *sql,
                           const char *why) {
    post_fresh(scratch);
    assert_false(outbox_do(outbox, scratch->diagnostics, sql, ""));
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 1);
    const char *said = diagnostics_get(scratch->diagnostics, 0)->text;
    if (strstr(said, why) == NULL) {
        fail_msg("%s: %s", sql, said);
    }
    post_fresh(scratch);
}

static void digests_as_the_standard_says(void **state) {
    (void)state;
    char digest[DIGEST_TEXT];
    assert_true(delivery_digest("abc", 3, digest)); /* FIPS 180-2, B.1 */
    assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void plans_only_for_the_cleared(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    size_t wrong = 0;
    /* Every marking with every clearance. */
    for (int marking = 0; marking < 4; marking++) {
        struct recipient four[4];
        for (int i = 0; i < 4; i++) {
            four[i] = (struct recipient){
                .address = arena_print(scratch->arena, "c%d@example.org", i), .clearance = i};
        }
        struct paper_plan plan = post_plan(arena_print(scratch->arena, "run-%d", marking), four, 4);
        plan.marking = marking;
        struct plan_result result;
        assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
        assert_int_equal(result.planned, 4 - marking);
        assert_int_equal(result.withheld, marking);
    }
    const struct outbox_entry *entries = post_list(scratch, outbox, 4 + 3 + 2 + 1);
    for (size_t i = 0; i < 10; i++) {
        wrong += entries[i].clearance < entries[i].marking;
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ADVICE), 0 + 1 + 2 + 3);
    assert_refused(scratch, outbox,
                   "INSERT INTO message (paper, address, clearance, marking, message_id, changed)"
                   " VALUES (3, 'x@example.org', 1, 2, 'x', 0)",
                   "CHECK constraint failed: clearance >= marking");
    assert_refused(scratch, outbox,
                   "INSERT INTO message (paper, address, clearance, marking, message_id, changed)"
                   " VALUES (3, 'x@example.org', 1, 1, 'x', 0)",
                   "a message has its paper's marking");
    outbox_close(outbox);
}

static void plans_once(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct paper_plan plan = post_plan("2016-01", THREE, 3);
    struct plan_result result;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_int_equal(result.planned, 3);
    assert_false(result.already);
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_int_equal(result.planned, 0);
    assert_true(result.already);
    plan.recipient_count = 2;
    assert_false(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    plan.recipient_count = 3;
    post_write("paper.pdf", "%PDF another");
    assert_false(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 2);
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_INPUT);
    const struct outbox_entry *first = post_list(scratch, outbox, 3);
    assert_int_equal(first[0].state, DELIVERY_APPROVED);
    /* A new run supersedes. */
    plan.run = "2016-01-b";
    plan.supersedes = "2016-01";
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    const struct outbox_entry *entries = post_list(scratch, outbox, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(entries[i].state, i < 3 ? DELIVERY_CANCELLED : DELIVERY_APPROVED);
        assert_string_not_equal(entries[i].message_id, entries[(i + 3) % 6].message_id);
    }
    outbox_close(outbox);
}

static void plans_all_or_nothing(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct recipient twice[] = {THREE[0], THREE[1], {.address = "A@Example.org", .clearance = 3}};
    struct paper_plan plan = post_plan("2016-01", twice, 3);
    struct plan_result result;
    assert_false(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    twice[2].address = "x@example.org\r\nBcc: y@example.org";
    assert_false(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    twice[2].address = "x@example.org";
    twice[2].name = "X\r\nBcc: y@example.org";
    assert_false(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 3);
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_CONFIGURATION);
    /* A domain within or around an allowed one is another. */
    static const char *const DOMAINS[] = {"Example.org", NULL};
    const char *const outside[] = {"x@example.net", "x@sub.example.org", "x@anexample.org"};
    plan.domains = DOMAINS;
    twice[2].name = NULL;
    for (size_t i = 0; i < 3; i++) {
        twice[2].address = outside[i];
        post_fresh(scratch);
        assert_false(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
        assert_int_equal(diagnostics_get(scratch->diagnostics, 0)->message, MESSAGE_OUTBOX_DOMAIN);
    }
    post_list(scratch, outbox, 0);
    plan.recipient_count = 2;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    post_list(scratch, outbox, 2);
    outbox_close(outbox);
}

static void approves_what_was_seen(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct paper_plan plan = post_plan("2016-01", THREE, 3);
    struct plan_result result;
    char token[DIGEST_TEXT];
    plan.approval = true;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_int_equal(post_list(scratch, outbox, 3)[0].state, DELIVERY_PLANNED);
    assert_true(outbox_token(outbox, "2016-01", "plymouth", token, scratch->diagnostics));
    /* The token by hand: the file's hash, then the recipients by address. */
    char digest[DIGEST_TEXT];
    char expected[DIGEST_TEXT];
    assert_true(delivery_digest("%PDF the paper", 14, digest));
    const char *bound = arena_print(
        scratch->arena, "%s\na@example.org 3\nb@example.org 1\nc@example.org 2\n", digest);
    assert_true(delivery_digest(bound, strlen(bound), expected));
    assert_string_equal(token, expected);

    assert_false(
        outbox_approve(outbox, "2016-01", "plymouth", digest, "Chair", scratch->diagnostics));
    assert_false(outbox_approve(outbox, "2016-01", "plymouth", token, "", scratch->diagnostics));
    assert_false(
        outbox_approve(outbox, "2016-02", "plymouth", token, "Chair", scratch->diagnostics));
    post_write("paper.pdf", "%PDF the Paper");
    assert_false(
        outbox_approve(outbox, "2016-01", "plymouth", token, "Chair", scratch->diagnostics));
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 4);
    assert_int_equal(post_list(scratch, outbox, 3)[0].state, DELIVERY_PLANNED);
    assert_refused(scratch, outbox, "UPDATE message SET state = 'sending'",
                   "only an approved paper is sent");
    post_write("paper.pdf", "%PDF the paper");
    assert_true(
        outbox_approve(outbox, "2016-01", "plymouth", token, "Chair", scratch->diagnostics));
    assert_true(
        outbox_approve(outbox, "2016-01", "plymouth", token, "Chair", scratch->diagnostics));
    const struct outbox_entry *entries = post_list(scratch, outbox, 3);
    assert_int_equal(entries[2].state, DELIVERY_APPROVED);
    assert_string_equal(entries[2].who, "Chair");
    assert_refused(scratch, outbox, "UPDATE paper SET approval = 'x', approver = 'y'",
                   "an approval is never altered");
    outbox_close(outbox);
}

static void refuses_every_passage_but_its_own(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct paper_plan plan = post_plan("2016-01", THREE, 3);
    struct plan_result result;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    /* Rows: from; columns: to; in the order of enum delivery_state. */
    static const char *const MAY[] = {"010000001", "001000001", "000101010",
                                      "000011110", "000000000", "000000000",
                                      "010011000", "001000001", "000000000"};
    sqlite3_stmt *row =
        outbox_query(outbox, scratch->diagnostics,
                     "SELECT sql FROM sqlite_schema WHERE name = 'message_passes'", "");
    assert_int_equal(outbox_next(outbox, row, scratch->diagnostics), 1);
    const char *rule = outbox_column(row, 0, scratch->arena);
    sqlite3_finalize(row);
    for (int from = 0; from <= DELIVERY_CANCELLED; from++) {
        for (int to = 0; to <= DELIVERY_CANCELLED; to++) {
            sqlite3_exec(outbox->database,
                         "SAVEPOINT trial; DROP TRIGGER message_passes;"
                         "DROP TRIGGER message_resolved;",
                         NULL, NULL, NULL);
            /* To stand in the state first, past the rule; then the rule again. */
            assert_true(outbox_do(outbox, scratch->diagnostics,
                                  "UPDATE message SET state = ? WHERE message = 1", "t",
                                  delivery_state_name((enum delivery_state)from)));
            sqlite3_exec(outbox->database, rule, NULL, NULL, NULL);
            bool passed = outbox_do(outbox, scratch->diagnostics,
                                    "UPDATE message SET state = ? WHERE message = 1", "t",
                                    delivery_state_name((enum delivery_state)to));
            assert_int_equal(passed, MAY[from][to] == '1');
            sqlite3_exec(outbox->database, "ROLLBACK TO trial; RELEASE trial", NULL, NULL, NULL);
        }
    }
    assert_refused(scratch, outbox, "UPDATE message SET state = 'sent'", "cannot go");
    outbox_close(outbox);
}

static void keeps_its_records(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct paper_plan plan = post_plan("2016-01", THREE, 3);
    struct plan_result result;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_refused(scratch, outbox, "UPDATE event SET who = 'x'", "never altered");
    assert_refused(scratch, outbox, "DELETE FROM event", "recorded purge");
    assert_refused(scratch, outbox, "INSERT OR REPLACE INTO event SELECT * FROM event",
                   "recorded purge");
    assert_refused(scratch, outbox, "DELETE FROM message", "recorded purge");
    assert_refused(scratch, outbox, "DELETE FROM paper", "stays on record");
    assert_refused(scratch, outbox, "UPDATE paper SET marking = 0", "never altered");
    assert_refused(scratch, outbox, "UPDATE paper SET subject = 'x'", "never altered");
    assert_refused(scratch, outbox, "UPDATE message SET address = 'x@example.org'",
                   "never altered");
    assert_refused(scratch, outbox, "UPDATE message SET clearance = 3", "never altered");
    assert_refused(scratch, outbox, "INSERT INTO passage VALUES ('sent', 'sending')", "fixed");
    assert_refused(scratch, outbox,
                   "INSERT INTO message (paper, address, clearance, marking, message_id, changed)"
                   " VALUES (1, 'A@example.org', 3, 1, 'x', 0)",
                   "UNIQUE");
    assert_true(outbox_verify(outbox, scratch->diagnostics));
    outbox_close(outbox);
    struct stat about;
    assert_int_equal(stat("outbox", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void recovers_what_a_crash_left(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct paper_plan plan = post_plan("2016-01", THREE, 3);
    struct plan_result result;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    for (int i = 1; i <= 2; i++) {
        assert_true(outbox_move(outbox, i, DELIVERY_SENDING, NULL, scratch->diagnostics));
    }
    assert_true(outbox_move(outbox, 2, DELIVERY_COMMITTING, NULL, scratch->diagnostics));
    outbox_close(outbox);
    /* A look changes nothing. */
    struct outbox_options look = {.path = "outbox", .now = post_now};
    outbox = outbox_open(&look, scratch->diagnostics);
    assert_int_equal(post_list(scratch, outbox, 3)[1].state, DELIVERY_COMMITTING);
    outbox_close(outbox);
    outbox = post_open(scratch, "outbox");
    const struct outbox_entry *entries = post_list(scratch, outbox, 3);
    assert_int_equal(entries[0].state, DELIVERY_DEFERRED);
    assert_int_equal(entries[1].state, DELIVERY_UNKNOWN);
    assert_int_equal(entries[2].state, DELIVERY_APPROVED);

    /* Only a person, only of unknown ones, only to what a person can know. */
    assert_refused(scratch, outbox, "UPDATE message SET state = 'sent' WHERE message = 2",
                   "only a person");
    assert_false(outbox_resolve(outbox, 2, DELIVERY_SENT, "", scratch->diagnostics));
    assert_false(outbox_resolve(outbox, 2, DELIVERY_SENT, "program", scratch->diagnostics));
    assert_false(outbox_resolve(outbox, 2, DELIVERY_DEFERRED, "Clerk", scratch->diagnostics));
    assert_false(outbox_resolve(outbox, 1, DELIVERY_SENT, "Clerk", scratch->diagnostics));
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 4);
    assert_true(outbox_resolve(outbox, 2, DELIVERY_APPROVED, "Clerk", scratch->diagnostics));
    size_t counts[DELIVERY_CANCELLED + 1];
    assert_true(outbox_count(outbox, counts, scratch->diagnostics));
    assert_int_equal(counts[DELIVERY_APPROVED], 2);
    assert_int_equal(counts[DELIVERY_DEFERRED], 1);
    outbox_close(outbox);
}

/* What a killed run's worker holds for a moment more is waited for. */
static void waits_for_a_lock_soon_let_go(void **state) {
    struct scratch *scratch = *state;
    outbox_close(post_open(scratch, "outbox"));
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t holder = fork();
    if (holder == 0) {
        int lock = open("outbox.lock", O_RDWR);
        bool held = lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0;
        (void)!write(ready[1], held ? "y" : "n", 1);
        usleep(200000);
        _exit(0);
    }
    char held = 'n';
    assert_int_equal(read(ready[0], &held, 1), 1);
    assert_int_equal(held, 'y');
    outbox_close(post_open(scratch, "outbox"));
    assert_int_equal(waitpid(holder, NULL, 0), holder);
    close(ready[0]);
    close(ready[1]);
}

static void lets_one_run_at_a_time(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct outbox_options again = {.path = "outbox", .exclusive = true, .now = post_now};
    assert_null(outbox_open(&again, scratch->diagnostics));
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_BUSY);
    post_fresh(scratch);
    again.exclusive = false;
    struct outbox *look = outbox_open(&again, scratch->diagnostics);
    assert_non_null(look);
    struct paper_plan plan = post_plan("2016-01", THREE, 3);
    struct plan_result result;
    assert_false(outbox_plan(look, &plan, &result, scratch->diagnostics));
    outbox_close(look);
    outbox_close(outbox);
    post_fresh(scratch);
    again.path = "nowhere";
    assert_null(outbox_open(&again, scratch->diagnostics));
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_MISSING);
    post_write("text", "this is no database, and long enough for one to be looked for in it.....");
    again = (struct outbox_options){.path = "text", .exclusive = true};
    post_fresh(scratch);
    assert_null(outbox_open(&again, scratch->diagnostics));
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_OUTPUT);
}

static void tells_its_form(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    assert_true(outbox_do(outbox, scratch->diagnostics, "PRAGMA user_version = 2", ""));
    outbox_close(outbox);
    for (int exclusive = 0; exclusive < 2; exclusive++) {
        struct outbox_options again = {.path = "outbox", .exclusive = exclusive == 1};
        post_fresh(scratch);
        assert_null(outbox_open(&again, scratch->diagnostics));
        assert_int_equal(diagnostics_get(scratch->diagnostics, 0)->message, MESSAGE_OUTBOX_VERSION);
    }
    post_write("empty", "");
    struct outbox_options look = {.path = "empty"};
    post_fresh(scratch);
    assert_null(outbox_open(&look, scratch->diagnostics));
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_MISSING);
}

static void verifies_papers_and_purges_what_is_done(void **state) {
    struct scratch *scratch = *state;
    struct outbox *outbox = post_open(scratch, "outbox");
    struct paper_plan plan = post_plan("2016-01", THREE, 3);
    struct plan_result result;
    size_t gone = 0;
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    plan.run = "2016-02";
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    for (int64_t i = 1; i <= 5; i++) { /* all of the first, two of the second */
        assert_true(outbox_move(outbox, i, DELIVERY_SENDING, NULL, scratch->diagnostics));
        assert_true(outbox_move(outbox, i, DELIVERY_COMMITTING, NULL, scratch->diagnostics));
        assert_true(outbox_move(outbox, i, DELIVERY_SENT, NULL, scratch->diagnostics));
    }
    assert_true(outbox_purge(outbox, MOMENT, "Clerk", &gone, scratch->diagnostics));
    assert_int_equal(gone, 0);
    assert_false(outbox_purge(outbox, MOMENT + 1, "", &gone, scratch->diagnostics));
    post_fresh(scratch);
    assert_true(outbox_purge(outbox, MOMENT + 1, "Clerk", &gone, scratch->diagnostics));
    assert_int_equal(gone, 3);
    assert_string_equal(post_list(scratch, outbox, 3)[0].run, "2016-02");
    /* Nothing of it is planned anew. */
    plan.run = "2016-01";
    assert_true(outbox_plan(outbox, &plan, &result, scratch->diagnostics));
    assert_true(result.already);
    post_list(scratch, outbox, 3);
    assert_true(outbox_verify(outbox, scratch->diagnostics));
    post_write("paper.pdf", "%PDF other");
    assert_false(outbox_verify(outbox, scratch->diagnostics));
    assert_int_equal(unlink("paper.pdf"), 0);
    assert_false(outbox_verify(outbox, scratch->diagnostics));
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 2);
    outbox_close(outbox);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_as_the_standard_says),
        cmocka_unit_test_setup_teardown(plans_only_for_the_cleared, begin, scratch_close),
        cmocka_unit_test_setup_teardown(plans_once, begin, scratch_close),
        cmocka_unit_test_setup_teardown(plans_all_or_nothing, begin, scratch_close),
        cmocka_unit_test_setup_teardown(approves_what_was_seen, begin, scratch_close),
        cmocka_unit_test_setup_teardown(refuses_every_passage_but_its_own, begin, scratch_close),
        cmocka_unit_test_setup_teardown(keeps_its_records, begin, scratch_close),
        cmocka_unit_test_setup_teardown(recovers_what_a_crash_left, begin, scratch_close),
        cmocka_unit_test_setup_teardown(waits_for_a_lock_soon_let_go, begin, scratch_close),
        cmocka_unit_test_setup_teardown(lets_one_run_at_a_time, begin, scratch_close),
        cmocka_unit_test_setup_teardown(tells_its_form, begin, scratch_close),
        cmocka_unit_test_setup_teardown(verifies_papers_and_purges_what_is_done, begin,
                                        scratch_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
