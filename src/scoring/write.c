/* write.c: the scored, ranked areas as CSV, JSON and XML for other programs. The table for people
 * is write_table.c's.
 *
 * Numbers stand as they are shown, with the method's decimals and a point, whatever the language:
 * what a program reads must not depend on who wrote it. An unknown is never 0 and never left out in
 * silence: CSV (lines end in LF, as tools of this system expect) leaves its field empty and JSON
 * and XML name its state and its bounds. */
#include <boardpaper/buffer.h>

#include "evaluate.h"
#include "words.h"
#include "write.h"

enum { PIECE = 64 * 1024 };

static void add_shown(struct buffer *out, const struct factor *factor, struct number number) {
    char text[NUMBER_TEXT];
    buffer_text(out, number_format(number, factor->decimals, text));
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static void add_bound(struct buffer *out, const struct factor *factor, bool there,
                      struct number number) {
    buffer_byte(out, ',');
    if (there) {
        add_shown(out, factor, number);
    }
}

static void csv_head(const struct method *method, struct buffer *out) {
    buffer_text(out, "rank,id,name,category,total,lowest,highest,rating");
    for (size_t i = 0; i < method->factor_count; i++) {
        buffer_field(out, method->factors[i].id);
    }
    buffer_text(out, "\n");
}

static void csv_area(const struct method *method, const struct result *result, struct buffer *out) {
    const struct value *total = scoring_value(result, (size_t)method->total);
    const struct factor *factor = &method->factors[method->total];
    bool scored = total->state != STATE_NOT_SCORED;
    if (result->rank > 0) {
        buffer_integer(out, result->rank);
    }
    buffer_field(out, result->area->id);
    buffer_field(out, result->area->name);
    buffer_field(out, result->area->category == NULL ? NULL : result->area->category->id);
    add_bound(out, factor, value_known(total), total->lowest);
    add_bound(out, factor, scored && total->floored, total->lowest);
    add_bound(out, factor, scored && total->ceiled, total->highest);
    buffer_field(out, result->rating == NULL ? NULL : result->rating->id);
    for (size_t i = 0; i < method->factor_count; i++) {
        const struct value *value = scoring_value(result, i);
        add_bound(out, &method->factors[i], value_known(value), value->lowest);
    }
    buffer_text(out, "\n");
}

static void write_csv(const struct scores *scores, struct buffer *out) {
    csv_head(scores->method, out);
    for (size_t i = 0; i < scores->count; i++) {
        csv_area(scores->method, scores->ranked[i], out);
    }
}

void scoring_write_pieces(const struct scores *scores,
                          void (*take)(void *context, const void *bytes, size_t length),
                          void *context) {
    struct buffer piece = {0};
    csv_head(scores->method, &piece);
    for (size_t i = 0; i < scores->count; i++) {
        csv_area(scores->method, scores->ranked[i], &piece);
        if (piece.length >= PIECE) {
            take(context, piece.data, piece.length);
            buffer_clear(&piece);
        }
    }
    take(context, piece.data, piece.length);
    buffer_free(&piece);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_number(struct buffer *out, const char *name, const struct factor *factor,
                       bool there, struct number number) {
    buffer_print(out, ",\"%s\":", name);
    if (there) {
        add_shown(out, factor, number);
    } else {
        buffer_text(out, "null");
    }
}

static void json_value(const struct factor *factor, const struct value *value, struct buffer *out) {
    bool scored = value->state != STATE_NOT_SCORED;
    buffer_print(out, "{\"state\":\"%s\"", state_name(value->state));
    add_number(out, "value", factor, value_known(value), value->lowest);
    add_number(out, "lowest", factor, scored && value->floored, value->lowest);
    add_number(out, "highest", factor, scored && value->ceiled, value->highest);
    if (value->overridden) {
        add_number(out, "ruled", factor, true, value->ruled);
    }
    if (value->stated) {
        buffer_text(out, ",\"stated\":true");
    }
    if (value->deduced) {
        buffer_text(out, ",\"deduced\":true");
    }
    buffer_byte(out, '}');
}

static void json_area(const struct scores *scores, const struct result *result,
                      struct buffer *out) {
    const struct method *method = scores->method;
    const struct value *total = scoring_value(result, (size_t)method->total);
    const struct factor *factor = &method->factors[method->total];
    bool scored = total->state != STATE_NOT_SCORED;
    buffer_text(out, "{\"rank\":");
    if (result->rank > 0) {
        buffer_integer(out, result->rank);
    } else {
        buffer_text(out, "null");
    }
    buffer_print(out, ",\"tied\":%s", result->tied ? "true" : "false");
    buffer_member(out, "id", result->area->id);
    buffer_member(out, "name", result->area->name);
    buffer_member(out, "category",
                  result->area->category == NULL ? NULL : result->area->category->id);
    buffer_member(out, "state", state_name(total->state));
    add_number(out, "total", factor, value_known(total), total->lowest);
    add_number(out, "lowest", factor, scored && total->floored, total->lowest);
    add_number(out, "highest", factor, scored && total->ceiled, total->highest);
    buffer_member(out, "rating", result->rating == NULL ? NULL : result->rating->id);
    buffer_text(out, ",\"values\":{");
    for (size_t i = 0; i < method->factor_count; i++) {
        buffer_text(out, i == 0 ? "\n  " : ",\n  ");
        buffer_json(out, method->factors[i].id);
        buffer_byte(out, ':');
        json_value(&method->factors[i], scoring_value(result, i), out);
    }
    buffer_text(out, "}}");
}

static void write_json(const struct scores *scores, struct buffer *out) {
    buffer_text(out, "{\"format\":1");
    buffer_member(out, "partnership", scores->assessment->partnership);
    buffer_member(out, "edition", scores->assessment->edition);
    if (scores->assessment->extract != MARKING_NONE) {
        buffer_member(out, "extract", marking_name(scores->assessment->extract));
    }
    buffer_text(out, ",\n\"method\":{\"id\":");
    buffer_json(out, scores->method->id);
    buffer_member(out, "version", scores->method->version);
    buffer_member(out, "title", scores->method->title);
    buffer_text(out, "},\n\"areas\":[");
    for (size_t i = 0; i < scores->count; i++) {
        buffer_text(out, i == 0 ? "\n" : ",\n");
        json_area(scores, scores->ranked[i], out);
    }
    buffer_text(out, "\n]}\n");
}

/* ---- XML ------------------------------------------------------------------------------------- */

static void add_amount(struct buffer *out, const char *name, const struct factor *factor,
                       bool there, struct number number) {
    char text[NUMBER_TEXT];
    buffer_attribute(out, name, there ? number_format(number, factor->decimals, text) : NULL);
}

static void xml_value_element(const struct factor *factor, const struct value *value,
                              struct buffer *out) {
    bool scored = value->state != STATE_NOT_SCORED;
    buffer_text(out, "    <value");
    buffer_attribute(out, "id", factor->id);
    buffer_attribute(out, "state", state_name(value->state));
    add_amount(out, "value", factor, value_known(value), value->lowest);
    add_amount(out, "lowest", factor, scored && value->floored, value->lowest);
    add_amount(out, "highest", factor, scored && value->ceiled, value->highest);
    add_amount(out, "ruled", factor, value->overridden, value->ruled);
    buffer_attribute(out, "stated", value->stated ? "yes" : NULL);
    buffer_attribute(out, "deduced", value->deduced ? "yes" : NULL);
    buffer_text(out, "/>\n");
}

static void xml_area(const struct scores *scores, const struct result *result, struct buffer *out) {
    const struct method *method = scores->method;
    const struct value *total = scoring_value(result, (size_t)method->total);
    const struct factor *factor = &method->factors[method->total];
    bool scored = total->state != STATE_NOT_SCORED;
    buffer_text(out, "  <area");
    if (result->rank > 0) {
        buffer_text(out, " rank=\"");
        buffer_integer(out, result->rank);
        buffer_byte(out, '"');
    }
    buffer_attribute(out, "tied", result->tied ? "yes" : NULL);
    buffer_attribute(out, "id", result->area->id);
    buffer_attribute(out, "name", result->area->name);
    buffer_attribute(out, "category",
                     result->area->category == NULL ? NULL : result->area->category->id);
    buffer_attribute(out, "state", state_name(total->state));
    add_amount(out, "total", factor, value_known(total), total->lowest);
    add_amount(out, "lowest", factor, scored && total->floored, total->lowest);
    add_amount(out, "highest", factor, scored && total->ceiled, total->highest);
    buffer_attribute(out, "rating", result->rating == NULL ? NULL : result->rating->id);
    buffer_text(out, ">\n");
    for (size_t i = 0; i < method->factor_count; i++) {
        xml_value_element(&method->factors[i], scoring_value(result, i), out);
    }
    buffer_text(out, "  </area>\n");
}

static void write_xml(const struct scores *scores, struct buffer *out) {
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scores format=\"1\"");
    buffer_attribute(out, "partnership", scores->assessment->partnership);
    buffer_attribute(out, "edition", scores->assessment->edition);
    buffer_attribute(out, "extract",
                     scores->assessment->extract == MARKING_NONE
                         ? NULL
                         : marking_name(scores->assessment->extract));
    buffer_text(out, ">\n  <method");
    buffer_attribute(out, "id", scores->method->id);
    buffer_attribute(out, "version", scores->method->version);
    buffer_attribute(out, "title", scores->method->title);
    buffer_text(out, "/>\n");
    for (size_t i = 0; i < scores->count; i++) {
        xml_area(scores, scores->ranked[i], out);
    }
    buffer_text(out, "</scores>\n");
}

void scoring_write(const struct scores *scores, enum scoring_format format, struct buffer *out) {
    switch (format) {
    case SCORING_TABLE:
        write_table(scores, out);
        break;
    case SCORING_CSV:
        write_csv(scores, out);
        break;
    case SCORING_JSON:
        write_json(scores, out);
        break;
    case SCORING_XML:
        write_xml(scores, out);
        break;
    }
}
