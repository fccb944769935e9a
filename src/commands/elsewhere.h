/* elsewhere.h: the commands that boardpaper leaves to boardpaper-delivery. */
#ifndef BOARDPAPER_COMMANDS_ELSEWHERE_H
#define BOARDPAPER_COMMANDS_ELSEWHERE_H

#include "commands.h"

/* One line each for the lists of both programs. */
#define RUN_SUMMARY "make, plan and send what is due by a schedule"
#define OUTBOX_SUMMARY "what went to whom: look, approve, send, decide on doubts"

/* Becomes the program that does command, with words (the whole command line but the program's own
 * name). Returns only where that fails, which it reports. */
enum status become(struct session *session, const struct command *command, char *const *words);

#endif
