/* compare_write.c: movement as a list for people, and as CSV, JSON and XML.
 *
 * Parts of a difference are exact: where one is no short decimal it is written as a fraction
 * (1 1/3), so that the parts add up on paper too. */
#include <stdio.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "evaluate.h"
#include "words.h"

static char *total_words(const struct scores *scores, const struct result *result, char *out) {
    const struct method *method = scores->method;
    return value_words(&method->factors[method->total],
                       scoring_value(result, (size_t)method->total), out);
}

static const struct area *area_of(const struct movement *movement) {
    return movement->after != NULL ? movement->after->area : movement->before->area;
}

static const char *edition_of(const struct scores *scores) {
    return scores->assessment->edition == NULL ? "" : scores->assessment->edition;
}

/* ---- for people ------------------------------------------------------------------------------ */

static void pad_to(struct buffer *out, const char *text, size_t width) {
    size_t taken = words_width(text);
    buffer_text(out, text);
    for (; taken < width; taken++) {
        buffer_byte(out, ' ');
    }
}

static void list_part(struct buffer *out, const char *label, const char *before, const char *after,
                      struct number amount) {
    char text[AMOUNT_TEXT];
    struct buffer line = {0};
    buffer_text(&line, label);
    if (before != NULL) {
        buffer_print(&line, " %s → %s", before, after);
    }
    buffer_text(out, "      ");
    pad_to(out, line.data, 56);
    buffer_print(out, "  %s\n", words_amount(amount, text));
    buffer_free(&line);
}

static void list_parts(const struct scoring_comparison *comparison, const struct movement *movement,
                       struct buffer *out) {
    const struct method *method = comparison->after->method;
    if (movement->by_method.numerator != 0) {
        list_part(out, "The change of method", NULL, NULL, movement->by_method);
    }
    bool split = movement->together.numerator == 0;
    for (size_t i = 0; i < movement->contribution_count; i++) {
        const struct contribution *part = &movement->contributions[i];
        if (split) {
            list_part(out, words_fact_label(method, part->factor), part->before, part->after,
                      part->amount);
        } else {
            buffer_print(out, "      %s %s → %s\n", words_fact_label(method, part->factor),
                         part->before, part->after);
        }
    }
    if (!split) {
        list_part(out,
                  movement->contribution_count > 1 ? "These together, which cannot be told apart"
                  : movement->contribution_count == 1
                      ? "This"
                      : "What has changed, which the two methods do not share",
                  NULL, NULL, movement->together);
    }
}

static void add_rank(struct buffer *out, const struct result *result) {
    if (result->rank > 0) {
        buffer_integer(out, result->rank);
        buffer_text(out, result->tied ? "=" : "");
    } else {
        buffer_byte(out, '-');
    }
}

static const char *rating_label(const struct result *result) {
    return result->rating == NULL ? "not certain" : result->rating->label;
}

static void list_movement(const struct scoring_comparison *comparison,
                          const struct movement *movement, struct buffer *out) {
    const struct area *area = area_of(movement);
    char before[INTERVAL_TEXT];
    char after[INTERVAL_TEXT];
    char amount[AMOUNT_TEXT];
    buffer_print(out, "  %s: ", *area->name == '\0' ? area->id : area->name);
    if (movement->before == NULL || movement->after == NULL) {
        const struct result *only = movement->after != NULL ? movement->after : movement->before;
        buffer_print(out, "%s, rank ",
                     total_words(movement->after != NULL ? comparison->after : comparison->before,
                                 only, after));
        add_rank(out, only);
        buffer_print(out, ", %s\n", rating_label(only));
        return;
    }
    buffer_print(out, "%s → %s", total_words(comparison->before, movement->before, before),
                 total_words(comparison->after, movement->after, after));
    if (movement->certain) {
        buffer_print(out, " (%s)", words_amount(movement->difference, amount));
    }
    buffer_text(out, ", rank ");
    add_rank(out, movement->before);
    buffer_text(out, " → ");
    add_rank(out, movement->after);
    if (movement->rerated) {
        buffer_print(out, ", %s → %s\n", rating_label(movement->before),
                     rating_label(movement->after));
    } else {
        buffer_print(out, ", %s\n", rating_label(movement->after));
    }
    if (movement->certain) {
        list_parts(comparison, movement, out);
    }
}

