#include "../check.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <boardpaper/file.h>

#include "scratch.h"

static bool publish(struct scratch *scratch, const char *path, const char *text) {
    return file_publish(path, text, strlen(text), scratch->diagnostics);
}

static void holds(const char *path, const char *expected) {
    char text[200] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    assert_string_equal(text, expected);
}

static int file_count(const char *folder) {
    DIR *stream = opendir(folder);
    assert_non_null(stream);
    int count = 0;
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    closedir(stream);
    return count;
}

static void fails_with_output(struct scratch *scratch) {
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 1);
    assert_int_equal(diagnostics_status(scratch->diagnostics), 73);
}

static void publishes_a_new_file(void **state) {
    umask(022);
    assert_true(publish(*state, "paper.pdf", "first"));
    holds("paper.pdf", "first");
    assert_int_equal(file_count("."), 1);
    struct stat about;
    assert_int_equal(stat("paper.pdf", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0644);
}

static void replaces_in_one_step(void **state) {
    assert_true(publish(*state, "paper.pdf", "first"));
    assert_int_equal(chmod("paper.pdf", 0640), 0);
    int before = open("paper.pdf", O_RDONLY);
    assert_true(publish(*state, "paper.pdf", "second"));
    holds("paper.pdf", "second");
    assert_int_equal(file_count("."), 1);
    char text[8] = "";
    assert_int_equal(read(before, text, 5), 5); /* who had it open still reads the old one */
    assert_string_equal(text, "first");
    close(before);
    struct stat about;
    assert_int_equal(stat("paper.pdf", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void a_link_stays_a_link(void **state) {
    assert_int_equal(mkdir("real", 0700), 0);
    assert_true(publish(*state, "real/paper.pdf", "first"));
    assert_int_equal(symlink("real/paper.pdf", "paper.pdf"), 0);
    assert_true(publish(*state, "paper.pdf", "second"));
    holds("real/paper.pdf", "second");
    struct stat about;
    assert_int_equal(lstat("paper.pdf", &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(file_count("real"), 1);
}

static void what_a_kill_left_is_cleared_away(void **state) {
    struct scratch *scratch = *state;
    assert_true(publish(scratch, "paper.pdf", "first"));
    /* FNV-1a of "paper.pdf" in 64 bits, worked out apart from the program. */
    assert_true(publish(scratch, ".boardpaper-73709a754d3b04c5", "left by a kill"));
    assert_true(publish(scratch, "paper.pdf", "second"));
    holds("paper.pdf", "second");
    assert_int_equal(file_count("."), 1);
}

static void a_full_disk_is_no_success(void **state) {
    struct scratch *scratch = *state;
    assert_false(publish(scratch, "/dev/full", "text"));
    fails_with_output(scratch);
}

static void too_large_leaves_what_was(void **state) {
    struct scratch *scratch = *state;
    assert_true(publish(scratch, "paper.pdf", "first"));
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {16, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool published = publish(scratch, "paper.pdf", "a text that is longer than sixteen bytes");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(published);
    fails_with_output(scratch);
    holds("paper.pdf", "first");
    assert_int_equal(file_count("."), 1);
}

static void a_missing_folder_is_reported(void **state) {
    assert_false(publish(*state, "no/paper.pdf", "text"));
    fails_with_output(*state);
}

static void a_folder_is_not_replaced(void **state) {
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_false(publish(*state, "folder", "text"));
    fails_with_output(*state);
}

static void a_name_is_needed(void **state) {
    assert_false(publish(*state, "no/", "text"));
    fails_with_output(*state);
}

static void an_unwritable_folder_is_reported(void **state) {
    assert_false(publish(*state, "/proc/paper.pdf", "text"));
    fails_with_output(*state);
}

static void writes_through_devices(void **state) {
    assert_true(publish(*state, "/dev/null", "text"));
    struct stat about;
    assert_int_equal(stat("/dev/null", &about), 0);
    assert_true(S_ISCHR(about.st_mode));
}

static void the_longest_name_is_replaced_too(void **state) {
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    assert_true(publish(*state, name, "first"));
    assert_true(publish(*state, name, "second"));
    holds(name, "second");
    assert_int_equal(file_count("."), 1);
}

/* Publishes letter, many times over, as a text of a length of its own, until told to stop. */
static void publish_over_and_over(struct scratch *scratch, char letter) {
    char text[200001];
    size_t length = (size_t)(letter - 'a' + 1) * 50000;
    memset(text, letter, length);
    for (int i = 0; i < 50; i++) {
        if (!file_publish("paper.pdf", text, length, scratch->diagnostics)) {
            _exit(1);
        }
    }
    _exit(0);
}

static void is_whole(const char *path) {
    static char text[300000];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    assert_int_equal(length, (size_t)(text[0] - 'a' + 1) * 50000);
    for (size_t i = 0; i < length; i++) {
        if (text[i] != text[0]) {
            fail_msg("byte %zu is of another text", i);
        }
    }
}

static void many_may_publish_at_once(void **state) {
    struct scratch *scratch = *state;
    int running = 0;
    for (char letter = 'a'; letter <= 'd'; letter++) {
        running++;
        if (fork() == 0) {
            publish_over_and_over(scratch, letter);
        }
    }
    while (running > 0) {
        int status = 0;
        pid_t ended = waitpid(-1, &status, WNOHANG);
        if (ended > 0) {
            assert_int_equal(status, 0);
            running--;
        }
        if (access("paper.pdf", F_OK) == 0) {
            is_whole("paper.pdf");
        }
    }
    is_whole("paper.pdf");
    assert_int_equal(file_count("."), 1);
}

/* ---- drafts --------------------------------------------------------------------------------- */

enum { PIECE = 30000, PIECES = 40 };

/* PIECES pieces, each of a letter of its own. */
static struct file_draft *draft_of_pieces(const char *path) {
    static char piece[PIECE];
    struct file_draft *draft = file_draft_open(path);
    for (int i = 0; i < PIECES; i++) {
        memset(piece, 'A' + i, sizeof piece);
        file_draft_write(draft, piece, sizeof piece);
    }
    file_draft_write(draft, "end", 3);
    return draft;
}

static void is_of_pieces(const char *path) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (int i = 0; i < PIECE * PIECES; i++) {
        if (fgetc(file) != 'A' + i / PIECE) {
            fail_msg("byte %d is another one", i);
        }
    }
    assert_int_equal(fgetc(file), 'e');
    assert_int_equal(fgetc(file), 'n');
    assert_int_equal(fgetc(file), 'd');
    assert_int_equal(fgetc(file), EOF);
    fclose(file);
}

/* To paper.pdf, which then is all there is, with that mode. */
static void publish_draft(struct scratch *scratch, struct file_draft *draft, mode_t mode) {
    assert_true(file_draft_publish(draft, scratch->diagnostics));
    file_draft_close(draft);
    is_of_pieces("paper.pdf");
    assert_int_equal(file_count("."), 1);
    struct stat about;
    assert_int_equal(stat("paper.pdf", &about), 0);
    assert_int_equal(about.st_mode & 0777, mode);
}

static void a_draft_is_not_seen_before_it_is_published(void **state) {
    struct scratch *scratch = *state;
    umask(022);
    struct file_draft *draft = draft_of_pieces("paper.pdf");
    assert_int_equal(access("paper.pdf", F_OK), -1);
    publish_draft(scratch, draft, 0644);
}

static void a_draft_replaces_in_one_step(void **state) {
    struct scratch *scratch = *state;
    assert_true(publish(scratch, "paper.pdf", "first"));
    assert_int_equal(chmod("paper.pdf", 0640), 0);
    struct file_draft *draft = draft_of_pieces("paper.pdf");
    holds("paper.pdf", "first");
    publish_draft(scratch, draft, 0640);
}

static void a_draft_given_up_leaves_what_was(void **state) {
    assert_true(publish(*state, "paper.pdf", "first"));
    file_draft_close(draft_of_pieces("paper.pdf"));
    file_draft_close(draft_of_pieces("another.pdf"));
    holds("paper.pdf", "first");
    assert_int_equal(file_count("."), 1);
}

static void a_short_draft_is_published_too(void **state) {
    struct scratch *scratch = *state;
    struct file_draft *draft = file_draft_open("paper.pdf");
    file_draft_write(draft, "short", 5);
    assert_true(file_draft_publish(draft, scratch->diagnostics));
    file_draft_close(draft);
    holds("paper.pdf", "short");
}

static void a_draft_that_finds_no_folder_is_reported(void **state) {
    struct scratch *scratch = *state;
    struct file_draft *draft = draft_of_pieces("missing/paper.pdf");
    assert_false(file_draft_publish(draft, scratch->diagnostics));
    file_draft_close(draft);
    fails_with_output(scratch);
}

static void a_draft_goes_through_devices_at_its_end(void **state) {
    struct scratch *scratch = *state;
    struct file_draft *draft = draft_of_pieces("/dev/full");
    assert_int_equal(diagnostics_count(scratch->diagnostics, LEVEL_ERROR), 0);
    assert_false(file_draft_publish(draft, scratch->diagnostics));
    file_draft_close(draft);
    fails_with_output(scratch);
    draft = draft_of_pieces("/dev/null");
    assert_true(file_draft_publish(draft, scratch->diagnostics));
    file_draft_close(draft);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_open, scratch_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(publishes_a_new_file),
        IN_SCRATCH(replaces_in_one_step),
        IN_SCRATCH(a_link_stays_a_link),
        IN_SCRATCH(what_a_kill_left_is_cleared_away),
        IN_SCRATCH(a_full_disk_is_no_success),
        IN_SCRATCH(too_large_leaves_what_was),
        IN_SCRATCH(a_missing_folder_is_reported),
        IN_SCRATCH(a_folder_is_not_replaced),
        IN_SCRATCH(a_name_is_needed),
        IN_SCRATCH(an_unwritable_folder_is_reported),
        IN_SCRATCH(writes_through_devices),
        IN_SCRATCH(the_longest_name_is_replaced_too),
        IN_SCRATCH(many_may_publish_at_once),
        IN_SCRATCH(a_draft_is_not_seen_before_it_is_published),
        IN_SCRATCH(a_draft_replaces_in_one_step),
        IN_SCRATCH(a_draft_given_up_leaves_what_was),
        IN_SCRATCH(a_short_draft_is_published_too),
        IN_SCRATCH(a_draft_that_finds_no_folder_is_reported),
        IN_SCRATCH(a_draft_goes_through_devices_at_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
