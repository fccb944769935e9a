/* outbox_papers.c: looking at papers: what was planned, what an approval would bind, how far it is.
 */
#include "outbox.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

static size_t count_papers(struct outbox *outbox, const char *run, struct diagnostics *diagnostics,
                           bool *well) {
    sqlite3_stmt *row = outbox_query(
        outbox, diagnostics, "SELECT count(*) FROM paper WHERE ?1 IS NULL OR run = ?1", "t", run);
    *well = outbox_next(outbox, row, diagnostics) == 1;
    if (!*well) {
        return 0;
    }
    size_t count = (size_t)sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return count;
}

static void read_paper(sqlite3_stmt *row, struct arena *arena, struct paper_entry *entry) {
    *entry = (struct paper_entry){.paper = sqlite3_column_int64(row, 0),
                                  .run = outbox_column(row, 1, arena),
                                  .job = outbox_column(row, 2, arena),
                                  .file = outbox_column(row, 3, arena),
                                  .file_name = outbox_column(row, 4, arena),
                                  .digest = outbox_column(row, 5, arena),
                                  .subject = outbox_column(row, 6, arena),
                                  .approval = outbox_column(row, 7, arena),
                                  .approver = outbox_column(row, 8, arena),
                                  .approved = sqlite3_column_int64(row, 9),
                                  .marking = sqlite3_column_int(row, 10),
                                  .planned = sqlite3_column_int64(row, 11),
                                  .data_time = sqlite3_column_int64(row, 12),
                                  .purged = sqlite3_column_int(row, 13) != 0};
}

static int by_paper(const void *left, const void *right) {
    const struct paper_entry *a = left;
    const struct paper_entry *b = right;
    return a->paper < b->paper ? -1 : a->paper > b->paper;
}

/* One statement for all papers: one each would be slow for a year of 314 partnerships. */
static bool count_states(struct outbox *outbox, struct paper_entry *list, size_t count,
                         struct diagnostics *diagnostics) {
    sqlite3_stmt *row =
        outbox_query(outbox, diagnostics,
                     "SELECT paper, state, count(*) FROM message GROUP BY paper, state", "");
    int next = 0;
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        const struct paper_entry key = {.paper = sqlite3_column_int64(row, 0)};
        struct paper_entry *paper = bsearch(&key, list, count, sizeof *list, by_paper);
        if (paper != NULL) {
            paper->counts[outbox_state((const char *)sqlite3_column_text(row, 1))] +=
                (size_t)sqlite3_column_int64(row, 2);
        }
    }
    return next == 0;
}

/* A purged paper binds nobody any more, and has no token. */
static bool bind_all(struct outbox *outbox, struct paper_entry *list, size_t count,
                     struct diagnostics *diagnostics) {
    bool well = true;
    for (size_t i = 0; i < count && well; i++) {
        const struct outbox_paper paper = {.paper = list[i].paper, .digest = list[i].digest};
        well = list[i].purged || outbox_bind(outbox, &paper, list[i].token, diagnostics);
    }
    return well;
}

bool outbox_papers(struct outbox *outbox, const char *run, struct arena *arena,
                   const struct paper_entry **entries, size_t *count,
                   struct diagnostics *diagnostics) {
    bool well = false;
    size_t most = count_papers(outbox, run, diagnostics, &well);
    struct paper_entry *list = NEWS(arena, most, struct paper_entry);
    *entries = list;
    *count = 0;
    if (!well) {
        return false;
    }
    sqlite3_stmt *row = outbox_query(
        outbox, diagnostics,
        "SELECT paper, run, job, file, file_name, digest, subject, approval, approver, approved,"
        " marking, planned, data_time, purged FROM paper WHERE ?1 IS NULL OR run = ?1"
        " ORDER BY paper LIMIT ?2",
        "ti", run, (int64_t)most);
    int next = 0;
    while ((next = outbox_next(outbox, row, diagnostics)) == 1) {
        read_paper(row, arena, &list[(*count)++]);
    }
    return next == 0 && count_states(outbox, list, *count, diagnostics) &&
           bind_all(outbox, list, *count, diagnostics);
}
