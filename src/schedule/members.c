/* members.c: who may get papers, inline and from a CSV file.
 *
 * The file is what somebody keeps in a spreadsheet, so columns are found by the names in its first
 * line, in any order, and all that is wrong is told with its line. An address stands once in all:
 * two lines for one person would be two clearances.
 */
#include "reading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <boardpaper/file.h>

#include "csv.h"

/* 20,000 members of 200 bytes are 4 MB. */
enum { FILE_MOST = 32 << 20 };

enum column { COLUMN_ADDRESS, COLUMN_NAME, COLUMN_ROLE, COLUMN_CLEARANCE, COLUMN_GROUPS, COLUMNS };
static const char *const COLUMN_NAMES[COLUMNS] = {"address", "name", "role", "clearance", "groups"};

struct members {
    struct member *list;
    size_t count, room;
};

static struct member *add(struct members *members) {
    if (members->count == members->room) {
        members->room = members->room == 0 ? 64 : members->room * 2;
        members->list = memory_resize(members->list, members->room, sizeof *members->list);
    }
    struct member *member = &members->list[members->count++];
    *member = (struct member){0};
    return member;
}

/* Control characters would end a header or a line of the log; the mail's own check is the second.
 */
static bool is_clean(const char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ' || *text == 127) {
            return false;
        }
    }
    return true;
}

/* A lead byte's count of bytes that follow; -1: none of UTF-8. */
static int followers(unsigned char lead) {
    return lead < 0x80                   ? 0
           : lead >= 0xC2 && lead < 0xE0 ? 1
           : lead >= 0xE0 && lead < 0xF0 ? 2
           : lead >= 0xF0 && lead < 0xF5 ? 3
                                         : -1;
}

static bool is_utf8(const char *text) {
    while (*text != '\0') {
        int count = followers((unsigned char)*text++);
        if (count < 0) {
            return false;
        }
        for (; count > 0; count--, text++) {
            if (((unsigned char)*text & 0xC0) != 0x80) {
                return false;
            }
        }
    }
    return true;
}

static const char *or_none(const char *text) {
    return text == NULL || *text == '\0' ? NULL : text;
}

/* What XML and CSV have in common. fields: by enum column, NULL or "" where not given. */
static void enter(struct reading *reading, struct members *members, struct where where,
                  const char *const fields[COLUMNS]) {
    for (int i = 0; i < COLUMNS; i++) {
        if (fields[i] != NULL && (!is_clean(fields[i]) || !is_utf8(fields[i]))) {
            reading->good =
                REPORT(reading->diagnostics, where, MESSAGE_MEMBER_CONTROL, COLUMN_NAMES[i]);
            return;
        }
    }
    const char *address = fields[COLUMN_ADDRESS];
    const char *at = address == NULL ? NULL : strchr(address, '@');
    if (at == NULL || at == address || at[1] == '\0' || strpbrk(address, " <>,;\"") != NULL) {
        reading->good = REPORT(reading->diagnostics, where, MESSAGE_MEMBER_ADDRESS,
                               address == NULL ? "" : address);
        return;
    }
    struct member *member = add(members);
    member->address = address;
    member->name = or_none(fields[COLUMN_NAME]);
    member->role = or_none(fields[COLUMN_ROLE]);
    member->where = where;
    const char *groups = or_none(fields[COLUMN_GROUPS]);
    member->groups = groups == NULL ? NULL : take_words(reading, groups, true);
    const char *clearance = fields[COLUMN_CLEARANCE];
    if (clearance != NULL && !marking_parse(clearance, &member->clearance)) {
        reading->good = REPORT(reading->diagnostics, where, MESSAGE_MEMBER_CLEARANCE, clearance);
    }
}

