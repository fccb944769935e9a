/* values.c: single values out of attributes: amounts, days, markings, ids. */
#include "reading.h"

#include <string.h>

enum { MOST_SUGGESTIONS = 100 };

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *read_attribute(struct reading *reading, const struct xml_node *node, const char *name) {
    const char *value = xml_attribute(node, name);
    if (value == NULL) {
        return NULL;
    }
    size_t length = strlen(value);
    if (!is_space(*value) && (length == 0 || !is_space(value[length - 1]))) {
        return value;
    }
    while (is_space(*value)) {
        value++;
    }
    for (length = strlen(value); length > 0 && is_space(value[length - 1]); length--) {
    }
    return arena_bytes(reading->arena, value, length);
}

const char *read_child(struct reading *reading, const struct xml_node *node, const char *name) {
    const struct xml_node *child = xml_child(node, name);
    if (child == NULL) {
        return NULL;
    }
    read_marking(reading, child);
    return xml_text(reading->document, child);
}

size_t count_children(const struct xml_node *node, const char *name) {
    size_t count = 0;
    for (const struct xml_node *at = node == NULL ? NULL : xml_child(node, name); at != NULL;
         at = xml_sibling(at, name)) {
        count++;
    }
    return count;
}

/* ---- days and markings ----------------------------------------------------------------------- */

/* Whether the schema takes text for a date: where not, it has said so already. */
static bool looks_like_date(const char *text) {
    return strlen(text) == 10 && strspn(text, "0123456789-") == 10 && text[4] == '-' &&
           text[7] == '-';
}

struct date read_date(struct reading *reading, const struct xml_node *node, const char *name) {
    struct date date = {0};
    const char *text = read_attribute(reading, node, name);
    if (text != NULL && !date_parse(text, &date) && looks_like_date(text)) {
        reading->good =
            REPORT(reading->diagnostics, xml_where(node), MESSAGE_DATE_NONE, name, text);
    }
    return date;
}

enum marking read_marking(struct reading *reading, const struct xml_node *node) {
    enum marking marking = MARKING_NONE;
    const char *text = read_attribute(reading, node, "marking");
    if (text == NULL || !marking_parse(text, &marking)) {
        return MARKING_NONE;
    }
    enum marking whole = reading->assessment->marking;
    if (marking > whole) {
        reading->good =
            REPORT(reading->diagnostics, xml_where(node), MESSAGE_MARKING_ABOVE, xml_name(node),
                   text, whole == MARKING_NONE ? "no marking" : marking_name(whole));
    }
    return marking;
}

/* ---- amounts --------------------------------------------------------------------------------- */

/* False, where need be with a finding, unless text is a number. The schema has refused what does
 * not look like one. */
static bool read_number(struct reading *reading, const struct xml_node *node, const char *name,
                        const char *text, struct number *out) {
    if (number_parse(text, out)) {
        return true;
    }
    if (text[strspn(text, "+-0123456789.")] == '\0' && strlen(text) > 9) {
        reading->good =
            REPORT(reading->diagnostics, xml_where(node), MESSAGE_NUMBER_TOO_LARGE, name, text);
    }
    return false;
}

/* The state that a word stands for; KNOWN for none. */
static enum state state_of(const char *word) {
    static const enum state STATES[] = {STATE_ESTIMATED, STATE_UNKNOWN, STATE_SUPPRESSED,
                                        STATE_NOT_SCORED};
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++) {
        if (strcmp(word, state_name(STATES[i])) == 0) {
            return STATES[i];
        }
    }
    return STATE_KNOWN;
}

static void check_bounds(struct reading *reading, const struct xml_node *node, const char *name,
                         const struct quantity *amount) {
    if (number_compare(amount->lowest, amount->highest) > 0) {
        reading->good = REPORT(reading->diagnostics, xml_where(node), MESSAGE_BOUNDS_CROSSED, name);
        return;
    }
    bool has_value = amount->state == STATE_KNOWN || amount->state == STATE_ESTIMATED;
    if (has_value && (number_compare(amount->value, amount->lowest) < 0 ||
                      number_compare(amount->value, amount->highest) > 0)) {
        reading->good = REPORT(reading->diagnostics, xml_where(node), MESSAGE_BOUNDS_PASSED, name);
    }
}

/* text: a number, a word for why there is none, or NULL; status: that word, or NULL. */
static struct quantity read_quantity(struct reading *reading, const struct xml_node *node,
                                     const char *name, const char *text, const char *status,
                                     const char *lowest_name, const char *highest_name,
                                     const char *reason_name) {
    struct quantity amount = {.state = STATE_NOT_SCORED, .where = xml_where(node)};
    amount.reason = read_attribute(reading, node, reason_name);
    if (text != NULL && state_of(text) != STATE_KNOWN) {
        amount.state = state_of(text);
    } else if (text != NULL && read_number(reading, node, name, text, &amount.value)) {
        amount.state =
            status != NULL && state_of(status) == STATE_ESTIMATED ? STATE_ESTIMATED : STATE_KNOWN;
    } else if (text == NULL && status != NULL) {
        amount.state = state_of(status) == STATE_KNOWN ? STATE_NOT_SCORED : state_of(status);
    }
    const char *lowest = read_attribute(reading, node, lowest_name);
    const char *highest = read_attribute(reading, node, highest_name);
    if (lowest != NULL && highest != NULL &&
        read_number(reading, node, lowest_name, lowest, &amount.lowest) &&
        read_number(reading, node, highest_name, highest, &amount.highest)) {
        amount.bounded = true;
        check_bounds(reading, node, name, &amount);
    }
    return amount;
}

