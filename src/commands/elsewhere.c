/* elsewhere.c: the commands that another program does.
 *
 * It is looked for beside this program (a build tree) and in ../libexec (an installation), and
 * nowhere else: what PATH has could be of another version.
 */
#include "elsewhere.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>

static const struct where COMMAND_LINE = {NULL, 0};

/* Beside this program, or where an installation has it; the former where it is in neither. */
static const char *find_program(struct session *session, const char *name) {
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    const char *beside = arena_print(session->arena, "%s/%s", self, name);
    const char *installed =
        arena_print(session->arena, "%s/" BOARDPAPER_TO_LIBEXEC "/%s", self, name);
    return access(beside, X_OK) != 0 && access(installed, X_OK) == 0 ? installed : beside;
}

enum status become(struct session *session, const struct command *command, char *const *words) {
    size_t count = 0;
    while (words[count] != NULL) {
        count++;
    }
    const char *program = find_program(session, command->program);
    char **all = NEWS(session->arena, count + 2, char *);
    all[0] = arena_text(session->arena, "boardpaper");
    memcpy(all + 1, words, count * sizeof *all);
    execv(program, all);
    REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_COMMAND_ELSEWHERE, command->name, program,
           strerror(errno));
    return STATUS_CONFIGURATION;
}

const struct command command_run_elsewhere = {
    .name = "run", .summary = RUN_SUMMARY, .program = "boardpaper-delivery"};

const struct command command_outbox_elsewhere = {
    .name = "outbox", .summary = OUTBOX_SUMMARY, .program = "boardpaper-delivery"};
