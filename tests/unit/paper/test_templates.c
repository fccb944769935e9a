/* test_templates.c: the shipped templates are valid, say nothing untoward of any sample in any
 * edition and language, and print what the scores say.
 */
#include "workshop.h"

static const char *const TEMPLATES[] = {"board-paper", "appendix", "summary", "bulletin",
                                        "movement",    "firmness", "audit"};
static const char *const EDITIONS[] = {"standard", "large-print", "compact", "monochrome"};
static const char *const LANGUAGES[] = {"en-GB", "cy", "pl"};
static const char *const SAMPLES[] = {"safer-plymouth", "risk-matrix", "harm-index",
                                      "severity-score", "morile",      "fellside"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *read_source(struct arena *arena, const char *path, size_t *length) {
    static const struct where nowhere = {NULL, 0};
    const char *whole = arena_print(arena, "%s/%s", getenv("SOURCE"), path);
    const char *bytes = file_read(arena, whole, 0, nowhere, length, diagnostics_new(arena, 0));
    if (bytes == NULL) {
        fail_msg("%s cannot be read", whole);
    }
    return bytes;
}

/* The sample, in another language where lang is not its own. */
static struct workshop open_sample(const char *name, const char *lang) {
    struct arena *arena = arena_new();
    size_t length = 0;
    const char *xml = read_source(arena, arena_print(arena, "samples/%s.xml", name), &length);
    const char *at = strstr(xml, "lang=\"en-GB\"");
    if (at != NULL && strcmp(lang, "en-GB") != 0) {
        xml = arena_print(arena, "%.*slang=\"%s\"%s", (int)(at - xml), xml, lang,
                          at + strlen("lang=\"en-GB\""));
    }
    struct workshop shop = workshop_open_with(xml, strlen(xml));
    arena_free(arena);
    return shop;
}

static const struct paper *make(struct workshop *shop, const char *template, const char *edition) {
    const char *path = arena_print(shop->arena, "%s/templates/%s.xml", getenv("SOURCE"), template);
    return workshop_file(shop, path, edition, NULL, 0);
}

static void templates_are_valid(void **state) {
    static const char *const files[] = {"board-paper", "appendix", "summary",
                                        "bulletin",    "movement", "firmness",
                                        "audit",       "house",    "message"};
    (void)state;
    struct arena *arena = arena_new();
    const char *folder = getenv("SOURCE");
    const char *schema = arena_print(arena, "%s/templates/schemas/template.rng", folder);
    for (size_t i = 0; i < COUNT(files); i++) {
        static const struct where nowhere = {NULL, 0};
        struct diagnostics *diagnostics = diagnostics_new(arena, 0);
        const char *path = arena_print(arena, "%s/templates/%s.xml", folder, files[i]);
        struct xml_document *document = xml_open(path, 0, nowhere, diagnostics);
        assert_non_null(document);
        if (!xml_validate(document, schema, diagnostics)) {
            fail_msg("%s: line %ld: %s", files[i], diagnostics_get(diagnostics, 0)->where.line,
                     diagnostics_get(diagnostics, 0)->text);
        }
        xml_close(document);
    }
    arena_free(arena);
}

static void every_sample_makes_every_paper(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(SAMPLES); i++) {
        for (size_t j = 0; j < COUNT(TEMPLATES); j++) {
            for (size_t k = 0; k < COUNT(EDITIONS); k++) {
                const char *lang = LANGUAGES[(i + j + k) % COUNT(LANGUAGES)];
                struct workshop shop = open_sample(SAMPLES[i], lang);
                const struct paper *paper = make(&shop, TEMPLATES[j], EDITIONS[k]);
                const char *found = workshop_found(&shop);
                if (paper == NULL || *found != '\0') {
                    fail_msg("%s of %s, %s, %s:\n%s", TEMPLATES[j], SAMPLES[i], EDITIONS[k], lang,
                             found);
                }
                workshop_close(&shop);
            }
        }
    }
}

