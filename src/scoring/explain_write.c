/* explain_write.c: explanations as CSV, JSON and XML for other programs.
 *
 * The sentence that people read is given whole, beside the value in parts: who checks a score by
 * program wants the numbers, the line and who judged, and shows people the sentence. Numbers stand
 * as in `score`. templates/schemas/outputs.rng is the form of the XML. */
#include <stdio.h>

#include <boardpaper/buffer.h>

#include "evaluate.h"
#include "explain.h"
#include "words.h"
#include "write.h"

/* One factor of one area with all that is told of it. */
struct told {
    const struct factor *factor;
    const struct value *value;
    const struct judgement *judgement;
    const char *reason;
    long line;
    struct buffer words;
};

static struct told told_of(const struct scores *scores, const struct result *result, size_t index) {
    const struct quantity *amount = explain_amount(scores, result, index);
    struct told told = {.factor = &scores->method->factors[index],
                        .value = scoring_value(result, (size_t)index),
                        .judgement = explain_judgement(scores, result, index),
                        .reason = amount == NULL ? NULL : amount->reason,
                        .line = explain_where(scores, result, index).line};
    explain_words(scores, result, index, &told.words);
    return told;
}

static const char *date_words(const struct judgement *judgement, char out[NUMBER_TEXT]) {
    if (judgement == NULL || judgement->date.year == 0) {
        return NULL;
    }
    snprintf(out, NUMBER_TEXT, "%04d-%02d-%02d", judgement->date.year, judgement->date.month,
             judgement->date.day);
    return out;
}

/* A number as shown, or NULL where there is none. */
static const char *shown(const struct told *told, bool there, struct number number,
                         char out[NUMBER_TEXT]) {
    return there ? number_format(number, told->factor->decimals, out) : NULL;
}

