/* tracer.c: see tracer.h. */
#include "tracer.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* From one stop to the next. */
static int follow(pid_t child, long stop, long *stops) {
    int status = 0;
    int signal_given = 0;
    for (;;) {
        if (ptrace(PTRACE_SYSCALL, child, NULL, (void *)(intptr_t)signal_given) != 0 ||
            waitpid(child, &status, 0) != child) {
            return TRACER_FORBIDDEN;
        }
        if (!WIFSTOPPED(status)) {
            return WIFEXITED(status) ? WEXITSTATUS(status) : TRACER_KILLED;
        }
        bool at_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        bool at_exec = WSTOPSIG(status) == SIGTRAP;
        signal_given = at_call || at_exec ? 0 : WSTOPSIG(status);
        *stops += at_call;
        if (at_call && *stops == stop) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return TRACER_KILLED;
        }
    }
}

int tracer_run(int (*body)(void *context), void *context, long stop, long *stops) {
    *stops = 0;
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
            _exit(TRACER_FORBIDDEN);
        }
        raise(SIGSTOP);
        _exit(body(context));
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) {
        return TRACER_FORBIDDEN;
    }
    ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    return follow(child, stop, stops);
}
