/* outbox_report.c: looking at the outbox, checking it, and forgetting what need not be kept. */
#include "outbox.h"

#include <string.h>

#include <boardpaper/arena.h>

static const struct where NOWHERE = {NULL, 0};

static size_t count_rows(struct outbox *outbox, const char *run, struct diagnostics *diagnostics,
                         bool *well) {
    sqlite3_stmt *row = outbox_query(outbox, diagnostics,
                                     "SELECT count(*) FROM message JOIN paper USING (paper)"
                                     " WHERE ?1 IS NULL OR run = ?1",
                                     "t", run);
    *well = outbox_next(outbox, row, diagnostics) == 1;
    if (!*well) {
        return 0;
    }
    size_t count = (size_t)sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return count;
}

static void read_entry(sqlite3_stmt *row, struct arena *arena, struct outbox_entry *entry) {
    *entry = (struct outbox_entry){.message = sqlite3_column_int64(row, 0),
                                   .run = outbox_column(row, 1, arena),
                                   .job = outbox_column(row, 2, arena),
                                   .address = outbox_column(row, 3, arena),
                                   .message_id = outbox_column(row, 4, arena),
                                   .state = outbox_state((const char *)sqlite3_column_text(row, 5)),
                                   .marking = sqlite3_column_int(row, 6),
                                   .clearance = sqlite3_column_int(row, 7),
                                   .tries = sqlite3_column_int(row, 8),
                                   .changed = sqlite3_column_int64(row, 9),
                                   .next_try = sqlite3_column_int64(row, 10),
                                   .code = sqlite3_column_int(row, 11),
                                   .reply = outbox_column(row, 12, arena),
                                   .who = outbox_column(row, 13, arena)};
}

/* A run in progress may add rows between the two statements; then the last ones wait for the next
 * look. */
bool outbox_list(struct outbox *outbox, const char *run, struct arena *arena,
                 const struct outbox_entry **entries, size_t *count,
                 struct diagnostics *diagnostics) {
    bool well = false;
    size_t most = count_rows(outbox, run, diagnostics, &well);
    struct outbox_entry *list = NEWS(arena, most, struct outbox_entry);
    *entries = list;
    *count = 0;
    if (!well) {
        return false;
    }
    sqlite3_stmt *row = outbox_query(
        outbox, diagnostics,
        "SELECT message, run, job, address, message_id, state, message.marking, clearance, tries,"
        " changed, next_try, code, reply, who FROM message JOIN paper USING (paper)"
        " WHERE ?1 IS NULL OR run = ?1 ORDER BY message LIMIT ?2",
        "ti", run, (int64_t)most);
    int next = 0;
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        read_entry(row, arena, &list[(*count)++]);
    }
    return next == 0;
}

bool outbox_count(struct outbox *outbox, size_t counts[DELIVERY_CANCELLED + 1],
                  struct diagnostics *diagnostics) {
    memset(counts, 0, (DELIVERY_CANCELLED + 1) * sizeof counts[0]);
    sqlite3_stmt *row =
        outbox_query(outbox, diagnostics, "SELECT state, count(*) FROM message GROUP BY state", "");
    int next = 0;
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        counts[outbox_state((const char *)sqlite3_column_text(row, 0))] =
            (size_t)sqlite3_column_int64(row, 1);
    }
    return next == 0;
}

static bool check_database(struct outbox *outbox, struct diagnostics *diagnostics) {
    sqlite3_stmt *row = outbox_query(outbox, diagnostics, "PRAGMA integrity_check", "");
    bool whole = true;
    int next = 0;
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        const char *found = (const char *)sqlite3_column_text(row, 0);
        if (strcmp(found, "ok") != 0) {
            whole = REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_DAMAGED, outbox->path, found);
        }
    }
    return next == 0 && whole;
}

/* The state that a message is in must be the one its last event tells of. */
static bool check_events(struct outbox *outbox, struct diagnostics *diagnostics) {
    sqlite3_stmt *row =
        outbox_query(outbox, diagnostics,
                     "SELECT message FROM message AS m WHERE state IS NOT (SELECT state FROM event"
                     " WHERE event.message = m.message ORDER BY event DESC LIMIT 1)",
                     "");
    bool whole = true;
    int next = 0;
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        whole = REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_DAMAGED, outbox->path,
                       diagnostics_print(diagnostics, "message %lld is not where its events say",
                                         (long long)sqlite3_column_int64(row, 0)));
    }
    return next == 0 && whole;
}

static bool check_papers(struct outbox *outbox, struct diagnostics *diagnostics) {
    sqlite3_stmt *row = outbox_query(outbox, diagnostics,
                                     "SELECT file, digest, run FROM paper WHERE purged = 0", "");
    bool whole = true;
    int next = 0;
    struct arena *arena = arena_new();
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        struct outbox_paper paper = {.file = outbox_column(row, 0, arena),
                                     .digest = outbox_column(row, 1, arena),
                                     .run = outbox_column(row, 2, arena)};
        struct arena *bytes = arena_new();
        size_t length = 0;
        whole &= outbox_file(&paper, bytes, &length, diagnostics) != NULL;
        arena_free(bytes);
    }
    arena_free(arena);
    return next == 0 && whole;
}

bool outbox_verify(struct outbox *outbox, struct diagnostics *diagnostics) {
    bool whole = check_database(outbox, diagnostics);
    whole &= check_events(outbox, diagnostics);
    whole &= check_papers(outbox, diagnostics);
    return whole;
}

bool outbox_purge(struct outbox *outbox, int64_t before, const char *who, size_t *messages,
                  struct diagnostics *diagnostics) {
    *messages = 0;
    if (who == NULL || who[0] == '\0') {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_WHO);
    }
    if (!outbox_begin(outbox, diagnostics)) {
        return false;
    }
    bool well =
        outbox_do(outbox, diagnostics, "INSERT INTO purge (time, before, who) VALUES (?, ?, ?)",
                  "iit", outbox_now(outbox), before, who) &&
        outbox_do(outbox, diagnostics,
                  "UPDATE paper AS p SET purged = 1, sender = '', sender_name = NULL,"
                  " reply_to = NULL, subject = '', words = '', html = NULL WHERE purged = 0"
                  " AND planned < ?1 AND NOT EXISTS (SELECT 1 FROM message AS m"
                  " WHERE m.paper = p.paper AND (m.changed >= ?1"
                  " OR m.state NOT IN ('sent', 'failed', 'cancelled')"
                  " OR EXISTS (SELECT 1 FROM event AS e WHERE e.message = m.message"
                  " AND e.time >= ?1)))",
                  "i", before) &&
        outbox_do(outbox, diagnostics,
                  "DELETE FROM event WHERE message IN"
                  " (SELECT message FROM message JOIN paper USING (paper) WHERE purged = 1)",
                  "") &&
        outbox_do(outbox, diagnostics,
                  "DELETE FROM message WHERE paper IN (SELECT paper FROM paper WHERE purged = 1)",
                  "");
    size_t gone = well ? (size_t)sqlite3_changes(outbox->database) : 0;
    if (!outbox_end(outbox, well, diagnostics)) {
        return false;
    }
    *messages = gone;
    /* What is forgotten is not to linger in the log. A reader may keep that from being done now;
     * then the next checkpoint does it. */
    sqlite3_wal_checkpoint_v2(outbox->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return true;
}
