/* kill_at.c STOP COMMAND...: runs a command and kills it at its STOPth stop (tracer.h), counted
 * through exec; 0: it is let run to its end. Prints the stops that it made; the exit status is
 * tracer_run's.
 */
#include "../tracer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int begin(void *context) {
    char **command = context;
    execvp(command[0], command);
    fprintf(stderr, "kill_at: %s: %s\n", command[0], strerror(errno));
    return TRACER_FORBIDDEN;
}

int main(int count, char **words) {
    if (count < 3) {
        fputs("usage: kill_at STOP COMMAND...\n", stderr);
        return 64;
    }
    long stops = 0;
    int status = tracer_run(begin, words + 2, strtol(words[1], NULL, 10), &stops);
    fprintf(stderr, "stops %ld\n", stops);
    return status;
}