/* The paper as text, from a template that was read ahead for an edition; NULL: not ahead. */
static const char *dump_ahead(struct arena *arena, const char *template, const char *lang,
                              const char *ahead) {
    struct workshop shop = open_sample("safer-plymouth", lang);
    const char *path = arena_print(arena, "%s/templates/%s.xml", getenv("SOURCE"), template);
    struct paper_sources *sources = ahead == NULL ? NULL : paper_sources_open(path, ahead);
    assert_int_equal(sources != NULL, ahead != NULL);
    const char *text =
        workshop_dump(&shop, workshop_ahead(&shop, path, "large-print", NULL, 0, sources));
    assert_string_equal(workshop_found(&shop), "");
    text = arena_text(arena, text);
    workshop_close(&shop);
    return text;
}

/* In another language than what was compiled ahead, and of another edition, too. */
static void a_template_read_ahead_makes_the_same_paper(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT(TEMPLATES); i++) {
        for (size_t j = 0; j < COUNT(LANGUAGES); j++) {
            const char *late = dump_ahead(arena, TEMPLATES[i], LANGUAGES[j], NULL);
            const char *edition = i == 1 ? "compact" : "large-print";
            const char *early = dump_ahead(arena, TEMPLATES[i], LANGUAGES[j], edition);
            assert_string_equal(early, late);
        }
    }
    arena_free(arena);
}

/* What is wrong in a template is left to the paper to tell. */
static void a_template_with_mistakes_is_not_read_ahead(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    workshop_write("template.xml", TEMPLATE("<if test='nowhere(1)'><p>Words</p></if>"));
    assert_null(paper_sources_open("template.xml", NULL));
    workshop_write("template.xml", TEMPLATE("<p>Words</p>"));
    assert_null(paper_sources_open("template.xml", "huge"));
    struct paper_sources *sources = paper_sources_open("template.xml", NULL);
    assert_non_null(sources);
    paper_sources_close(sources);
    workshop_close(&shop);
}

static void write_longer(struct arena *arena, const char *folder, const char *name) {
    size_t length = 0;
    const char *bytes = read_source(arena, arena_print(arena, "templates/%s.xml", name), &length);
    FILE *file = fopen(arena_print(arena, "%s/%s.xml", folder, name), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fputs("\n", file) < 0, 0);
    assert_int_equal(fclose(file), 0);
}

/* What ships is compiled as far as it is run. Here it is a byte longer and so is not what ships:
 * all that is in it is compiled, and must be right. */
static void what_no_sample_runs_is_right_too(void **state) {
    (void)state;
    char folder[] = "templates-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct arena *arena = arena_new();
    write_longer(arena, folder, "house");
    for (size_t i = 0; i < COUNT(TEMPLATES); i++) {
        write_longer(arena, folder, TEMPLATES[i]);
        struct workshop shop = open_sample("safer-plymouth", "en-GB");
        const char *path = arena_print(shop.arena, "%s/%s.xml", folder, TEMPLATES[i]);
        const struct paper *paper = workshop_file(&shop, path, "standard", NULL, 0);
        if (paper == NULL || *workshop_found(&shop) != '\0') {
            fail_msg("%s:\n%s", TEMPLATES[i], workshop_found(&shop));
        }
        assert_int_equal(unlink(path), 0);
        workshop_close(&shop);
    }
    assert_int_equal(unlink(arena_print(arena, "%s/house.xml", folder)), 0);
    assert_int_equal(rmdir(folder), 0);
    arena_free(arena);
}

/* Every language has every word that the first has. */
static void languages_have_the_same_words(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const struct where nowhere = {NULL, 0};
    const char *path = arena_print(arena, "%s/templates/house.xml", getenv("SOURCE"));
    struct xml_document *document = xml_open(path, 0, nowhere, diagnostics_new(arena, 0));
    struct xml_node *first = xml_child(xml_root(document), "words");
    assert_non_null(first);
    int tables = 0;
    for (struct xml_node *other = xml_sibling(first, "words"); other != NULL;
         other = xml_sibling(other, "words"), tables++) {
        struct xml_node *theirs = xml_child(other, "word");
        for (struct xml_node *word = xml_child(first, "word"); word != NULL;
             word = xml_sibling(word, "word")) {
            const char *name = xml_attribute(word, "name");
            if (theirs == NULL || strcmp(name, xml_attribute(theirs, "name")) != 0) {
                fail_msg("%s lacks %s, or has it elsewhere", xml_attribute(other, "lang"), name);
            }
            theirs = xml_sibling(theirs, "word");
        }
        assert_null(theirs);
    }
    assert_int_equal(tables, 2);
    xml_close(document);
    arena_free(arena);
}

