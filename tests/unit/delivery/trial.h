/* trial.h: a run that plans and sends to a few, is hurt by a test, taken up again and judged.
 *
 * What was delivered is read from the server's log, which is synced before its 250 can go out.
 */
#ifndef BOARDPAPER_TESTS_DELIVERY_TRIAL_H
#define BOARDPAPER_TESTS_DELIVERY_TRIAL_H

#include "../check.h"

#include <boardpaper/arena.h>

#include "tally.h"

/* Of a test: a scratch folder with a paper and a server in it. */
int trial_begin(void **state);
int trial_end(void **state);

/* As the program would: opens the outbox, plans the run of that name, sends, closes. The status. */
int trial_run(const char *name, const char *path);

/* The run again, two times over, as the timer would have it: recovery, and what is due. */
void trial_take_up(const char *name, const char *path);

/* Adds to the tally what became of the outbox's messages. */
void trial_judge(struct arena *arena, const char *path, const char *log, struct tally *tally);

#endif
