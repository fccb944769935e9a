/* Every system call that publishing makes fails in its turn, in every way that it can: what is
 * called a success is one, what is called a failure left the earlier file as it was, and nothing is
 * left lying about. The calls are wrapped by the linker (see CMakeLists.txt). */
#include "../check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>

#include <boardpaper/file.h>

#include "scratch.h"

ssize_t __real_write(int descriptor, const void *bytes, size_t length);
int __real_fsync(int descriptor);
int __real_fchmod(int descriptor, mode_t mode);
int __real_flock(int descriptor, int operation);
int __real_openat(int folder, const char *path, int flags, ...);
int __real_linkat(int folder, const char *path, int new_folder, const char *new_path, int flags);
int __real_renameat(int folder, const char *path, int new_folder, const char *new_path);

ssize_t __wrap_write(int descriptor, const void *bytes, size_t length);
int __wrap_fsync(int descriptor);
int __wrap_fchmod(int descriptor, mode_t mode);
int __wrap_flock(int descriptor, int operation);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap_linkat(int folder, const char *path, int new_folder, const char *new_path, int flags);
int __wrap_renameat(int folder, const char *path, int new_folder, const char *new_path);

/* calls counts the wrapped calls; the one of number failing fails with reason, or, where reason is
 * 0 and it is a write, is short. armed: only while publishing. */
static struct {
    bool armed;
    int calls;
    int failing;
    int reason;
    bool failed_is_last_sync; /* the failing call was the folder's sync, after the deed */
    bool sync_failed;
    bool renamed;
} faults;

static bool fails(void) {
    if (!faults.armed || faults.calls++ != faults.failing || faults.reason == 0) {
        return false;
    }
    errno = faults.reason;
    return true;
}

ssize_t __wrap_write(int descriptor, const void *bytes, size_t length) {
    bool is_short = faults.armed && faults.reason == 0 && faults.calls == faults.failing;
    return fails() ? -1 : __real_write(descriptor, bytes, is_short ? length / 2 : length);
}

int __wrap_fsync(int descriptor) {
    if (fails()) {
        faults.sync_failed = true;
        faults.failed_is_last_sync = faults.renamed;
        return -1;
    }
    return __real_fsync(descriptor);
}

int __wrap_fchmod(int descriptor, mode_t mode) {
    return fails() ? -1 : __real_fchmod(descriptor, mode);
}

int __wrap_flock(int descriptor, int operation) {
    return fails() ? -1 : __real_flock(descriptor, operation);
}

int __wrap_openat(int folder, const char *path, int flags, ...) {
    return fails() ? -1 : __real_openat(folder, path, flags, 0666);
}

int __wrap_linkat(int folder, const char *path, int new_folder, const char *new_path, int flags) {
    if (fails()) {
        return -1;
    }
    int result = __real_linkat(folder, path, new_folder, new_path, flags);
    faults.renamed |= result == 0 && new_path[0] != '.';
    return result;
}

int __wrap_renameat(int folder, const char *path, int new_folder, const char *new_path) {
    if (fails()) {
        return -1;
    }
    int result = __real_renameat(folder, path, new_folder, new_path);
    faults.renamed |= result == 0;
    return result;
}

static bool holds(const char *path, const char *expected) {
    char text[64] = "";
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return false;
    }
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    return strcmp(text, expected) == 0;
}

static int file_count(void) {
    DIR *stream = opendir(".");
    assert_non_null(stream);
    int count = 0;
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    closedir(stream);
    return count;
}

enum { DRAFT_PIECE = 100000, DRAFT_PIECES = 4 };

/* The new text, then more than a draft is held in memory for. */
static bool publish_draft(struct scratch *scratch) {
    static char piece[DRAFT_PIECE];
    struct file_draft *draft = file_draft_open("paper.pdf");
    memset(piece, '\0', sizeof piece);
    memcpy(piece, "the new text", 12);
    for (int i = 0; i < DRAFT_PIECES; i++) {
        file_draft_write(draft, piece, sizeof piece);
    }
    bool published = file_draft_publish(draft, scratch->diagnostics);
    file_draft_close(draft);
    return published;
}

static bool is_whole_draft(void) {
    struct stat about;
    return stat("paper.pdf", &about) == 0 && about.st_size == DRAFT_PIECE * DRAFT_PIECES;
}

/* Publishes once with the call of that number failing. Returns whether there was such a call. */
static bool publish_with_fault(struct scratch *scratch, bool drafted, bool replacing, int failing,
                               int reason) {
    remove("paper.pdf");
    if (replacing) {
        FILE *file = fopen("paper.pdf", "w");
        assert_non_null(file);
        fputs("earlier", file);
        fclose(file);
    }
    scratch->diagnostics = diagnostics_new(scratch->arena, 0);
    memset(&faults, 0, sizeof faults);
    faults.failing = failing;
    faults.reason = reason;
    faults.armed = true;
    bool published = drafted ? publish_draft(scratch)
                             : file_publish("paper.pdf", "the new text", 12, scratch->diagnostics);
    faults.armed = false;

    bool is_new = holds("paper.pdf", "the new text") && (!drafted || is_whole_draft());
    bool is_old = replacing ? holds("paper.pdf", "earlier") : access("paper.pdf", F_OK) != 0;
    assert_int_equal(published, !diagnostics_failed(scratch->diagnostics));
    if (published || faults.failed_is_last_sync) {
        assert_true(is_new);
    } else {
        assert_true(is_old);
        assert_int_equal(diagnostics_status(scratch->diagnostics), 73);
    }
    if (faults.failed_is_last_sync && reason == EIO) {
        assert_int_equal(diagnostics_get(scratch->diagnostics, 0)->message, MESSAGE_FILE_SYNC);
    }
    assert_int_equal(file_count(), is_new || replacing ? 1 : 0);
    if (faults.sync_failed && (reason == EIO || reason == ENOSPC || reason == EDQUOT)) {
        assert_false(published);
    }
    if (reason == 0) { /* a short write goes on */
        assert_true(published);
    }
    return faults.calls > failing;
}

static void any_call_fails_in_turn(struct scratch *scratch, bool drafted) {
    static const int REASONS[] = {ENOSPC, EIO, EDQUOT, EROFS, EACCES, EINTR, EOPNOTSUPP, 0};
    int tried = 0;
    for (int replacing = 0; replacing <= 1; replacing++) {
        for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++) {
            int failing = 0;
            while (publish_with_fault(scratch, drafted, replacing == 1, failing, REASONS[i])) {
                failing++;
                tried++;
            }
            assert_true(failing >= 4); /* the unnamed file, write, sync, link at the least */
        }
    }
    assert_true(tried >= 2 * 8 * 5);
}

static void any_call_may_fail(void **state) {
    any_call_fails_in_turn(*state, false);
}

static void any_call_of_a_draft_may_fail(void **state) {
    any_call_fails_in_turn(*state, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_call_may_fail, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(any_call_of_a_draft_may_fail, scratch_open, scratch_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
