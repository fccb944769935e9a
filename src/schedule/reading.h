/* reading.h: what the files that read a schedule share. */
#ifndef BOARDPAPER_SCHEDULE_READING_H
#define BOARDPAPER_SCHEDULE_READING_H

#include <boardpaper/arena.h>
#include <boardpaper/schedule.h>
#include <boardpaper/xml.h>

struct reading {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct xml_document *document;
    struct schedule *schedule; /* being filled */
    bool good;
};

/* The attribute without white space around it, in the arena, or NULL. */
const char *take_attribute(struct reading *reading, const struct xml_node *node, const char *name);
/* A whole number; fallback where the attribute is missing or the schema has refused it. */
int take_integer(struct reading *reading, const struct xml_node *node, const char *name,
                 int fallback);
/* A day; reported, and year 0, where it is none. */
struct date take_day(struct reading *reading, const struct xml_node *node, const char *name);
/* A file's path as seen from the schedule's folder, or NULL. */
const char *take_path(struct reading *reading, const struct xml_node *node, const char *name);
/* Words parted by white space (and, where semicolons is set, by ;), ended by NULL; NULL for none.
 */
const char *const *take_words(struct reading *reading, const char *text, bool semicolons);
const char *const *take_word_list(struct reading *reading, const struct xml_node *node,
                                  const char *name);
size_t children_named(const struct xml_node *node, const char *name); /* node may be NULL */

/* <calendar>, or the usual one where there is none. */
void read_calendar(struct reading *reading, const struct xml_node *root);
/* <period>. False where node has none. */
bool read_timing(struct reading *reading, const struct xml_node *node, struct timing *timing);
void read_members(struct reading *reading, const struct xml_node *root);

#endif
