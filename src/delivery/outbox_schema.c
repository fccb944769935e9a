/* outbox_schema.c: the outbox's tables, and what they refuse.
 *
 * The rules that matter stand here as constraints and triggers, not only in the code that keeps
 * them: a later program, a mistake of ours or a person with an SQL shell meets the same wall. A
 * message goes only from state to state as the table `passage` says; it cannot be made for one who
 * is not cleared; the word on an unknown one needs a person's name; events are written by the
 * database itself as states change, are never altered, and go only with a recorded purge.
 *
 *   planned --> approved --> sending --> committing --> sent | failed | unknown | deferred
 *                   ^           |  ^
 *                   |           v  |
 *                   |        deferred            unknown --> sent | failed | approved (a person)
 */
#include "outbox.h"

#include <stdlib.h>

#include <boardpaper/diagnostics.h>

static const struct where NOWHERE = {NULL, 0};

enum { FORM = 1 };

static const char TABLES[] =
    "CREATE TABLE paper ("
    " paper INTEGER PRIMARY KEY, run TEXT NOT NULL, job TEXT NOT NULL,"
    " file TEXT NOT NULL, file_name TEXT NOT NULL, digest TEXT NOT NULL CHECK (length(digest)=64),"
    " marking INTEGER NOT NULL, planned INTEGER NOT NULL, data_time INTEGER NOT NULL,"
    " sender TEXT NOT NULL, sender_name TEXT, reply_to TEXT, subject TEXT NOT NULL,"
    " words TEXT NOT NULL, html TEXT, approval TEXT, approver TEXT, approved INTEGER,"
    " purged INTEGER NOT NULL DEFAULT 0,"
    " CHECK ((approval IS NULL) = (approver IS NULL)),"
    " UNIQUE (run, job)) STRICT;"
    "CREATE TABLE message ("
    " message INTEGER PRIMARY KEY, paper INTEGER NOT NULL REFERENCES paper,"
    " address TEXT NOT NULL COLLATE NOCASE, name TEXT, clearance INTEGER NOT NULL,"
    " marking INTEGER NOT NULL, message_id TEXT NOT NULL UNIQUE,"
    " state TEXT NOT NULL DEFAULT 'planned' REFERENCES state,"
    " tries INTEGER NOT NULL DEFAULT 0, next_try INTEGER NOT NULL DEFAULT 0,"
    " changed INTEGER NOT NULL, who TEXT NOT NULL DEFAULT 'program' CHECK (who <> ''),"
    " code INTEGER NOT NULL DEFAULT 0, reply TEXT NOT NULL DEFAULT '',"
    " CHECK (clearance >= marking),"
    " UNIQUE (paper, address)) STRICT;"
    "CREATE INDEX message_state ON message (state, next_try);"
    "CREATE TABLE state (name TEXT PRIMARY KEY) STRICT;"
    "CREATE TABLE passage (was TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (was, state)) "
    "STRICT;"
    "CREATE TABLE event ("
    " event INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL, time INTEGER NOT NULL,"
    " was TEXT, state TEXT NOT NULL, who TEXT NOT NULL, code INTEGER NOT NULL, reply TEXT NOT NULL)"
    " STRICT;"
    "CREATE INDEX event_message ON event (message);"
    "CREATE TABLE purge (purge INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL,"
    " before INTEGER NOT NULL, who TEXT NOT NULL CHECK (who <> '')) STRICT;"
    "INSERT INTO state VALUES ('planned'), ('approved'), ('sending'), ('committing'), ('sent'),"
    " ('failed'), ('unknown'), ('deferred'), ('cancelled');"
    "INSERT INTO passage VALUES ('planned', 'approved'), ('planned', 'cancelled'),"
    " ('approved', 'sending'), ('approved', 'cancelled'), ('deferred', 'sending'),"
    " ('deferred', 'cancelled'), ('sending', 'deferred'), ('sending', 'failed'),"
    " ('sending', 'committing'), ('committing', 'sent'), ('committing', 'failed'),"
    " ('committing', 'deferred'), ('committing', 'unknown'), ('unknown', 'sent'),"
    " ('unknown', 'failed'), ('unknown', 'approved');";

#define REFUSE(name, when, condition, why)                                                         \
    "CREATE TRIGGER " name " BEFORE " when " WHEN " condition " BEGIN SELECT RAISE(ABORT, '" why   \
    "'); END;"

