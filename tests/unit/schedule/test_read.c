/* A schedule with all there is, the least that is one, and every mistake at once. */
#include "place.h"

static void reads_all(void **state) {
    struct scratch *scratch = *state;
    place_write("members.csv", "\xEF\xBB\xBF"
                               "name,address,clearance,groups,role\r\n"
                               "\"Zo\xC3\xAB, Chair\",chair@example.org,OFFICIAL-SENSITIVE,"
                               "board; northmoor,Chair\r\n"
                               "\r\n"
                               "\"A \"\"quoted\"\" name\",a@example.org,,board,\r\n");
    const struct schedule *schedule = place_read(
        scratch,
        "<schedule version='1' first='2026-09'>\n"
        "<calendar zone='UTC' non-working='friday saturday'><holiday date='2026-12-25'/>"
        "<holiday date='2026-01-01'/></calendar>\n"
        "<period every='quarter'><meeting weekday='thursday' nth='last'/>"
        "<due clear-days='5' at='09:30'/></period>\n"
        "<papers><paper id='board-paper'/>\n"
        "<paper id='digest' template='summary' style='large-print' marking='OFFICIAL' "
        "groups='board' audit='yes'><period months='2 8'><due day='15' if-not-working='before'/>"
        "</period><set name='a' value='b c'/><subject>{partnership}</subject></paper></papers>\n"
        "<partnerships><partnership id='northmoor' assessment='in/{edition}.xml' "
        "previous='in/{previous}.xml' groups='northmoor'/>"
        "<folder files='/data/{partnership}.xml' groups='{partnership}'/></partnerships>\n"
        "<members file='members.csv'><member address='x@example.org' clearance='SECRET' "
        "groups='northmoor board'/></members>\n"
        "<message from='papers@example.org' from-name='Safer' reply-to='r@example.org'>"
        "<subject>All</subject><intro><p>One  two.</p><p>Three.</p></intro></message>\n"
        "<relay host='mail.example.org' port='465' security='tls' ca-file='ca.pem' user='u' "
        "password-file='secret' reply-seconds='20'/>\n"
        "<policy approval='not-required' greatest-age-days='30' domains='example.org example.net' "
        "unknown='stop' retention-days='400' render-seconds='60'/>\n"
        "<archive folder='papers'/><outbox file='/var/lib/outbox.db'/>"
        "<on-failure program='tell'/></schedule>");
    assert_string_equal(place_said(scratch), "");
    assert_non_null(schedule);
    assert_int_equal(schedule->first.month, 9);
    assert_int_equal(schedule->calendar.zone, ZONE_UTC);
    assert_true(schedule->calendar.idle[FRIDAY] && !schedule->calendar.idle[SUNDAY]);
    assert_int_equal(schedule->calendar.holiday_count, 2);
    assert_int_equal(schedule->calendar.holidays[0].month, 1); /* sorted */
    assert_int_equal(schedule->paper_count, 2);
    const struct paper_kind *kind = &schedule->papers[0];
    assert_string_equal(kind->template_name, "board-paper");
    assert_true(kind->timing.months[10] && !kind->timing.months[11]);
    assert_int_equal(kind->timing.meeting.nth, LAST);
    assert_int_equal(kind->timing.due.clear_days, 5);
    assert_true(kind->timing.due.working);
    assert_int_equal(kind->timing.due.minute, 570);
    assert_string_equal(kind->wording.subject, "All");
    assert_string_equal(kind->wording.intro, "One two.\n\nThree.");
    kind = &schedule->papers[1];
    assert_string_equal(kind->template_name, "summary");
    assert_string_equal(kind->style, "large-print");
    assert_int_equal(kind->marking, MARKING_OFFICIAL);
    assert_true(kind->audit && !kind->sensitivity);
    assert_true(kind->timing.months[8] && !kind->timing.months[1]);
    assert_int_equal(kind->timing.due.kind, RULE_DAY);
    assert_int_equal(kind->timing.due.move, MOVE_BEFORE);
    assert_string_equal(kind->settings[0].value, "b c");
    assert_string_equal(kind->wording.subject, "{partnership}");
    assert_string_equal(kind->wording.intro, "One two.\n\nThree.");
    assert_int_equal(schedule->partnership_count, 2);
    assert_string_equal(schedule->partnerships[0].previous, "in/{previous}.xml");
    assert_null(schedule->partnerships[1].id);
    assert_int_equal(schedule->member_count, 3);
    assert_string_equal(schedule->members[0].name, "Zo\xC3\xAB, Chair");
    assert_int_equal(schedule->members[0].clearance, MARKING_OFFICIAL_SENSITIVE);
    assert_string_equal(schedule->members[0].groups[1], "northmoor");
    assert_int_equal(schedule->members[0].where.line, 2);
    assert_string_equal(schedule->members[1].name, "A \"quoted\" name");
    assert_int_equal(schedule->members[1].clearance, MARKING_NONE);
    assert_null(schedule->members[1].role);
    assert_int_equal(schedule->members[1].where.line, 4);
    assert_int_equal(schedule->members[2].clearance, MARKING_SECRET);
    assert_int_equal(schedule->relay->port, 465);
    assert_int_equal(schedule->relay->security, SECURITY_TLS);
    assert_int_equal(schedule->relay->reply_seconds, 20);
    assert_false(schedule->approval);
    assert_true(schedule->stop_at_unknown);
    assert_int_equal(schedule->greatest_age_days, 30);
    assert_string_equal(schedule->domains[1], "example.net");
    assert_string_equal(schedule->archive, "papers");
    assert_string_equal(schedule->outbox, "/var/lib/outbox.db");
    assert_string_equal(schedule->failure_program, "tell");
}