/* Those that stayed are listed only where something moved beneath the same total. */
static bool worth_listing(const struct movement *movement) {
    return movement->kind != MOVEMENT_SAME || movement->rerated ||
           movement->contribution_count > 0 || movement->by_method.numerator != 0;
}

static void list_kind(const struct scoring_comparison *comparison, enum movement_kind kind,
                      const char *head, struct buffer *out) {
    size_t count = 0;
    size_t unlisted = 0;
    for (size_t i = 0; i < comparison->count; i++) {
        const struct movement *movement = &comparison->movements[i];
        if (movement->kind != kind) {
            continue;
        }
        if (!worth_listing(movement)) {
            unlisted++;
            continue;
        }
        if (count++ == 0) {
            buffer_print(out, "\n%s\n", head);
        }
        list_movement(comparison, movement, out);
    }
    if (unlisted > 0) {
        buffer_print(out, "\n%zu unchanged in every fact\n", unlisted);
    }
}

static void list_comparison(const struct scoring_comparison *comparison, struct buffer *out) {
    static const struct {
        enum movement_kind kind;
        const char *head;
    } KINDS[] = {
        {MOVEMENT_RISEN, "Risen"},
        {MOVEMENT_FALLEN, "Fallen"},
        {MOVEMENT_NEW, "New"},
        {MOVEMENT_GONE, "Gone"},
        {MOVEMENT_UNCERTAIN, "Not certain: what is possible overlaps"},
        {MOVEMENT_SAME, "Same total"},
    };
    const struct method *before = comparison->before->method;
    const struct method *after = comparison->after->method;
    buffer_print(out, "%s → %s\n", edition_of(comparison->before), edition_of(comparison->after));
    if (comparison->method_changed) {
        buffer_print(out, "The method changed: %s, version %s → %s, version %s\n", before->id,
                     before->version, after->id, after->version);
        if (strcmp(before->id, after->id) == 0 && strcmp(before->version, after->version) == 0) {
            buffer_text(out, "Its rules are others, though its version is the same.\n");
        }
    }
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        list_kind(comparison, KINDS[i].kind, KINDS[i].head, out);
    }
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static void csv_side(const struct scores *scores, const struct result *result, struct buffer *out) {
    char text[INTERVAL_TEXT];
    const struct value *total =
        result == NULL ? NULL : scoring_value(result, (size_t)scores->method->total);
    buffer_byte(out, ',');
    if (result != NULL && result->rank > 0) {
        buffer_integer(out, result->rank);
    }
    buffer_field(out,
                 total == NULL || !value_known(total) ? "" : total_words(scores, result, text));
    buffer_field(out, result == NULL || result->rating == NULL ? "" : result->rating->id);
}

