/* options.h: from words to a session, and from names to what was probably meant. */
#ifndef BOARDPAPER_COMMANDS_OPTIONS_H
#define BOARDPAPER_COMMANDS_OPTIONS_H

#include "commands.h"

/* The options that every command takes, ended by {0}. */
extern const struct command_option COMMON_OPTIONS[];

/* Parses words (what follows the command's name, ended by NULL) by session->command into session.
 * False with diagnostics where they do not fit; *help is set where --help is among them. */
bool options_parse(struct session *session, char *const *words, bool *help);

/* Which of candidates (ended by NULL) name was probably meant to be; NULL where none is near. */
const char *options_nearest(const char *name, const char *const *candidates);

#endif
