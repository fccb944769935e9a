/* disclosure.c: small counts withheld or rounded, so that a published edition names nobody.
 *
 * Withholding works on the input, not on outputs: rates, changes, scores and totals of the
 * published file are computed from what it still says, so they cannot tell more. What could is
 * outside of that: a printed rate given as a score, the sum of a category that another table
 * prints, the edition before. Printed results that rest on a withheld count are removed. Against
 * sums, further counts of the category are withheld until each small one can again be anything from
 * 1 to below the threshold. The reader is taken to know how they are chosen: those withheld only to
 * protect are not small, and no larger than any that is left open. Since each count stands in one
 * sum, what a reader can work out of it is exactly
 *     sum - (most the others can be)  to  sum - (least the others can be),
 * and no linear programme is needed. A count that the edition before has published protects nobody,
 * and where areas have changed category since, the two editions' sums together say more than each:
 * that is warned of. Whoever knows exact sums learns from rounded counts what they leave open.
 *
 * Rejected: withholding in the finished tables, where each new table is a new way round it. */
#include <stdlib.h>
#include <string.h>

#include <boardpaper/xml.h>

#include "evaluate.h"
#include "exact.h"

enum secrecy { OPEN, SMALL, PROTECTING };

/* One count of one area: of the period, or of the one before. */
struct cell {
    const struct area *area;
    int64_t count;
    bool known;
    bool told;    /* the edition before has published it */
    bool wanting; /* there is one that nobody here knows, and no bounds are given */
    bool kept;    /* the edition before withheld it */
    enum secrecy secrecy;
};

enum column { COLUMN_COUNT, COLUMN_PREVIOUS, COLUMN_COUNT_OF };
static const char *const COLUMN_NAMES[COLUMN_COUNT_OF] = {"count", "previous"};

struct disclosing {
    const struct scores *scores;
    const struct assessment *earlier;
    const struct disclosure_rule *rule;
    struct disclosure_report *report;
    struct diagnostics *diagnostics;
    struct cell *cells[COLUMN_COUNT_OF]; /* one an area */
};

static const struct quantity *quantity_of(const struct area *area, enum column column) {
    return column == COLUMN_COUNT ? area->count : area->previous;
}

static bool has_number(const struct quantity *quantity) {
    return quantity->state == STATE_KNOWN || quantity->state == STATE_ESTIMATED;
}

static bool is_small(const struct disclosing *disclosing, const struct cell *cell) {
    return cell->known && cell->count > 0 && cell->count < disclosing->rule->suppress_below;
}

/* ---- which are small ------------------------------------------------------------------------- */

/* What the edition before said of this area's count, which is this one's previous count. */
static void set_beside_earlier(struct disclosing *disclosing, struct cell *cell) {
    const struct area *before =
        disclosing->earlier == NULL ? NULL : assessment_area(disclosing->earlier, cell->area->id);
    if (before == NULL) {
        return;
    }
    if (before->count->state == STATE_SUPPRESSED) {
        cell->kept = true;
        if (cell->known) {
            cell->secrecy = is_small(disclosing, cell) ? SMALL : PROTECTING;
        }
        return;
    }
    cell->told = has_number(before->count);
    if (cell->told && cell->secrecy == SMALL) {
        cell->secrecy = OPEN; /* known to everybody: as good as published */
        REPORT(disclosing->diagnostics, cell->area->where, MESSAGE_DISCLOSE_PUBLISHED,
               cell->area->id);
    }
}

static void find_small(struct disclosing *disclosing) {
    const struct assessment *assessment = disclosing->scores->assessment;
    for (int column = 0; column < COLUMN_COUNT_OF; column++) {
        for (size_t i = 0; i < assessment->area_count; i++) {
            struct cell *cell = &disclosing->cells[column][i];
            const struct quantity *quantity =
                quantity_of(&assessment->areas[i], (enum column)column);
            *cell = (struct cell){.area = &assessment->areas[i], .known = has_number(quantity)};
            cell->wanting =
                !cell->known && quantity->state != STATE_NOT_SCORED && !quantity->bounded;
            if (cell->known) {
                cell->count = quantity->value.numerator;
            }
            cell->secrecy = is_small(disclosing, cell) ? SMALL : OPEN;
            if (column == COLUMN_PREVIOUS) {
                set_beside_earlier(disclosing, cell);
            }
        }
    }
}

/* ---- sums ------------------------------------------------------------------------------------ */

