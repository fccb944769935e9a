/* outbox.c: the outbox's file, its lock, and how statements are run on it.
 *
 * SQLite in WAL with synchronous=FULL: a commit that has returned outlasts a power cut. With
 * NORMAL, WAL's usual companion, it does not, and the mark before the dot would be worth nothing.
 * A log of our own was the alternative: it would need its own unique keys, its own recovery of a
 * torn end and its own proof.
 *
 * The lock is a file of its own, for SQLite's locks on the database end with each transaction.
 */
#include "outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <boardpaper/arena.h>

static const struct where NOWHERE = {NULL, 0};

enum { BUSY_MILLISECONDS = 5000, LOCK_TRIES = 100, LOCK_PAUSE_NANOSECONDS = 10000000 };

int64_t outbox_now(const struct outbox *outbox) {
    return outbox->now != NULL ? outbox->now(outbox->context) : (int64_t)time(NULL);
}

bool outbox_failed(struct outbox *outbox, struct diagnostics *diagnostics) {
    return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_DATABASE, outbox->path,
                  sqlite3_errmsg(outbox->database));
}

static bool bind(sqlite3_stmt *statement, const char *kinds, va_list values) {
    int result = SQLITE_OK;
    for (int i = 1; *kinds != '\0' && result == SQLITE_OK; i++, kinds++) {
        if (*kinds == 'i') {
            result = sqlite3_bind_int64(statement, i, va_arg(values, int64_t));
        } else {
            result =
                sqlite3_bind_text(statement, i, va_arg(values, const char *), -1, SQLITE_TRANSIENT);
        }
    }
    return result == SQLITE_OK;
}

static sqlite3_stmt *prepare(struct outbox *outbox, struct diagnostics *diagnostics,
                             const char *sql, const char *kinds, va_list values) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(outbox->database, sql, -1, &statement, NULL) != SQLITE_OK ||
        !bind(statement, kinds, values)) {
        outbox_failed(outbox, diagnostics);
        sqlite3_finalize(statement);
        return NULL;
    }
    return statement;
}

sqlite3_stmt *outbox_query(struct outbox *outbox, struct diagnostics *diagnostics, const char *sql,
                           const char *kinds, ...) {
    va_list values;
    va_start(values, kinds);
    sqlite3_stmt *statement = prepare(outbox, diagnostics, sql, kinds, values);
    va_end(values);
    return statement;
}

int outbox_next(struct outbox *outbox, sqlite3_stmt *statement, struct diagnostics *diagnostics) {
    int result = statement == NULL ? SQLITE_ERROR : sqlite3_step(statement);
    if (result == SQLITE_ROW) {
        return 1;
    }
    if (result != SQLITE_DONE && statement != NULL) {
        outbox_failed(outbox, diagnostics);
    }
    sqlite3_finalize(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

bool outbox_do(struct outbox *outbox, struct diagnostics *diagnostics, const char *sql,
               const char *kinds, ...) {
    va_list values;
    va_start(values, kinds);
    sqlite3_stmt *statement = prepare(outbox, diagnostics, sql, kinds, values);
    va_end(values);
    return outbox_next(outbox, statement, diagnostics) == 0;
}

const char *outbox_column(sqlite3_stmt *statement, int column, struct arena *arena) {
    const unsigned char *text = sqlite3_column_text(statement, column);
    return text == NULL ? "" : arena_text(arena, (const char *)text);
}

bool outbox_begin(struct outbox *outbox, struct diagnostics *diagnostics) {
    return outbox_do(outbox, diagnostics, "BEGIN IMMEDIATE", "");
}

bool outbox_end(struct outbox *outbox, bool well, struct diagnostics *diagnostics) {
    if (well && outbox_do(outbox, diagnostics, "COMMIT", "")) {
        return true;
    }
    /* A full disk may have rolled it back already; then there is nothing to undo. */
    if (sqlite3_get_autocommit(outbox->database) == 0) {
        sqlite3_exec(outbox->database, "ROLLBACK", NULL, NULL, NULL);
    }
    return false;
}

/* A worker forked by a run that was killed holds the run's lock for the moment it takes to notice:
 * so the lock is asked for a while before it is called busy. */
static bool take_lock(int lock) {
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_NANOSECONDS};
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
            return true;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return false;
        }
        nanosleep(&pause, NULL);
    }
    return false;
}

/* The file is made before SQLite sees it, for SQLite would make it readable by all; its WAL and
 * shared memory follow its mode. */
static bool open_files(struct outbox *outbox, struct diagnostics *diagnostics) {
    char *lock_path = memory_array(strlen(outbox->path) + sizeof ".lock", 1);
    strcpy(lock_path, outbox->path);
    strcat(lock_path, ".lock");
    outbox->lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(lock_path);
    if (outbox->lock < 0) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_OPEN, outbox->path, strerror(errno));
    }
    if (!take_lock(outbox->lock)) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_BUSY, outbox->path);
    }
    int file = open(outbox->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_OPEN, outbox->path, strerror(errno));
    }
    close(file);
    return true;
}

static bool open_database(struct outbox *outbox, bool exclusive, struct diagnostics *diagnostics) {
    static const char SETTINGS[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                   "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                                   "PRAGMA trusted_schema=OFF; PRAGMA recursive_triggers=ON;"
                                   "PRAGMA cache_size=-512;"; /* kB: it would grow to 2 MB */
    if (sqlite3_open_v2(outbox->path, &outbox->database, SQLITE_OPEN_READWRITE, NULL) !=
            SQLITE_OK ||
        sqlite3_busy_timeout(outbox->database, BUSY_MILLISECONDS) != SQLITE_OK ||
        sqlite3_exec(outbox->database, exclusive ? SETTINGS : "PRAGMA query_only=ON", NULL, NULL,
                     NULL) != SQLITE_OK) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_OPEN, outbox->path,
                      sqlite3_errmsg(outbox->database));
    }
    return true;
}

struct outbox *outbox_open(const struct outbox_options *options, struct diagnostics *diagnostics) {
    struct outbox *outbox = memory_array(1, sizeof *outbox);
    outbox->path = memory_array(strlen(options->path) + 1, 1);
    strcpy(outbox->path, options->path);
    outbox->lock = -1;
    outbox->now = options->now;
    outbox->context = options->context;
    bool open = false;
    if (options->exclusive) {
        open = open_files(outbox, diagnostics) && open_database(outbox, true, diagnostics) &&
               outbox_make(outbox, diagnostics) && outbox_recover(outbox, diagnostics);
    } else if (access(options->path, F_OK) != 0) {
        REPORT(diagnostics, NOWHERE, MESSAGE_OUTBOX_MISSING, options->path);
    } else {
        open = open_database(outbox, false, diagnostics) && outbox_known(outbox, diagnostics);
    }
    if (!open) {
        outbox_close(outbox);
        return NULL;
    }
    return outbox;
}

void outbox_close(struct outbox *outbox) {
    if (outbox == NULL) {
        return;
    }
    sqlite3_close(outbox->database);
    if (outbox->lock >= 0) {
        close(outbox->lock); /* after the database: the next run must find it whole */
    }
    free(outbox->path);
    free(outbox);
}
