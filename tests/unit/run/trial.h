/* trial.h: a run of two papers that is disturbed, taken up again, and judged by what the server
 * has, what the outbox says and what lies in the archive. */
#ifndef BOARDPAPER_TESTS_RUN_TRIAL_H
#define BOARDPAPER_TESTS_RUN_TRIAL_H

#include "../delivery/tally.h"
#include "yard.h"

enum { TRIAL_PAPERS = 2 };
/* A member whose message the server takes without a word. */
#define TRIAL_LOST "<member address='dot-lost@example.org' clearance='OFFICIAL' groups='g'/>"

struct outcome {
    int messages; /* a paper, to begin with */
    int killed, partial, untrue;
    struct tally tally;
};

/* The schedule NAME.xml with two papers of n.txt, to members who answer, refuse or are not cleared,
 * and to more. The clock is set to when they are due. */
void trial_prepare(struct yard *yard, const char *name, const char *more);
/* How many papers in the folder are not whole; at the end also what has no business there. */
int trial_look(struct yard *yard, const char *folder, bool ended);
bool trial_manifest_is_true(struct yard *yard, const char *folder, const char *name);
void trial_judge(struct yard *yard, const char *name, const char *log, struct outcome *outcome);

#endif
