/* outbox_plan.c: who is to get a paper, decided once and in one transaction.
 *
 * A recipient below the marking gets no message, and that is said. What is planned is fixed: the
 * same plan again is nothing new, another one for the same run and job is refused, so that an
 * approval can bind what was seen.
 */
#include "outbox.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

static const struct where NOWHERE = {NULL, 0};

enum { FILE_MOST = 64 << 20, ID_DIGITS = 40 };

/* A plan with what is worked out from it. */
struct planning {
    const struct paper_plan *plan;
    struct arena *arena;
    const struct recipient **cleared; /* those who may read it, by address */
    size_t count;
    char digest[DIGEST_TEXT]; /* of the file */
    char token[DIGEST_TEXT];
};

static int by_address(const void *left, const void *right) {
    const struct recipient *const *a = left;
    const struct recipient *const *b = right;
    return strcasecmp((*a)->address, (*b)->address);
}

static bool domain_allowed(const char *const *domains, const char *address) {
    const char *domain = strchr(address, '@') + 1;
    for (size_t i = 0; domains != NULL && domains[i] != NULL; i++) {
        if (strcasecmp(domains[i], domain) == 0) {
            return true;
        }
    }
    return domains == NULL;
}

static bool sift(struct planning *planning, struct plan_result *result,
                 struct diagnostics *diagnostics) {
    const struct paper_plan *plan = planning->plan;
    bool valid = true;
    planning->cleared = NEWS(planning->arena, plan->recipient_count, const struct recipient *);
    for (size_t i = 0; i < plan->recipient_count; i++) {
        const struct recipient *recipient = &plan->recipients[i];
        if (!address_valid(recipient->address)) {
            valid = REPORT(diagnostics, recipient->where, MESSAGE_MAIL_ADDRESS, "To",
                           recipient->address);
        } else if (!domain_allowed(plan->domains, recipient->address)) {
            valid =
                REPORT(diagnostics, recipient->where, MESSAGE_OUTBOX_DOMAIN, recipient->address);
        } else if (recipient->clearance >= plan->marking) {
            planning->cleared[planning->count++] = recipient;
        } else {
            result->withheld++;
            REPORT(diagnostics, recipient->where, MESSAGE_OUTBOX_WITHHELD, recipient->address,
                   plan->job, plan->file_name);
        }
    }
    qsort(planning->cleared, planning->count, sizeof(struct recipient *), by_address);
    for (size_t i = 1; i < planning->count; i++) {
        const struct recipient *recipient = planning->cleared[i];
        if (strcasecmp(planning->cleared[i - 1]->address, recipient->address) == 0) {
            valid = REPORT(diagnostics, recipient->where, MESSAGE_OUTBOX_TWICE, recipient->address,
                           plan->job);
        }
    }
    return valid;
}

void outbox_bind_line(struct buffer *out, const char *address, int64_t clearance) {
    for (; *address != '\0'; address++) {
        buffer_byte(out, *address >= 'A' && *address <= 'Z' ? (char)(*address + 32) : *address);
    }
    buffer_text(out, " ");
    buffer_integer(out, clearance);
    buffer_text(out, "\n");
}

static bool digest(const void *bytes, size_t length, char out[DIGEST_TEXT],
                   struct diagnostics *diagnostics) {
    return delivery_digest(bytes, length, out) || REPORT(diagnostics, NOWHERE, MESSAGE_DIGEST);
}

static bool work_out_token(struct planning *planning, struct diagnostics *diagnostics) {
    struct buffer bound = {0};
    buffer_print(&bound, "%s\n", planning->digest);
    for (size_t i = 0; i < planning->count; i++) {
        outbox_bind_line(&bound, planning->cleared[i]->address, planning->cleared[i]->clearance);
    }
    bool done = digest(bound.data, bound.length, planning->token, diagnostics);
    buffer_free(&bound);
    return done;
}

/* Run, job, paper and recipient, with NULs between, which none of them can hold. */
static bool make_id(const struct planning *planning, const char *address, char id[DIGEST_TEXT],
                    struct diagnostics *diagnostics) {
    struct buffer source = {0};
    const char *const parts[] = {planning->plan->run, planning->plan->job, planning->digest,
                                 address};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buffer_add(&source, parts[i], strlen(parts[i]) + 1);
    }
    bool done = digest(source.data, source.length, id, diagnostics);
    id[ID_DIGITS] = '\0';
    buffer_free(&source);
    return done;
}

static bool add_paper(struct outbox *outbox, const struct planning *planning, int64_t now,
                      struct diagnostics *diagnostics) {
    const struct paper_plan *plan = planning->plan;
    char *path = realpath(plan->file, NULL);
    bool added = outbox_do(
        outbox, diagnostics,
        "INSERT INTO paper (run, job, file, file_name, digest, marking, planned, data_time, sender,"
        " sender_name, reply_to, subject, words, html)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "tttttiiitttttt", plan->run, plan->job, path != NULL ? path : plan->file, plan->file_name,
        planning->digest, (int64_t)plan->marking, now, plan->data_time, plan->from, plan->from_name,
        plan->reply_to, plan->subject, plan->text, plan->html);
    free(path);
    return added;
}

