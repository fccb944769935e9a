/* help.c: the help, written from the tables that the command line is parsed by. */
#include "help.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

#include "elsewhere.h"
#include "options.h"

enum { COLUMN = 26 };

/* A line of two columns; the second begins on a line of its own where the first is too long. */
static void write_line(struct buffer *out, const char *left, const char *right) {
    size_t width = strlen(left);
    buffer_print(out, "  %s", left);
    if (width + 2 > COLUMN - 2) {
        buffer_byte(out, '\n');
        buffer_print(out, "%*s%s\n", COLUMN, "", right);
    } else {
        buffer_print(out, "%*s%s\n", COLUMN - 2 - (int)width, "", right);
    }
}

static void write_options(struct buffer *out, const struct command_option *options) {
    for (; options != NULL && options->name != NULL; options++) {
        struct buffer left = {0};
        if (options->letter != '\0') {
            buffer_print(&left, "-%c, ", options->letter);
        } else {
            buffer_text(&left, "    ");
        }
        buffer_print(&left, "--%s", options->name);
        if (options->value != NULL) {
            buffer_print(&left, "=%s", options->value);
        }
        write_line(out, left.data, options->help);
        buffer_free(&left);
    }
}

void help_program(struct buffer *out, const struct command *const *commands) {
    buffer_text(out,
                "boardpaper: one file of strategic assessment in, the finished board paper out\n"
                "\n"
                "usage: boardpaper COMMAND [OPTION...] [ARGUMENT...]\n"
                "\n"
                "commands:\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        write_line(out, commands[i]->name, commands[i]->summary);
    }
    buffer_text(out, "\noptions of every command:\n");
    write_options(out, COMMON_OPTIONS);
    buffer_text(out,
                "\n"
                "boardpaper help COMMAND tells more of one; boardpaper --version names this one.\n"
                "- stands for standard input or output.\n");
}

void help_command(struct buffer *out, const struct command *command) {
    buffer_print(out, "boardpaper %s: %s\n\n", command->name, command->summary);
    buffer_print(out, "usage: boardpaper %s [OPTION...]%s%s\n", command->name,
                 *command->arguments == '\0' ? "" : " ", command->arguments);
    if (command->details != NULL) {
        buffer_print(out, "\n%s\n", command->details);
    }
    if (command->options != NULL && command->options->name != NULL) {
        buffer_text(out, "\noptions:\n");
        write_options(out, command->options);
    }
    buffer_text(out, "\noptions of every command:\n");
    write_options(out, COMMON_OPTIONS);
}

static enum status run(struct session *session) {
    struct buffer out = {0};
    if (session->argument_count == 0) {
        help_program(&out, session->commands);
    } else {
        const struct command *command = command_find(session->commands, session->arguments[0]);
        if (command == NULL) {
            REPORT(session->diagnostics, ((struct where){NULL, 0}), MESSAGE_COMMAND_UNKNOWN,
                   session->arguments[0]);
            return STATUS_USAGE;
        }
        if (command->program != NULL) {
            char *words[] = {arena_text(session->arena, "help"),
                             arena_text(session->arena, command->name), NULL};
            return become(session, command, words);
        }
        help_command(&out, command);
    }
    session_print(session, out.data, out.length);
    buffer_free(&out);
    return STATUS_DONE;
}

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .summary = "what there is, or more about one command",
    .most = 1,
    .run = run,
};
