/* tracer.h: a process that is killed at one of its system calls.
 *
 * The child runs under ptrace, is stopped before and after every system call, and killed (SIGKILL)
 * at the stop asked for. Its signals reach it as they would untraced.
 */
#ifndef BOARDPAPER_TESTS_TRACER_H
#define BOARDPAPER_TESTS_TRACER_H

/* Statuses beside the child's own; as a shell would say them. */
enum { TRACER_FORBIDDEN = 77, TRACER_KILLED = 137 };

/* Runs body(context) in a child, whose result is its exit status, and kills it at that stop (0:
 * never). Returns the exit status: TRACER_KILLED where it was killed, by whomever, TRACER_FORBIDDEN
 * where a process may not be traced, as in some containers. *stops: how many it came to. */
int tracer_run(int (*body)(void *context), void *context, long stop, long *stops);

#endif
