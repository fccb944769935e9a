/* What becomes of a message, phase by phase and fault by fault, against a server that is not ours
 * (aiosmtpd). The expected outcomes are the table at the head of smtp.c, which follows RFC 5321:
 * only the reply to the dot takes a message over. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <boardpaper/buffer.h>

#include "../base/scratch.h"
#include "server.h"

static struct server server;
static int commits;

static bool commit_yes(void *context) {
    commits++;
    /* At the mark the server has not taken the message. */
    return server_logged("taken") == *(int *)context;
}

static bool commit_no(void *context) {
    (void)context;
    commits++;
    return false;
}

static struct smtp_reply send_with(struct smtp *smtp, const char *to, size_t length,
                                   smtp_commit *commit) {
    struct buffer bytes = {0};
    buffer_text(&bytes, "Message-ID: <1@example.org>\r\n\r\n");
    while (bytes.length < length) {
        buffer_text(&bytes, ".a line that begins with a dot\r\n");
    }
    int taken = server_logged("taken");
    struct smtp_reply reply;
    commits = 0;
    smtp_send(smtp, "papers@example.org", to, bytes.data, bytes.length, commit, &taken, &reply);
    buffer_free(&bytes);
    return reply;
}

static struct smtp *open_relay(struct scratch *scratch, const struct relay *relay) {
    struct smtp *smtp = smtp_open(relay, scratch->diagnostics);
    assert_non_null(smtp);
    return smtp;
}

static struct smtp_reply send_once(struct scratch *scratch, const struct relay *relay,
                                   const char *to, size_t length) {
    struct smtp *smtp = open_relay(scratch, relay);
    struct smtp_reply reply = send_with(smtp, to, length, commit_yes);
    smtp_close(smtp);
    return reply;
}

enum { SMALL = 100, LARGE = 4000000 }; /* LARGE: more than sockets and libcurl hold */

static const struct {
    const char *fault;
    size_t length;
    enum smtp_outcome outcome;
    int code, commits;
} FAULTS[] = {
    {"greeting-421", SMALL, SMTP_DEFERRED, 421, 0},
    {"greeting-554", SMALL, SMTP_DEFERRED, 554, 0},
    {"greeting-drop", SMALL, SMTP_DEFERRED, 0, 0},
    {"greeting-stall", SMALL, SMTP_DEFERRED, 0, 0},
    {"ehlo-451", SMALL, SMTP_SENT, 250, 1}, /* HELO is tried and taken */
    {"ehlo-502", SMALL, SMTP_SENT, 250, 1},
    {"ehlo-drop", SMALL, SMTP_DEFERRED, 220, 0},
    {"ehlo-stall", SMALL, SMTP_DEFERRED, 220, 0},
    {"mail-452", SMALL, SMTP_DEFERRED, 452, 0},
    {"mail-550", SMALL, SMTP_DEFERRED, 550, 0}, /* our sender, not the recipient */
    {"mail-530", SMALL, SMTP_DEFERRED, 530, 0},
    {"mail-drop", SMALL, SMTP_DEFERRED, 250, 0},
    {"mail-stall", SMALL, SMTP_DEFERRED, 250, 0},
    {"rcpt-450", SMALL, SMTP_DEFERRED, 450, 0},
    {"rcpt-452", SMALL, SMTP_DEFERRED, 452, 0},
    {"rcpt-550", SMALL, SMTP_FAILED, 550, 0},
    {"rcpt-553", SMALL, SMTP_FAILED, 553, 0},
    {"rcpt-drop", SMALL, SMTP_DEFERRED, 250, 0},
    {"rcpt-stall", SMALL, SMTP_DEFERRED, 250, 0},
    {"rcpt-slow", SMALL, SMTP_SENT, 250, 1},
    {"data-451", SMALL, SMTP_DEFERRED, 451, 0},
    {"data-554", SMALL, SMTP_FAILED, 554, 0},
    {"data-drop", SMALL, SMTP_DEFERRED, 250, 0},
    {"data-stall", SMALL, SMTP_DEFERRED, 250, 0},
    {"body-drop", LARGE, SMTP_DEFERRED, 354, 0},
    {"body-stall", LARGE, SMTP_DEFERRED, 354, 0},
    {"body-drop", SMALL, SMTP_UNKNOWN, 354, 1},
    {"dot-421", SMALL, SMTP_DEFERRED, 421, 1},
    {"dot-451", SMALL, SMTP_DEFERRED, 451, 1},
    {"dot-552", SMALL, SMTP_FAILED, 552, 1},
    {"dot-554", LARGE, SMTP_FAILED, 554, 1},
    {"dot-drop", SMALL, SMTP_UNKNOWN, 354, 1},
    {"dot-lost", SMALL, SMTP_UNKNOWN, 354, 1}, /* delivered, and nobody said so */
    {"dot-stall", SMALL, SMTP_UNKNOWN, 354, 1},
    {"dot-nonsense", SMALL, SMTP_UNKNOWN, 354, 1},
    {"dot-slow", SMALL, SMTP_SENT, 250, 1},
    {"fine", SMALL, SMTP_SENT, 250, 1},
    {"fine", LARGE, SMTP_SENT, 250, 1},
};