static bool is_scored(const struct value *value) {
    return value->state != STATE_NOT_SCORED;
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static void csv_factor(const struct area *area, const struct told *told, struct buffer *out) {
    const struct value *value = told->value;
    char text[NUMBER_TEXT];
    buffer_csv(out, area->id);
    buffer_field(out, area->name);
    buffer_field(out, told->factor->id);
    buffer_field(out, told->factor->label);
    buffer_field(out, told->factor->group);
    buffer_field(out, state_name(value->state));
    buffer_field(out, shown(told, value_known(value), value->lowest, text));
    buffer_field(out, shown(told, is_scored(value) && value->floored, value->lowest, text));
    buffer_field(out, shown(told, is_scored(value) && value->ceiled, value->highest, text));
    buffer_field(out, shown(told, value->overridden, value->ruled, text));
    buffer_field(out, value->stated ? "yes" : NULL);
    buffer_field(out, value->deduced ? "yes" : NULL);
    buffer_field(out, told->words.data);
    buffer_field(out, told->reason);
    buffer_field(out, told->judgement == NULL ? NULL : told->judgement->role);
    buffer_field(out, date_words(told->judgement, text));
    buffer_byte(out, ',');
    if (told->line > 0) {
        buffer_integer(out, told->line);
    }
    buffer_byte(out, '\n');
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_number(struct buffer *out, const char *name, const char *number) {
    buffer_print(out, ",\"%s\":%s", name, number == NULL ? "null" : number);
}

static void add_line(struct buffer *out, long line) {
    char text[NUMBER_TEXT];
    snprintf(text, sizeof text, "%ld", line);
    add_number(out, "line", line > 0 ? text : NULL);
}

static void json_factor(const struct told *told, struct buffer *out) {
    const struct value *value = told->value;
    char text[NUMBER_TEXT];
    buffer_text(out, "{\"id\":");
    buffer_json(out, told->factor->id);
    buffer_member(out, "label", told->factor->label);
    buffer_member(out, "group", told->factor->group);
    buffer_member(out, "state", state_name(value->state));
    add_number(out, "value", shown(told, value_known(value), value->lowest, text));
    add_number(out, "lowest", shown(told, is_scored(value) && value->floored, value->lowest, text));
    add_number(out, "highest",
               shown(told, is_scored(value) && value->ceiled, value->highest, text));
    add_number(out, "ruled", shown(told, value->overridden, value->ruled, text));
    buffer_print(out, ",\"stated\":%s,\"deduced\":%s", value->stated ? "true" : "false",
                 value->deduced ? "true" : "false");
    buffer_member(out, "explanation", told->words.data);
    buffer_member(out, "reason", told->reason);
    buffer_member(out, "by", told->judgement == NULL ? NULL : told->judgement->role);
    buffer_member(out, "date", date_words(told->judgement, text));
    add_line(out, told->line);
    buffer_byte(out, '}');
}

static void json_head(const struct result *result, struct buffer *out) {
    buffer_text(out, "{\"id\":");
    buffer_json(out, result->area->id);
    buffer_member(out, "name", result->area->name);
    add_line(out, result->area->where.line);
    char rank[NUMBER_TEXT];
    snprintf(rank, sizeof rank, "%lld", (long long)result->rank);
    add_number(out, "rank", result->rank > 0 ? rank : NULL);
    buffer_member(out, "rating", result->rating == NULL ? NULL : result->rating->id);
    buffer_text(out, ",\"factors\":[");
}

/* ---- XML ------------------------------------------------------------------------------------- */

static void add_integer(struct buffer *out, const char *name, int64_t value) {
    if (value > 0) {
        buffer_print(out, " %s=\"%lld\"", name, (long long)value);
    }
}

static void xml_factor(const struct told *told, struct buffer *out) {
    const struct value *value = told->value;
    char text[NUMBER_TEXT];
    buffer_text(out, "    <factor");
    buffer_attribute(out, "id", told->factor->id);
    buffer_attribute(out, "label", told->factor->label);
    buffer_attribute(out, "group", *told->factor->group == '\0' ? NULL : told->factor->group);
    buffer_attribute(out, "state", state_name(value->state));
    buffer_attribute(out, "value", shown(told, value_known(value), value->lowest, text));
    buffer_attribute(out, "lowest",
                     shown(told, is_scored(value) && value->floored, value->lowest, text));
    buffer_attribute(out, "highest",
                     shown(told, is_scored(value) && value->ceiled, value->highest, text));
    buffer_attribute(out, "ruled", shown(told, value->overridden, value->ruled, text));
    buffer_attribute(out, "stated", value->stated ? "yes" : NULL);
    buffer_attribute(out, "deduced", value->deduced ? "yes" : NULL);
    buffer_attribute(out, "reason", told->reason);
    buffer_attribute(out, "by", told->judgement == NULL ? NULL : told->judgement->role);
    buffer_attribute(out, "date", date_words(told->judgement, text));
    add_integer(out, "line", told->line);
    buffer_byte(out, '>');
    buffer_xml(out, told->words.data);
    buffer_text(out, "</factor>\n");
}

static void xml_head(const struct result *result, struct buffer *out) {
    buffer_text(out, "  <area");
    buffer_attribute(out, "id", result->area->id);
    buffer_attribute(out, "name", result->area->name);
    add_integer(out, "line", result->area->where.line);
    add_integer(out, "rank", result->rank);
    buffer_attribute(out, "rating", result->rating == NULL ? NULL : result->rating->id);
    buffer_text(out, ">\n");
}

/* ---- all ------------------------------------------------------------------------------------- */

static void write_area(const struct scores *scores, const struct result *result,
                       enum scoring_format format, struct buffer *out) {
    if (format == SCORING_JSON) {
        json_head(result, out);
    } else if (format == SCORING_XML) {
        xml_head(result, out);
    }
    for (size_t i = 0; i < scores->method->factor_count; i++) {
        struct told told = told_of(scores, result, i);
        if (format == SCORING_CSV) {
            csv_factor(result->area, &told, out);
        } else if (format == SCORING_JSON) {
            buffer_text(out, i == 0 ? "\n  " : ",\n  ");
            json_factor(&told, out);
        } else {
            xml_factor(&told, out);
        }
        buffer_free(&told.words);
    }
    buffer_text(out, format == SCORING_JSON ? "]}" : format == SCORING_XML ? "  </area>\n" : "");
}

static void write_head(const struct scores *scores, enum scoring_format format,
                       struct buffer *out) {
    const struct assessment *assessment = scores->assessment;
    if (format == SCORING_CSV) {
        buffer_text(out, "id,name,factor,label,group,state,value,lowest,highest,ruled,stated,"
                         "deduced,explanation,reason,by,date,line\n");
    } else if (format == SCORING_JSON) {
        buffer_text(out, "{\"format\":1");
        buffer_member(out, "partnership", assessment->partnership);
        buffer_member(out, "edition", assessment->edition);
        if (assessment->extract != MARKING_NONE) {
            buffer_member(out, "extract", marking_name(assessment->extract));
        }
        buffer_text(out, ",\n\"method\":{\"id\":");
        buffer_json(out, scores->method->id);
        buffer_member(out, "version", scores->method->version);
        buffer_member(out, "title", scores->method->title);
        buffer_text(out, "},\n\"areas\":[");
    } else {
        buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<explanations format=\"1\"");
        buffer_attribute(out, "partnership", assessment->partnership);
        buffer_attribute(out, "edition", assessment->edition);
        buffer_attribute(out, "extract",
                         assessment->extract == MARKING_NONE ? NULL
                                                             : marking_name(assessment->extract));
        buffer_text(out, ">\n  <method");
        buffer_attribute(out, "id", scores->method->id);
        buffer_attribute(out, "version", scores->method->version);
        buffer_attribute(out, "title", scores->method->title);
        buffer_text(out, "/>\n");
    }
}

void scoring_explain_write(const struct scores *scores, const struct result *const *results,
                           size_t count, enum scoring_format format, struct buffer *out) {
    if (format != SCORING_TABLE) {
        write_head(scores, format, out);
    }
    for (size_t i = 0; i < count; i++) {
        if (format == SCORING_TABLE) {
            buffer_text(out, i == 0 ? "" : "\n");
            scoring_explain(scores, results[i], out);
            continue;
        }
        if (format == SCORING_JSON) {
            buffer_text(out, i == 0 ? "\n" : ",\n");
        }
        write_area(scores, results[i], format, out);
    }
    if (format == SCORING_JSON) {
        buffer_text(out, "\n]}\n");
    } else if (format == SCORING_XML) {
        buffer_text(out, "</explanations>\n");
    }
}
