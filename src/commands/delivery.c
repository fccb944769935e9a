/* delivery.c: the commands of boardpaper-delivery, which boardpaper becomes for them. */
#include "commands.h"

const struct command *const DELIVERY_COMMANDS[] = {
    &command_help,
    &command_run,
    &command_outbox,
    NULL,
};
