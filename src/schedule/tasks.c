/* tasks.c: which papers a period makes, from the partnerships that are named or found in a folder.
 *
 * A folder is listed when its papers fall due: a partnership joins by putting its file there. One
 * that had a file for the edition before and has none now is named, for a file that was forgotten
 * must not be a paper that is missing in silence.
 */
#include <boardpaper/schedule.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

static const char PLACE[] = "{partnership}";
enum { ID_MOST = 64, IDS_MOST = 100000 };

struct tasking {
    const struct schedule *schedule;
    const struct paper_kind *kind;
    char edition[EDITION_TEXT], previous[EDITION_TEXT]; /* previous "": none */
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct task *tasks;
    size_t count, room;
    bool good;
};

/* The text with its places filled; partnership NULL: {partnership} stays. */
static const char *fill(const struct tasking *tasking, const char *text, const char *partnership) {
    const char *edition = tasking->edition;
    const struct {
        const char *place, *value;
        int length;
    } places[] = {
        {"{edition}", edition, EDITION_TEXT},
        {"{previous}", tasking->previous, EDITION_TEXT},
        {"{year}", edition, 4},
        {"{month}", edition + 5, 2},
        {PLACE, partnership, ID_MOST},
    };
    struct buffer out = {0};
    for (const char *at = text; *at != '\0';) {
        size_t used = 0;
        for (size_t i = 0; i < sizeof places / sizeof places[0] && used == 0; i++) {
            size_t length = strlen(places[i].place);
            if (places[i].value != NULL && strncmp(at, places[i].place, length) == 0) {
                buffer_print(&out, "%.*s", places[i].length, places[i].value);
                used = length;
            }
        }
        if (used == 0) {
            buffer_byte(&out, *at);
            used = 1;
        }
        at += used;
    }
    const char *filled = arena_bytes(tasking->arena, out.length == 0 ? "" : out.data, out.length);
    buffer_free(&out);
    return filled;
}

