/* reading.h: what the files that read an assessment share. */
#ifndef BOARDPAPER_ASSESSMENT_READING_H
#define BOARDPAPER_ASSESSMENT_READING_H

#include <boardpaper/arena.h>
#include <boardpaper/assessment.h>
#include <boardpaper/xml.h>

#include "ids.h"

enum { PLAIN_AMOUNTS = 64, PLAIN_COUNTS = 8192, JUDGEMENTS = 512 };
enum { SHEETS = 1 << 15, SHEET_MOST = 32 };

/* What was met last of what many areas share. */
struct shared {
    const struct quantity *amounts[PLAIN_AMOUNTS]; /* a number and no more */
    const struct quantity *counts[PLAIN_COUNTS];
    const struct judgement *judgements[JUDGEMENTS];
    struct {
        const void *attributes; /* xml_attributes_alike */
        const struct judgement *judgement;
    } alike[JUDGEMENTS];
    struct sheet *sheets;
    uint32_t sheet_count;
    struct score own[SHEET_MOST]; /* of the area in hand */
};

/* The scores of an area, nothing wrong among them. */
struct sheet {
    const struct score *scores;
    uint32_t count, hash;
};

struct reading {
    struct arena *arena;
    struct xml_document *document;
    struct diagnostics *diagnostics;
    struct assessment *assessment; /* being filled */
    struct ids *populations, *categories, *areas, *focuses;
    struct shared *shared;
    size_t suggestions; /* "did you mean" given so far; each takes time */
    bool good;
};

/* The attribute without white space around it, or NULL. */
const char *read_attribute(struct reading *reading, const struct xml_node *node, const char *name);
/* The text of the child of that name, or NULL. */
const char *read_child(struct reading *reading, const struct xml_node *node, const char *name);
/* A day, or none (year 0) where the attribute is missing or wrong. */
struct date read_date(struct reading *reading, const struct xml_node *node, const char *name);
/* The node's own marking, which may not be above the assessment's. */
enum marking read_marking(struct reading *reading, const struct xml_node *node);
/* The attributes that together give an amount. */
struct amount_names {
    const char *amount, *status, *lowest, *highest, *reason;
};
#define AMOUNT_NAMES(name)                                                                         \
    { name, name "-status", name "-lowest", name "-highest", name "-reason" }
/* An amount as a number or a word, with its bounds. NOT_SCORED where it is missing. */
struct quantity read_amount(struct reading *reading, const struct xml_node *node,
                            const struct amount_names *names);
/* The same without a place, one for equal plain ones. */
const struct quantity *read_count(struct reading *reading, const struct xml_node *node,
                                  const struct amount_names *names);
/* Of a <score>: factor, by, date, and value or status, lowest, highest, reason. */
const struct judgement *read_judgement(struct reading *reading, const struct xml_node *node);

size_t count_children(const struct xml_node *node, const char *name); /* node may be NULL */

/* Enters thing by its id; reports where the id is taken. what: "area". */
void enter(struct reading *reading, struct ids *ids, const char *what, const struct xml_node *node,
           const char *id, const void *thing);
/* The thing that the attribute called name of node names; NULL where there is no attribute or,
 * reported, no such thing. what: "category"; place: where such things are declared. */
const void *look_up(struct reading *reading, const struct ids *ids, const char *what,
                    const char *place, const struct xml_node *node, const char *name);

/* The parts of an assessment, in the order in which they are read. */
void read_areas(struct reading *reading, const struct xml_node *root);
void read_focus_areas(struct reading *reading, const struct xml_node *root);
void read_recommendations(struct reading *reading, const struct xml_node *root);

#endif
