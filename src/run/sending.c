/* sending.c: what is approved goes out, whatever run it is of. */
#include "work.h"

#include <string.h>

enum { DAY_SECONDS = 86400 };

struct recipient recipient_of(const struct member *member) {
    return (struct recipient){.address = member->address,
                              .name = member->name,
                              .role = member->role,
                              .clearance = (int)member->clearance,
                              .where = member->where};
}

struct smtp *run_relay(const struct schedule *schedule, struct diagnostics *diagnostics) {
    static const enum relay_security SECURITY[] = {[SECURITY_STARTTLS] = RELAY_STARTTLS,
                                                   [SECURITY_TLS] = RELAY_TLS,
                                                   [SECURITY_PLAIN] = RELAY_PLAIN_LOOPBACK};
    const struct schedule_relay *given = schedule->relay;
    const struct relay relay = {.host = given->host,
                                .port = given->port,
                                .security = SECURITY[given->security],
                                .ca_file = given->ca_file,
                                .user = given->user,
                                .password_file = given->password_file,
                                .connect_seconds = given->connect_seconds,
                                .reply_seconds = given->reply_seconds,
                                .final_seconds = given->final_seconds};
    return smtp_open(&relay, diagnostics);
}

bool run_deliver(struct arena *arena, const struct schedule *schedule, struct outbox *outbox,
                 struct delivery_counts *counts, struct diagnostics *diagnostics) {
    struct smtp *smtp = run_relay(schedule, diagnostics);
    if (smtp == NULL) {
        return false;
    }
    struct recipient *members = NEWS(arena, schedule->member_count, struct recipient);
    for (size_t i = 0; i < schedule->member_count; i++) {
        members[i] = recipient_of(&schedule->members[i]);
    }
    const struct delivery_options options = {.members = members,
                                             .member_count = schedule->member_count,
                                             .greatest_age = (int64_t)schedule->greatest_age_days *
                                                             DAY_SECONDS};
    delivery_send_all(outbox, smtp, &options, counts, diagnostics);
    smtp_close(smtp);
    return true;
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
    int64_t began = engine_now(engine);
    if (run_deliver(engine->arena, schedule, engine->outbox, &engine->sent, engine->diagnostics)) {
        log_messages(engine, began);
    }
}