static bool in_groups(const char *const *groups, const char *const *wanted) {
    for (; groups != NULL && *groups != NULL; groups++) {
        for (const char *const *at = wanted; *at != NULL; at++) {
            if (strcmp(*at, *groups) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void choose_recipients(struct tasking *tasking, const struct partnership *partnership,
                              struct task *task) {
    const struct schedule *schedule = tasking->schedule;
    const char *const *of_kind = tasking->kind->groups;
    const char **of_partnership = NULL;
    size_t words = 0;
    while (partnership->groups != NULL && partnership->groups[words] != NULL) {
        words++;
    }
    if (words > 0) {
        of_partnership = NEWS(tasking->arena, words + 1, const char *);
        for (size_t i = 0; i < words; i++) {
            of_partnership[i] = fill(tasking, partnership->groups[i], task->partnership);
        }
    }
    size_t *indices = memory_array(schedule->member_count + 1, sizeof *indices);
    for (size_t i = 0; i < schedule->member_count; i++) {
        const struct member *member = &schedule->members[i];
        if ((of_kind == NULL || in_groups(member->groups, of_kind)) &&
            (of_partnership == NULL || in_groups(member->groups, of_partnership))) {
            indices[task->recipient_count++] = i;
        }
    }
    const struct member **recipients =
        NEWS(tasking->arena, task->recipient_count, const struct member *);
    for (size_t i = 0; i < task->recipient_count; i++) {
        recipients[i] = &schedule->members[indices[i]];
    }
    free(indices);
    task->recipients = recipients;
}

static void add(struct tasking *tasking, const struct partnership *partnership, const char *id) {
    for (size_t i = 0; i < tasking->count; i++) {
        if (strcmp(tasking->tasks[i].partnership, id) == 0) {
            tasking->good =
                REPORT(tasking->diagnostics, partnership->where, MESSAGE_ID_TAKEN, "partnership",
                       id, diagnostics_integer(tasking->diagnostics, tasking->tasks[i].where.line));
            return;
        }
    }
    if (tasking->count == tasking->room) {
        tasking->room = tasking->room == 0 ? 64 : tasking->room * 2;
        tasking->tasks = memory_resize(tasking->tasks, tasking->room, sizeof *tasking->tasks);
    }
    struct task *task = &tasking->tasks[tasking->count++];
    *task = (struct task){.kind = tasking->kind, .partnership = id, .where = partnership->where};
    task->job = arena_print(tasking->arena, "%s.%s", id, tasking->kind->id);
    task->file_name = arena_print(tasking->arena, "%s.pdf", task->job);
    task->input = fill(tasking, partnership->assessment, id);
    if (partnership->previous != NULL && tasking->previous[0] != '\0') {
        const char *earlier = fill(tasking, partnership->previous, id);
        bool named = strchr(partnership->previous, '{') == NULL;
        task->earlier = named || access(earlier, F_OK) == 0 ? earlier : NULL;
    }
    const struct wording *wording = &tasking->kind->wording;
    task->wording.subject = wording->subject == NULL ? NULL : fill(tasking, wording->subject, id);
    task->wording.intro = wording->intro == NULL ? NULL : fill(tasking, wording->intro, id);
    choose_recipients(tasking, partnership, task);
}

/* ---- folders --------------------------------------------------------------------------------- */

static bool id_valid(const char *id) {
    size_t length = strlen(id);
    return length > 0 && length <= ID_MOST && id[0] != '-' &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

struct found {
    const char **ids;
    size_t count, room;
};

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The id between the pattern's two ends, or NULL. */
static const char *match(const struct tasking *tasking, const char *name, const char *pattern) {
    const char *place = strstr(pattern, PLACE);
    size_t head = (size_t)(place - pattern);
    const char *tail = place + strlen(PLACE);
    size_t length = strlen(name);
    if (length <= head + strlen(tail) || strncmp(name, pattern, head) != 0 ||
        strcmp(name + length - strlen(tail), tail) != 0) {
        return NULL;
    }
    return arena_bytes(tasking->arena, name + head, length - head - strlen(tail));
}

/* The ids in the folder of files, sorted. False where it cannot be read. */
static bool list_folder(struct tasking *tasking, const char *files, struct found *found,
                        int *error) {
    const char *filled = fill(tasking, files, NULL);
    const char *slash = strrchr(filled, '/');
    const char *folder =
        slash == NULL ? "." : arena_bytes(tasking->arena, filled, (size_t)(slash - filled));
    const char *pattern = slash == NULL ? filled : slash + 1;
    if (strstr(pattern, PLACE) == NULL) {
        *error = EINVAL; /* the reading has reported it */
        return false;
    }
    DIR *stream = opendir(*folder == '\0' ? "/" : folder);
    if (stream == NULL) {
        *error = errno;
        return false;
    }
    for (struct dirent *entry = readdir(stream); entry != NULL && found->count < IDS_MOST;
         entry = readdir(stream)) {
        const char *id = match(tasking, entry->d_name, pattern);
        if (id == NULL || entry->d_name[0] == '.') {
            continue;
        }
        if (found->count == found->room) {
            found->room = found->room == 0 ? 64 : found->room * 2;
            found->ids = memory_resize(found->ids, found->room, sizeof *found->ids);
        }
        found->ids[found->count++] = id;
    }
    closedir(stream);
    if (found->count > 0) {
        qsort(found->ids, found->count, sizeof *found->ids, by_text);
    }
    return true;
}

static void name_missing(struct tasking *tasking, const struct partnership *partnership,
                         const struct found *now) {
    struct found before = {0};
    int error = 0;
    if (partnership->previous == NULL || tasking->previous[0] == '\0' ||
        !list_folder(tasking, partnership->previous, &before, &error)) {
        return;
    }
    for (size_t i = 0; i < before.count; i++) {
        if (id_valid(before.ids[i]) &&
            (now->count == 0 ||
             bsearch(&before.ids[i], now->ids, now->count, sizeof *now->ids, by_text) == NULL)) {
            REPORT(tasking->diagnostics, partnership->where, MESSAGE_PARTNERSHIP_GONE,
                   before.ids[i], tasking->previous, tasking->edition);
        }
    }
    free(before.ids);
}

static void add_folder(struct tasking *tasking, const struct partnership *partnership) {
    struct found found = {0};
    int error = 0;
    if (!list_folder(tasking, partnership->assessment, &found, &error)) {
        tasking->good = REPORT(tasking->diagnostics, partnership->where, MESSAGE_FOLDER_READ,
                               fill(tasking, partnership->assessment, NULL), strerror(error));
        return;
    }
    for (size_t i = 0; i < found.count; i++) {
        if (id_valid(found.ids[i])) {
            add(tasking, partnership, found.ids[i]);
        } else {
            tasking->good =
                REPORT(tasking->diagnostics, partnership->where, MESSAGE_FOLDER_ID, found.ids[i]);
        }
    }
    if (found.count == 0) {
        REPORT(tasking->diagnostics, partnership->where, MESSAGE_FOLDER_EMPTY,
               fill(tasking, partnership->assessment, NULL), tasking->edition);
    }
    name_missing(tasking, partnership, &found);
    free(found.ids);
}

bool schedule_tasks(const struct schedule *schedule, const struct paper_kind *kind,
                    const struct period *period, struct arena *arena, const struct task **tasks,
                    size_t *count, struct diagnostics *diagnostics) {
    struct tasking tasking = {.schedule = schedule,
                              .kind = kind,
                              .arena = arena,
                              .diagnostics = diagnostics,
                              .good = true};
    struct period before;
    period_edition(period, tasking.edition);
    if (timing_before(&kind->timing, &schedule->calendar, period, &before)) {
        period_edition(&before, tasking.previous);
    }
    for (size_t i = 0; i < schedule->partnership_count; i++) {
        const struct partnership *partnership = &schedule->partnerships[i];
        if (partnership->id != NULL) {
            add(&tasking, partnership, partnership->id);
        } else {
            add_folder(&tasking, partnership);
        }
    }
    struct task *list = NEWS(arena, tasking.count, struct task);
    if (tasking.count > 0) {
        memcpy(list, tasking.tasks, tasking.count * sizeof *list);
    }
    free(tasking.tasks);
    *tasks = list;
    *count = tasking.count;
    return tasking.good;
}