static int count_of(const char *text, const char *part) {
    int count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* What the reference's narrative states: six areas are high, two at 33 and four at 30. */
static void the_reference_comes_out(void **state) {
    (void)state;
    struct workshop shop = open_sample("safer-plymouth", "en-GB");
    const struct paper *paper = make(&shop, "board-paper", NULL);
    const char *dump = workshop_dump(&shop, paper);
    const char *high = strstr(dump, "table id=\"high\"");
    const char *after = high == NULL ? NULL : strstr(high, "figure id=\"totals\"");
    assert_non_null(after);
    const char *table = arena_bytes(shop.arena, high, (size_t)(after - high));
    assert_int_equal(count_of(table, "row body"), 6);
    assert_int_equal(count_of(table, "\"1=\""), 2);
    assert_int_equal(count_of(table, "\"2=\""), 4);
    assert_int_equal(count_of(table, "\"33\""), 2);
    assert_int_equal(count_of(table, "\"30\""), 4);
    assert_int_equal(count_of(table, "High\""), 6);
    const char *results = strstr(dump, "table id=\"results\"");
    assert_non_null(results);
    /* 17 factors, a name and a category: the reference's 19 columns; four groups above them */
    const char *heads = strstr(results, "row body");
    const char *head = arena_bytes(shop.arena, results, (size_t)(heads - results));
    assert_int_equal(count_of(head, "  column"), 19);
    assert_int_equal(count_of(head, "turned"), 17);
    assert_non_null(strstr(head, "columns=3 align=\"centre\" \"Incidence\""));
    assert_non_null(strstr(head, "columns=3 align=\"centre\" \"Likelihood\""));
    assert_non_null(strstr(head, "columns=6 align=\"centre\" \"Impact factors\""));
    assert_non_null(strstr(head, "columns=4 align=\"centre\" \"Additional weighting factors\""));
    const char *end = strstr(results, "notes\n");
    assert_non_null(end);
    assert_int_equal(
        count_of(arena_bytes(shop.arena, results, (size_t)(end - results)), "row body"), 44);
    workshop_close(&shop);
}

/* count areas rated high, suggestions, recommendations and areas of focus. */
static const char *of_each(struct arena *arena, const char *lang, int count) {
    struct buffer out = {0};
    buffer_print(&out,
                 "<assessment version='1' partnership='P' edition='E' lang='%s'>"
                 "<period from='2024-04-01' to='2025-03-31'/><method ref='morile'/><areas>",
                 lang);
    for (int i = 0; i < count; i++) {
        buffer_print(&out, "<area id='a%d'><name>A%d</name>", i, i);
        static const char *const scores[] = {"physical' value='4",    "psychological' value='4",
                                             "financial' value='4",   "community' value='4",
                                             "expectation' value='4", "frequency' value='3",
                                             "forecast' value='2",    "confidence' value='3",
                                             "capacity' value='0",    "capability' value='0"};
        for (size_t j = 0; j < COUNT(scores); j++) {
            buffer_print(&out, "<score factor='%s'/>", scores[j]);
        }
        buffer_text(&out, "</area>");
    }
    buffer_text(&out, "</areas><focus-areas><group id='g'><name>G</name>");
    for (int i = 0; i < count; i++) {
        buffer_print(&out, "<focus id='f%d'><name>F</name><evidence area='a%d'/></focus>", i, i);
    }
    buffer_text(&out, "</group></focus-areas><recommendations>");
    for (int i = 0; i < count; i++) {
        buffer_print(&out,
                     "<recommendation id='r%d' lead='L' due='2025-12-31'><action>A</action>"
                     "<outcome>O</outcome><measure>M</measure></recommendation>",
                     i);
    }
    buffer_text(&out, "</recommendations><paper><title>T</title><meeting date='2025-05-01'/>"
                      "<purpose>decision</purpose><suggestions>");
    for (int i = 0; i < count; i++) {
        buffer_print(&out, "<suggestion id='s%d'><text>S</text><discuss>D</discuss></suggestion>",
                     i);
    }
    buffer_text(&out, "</suggestions></paper></assessment>");
    const char *xml = arena_text(arena, out.data);
    buffer_free(&out);
    return xml;
}

static void wording_fits_counts(void **state) {
    (void)state;
    static const struct {
        const char *lang;
        int count;
        const char *says[6];
    } cases[] = {
        {"en-GB",
         1,
         {"consider the suggestion on", "agree the recommendation on", "with its lead",
          "confirm its area of focus", "The one area is rated high.",
          "The recommendation says what"}},
        {"en-GB",
         2,
         {"consider the two suggestions", "agree the two recommendations", "each with its lead",
          "the order of its areas of focus", "Both areas are rated high.", "Totals of both areas"}},
        {"en-GB", 13, {"consider the 13 suggestions", "Totals of the first twelve areas"}},
        {"cy", 1, {"ystyried yr awgrym ar", "yr argymhelliad ar", "ei faes ffocws"}},
        {"cy", 5, {"ystyried yr awgrymiadau ar", "yr argymhellion ar", "trefn ei feysydd ffocws"}},
        {"pl", 1, {"Propozycja i punkt do dyskusji", "zalecenia na"}},
        {"pl", 3, {"Propozycje i punkty do dyskusji", "zaleceń na", "każdego z osobą"}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena *arena = arena_new();
        const char *xml = of_each(arena, cases[i].lang, cases[i].count);
        struct workshop shop = workshop_open_with(xml, strlen(xml));
        const char *dump = workshop_dump(&shop, make(&shop, "board-paper", NULL));
        for (size_t j = 0; j < COUNT(cases[i].says) && cases[i].says[j] != NULL; j++) {
            if (strstr(dump, cases[i].says[j]) == NULL) {
                fail_msg("%s, %d of each: \"%s\" is not said", cases[i].lang, cases[i].count,
                         cases[i].says[j]);
            }
        }
        assert_string_equal(workshop_found(&shop), "");
        workshop_close(&shop);
        arena_free(arena);
    }
}

/* Each state by its name or mark, and both values where a judgement stands in a rule's place. */
static void states_and_judgements_are_shown(void **state) {
    (void)state;
    struct workshop shop = open_sample("fellside", "en-GB");
    const char *dump = workshop_dump(&shop, make(&shop, "board-paper", NULL));
    static const char *const says[] = {
        "1\u00a0[0]",
        "1, judged; by the rule 0",
        "Two series since April undo the fall",
        "Road safety lead",
        "\"withheld\"",
        "withheld to protect confidentiality",
        "310\u00a0[e]",
        "310, estimated",
        "[z]",
        "14\u201315",
        "Total withheld to protect confidentiality: modern slavery.",
        "Total estimated: fraud against older people.",
        "Rated high and in none of the areas of focus: deaths and serious injuries on the roads.",
        ("Evidence for more than one area of focus of the same group: knives carried by young "
         "people."),
    };
    for (size_t i = 0; i < COUNT(says); i++) {
        if (strstr(dump, says[i]) == NULL) {
            fail_msg("\"%s\" is not said", says[i]);
        }
    }
    workshop_close(&shop);
}

/* A watermark and unnumbered paragraphs on request; a template beside no house of its own. */
static void settings_and_copies_hold(void **state) {
    (void)state;
    struct workshop shop = open_sample("safer-plymouth", "en-GB");
    size_t length = 0;
    workshop_write("my-paper.xml", read_source(shop.arena, "templates/board-paper.xml", &length));
    const struct setting settings[] = {{"watermark", "DRAFT"}, {"number-paragraphs", "no"}};
    const struct paper *paper = workshop_file(&shop, "my-paper.xml", NULL, settings, 2);
    const char *dump = workshop_dump(&shop, paper);
    assert_string_equal(paper->watermark, "DRAFT");
    assert_null(strstr(dump, "number=\"1.1\""));
    assert_non_null(strstr(dump, "number=\"1\""));
    workshop_close(&shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_are_valid),
        cmocka_unit_test(every_sample_makes_every_paper),
        cmocka_unit_test(a_template_read_ahead_makes_the_same_paper),
        cmocka_unit_test(a_template_with_mistakes_is_not_read_ahead),
        cmocka_unit_test(what_no_sample_runs_is_right_too),
        cmocka_unit_test(languages_have_the_same_words),
        cmocka_unit_test(the_reference_comes_out),
        cmocka_unit_test(wording_fits_counts),
        cmocka_unit_test(states_and_judgements_are_shown),
        cmocka_unit_test(settings_and_copies_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
