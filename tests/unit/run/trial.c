/* trial.c: see trial.h. */
#include "trial.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include <boardpaper/file.h>

static const char PAPER[] = "%PDF OFFICIAL 2015-12-31";

void trial_prepare(struct yard *yard, const char *name, const char *more) {
    struct arena *arena = yard->arena;
    yard_schedule(
        yard, arena_print(arena, "%s.xml", name),
        arena_print(arena,
                    "%s"
                    "<member address='a@example.org' clearance='OFFICIAL' groups='g'/>"
                    "<member address='b@example.org' clearance='SECRET' groups='g'/>"
                    "<member address='rcpt-550@example.org' clearance='OFFICIAL' groups='g'/>"
                    "<member address='under@example.org' groups='g'/>",
                    more),
        arena_print(arena,
                    "<partnership id='%s-x' assessment='n.txt' groups='g'/>"
                    "<partnership id='%s-y' assessment='n.txt' groups='g'/>",
                    name, name),
        "approval='not-required' greatest-age-days='400'");
    yard->now = DUE;
}

/* Papers that are not whole, now; at the end also what has no business there. */
int trial_look(struct yard *yard, const char *folder, bool ended) {
    int wrong = 0;
    int count = 0;
    DIR *stream = opendir(folder);
    for (struct dirent *entry = stream == NULL ? NULL : readdir(stream); entry != NULL;
         entry = readdir(stream)) {
        size_t length = strlen(entry->d_name);
        bool paper = length > 4 && strcmp(entry->d_name + length - 4, ".pdf") == 0;
        bool hidden = entry->d_name[0] == '.';
        size_t size = 0;
        if (paper && !hidden) {
            const char *bytes =
                file_read(yard->arena, arena_print(yard->arena, "%s/%s", folder, entry->d_name), 0,
                          (struct where){NULL, 0}, &size, yard->diagnostics);
            wrong += bytes == NULL || strcmp(bytes, PAPER) != 0;
            count++;
        } else if (!hidden || strlen(entry->d_name) > 2) {
            wrong += ended && strcmp(entry->d_name, "SHA256SUMS") != 0;
        }
    }
    if (stream != NULL) {
        closedir(stream);
    }
    return wrong + (ended && count != TRIAL_PAPERS);
}

bool trial_manifest_is_true(struct yard *yard, const char *folder, const char *name) {
    char digest[DIGEST_TEXT];
    size_t length = 0;
    assert_true(delivery_digest(PAPER, strlen(PAPER), digest));
    const char *text = file_read(yard->arena, arena_print(yard->arena, "%s/SHA256SUMS", folder), 0,
                                 (struct where){NULL, 0}, &length, yard->diagnostics);
    const char *wanted =
        arena_print(yard->arena, "%s  %s-x.p.pdf\n%s  %s-y.p.pdf\n", digest, name, digest, name);
    return text != NULL && strcmp(text, wanted) == 0;
}

void trial_judge(struct yard *yard, const char *name, const char *log, struct outcome *outcome) {
    struct arena *arena = yard->arena;
    const struct outbox_entry *entries = NULL;
    size_t count = 0;
    struct outbox_options look = {.path = arena_print(arena, "%s.xml.outbox", name)};
    struct outbox *outbox = outbox_open(&look, yard->diagnostics);
    assert_non_null(outbox);
    assert_true(outbox_list(outbox, NULL, arena, &entries, &count, yard->diagnostics));
    assert_int_equal(count, (size_t)(TRIAL_PAPERS * outcome->messages));
    tally_add(&outcome->tally, entries, count, log, arena);
    outbox_close(outbox);
    const char *folder = arena_print(arena, "%s.xml.archive/2016-01", name);
    outcome->partial += trial_look(yard, folder, true);
    outcome->untrue += !trial_manifest_is_true(yard, folder, name);
}
