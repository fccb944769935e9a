/* test_golden.c: the tree of small templates, and what is said of a template full of mistakes, as
 * text that has been read: tests/golden/paper/NAME.xml gives NAME.txt.
 *
 * BLESS=1 writes the goldens anew; read the difference before it is committed.
 */
#include "workshop.h"

static const char *golden_path(struct arena *arena, const char *name, const char *ending) {
    return arena_print(arena, "%s/tests/golden/paper/%s%s", getenv("SOURCE"), name, ending);
}

static void compare(struct workshop *shop, const char *name, const char *text) {
    struct where nowhere = {NULL, 0};
    size_t length = 0;
    const char *path = golden_path(shop->arena, name, ".txt");
    if (getenv("BLESS") != NULL) {
        workshop_write(path, text);
        return;
    }
    const char *golden = file_read(shop->arena, path, 0, nowhere, &length, shop->diagnostics);
    if (golden == NULL) {
        fail_msg("there is no %s", path);
        return;
    }
    if (strcmp(golden, text) != 0) {
        const char *actual = arena_print(shop->arena, "%s.txt", name);
        workshop_write(actual, text);
        fail_msg("%s differs: diff %s %s/%s", name, path, getenv("SCRATCH"), actual);
    }
}

/* Copies template and picture into the scratch folder, so that diagnostics name no folder. */
static const char *bring(struct workshop *shop, const char *name) {
    struct where nowhere = {NULL, 0};
    size_t length = 0;
    const char *file = arena_print(shop->arena, "%s.xml", name);
    const char *text = file_read(shop->arena, golden_path(shop->arena, name, ".xml"), 0, nowhere,
                                 &length, shop->diagnostics);
    assert_non_null(text);
    workshop_write(file, text);
    workshop_write("picture.png", "x");
    return file;
}

static void golden(const char *name, const char *edition) {
    struct workshop shop = workshop_open();
    const char *file = bring(&shop, name);
    const struct paper *paper = workshop_file(&shop, file, edition, NULL, 0);
    const char *dump = workshop_dump(&shop, paper);
    const char *result = edition == NULL ? name : arena_print(shop.arena, "%s-%s", name, edition);
    const char *found = workshop_found(&shop);
    compare(&shop, result, arena_print(shop.arena, "%s%s", dump, found));
    assert_string_equal(dump, workshop_dump(&shop, paper)); /* rows asked again are the same */
    workshop_close(&shop);
}

static void inlines(void **state) {
    (void)state;
    golden("inlines", NULL);
}

static void blocks(void **state) {
    (void)state;
    golden("blocks", NULL);
}

static void tables(void **state) {
    (void)state;
    golden("tables", NULL);
    golden("tables", "records");
}

static void mistakes(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    const char *file = bring(&shop, "mistakes");
    assert_null(workshop_file(&shop, file, NULL, NULL, 0));
    compare(&shop, "mistakes", workshop_found(&shop));
    workshop_close(&shop);
}

static void settings(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    const char *file = bring(&shop, "inlines");
    const struct setting evening[] = {{"time", "noon"}, {"time", "evening"}};
    const struct paper *paper = workshop_file(&shop, file, NULL, evening, 2);
    assert_non_null(strstr(workshop_dump(&shop, paper), "\"Good evening, Safer Anytown!"));
    const struct setting wrong[] = {{"tide", "low"}};
    assert_null(workshop_file(&shop, file, NULL, wrong, 1));
    assert_non_null(strstr(workshop_found(&shop), "no parameter tide; its parameters are time"));
    workshop_close(&shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inlines),  cmocka_unit_test(blocks),   cmocka_unit_test(tables),
        cmocka_unit_test(mistakes), cmocka_unit_test(settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