struct quantity read_amount(struct reading *reading, const struct xml_node *node,
                            const struct amount_names *names) {
    return read_quantity(reading, node, names->amount, read_attribute(reading, node, names->amount),
                         read_attribute(reading, node, names->status), names->lowest,
                         names->highest, names->reason);
}

/* Of many thousand amounts most are a number and no more, and nobody asks for their place: equal
 * ones are kept once, as far as a table of the ones met last knows them. */
static const struct quantity *keep(struct reading *reading, const struct quantity **known,
                                   size_t count, struct quantity amount) {
    amount.where = (struct where){NULL, 0};
    bool plain = amount.state == STATE_KNOWN && !amount.bounded && amount.reason == NULL;
    uint64_t mixed = (uint64_t)amount.value.numerator * 5 + (uint64_t)amount.value.denominator;
    const struct quantity **place = &known[mixed % count];
    if (plain && *place != NULL && (*place)->value.numerator == amount.value.numerator &&
        (*place)->value.denominator == amount.value.denominator) {
        return *place;
    }
    struct quantity *kept = NEW(reading->arena, struct quantity);
    *kept = amount;
    if (plain) {
        *place = kept;
    }
    return kept;
}

const struct quantity *read_count(struct reading *reading, const struct xml_node *node,
                                  const struct amount_names *names) {
    static const struct quantity NOTHING = {.state = STATE_NOT_SCORED};
    struct quantity amount = read_amount(reading, node, names);
    bool nothing = amount.state == STATE_NOT_SCORED && !amount.bounded && amount.reason == NULL;
    return nothing ? &NOTHING : keep(reading, reading->shared->counts, PLAIN_COUNTS, amount);
}

/* Texts that come again and again are one text (tree.h), so that pointers tell nearly all. */
static bool is_same(const struct judgement *a, const struct judgement *b) {
    return a->factor == b->factor && a->amount == b->amount && a->role == b->role &&
           date_compare(a->date, b->date) == 0;
}

static const struct judgement *judgement_of(struct reading *reading, const struct xml_node *node) {
    struct quantity amount =
        read_quantity(reading, node, "value", read_attribute(reading, node, "value"),
                      read_attribute(reading, node, "status"), "lowest", "highest", "reason");
    const struct judgement judgement = {
        .factor = read_attribute(reading, node, "factor"),
        .amount = keep(reading, reading->shared->amounts, PLAIN_AMOUNTS, amount),
        .role = read_attribute(reading, node, "by"),
        .date = read_date(reading, node, "date")};
    uint64_t mixed = (uintptr_t)judgement.factor * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (uintptr_t)judgement.amount) * UINT64_C(0x9E3779B97F4A7C15);
    const struct judgement **place = &reading->shared->judgements[(mixed >> 32) % JUDGEMENTS];
    if (*place == NULL || !is_same(*place, &judgement)) {
        struct judgement *kept = NEW(reading->arena, struct judgement);
        *kept = judgement;
        *place = kept;
    }
    return *place;
}

/* What the same attributes say again says nothing wrong: or it would be reported for each element.
 */
const struct judgement *read_judgement(struct reading *reading, const struct xml_node *node) {
    const void *attributes = xml_attributes_alike(node);
    size_t place =
        (size_t)((uintptr_t)attributes * UINT64_C(0x9E3779B97F4A7C15) >> 32) % JUDGEMENTS;
    if (attributes != NULL && reading->shared->alike[place].attributes == attributes) {
        return reading->shared->alike[place].judgement;
    }
    bool good = reading->good;
    reading->good = true;
    const struct judgement *judgement = judgement_of(reading, node);
    if (attributes != NULL && reading->good) {
        reading->shared->alike[place].attributes = attributes;
        reading->shared->alike[place].judgement = judgement;
    }
    reading->good = good && reading->good;
    return judgement;
}

/* ---- ids ------------------------------------------------------------------------------------- */

void enter(struct reading *reading, struct ids *ids, const char *what, const struct xml_node *node,
           const char *id, const void *thing) {
    if (id == NULL) {
        return; /* the schema has said so */
    }
    const struct where *first = ids_add(ids, id, thing, xml_where(node));
    if (first != NULL) {
        reading->good = REPORT(reading->diagnostics, xml_where(node), MESSAGE_ID_TAKEN, what, id,
                               diagnostics_integer(reading->diagnostics, first->line));
    }
}

const void *look_up(struct reading *reading, const struct ids *ids, const char *what,
                    const char *place, const struct xml_node *node, const char *name) {
    const char *id = read_attribute(reading, node, name);
    const void *found = id == NULL ? NULL : ids_find(ids, id);
    if (id == NULL || found != NULL) {
        return found;
    }
    bool suggests = reading->suggestions++ < MOST_SUGGESTIONS;
    const char *near = suggests ? ids_nearest(ids, id) : NULL;
    reading->good =
        near == NULL
            ? REPORT(reading->diagnostics, xml_where(node), MESSAGE_ID_UNKNOWN, what, id, place)
            : REPORT(reading->diagnostics, xml_where(node), MESSAGE_ID_NEAR, what, id, near);
    return NULL;
}