/* What a reader of the sum knows of one category's column: the sum of what is withheld, how many
 * are small, and between what the others lie in sum. */
struct knowledge {
    int64_t sum;
    int64_t small;
    int64_t least, most; /* of those withheld to protect */
    bool open_ended;     /* and no most */
};

/* next: the smallest that is left open, or NULL. What is not known to us either is bounded by
 * nothing. Those that the edition before withheld have their sum in that edition, so that here they
 * are as good as one open count: it protected them among themselves, and they protect no other. */
static struct knowledge know(const struct disclosing *disclosing, const struct cell *cells,
                             const struct category *category, const struct cell *next) {
    struct knowledge knowledge = {0};
    for (size_t i = 0; i < disclosing->scores->assessment->area_count; i++) {
        const struct cell *cell = &cells[i];
        if (cell->area->category != category || cell->kept) {
            continue;
        }
        if (cell->wanting && !cell->told) {
            knowledge.open_ended = true;
        } else if (cell->secrecy == SMALL) {
            knowledge.small++;
            knowledge.sum += cell->count;
        } else if (cell->secrecy == PROTECTING) {
            knowledge.sum += cell->count;
            knowledge.least += disclosing->rule->suppress_below;
            knowledge.most += next == NULL ? 0 : next->count;
            knowledge.open_ended = knowledge.open_ended || next == NULL;
        }
    }
    return knowledge;
}

/* Whether each small count of the group can still be anything from 1 to below the threshold. */
static bool is_protected(const struct disclosing *disclosing, const struct knowledge *knowledge) {
    int64_t most = disclosing->rule->suppress_below - 1;
    int64_t others = knowledge->small - 1;
    if (knowledge->small == 0) {
        return true;
    }
    return knowledge->sum - others - knowledge->least >= most &&
           (knowledge->open_ended || knowledge->sum - others * most - knowledge->most <= 1);
}

/* The count to withhold next: the smallest that is open to readers only now; none at all never. */
static struct cell *next_to_withhold(const struct disclosing *disclosing, struct cell *cells,
                                     const struct category *category) {
    struct cell *found = NULL;
    for (size_t i = 0; i < disclosing->scores->assessment->area_count; i++) {
        struct cell *cell = &cells[i];
        if (cell->area->category != category || !cell->known || cell->secrecy != OPEN ||
            cell->told || cell->count == 0) {
            continue;
        }
        if (found == NULL || cell->count < found->count) {
            found = cell;
        }
    }
    return found;
}

static void report_alone(struct disclosing *disclosing, enum column column,
                         const struct category *category) {
    const struct cell *cells = disclosing->cells[column];
    for (size_t i = 0; i < disclosing->scores->assessment->area_count; i++) {
        if (cells[i].area->category == category && cells[i].secrecy == SMALL) {
            REPORT(disclosing->diagnostics, cells[i].area->where, MESSAGE_DISCLOSE_ALONE,
                   COLUMN_NAMES[column], cells[i].area->id,
                   category == NULL ? "those without a category" : category->id);
        }
    }
}

/* category NULL: the areas that have none. */
static void protect_group(struct disclosing *disclosing, enum column column,
                          const struct category *category) {
    struct cell *cells = disclosing->cells[column];
    for (;;) {
        struct cell *next = next_to_withhold(disclosing, cells, category);
        struct knowledge knowledge = know(disclosing, cells, category, next);
        if (is_protected(disclosing, &knowledge)) {
            return;
        }
        if (next == NULL) {
            report_alone(disclosing, column, category);
            return;
        }
        next->secrecy = PROTECTING;
    }
}

static bool same_category(const struct category *now, const struct category *before) {
    return now == NULL || before == NULL ? now == NULL && before == NULL
                                         : strcmp(now->id, before->id) == 0;
}

/* Whether a sum of previous counts has this area in it. */
static bool is_summed(const struct area *area) {
    return area->previous->state != STATE_NOT_SCORED;
}

/* A sum of previous counts tells no more than the edition before did where the counts withheld then
 * still stand together in it. Otherwise one edition's sum may tell what the other's hides. */
