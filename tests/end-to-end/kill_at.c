/* kill_at.c STOP COMMAND...: runs a command and kills it (SIGKILL) at its STOPth stop; it is
 * stopped before and after every system call, through exec. 0: it is let run to its end. Prints the
 * stops that it made; the exit status is 137 where it was killed, 77 where tracing is forbidden,
 * else the command's own.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FORBIDDEN = 77, KILLED = 137 };

static int begin(char **command) {
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
        _exit(FORBIDDEN);
    }
    raise(SIGSTOP);
    execvp(command[0], command);
    fprintf(stderr, "kill_at: %s: %s\n", command[0], strerror(errno));
    _exit(FORBIDDEN);
}

/* The exit status; *stops is counted up. */
static int follow(pid_t child, long stop, long *stops) {
    int status = 0;
    int signal_given = 0;
    for (;;) {
        if (ptrace(PTRACE_SYSCALL, child, NULL, (void *)(intptr_t)signal_given) != 0 ||
            waitpid(child, &status, 0) != child) {
            return FORBIDDEN;
        }
        if (!WIFSTOPPED(status)) {
            return WIFEXITED(status) ? WEXITSTATUS(status) : KILLED;
        }
        bool at_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        bool at_exec = WSTOPSIG(status) == SIGTRAP;
        signal_given = at_call || at_exec ? 0 : WSTOPSIG(status);
        *stops += at_call;
        if (at_call && *stops == stop) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return KILLED;
        }
    }
}

int main(int count, char **words) {
    if (count < 3) {
        fputs("usage: kill_at STOP COMMAND...\n", stderr);
        return 64;
    }
    long stops = 0;
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        begin(words + 2);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) {
        return FORBIDDEN;
    }
    ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    status = follow(child, strtol(words[1], NULL, 10), &stops);
    fprintf(stderr, "stops %ld\n", stops);
    return status;
}
