/* publish.c: whole files out, or none.
 *
 * The bytes go to an unnamed temporary file in the target's folder, are synced, and only then get
 * a name; the folder is synced after that. A reader, a power cut or a full disk never meets half
 * a file. A new file is linked straight to its name. A file that is there is replaced by linking
 * the new one to a hidden name and renaming that over it: a link cannot replace, a rename can.
 *
 * The hidden name is made from a hash of the target's name alone, so that what a kill between the
 * two steps leaves behind is taken away by the next publication instead of heaping up. Where the
 * file system knows no unnamed files (NFS, some FUSE), the hidden name is used from the start.
 *
 * A large file is a draft: it goes to its unnamed file as it is made, not all at the end.
 *
 * Devices and pipes (/dev/full, /dev/stdout, a FIFO) are written to and never replaced.
 */
#include <boardpaper/file.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

enum { HIDDEN_TEXT = 40, MOST_RACES = 100 };

/* What came of it: the bytes' fate and the sync's are told apart, as only the first can be undone.
 * reason holds errno for both failures. */
enum fate { FATE_PUBLISHED, FATE_FAILED, FATE_NOT_SYNCED };

struct target {
    char path[PATH_MAX]; /* with symbolic links resolved, so that a link stays a link */
    const char *name;    /* its last part */
    int folder;
    mode_t mode;
    bool exists;
    char hidden[HIDDEN_TEXT];
};

