/* outbox.h: what the actions of `boardpaper outbox` share. */
#ifndef BOARDPAPER_COMMANDS_OUTBOX_H
#define BOARDPAPER_COMMANDS_OUTBOX_H

#include "commands.h"

#include <stdint.h>

#include <boardpaper/delivery.h>

struct buffer;
struct schedule;

/* An action under way: arguments are those after the file. */
struct outbox_work {
    struct session *session;
    const struct schedule *schedule; /* NULL where the outbox itself was named */
    const char *path;                /* of the outbox */
    const char *const *arguments;    /* ended by NULL */
    size_t argument_count;
    struct outbox *outbox;
    bool has_now; /* --now */
    int64_t now;
};

int64_t outbox_work_now(const struct outbox_work *work);

enum status outbox_status(struct outbox_work *work);
enum status outbox_approval(struct outbox_work *work);
enum status outbox_resolution(struct outbox_work *work);
enum status outbox_verification(struct outbox_work *work);
enum status outbox_purging(struct outbox_work *work);
enum status outbox_sending(struct outbox_work *work);

/* The worst that the outbox's messages mean for who waits: 76 where one is of unknown outcome, 75
 * where one is deferred, else done. */
enum status outbox_standing(const size_t counts[DELIVERY_CANCELLED + 1]);

/* YYYY-MM-DDTHH:MM:SSZ in text of at least OUTBOX_TIME_TEXT. Returns text. */
enum { OUTBOX_TIME_TEXT = 32 };
const char *outbox_time(int64_t time, char text[OUTBOX_TIME_TEXT]);

/* Cells in aligned columns, row by row; the first row is the head. Cells are "" or text. */
void outbox_table(struct buffer *out, const char *const *cells, size_t columns, size_t rows);

#endif
