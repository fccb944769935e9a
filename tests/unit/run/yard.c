/* yard.c: see yard.h. */
#include "yard.h"

#include <stdarg.h>

#include "../base/scratch.h"

static int64_t yard_now(void *context) {
    return ((struct yard *)context)->now;
}

/* ---- the server ------------------------------------------------------------------------------ */

/* It takes half a second to start, so that the tests of a program share one. */
static struct server shared;
static char shared_folder[64];

static int begin(bool with_tls) {
    snprintf(shared_folder, sizeof shared_folder, "/tmp/boardpaper-test-XXXXXX");
    if (mkdtemp(shared_folder) == NULL || chdir(shared_folder) != 0) {
        return 1;
    }
    server_start(&shared, with_tls);
    return 0;
}

int yard_begin(void **state) {
    (void)state;
    return begin(false);
}

int yard_begin_tls(void **state) {
    (void)state;
    return begin(true);
}

int yard_end(void **state) {
    (void)state;
    server_stop(&shared);
    return chdir("/") != 0 || nftw(shared_folder, scratch_remove, 16, FTW_DEPTH | FTW_PHYS) != 0;
}

static void link_to(struct yard *yard, const char *name) {
    assert_int_equal(symlink(arena_print(yard->arena, "%s/%s", shared_folder, name), name), 0);
}

/* ---- the folder ------------------------------------------------------------------------------ */

int yard_open(void **state) {
    struct yard *yard = calloc(1, sizeof *yard);
    void *scratch = NULL;
    if (scratch_open(&scratch) != 0) {
        return 1;
    }
    yard->scratch = scratch;
    yard->arena = yard->scratch->arena;
    yard->now = DUE;
    yard->jobs = 2;
    yard->server = shared;
    *state = yard;
    setenv("TMPDIR", yard->scratch->folder, 1);
    link_to(yard, "log");
    link_to(yard, "ca.pem");
    return truncate("log", 0);
}

int yard_close(void **state) {
    struct yard *yard = *state;
    void *scratch = yard->scratch;
    buffer_free(&yard->summary);
    buffer_free(&yard->events);
    free(yard);
    return scratch_close(&scratch);
}

void yard_write(const char *path, const char *format, ...) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    va_list arguments;
    va_start(arguments, format);
    assert_true(vfprintf(file, format, arguments) >= 0);
    va_end(arguments);
    assert_int_equal(fclose(file), 0);
}

void yard_schedule(struct yard *yard, const char *path, const char *members,
                   const char *partnerships, const char *policy) {
    yard_write(path,
               "<schedule version='1'><calendar zone='UTC'/><period every='month'>"
               "<due weekday='monday' nth='1' at='07:00'/></period><papers><paper id='p'/></papers>"
               "<partnerships>%s</partnerships><members>%s</members>"
               "<message from='papers@example.org'/>"
               "<relay host='127.0.0.1' port='%d' security='plain' connect-seconds='5' "
               "reply-seconds='20' final-seconds='20'/><policy %s/>"
               "<archive folder='%s.archive'/><outbox file='%s.outbox'/></schedule>",
               partnerships, members, yard->server.plain, policy, path, path);
}

static void keep_event(void *context, const char *line, size_t length) {
    buffer_add(&((struct yard *)context)->events, line, length);
}

/* Beside the test. */
static const char *find_fake(struct arena *arena) {
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(length > 0);
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    return arena_print(arena, "%s/fake_render", self);
}

static enum status work(struct yard *yard, const char *path, bool check) {
    struct arena *arena = yard->arena;
    yard->diagnostics = diagnostics_new(arena, 1000);
    buffer_clear(&yard->summary);
    buffer_clear(&yard->events);
    struct run_options options = {
        .schedule = schedule_read(arena, path, yard->diagnostics),
        .program = find_fake(arena),
        .correct = yard->correct,
        .jobs = yard->jobs,
        .now = yard_now,
        .now_context = yard,
        .listener = {.event = keep_event, .context = yard},
    };
    assert_non_null(options.schedule);
    return check ? run_check(arena, &options, &yard->summary, yard->diagnostics)
                 : run_schedule(arena, &options, &yard->summary, yard->diagnostics);
}

enum status yard_run(struct yard *yard, const char *path) {
    return work(yard, path, false);
}

enum status yard_check(struct yard *yard, const char *path) {
    return work(yard, path, true);
}

void yard_says(struct yard *yard, const char *part) {
    struct buffer out = {0};
    diagnostics_write(yard->diagnostics, &out, LEVEL_ADVICE, false);
    buffer_add(&out, yard->summary.data, yard->summary.length);
    if (strstr(out.data, part) == NULL) {
        print_error("%s", out.data);
        fail_msg("should say: %s", part);
    }
    buffer_free(&out);
}

void yard_event(struct yard *yard, const char *part) {
    if (strstr(yard->events.data, part) == NULL) {
        print_error("%s", yard->events.data);
        fail_msg("should be logged: %s", part);
    }
}

int yard_taken(const char *address) {
    char part[300];
    snprintf(part, sizeof part, "taken %s%s", address == NULL ? "" : address,
             address == NULL ? "" : " ");
    return server_logged(part);
}

static struct outbox *open_outbox(struct yard *yard, const char *path, bool exclusive) {
    struct outbox_options how = {
        .path = path, .exclusive = exclusive, .now = yard_now, .context = yard};
    struct outbox *outbox = outbox_open(&how, yard->diagnostics);
    assert_non_null(outbox);
    return outbox;
}

size_t yard_count(struct yard *yard, const char *path, enum delivery_state state) {
    size_t counts[DELIVERY_CANCELLED + 1];
    struct outbox *outbox = open_outbox(yard, path, false);
    assert_true(outbox_count(outbox, counts, yard->diagnostics));
    outbox_close(outbox);
    return counts[state];
}

void yard_approve(struct yard *yard, const char *run, const char *job) {
    char token[DIGEST_TEXT];
    struct outbox *outbox = open_outbox(yard, "s.xml.outbox", true);
    assert_true(outbox_token(outbox, run, job, token, yard->diagnostics));
    assert_true(outbox_approve(outbox, run, job, token, "Chair", yard->diagnostics));
    outbox_close(outbox);
}