static bool add_messages(struct outbox *outbox, const struct planning *planning, int64_t now,
                         struct diagnostics *diagnostics) {
    const struct paper_plan *plan = planning->plan;
    int64_t paper = sqlite3_last_insert_rowid(outbox->database);
    const char *domain = strchr(plan->from, '@');
    for (size_t i = 0; i < planning->count; i++) {
        const struct recipient *recipient = planning->cleared[i];
        char id[DIGEST_TEXT];
        if (!make_id(planning, recipient->address, id, diagnostics) ||
            !outbox_do(outbox, diagnostics,
                       "INSERT INTO message (paper, address, name, clearance, marking, message_id,"
                       " changed) VALUES (?, ?, ?, ?, ?, ? || ?, ?)",
                       "ittiitti", paper, recipient->address, recipient->name,
                       (int64_t)recipient->clearance, (int64_t)plan->marking, id, domain, now)) {
            return false;
        }
    }
    return plan->approval ||
           (outbox_do(outbox, diagnostics,
                      "UPDATE paper SET approval = ?, approver = 'policy', approved = ?"
                      " WHERE paper = ?",
                      "tii", planning->token, now, paper) &&
            outbox_do(outbox, diagnostics,
                      "UPDATE message SET state = 'approved', changed = ?, who = 'policy'"
                      " WHERE paper = ?",
                      "ii", now, paper));
}

static bool cancel_superseded(struct outbox *outbox, const struct paper_plan *plan, int64_t now,
                              struct diagnostics *diagnostics) {
    return plan->supersedes == NULL ||
           outbox_do(outbox, diagnostics,
                     "UPDATE message SET state = 'cancelled', changed = ?, who = 'program',"
                     " code = 0, reply = 'superseded by run ' || ?"
                     " WHERE state IN ('planned', 'approved', 'deferred') AND paper ="
                     " (SELECT paper FROM paper WHERE run = ? AND job = ?)",
                     "ittt", now, plan->run, plan->supersedes, plan->job);
}

/* 1: it is there and the same. 0: not there. -1: reported. */
static int compare(struct outbox *outbox, const struct planning *planning,
                   struct diagnostics *diagnostics) {
    const struct paper_plan *plan = planning->plan;
    sqlite3_stmt *statement =
        outbox_query(outbox, diagnostics, "SELECT 1 FROM paper WHERE run = ? AND job = ?", "tt",
                     plan->run, plan->job);
    int row = outbox_next(outbox, statement, diagnostics);
    if (row != 1) {
        return row;
    }
    sqlite3_finalize(statement);
    struct outbox_paper paper = {0};
    char token[DIGEST_TEXT];
    if (!outbox_find(outbox, plan->run, plan->job, planning->arena, &paper, diagnostics) ||
        !outbox_bind(outbox, &paper, token, diagnostics)) {
        return -1;
    }
    /* A purged one has no recipients left to compare, and is done. */
    if (strcmp(paper.digest, planning->digest) != 0 ||
        (!paper.purged && strcmp(token, planning->token) != 0)) {
        REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_OTHER, plan->run, plan->job);
        return -1;
    }
    return 1;
}

/* What would be refused at the first sending is refused now, when someone looks. */
static bool try_mail(const struct planning *planning, const char *file, size_t length, int64_t now,
                     struct diagnostics *diagnostics) {
    const struct paper_plan *plan = planning->plan;
    bool valid = true;
    for (size_t i = 0; i < planning->count && valid; i++) {
        struct mail mail = {.from = plan->from,
                            .from_name = plan->from_name,
                            .reply_to = plan->reply_to,
                            .to = planning->cleared[i]->address,
                            .to_name = planning->cleared[i]->name,
                            .subject = plan->subject,
                            .message_id = "0@example.org",
                            .date = now,
                            .text = plan->text,
                            .html = plan->html,
                            .file_name = plan->file_name,
                            .file = file,
                            .file_length = i == 0 ? length : 0};
        struct buffer out = {0};
        valid = message_write(&mail, &out, diagnostics);
        buffer_free(&out);
    }
    return valid;
}

static bool plan_all(struct outbox *outbox, struct planning *planning, struct plan_result *result,
                     struct diagnostics *diagnostics) {
    int64_t now = outbox_now(outbox);
    size_t length = 0;
    const struct paper_plan *plan = planning->plan;
    const char *file =
        file_read(planning->arena, plan->file, FILE_MOST, NOWHERE, &length, diagnostics);
    if (file == NULL || !sift(planning, result, diagnostics) ||
        !try_mail(planning, file, length, now, diagnostics) ||
        !digest(file, length, planning->digest, diagnostics) ||
        !work_out_token(planning, diagnostics) || !outbox_begin(outbox, diagnostics)) {
        return false;
    }
    int same = compare(outbox, planning, diagnostics);
    result->already = same == 1;
    bool well = same == 1 || (same == 0 && add_paper(outbox, planning, now, diagnostics) &&
                              add_messages(outbox, planning, now, diagnostics) &&
                              cancel_superseded(outbox, plan, now, diagnostics));
    well = outbox_end(outbox, well, diagnostics);
    result->planned = well && same == 0 ? planning->count : 0;
    return well;
}

bool outbox_plan(struct outbox *outbox, const struct paper_plan *plan, struct plan_result *result,
                 struct diagnostics *diagnostics) {
    *result = (struct plan_result){0};
    struct planning planning = {.plan = plan, .arena = arena_new()};
    bool planned = plan_all(outbox, &planning, result, diagnostics);
    arena_free(planning.arena);
    return planned;
}
