/* A whole run in little: what is made, to whom it goes, and what stops what. */
#include "yard.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_APPROVAL "approval='not-required' greatest-age-days='400'"
#define MEMBER(name, clearance) "<member address='" name "@example.org' clearance='" clearance "'/>"
#define TWO MEMBER("a", "OFFICIAL") MEMBER("b", "SECRET")
#define ONE_PARTNERSHIP "<partnership id='n' assessment='n.txt'/>"

/* One second before an edition is due, the one before it is. */
static void due_and_done_once(void **state) {
    struct yard *yard = *state;
    yard_schedule(yard, "s.xml", TWO, "<partnership id='n' assessment='n-{edition}.txt'/>",
                  NO_APPROVAL);
    yard_write("n-2015-12.txt", "OFFICIAL 2015-11-30");
    yard_write("n-2016-01.txt", "OFFICIAL 2015-12-31");
    yard->now = DUE - 1;
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_event(yard, "\"event\":\"planned\",\"run\":\"2015-12\",\"job\":\"n.p\"");
    assert_int_equal(yard_taken(NULL), 2);
    yard->now = DUE;
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_event(yard, "\"event\":\"planned\",\"run\":\"2016-01\",\"job\":\"n.p\"");
    assert_int_equal(yard_taken(NULL), 4);
    /* Again, later, and with a clock that was set back by a month, a year, to 1970. */
    static const int64_t TIMES[] = {DUE, DUE + DAY, DUE - 30 * (int64_t)DAY,
                                    DUE - 365 * (int64_t)DAY, 0};
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++) {
        yard->now = TIMES[i];
        yard_run(yard, "s.xml");
        assert_int_equal(yard_taken(NULL), 4);
    }
}

static void what_fails_stops_nothing_else(void **state) {
    struct yard *yard = *state;
    yard_schedule(
        yard, "s.xml", "<member address='a@example.org' clearance='OFFICIAL' groups='g'/>",
        "<folder files='in/{partnership}.txt' groups='g'/>", NO_APPROVAL " render-seconds='2'");
    assert_int_equal(mkdir("in", 0755), 0);
    static const char *const WORDS[] = {"crash", "hang", "fail", "silent", "nonsense"};
    for (size_t i = 0; i < 5; i++) {
        yard_write(arena_print(yard->arena, "in/%s.txt", WORDS[i]), "%s", WORDS[i]);
    }
    yard_write("in/stale.txt", "OFFICIAL 2014-01-01");
    yard_write("in/well-1.txt", "OFFICIAL 2015-12-31");
    yard_write("in/a-well.txt", "OFFICIAL 2015-12-31 another");
    assert_true(yard_run(yard, "s.xml") != STATUS_DONE);
    yard_says(yard, "making the paper crash.p of 2016-01 ended by a signal (Killed)");
    yard_says(yard, "making the paper hang.p of 2016-01 took more than 2 seconds and was ended");
    yard_says(yard, "the paper fail.p of 2016-01 was not made, for its input has errors");
    yard_says(yard, "silent.p.xml");
    yard_says(yard, "what was written of the paper nonsense.p of 2016-01 cannot be used");
    yard_says(yard, "the data of stale.p in 2016-01 ended 733 days ago and may be 400 days old");
    yard_says(yard, "made: 2 papers; the same as before: 0; failed: 6");
    yard_event(yard, "\"said\":\"in/fail.txt:1: error: something is wrong; mend it\\n\"");
    assert_int_equal(yard_taken(NULL), 2);
    /* What was not planned is not left in the archive, and no temporary folder either. */
    assert_int_equal(access("s.xml.archive/2016-01/stale.p.pdf", F_OK), -1);
    assert_int_equal(access("s.xml.archive/2016-01/nonsense.p.pdf", F_OK), -1);
    assert_int_equal(access("s.xml.archive/2016-01/well-1.p.pdf", F_OK), 0);
    assert_int_equal(system("ls -d boardpaper-run-* 2>/dev/null"), 2 << 8);
    /* Mended, the rest follows and nothing goes twice. */
    for (size_t i = 0; i < 5; i++) {
        yard_write(arena_print(yard->arena, "in/%s.txt", WORDS[i]), "OFFICIAL 2015-12-31 %s",
                   WORDS[i]);
    }
    yard_write("in/stale.txt", "OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_says(yard, "made: 6 papers; the same as before: 0; failed: 0; planned before: 2");
    assert_int_equal(yard_taken(NULL), 8);
}

/* Four markings, four clearances: all sixteen, by what the server was asked to take. */
static void nobody_gets_what_is_above_them(void **state) {
    struct yard *yard = *state;
    static const char *const MARKINGS[] = {"NONE", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET"};
    struct buffer members = {0};
    struct buffer partnerships = {0};
    for (int i = 0; i < 4; i++) {
        yard_write(arena_print(yard->arena, "m%d.txt", i), "%s 2015-12-31", MARKINGS[i]);
        buffer_print(&partnerships, "<partnership id='m%d' assessment='m%d.txt' groups='m%d'/>", i,
                     i, i);
        for (int j = 0; j < 4; j++) {
            buffer_print(&members, "<member address='c%d-m%d@example.org' groups='m%d'", j, i, i);
            if (j > 0) {
                buffer_print(&members, " clearance='%s'", MARKINGS[j]);
            }
            buffer_text(&members, "/>");
        }
    }
    yard_schedule(yard, "s.xml", members.data, partnerships.data, NO_APPROVAL);
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            const char *address = arena_print(yard->arena, "c%d-m%d@example.org", j, i);
            assert_int_equal(yard_taken(address), j >= i);
            assert_int_equal(server_logged(arena_print(yard->arena, "rcpt %s", address)), j >= i);
        }
    }
    assert_int_equal(yard_taken(NULL), 10);
    yard_says(yard, "not cleared for a paper: 6 recipients");
    buffer_free(&members);
    buffer_free(&partnerships);
}

