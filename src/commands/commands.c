/* commands.c: the list of commands. A new command is one line here and one in commands.h. */
#include "commands.h"

#include <string.h>

/* clang-format off: one line a command */
const struct command *const COMMANDS[] = {
    &command_help,    &command_render,      &command_check,   &command_score,   &command_explain,
    &command_compare, &command_sensitivity, &command_publish, &command_extract, NULL,
};
/* clang-format on */

const struct command *command_find(const char *name) {
    for (size_t i = 0; COMMANDS[i] != NULL; i++) {
        if (strcmp(COMMANDS[i]->name, name) == 0) {
            return COMMANDS[i];
        }
    }
    return NULL;
}
