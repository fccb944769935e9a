/* outbox_send.c: `boardpaper outbox send`, what is approved and what is due again.
 *
 * Relay and members come from the schedule as it is now, not as it was when the messages were
 * planned: who has left since, or lost clearance, gets nothing.
 */
#include "outbox.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/schedule.h>

static const struct where COMMAND_LINE = {NULL, 0};

static const char *const FORMATS[] = {"table", "json", NULL};
enum { DAY = 24 * 60 * 60 };

static struct relay relay_of(const struct schedule_relay *given) {
    static const enum relay_security SECURITY[] = {[SECURITY_STARTTLS] = RELAY_STARTTLS,
                                                   [SECURITY_TLS] = RELAY_TLS,
                                                   [SECURITY_PLAIN] = RELAY_PLAIN_LOOPBACK};
    return (struct relay){.host = given->host,
                          .port = given->port,
                          .security = SECURITY[given->security],
                          .ca_file = given->ca_file,
                          .user = given->user,
                          .password_file = given->password_file,
                          .connect_seconds = given->connect_seconds,
                          .reply_seconds = given->reply_seconds,
                          .final_seconds = given->final_seconds};
}

static const struct recipient *members_of(struct arena *arena, const struct schedule *schedule) {
    struct recipient *members = NEWS(arena, schedule->member_count + 1, struct recipient);
    for (size_t i = 0; i < schedule->member_count; i++) {
        const struct member *member = &schedule->members[i];
        members[i] = (struct recipient){.address = member->address,
                                        .name = member->name,
                                        .role = member->role,
                                        .clearance = (int)member->clearance,
                                        .where = member->where};
    }
    return members;
}

static bool print_counts(struct outbox_work *work, const struct delivery_counts *counts,
                         int format) {
    static const char TABLE[] =
        "sent %zu, deferred %zu, failed %zu, unknown %zu, cancelled %zu, papers refused %zu\n";
    static const char JSON[] = "{\"sent\":%zu,\"deferred\":%zu,\"failed\":%zu,\"unknown\":%zu,"
                               "\"cancelled\":%zu,\"refused\":%zu}\n";
    struct buffer out = {0};
    if (format == 1) {
        buffer_print(&out, JSON, counts->sent, counts->deferred, counts->failed, counts->unknown,
                     counts->cancelled, counts->refused);
    } else {
        buffer_print(&out, TABLE, counts->sent, counts->deferred, counts->failed, counts->unknown,
                     counts->cancelled, counts->refused);
    }
    bool printed = session_print(work->session, out.data, out.length);
    buffer_free(&out);
    return printed;
}

/* The policy may be that nothing goes while a person's word is wanted. */
static bool may_send(struct outbox_work *work) {
    size_t counts[DELIVERY_CANCELLED + 1];
    struct diagnostics *diagnostics = work->session->diagnostics;
    if (work->schedule->relay == NULL) {
        return REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_NO_RELAY, work->schedule->file);
    }
    if (!outbox_count(work->outbox, counts, diagnostics)) {
        return false;
    }
    return !work->schedule->stop_at_unknown || counts[DELIVERY_UNKNOWN] == 0 ||
           REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_STOPPED,
                  diagnostics_integer(diagnostics, (long long)counts[DELIVERY_UNKNOWN]));
}

static bool send_all(struct outbox_work *work, struct delivery_counts *counts) {
    const struct schedule *schedule = work->schedule;
    struct diagnostics *diagnostics = work->session->diagnostics;
    const struct relay relay = relay_of(schedule->relay);
    struct smtp *smtp = smtp_open(&relay, diagnostics);
    if (smtp == NULL) {
        return false;
    }
    const struct delivery_options options = {.members = members_of(work->session->arena, schedule),
                                             .member_count = schedule->member_count,
                                             .greatest_age =
                                                 (int64_t)schedule->greatest_age_days * DAY};
    delivery_send_all(work->outbox, smtp, &options, counts, diagnostics);
    smtp_close(smtp);
    return true;
}

enum status outbox_sending(struct outbox_work *work) {
    struct diagnostics *diagnostics = work->session->diagnostics;
    struct delivery_counts done = {0};
    size_t counts[DELIVERY_CANCELLED + 1];
    int format = session_choice(work->session, "format", FORMATS, 0);
    if (format < 0 || !may_send(work) || !send_all(work, &done) ||
        !print_counts(work, &done, format) || !outbox_count(work->outbox, counts, diagnostics) ||
        diagnostics_failed(diagnostics)) {
        return STATUS_DONE;
    }
    if (counts[DELIVERY_UNKNOWN] > 0) {
        REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_UNKNOWN,
               diagnostics_integer(diagnostics, (long long)counts[DELIVERY_UNKNOWN]));
    }
    return outbox_standing(counts);
}
