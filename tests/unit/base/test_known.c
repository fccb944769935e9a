/* The files that ship are known, and by one changed byte they are not. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/file.h>

static void known_to_the_last_byte(const char *name) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    size_t length = 0;
    const char *path = arena_print(arena, "%s/templates/%s", getenv("SOURCE"), name);
    const char *read = file_read(arena, path, 0, (struct where){NULL, 0}, &length, diagnostics);
    assert_non_null(read);
    char *bytes = arena_bytes(arena, read, length);
    assert_true(file_is_known(bytes, length));
    assert_false(file_is_known(bytes, length - 1));
    assert_false(file_is_known(bytes, length + 1));
    for (size_t i = 0; i < length; i += 1 + length / 200) {
        bytes[i] ^= 4;
        assert_false(file_is_known(bytes, length));
        bytes[i] ^= 4;
    }
    char swapped = bytes[16];
    bytes[16] = bytes[8];
    bytes[8] = swapped;
    assert_true(bytes[8] == bytes[16] || !file_is_known(bytes, length));
    arena_free(arena);
}

static void knows_what_ships(void **state) {
    (void)state;
    known_to_the_last_byte("house.xml");
    known_to_the_last_byte("board-paper.xml");
    known_to_the_last_byte("methods/stra.xml");
}

static void knows_no_other(void **state) {
    (void)state;
    assert_false(file_is_known("", 0));
    assert_false(file_is_known("<template/>", 11));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_ships),
        cmocka_unit_test(knows_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
