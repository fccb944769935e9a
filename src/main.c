/* main.c: the program is its commands. */
#include "commands/commands.h"

int main(int count, char **words) {
    return commands_main(count, words, COMMANDS);
}
