/* file.c: whole files in.
 *
 * Everything is read into the arena at once: inputs have a limit of some megabytes, and a parser
 * over memory has no short reads to get wrong. Files that an input names are opened by the kernel
 * beneath the input's folder; where the kernel (or a container's filter) knows no openat2, the
 * same rule is walked folder by folder.
 */
#include <boardpaper/file.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

enum { DEFAULT_MOST = 8 * 1024 * 1024, STEP = 64 * 1024, PATH_TEXT = 4096 };

static bool report_open(struct diagnostics *diagnostics, struct where where, const char *path) {
    if (errno == ENOENT || errno == ENOTDIR) {
        return REPORT(diagnostics, where, MESSAGE_FILE_MISSING, path);
    }
    return REPORT(diagnostics, where, MESSAGE_FILE_READ, path, strerror(errno));
}

/* The whole of a file whose size is known, in the arena at once: in a buffer and the arena it would
 * be there twice. NULL where it turns out to be another size, and nothing but room is lost then. */
static const char *read_known(struct arena *arena, int descriptor, size_t size, size_t *length) {
    char *bytes = arena_take(arena, size + 1);
    size_t count = 0;
    while (count < size) {
        ssize_t got = pread(descriptor, bytes + count, size - count, (off_t)count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return NULL;
        }
        count += (size_t)got;
    }
    *length = size;
    return pread(descriptor, bytes + size, 1, (off_t)size) == 0 ? bytes : NULL;
}

/* All that descriptor gives, in the arena; the descriptor stays open. */
static const char *read_all(struct arena *arena, int descriptor, const char *path, size_t most,
                            struct where where, size_t *length, struct diagnostics *diagnostics) {
    most = most == 0 ? DEFAULT_MOST : most;
    struct stat about;
    bool known = fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0;
    size_t expected = known ? (size_t)about.st_size : 0;
    if (expected > 0 && expected <= most && lseek(descriptor, 0, SEEK_CUR) == 0) {
        const char *whole = read_known(arena, descriptor, expected, length);
        if (whole != NULL) {
            return whole;
        }
    }
    struct buffer bytes = {0};
    for (;;) {
        size_t step = bytes.length < expected ? expected - bytes.length + 1 : STEP;
        if (step > most - bytes.length + 1) { /* one more than allowed shows that it is too much */
            step = most - bytes.length + 1;
        }
        ssize_t got = read(descriptor, buffer_room(&bytes, step), step);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            report_open(diagnostics, where, path);
            buffer_free(&bytes);
            return NULL;
        }
        bytes.length += (size_t)got;
        if (bytes.length > most) {
            REPORT(diagnostics, where, MESSAGE_FILE_TOO_LARGE, path,
                   diagnostics_integer(diagnostics, (long long)most));
            buffer_free(&bytes);
            return NULL;
        }
        if (got == 0) {
            break;
        }
    }
    const char *copy = arena_bytes(arena, bytes.data, bytes.length);
    *length = bytes.length;
    buffer_free(&bytes);
    return copy;
}

const char *file_read(struct arena *arena, const char *path, size_t most, struct where where,
                      size_t *length, struct diagnostics *diagnostics) {
    if (strcmp(path, "-") == 0) {
        return read_all(arena, STDIN_FILENO, "standard input", most, where, length, diagnostics);
    }
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        report_open(diagnostics, where, path);
        return NULL;
    }
    const char *bytes = read_all(arena, descriptor, path, most, where, length, diagnostics);
    close(descriptor);
    return bytes;
}

static bool read_pieces(int descriptor, size_t piece,
                        void (*take)(void *context, const void *, size_t), void *context) {
    struct buffer room = {0};
    char *bytes = buffer_room(&room, piece);
    size_t count = 0;
    ssize_t got = 0;
    do {
        got = read(descriptor, bytes + count, piece - count);
        count += got > 0 ? (size_t)got : 0;
        if (count == piece || got == 0) {
            take(context, bytes, count);
            count = 0;
        }
    } while (got > 0 || (got < 0 && errno == EINTR));
    buffer_free(&room);
    return got == 0;
}

bool file_read_pieces(const char *path, size_t piece,
                      void (*take)(void *context, const void *bytes, size_t length),
                      void *context) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool good = descriptor >= 0 && read_pieces(descriptor, piece, take, context);
    if (descriptor >= 0) {
        close(descriptor);
    }
    return good;
}

