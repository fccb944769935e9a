/* sending.c: what is approved goes out, whatever run it is of. */
#include "work.h"

#include <string.h>

enum { DAY_SECONDS = 86400 };

struct smtp *open_relay(struct engine *engine) {
    const struct schedule_relay *from = engine->schedule->relay;
    const struct relay relay = {
        .host = from->host,
        .port = from->port,
        .security = from->security == SECURITY_TLS     ? RELAY_TLS
                    : from->security == SECURITY_PLAIN ? RELAY_PLAIN_LOOPBACK
                                                       : RELAY_STARTTLS,
        .ca_file = from->ca_file,
        .user = from->user,
        .password_file = from->password_file,
        .connect_seconds = from->connect_seconds,
        .reply_seconds = from->reply_seconds,
        .final_seconds = from->final_seconds,
    };
    return smtp_open(&relay, engine->diagnostics);
}

static void log_messages(struct engine *engine, int64_t since) {
    const struct outbox_entry *entries = NULL;
    size_t count = 0;
    if (!outbox_list(engine->outbox, NULL, engine->arena, &entries, &count, engine->diagnostics)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct outbox_entry *entry = &entries[i];
        if (entry->changed >= since && entry->state != DELIVERY_PLANNED &&
            entry->state != DELIVERY_APPROVED) {
            log_event(engine, "message", "run", entry->run, "job", entry->job, "to", entry->address,
                      "state", delivery_state_name(entry->state), "code#",
                      log_number(engine, (size_t)entry->code), "reply", entry->reply, "message-id",
                      entry->message_id, NULL);
        }
    }
}

void send_messages(struct engine *engine) {
    const struct schedule *schedule = engine->schedule;
    size_t counts[DELIVERY_CANCELLED + 1];
    if (schedule->relay == NULL || !outbox_count(engine->outbox, counts, engine->diagnostics) ||
        counts[DELIVERY_APPROVED] + counts[DELIVERY_DEFERRED] == 0) {
        return;
    }
    if (schedule->stop_at_unknown && counts[DELIVERY_UNKNOWN] > 0) {
        log_event(engine, "held", "reason", "outcomes are unknown", NULL);
        return;
    }
    struct recipient *members = NEWS(engine->arena, schedule->member_count, struct recipient);
    for (size_t i = 0; i < schedule->member_count; i++) {
        members[i] = (struct recipient){.address = schedule->members[i].address,
                                        .clearance = (int)schedule->members[i].clearance};
    }
    const struct delivery_options how = {.members = members,
                                         .member_count = schedule->member_count,
                                         .greatest_age =
                                             (int64_t)schedule->greatest_age_days * DAY_SECONDS};
    int64_t began = engine_now(engine);
    struct smtp *smtp = open_relay(engine);
    if (smtp == NULL) {
        return;
    }
    delivery_send_all(engine->outbox, smtp, &how, &engine->sent, engine->diagnostics);
    smtp_close(smtp);
    log_messages(engine, began);
}
