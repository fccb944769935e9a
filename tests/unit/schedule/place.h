/* place.h: files of a schedule in the test's own folder. */
#ifndef BOARDPAPER_TESTS_SCHEDULE_PLACE_H
#define BOARDPAPER_TESTS_SCHEDULE_PLACE_H

#include "../check.h"

#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/schedule.h>

#include "../base/scratch.h"

static inline void place_write(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline const struct schedule *place_read(struct scratch *scratch, const char *text) {
    scratch->diagnostics = diagnostics_new(scratch->arena, 0);
    place_write("s.xml", text);
    return schedule_read(scratch->arena, "s.xml", scratch->diagnostics);
}

/* All findings as they are printed. */
static inline const char *place_said(struct scratch *scratch) {
    struct buffer out = {0};
    diagnostics_write(scratch->diagnostics, &out, LEVEL_ADVICE, false);
    const char *text = arena_bytes(scratch->arena, out.length == 0 ? "" : out.data, out.length);
    buffer_free(&out);
    return text;
}

static inline void place_says(struct scratch *scratch, const char *part) {
    const char *text = place_said(scratch);
    if (strstr(text, part) == NULL) {
        print_error("%s", text);
        fail_msg("should say: %s", part);
    }
}

#endif