static void classifies_every_fault_of_every_phase(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = server_relay(&server);
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        server_fault(FAULTS[i].fault);
        /* Patience where an answer will come, so that a busy machine is no fault. */
        bool stalls = strstr(FAULTS[i].fault, "stall") != NULL;
        relay.reply_seconds = relay.final_seconds = stalls ? 2 : 20;
        int taken = server_logged("taken");
        struct smtp_reply reply =
            send_once(scratch, &relay, "member@example.org", FAULTS[i].length);
        server_fault(NULL);
        if (reply.outcome != FAULTS[i].outcome || reply.code != FAULTS[i].code ||
            commits != FAULTS[i].commits || reply.text[0] == '\0') {
            fail_msg("%s, %zu bytes: outcome %d, code %d, %d commits, %s", FAULTS[i].fault,
                     FAULTS[i].length, (int)reply.outcome, reply.code, commits, reply.text);
        }
        bool may_be_taken = reply.outcome == SMTP_SENT || reply.outcome == SMTP_UNKNOWN;
        taken = server_logged("taken") - taken;
        assert_true(taken == (reply.outcome == SMTP_SENT) || (may_be_taken && taken == 1));
    }
}

static void holds_back_what_is_not_marked(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = server_relay(&server);
    int taken = server_logged("taken");
    for (size_t length = 0; length <= LARGE; length += LARGE) {
        struct smtp *smtp = open_relay(scratch, &relay);
        struct smtp_reply reply = send_with(smtp, "held@example.org", length, commit_no);
        assert_int_equal(reply.outcome, SMTP_DEFERRED);
        assert_int_equal(commits, 1);
        assert_non_null(strstr(reply.text, "held back"));
        /* The next one is not in its shadow. */
        reply = send_with(smtp, "next@example.org", length, commit_yes);
        assert_int_equal(reply.outcome, SMTP_SENT);
        smtp_close(smtp);
    }
    assert_int_equal(server_logged("taken held@"), 0);
    assert_int_equal(server_logged("taken"), taken + 2);
}

static void keeps_one_connection_for_many(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = server_relay(&server);
    struct smtp *smtp = open_relay(scratch, &relay);
    const char *const to[] = {"fine@example.org", "rcpt-550@example.org", "dot-451@example.org",
                              "dot-drop@example.org", "fine@example.org"};
    const enum smtp_outcome outcomes[] = {SMTP_SENT, SMTP_FAILED, SMTP_DEFERRED, SMTP_UNKNOWN,
                                          SMTP_SENT};
    for (size_t i = 0; i < sizeof to / sizeof to[0]; i++) {
        assert_int_equal(send_with(smtp, to[i], SMALL, commit_yes).outcome, outcomes[i]);
    }
    smtp_close(smtp);
}

/* A connection whose dot was not answered in time must serve no other message: its answer may come
 * yet, and would be taken for theirs. Nor is its QUIT waited for. */
static void leaves_a_silent_connection(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = server_relay(&server);
    relay.final_seconds = 2;
    struct smtp *smtp = open_relay(scratch, &relay);
    assert_int_equal(send_with(smtp, "dot-stall@example.org", SMALL, commit_yes).outcome,
                     SMTP_UNKNOWN);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(send_with(smtp, "fine@example.org", SMALL, commit_yes).outcome, SMTP_SENT);
    }
    assert_int_equal(send_with(smtp, "dot-stall@example.org", SMALL, commit_yes).outcome,
                     SMTP_UNKNOWN);
    struct timespec before;
    struct timespec after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    smtp_close(smtp);
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(after.tv_sec - before.tv_sec < 2); /* the server stalls for eight */
}

/* Dots that begin lines, and ends of mail within it, at every place of libcurl's buffers. */
static void hands_over_every_byte(void **state) {
    struct scratch *scratch = *state;
    static const char *const PIECES[] = {".\r\n", "..\r\n", ".x\r\n",
                                         "\r\n",  "x.\r\n", "\r\n.\r\n"};
    struct relay relay = server_relay(&server);
    struct smtp *smtp = open_relay(scratch, &relay);
    uint32_t seed = 1;
    for (int i = 0; i < 40; i++) {
        struct buffer bytes = {0};
        size_t length = 16000 + (size_t)i * 5003;
        buffer_print(&bytes, "Message-ID: <%d@example.org>\r\n\r\n", i);
        while (bytes.length < length) {
            seed = seed * 1664525U + 1013904223U;
            buffer_text(&bytes, PIECES[(seed >> 8) % 6]);
        }
        int taken = server_logged("taken");
        char digest[DIGEST_TEXT];
        struct smtp_reply reply;
        smtp_send(smtp, "papers@example.org", "bytes@example.org", bytes.data, bytes.length,
                  commit_yes, &taken, &reply);
        assert_int_equal(reply.outcome, SMTP_SENT);
        assert_true(delivery_digest(bytes.data, bytes.length, digest));
        assert_int_equal(server_logged(digest), 1);
        buffer_free(&bytes);
    }
    smtp_close(smtp);
}

