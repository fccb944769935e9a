/* `run --check` against a relay with encryption and a login: it goes as far as a run would and
 * leaves nothing; and the program that is told of a failure. */
#include "yard.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_schedule(struct yard *yard, const char *relay) {
    yard_write("s.xml",
               "<schedule version='1'><calendar zone='UTC'/><period every='month'>"
               "<due weekday='monday' nth='1'/></period><papers><paper id='p'/></papers>"
               "<partnerships><partnership id='n' assessment='n.txt'/></partnerships>"
               "<members><member address='a@example.org' clearance='SECRET'/></members>"
               "<message from='papers@example.org'/><relay host='127.0.0.1' port='%d' %s/>"
               "<policy approval='not-required' greatest-age-days='400'/></schedule>",
               yard->server.starttls, relay);
    yard_write("n.txt", "OFFICIAL 2015-12-31");
}

static void write_password(const char *path, const char *password) {
    yard_write(path, "%s\n", password);
    assert_int_equal(chmod(path, 0600), 0);
}

static void left_nothing(void) {
    assert_int_equal(access("archive", F_OK), -1);
    assert_int_equal(access("outbox.db", F_OK), -1);
    assert_int_equal(server_logged(""), 0);
}

static void goes_through_to_the_login(void **state) {
    struct yard *yard = *state;
    write_schedule(yard, "ca-file='ca.pem' user='board' password-file='password'");
    write_password("password", "open sesame");
    assert_int_equal(yard_check(yard, "s.xml"), STATUS_DONE);
    yard_says(yard, "papers    well: 1 tried, 0 not made");
    yard_says(yard, "relay     well");
    left_nothing();
    /* What went well in the check goes well in the run. */
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(yard_taken(NULL), 1);
}

static void a_wrong_password(void **state) {
    struct yard *yard = *state;
    write_schedule(yard, "ca-file='ca.pem' user='board' password-file='password'");
    write_password("password", "open barley");
    assert_int_equal(yard_check(yard, "s.xml"), STATUS_CONFIGURATION);
    yard_says(yard, "relay     NOT WELL");
    yard_says(yard, "s.xml:1: error: the relay 127.0.0.1, port");
    left_nothing();
}

static void a_password_that_others_can_read(void **state) {
    struct yard *yard = *state;
    write_schedule(yard, "ca-file='ca.pem' user='board' password-file='password'");
    write_password("password", "open sesame");
    assert_int_equal(chmod("password", 0604), 0);
    assert_int_equal(yard_check(yard, "s.xml"), STATUS_CONFIGURATION);
    yard_says(yard, "can be read by others");
    left_nothing();
}

static void a_certificate_of_nobody(void **state) {
    struct yard *yard = *state;
    write_schedule(yard, "user='board' password-file='password'"); /* the system's authorities */
    write_password("password", "open sesame");
    assert_int_equal(yard_check(yard, "s.xml"), STATUS_CONFIGURATION);
    yard_says(yard, "relay     NOT WELL");
    left_nothing();
}

static void a_credential(void **state) {
    struct yard *yard = *state;
    write_schedule(yard, "ca-file='ca.pem' user='board' credential='smtp'");
    assert_int_equal(mkdir("credentials", 0700), 0);
    write_password("credentials/smtp", "open sesame");
    setenv("CREDENTIALS_DIRECTORY", "credentials", 1);
    assert_int_equal(yard_check(yard, "s.xml"), STATUS_DONE);
    yard_says(yard, "relay     well");
    unsetenv("CREDENTIALS_DIRECTORY");
    assert_int_equal(yard_check(yard, "s.xml"), STATUS_CONFIGURATION);
    yard_says(yard, "the credential smtp is there only when systemd starts the run");
    left_nothing();
}

static void finds_what_a_run_would(void **state) {
    struct yard *yard = *state;
    write_schedule(yard, "ca-file='ca.pem' user='board' password-file='password'");
    write_password("password", "open sesame");
    yard_write("n.txt", "fail");
    yard_write("archive", "a file where the folder is to be");
    assert_true(yard_check(yard, "s.xml") != STATUS_DONE);
    yard_says(yard, "papers    NOT WELL: 1 tried, 1 not made");
    yard_says(yard, "archive   NOT WELL");
    assert_int_equal(unlink("archive"), 0);
    left_nothing();
}

static void tells_a_program_of_a_failure(void **state) {
    struct yard *yard = *state;
    char told[600] = "";
    yard_write("s.xml", "<schedule version='1'><calendar zone='UTC'/><period every='month'>"
                        "<due weekday='monday' nth='1'/></period><papers><paper id='p'/></papers>"
                        "<partnerships><partnership id='n' assessment='n.txt'/></partnerships>"
                        "<members/><message from='papers@example.org'/>"
                        "<on-failure program='./tell'/></schedule>");
    yard_write("tell", "#!/bin/sh\n{ echo \"$1 $2\"; cat; } >told\n");
    assert_int_equal(chmod("tell", 0755), 0);
    yard_write("n.txt", "fail");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_INPUT);
    FILE *file = fopen("told", "rb");
    assert_non_null(file);
    assert_true(fread(told, 1, sizeof told - 1, file) > 0);
    fclose(file);
    assert_non_null(strstr(told, "s.xml 65\nmade: 0 papers"));
    assert_int_equal(unlink("told"), 0);
    /* And of nothing where all is well. */
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    assert_int_equal(yard_run(yard, "s.xml"), STATUS_DONE);
    assert_int_equal(access("told", F_OK), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(goes_through_to_the_login, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(a_wrong_password, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(a_password_that_others_can_read, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(a_certificate_of_nobody, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(a_credential, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(finds_what_a_run_would, yard_open, yard_close),
        cmocka_unit_test_setup_teardown(tells_a_program_of_a_failure, yard_open, yard_close),
    };
    return cmocka_run_group_tests(tests, yard_begin_tls, yard_end);
}