static void csv_movement(const struct scoring_comparison *comparison,
                         const struct movement *movement, struct buffer *out) {
    char text[AMOUNT_TEXT];
    struct buffer because = {0};
    buffer_csv(out, edition_of(comparison->before));
    buffer_field(out, edition_of(comparison->after));
    buffer_field(out, area_of(movement)->id);
    buffer_field(out, area_of(movement)->name);
    buffer_field(out, movement_name(movement->kind));
    csv_side(comparison->before, movement->before, out);
    csv_side(comparison->after, movement->after, out);
    buffer_field(out, movement->certain ? words_amount(movement->difference, text) : "");
    buffer_field(out, movement->certain ? words_amount(movement->by_method, text) : "");
    buffer_field(out, movement->certain ? words_amount(movement->together, text) : "");
    for (size_t i = 0; i < movement->contribution_count; i++) {
        const struct contribution *part = &movement->contributions[i];
        buffer_print(&because, "%s%s %s > %s: %s", i == 0 ? "" : "; ",
                     words_fact_id(comparison->after->method, part->factor), part->before,
                     part->after, words_amount(part->amount, text));
    }
    buffer_field(out, because.length == 0 ? "" : because.data);
    buffer_byte(out, '\n');
    buffer_free(&because);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_text(struct buffer *out, const char *name, const char *text) {
    buffer_print(out, ",\"%s\":", name);
    if (text == NULL) {
        buffer_text(out, "null");
    } else {
        buffer_json(out, text);
    }
}

static void json_side(const struct scores *scores, const struct result *result, const char *name,
                      struct buffer *out) {
    char text[INTERVAL_TEXT];
    buffer_print(out, ",\"%s\":", name);
    if (result == NULL) {
        buffer_text(out, "null");
        return;
    }
    const struct value *total = scoring_value(result, (size_t)scores->method->total);
    buffer_print(out, "{\"rank\":");
    if (result->rank > 0) {
        buffer_integer(out, result->rank);
    } else {
        buffer_text(out, "null");
    }
    buffer_print(out, ",\"total\":%s",
                 value_known(total) ? total_words(scores, result, text) : "null");
    json_text(out, "possible", total_words(scores, result, text));
    json_text(out, "rating", result->rating == NULL ? NULL : result->rating->id);
    buffer_byte(out, '}');
}

/* Exact amounts: a fraction in text, for a JSON number is none. */
static void json_amount(struct buffer *out, const char *name, struct number amount) {
    buffer_print(out, ",\"%s\":\"%lld/%lld\"", name, (long long)amount.numerator,
                 (long long)amount.denominator);
}

static void json_movement(const struct scoring_comparison *comparison,
                          const struct movement *movement, struct buffer *out) {
    buffer_text(out, "{\"id\":");
    buffer_json(out, area_of(movement)->id);
    json_text(out, "name", area_of(movement)->name);
    json_text(out, "movement", movement_name(movement->kind));
    buffer_print(out, ",\"rerated\":%s", movement->rerated ? "true" : "false");
    json_side(comparison->before, movement->before, "before", out);
    json_side(comparison->after, movement->after, "after", out);
    if (movement->certain) {
        json_amount(out, "difference", movement->difference);
        json_amount(out, "by-method", movement->by_method);
        json_amount(out, "together", movement->together);
        buffer_text(out, ",\"because\":[");
        for (size_t i = 0; i < movement->contribution_count; i++) {
            const struct contribution *part = &movement->contributions[i];
            buffer_text(out, i == 0 ? "{\"factor\":" : ",{\"factor\":");
            buffer_json(out, words_fact_id(comparison->after->method, part->factor));
            json_text(out, "before", part->before);
            json_text(out, "after", part->after);
            json_amount(out, "amount", part->amount);
            buffer_byte(out, '}');
        }
        buffer_byte(out, ']');
    }
    buffer_byte(out, '}');
}

static void json_comparison(const struct scoring_comparison *comparison, struct buffer *out) {
    buffer_text(out, "{\"before\":");
    buffer_json(out, edition_of(comparison->before));
    json_text(out, "after", edition_of(comparison->after));
    buffer_print(out, ",\"method-changed\":%s,\"areas\":[",
                 comparison->method_changed ? "true" : "false");
    for (size_t i = 0; i < comparison->count; i++) {
        buffer_text(out, i == 0 ? "\n" : ",\n");
        json_movement(comparison, &comparison->movements[i], out);
    }
    buffer_text(out, "\n]}");
}

/* ---- XML ------------------------------------------------------------------------------------- */

static void xml_side(const struct scores *scores, const struct result *result, const char *name,
                     struct buffer *out) {
    char text[INTERVAL_TEXT];
    if (result == NULL) {
        return;
    }
    buffer_print(out, "      <%s", name);
    if (result->rank > 0) {
        buffer_print(out, " rank=\"%lld\"", (long long)result->rank);
    }
    if (value_known(scoring_value(result, (size_t)scores->method->total))) {
        buffer_attribute(out, "total", total_words(scores, result, text));
    }
    buffer_attribute(out, "possible", total_words(scores, result, text));
    buffer_attribute(out, "rating", result->rating == NULL ? NULL : result->rating->id);
    buffer_text(out, "/>\n");
}

static void xml_amount(struct buffer *out, const char *name, struct number amount) {
    buffer_print(out, " %s=\"%lld/%lld\"", name, (long long)amount.numerator,
                 (long long)amount.denominator);
}

static void xml_movement(const struct scoring_comparison *comparison,
                         const struct movement *movement, struct buffer *out) {
    buffer_text(out, "    <area");
    buffer_attribute(out, "id", area_of(movement)->id);
    buffer_attribute(out, "name", area_of(movement)->name);
    buffer_attribute(out, "movement", movement_name(movement->kind));
    buffer_attribute(out, "rerated", movement->rerated ? "yes" : NULL);
    if (movement->certain) {
        xml_amount(out, "difference", movement->difference);
        xml_amount(out, "by-method", movement->by_method);
        xml_amount(out, "together", movement->together);
    }
    buffer_text(out, ">\n");
    xml_side(comparison->before, movement->before, "before", out);
    xml_side(comparison->after, movement->after, "after", out);
    for (size_t i = 0; i < movement->contribution_count; i++) {
        const struct contribution *part = &movement->contributions[i];
        buffer_text(out, "      <because");
        buffer_attribute(out, "factor", words_fact_id(comparison->after->method, part->factor));
        buffer_attribute(out, "before", part->before);
        buffer_attribute(out, "after", part->after);
        xml_amount(out, "amount", part->amount);
        buffer_text(out, "/>\n");
    }
    buffer_text(out, "    </area>\n");
}

static void xml_comparison(const struct scoring_comparison *comparison, struct buffer *out) {
    buffer_text(out, "  <comparison");
    buffer_attribute(out, "before", edition_of(comparison->before));
    buffer_attribute(out, "after", edition_of(comparison->after));
    buffer_attribute(out, "method-changed", comparison->method_changed ? "yes" : NULL);
    buffer_text(out, ">\n");
    for (size_t i = 0; i < comparison->count; i++) {
        xml_movement(comparison, &comparison->movements[i], out);
    }
    buffer_text(out, "  </comparison>\n");
}

/* ---- all ------------------------------------------------------------------------------------- */

void scoring_compare_write(const struct scoring_comparison *const *comparisons, size_t count,
                           enum scoring_format format, struct buffer *out) {
    static const char *const HEADS[] = {
        [SCORING_TABLE] = "",
        [SCORING_CSV] = "before,after,id,name,movement,before-rank,before-total,before-rating,"
                        "after-rank,after-total,after-rating,difference,by-method,together,"
                        "because\n",
        [SCORING_JSON] = "{\"format\":1,\"comparisons\":[\n",
        [SCORING_XML] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<comparisons format=\"1\">\n",
    };
    static const char *const FEET[] = {[SCORING_TABLE] = "",
                                       [SCORING_CSV] = "",
                                       [SCORING_JSON] = "\n]}\n",
                                       [SCORING_XML] = "</comparisons>\n"};
    buffer_text(out, HEADS[format]);
    for (size_t i = 0; i < count; i++) {
        switch (format) {
        case SCORING_TABLE:
            buffer_text(out, i == 0 ? "" : "\n");
            list_comparison(comparisons[i], out);
            break;
        case SCORING_CSV:
            for (size_t j = 0; j < comparisons[i]->count; j++) {
                csv_movement(comparisons[i], &comparisons[i]->movements[j], out);
            }
            break;
        case SCORING_JSON:
            buffer_text(out, i == 0 ? "" : ",\n");
            json_comparison(comparisons[i], out);
            break;
        case SCORING_XML:
            xml_comparison(comparisons[i], out);
            break;
        }
    }
    buffer_text(out, FEET[format]);
}