static void refuses_smuggled_envelopes(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = server_relay(&server);
    struct smtp *smtp = open_relay(scratch, &relay);
    int named = server_logged("rcpt");
    struct smtp_reply reply =
        send_with(smtp, "a@example.org>\r\nRCPT TO:<b@example.org", SMALL, commit_yes);
    assert_int_equal(reply.outcome, SMTP_FAILED);
    assert_int_equal(commits, 0);
    assert_int_equal(server_logged("rcpt"), named);
    smtp_close(smtp);
}

static void defers_where_nobody_listens(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = server_relay(&server);
    relay.port = 1;
    assert_int_equal(send_once(scratch, &relay, "a@example.org", SMALL).outcome, SMTP_DEFERRED);
    assert_int_equal(commits, 0);
}

static void write_password(const char *text, mode_t mode) {
    (void)unlink("password");
    FILE *file = fopen("password", "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod("password", mode), 0);
}

static struct relay secure_relay(void) {
    struct relay relay = server_relay(&server);
    relay.port = server.starttls;
    relay.security = RELAY_STARTTLS;
    relay.ca_file = "ca.pem";
    relay.user = "board";
    relay.password_file = "password";
    write_password("open sesame\n", 0600);
    return relay;
}

static void sends_over_tls_to_whom_it_trusts(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = secure_relay();
    assert_int_equal(send_once(scratch, &relay, "a@example.org", LARGE).outcome, SMTP_SENT);
    assert_int_equal(send_once(scratch, &relay, "dot-drop@example.org", SMALL).outcome,
                     SMTP_UNKNOWN);
    assert_int_equal(send_once(scratch, &relay, "body-drop@example.org", LARGE).outcome,
                     SMTP_DEFERRED);
    relay = server_relay(&server);
    relay.port = server.tls;
    relay.security = RELAY_TLS;
    relay.ca_file = "ca.pem";
    assert_int_equal(send_once(scratch, &relay, "a@example.org", SMALL).outcome, SMTP_SENT);
}

static void keeps_from_whom_it_does_not_trust(void **state) {
    struct scratch *scratch = *state;
    int named = server_logged("rcpt");
    struct relay relay = secure_relay();
    relay.ca_file = NULL; /* the system's, which do not know the test's */
    assert_int_equal(send_once(scratch, &relay, "a@example.org", SMALL).outcome, SMTP_DEFERRED);
    relay = secure_relay();
    relay.host = "localhost"; /* the certificate is for the number */
    assert_int_equal(send_once(scratch, &relay, "a@example.org", SMALL).outcome, SMTP_DEFERRED);
    relay = secure_relay();
    relay.port = server.plain; /* offers no STARTTLS */
    assert_int_equal(send_once(scratch, &relay, "a@example.org", SMALL).outcome, SMTP_DEFERRED);
    relay = secure_relay();
    write_password("wrong", 0600);
    assert_int_equal(send_once(scratch, &relay, "a@example.org", SMALL).outcome, SMTP_DEFERRED);
    assert_int_equal(server_logged("rcpt"), named);
}

static void refuses_careless_configurations(void **state) {
    struct scratch *scratch = *state;
    struct relay relay = secure_relay();
    write_password("open sesame", 0604);
    assert_null(smtp_open(&relay, scratch->diagnostics));
    (void)unlink("password");
    assert_null(smtp_open(&relay, scratch->diagnostics));
    relay.password_file = NULL;
    assert_null(smtp_open(&relay, scratch->diagnostics));
    relay = server_relay(&server);
    relay.host = "192.0.2.1";
    assert_null(smtp_open(&relay, scratch->diagnostics));
    relay.host = "127.0.0.1.example.org";
    assert_null(smtp_open(&relay, scratch->diagnostics));
    relay.host = "127.0.0.1/@example.org";
    assert_null(smtp_open(&relay, scratch->diagnostics));
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 6);
    assert_int_equal(diagnostics_status(scratch->diagnostics), STATUS_CONFIGURATION);
}

static int start(void **state) {
    if (scratch_open(state) != 0) {
        return 1;
    }
    server_start(&server, true);
    return 0;
}

static int stop(void **state) {
    server_stop(&server);
    return scratch_close(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classifies_every_fault_of_every_phase),
        cmocka_unit_test(holds_back_what_is_not_marked),
        cmocka_unit_test(keeps_one_connection_for_many),
        cmocka_unit_test(leaves_a_silent_connection),
        cmocka_unit_test(hands_over_every_byte),
        cmocka_unit_test(refuses_smuggled_envelopes),
        cmocka_unit_test(defers_where_nobody_listens),
        cmocka_unit_test(sends_over_tls_to_whom_it_trusts),
        cmocka_unit_test(keeps_from_whom_it_does_not_trust),
        cmocka_unit_test(refuses_careless_configurations),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