static void check_moved(struct disclosing *disclosing, const struct category *category) {
    const struct assessment *assessment = disclosing->scores->assessment;
    const struct assessment *earlier = disclosing->earlier;
    const struct cell *here = NULL;
    bool moved = false;
    for (size_t i = 0; i < assessment->area_count; i++) {
        const struct cell *cell = &disclosing->cells[COLUMN_PREVIOUS][i];
        if (cell->area->category == category && cell->kept && is_summed(cell->area)) {
            const struct area *before = assessment_area(earlier, cell->area->id);
            here = cell;
            moved = moved || !same_category(category, before->category);
        }
    }
    for (size_t i = 0; here != NULL && i < earlier->area_count; i++) {
        const struct area *before = &earlier->areas[i];
        const struct area *now = assessment_area(assessment, before->id);
        moved = moved || (before->count->state == STATE_SUPPRESSED &&
                          same_category(category, before->category) &&
                          (now == NULL || now->category != category || !is_summed(now)));
    }
    if (moved) {
        REPORT(disclosing->diagnostics, here->area->where, MESSAGE_DISCLOSE_MOVED,
               category == NULL ? "those without a category" : category->id);
    }
}

static void protect(struct disclosing *disclosing) {
    const struct assessment *assessment = disclosing->scores->assessment;
    for (int column = 0; column < COLUMN_COUNT_OF; column++) {
        for (size_t i = 0; i < assessment->category_count; i++) {
            protect_group(disclosing, (enum column)column, &assessment->categories[i]);
        }
        protect_group(disclosing, (enum column)column, NULL);
    }
    for (size_t i = 0; disclosing->earlier != NULL && i <= assessment->category_count; i++) {
        check_moved(disclosing, i < assessment->category_count ? &assessment->categories[i] : NULL);
    }
}

/* ---- into the XML ---------------------------------------------------------------------------- */

static void set_part(struct xml_node *node, const char *name, const char *part, const char *value) {
    char whole[40];
    strcpy(whole, name);
    strcat(whole, part);
    xml_set(node, whole, value);
}

static void set_count(struct xml_node *node, const char *name, const char *value,
                      const char *lowest, const char *highest, const char *status,
                      const char *reason) {
    xml_set(node, name, value);
    set_part(node, name, "-lowest", lowest);
    set_part(node, name, "-highest", highest);
    set_part(node, name, "-status", status);
    set_part(node, name, "-reason", reason);
}

static void withhold(struct disclosing *disclosing, const struct cell *cell, const char *name,
                     struct xml_node *node) {
    char most[NUMBER_TEXT];
    char reason[NUMBER_TEXT + 32];
    number_plain(number_of(disclosing->rule->suppress_below - 1), most);
    if (cell->secrecy == SMALL) {
        number_plain(number_of(disclosing->rule->suppress_below), reason);
        char text[sizeof reason + 16] = "Fewer than ";
        strcat(text, reason);
        set_count(node, name, "suppressed", "1", most, NULL, text);
        disclosing->report->withheld++;
    } else if (cell->secrecy == PROTECTING) {
        set_count(node, name, "suppressed", NULL, NULL, NULL,
                  "Withheld so that others cannot be worked out");
        disclosing->report->protected ++;
    }
}

static void round_count(struct disclosing *disclosing, const struct cell *cell, const char *name,
                        struct xml_node *node) {
    int64_t unit = disclosing->rule->round_to;
    char text[NUMBER_TEXT];
    char reason[NUMBER_TEXT + 32] = "Rounded to the nearest ";
    if (!cell->known) {
        return;
    }
    int64_t units = cell->count / unit + (cell->count % unit * 2 >= unit);
    strcat(reason, number_plain(number_of(unit), text));
    set_count(node, name, number_plain(number_of(units * unit), text), NULL, NULL, "estimated",
              reason);
    disclosing->report->rounded++;
}

static bool rests_on_column(const struct method *method, int factor, enum column column) {
    enum operation wanted = column == COLUMN_COUNT ? OPERATION_COUNT : OPERATION_PREVIOUS;
    if (method->factors[factor].operation == wanted) {
        return true;
    }
    for (size_t i = 0; i < method->factors[factor].operand_count; i++) {
        if (rests_on_column(method, method->factors[factor].operands[i], column)) {
            return true;
        }
    }
    return false;
}

/* A result that is given and rests on what is withheld would tell it. A judgement is a judgement:
 * it stays, and so does an override. */
