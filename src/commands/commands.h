/* commands.h: what a sub-command is, and what it is given.
 *
 * A command is a table: its words for the help, its options, how many arguments it takes, and one
 * function. The program parses by the table, so commands never look at argv, and the help cannot
 * disagree with what is taken. One file a command, src/commands/NAME.c, which defines
 * `const struct command command_NAME`; it is declared here and listed in commands.c.
 *
 * There are two programs. boardpaper has all commands; those that send mail are listed in it and
 * done by boardpaper-delivery (delivery.c), which it becomes by exec: the libraries for mail take
 * 7 ms to start, and no paper is to pay for them.
 */
#ifndef BOARDPAPER_COMMANDS_H
#define BOARDPAPER_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/diagnostics.h>

struct arena;
struct session;

/* An option of a command: --name, or -letter where letter is not 0. Ended by {0}. */
struct command_option {
    const char *name;  /* "output" */
    char letter;       /* 'o', or 0 */
    const char *value; /* what stands for its value in the help ("FILE"); NULL: it takes none */
    const char *help;  /* one line, small first letter, no full stop */
};

struct command {
    const char *name;                     /* "render" */
    const char *arguments;                /* "INPUT.xml [AREA-ID...]"; "" for none */
    const char *summary;                  /* one line for the list of commands */
    const char *details;                  /* paragraphs for `help COMMAND`, or NULL */
    const struct command_option *options; /* NULL: only the common ones */
    size_t least;                         /* how many arguments it takes */
    size_t most;                          /* (size_t)-1: any number */
    /* The other program that does it (boardpaper-delivery) or NULL. Its options and details are
     * that one's, and it gets the words as they are. */
    const char *program;
    /* Does the work. What it returns is the exit status, unless that is STATUS_DONE and an error
     * was reported: then that error's. The program writes the diagnostics afterwards. */
    enum status (*run)(struct session *session);
};

/* An option as it was given. */
struct given_option {
    const struct command_option *option;
    const char *value; /* NULL where it takes none */
};

struct session {
    const struct command *const *commands; /* all of the program, ended by NULL */
    const struct command *command;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const char *const *arguments; /* those that are no options, in order, ended by NULL */
    size_t argument_count;
    const struct given_option *options;
    size_t option_count;
    bool quiet;    /* --quiet: errors only */
    bool verbose;  /* --verbose */
    bool colour;   /* for standard error, by --color, NO_COLOR and whether it is a terminal */
    bool progress; /* standard error is a terminal and may show how far long work has come */
};

/* The last value given for option name; NULL where it was not given. */
const char *session_option(const struct session *session, const char *name);

/* Whether option name was given, with or without a value. */
bool session_has(const struct session *session, const char *name);

/* All values given for option name, in order, ended by NULL. */
const char *const *session_values(const struct session *session, const char *name, size_t *count);

/* Which of the words (ended by NULL) option name was given as; fallback where it was not given.
 * Reports and returns -1 where it is none of them. For --format=table|csv|json|xml. */
int session_choice(const struct session *session, const char *name, const char *const *words,
                   int fallback);

/* Writes text to standard output whole; reports and returns false where that fails. */
bool session_print(const struct session *session, const char *text, size_t length);

/* The program of those commands (ended by NULL): argv in, exit status out. */
int commands_main(int count, char **words, const struct command *const *commands);

/* All commands in the order of the help, ended by NULL: of boardpaper, of boardpaper-delivery. */
extern const struct command *const COMMANDS[];
extern const struct command *const DELIVERY_COMMANDS[];

/* The command of that name, or NULL. */
const struct command *command_find(const struct command *const *commands, const char *name);

extern const struct command command_help;
extern const struct command command_render;
extern const struct command command_check;
extern const struct command command_score;
extern const struct command command_explain;
extern const struct command command_extract;
extern const struct command command_compare;
extern const struct command command_sensitivity;
extern const struct command command_publish;
extern const struct command command_run;
extern const struct command command_outbox;

/* As boardpaper has them: what boardpaper-delivery does. */
extern const struct command command_run_elsewhere;
extern const struct command command_outbox_elsewhere;

#endif