static void waits_for_approval(void **state) {
    struct yard *yard = *state;
    yard_schedule(yard, "s.xml", TWO, ONE_PARTNERSHIP, "greatest-age-days='400'");
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
        yard_says(yard, "waiting for approval: 2 messages");
        assert_int_equal(yard_taken(NULL), 0);
    }
    yard_approve(yard, "2016-01", "n.p");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(yard_taken(NULL), 2);
}

/* One left, one lost the clearance, one joined: none of them gets what was approved. */
static void members_changed_after_approval(void **state) {
    struct yard *yard = *state;
    yard_schedule(yard, "s.xml",
                  MEMBER("stays", "OFFICIAL") MEMBER("leaves", "OFFICIAL")
                      MEMBER("loses", "OFFICIAL"),
                  ONE_PARTNERSHIP, "greatest-age-days='400'");
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_approve(yard, "2016-01", "n.p");
    yard_schedule(yard, "s.xml",
                  MEMBER("stays", "OFFICIAL") "<member address='loses@example.org'/>" MEMBER(
                      "joins", "SECRET"),
                  ONE_PARTNERSHIP, "greatest-age-days='400'");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(yard_taken("stays@example.org"), 1);
    assert_int_equal(yard_taken(NULL), 1);
    assert_int_equal(yard_count(yard, "s.xml.outbox", DELIVERY_CANCELLED), 2);
    yard_event(yard, "\"to\":\"leaves@example.org\",\"state\":\"cancelled\"");
    yard_says(yard, "joins@example.org is a member since n.p of 2016-01 was planned");
}

static void a_paper_altered_after_approval(void **state) {
    struct yard *yard = *state;
    static const char PAPER[] = "s.xml.archive/2016-01/n.p.pdf";
    yard_schedule(yard, "s.xml", TWO, ONE_PARTNERSHIP, "greatest-age-days='400'");
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_approve(yard, "2016-01", "n.p");
    yard_write(PAPER, "%%PDF something else");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_INPUT);
    yard_says(yard, "is not the paper that was planned for run 2016-01");
    assert_int_equal(yard_taken(NULL), 0);
    yard_write(PAPER, "%%PDF OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(yard_taken(NULL), 2);
}

