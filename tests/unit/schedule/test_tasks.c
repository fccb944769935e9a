/* What a period makes of partnerships, folders and groups. */
#include "place.h"

#define WITH(papers, partnerships)                                                                 \
    "<schedule version='1'><period every='month'><due weekday='monday' nth='1'/></period>"         \
    "<papers>" papers "</papers><partnerships>" partnerships "</partnerships>"                     \
    "<members><member address='a@example.org' groups='north board'/>"                              \
    "<member address='b@example.org' groups='south board'/>"                                       \
    "<member address='c@example.org' groups='north'/>"                                             \
    "<member address='d@example.org'/></members>"                                                  \
    "<message from='a@example.org'/></schedule>"

static size_t tasks_of(struct scratch *scratch, const char *text, const struct task **tasks,
                       bool good) {
    const struct schedule *schedule = place_read(scratch, text);
    assert_string_equal(place_said(scratch), "");
    assert_non_null(schedule);
    struct period period;
    size_t count = 0;
    assert_true(timing_period(&schedule->papers[0].timing, &schedule->calendar, 2027, 1, &period));
    assert_int_equal(schedule_tasks(schedule, &schedule->papers[0], &period, scratch->arena, tasks,
                                    &count, scratch->diagnostics),
                     good);
    return count;
}

static void names_and_groups(void **state) {
    struct scratch *scratch = *state;
    place_write("s-2026-12.xml", "");
    const struct task *tasks = NULL;
    size_t count =
        tasks_of(scratch,
                 WITH("<paper id='p' groups='board'/>",
                      "<partnership id='n' assessment='{year}/{month}/{partnership}-{edition}.xml' "
                      "previous='n-{previous}.xml' groups='north'/>"
                      "<partnership id='s' assessment='s.xml' previous='s-{previous}.xml' "
                      "groups='south north'/>"),
                 &tasks, true);
    assert_int_equal(count, 2);
    assert_string_equal(tasks[0].input, "2027/01/n-2027-01.xml");
    assert_null(tasks[0].earlier); /* it is not there */
    assert_string_equal(tasks[0].job, "n.p");
    assert_string_equal(tasks[0].file_name, "n.p.pdf");
    assert_int_equal(tasks[0].recipient_count, 1); /* of north and of the board */
    assert_string_equal(tasks[0].recipients[0]->address, "a@example.org");
    assert_string_equal(tasks[1].earlier, "s-2026-12.xml"); /* over the year's end */
    assert_int_equal(tasks[1].recipient_count, 2);
}

static void without_groups_all_members(void **state) {
    struct scratch *scratch = *state;
    const struct task *tasks = NULL;
    assert_int_equal(tasks_of(scratch,
                              WITH("<paper id='p'/>", "<partnership id='n' assessment='n.xml'/>"),
                              &tasks, true),
                     1);
    assert_int_equal(tasks[0].recipient_count, 4);
}

static void a_folder(void **state) {
    struct scratch *scratch = *state;
    mkdir("in", 0755);
    place_write("in/south-2027-01.xml", "");
    place_write("in/north-2027-01.xml", "");
    place_write("in/north-2026-12.xml", "");
    place_write("in/west-2026-12.xml", "");
    place_write("in/notes.txt", "");
    const struct task *tasks = NULL;
    size_t count =
        tasks_of(scratch,
                 WITH("<paper id='p'/>", "<folder files='in/{partnership}-{edition}.xml' "
                                         "previous='in/{partnership}-{previous}.xml' "
                                         "groups='{partnership}'/>"),
                 &tasks, true);
    assert_int_equal(count, 2); /* by name, not as the disk has them */
    assert_string_equal(tasks[0].job, "north.p");
    assert_string_equal(tasks[0].earlier, "in/north-2026-12.xml");
    assert_int_equal(tasks[0].recipient_count, 2);
    assert_string_equal(tasks[1].job, "south.p");
    assert_null(tasks[1].earlier);
    assert_string_equal(place_said(scratch),
                        "s.xml:1: warning: west had an assessment for 2026-12 and has none for "
                        "2027-01; put its file there, or remove the old one when it has left\n");
}

static void names_that_are_no_ids(void **state) {
    struct scratch *scratch = *state;
    mkdir("in", 0755);
    place_write("in/North Moor.xml", "");
    place_write("in/ok.xml", "");
    const struct task *tasks = NULL;
    size_t count = tasks_of(
        scratch, WITH("<paper id='p'/>", "<folder files='in/{partnership}.xml' groups='north'/>"),
        &tasks, false);
    assert_int_equal(count, 1); /* the others are made */
    place_says(scratch, "\"North Moor\" cannot be a partnership's id");
}

static void a_folder_that_is_not_there(void **state) {
    struct scratch *scratch = *state;
    const struct task *tasks = NULL;
    tasks_of(scratch, WITH("<paper id='p'/>", "<folder files='no/{partnership}.xml' groups='n'/>"),
             &tasks, false);
    place_says(scratch, "the folder of no/{partnership}.xml cannot be read (No such file");
}

static void one_partnership_named_twice(void **state) {
    struct scratch *scratch = *state;
    mkdir("in", 0755);
    place_write("in/n.xml", "");
    const struct task *tasks = NULL;
    tasks_of(scratch,
             WITH("<paper id='p'/>", "<partnership id='n' assessment='n.xml' groups='north'/>"
                                     "<folder files='in/{partnership}.xml' groups='north'/>"),
             &tasks, false);
    place_says(scratch, "partnership n is there already");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_and_groups, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(without_groups_all_members, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(a_folder, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(names_that_are_no_ids, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(one_partnership_named_twice, scratch_open, scratch_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
