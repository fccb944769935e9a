/* commands.c: the list of commands. A new command is one line here and one in commands.h. */
#include "commands.h"

/* clang-format off: one line a command */
const struct command *const COMMANDS[] = {
    &command_help,          &command_render,           &command_check,
    &command_score,         &command_explain,          &command_compare,
    &command_sensitivity,   &command_publish,          &command_extract,
    &command_run_elsewhere, &command_outbox_elsewhere, NULL,
};
/* clang-format on */
