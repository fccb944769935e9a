/* tally.c: see tally.h. */
#include "tally.h"

#include <stdbool.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/delivery.h>

/* How often the server took a message, by its line's part "ADDRESS <ID>". */
static int times_taken(const char *log, const char *part) {
    int count = 0;
    for (const char *at = log; (at = strstr(at, part)) != NULL; at++) {
        count++;
    }
    return count;
}

void tally_add(struct tally *tally, const struct outbox_entry *entries, size_t count,
               const char *log, struct arena *arena) {
    for (size_t i = 0; i < count; i++) {
        const struct outbox_entry *entry = &entries[i];
        int taken = times_taken(
            log, arena_print(arena, "taken %s <%s>", entry->address, entry->message_id));
        bool reject = strncmp(entry->address, "rcpt-550", 8) == 0;
        bool in_doubt = entry->state == DELIVERY_UNKNOWN;
        tally->duplicates += taken > 1;
        tally->losses += taken == 0 && !in_doubt && !reject;
        tally->unknown += in_doubt;
        tally->wrong += in_doubt ? taken > 1
                        : reject ? entry->state != DELIVERY_FAILED || taken != 0
                                 : entry->state != DELIVERY_SENT || taken != 1;
    }
    tally->trials++;
}
