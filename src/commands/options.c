/* options.c: the command line by table.
 *
 * As GNU programs do it: --name=value, --name value, -o value, -ovalue, options and arguments in
 * any order, -- ends the options, - alone is an argument. Not getopt_long: it prints for itself
 * and reports one mistake at a time; here all are reported, each with what was probably meant.
 */
#include "options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/file.h>

const struct command_option COMMON_OPTIONS[] = {
    {"quiet", 'q', NULL, "show errors only"},
    {"verbose", 'v', NULL, "show advice and what is done"},
    {"color", 0, "WHEN", "colour of messages: auto, always or never (NO_COLOR is heeded)"},
    {"help", 'h', NULL, "show the help of this command"},
    {0},
};

enum { NAME_LONGEST = 40, MOST_OPTIONS = 64 };

static const struct where COMMAND_LINE = {NULL, 0};

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Levenshtein's distance, row by row. Names longer than NAME_LONGEST are near to nothing. */
static size_t distance(const char *a, const char *b) {
    size_t row[NAME_LONGEST + 1];
    size_t width = strlen(b);
    if (width > NAME_LONGEST || strlen(a) > NAME_LONGEST) {
        return NAME_LONGEST;
    }
    for (size_t column = 0; column <= width; column++) {
        row[column] = column;
    }
    for (size_t line = 1; a[line - 1] != '\0'; line++) {
        size_t diagonal = row[0];
        row[0] = line;
        for (size_t column = 1; column <= width; column++) {
            size_t changed = diagonal + (a[line - 1] != b[column - 1]);
            diagonal = row[column];
            row[column] = smallest(row[column] + 1, row[column - 1] + 1, changed);
        }
    }
    return row[width];
}

const char *options_nearest(const char *name, const char *const *candidates) {
    const char *nearest = NULL;
    size_t least = strlen(name) < 4 ? 2 : 3; /* fewer slips than this */
    for (; *candidates != NULL; candidates++) {
        size_t slips = distance(name, *candidates);
        if (slips < least) {
            least = slips;
            nearest = *candidates;
        }
    }
    return nearest;
}

static const struct command_option *by_name(const struct command_option *options, const char *name,
                                            size_t length) {
    for (; options != NULL && options->name != NULL; options++) {
        if (strlen(options->name) == length && memcmp(options->name, name, length) == 0) {
            return options;
        }
    }
    return NULL;
}

static const struct command_option *by_letter(const struct command_option *options, char letter) {
    for (; options != NULL && options->name != NULL; options++) {
        if (options->letter == letter) {
            return options;
        }
    }
    return NULL;
}

static void report_unknown(struct session *session, const char *word, const char *name) {
    const char *names[MOST_OPTIONS + 1] = {0};
    const struct command_option *const tables[] = {session->command->options, COMMON_OPTIONS};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        const struct command_option *option = tables[i];
        for (; option != NULL && option->name != NULL && count < MOST_OPTIONS; option++) {
            names[count++] = option->name;
        }
    }
    const char *help = arena_print(session->arena, "help %s", session->command->name);
    const char *nearest = name == NULL ? NULL : options_nearest(name, names);
    if (nearest == NULL) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OPTION_UNKNOWN, word, help);
    } else {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OPTION_NEAR, word,
               arena_print(session->arena, "--%s", nearest), help);
    }
}

/* The lists that grow while parsing; a command line has no more options than words. */
struct parse {
    struct session *session;
    char *const *next; /* the word after the one being read */
    const char **arguments;
    struct given_option *options;
};

static void give(struct parse *parse, const struct command_option *option, const char *value) {
    parse->options[parse->session->option_count++] = (struct given_option){option, value};
}

/* The value of an option that takes one: joined to it, or the next word. */
static void give_value(struct parse *parse, const struct command_option *option, const char *joined,
                       const char *shown) {
    if (joined == NULL && *parse->next != NULL) {
        joined = *parse->next++;
    }
    if (joined == NULL) {
        REPORT(parse->session->diagnostics, COMMAND_LINE, MESSAGE_OPTION_NEEDS_VALUE, shown,
               option->value);
        return;
    }
    give(parse, option, joined);
}

static void parse_long(struct parse *parse, const char *word) {
    struct session *session = parse->session;
    const char *name = word + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    const char *shown = arena_bytes(session->arena, word, length + 2);
    const struct command_option *option = by_name(session->command->options, name, length);
    option = option == NULL ? by_name(COMMON_OPTIONS, name, length) : option;
    if (option == NULL) {
        report_unknown(session, shown, shown + 2);
    } else if (option->value != NULL) {
        give_value(parse, option, equals == NULL ? NULL : equals + 1, shown);
    } else if (equals != NULL) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OPTION_TAKES_NONE, shown, equals);
    } else {
        give(parse, option, NULL);
    }
}

