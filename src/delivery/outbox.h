/* outbox.h: what the outbox's files share. */
#ifndef BOARDPAPER_DELIVERY_OUTBOX_H
#define BOARDPAPER_DELIVERY_OUTBOX_H

#include <boardpaper/delivery.h>

#include <sqlite3.h>

struct outbox {
    sqlite3 *database;
    char *path;
    int lock; /* the lock file, flocked; -1: opened to look only */
    int64_t (*now)(void *context);
    void *context;
};

/* Makes the tables where there are none. */
bool outbox_make(struct outbox *outbox, struct diagnostics *diagnostics);

/* Whether the tables are there, in the form known here. */
bool outbox_known(struct outbox *outbox, struct diagnostics *diagnostics);

int64_t outbox_now(const struct outbox *outbox);

/* Reports the database's last error; false. */
bool outbox_failed(struct outbox *outbox, struct diagnostics *diagnostics);

/* A statement with its parameters, one letter each in kinds: i an int64_t, t a text or NULL. NULL
 * with a diagnostic. */
sqlite3_stmt *outbox_query(struct outbox *outbox, struct diagnostics *diagnostics, const char *sql,
                           const char *kinds, ...);
/* 1: a row stands there. 0: no more, -1: reported; the statement is gone then. */
int outbox_next(struct outbox *outbox, sqlite3_stmt *statement, struct diagnostics *diagnostics);
/* A statement without rows. */
bool outbox_do(struct outbox *outbox, struct diagnostics *diagnostics, const char *sql,
               const char *kinds, ...);
/* Column as text, "" for NULL, in the arena. */
const char *outbox_column(sqlite3_stmt *statement, int column, struct arena *arena);

bool outbox_begin(struct outbox *outbox, struct diagnostics *diagnostics);
/* Commits what went well, rolls back what did not. Returns whether it is committed. */
bool outbox_end(struct outbox *outbox, bool well, struct diagnostics *diagnostics);

/* A paper as it was planned. */
struct outbox_paper {
    int64_t paper;
    const char *run, *job, *file, *file_name, *digest;
    const char *from, *from_name, *reply_to, *subject, *text, *html; /* "": none */
    const char *approval; /* the token that was approved; "": none */
    int marking;
    int64_t planned, data_time;
    bool purged;
};
/* False with a diagnostic where there is none. */
bool outbox_find(struct outbox *outbox, const char *run, const char *job, struct arena *arena,
                 struct outbox_paper *paper, struct diagnostics *diagnostics);
/* The token of the plan as it stands in the database. */
bool outbox_bind(struct outbox *outbox, const struct outbox_paper *paper, char token[DIGEST_TEXT],
                 struct diagnostics *diagnostics);
/* The paper's bytes, where they are those that were planned; else NULL with a diagnostic. */
const char *outbox_file(const struct outbox_paper *paper, struct arena *arena, size_t *length,
                        struct diagnostics *diagnostics);
/* One line of what a token is the hash of. */
void outbox_bind_line(struct buffer *out, const char *address, int64_t clearance);

/* The program's moves. The database refuses those that are none. */
bool outbox_move(struct outbox *outbox, int64_t message, enum delivery_state state,
                 const struct smtp_reply *reply, struct diagnostics *diagnostics);
/* DEFERRED with the next try, or FAILED after the last. */
bool outbox_defer(struct outbox *outbox, int64_t message, const struct smtp_reply *reply,
                  enum delivery_state *state, struct diagnostics *diagnostics);
bool outbox_recover(struct outbox *outbox, struct diagnostics *diagnostics);

/* The longest wait between two tries, in seconds: a next try beyond that is a clock's mistake. */
int64_t outbox_longest_wait(void);

/* The state of that name; it is one of ours. */
enum delivery_state outbox_state(const char *name);

#endif