#define LEAST_WITH(partnerships, rest)                                                             \
    "<schedule version='1'><period every='month'><due weekday='monday' nth='1'/></period>"         \
    "<papers><paper id='p'/></papers><partnerships>" partnerships "</partnerships>"                \
    "<members/><message from='a@example.org'/>" rest "</schedule>"

static void the_least(void **state) {
    struct scratch *scratch = *state;
    const struct schedule *schedule =
        place_read(scratch, LEAST_WITH("<partnership id='n' assessment='n.xml'/>", ""));
    assert_string_equal(place_said(scratch), "");
    assert_non_null(schedule);
    assert_true(schedule->approval); /* the careful way is the usual one */
    assert_null(schedule->relay);
    assert_int_equal(schedule->calendar.zone, ZONE_LONDON);
    assert_true(schedule->calendar.idle[SATURDAY] && schedule->calendar.idle[SUNDAY]);
    assert_int_equal(schedule->papers[0].timing.due.minute, 420);
    assert_string_equal(schedule->archive, "archive");
}

static void files_are_seen_from_the_schedule(void **state) {
    struct scratch *scratch = *state;
    assert_int_equal(mkdir("there", 0755), 0);
    place_write("there/s.xml", LEAST_WITH("<partnership id='n' assessment='n.xml'/>", ""));
    const struct schedule *schedule =
        schedule_read(scratch->arena, "there/s.xml", scratch->diagnostics);
    assert_non_null(schedule);
    assert_string_equal(schedule->partnerships[0].assessment, "there/n.xml");
    assert_string_equal(schedule->outbox, "there/outbox.db");
}

static void shipped_holidays(void **state) {
    struct scratch *scratch = *state;
    const struct schedule *schedule =
        place_read(scratch, LEAST_WITH("<partnership id='n' assessment='n.xml'/>",
                                       "<calendar holidays='england-and-wales'/>"));
    assert_string_equal(place_said(scratch), "");
    /* Good Friday and Easter Monday 2026, substitute days of Christmas 2027 and New Year 2028. */
    static const struct date IDLE[] = {{2026, 4, 3},   {2026, 4, 6},   {2026, 12, 28},
                                       {2027, 12, 27}, {2027, 12, 28}, {2028, 1, 3}};
    for (size_t i = 0; i < sizeof IDLE / sizeof IDLE[0]; i++) {
        assert_false(calendar_works(&schedule->calendar, IDLE[i]));
    }
    assert_true(calendar_works(&schedule->calendar, (struct date){2027, 12, 29}));
    assert_int_equal(schedule->calendar.holiday_count % 8, 0); /* eight a year */
}

