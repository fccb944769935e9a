/* test_language.c: a method speaks the language of the assessment, as far as it has the words. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

#define METHOD                                                                                     \
    "<method id=\"m\" version=\"1\" title=\"A method\" lang=\"en-GB\"><note>Adds.</note>\n"        \
    "<input id=\"a\" label=\"Harm\" group=\"Effect\" lowest=\"0\" highest=\"3\">"                  \
    "<point value=\"0\">None</point><point value=\"3\">Great</point></input>\n"                    \
    "<value id=\"v\" label=\"Sum\" group=\"Effect\" decimals=\"1\"><weighted>"                     \
    "<part of=\"a\" weight=\"1.5\"/></weighted></value>\n"                                         \
    "<value id=\"s\" label=\"Step\"><steps of=\"v\"><step value=\"0\" up-to=\"1.5\"/>"             \
    "<step value=\"1\" above=\"1.5\"/></steps></value>\n"                                          \
    "<total of=\"s\"/><bands><band id=\"high\" label=\"High\" symbol=\"H\" at-least=\"1\"/>"       \
    "<band id=\"low\" label=\"Low\" symbol=\"L\"/></bands>\n"

/* The method in line 2 of an assessment in lang. */
static const struct method *spoken(const char *lang, const char *words) {
    struct xml_document *document = parsed(
        "a.xml", arena_print(arena, "<assessment>\n%s%s</method></assessment>", METHOD, words));
    struct xml_node *node = xml_child(xml_root(document), "method");
    const struct assessment assessment = {
        .lang = lang, .method_inline = node, .method_where = {"a.xml", 2}, .where = {"a.xml", 1}};
    struct xml_document *other = NULL;
    return method_of(arena, &assessment, &other, diagnostics);
}

#define POLISH                                                                                     \
    "<words lang=\"pl\" title=\"Metoda\"><note>Dodaje.</note><group of=\"Effect\">Skutki</group>"  \
    "<factor id=\"a\" label=\"Szkody\"><point value=\"3\">Wielkie</point></factor>"                \
    "<factor id=\"v\" label=\"Suma\" short=\"S\"/><band id=\"high\" label=\"Wysoka\"/></words>\n"

static void words_take_the_place_of_words(void **state) {
    (void)state;
    const struct method *method = spoken("pl", POLISH);
    nothing_reported();
    assert_string_equal(method_title(method), "Metoda");
    assert_string_equal(method_factor(method, 0)->label, "Szkody");
    assert_string_equal(method_factor(method, 0)->short_label, "Szkody");
    assert_string_equal(method_factor(method, 0)->group, "Skutki");
    assert_string_equal(method_factor(method, 1)->short_label, "S");
    assert_string_equal(method_factor(method, 2)->label, "Step"); /* has no Polish */
    assert_string_equal(method_band(method, 0)->label, "Wysoka");
    assert_string_equal(method_band(method, 1)->label, "Low");
}

static void rules_are_told_in_the_language(void **state) {
    (void)state;
    const struct method *method = spoken("pl-PL", POLISH);
    assert_string_equal(method_factor(method, 1)->rule, "1,5 × Szkody");
    assert_string_equal(method_factor(method, 2)->rule,
                        "0, gdy S wynosi 1,5 lub mniej; 1, gdy wynosi powyżej 1,5");
    method = spoken("cy", "<words lang=\"cy\"><factor id=\"v\" label=\"Swm\"/></words>");
    assert_string_equal(method_factor(method, 2)->rule,
                        "0 pan fo Swm 1.5 neu lai, 1 pan fo uwchlaw 1.5");
    method = spoken("en-GB", POLISH);
    assert_string_equal(method_factor(method, 2)->rule, "0 where Sum is 1.5 or less, 1 where it is "
                                                        "above 1.5");
    assert_string_equal(method_title(method), "A method");
    nothing_reported();
}

static void a_language_without_words_is_advised_of(void **state) {
    (void)state;
    const struct method *method = spoken("fr", POLISH);
    assert_non_null(method);
    assert_string_equal(method_factor(method, 0)->label, "Harm");
    assert_string_equal(reported(),
                        "a.xml:2: advice: the method m has no words in fr, the language of this "
                        "assessment, and shows those it has; add <words lang=\"fr\"> to a copy of "
                        "it\n");
}

static void wrong_words_are_told_whatever_is_spoken(void **state) {
    (void)state;
    const struct method *method = spoken(
        "en-GB", "<words lang=\"pl\"><factor id=\"b\" label=\"B\"/>\n"
                 "<group of=\"Causes\">Przyczyny</group>\n<band id=\"middle\" label=\"M\"/>\n"
                 "<factor id=\"a\"><point value=\"1\">Jeden</point></factor></words>");
    assert_null(method);
    assert_string_equal(
        reported(),
        "a.xml:7: error: there is no factor b in this method; it has a, v, s\n"
        "a.xml:8: error: no factor is in a group Causes; write it as the factors do\n"
        "a.xml:9: error: there is no band middle in this method; name one of its own\n"
        "a.xml:10: error: a has no point 1; give the words of the points that it has\n");
}

/* Whoever adds a factor to the shipped method is reminded of its other languages. */
static void the_shipped_method_is_whole_in_welsh_and_polish(void **state) {
    (void)state;
    static const char *const languages[] = {"cy", "pl"};
    const struct method *english = method_shipped("stra");
    for (size_t i = 0; i < 2; i++) {
        const struct assessment assessment = {
            .lang = languages[i], .method_ref = "stra", .method_where = {"a.xml", 1}};
        struct xml_document *document = NULL;
        const struct method *other = method_of(arena, &assessment, &document, diagnostics);
        opened[opened_count++] = document;
        nothing_reported();
        for (size_t j = 0; j < method_factor_count(english); j++) {
            const struct factor *one = method_factor(english, j);
            const struct factor *two = method_factor(other, j);
            bool same = strcmp(one->id, "trend") == 0; /* a Polish word too */
            assert_true(strcmp(one->label, two->label) != 0 || same);
            assert_true(*one->group == '\0' || strcmp(one->group, two->group) != 0);
            assert_true(one->note == NULL || strcmp(one->note, two->note) != 0);
            assert_true(one->rule == NULL || strcmp(one->rule, two->rule) != 0);
        }
        for (size_t j = 0; j < method_band_count(english); j++) {
            assert_string_not_equal(method_band(english, j)->label, method_band(other, j)->label);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(words_take_the_place_of_words),
        TEST(rules_are_told_in_the_language),
        TEST(a_language_without_words_is_advised_of),
        TEST(wrong_words_are_told_whatever_is_spoken),
        TEST(the_shipped_method_is_whole_in_welsh_and_polish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
