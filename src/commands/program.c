/* program.c: from argv to the exit status. One way in, one way out: whatever a command does, its
 * diagnostics are written once, at the end, and the memory goes with the arena. */
#include "commands.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

#include "elsewhere.h"
#include "help.h"
#include "options.h"

static const struct where COMMAND_LINE = {NULL, 0};

static void report_unknown_command(struct session *session, const char *name) {
    const char *names[64] = {0};
    for (size_t i = 0; session->commands[i] != NULL && i + 1 < sizeof names / sizeof names[0];
         i++) {
        names[i] = session->commands[i]->name;
    }
    const char *nearest = options_nearest(name, names);
    if (nearest == NULL) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_COMMAND_UNKNOWN, name);
    } else {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_COMMAND_NEAR, name, nearest);
    }
}

static enum status print_help(struct session *session, const struct command *command) {
    struct buffer out = {0};
    if (command == NULL) {
        help_program(&out, session->commands);
    } else {
        help_command(&out, command);
    }
    session_print(session, out.data, out.length);
    buffer_free(&out);
    return STATUS_DONE;
}

static enum status dispatch(struct session *session, char **words) {
    const char *name = words[0];
    if (name == NULL) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_COMMAND_NONE);
        return STATUS_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        return print_help(session, NULL);
    }
    if (strcmp(name, "--version") == 0) {
        static const char VERSION[] = "boardpaper " BOARDPAPER_VERSION "\n";
        session_print(session, VERSION, sizeof VERSION - 1);
        return STATUS_DONE;
    }
    session->command = command_find(session->commands, name);
    if (session->command == NULL) {
        report_unknown_command(session, name);
        return STATUS_USAGE;
    }
    if (session->command->program != NULL) {
        return become(session, session->command, words);
    }
    bool help = false;
    if (!options_parse(session, words + 1, &help)) {
        return STATUS_USAGE;
    }
    return help ? print_help(session, session->command) : session->command->run(session);
}

static void write_diagnostics(struct session *session) {
    struct buffer out = {0};
    diagnostics_write(session->diagnostics, &out, session->quiet ? LEVEL_ERROR : LEVEL_ADVICE,
                      session->colour);
    if (out.length > 0) {
        fwrite(out.data, 1, out.length, stderr);
    }
    buffer_free(&out);
}

const struct command *command_find(const struct command *const *commands, const char *name) {
    for (; *commands != NULL; commands++) {
        if (strcmp((*commands)->name, name) == 0) {
            return *commands;
        }
    }
    return NULL;
}

int commands_main(int count, char **words, const struct command *const *commands) {
    /* A reader that goes away, or a file that may not grow further, is an output that cannot be
     * written: a diagnostic, not a death. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    struct arena *arena = arena_new();
    struct session session = {
        .commands = commands, .arena = arena, .diagnostics = diagnostics_new(arena, 0)};
    enum status status = dispatch(&session, count > 0 ? words + 1 : words);
    write_diagnostics(&session);
    if (status == STATUS_DONE) {
        status = diagnostics_status(session.diagnostics);
    }
    arena_free(arena);
    return (int)status;
}