static void every_mistake_at_once(void **state) {
    struct scratch *scratch = *state;
    place_write("days.txt", "2026-12-25 Christmas Day\n# a note\n2026-02-30\n");
    place_write("m.csv", "address,clearance,shoe\na@example.org,OFFICIAL,1\n");
    assert_null(place_read(
        scratch, "<schedule version='1' colour='red'>\n"
                 "<calendar holidays='./days.txt'><holiday date='2026-13-01'/></calendar>\n"
                 "<period every='week'><due clear-days='5'/></period>\n"
                 "<papers><paper id='a'/>\n<paper id='a' template='x' groups='nobody'/></papers>\n"
                 "<partnerships><partnership id='n' assessment='{editoin}.xml'/>\n"
                 "<folder files='all.xml'/></partnerships>\n"
                 "<members file='m.csv'><member address='no address'/>\n"
                 "<member address='b@example.org'/><member address='B@example.org'/></members>\n"
                 "<message from='a@example.org'/>\n"
                 "<relay host='h' port='0'/></schedule>"));
    place_says(scratch, "s.xml:1: error: <schedule> has no attribute colour");
    place_says(scratch, "s.xml:2: error: date=\"2026-13-01\" is no day of the calendar");
    place_says(scratch, "./days.txt:3: error: \"2026-02-30\" is no day of the calendar");
    place_says(scratch, "s.xml:3: error: every=\"week\" cannot be on <period>");
    place_says(scratch, "s.xml:3: error: clear days are counted from a meeting and there is none");
    place_says(scratch, "s.xml:5: error: paper a is there already, at line 4");
    place_says(scratch, "s.xml:6: error: {editoin} in assessment stands for nothing");
    place_says(scratch, "s.xml:6: error: with several partnerships each must say who its members "
                        "are");
    place_says(scratch, "s.xml:7: error: the files' name must have {partnership} in its last part");
    place_says(scratch, "m.csv:1: error: a column shoe is not known");
    place_says(scratch, "s.xml:8: error: \"no address\" is no address");
    place_says(scratch, "s.xml:9: error: B@example.org is a member already, at s.xml:9");
    place_says(scratch, "s.xml:11: error: port=\"0\" cannot be on <relay>");
    place_says(scratch, "s.xml:5: warning: no member is in the group nobody");
}

static void every_mistake_of_the_members(void **state) {
    struct scratch *scratch = *state;
    place_write("m.csv", "address,name,clearance,groups\n"
                         "a@example.org,\"two\nlines\",OFFICIAL,g\n"
                         "b@example.org,B,TOP,g\n"
                         "c@example.org,C\n"
                         "\"d@example.org\r\nBcc: x@example.org\",D,OFFICIAL,g\n"
                         "e@example.org,\xFF,OFFICIAL,g\n"
                         "A@EXAMPLE.ORG,A,,\n"
                         "f@example.org,F,OFFICIAL,g\n"
                         "F@example.org,F,SECRET,g\n"
                         "\"g@example.org,G,,\n"
                         "h@example.org,H,OFFICIAL,g\n");
    assert_null(place_read(scratch,
                           "<schedule version='1'><period every='month'><due day='1'/></period>"
                           "<papers><paper id='p'/></papers><partnerships>"
                           "<partnership id='n' assessment='n.xml'/></partnerships>"
                           "<members file='m.csv'/><message from='a@example.org'/></schedule>"));
    place_says(scratch, "m.csv:2: error: the name holds a line break");
    place_says(scratch, "m.csv:4: error: \"TOP\" is no clearance");
    place_says(scratch, "m.csv:5: error: the line has 2 fields and the first line 4");
    place_says(scratch, "m.csv:6: error: the address holds a line break");
    place_says(scratch, "m.csv:8: error: the name holds a line break");
    place_says(scratch, "m.csv:11: error: F@example.org is a member already, at m.csv:10");
    place_says(scratch, "m.csv:12: error: a quotation mark opens here and is closed nowhere");
}

static void two_meetings_in_a_month(void **state) {
    struct scratch *scratch = *state;
    assert_null(place_read(scratch, "<schedule version='1'><period><meeting date='2026-11-05'/>\n"
                                    "<meeting date='2026-12-03'/>\n<meeting date='2026-11-26'/>"
                                    "<due clear-days='5'/></period>"
                                    "<papers><paper id='p'/></papers><partnerships>"
                                    "<partnership id='n' assessment='n.xml'/></partnerships>"
                                    "<members/><message from='a@example.org'/></schedule>"));
    assert_string_equal(place_said(scratch),
                        "s.xml:3: error: there is a meeting in 2026-11 already; a schedule has one "
                        "a month, so put the other into a schedule of its own\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_all, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(the_least, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(files_are_seen_from_the_schedule, scratch_open,
                                        scratch_close),
        cmocka_unit_test_setup_teardown(shipped_holidays, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(every_mistake_at_once, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(every_mistake_of_the_members, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(two_meetings_in_a_month, scratch_open, scratch_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
