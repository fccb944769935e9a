/* outbox_move.c: messages from state to state, each move one durable transaction.
 *
 * Every statement names the state it expects, or the database's own table of passages refuses it.
 * The waits between tries grow to four hours and end after four days, as RFC 5321, 4.5.4.1, would
 * have it (a first retry after some minutes serves greylisting, which the RFC did not know).
 */
#include "outbox.h"

#include <string.h>

static const struct where NOWHERE = {NULL, 0};

static const struct {
    enum delivery_state state;
    const char *name;
} NAMES[] = {
    {DELIVERY_PLANNED, "planned"},     {DELIVERY_APPROVED, "approved"},
    {DELIVERY_SENDING, "sending"},     {DELIVERY_COMMITTING, "committing"},
    {DELIVERY_SENT, "sent"},           {DELIVERY_FAILED, "failed"},
    {DELIVERY_UNKNOWN, "unknown"},     {DELIVERY_DEFERRED, "deferred"},
    {DELIVERY_CANCELLED, "cancelled"},
};

/* Minutes until the next try; the last one is kept up to the most tries. */
static const int WAITS[] = {5, 15, 30, 60, 120, 240};
enum { WAIT_COUNT = sizeof WAITS / sizeof WAITS[0], MOST_TRIES = 28, MINUTE = 60 };

const char *delivery_state_name(enum delivery_state state) {
    return NAMES[state].name;
}

enum delivery_state outbox_state(const char *name) {
    size_t i = 0;
    while (i < DELIVERY_CANCELLED && strcmp(NAMES[i].name, name) != 0) {
        i++;
    }
    return NAMES[i].state;
}

int64_t outbox_longest_wait(void) {
    return (int64_t)WAITS[WAIT_COUNT - 1] * MINUTE;
}

bool outbox_move(struct outbox *outbox, int64_t message, enum delivery_state state,
                 const struct smtp_reply *reply, struct diagnostics *diagnostics) {
    return outbox_do(outbox, diagnostics,
                     "UPDATE message SET state = ?1, changed = ?2, who = 'program', code = ?3,"
                     " reply = ?4, tries = tries + (?1 = 'sending') WHERE message = ?5",
                     "tiiti", delivery_state_name(state), outbox_now(outbox),
                     (int64_t)(reply != NULL ? reply->code : 0), reply != NULL ? reply->text : "",
                     message);
}

/* Tries so far; -1: reported. */
static int read_tries(struct outbox *outbox, int64_t message, struct diagnostics *diagnostics) {
    sqlite3_stmt *row = outbox_query(outbox, diagnostics,
                                     "SELECT tries FROM message WHERE message = ?", "i", message);
    if (outbox_next(outbox, row, diagnostics) != 1) {
        return -1;
    }
    int tries = sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    return tries;
}

bool outbox_defer(struct outbox *outbox, int64_t message, const struct smtp_reply *reply,
                  enum delivery_state *state, struct diagnostics *diagnostics) {
    int tries = read_tries(outbox, message, diagnostics);
    if (tries < 0) {
        return false;
    }
    *state = tries < MOST_TRIES ? DELIVERY_DEFERRED : DELIVERY_FAILED;
    int wait = WAITS[tries < 1 ? 0 : tries > WAIT_COUNT ? WAIT_COUNT - 1 : tries - 1] * MINUTE;
    int64_t now = outbox_now(outbox);
    return outbox_do(outbox, diagnostics,
                     "UPDATE message SET state = ?, changed = ?, who = 'program', code = ?,"
                     " reply = ?, next_try = ? WHERE message = ?",
                     "tiitii", delivery_state_name(*state), now, (int64_t)reply->code, reply->text,
                     now + wait, message);
}

bool outbox_recover(struct outbox *outbox, struct diagnostics *diagnostics) {
    int64_t now = outbox_now(outbox);
    if (!outbox_begin(outbox, diagnostics)) {
        return false;
    }
    bool well = outbox_do(outbox, diagnostics,
                          "UPDATE message SET state = 'deferred', changed = ?1, next_try = ?1,"
                          " who = 'program', code = 0, reply = 'the run ended while sending; the"
                          " final dot was not sent' WHERE state = 'sending'",
                          "i", now) &&
                outbox_do(outbox, diagnostics,
                          "UPDATE message SET state = 'unknown', changed = ?, who = 'program',"
                          " code = 0, reply = 'the run ended at the final dot; the server may"
                          " have it or not' WHERE state = 'committing'",
                          "i", now);
    return outbox_end(outbox, well, diagnostics);
}

bool outbox_resolve(struct outbox *outbox, int64_t message, enum delivery_state state,
                    const char *who, struct diagnostics *diagnostics) {
    if (who == NULL || who[0] == '\0' || strcmp(who, "program") == 0) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_WHO);
    }
    bool known = state == DELIVERY_SENT || state == DELIVERY_FAILED || state == DELIVERY_APPROVED;
    if (known && !outbox_do(outbox, diagnostics,
                            "UPDATE message SET state = ?, changed = ?, who = ?"
                            " WHERE message = ? AND state = 'unknown'",
                            "titi", delivery_state_name(state), outbox_now(outbox), who, message)) {
        return false;
    }
    if (!known || sqlite3_changes(outbox->database) != 1) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_NOT_UNKNOWN,
                      diagnostics_integer(diagnostics, message), delivery_state_name(state));
    }
    return true;
}