static void parse_letters(struct parse *parse, const char *word) {
    struct session *session = parse->session;
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        const char *shown = arena_print(session->arena, "-%c", *letter);
        const struct command_option *option = by_letter(session->command->options, *letter);
        option = option == NULL ? by_letter(COMMON_OPTIONS, *letter) : option;
        if (option == NULL) {
            report_unknown(session, shown, NULL);
            return;
        }
        if (option->value != NULL) {
            give_value(parse, option, letter[1] == '\0' ? NULL : letter + 1, shown);
            return;
        }
        give(parse, option, NULL);
    }
}

static void check_arguments(struct session *session) {
    const struct command *command = session->command;
    const char *usage = arena_print(session->arena, "%s %s", command->name, command->arguments);
    if (session->argument_count < command->least) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_ARGUMENTS_FEW, usage);
    } else if (session->argument_count > command->most) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_ARGUMENTS_MANY,
               session->arguments[command->most], usage);
    }
}

/* --color, then NO_COLOR (any value but the empty one), then whether anybody sees it. */
static void set_appearance(struct session *session) {
    static const char *const WHEN[] = {"auto", "always", "never", NULL};
    const char *refused = getenv("NO_COLOR");
    bool terminal = isatty(STDERR_FILENO) == 1;
    int when = session_choice(session, "color", WHEN, 0);
    bool automatic = terminal && (refused == NULL || *refused == '\0');
    session->colour = when == 1 || (when == 0 && automatic);
    session->quiet = session_has(session, "quiet");
    session->verbose = session_has(session, "verbose");
    session->progress = terminal && !session->quiet;
}

bool options_parse(struct session *session, char *const *words, bool *help) {
    size_t word_count = 0;
    size_t letter_count = 0;
    for (; words[word_count] != NULL; word_count++) {
        letter_count += strlen(words[word_count]); /* -abc gives three options */
    }
    struct parse parse = {
        .session = session,
        .next = words,
        .arguments = NEWS(session->arena, word_count + 1, const char *),
        .options = NEWS(session->arena, letter_count + 1, struct given_option),
    };
    session->arguments = parse.arguments;
    session->options = parse.options;
    bool options_ended = false;
    while (*parse.next != NULL) {
        const char *word = *parse.next++;
        if (options_ended || word[0] != '-' || word[1] == '\0') {
            parse.arguments[session->argument_count++] = word;
        } else if (strcmp(word, "--") == 0) {
            options_ended = true;
        } else if (word[1] == '-') {
            parse_long(&parse, word);
        } else {
            parse_letters(&parse, word);
        }
    }
    set_appearance(session);
    *help = session_has(session, "help");
    if (!*help && !diagnostics_failed(session->diagnostics)) {
        check_arguments(session);
    }
    return !diagnostics_failed(session->diagnostics);
}

const char *session_option(const struct session *session, const char *name) {
    const char *value = NULL;
    for (size_t i = 0; i < session->option_count; i++) {
        if (strcmp(session->options[i].option->name, name) == 0) {
            value = session->options[i].value;
        }
    }
    return value;
}

bool session_has(const struct session *session, const char *name) {
    for (size_t i = 0; i < session->option_count; i++) {
        if (strcmp(session->options[i].option->name, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *const *session_values(const struct session *session, const char *name, size_t *count) {
    const char **values = NEWS(session->arena, session->option_count + 1, const char *);
    *count = 0;
    for (size_t i = 0; i < session->option_count; i++) {
        if (strcmp(session->options[i].option->name, name) == 0) {
            values[(*count)++] = session->options[i].value;
        }
    }
    return values;
}

int session_choice(const struct session *session, const char *name, const char *const *words,
                   int fallback) {
    const char *value = session_option(session, name);
    if (value == NULL) {
        return fallback;
    }
    char *all = arena_text(session->arena, "");
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], value) == 0) {
            return i;
        }
        all = arena_print(session->arena, "%s%s%s", all, i == 0 ? "" : ", ", words[i]);
    }
    REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OPTION_VALUE,
           arena_print(session->arena, "--%s", name), value, all);
    return -1;
}

bool session_print(const struct session *session, const char *text, size_t length) {
    return file_publish("-", text, length, session->diagnostics);
}
