/* help.h: the help as text. */
#ifndef BOARDPAPER_COMMANDS_HELP_H
#define BOARDPAPER_COMMANDS_HELP_H

#include "commands.h"

struct buffer;

/* What boardpaper is, and its commands. */
void help_program(struct buffer *out, const struct command *const *commands);

/* One command, from its table. */
void help_command(struct buffer *out, const struct command *command);

#endif
