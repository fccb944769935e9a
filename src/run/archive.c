/* archive.c: where the papers are kept, ARCHIVE/2026-11/PARTNERSHIP.PAPER.pdf, with a manifest of
 * their hashes in the form that sha256sum reads, so that anyone can check an archive without us.
 *
 * The manifest is written after the papers and before anything is planned: what is planned always
 * stands in it. Lines of papers that this run did not make stay as they were.
 */
#include "work.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boardpaper/file.h>

static const struct where NOWHERE = {NULL, 0};

enum { FOLDER_MODE = 0750, PAPER_MOST = 64 << 20, MANIFEST_MOST = 32 << 20, OPEN_FOLDERS = 8 };
static const char MANIFEST[] = "SHA256SUMS";

/* ---- folders --------------------------------------------------------------------------------- */

/* That the folder has an entry is the folder's own to keep. */
static void sync_folder(const char *path) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
}

static bool is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool archive_make_folder(struct engine *engine, const char *folder) {
    if (is_folder(folder)) {
        return true;
    }
    const char *slash = strrchr(folder, '/');
    const char *parent =
        slash == NULL
            ? "."
            : arena_bytes(engine->arena, folder, slash == folder ? 1 : (size_t)(slash - folder));
    if (strcmp(parent, folder) != 0 && !archive_make_folder(engine, parent)) {
        return false;
    }
    if (mkdir(folder, FOLDER_MODE) != 0 && errno != EEXIST) {
        return REPORT(engine->diagnostics, NOWHERE, MESSAGE_RUN_FOLDER, folder, strerror(errno));
    }
    sync_folder(parent);
    return true;
}

static bool is_edition(const char *name) {
    return strlen(name) == 7 && strspn(name, "0123456789-") == 7 && name[4] == '-';
}

bool archive_first(struct engine *engine, char edition[EDITION_TEXT]) {
    DIR *folder = opendir(engine->schedule->archive);
    edition[0] = '\0';
    for (struct dirent *entry = folder == NULL ? NULL : readdir(folder); entry != NULL;
         entry = readdir(folder)) {
        if (is_edition(entry->d_name) &&
            (edition[0] == '\0' || strcmp(entry->d_name, edition) < 0)) {
            strcpy(edition, entry->d_name);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return edition[0] != '\0';
}

bool archive_has(struct engine *engine, const char *run) {
    return is_folder(arena_print(engine->arena, "%s/%s", engine->schedule->archive, run));
}

const char *temporary_make(struct engine *engine) {
    if (engine->temporary == NULL) {
        const char *place = getenv("TMPDIR");
        char *path = arena_print(engine->arena, "%s/boardpaper-run-XXXXXX",
                                 place == NULL || *place == '\0' ? "/tmp" : place);
        if (mkdtemp(path) == NULL) {
            REPORT(engine->diagnostics, NOWHERE, MESSAGE_RUN_FOLDER, path, strerror(errno));
            return NULL;
        }
        engine->temporary = path;
    }
    return engine->temporary;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place) {
    (void)about, (void)kind, (void)place;
    return remove(path);
}

void temporary_remove(struct engine *engine) {
    if (engine->temporary != NULL) {
        nftw(engine->temporary, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
        engine->temporary = NULL;
    }
}

/* ---- the manifest ---------------------------------------------------------------------------- */

/* Lines of `HASH  NAME`. */
struct line {
    const char *digest, *name;
};
struct lines {
    struct line *list;
    size_t count, room;
};

static void add(struct lines *lines, const char *digest, const char *name) {
    if (lines->count == lines->room) {
        lines->room = lines->room == 0 ? 64 : lines->room * 2;
        lines->list = memory_resize(lines->list, lines->room, sizeof *lines->list);
    }
    lines->list[lines->count++] = (struct line){digest, name};
}

static const char *manifest_path(struct engine *engine, const char *folder) {
    return arena_print(engine->arena, "%s/%s", folder, MANIFEST);
}

static void read_manifest(struct engine *engine, const char *folder, struct lines *lines) {
    const char *path = manifest_path(engine, folder);
    size_t length = 0;
    if (access(path, F_OK) != 0) {
        return;
    }
    const char *text =
        file_read(engine->arena, path, MANIFEST_MOST, NOWHERE, &length, engine->diagnostics);
    while (text != NULL && *text != '\0') {
        size_t line = strcspn(text, "\n");
        if (line > DIGEST_TEXT + 1 && text[DIGEST_TEXT - 1] == ' ' && text[DIGEST_TEXT] == ' ') {
            add(lines, arena_bytes(engine->arena, text, DIGEST_TEXT - 1),
                arena_bytes(engine->arena, text + DIGEST_TEXT + 1, line - DIGEST_TEXT - 1));
        }
        text += line + (text[line] == '\n');
    }
}

bool archive_digest(struct engine *engine, const char *folder, const char *file_name,
                    char digest[DIGEST_TEXT]) {
    struct lines lines = {0};
    bool found = false;
    read_manifest(engine, folder, &lines);
    for (size_t i = 0; i < lines.count && !found; i++) {
        found = strcmp(lines.list[i].name, file_name) == 0;
        if (found) {
            memcpy(digest, lines.list[i].digest, DIGEST_TEXT);
        }
    }
    free(lines.list);
    return found;
}

static int by_name(const void *left, const void *right) {
    return strcmp(((const struct line *)left)->name, ((const struct line *)right)->name);
}

static bool is_made(const struct engine *engine, const char *folder, const char *name) {
    for (size_t i = 0; i < engine->work_count; i++) {
        const struct work *work = &engine->works[i];
        if (work->state == WORK_MADE && strcmp(work->folder, folder) == 0 &&
            strcmp(work->task->file_name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool write_manifest(struct engine *engine, const char *folder) {
    struct lines kept = {0};
    struct lines lines = {0};
    struct buffer out = {0};
    read_manifest(engine, folder, &kept);
    for (size_t i = 0; i < kept.count; i++) {
        if (!is_made(engine, folder, kept.list[i].name)) {
            add(&lines, kept.list[i].digest, kept.list[i].name);
        }
    }
    for (size_t i = 0; i < engine->work_count; i++) {
        const struct work *work = &engine->works[i];
        if (work->state == WORK_MADE && strcmp(work->folder, folder) == 0) {
            add(&lines, work->digest, work->task->file_name);
        }
    }
    if (lines.count > 0) {
        qsort(lines.list, lines.count, sizeof *lines.list, by_name);
    }
    for (size_t i = 0; i < lines.count; i++) {
        buffer_print(&out, "%s  %s\n", lines.list[i].digest, lines.list[i].name);
    }
    bool done =
        file_publish(manifest_path(engine, folder), out.data, out.length, engine->diagnostics);
    buffer_free(&out);
    free(kept.list);
    free(lines.list);
    return done;
}

bool archive_write_manifests(struct engine *engine) {
    bool done = true;
    for (size_t i = 0; i < engine->work_count; i++) {
        const struct work *work = &engine->works[i];
        bool first = work->state == WORK_MADE;
        for (size_t j = 0; j < i && first; j++) {
            first = engine->works[j].state != WORK_MADE ||
                    strcmp(engine->works[j].folder, work->folder) != 0;
        }
        done = (!first || write_manifest(engine, work->folder)) && done;
    }
    return done;
}
