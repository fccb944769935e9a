/* schedule.c: any schedule with any list of members is refused with a finding or read into facts
 * from which the days of papers can be worked out. The input is the schedule, then, after the first
 * form feed (which no XML may hold), the members' file m.csv. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/schedule.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOMENT = 1452757500, FORM_FEED = '\f' }; /* 14 January 2016, 07:45 */

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static void write_file(const char *path, const uint8_t *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    must(file != NULL);
    must(fwrite(bytes, 1, length, file) == length);
    must(fclose(file) == 0);
}

static void check_members(const struct schedule *schedule) {
    for (size_t i = 0; i < schedule->member_count; i++) {
        const struct member *member = &schedule->members[i];
        must(strchr(member->address, '@') != NULL);
        must(strpbrk(member->address, "\r\n") == NULL); /* nothing for a header to break on */
        must(member->name == NULL || strpbrk(member->name, "\r\n") == NULL);
        must(member->where.line > 0);
    }
}

static void check_days(const struct schedule *schedule) {
    for (size_t i = 0; i < schedule->paper_count; i++) {
        const struct timing *timing = &schedule->papers[i].timing;
        struct period latest;
        struct period next;
        must(schedule->papers[i].id != NULL && schedule->papers[i].template_name != NULL);
        if (timing_latest(timing, &schedule->calendar, MOMENT, &latest)) {
            must(latest.due_at <= MOMENT && latest.month >= 1 && latest.month <= 12);
        }
        if (timing_next(timing, &schedule->calendar, MOMENT, &next)) {
            must(next.due_at > MOMENT);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    static char folder[] = "/tmp/boardpaper-fuzz-XXXXXX";
    static char schedule_path[sizeof folder + sizeof "/s.xml"];
    static char members_path[sizeof folder + sizeof "/m.csv"];
    if (schedule_path[0] == '\0') {
        must(mkdtemp(folder) != NULL);
        snprintf(schedule_path, sizeof schedule_path, "%s/s.xml", folder);
        snprintf(members_path, sizeof members_path, "%s/m.csv", folder);
    }
    const uint8_t *parting = length == 0 ? NULL : memchr(bytes, FORM_FEED, length);
    size_t first = parting == NULL ? length : (size_t)(parting - bytes);
    write_file(schedule_path, bytes, first);
    write_file(members_path, bytes + first + (parting != NULL), length - first - (parting != NULL));
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    const struct schedule *schedule = schedule_read(arena, schedule_path, diagnostics);
    must((schedule != NULL) != diagnostics_failed(diagnostics));
    if (schedule != NULL) {
        check_members(schedule);
        check_days(schedule);
    }
    arena_free(arena);
    must(remove(schedule_path) == 0 && remove(members_path) == 0);
    return 0;
}