/* Which field each column stands in; false where the first line is none of names. */
static bool read_head(struct reading *reading, const struct csv_record *head,
                      size_t places[COLUMNS]) {
    bool good = true;
    for (size_t i = 0; i < head->count; i++) {
        int column = 0;
        while (column < COLUMNS && strcasecmp(head->fields[i], COLUMN_NAMES[column]) != 0) {
            column++;
        }
        if (column == COLUMNS) {
            good =
                REPORT(reading->diagnostics, head->where, MESSAGE_MEMBER_COLUMN, head->fields[i]);
        } else {
            places[column] = i;
        }
    }
    if (places[COLUMN_ADDRESS] == (size_t)-1 || places[COLUMN_CLEARANCE] == (size_t)-1) {
        good = REPORT(reading->diagnostics, head->where, MESSAGE_MEMBER_HEAD);
    }
    return good;
}

static void read_records(struct reading *reading, struct members *members, struct csv *csv) {
    size_t places[COLUMNS];
    struct csv_record record;
    memset(places, -1, sizeof places);
    if (!csv_next(csv, &record, &reading->good)) {
        reading->good = REPORT(reading->diagnostics, csv->where, MESSAGE_MEMBER_HEAD);
        return;
    }
    if (!read_head(reading, &record, places)) {
        reading->good = false;
        return;
    }
    size_t width = record.count;
    while (csv_next(csv, &record, &reading->good)) {
        if (record.count != width) {
            reading->good =
                REPORT(reading->diagnostics, record.where, MESSAGE_CSV_WIDTH,
                       diagnostics_integer(reading->diagnostics, (long long)record.count),
                       diagnostics_integer(reading->diagnostics, (long long)width));
            continue;
        }
        const char *fields[COLUMNS] = {0};
        for (int i = 0; i < COLUMNS; i++) {
            fields[i] = places[i] == (size_t)-1 ? NULL : record.fields[places[i]];
        }
        enter(reading, members, record.where, fields);
    }
}

static void read_file(struct reading *reading, struct members *members, const struct xml_node *node,
                      const char *path) {
    size_t length = 0;
    const char *text =
        file_read(reading->arena, path, FILE_MOST, xml_where(node), &length, reading->diagnostics);
    if (text == NULL) {
        reading->good = false;
        return;
    }
    if (memchr(text, '\0', length) != NULL) {
        reading->good = REPORT(reading->diagnostics, ((struct where){path, 0}), MESSAGE_CSV_BINARY);
        return;
    }
    struct csv csv = csv_begin(reading->arena, path, text, length, reading->diagnostics);
    read_records(reading, members, &csv);
}

static int by_address(const void *left, const void *right) {
    const struct member *const *a = left;
    const struct member *const *b = right;
    int order = strcasecmp((*a)->address, (*b)->address);
    return order != 0 ? order : (*a > *b) - (*a < *b); /* the later one is the second */
}

static void check_doubles(struct reading *reading) {
    size_t count = reading->schedule->member_count;
    const struct member **sorted = NEWS(reading->arena, count, const struct member *);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &reading->schedule->members[i];
    }
    if (count > 0) {
        qsort(sorted, count, sizeof(struct member *), by_address);
    }
    for (size_t i = 1; i < count; i++) {
        if (strcasecmp(sorted[i - 1]->address, sorted[i]->address) == 0) {
            const struct where *first = &sorted[i - 1]->where;
            reading->good = REPORT(
                reading->diagnostics, sorted[i]->where, MESSAGE_MEMBER_TWICE, sorted[i]->address,
                diagnostics_print(reading->diagnostics, "%s:%ld", first->file, first->line));
        }
    }
}

void read_members(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *node = xml_child(root, "members");
    if (node == NULL) {
        return;
    }
    struct members members = {0};
    const char *path = take_path(reading, node, "file");
    if (path != NULL) {
        read_file(reading, &members, node, path);
    }
    for (const struct xml_node *at = xml_child(node, "member"); at != NULL;
         at = xml_sibling(at, "member")) {
        const char *fields[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            fields[i] = take_attribute(reading, at, COLUMN_NAMES[i]);
        }
        enter(reading, &members, xml_where(at), fields);
    }
    struct member *list = NEWS(reading->arena, members.count, struct member);
    if (members.count > 0) {
        memcpy(list, members.list, members.count * sizeof *list);
    }
    free(members.list);
    reading->schedule->members = list;
    reading->schedule->member_count = members.count;
    check_doubles(reading);
}
