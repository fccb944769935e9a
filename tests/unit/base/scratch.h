/* scratch.h: a folder of its own for each test, gone after it. */
#ifndef BOARDPAPER_TESTS_SCRATCH_H
#define BOARDPAPER_TESTS_SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/diagnostics.h>

struct scratch {
    struct arena *arena;
    struct diagnostics *diagnostics;
    char folder[64];
};

/* The test runs inside the folder. */
static int scratch_open(void **state) {
    struct scratch *scratch = calloc(1, sizeof *scratch);
    scratch->arena = arena_new();
    scratch->diagnostics = diagnostics_new(scratch->arena, 0);
    snprintf(scratch->folder, sizeof scratch->folder, "/tmp/boardpaper-test-XXXXXX");
    *state = scratch;
    return mkdtemp(scratch->folder) == NULL || chdir(scratch->folder) != 0;
}

static int scratch_remove(const char *path, const struct stat *about, int kind, struct FTW *place) {
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

static int scratch_close(void **state) {
    struct scratch *scratch = *state;
    int failed =
        chdir("/") != 0 || nftw(scratch->folder, scratch_remove, 16, FTW_DEPTH | FTW_PHYS) != 0;
    arena_free(scratch->arena);
    free(scratch);
    return failed;
}

#endif