/* Input that changes after the plan changes nothing until somebody asks. */
static void a_correction_supersedes(void **state) {
    struct yard *yard = *state;
    yard_schedule(yard, "s.xml", TWO, ONE_PARTNERSHIP, "greatest-age-days='400'");
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_write("n.txt", "OFFICIAL 2015-12-31 corrected");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_says(yard, "what is due was planned before");
    yard->correct = true;
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(yard_count(yard, "s.xml.outbox", DELIVERY_CANCELLED), 2);
    assert_int_equal(yard_count(yard, "s.xml.outbox", DELIVERY_PLANNED), 2);
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE); /* the same: no third */
    yard->correct = false;
    yard_approve(yard, "2016-01.2", "n.p");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(yard_taken(NULL), 2);
    assert_int_equal(access("s.xml.archive/2016-01.3", F_OK), -1);
}

static void two_runs_at_once(void **state) {
    struct yard *yard = *state;
    enum { RUNS = 4 };
    int ended[RUNS];
    yard_schedule(yard, "s.xml", TWO, ONE_PARTNERSHIP, NO_APPROVAL);
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    pid_t children[RUNS];
    for (int i = 0; i < RUNS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            _exit((int)yard_run(yard, "s.xml"));
        }
    }
    int done = 0;
    for (int i = 0; i < RUNS; i++) {
        assert_int_equal(waitpid(children[i], &ended[i], 0), children[i]);
        assert_true(WIFEXITED(ended[i]));
        int status = WEXITSTATUS(ended[i]);
        assert_true(status == STATUS_DONE || status == STATUS_BUSY);
        done += status == STATUS_DONE;
    }
    assert_true(done >= 1);
    assert_int_equal(yard_taken(NULL), 2);
}

static void an_unknown_outcome_is_named_and_held(void **state) {
    struct yard *yard = *state;
    yard_schedule(yard, "s.xml", MEMBER("dot-lost", "OFFICIAL") MEMBER("z", "OFFICIAL"),
                  ONE_PARTNERSHIP, NO_APPROVAL " unknown='stop'");
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_UNKNOWN);
    yard_says(yard, "of unknown outcome: 1 message");
    int taken = yard_taken(NULL);
    yard->now += DAY;
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_UNKNOWN);
    assert_int_equal(yard_taken(NULL), taken);
    assert_int_equal(yard_taken("dot-lost@example.org"), 1);
}

static void many_members(void **state) {
    struct yard *yard = *state;
    enum { MEMBERS = 20000 };
    FILE *file = fopen("members.csv", "wb");
    assert_non_null(file);
    fputs("address,name,clearance\n", file);
    for (int i = 0; i < MEMBERS; i++) {
        fprintf(file, "m%d@example.org,\"Member, number %d\",%s\n", i, i,
                i % 4 == 0 ? "" : "OFFICIAL");
    }
    assert_int_equal(fclose(file), 0);
    yard_write("s.xml", "<schedule version='1'><calendar zone='UTC'/><period every='month'>"
                        "<due weekday='monday' nth='1'/></period><papers><paper id='p'/></papers>"
                        "<partnerships>" ONE_PARTNERSHIP "</partnerships>"
                        "<members file='members.csv'/><message from='papers@example.org'/>"
                        "<outbox file='s.xml.outbox'/></schedule>");
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    yard_says(yard, "waiting for approval: 15000 messages");
    yard_says(yard, "not cleared for a paper: 5000 recipients");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(yard_count(yard, "s.xml.outbox", DELIVERY_PLANNED), 15000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(due_and_done_once, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(what_fails_stops_nothing_else, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(nobody_gets_what_is_above_them, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(waits_for_approval, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(members_changed_after_approval, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(a_paper_altered_after_approval, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(a_correction_supersedes, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(two_runs_at_once, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(an_unknown_outcome_is_named_and_held, yard_open,
                                        yard_close),
        cmocka_unit_test_setup_teardown(many_members, yard_open, yard_close),
    };
    return cmocka_run_group_tests(tests, yard_begin, yard_end);
}