bool file_is_regular(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* The folder of file with its last slash, or "" for the current one. */
static char *folder_of(struct arena *arena, const char *file) {
    const char *slash = strrchr(file, '/');
    return arena_bytes(arena, file, slash == NULL ? 0 : (size_t)(slash - file) + 1);
}

static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

bool file_name_is_plain(const char *name, size_t length) {
    return length > 0 && *name != '.' && strspn(name, PLAIN) >= length;
}

const char *file_plain_name(struct arena *arena, const char *path, const char *fallback) {
    const char *slash = strrchr(path, '/');
    char *name = arena_text(arena, slash == NULL ? path : slash + 1);
    if (strcmp(name, "-") == 0 || name[0] == '.' || name[0] == '\0') {
        return fallback;
    }
    for (char *at = name; *at != '\0'; at++) {
        *at = strchr(PLAIN, *at) == NULL ? '-' : *at;
    }
    return name;
}

const char *file_beside(struct arena *arena, const char *base_file, const char *path) {
    return path[0] == '/' ? path : arena_print(arena, "%s%s", folder_of(arena, base_file), path);
}

static bool is_link(int folder, const char *name) {
    int reason = errno;
    struct stat about;
    bool found = fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0;
    errno = reason;
    return found && S_ISLNK(about.st_mode);
}

/* Opens path beneath folder one step at a time, following no symbolic link; ".." may go back only
 * over what was entered before, which without links is the same as the kernel's rule. */
static int open_steps(int folder, char *path, int flags) {
    int level[PATH_TEXT / 2];
    int depth = 0;
    level[0] = dup(folder);
    int descriptor = -1;
    errno = EISDIR; /* what a path that ends in ".." comes to */
    char *rest = path;
    for (char *step = strsep(&rest, "/"); step != NULL && level[depth] >= 0;
         step = strsep(&rest, "/")) {
        if (strcmp(step, "..") == 0) {
            if (depth == 0) {
                errno = EXDEV;
                break;
            }
            close(level[depth--]);
        } else if (rest == NULL) {
            descriptor = openat(level[depth], step, flags | O_NOFOLLOW);
        } else if (*step != '\0' && strcmp(step, ".") != 0) {
            int next = openat(level[depth], step, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (next < 0) {
                errno = is_link(level[depth], step) ? ELOOP : errno; /* the kernel says ENOTDIR */
                break;
            }
            level[++depth] = next;
        }
    }
    int reason = errno;
    while (depth >= 0) {
        close(level[depth--]);
    }
    errno = reason;
    return descriptor;
}

static int open_beneath(struct arena *arena, int folder, const char *path) {
    /* O_NONBLOCK: a FIFO must not hold the program before it is seen not to be a file. */
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    if (path[0] == '/' || strlen(path) >= PATH_TEXT) {
        errno = path[0] == '/' ? EXDEV : ENAMETOOLONG;
        return -1;
    }
    struct open_how how = {
        .flags = (unsigned)flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    long descriptor = syscall(SYS_openat2, folder, path, &how, sizeof how);
    if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM)) {
        return (int)descriptor;
    }
    return open_steps(folder, arena_text(arena, path), flags);
}

const char *file_read_beneath(struct arena *arena, const char *base_file, const char *path,
                              size_t most, struct where where, size_t *length,
                              struct diagnostics *diagnostics) {
    const char *folder_path = folder_of(arena, base_file);
    int folder = open(*folder_path == '\0' ? "." : folder_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        report_open(diagnostics, where, folder_path);
        return NULL;
    }
    int descriptor = open_beneath(arena, folder, path);
    int reason = errno;
    close(folder);
    struct stat about;
    const char *bytes = NULL;
    if (descriptor < 0 && (reason == EXDEV || reason == ELOOP)) {
        REPORT(diagnostics, where, MESSAGE_FILE_OUTSIDE, path, base_file);
    } else if (descriptor < 0) {
        errno = reason;
        report_open(diagnostics, where, path);
    } else if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        REPORT(diagnostics, where, MESSAGE_FILE_READ, path, "it is no file");
    } else {
        bytes = read_all(arena, descriptor, path, most, where, length, diagnostics);
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    return bytes;
}

static bool is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static char data_folder[PATH_TEXT];

/* Where the running program lies decides, so that an installed tree can be moved as a whole and
 * no path of the machine that built it is inside. */
static void find_data_folder(void) {
    char program[PATH_TEXT];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    char probe[PATH_TEXT + 32];
    snprintf(probe, sizeof probe, "%s/../share/boardpaper/templates", program);
    if (!is_folder(probe)) {
        for (; slash != NULL; slash = strrchr(program, '/')) {
            *slash = '\0';
            snprintf(probe, sizeof probe, "%s/templates/methods", program);
            if (is_folder(probe)) {
                strcpy(data_folder, *program == '\0' ? "/" : program);
                return;
            }
        }
        strcpy(data_folder, "../share/boardpaper");
        return;
    }
    *strrchr(probe, '/') = '\0';
    if (realpath(probe, data_folder) == NULL) {
        strcpy(data_folder, "../share/boardpaper");
    }
}

const char *file_data_folder(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const char *chosen = getenv("BOARDPAPER_DATA");
    if (chosen != NULL && *chosen != '\0') {
        return chosen;
    }
    pthread_once(&once, find_data_folder);
    return data_folder;
}
