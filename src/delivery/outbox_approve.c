/* outbox_approve.c: what an approval binds.
 *
 * A person approves a token: the hash of the paper's hash and of every recipient with clearance.
 * It is worked out anew from the database whenever it is compared, and the paper's bytes are read
 * anew from disk, so that nothing can change between a person's look and the sending.
 */
#include "outbox.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

static const struct where NOWHERE = {NULL, 0};

enum { FILE_MOST = 64 << 20 };

bool outbox_find(struct outbox *outbox, const char *run, const char *job, struct arena *arena,
                 struct outbox_paper *paper, struct diagnostics *diagnostics) {
    sqlite3_stmt *row = outbox_query(
        outbox, diagnostics,
        "SELECT paper, run, job, file, file_name, digest, sender, sender_name, reply_to, subject,"
        " words, html, approval, marking, planned, data_time,"
        " purged FROM paper WHERE run = ? AND job = ?",
        "tt", run, job);
    int found = outbox_next(outbox, row, diagnostics);
    if (found != 1) {
        if (found == 0) {
            REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_NO_PAPER, run, job);
        }
        return false;
    }
    *paper = (struct outbox_paper){.paper = sqlite3_column_int64(row, 0),
                                   .run = outbox_column(row, 1, arena),
                                   .job = outbox_column(row, 2, arena),
                                   .file = outbox_column(row, 3, arena),
                                   .file_name = outbox_column(row, 4, arena),
                                   .digest = outbox_column(row, 5, arena),
                                   .from = outbox_column(row, 6, arena),
                                   .from_name = outbox_column(row, 7, arena),
                                   .reply_to = outbox_column(row, 8, arena),
                                   .subject = outbox_column(row, 9, arena),
                                   .text = outbox_column(row, 10, arena),
                                   .html = outbox_column(row, 11, arena),
                                   .approval = outbox_column(row, 12, arena),
                                   .marking = sqlite3_column_int(row, 13),
                                   .planned = sqlite3_column_int64(row, 14),
                                   .data_time = sqlite3_column_int64(row, 15),
                                   .purged = sqlite3_column_int(row, 16) != 0};
    return outbox_next(outbox, row, diagnostics) == 0;
}

bool outbox_bind(struct outbox *outbox, const struct outbox_paper *paper, char token[DIGEST_TEXT],
                 struct diagnostics *diagnostics) {
    struct buffer bound = {0};
    buffer_print(&bound, "%s\n", paper->digest);
    sqlite3_stmt *row = outbox_query(outbox, diagnostics,
                                     "SELECT address, clearance FROM message WHERE paper = ?"
                                     " ORDER BY lower(address)",
                                     "i", paper->paper);
    int next = 0;
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        outbox_bind_line(&bound, (const char *)sqlite3_column_text(row, 0),
                         sqlite3_column_int64(row, 1));
    }
    bool bound_all = next == 0 && (delivery_digest(bound.data, bound.length, token) ||
                                   REPORT(diagnostics, NOWHERE, MESSAGE_DIGEST));
    buffer_free(&bound);
    return bound_all;
}

const char *outbox_file(const struct outbox_paper *paper, struct arena *arena, size_t *length,
                        struct diagnostics *diagnostics) {
    const char *bytes = file_read(arena, paper->file, FILE_MOST, NOWHERE, length, diagnostics);
    char digest[DIGEST_TEXT];
    if (bytes == NULL) {
        return NULL;
    }
    if (!delivery_digest(bytes, *length, digest)) {
        REPORT(diagnostics, NOWHERE, MESSAGE_DIGEST);
        return NULL;
    }
    if (strcmp(digest, paper->digest) != 0) {
        REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_ALTERED, paper->file, paper->run);
        return NULL;
    }
    return bytes;
}

bool outbox_token(struct outbox *outbox, const char *run, const char *job, char token[DIGEST_TEXT],
                  struct diagnostics *diagnostics) {
    struct arena *arena = arena_new();
    struct outbox_paper paper = {0};
    bool found = outbox_find(outbox, run, job, arena, &paper, diagnostics) &&
                 outbox_bind(outbox, &paper, token, diagnostics);
    arena_free(arena);
    return found;
}

static bool approve(struct outbox *outbox, const struct outbox_paper *paper, const char *token,
                    const char *who, struct diagnostics *diagnostics) {
    int64_t now = outbox_now(outbox);
    if (!outbox_begin(outbox, diagnostics)) {
        return false;
    }
    bool well =
        outbox_do(outbox, diagnostics,
                  "UPDATE paper SET approval = ?, approver = ?, approved = ? WHERE paper = ?",
                  "ttii", token, who, now, paper->paper) &&
        outbox_do(outbox, diagnostics,
                  "UPDATE message SET state = 'approved', changed = ?, who = ?"
                  " WHERE paper = ? AND state = 'planned'",
                  "iti", now, who, paper->paper);
    return outbox_end(outbox, well, diagnostics);
}

static bool check_and_approve(struct outbox *outbox, struct arena *arena, const char *run,
                              const char *job, const char *token, const char *who,
                              struct diagnostics *diagnostics) {
    struct outbox_paper paper = {0};
    char bound[DIGEST_TEXT];
    size_t length = 0;
    if (!outbox_find(outbox, run, job, arena, &paper, diagnostics) ||
        !outbox_bind(outbox, &paper, bound, diagnostics) ||
        outbox_file(&paper, arena, &length, diagnostics) == NULL) {
        return false;
    }
    if (strcmp(bound, token) != 0) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_TOKEN, run, job, token, bound);
    }
    /* Approved twice is approved. */
    return strcmp(paper.approval, bound) == 0 || approve(outbox, &paper, token, who, diagnostics);
}

bool outbox_approve(struct outbox *outbox, const char *run, const char *job, const char *token,
                    const char *who, struct diagnostics *diagnostics) {
    if (who == NULL || who[0] == '\0') {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_WHO);
    }
    struct arena *arena = arena_new();
    bool approved = check_and_approve(outbox, arena, run, job, token, who, diagnostics);
    arena_free(arena);
    return approved;
}
