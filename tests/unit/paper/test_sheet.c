/* test_sheet.c: styles along their chains and over the layers; what a sheet refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <boardpaper/arena.h>
#include <boardpaper/xml.h>

#include "paper/sheet.h"

struct fixture {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct xml_document *documents[2];
    size_t count;
    struct sheet *sheet;
};

static struct xml_document *parse(struct fixture *fixture, const char *name, const char *text) {
    struct xml_document *document = xml_parse(name, text, strlen(text), 0, fixture->diagnostics);
    assert_non_null(document);
    return document;
}

static struct fixture make(const char *house, const char *template, const char *edition) {
    struct fixture fixture = {.arena = arena_new()};
    fixture.diagnostics = diagnostics_new(fixture.arena, 0);
    if (house != NULL) {
        fixture.documents[fixture.count++] = parse(&fixture, "house.xml", house);
    }
    fixture.documents[fixture.count++] = parse(&fixture, "template.xml", template);
    fixture.sheet =
        sheet_make(fixture.arena, fixture.documents, fixture.count, edition, fixture.diagnostics);
    return fixture;
}

static void end(struct fixture *fixture) {
    for (size_t i = 0; i < fixture->count; i++) {
        xml_close(fixture->documents[i]);
    }
    arena_free(fixture->arena);
}

static void styles_inherit(void **state) {
    (void)state;
    struct fixture fixture = make(NULL,
                                  "<template><styles>"
                                  "<style name='h' based-on='b' size='20pt' bold='yes'/>"
                                  "<style name='b' size='10pt' leading='1.5' colour='#112233'"
                                  " space-after='0.5em'/>"
                                  "<style name='n' based-on='h' bold='no' leading='30pt'/>"
                                  "</styles></template>",
                                  NULL);
    assert_non_null(fixture.sheet);
    const struct style *heading = sheet_style(fixture.sheet, "h");
    assert_int_equal(heading->size, POINTS(20));
    assert_int_equal(heading->leading, POINTS(30));    /* 1.5 times its own size */
    assert_int_equal(heading->space_after, POINTS(5)); /* as the base's size had it */
    assert_true(heading->bold);
    assert_int_equal(heading->colour.blue, 0x33);
    const struct style *other = sheet_style(fixture.sheet, "n");
    assert_false(other->bold);
    assert_int_equal(other->leading, POINTS(30));
    assert_null(sheet_style(fixture.sheet, "x"));
    end(&fixture);
}

static const char HOUSE[] =
    "<house><styles><colour name='ink' value='#000000'/>"
    "<style name='body' size='11pt' leading='15pt' colour='ink'/>"
    "<style name='small' based-on='body' size='8pt' leading='10pt'/>"
    "<edition name='large' least-size='16pt' overflow='records'>"
    "<style name='body' size='18pt' leading='24pt'/><colour name='ink' value='#333333'/></edition>"
    "</styles></house>";
static const char TEMPLATE[] =
    "<template><styles><style name='body' size='12pt' align='justify'/></styles></template>";

/* The template changes the house, and an edition both; nothing else moves. */
static void layers_change_what_they_name(void **state) {
    (void)state;
    struct fixture plain = make(HOUSE, TEMPLATE, NULL);
    const struct style *body = sheet_style(plain.sheet, "body");
    assert_int_equal(body->size, POINTS(12));
    assert_int_equal(body->leading, POINTS(15));
    assert_int_equal(body->align, ALIGN_JUSTIFY);
    assert_null(sheet_overflow(plain.sheet));
    end(&plain);
    struct fixture large = make(HOUSE, TEMPLATE, "large");
    body = sheet_style(large.sheet, "body");
    assert_int_equal(body->size, POINTS(18));
    assert_int_equal(body->align, ALIGN_JUSTIFY);
    assert_int_equal(body->colour.red, 0x33);
    const struct style *small = sheet_style(large.sheet, "small");
    assert_int_equal(small->size, POINTS(16));    /* the edition's least */
    assert_int_equal(small->leading, POINTS(20)); /* 10 on 8 stays 10 on 8 */
    assert_string_equal(sheet_overflow(large.sheet), "records");
    end(&large);
}

static enum message first_message(struct fixture *fixture) {
    assert_null(fixture->sheet);
    assert_true(diagnostics_kept(fixture->diagnostics) > 0);
    return diagnostics_get(fixture->diagnostics, 0)->message;
}