static bool tells(const struct disclosing *disclosing, const struct result *result, int factor,
                  size_t area) {
    const struct method *method = disclosing->scores->method;
    enum operation operation = factor < 0 ? OPERATION_INPUT : method->factors[factor].operation;
    if (operation <= OPERATION_POPULATION || operation == OPERATION_JUDGED ||
        scoring_value(result, (size_t)factor)->overridden) {
        return false;
    }
    for (int column = 0; column < COLUMN_COUNT_OF; column++) {
        bool hidden = disclosing->rule->round_to > 0
                          ? disclosing->cells[column][area].known
                          : disclosing->cells[column][area].secrecy != OPEN;
        if (hidden && rests_on_column(method, factor, (enum column)column)) {
            return true;
        }
    }
    return false;
}

static void remove_telling(struct disclosing *disclosing, size_t area, struct xml_node *node) {
    struct xml_node *score = xml_child(node, "score");
    while (score != NULL) {
        struct xml_node *next = xml_sibling(score, "score");
        const char *id = xml_attribute(score, "factor");
        int factor = id == NULL ? -1 : method_find(disclosing->scores->method, id);
        bool says = xml_attribute(score, "value") != NULL || xml_attribute(score, "lowest") != NULL;
        if (says && tells(disclosing, &disclosing->scores->results[area], factor, area)) {
            xml_remove(score);
            disclosing->report->removed++;
        }
        score = next;
    }
}

static void rewrite_area(struct disclosing *disclosing, struct xml_node *node) {
    const struct assessment *assessment = disclosing->scores->assessment;
    const char *id = xml_attribute(node, "id");
    const struct area *area = id == NULL ? NULL : assessment_area(assessment, id);
    if (area == NULL) {
        return;
    }
    size_t index = (size_t)(area - assessment->areas);
    remove_telling(disclosing, index, node);
    for (int column = 0; column < COLUMN_COUNT_OF; column++) {
        const struct cell *cell = &disclosing->cells[column][index];
        if (disclosing->rule->round_to > 0) {
            round_count(disclosing, cell, COLUMN_NAMES[column], node);
        } else {
            withhold(disclosing, cell, COLUMN_NAMES[column], node);
        }
    }
}

/* ---- words that the rules cannot see --------------------------------------------------------- */

static void advise_measures(struct disclosing *disclosing) {
    const struct assessment *assessment = disclosing->scores->assessment;
    for (size_t i = 0; i < assessment->recommendation_count; i++) {
        const struct recommendation *recommendation = &assessment->recommendations[i];
        const struct measure *measure = recommendation->measure;
        const struct quantity *amounts[] = {measure == NULL ? NULL : &measure->baseline,
                                            measure == NULL ? NULL : &measure->current};
        for (size_t j = 0; measure != NULL && j < 2; j++) {
            char text[NUMBER_TEXT];
            if (has_number(amounts[j]) && amounts[j]->value.numerator > 0 &&
                exact_compare(amounts[j]->value, number_of(disclosing->rule->suppress_below)) < 0) {
                REPORT(disclosing->diagnostics, recommendation->where, MESSAGE_DISCLOSE_MEASURE,
                       recommendation->id, number_plain(amounts[j]->value, text));
            }
        }
    }
}

bool scoring_disclose(const struct scores *scores, const struct assessment *earlier,
                      const struct disclosure_rule *rule, struct disclosure_report *report,
                      struct diagnostics *diagnostics) {
    struct disclosing disclosing = {.scores = scores,
                                    .earlier = earlier,
                                    .rule = rule,
                                    .report = report,
                                    .diagnostics = diagnostics};
    *report = (struct disclosure_report){0};
    if ((rule->suppress_below > 1) == (rule->round_to > 1)) {
        return REPORT(diagnostics, ((struct where){NULL, 0}), MESSAGE_DISCLOSE_RULE);
    }
    for (int column = 0; column < COLUMN_COUNT_OF; column++) {
        disclosing.cells[column] =
            memory_array(scores->count + 1, sizeof *disclosing.cells[column]);
    }
    find_small(&disclosing);
    if (rule->suppress_below > 1) {
        protect(&disclosing);
        advise_measures(&disclosing);
    }
    struct xml_node *list = xml_child(xml_root(scores->assessment->document), "areas");
    for (struct xml_node *node = list == NULL ? NULL : xml_child(list, "area"); node != NULL;
         node = xml_sibling(node, "area")) {
        rewrite_area(&disclosing, node);
    }
    for (int column = 0; column < COLUMN_COUNT_OF; column++) {
        free(disclosing.cells[column]);
    }
    return true;
}
