/* at_hand.h: methods and assessments for the tests of this room, from a few words of XML.
 *
 * Ahead of each test an arena and diagnostics are made; after it everything goes. */
#ifndef BOARDPAPER_TESTS_SCORING_AT_HAND_H
#define BOARDPAPER_TESTS_SCORING_AT_HAND_H

#include "../check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/scoring.h>
#include <boardpaper/xml.h>

enum { MOST_OPENED = 64 };
static struct arena *arena;
static struct diagnostics *diagnostics;
static struct xml_document *opened[MOST_OPENED];
static size_t opened_count;

static inline int at_hand_open(void **state) {
    (void)state;
    arena = arena_new();
    diagnostics = diagnostics_new(arena, 1000);
    opened_count = 0;
    return 0;
}

static inline int at_hand_close(void **state) {
    (void)state;
    while (opened_count > 0) {
        xml_close(opened[--opened_count]);
    }
    arena_free(arena);
    return 0;
}

static inline const struct quantity *kept_quantity(struct quantity quantity) {
    struct quantity *kept = NEW(arena, struct quantity);
    *kept = quantity;
    return kept;
}

/* What is given for a factor, somewhere. */
static inline struct score score_of(const char *factor, const struct quantity *amount) {
    struct judgement *judgement = NEW(arena, struct judgement);
    *judgement = (struct judgement){.factor = factor, .amount = amount};
    return (struct score){.is = judgement};
}

/* All that was reported, a line each, and nothing more is. */
static inline const char *reported(void) {
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ADVICE, false);
    const char *text = arena_text(arena, out.length == 0 ? "" : out.data);
    buffer_free(&out);
    diagnostics = diagnostics_new(arena, 1000);
    return text;
}

static inline void nothing_reported(void) {
    assert_string_equal(reported(), "");
}

static inline struct xml_document *parsed(const char *name, const char *xml) {
    struct xml_document *document = xml_parse(name, xml, strlen(xml), 0, diagnostics);
    if (document == NULL) {
        fail_msg("%s", reported());
    }
    assert_true(opened_count < MOST_OPENED);
    opened[opened_count++] = document;
    return document;
}

/* The method between <method> and </method>, or NULL. Its first line is line 2. */
static inline const struct method *method_given(const char *inside) {
    const char *xml = arena_print(
        arena, "<method id=\"m\" version=\"1\" title=\"A method\">\n%s</method>\n", inside);
    return method_read(arena, xml_root(parsed("m.xml", xml)), diagnostics);
}

/* The same where there must be one. */
static inline const struct method *method_sound(const char *inside) {
    const struct method *method = method_given(inside);
    if (method == NULL) {
        fail_msg("%s", reported());
    }
    return method;
}

static inline const struct method *method_shipped(const char *name) {
    static struct assessment assessment; /* of which method_of looks at the method alone */
    assessment = (struct assessment){.method_ref = name, .method_where = {"a.xml", 1}};
    struct xml_document *document = NULL;
    const struct method *method = method_of(arena, &assessment, &document, diagnostics);
    if (document != NULL) {
        opened[opened_count++] = document;
    }
    if (method == NULL) {
        fail_msg("%s", reported());
    }
    return method;
}

#define ASSESSMENT_HEAD                                                                            \
    "<assessment version=\"1\" partnership=\"Here\" edition=\"2020\">"                             \
    "<period from=\"2019-01-01\" to=\"2019-12-31\"/><method ref=\"stra\"/>\n"
#define ASSESSMENT_TAIL "<paper><title>T</title><meeting date=\"2020-02-01\"/></paper></assessment>"

/* An assessment of what stands between; its first line is line 2. */
static inline const struct assessment *assessment_given(const char *inside) {
    const char *xml = arena_print(arena, "%s%s%s", ASSESSMENT_HEAD, inside, ASSESSMENT_TAIL);
    const struct assessment *assessment = assessment_read(arena, parsed("a.xml", xml), diagnostics);
    if (assessment == NULL) {
        fail_msg("%s", reported());
    }
    return assessment;
}

/* Areas of a population of 1000 people, from line 4. */
static inline const struct assessment *areas_given(const char *areas) {
    return assessment_given(
        arena_print(arena,
                    "<populations><population id=\"p\" count=\"1000\">People</population>"
                    "</populations>\n<categories><category id=\"c\">Crime</category></categories>"
                    "<areas>\n%s</areas>\n",
                    areas));
}

static inline const struct scores *scored(const struct method *method,
                                          const struct assessment *assessment) {
    const struct scores *scores = scoring_run(arena, assessment, method, diagnostics);
    if (scores == NULL) {
        fail_msg("%s", reported());
    }
    return scores;
}

/* One area's attributes and scores, scored. */
static inline const struct result *score_one(const struct method *method, const char *attributes,
                                             const char *inside) {
    const struct assessment *assessment = areas_given(
        arena_print(arena, "<area id=\"x\" %s><name>X</name>\n%s</area>\n", attributes, inside));
    return &scored(method, assessment)->results[0];
}

static inline const struct value *value_named(const struct method *method,
                                              const struct result *result, const char *factor) {
    int index = method_find(method, factor);
    if (index < 0) {
        fail_msg("no factor %s", factor);
    }
    return scoring_value(result, (size_t)index);
}

/* The value in words: "known 3", "unknown 1 to 2", "unknown 0 up", "not-scored". */
static inline const char *said(const struct method *method, const struct result *result,
                               const char *factor) {
    const struct value *value = value_named(method, result, factor);
    char low[NUMBER_TEXT];
    char high[NUMBER_TEXT];
    number_plain(value->lowest, low);
    number_plain(value->highest, high);
    const char *state = state_name(value->state);
    assert_true(value->bounded == (value->floored && value->ceiled));
    if (value->state == STATE_KNOWN || value->state == STATE_ESTIMATED) {
        assert_true(value->bounded);
        assert_string_equal(low, high);
        return arena_print(arena, "%s %s", state, low);
    }
    if (value->bounded) {
        return arena_print(arena, "%s %s to %s", state, low, high);
    }
    if (value->floored) {
        return arena_print(arena, "%s %s up", state, low);
    }
    return value->ceiled ? arena_print(arena, "%s %s down", state, high) : state;
}

#define SAID(method, result, factor, expected)                                                     \
    assert_string_equal(said(method, result, factor), expected)

#endif