static bool write_all(int descriptor, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

/* Pipes, terminals and some file systems have nothing to sync, and say so. */
static bool sync_all(int descriptor) {
    while (fsync(descriptor) != 0) {
        if (errno == EINVAL || errno == EROFS || errno == ENOTSUP) {
            return true;
        }
        if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

static bool close_checked(int descriptor) {
    return close(descriptor) == 0 || errno == EINTR; /* on Linux it is closed then, too */
}

static void name_hidden(struct target *target) {
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (const char *at = target->name; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    }
    snprintf(target->hidden, sizeof target->hidden, ".boardpaper-%016" PRIx64, hash);
}

static bool open_target(struct target *target, const char *path, const struct stat *about) {
    target->exists = about != NULL;
    /* 0666 less the umask for a new file; a replaced file keeps who may read it. */
    target->mode = about != NULL ? about->st_mode & 0777 : 0666;
    if ((about == NULL || realpath(path, target->path) == NULL) &&
        (size_t)snprintf(target->path, sizeof target->path, "%s", path) >= sizeof target->path) {
        errno = ENAMETOOLONG;
        return false;
    }
    char *slash = strrchr(target->path, '/');
    target->name = slash == NULL ? target->path : slash + 1;
    if (*target->name == '\0') {
        errno = *path == '\0' ? ENOENT : EISDIR;
        return false;
    }
    name_hidden(target);
    char folder[PATH_MAX] = ".";
    if (slash != NULL) {
        size_t length = slash == target->path ? 1 : (size_t)(slash - target->path);
        memcpy(folder, target->path, length);
        folder[length] = '\0';
    }
    target->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return target->folder >= 0;
}

static bool fill(int descriptor, const struct target *target, const void *bytes, size_t length) {
    return (!target->exists || fchmod(descriptor, target->mode) == 0) &&
           write_all(descriptor, bytes, length) && sync_all(descriptor);
}

/* The hidden name, for a moment, and then the target's. Under a lock, as a second publisher would
 * take the name away from under the first, and a file that lost its only name cannot be linked
 * again. */
static bool replace_by_unnamed(const char *unnamed, const struct target *target) {
    bool locked = flock(target->folder, LOCK_EX) == 0;
    unlinkat(target->folder, target->hidden, 0); /* what a kill left behind */
    int reason = 0;
    if (linkat(AT_FDCWD, unnamed, target->folder, target->hidden, AT_SYMLINK_FOLLOW) != 0) {
        reason = errno;
    } else if (renameat(target->folder, target->hidden, target->folder, target->name) != 0) {
        reason = errno;
        unlinkat(target->folder, target->hidden, 0);
    }
    if (locked) {
        flock(target->folder, LOCK_UN);
    }
    errno = reason;
    return reason == 0;
}

static bool link_into_place(int descriptor, const struct target *target) {
    char unnamed[32];
    snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", descriptor);
    if (!target->exists) {
        if (linkat(AT_FDCWD, unnamed, target->folder, target->name, AT_SYMLINK_FOLLOW) == 0) {
            return true;
        }
        if (errno != EEXIST) { /* not there a moment ago, and now it is: replaced after all */
            return false;
        }
    }
    return replace_by_unnamed(unnamed, target);
}

static bool is_still_named(int descriptor, const struct target *target) {
    struct stat mine;
    struct stat named;
    return fstat(descriptor, &mine) == 0 &&
           fstatat(target->folder, target->hidden, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

/* A new file of the hidden name, locked: whoever publishes the same target waits here, so that
 * nobody renames what another is still writing. What a kill left behind is locked by no one and
 * taken away. */
static int open_hidden(const struct target *target) {
    int flags = O_WRONLY | O_CLOEXEC | O_NOFOLLOW;
    for (int race = 0; race < MOST_RACES; race++) {
        int descriptor = openat(target->folder, target->hidden, flags | O_CREAT | O_EXCL, 0666);
        bool mine = descriptor >= 0;
        if (!mine && errno == EEXIST) {
            descriptor = openat(target->folder, target->hidden, flags);
        }
        if (descriptor < 0 && errno != ENOENT) {
            return -1;
        }
        if (descriptor >= 0 && flock(descriptor, LOCK_EX) == 0 &&
            is_still_named(descriptor, target)) {
            if (mine) {
                return descriptor;
            }
            unlinkat(target->folder, target->hidden, 0);
        }
        if (descriptor >= 0) {
            close(descriptor);
        }
    }
    errno = EBUSY;
    return -1;
}

/* The way for file systems without unnamed files. */
static bool publish_named(const struct target *target, const void *bytes, size_t length) {
    int descriptor = open_hidden(target);
    if (descriptor < 0) {
        return false;
    }
    int reason = 0;
    if (!fill(descriptor, target, bytes, length) ||
        renameat(target->folder, target->hidden, target->folder, target->name) != 0) {
        reason = errno;
        unlinkat(target->folder, target->hidden, 0);
    }
    close(descriptor); /* synced: nothing is left that closing could lose; and it unlocks */
    errno = reason;
    return reason == 0;
}

static bool lacks_unnamed_files(int reason) {
    return reason == EOPNOTSUPP || reason == EISDIR || reason == EINVAL || reason == ENOENT;
}

static int open_unnamed(const struct target *target, int access) {
    return openat(target->folder, ".", O_TMPFILE | access | O_CLOEXEC, 0666);
}

static enum fate publish_file(const struct target *target, const void *bytes, size_t length) {
    bool published = false;
    int descriptor = open_unnamed(target, O_WRONLY);
    if (descriptor >= 0) {
        if (!fill(descriptor, target, bytes, length)) {
            int reason = errno;
            close(descriptor);
            errno = reason;
            return FATE_FAILED;
        }
        published = link_into_place(descriptor, target);
        int reason = errno;
        close(descriptor); /* synced: nothing is left that closing could lose */
        errno = reason;
    }
    if (!published && (!lacks_unnamed_files(errno) || !publish_named(target, bytes, length))) {
        return FATE_FAILED;
    }
    return sync_all(target->folder) ? FATE_PUBLISHED : FATE_NOT_SYNCED;
}

static enum fate publish_stream(int descriptor, const void *bytes, size_t length) {
    return write_all(descriptor, bytes, length) && sync_all(descriptor) ? FATE_PUBLISHED
                                                                        : FATE_FAILED;
}

static enum fate publish(const char *path, const void *bytes, size_t length) {
    if (strcmp(path, "-") == 0) {
        return publish_stream(STDOUT_FILENO, bytes, length);
    }
    struct stat about;
    bool exists = stat(path, &about) == 0;
    if (exists && S_ISDIR(about.st_mode)) {
        errno = EISDIR;
        return FATE_FAILED;
    }
    if (exists && !S_ISREG(about.st_mode)) {
        int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        if (descriptor < 0) {
            return FATE_FAILED;
        }
        enum fate fate = publish_stream(descriptor, bytes, length);
        int reason = errno;
        if (!close_checked(descriptor) && fate == FATE_PUBLISHED) {
            return FATE_FAILED;
        }
        errno = reason;
        return fate;
    }
    struct target target = {.folder = -1};
    if (!open_target(&target, path, exists ? &about : NULL)) {
        return FATE_FAILED;
    }
    enum fate fate = publish_file(&target, bytes, length);
    int reason = errno;
    close(target.folder);
    errno = reason;
    return fate;
}

static bool tell(const char *path, enum fate fate, struct diagnostics *diagnostics) {
    const char *shown = strcmp(path, "-") == 0 ? "standard output" : path;
    struct where where = {NULL, 0};
    switch (fate) {
    case FATE_PUBLISHED:
        return true;
    case FATE_NOT_SYNCED:
        return REPORT(diagnostics, where, MESSAGE_FILE_SYNC, shown, strerror(errno));
    case FATE_FAILED:
        break;
    }
    return REPORT(diagnostics, where, MESSAGE_FILE_WRITE, shown, strerror(errno));
}

bool file_publish(const char *path, const void *bytes, size_t length,
                  struct diagnostics *diagnostics) {
    return tell(path, publish(path, bytes, length), diagnostics);
}

/* ---- drafts --------------------------------------------------------------------------------- */

/* A draft is held in memory until it is this long. What is longer is written while the rest is
 * being made, mostly by another thread than the one that publishes. Telling the disk to begin with
 * it at once (sync_file_range) was tried: nothing was won by it that could be measured. */
enum { DRAFT_HELD = 1 << 14 };

struct file_draft {
    char path[PATH_MAX];
    struct buffer held;   /* what is not yet in the file */
    struct target target; /* where descriptor is open */
    int descriptor;       /* of the unnamed file, or -1 */
    bool holds_all;       /* it cannot be written before it is published */
    int reason;           /* errno of what went wrong, or 0 */
};

struct file_draft *file_draft_open(const char *path) {
    struct file_draft *draft = memory_array(1, sizeof *draft);
    draft->descriptor = draft->target.folder = -1;
    if ((size_t)snprintf(draft->path, sizeof draft->path, "%s", path) >= sizeof draft->path) {
        draft->reason = ENAMETOOLONG;
    }
    return draft;
}

/* What goes to standard output, a device or a pipe cannot be taken back: it waits for the end, and
 * so it does where there are no unnamed files. */
static void begin_draft(struct file_draft *draft) {
    struct stat about;
    bool exists = stat(draft->path, &about) == 0;
    if (strcmp(draft->path, "-") == 0 || (exists && !S_ISREG(about.st_mode))) {
        draft->holds_all = true;
        return;
    }
    struct target *target = &draft->target;
    if (!open_target(target, draft->path, exists ? &about : NULL)) {
        draft->reason = errno;
        return;
    }
    draft->descriptor = open_unnamed(target, O_RDWR);
    if (draft->descriptor >= 0) {
        if (exists && fchmod(draft->descriptor, target->mode) != 0) {
            draft->reason = errno;
        }
    } else if (lacks_unnamed_files(errno)) {
        draft->holds_all = true;
    } else {
        draft->reason = errno;
    }
}

static void pass_held(struct file_draft *draft) {
    if (!write_all(draft->descriptor, draft->held.data, draft->held.length)) {
        draft->reason = errno;
    }
    buffer_clear(&draft->held);
}

void file_draft_write(struct file_draft *draft, const void *bytes, size_t length) {
    if (draft->reason != 0) {
        return; /* publishing will tell */
    }
    if (draft->holds_all || draft->held.length + length <= DRAFT_HELD) {
        buffer_add(&draft->held, bytes, length);
        return;
    }
    if (draft->descriptor < 0) {
        begin_draft(draft);
    }
    if (draft->reason != 0 || draft->holds_all) {
        buffer_add(&draft->held, bytes, length);
        return;
    }
    pass_held(draft);
    if (draft->reason == 0 && !write_all(draft->descriptor, bytes, length)) {
        draft->reason = errno;
    }
}

/* Where the file cannot get its name after all, as some file systems show only then. */
static bool copy_named(const struct file_draft *draft) {
    struct stat about;
    if (fstat(draft->descriptor, &about) != 0) {
        return false;
    }
    size_t length = (size_t)about.st_size;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, draft->descriptor, 0);
    if (bytes == MAP_FAILED) {
        return false;
    }
    bool published = publish_named(&draft->target, bytes, length);
    int reason = errno;
    munmap(bytes, length);
    errno = reason;
    return published;
}

static enum fate publish_draft(struct file_draft *draft) {
    if (draft->reason == 0 && draft->descriptor < 0) {
        return publish(draft->path, draft->held.data, draft->held.length);
    }
    if (draft->reason == 0) {
        pass_held(draft);
    }
    if (draft->reason == 0 && !sync_all(draft->descriptor)) {
        draft->reason = errno;
    }
    if (draft->reason != 0) {
        errno = draft->reason;
        return FATE_FAILED;
    }
    if (!link_into_place(draft->descriptor, &draft->target) &&
        (!lacks_unnamed_files(errno) || !copy_named(draft))) {
        return FATE_FAILED;
    }
    return sync_all(draft->target.folder) ? FATE_PUBLISHED : FATE_NOT_SYNCED;
}

bool file_draft_publish(struct file_draft *draft, struct diagnostics *diagnostics) {
    return tell(draft->path, publish_draft(draft), diagnostics);
}

void file_draft_close(struct file_draft *draft) {
    if (draft == NULL) {
        return;
    }
    if (draft->descriptor >= 0) {
        close(draft->descriptor); /* an unnamed file that got no name is gone with it */
    }
    if (draft->target.folder >= 0) {
        close(draft->target.folder);
    }
    buffer_free(&draft->held);
    free(draft);
}
