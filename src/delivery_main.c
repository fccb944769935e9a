/* delivery_main.c: the second program, for the commands that send mail. */
#include "commands/commands.h"

int main(int count, char **words) {
    return commands_main(count, words, DELIVERY_COMMANDS);
}