static const char RULES[] = REFUSE(
    "event_stays", "UPDATE ON event", "1",
    "events are never altered") REFUSE("event_kept", "DELETE ON event",
                                       "NOT EXISTS (SELECT 1 FROM purge WHERE OLD.time < before)",
                                       "events go only with a recorded purge")
    REFUSE("purge_stays", "UPDATE ON purge", "1", "purges are never altered") REFUSE(
        "purge_kept", "DELETE ON purge", "1",
        "purges stay on record") REFUSE("state_stays", "UPDATE ON state", "1",
                                        "the states are fixed") REFUSE("passage_stays",
                                                                       "UPDATE ON passage", "1",
                                                                       "the passages are fixed")
        REFUSE("passage_none", "INSERT ON passage", "1", "the passages are fixed") REFUSE(
            "paper_kept", "DELETE ON paper", "1",
            "a paper stays on record") REFUSE("paper_stays",
                                              "UPDATE OF paper, run, job, file, file_name, digest, "
                                              "marking, planned, data_time ON paper",
                                              "1", "a planned paper is never altered")
            REFUSE("words_stay",
                   "UPDATE OF sender, sender_name, reply_to, subject, words, html ON paper",
                   "NEW.purged = 0",
                   "a planned paper is never altered") REFUSE("approval_stays",
                                                              "UPDATE OF approval ON paper",
                                                              "OLD.approval IS NOT NULL",
                                                              "an approval is never altered")
                REFUSE("message_begins", "INSERT ON message", "NEW.state <> 'planned'",
                       "a message begins as planned") REFUSE("message_marked", "INSERT ON message",
                                                             "NEW.marking IS NOT (SELECT marking "
                                                             "FROM paper WHERE paper = NEW.paper)",
                                                             "a message has its paper''s marking")
                    REFUSE("message_stays",
                           "UPDATE OF message, paper, address, name, clearance, marking, "
                           "message_id ON message",
                           "1", "whom a message is for is never altered")
                        REFUSE("message_passes", "UPDATE OF state ON message",
                               "NOT EXISTS (SELECT 1 FROM passage WHERE was = OLD.state AND state "
                               "= NEW.state)",
                               "a message cannot go from that state to this")
                            REFUSE("message_approved", "UPDATE OF state ON message",
                                   "NEW.state = 'sending' AND"
                                   " (SELECT approval FROM paper WHERE paper = NEW.paper) IS NULL",
                                   "only an approved paper is sent")
                                REFUSE("message_resolved", "UPDATE OF state ON message",
                                       "OLD.state = 'unknown' AND NEW.who = 'program'",
                                       "only a person tells what became of an unknown message")
                                    REFUSE("message_kept", "DELETE ON message",
                                           "OLD.state NOT IN ('sent', 'failed', 'cancelled') OR"
                                           " NOT EXISTS (SELECT 1 FROM purge WHERE OLD.changed < "
                                           "before)",
                                           "messages go only with a recorded purge, and only those "
                                           "that are done") "CREATE TRIGGER message_told AFTER "
                                                            "INSERT ON message BEGIN"
                                                            " INSERT INTO event (message, time, "
                                                            "was, state, who, code, reply)"
                                                            " VALUES (NEW.message, NEW.changed, "
                                                            "NULL, NEW.state, NEW.who, NEW.code, "
                                                            "NEW.reply); END;"
                                                            "CREATE TRIGGER message_moved AFTER "
                                                            "UPDATE OF state ON message BEGIN"
                                                            " INSERT INTO event (message, time, "
                                                            "was, state, who, code, reply)"
                                                            " VALUES (NEW.message, NEW.changed, "
                                                            "OLD.state, NEW.state, NEW.who, "
                                                            "NEW.code, NEW.reply); END;"
                                                            "PRAGMA user_version=1;"; /* FORM */

static bool read_form(struct outbox *outbox, int *form, struct diagnostics *diagnostics) {
    sqlite3_stmt *statement = outbox_query(outbox, diagnostics, "PRAGMA user_version", "");
    if (outbox_next(outbox, statement, diagnostics) != 1) {
        return false;
    }
    *form = sqlite3_column_int(statement, 0);
    return outbox_next(outbox, statement, diagnostics) == 0;
}

/* Makes a reader's mistake plain: a file that no run has made an outbox of yet, or a newer form. */
bool outbox_known(struct outbox *outbox, struct diagnostics *diagnostics) {
    int form = 0;
    if (!read_form(outbox, &form, diagnostics)) {
        return false;
    }
    if (form > FORM) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_VERSION, outbox->path,
                      diagnostics_integer(diagnostics, form));
    }
    return form == FORM || REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_MISSING, outbox->path);
}

bool outbox_make(struct outbox *outbox, struct diagnostics *diagnostics) {
    int form = 0;
    if (!read_form(outbox, &form, diagnostics)) {
        return false;
    }
    if (form != 0) {
        return outbox_known(outbox, diagnostics);
    }
    if (!outbox_begin(outbox, diagnostics)) {
        return false;
    }
    bool made = sqlite3_exec(outbox->database, TABLES, NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_exec(outbox->database, RULES, NULL, NULL, NULL) == SQLITE_OK;
    if (!made) {
        outbox_failed(outbox, diagnostics);
    }
    return outbox_end(outbox, made, diagnostics);
}
