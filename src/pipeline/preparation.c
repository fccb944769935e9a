/* preparation.c: a thread that reads fonts and template while the assessment is read and scored,
 * and then does what it is asked to.
 *
 * Half of a small paper's reading is not its assessment's: some ten fonts are looked at, two of
 * them opened, a house of 100 KB parsed and the template compiled (src/paper/making.c). The
 * thread's findings are its own; where it has any, all it read is dropped, and the render reads
 * again and says what is wrong.
 *
 * What is read is handed over as soon as it is there. After that the thread loads HarfBuzz and
 * opens the faces that every paper has, loads the library that writes PDF, finds out what these
 * faces' glyphs stand for, and has memory cleared that the paper will need (arena_ahead); who sets
 * type waits for a face that is not open yet.
 *
 * Rejected: a thread for each piece of work. Of three threads on two cores, one stands still, and
 * it was often the one that all wait for.
 */
#include "preparation.h"

#include <pthread.h>
#include <unistd.h>

#include <boardpaper/boardpaper.h>
#include <boardpaper/file.h>
#include <boardpaper/paper.h>
#include <boardpaper/pdf.h>
#include <boardpaper/text.h>
#include <boardpaper/thread.h>

enum stage {
    STAGE_NONE,
    STAGE_READ,   /* what is handed over is there */
    STAGE_OPENED, /* and used here no more */
    STAGE_DONE    /* and so is what it was asked to do then */
};

struct preparation {
    struct arena *arena;
    struct diagnostics *diagnostics;
    const char *template_name, *edition;
    pthread_t thread;
    bool running; /* a thread is to be joined */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum stage stage;
    struct text *text;
    struct paper_sources *sources;
    void *(*then)(void *context); /* or NULL: not yet, or */
    bool ended;                   /* never */
    void *context;
};

static void read_all(struct preparation *preparation) {
    struct arena *arena = preparation->arena;
    const char *path =
        boardpaper_template(arena, preparation->template_name, preparation->diagnostics);
    preparation->sources = path == NULL ? NULL : paper_sources_open(path, preparation->edition);
    preparation->text =
        text_open(arena_print(arena, "%s/fonts", file_data_folder()), preparation->diagnostics);
}

static void reach(struct preparation *preparation, enum stage stage) {
    pthread_mutex_lock(&preparation->lock);
    preparation->stage = stage;
    pthread_cond_signal(&preparation->changed);
    pthread_mutex_unlock(&preparation->lock);
}

/* False where there is nothing more to be done. */
static bool await_word(struct preparation *preparation) {
    pthread_mutex_lock(&preparation->lock);
    while (preparation->then == NULL && !preparation->ended) {
        pthread_cond_wait(&preparation->changed, &preparation->lock);
    }
    bool asked = preparation->then != NULL;
    pthread_mutex_unlock(&preparation->lock);
    return asked;
}

static void *prepare(void *context) {
    struct preparation *preparation = context;
    arena_ahead(); /* both threads need it at once */
    read_all(preparation);
    const struct text *text = preparation->text;
    reach(preparation, STAGE_READ);
    if (text != NULL) {
        text_open_faces(text);
    }
    pdf_prepare();
    if (text != NULL) {
        text_know_glyphs(text);
    }
    arena_ahead();
    if (text != NULL) {
        text_prepare_subsets(text);
    }
    reach(preparation, STAGE_OPENED);
    if (await_word(preparation)) {
        (void)preparation->then(preparation->context);
        reach(preparation, STAGE_DONE);
    }
    return NULL;
}

struct preparation *boardpaper_prepare(const char *template_name, const char *edition) {
    struct arena *arena = arena_new();
    struct preparation *preparation = NEW(arena, struct preparation);
    preparation->arena = arena;
    preparation->diagnostics = diagnostics_new(arena, 1);
    preparation->template_name = template_name;
    preparation->edition = edition;
    pthread_mutex_init(&preparation->lock, NULL);
    pthread_cond_init(&preparation->changed, NULL);
    preparation->running = thread_begin(&preparation->thread, prepare, preparation);
    return preparation; /* where there is no thread, nothing is prepared */
}

/* False where there is no thread to wait for. */
static bool await(struct preparation *preparation, enum stage stage) {
    if (preparation == NULL || !preparation->running) {
        return false;
    }
    pthread_mutex_lock(&preparation->lock);
    while (preparation->stage < stage) {
        pthread_cond_wait(&preparation->changed, &preparation->lock);
    }
    pthread_mutex_unlock(&preparation->lock);
    return true;
}

static bool is_ready(struct preparation *preparation) {
    return await(preparation, STAGE_READ) && diagnostics_kept(preparation->diagnostics) == 0;
}

void preparation_settle(struct preparation *preparation) {
    await(preparation, STAGE_OPENED);
}

bool preparation_then(struct preparation *preparation, void *(*work)(void *context),
                      void *context) {
    if (preparation == NULL || !preparation->running) {
        return false;
    }
    pthread_mutex_lock(&preparation->lock);
    bool free = preparation->then == NULL;
    if (free) {
        preparation->context = context;
        preparation->then = work;
    }
    pthread_mutex_unlock(&preparation->lock);
    pthread_cond_signal(&preparation->changed);
    return free;
}

void preparation_await(struct preparation *preparation) {
    await(preparation, STAGE_DONE);
}

struct text *preparation_text(struct preparation *preparation) {
    struct text *text = is_ready(preparation) ? preparation->text : NULL;
    if (text != NULL) {
        preparation->text = NULL;
    }
    return text;
}

struct paper_sources *preparation_sources(struct preparation *preparation) {
    struct paper_sources *sources = is_ready(preparation) ? preparation->sources : NULL;
    if (sources != NULL) {
        preparation->sources = NULL;
    }
    return sources;
}

void boardpaper_prepare_end(struct preparation *preparation) {
    if (preparation == NULL) {
        return;
    }
    if (preparation->running) {
        pthread_mutex_lock(&preparation->lock);
        preparation->ended = true;
        pthread_mutex_unlock(&preparation->lock);
        pthread_cond_signal(&preparation->changed);
        pthread_join(preparation->thread, NULL);
    }
    pthread_cond_destroy(&preparation->changed);
    pthread_mutex_destroy(&preparation->lock);
    text_close(preparation->text);
    paper_sources_close(preparation->sources);
    arena_free(preparation->arena);
}
