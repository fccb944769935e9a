/* qpdf.c: see qpdf.h. Files in memory (memfd) and not pipes: nothing then depends on who reads or
 * writes when, and no password touches a disk. */
#include "qpdf.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* More than any paper's attachments; a hostile file stops here. */
enum { OUTPUT_MOST = 512 << 20, SECONDS_MOST = 120, WORDS_FAILED = 300 };
enum { WARNINGS = 3 }; /* qpdf's status where it went on after complaints */

enum { STREAM_WORDS, STREAM_OUTPUT, STREAM_ERRORS, STREAM_PDF, STREAM_COUNT };

struct streams {
    int files[STREAM_COUNT]; /* in the order of the child's descriptors */
};

static bool write_all(int file, const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(file, at, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        at += written;
        length -= (size_t)written;
    }
    return lseek(file, 0, SEEK_SET) == 0;
}

static bool read_all(int file, struct buffer *out) {
    off_t end = lseek(file, 0, SEEK_END);
    if (end < 0 || lseek(file, 0, SEEK_SET) != 0) {
        return false;
    }
    size_t left = (size_t)end;
    while (left > 0) {
        ssize_t got = read(file, buffer_room(out, left), left);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        out->length += (size_t)got;
        left -= (size_t)got;
    }
    return true;
}

static bool open_streams(struct streams *streams, const char *const *words, const void *pdf,
                         size_t length) {
    bool good = true;
    struct buffer lines = {0};
    for (int i = 0; i < STREAM_COUNT; i++) {
        streams->files[i] = memfd_create("boardpaper", MFD_CLOEXEC);
        good = good && streams->files[i] >= 0;
    }
    for (; *words != NULL; words++) {
        buffer_text(&lines, *words);
        buffer_byte(&lines, '\n');
    }
    good = good && write_all(streams->files[STREAM_WORDS], lines.data, lines.length) &&
           write_all(streams->files[STREAM_PDF], pdf, length);
    if (lines.data != NULL) {
        explicit_bzero(lines.data, lines.length); /* there may be a password among them */
    }
    buffer_free(&lines);
    return good;
}

static void close_streams(const struct streams *streams) {
    for (int i = 0; i < STREAM_COUNT; i++) {
        if (streams->files[i] >= 0) {
            (void)close(streams->files[i]);
        }
    }
}

/* Starts qpdf; its process or -1 with errno. */
static pid_t start(const struct streams *streams) {
    /* Above the descriptors they are copied to, or one copy would overwrite the next source. */
    int high[STREAM_COUNT] = {-1, -1, -1, -1};
    char program[] = "qpdf", words[] = "@-";
    char *arguments[] = {program, words, NULL};
    posix_spawn_file_actions_t actions;
    pid_t process = -1;
    int error = posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < STREAM_COUNT && error == 0; i++) {
        high[i] = fcntl(streams->files[i], F_DUPFD_CLOEXEC, STREAM_COUNT);
        error = high[i] < 0 ? errno : posix_spawn_file_actions_adddup2(&actions, high[i], i);
    }
    if (error == 0) {
        error = posix_spawnp(&process, program, &actions, NULL, arguments, environ);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < STREAM_COUNT; i++) {
        if (high[i] >= 0) {
            (void)close(high[i]);
        }
    }
    errno = error;
    return error == 0 ? process : -1;
}

static void bound(pid_t process) {
    const struct rlimit size = {OUTPUT_MOST, OUTPUT_MOST}, time = {SECONDS_MOST, SECONDS_MOST};
    const struct rlimit none = {0, 0};
    (void)prlimit(process, RLIMIT_FSIZE, &size, NULL);
    (void)prlimit(process, RLIMIT_CPU, &time, NULL);
    (void)prlimit(process, RLIMIT_CORE, &none, NULL);
}

/* What qpdf said, in one line. */
static const char *complaint(struct diagnostics *diagnostics, int file, int status) {
    struct buffer said = {0};
    if (WIFSIGNALED(status)) {
        return diagnostics_print(diagnostics, "it was ended by signal %d", WTERMSIG(status));
    }
    if (!read_all(file, &said) || said.length == 0) {
        buffer_free(&said);
        return diagnostics_print(diagnostics, "it ended with status %d", WEXITSTATUS(status));
    }
    for (size_t i = 0; i < said.length; i++) {
        if ((unsigned char)said.data[i] < ' ') {
            said.data[i] = ' ';
        }
    }
    size_t length = said.length < WORDS_FAILED ? said.length : WORDS_FAILED;
    while (length > 0 && said.data[length - 1] == ' ') {
        length--;
    }
    const char *text = diagnostics_print(diagnostics, "%.*s", (int)length, said.data);
    buffer_free(&said);
    return text;
}

bool qpdf_run(const char *const *words, const void *pdf, size_t length, const char *what,
              struct buffer *out, struct diagnostics *diagnostics) {
    const struct where nowhere = {NULL, 0};
    struct streams streams;
    int status = 0;
    bool good = open_streams(&streams, words, pdf, length);
    pid_t process = good ? start(&streams) : -1;
    if (process < 0) {
        REPORT(diagnostics, nowhere, MESSAGE_PDF_TOOL, strerror(errno));
        close_streams(&streams);
        return false;
    }
    bound(process);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    good = WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == WARNINGS);
    if (!good) {
        REPORT(diagnostics, nowhere, MESSAGE_PDF_TOOL_FAILED, what,
               complaint(diagnostics, streams.files[STREAM_ERRORS], status));
    } else if (!read_all(streams.files[STREAM_OUTPUT], out)) {
        good = REPORT(diagnostics, nowhere, MESSAGE_PDF_TOOL, strerror(errno));
    }
    close_streams(&streams);
    return good;
}