static void expect(const char *styles, enum message message, long line) {
    struct arena *arena = arena_new();
    struct fixture fixture = make(
        NULL, arena_print(arena, "<template><styles>\n%s\n</styles></template>", styles), NULL);
    assert_int_equal(first_message(&fixture), message);
    assert_int_equal(diagnostics_get(fixture.diagnostics, 0)->where.line, line);
    end(&fixture);
    arena_free(arena);
}

static void mistakes_are_told_with_their_line(void **state) {
    (void)state;
    expect("<style name='a' based-on='b'/>\n<style name='b' based-on='a'/>", MESSAGE_STYLE_CYCLE,
           3);
    expect("\n<style name='a' based-on='nobody'/>", MESSAGE_STYLE_UNKNOWN, 3);
    expect("<style name='a'/>\n<style name='a'/>", MESSAGE_DEFINED_TWICE, 3);
    expect("<style name='a' size='eleven'/>", MESSAGE_LENGTH, 2);
    expect("<style name='a' size='2pt'/>", MESSAGE_LENGTH_RANGE, 2);
    expect("<style name='a' size='11pt' leading='9pt'/>", MESSAGE_STYLE_LEADING, 2);
    expect("<style name='a' colour='puce'/>", MESSAGE_COLOUR_UNKNOWN, 2);
    expect("<colour name='c' value='#12'/>\n<style name='a' colour='c'/>", MESSAGE_COLOUR_VALUE, 2);
    expect("<shade name='s'><step from='5' colour='#ffffff'/>\n<step from='3'/></shade>",
           MESSAGE_SHADE_ORDER, 3);
    expect("<shade name='s'><step from='many'/></shade>", MESSAGE_SHADE_FROM, 2);
}

/* 4.47:1 is refused for text of 11 pt and passes for text of 18. */
static void colours_that_cannot_be_read_are_refused(void **state) {
    (void)state;
    expect("<style name='a' size='11pt' colour='#777777' background='#ffffff'/>", MESSAGE_CONTRAST,
           2);
    struct fixture fixture = make(NULL,
                                  "<template><styles><style name='a' size='11pt' colour='#777777'"
                                  " background='#ffffff'/></styles></template>",
                                  NULL);
    const char *text = diagnostics_get(fixture.diagnostics, 0)->text;
    assert_non_null(strstr(text, "4.47:1"));
    assert_non_null(strstr(text, "4.5:1"));
    end(&fixture);
    fixture = make(NULL,
                   "<template><styles><style name='a' size='18pt' leading='20pt' colour='#777777'"
                   " background='#ffffff'/></styles></template>",
                   NULL);
    assert_non_null(fixture.sheet);
    end(&fixture);
}

static void an_unknown_edition_names_the_known(void **state) {
    (void)state;
    struct fixture fixture = make(HOUSE, TEMPLATE, "huge");
    assert_int_equal(first_message(&fixture), MESSAGE_EDITION_UNKNOWN);
    assert_non_null(strstr(diagnostics_get(fixture.diagnostics, 0)->text, "standard, large"));
    end(&fixture);
    fixture = make(HOUSE, TEMPLATE, "standard");
    assert_non_null(fixture.sheet);
    end(&fixture);
}

static void shades_have_steps(void **state) {
    (void)state;
    struct fixture fixture =
        make(NULL,
             "<template><styles><colour name='dark' value='#222222'/><shade name='s'>"
             "<step value='high' colour='dark'/><step from='0'/><step from='50%' colour='#eeeeee'"
             " pattern='dots'/></shade></styles></template>",
             NULL);
    const struct shade *shade = sheet_shade(fixture.sheet, "s");
    assert_int_equal(shade->count, 3);
    assert_string_equal(shade->steps[0].value, "high");
    assert_int_equal(shade->steps[0].text.red, 255); /* white on dark */
    assert_true(shade->steps[1].plain);
    assert_true(shade->steps[2].share);
    assert_int_equal(shade->steps[2].from.numerator, 50);
    assert_string_equal(shade->steps[2].pattern, "dots");
    assert_null(sheet_shade(fixture.sheet, "t"));
    end(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(styles_inherit),
        cmocka_unit_test(layers_change_what_they_name),
        cmocka_unit_test(mistakes_are_told_with_their_line),
        cmocka_unit_test(colours_that_cannot_be_read_are_refused),
        cmocka_unit_test(an_unknown_edition_names_the_known),
        cmocka_unit_test(shades_have_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
