/* enclosures.c: see enclosures.h. */
#include "enclosures.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/boardpaper.h>
#include <boardpaper/extract.h>
#include <boardpaper/file.h>
#include <boardpaper/pdf.h>
#include <boardpaper/scoring.h>
#include <boardpaper/thread.h>
#include <boardpaper/xml.h>

#include "preparation.h"
#include "source.h"

/* Bytes; pieces are of what source_add wants. */
enum { FEW_RESULTS = 1 << 20, SOURCE_PIECE = 7 * 64 * 1024 };

struct enclosures {
    const struct scored *scored;
    struct scored *spent;
    int level;
    const char *name; /* of the source, in the PDF */
    struct pdf_packed source, results, packed_method;
    bool changed; /* the input is not what was read before */
    bool several; /* threads are allowed */
    bool threaded;
    struct preparation *lender; /* of the thread; or NULL, it is */
    pthread_t thread;
    /* Under the lock: what opens that to which the thread attaches what it has made. */
    pthread_mutex_t lock;
    pthread_cond_t decided;
    struct pdf *(*open)(void *context); /* NULL: not yet, or */
    bool given_up;                      /* never */
    void *context;
    bool attached, awaited; /* what the thread has to do is done, and somebody waits for that */
    /* The thread's. */
    struct pdf *pdf;
};

struct reading {
    struct source_sum sum;
    struct pdf_packer *packer;
};

static void take_piece(void *context, const void *bytes, size_t length) {
    struct reading *reading = context;
    source_add(&reading->sum, bytes, length);
    pdf_packer_add(reading->packer, bytes, length);
}

/* What was not kept is read again. */
static void pack_again(struct enclosures *enclosures) {
    const struct scored *scored = enclosures->scored;
    struct reading reading = {.sum = {.key = scored->source_key},
                              .packer = pdf_packer_new(enclosures->level)};
    bool read = file_read_pieces(scored->source_path, SOURCE_PIECE, take_piece, &reading);
    pdf_packer_end(reading.packer, &enclosures->source);
    enclosures->changed = !read || reading.sum.sum != scored->source_sum ||
                          reading.sum.length != scored->source_length;
}

/* The scores as CSV, gathered as long as they are few: what is deflated at once gets smaller. */
struct results {
    struct buffer gathered;
    struct pdf_packer *packer; /* NULL: they are few so far */
    int level;
};

static void take_results(void *context, const void *bytes, size_t length) {
    struct results *results = context;
    if (results->packer == NULL) {
        buffer_add(&results->gathered, bytes, length);
        if (results->gathered.length < FEW_RESULTS) {
            return;
        }
        results->packer = pdf_packer_new(results->level);
        pdf_packer_add(results->packer, results->gathered.data, results->gathered.length);
        buffer_free(&results->gathered);
    } else {
        pdf_packer_add(results->packer, bytes, length);
    }
}

static void pack_results(struct enclosures *enclosures) {
    struct results results = {.level = enclosures->level};
    scoring_write_pieces(enclosures->scored->scores, take_results, &results);
    if (results.packer != NULL) {
        pdf_packer_end(results.packer, &enclosures->results);
    } else {
        pdf_pack(results.gathered.data, results.gathered.length, enclosures->level,
                 &enclosures->results);
        buffer_free(&results.gathered);
    }
}

static void pack_source(struct enclosures *enclosures) {
    const struct scored *scored = enclosures->scored;
    if (scored->source != NULL || scored->source_path == NULL) {
        pdf_pack(scored->source, scored->source_length, enclosures->level, &enclosures->source);
    } else {
        pack_again(enclosures);
    }
    if (enclosures->spent != NULL) {
        arena_free(enclosures->spent->source_memory);
        enclosures->spent->source_memory = NULL;
        enclosures->spent->source = NULL;
        enclosures->spent->source_length = 0;
    }
}

/* Nobody else looks into the method's document now: to walk over one changes it inside. */
static void pack_method(struct enclosures *enclosures) {
    if (enclosures->scored->method_document != NULL) {
        struct buffer written = {0};
        xml_write(enclosures->scored->method_document, &written);
        pdf_pack(written.data, written.length, enclosures->level, &enclosures->packed_method);
        buffer_free(&written);
    }
}

static bool attach_source(struct enclosures *enclosures, struct pdf *pdf) {
    return pdf_attach(
        pdf, &(struct pdf_attachment){.name = enclosures->name,
                                      .description = "The assessment this paper was made from",
                                      .type = "application/xml",
                                      .relationship = PDF_SOURCE,
                                      .packed = &enclosures->source});
}

static bool attach_results(struct enclosures *enclosures, struct pdf *pdf) {
    return pdf_attach(pdf, &(struct pdf_attachment){.name = "scores.csv",
                                                    .description = "The scored and ranked areas",
                                                    .type = "text/csv",
                                                    .relationship = PDF_DATA,
                                                    .packed = &enclosures->results});
}

static bool attach_method(struct enclosures *enclosures, struct pdf *pdf) {
    return enclosures->scored->method_document == NULL ||
           pdf_attach(pdf, &(struct pdf_attachment){.name = "method.xml",
                                                    .description = "The method of scoring",
                                                    .type = "application/xml",
                                                    .relationship = PDF_SUPPLEMENT,
                                                    .packed = &enclosures->packed_method});
}

/* Waits for the word to open the PDF; false where it never comes. */
static bool await_word(struct enclosures *enclosures) {
    pthread_mutex_lock(&enclosures->lock);
    while (enclosures->open == NULL && !enclosures->given_up) {
        pthread_cond_wait(&enclosures->decided, &enclosures->lock);
    }
    bool given = !enclosures->given_up;
    pthread_mutex_unlock(&enclosures->lock);
    return given;
}

/* A thread that waits, or is done, has memory cleared for the one that makes the paper. */
static void clear_ahead(const struct enclosures *enclosures) {
    if (enclosures->several) {
        arena_ahead();
    }
}

/* All is attached that will be. True where that is waited for: there is no time left to help. */
static bool tell_attached(struct enclosures *enclosures) {
    pthread_mutex_lock(&enclosures->lock);
    enclosures->attached = true;
    bool awaited = enclosures->awaited;
    pthread_mutex_unlock(&enclosures->lock);
    pthread_cond_signal(&enclosures->decided);
    return awaited;
}

static void await_attached(struct enclosures *enclosures) {
    pthread_mutex_lock(&enclosures->lock);
    enclosures->awaited = true;
    while (enclosures->threaded && !enclosures->attached) {
        pthread_cond_wait(&enclosures->decided, &enclosures->lock);
    }
    pthread_mutex_unlock(&enclosures->lock);
}

/* What is attached is written and need not be kept while the paper is laid out. */
static void *run(void *context) {
    struct enclosures *enclosures = context;
    pack_source(enclosures);
    clear_ahead(enclosures);
    pack_results(enclosures);
    pack_method(enclosures);
    struct pdf *pdf = NULL;
    if (!enclosures->changed && await_word(enclosures)) {
        pdf = enclosures->pdf = enclosures->open(enclosures->context);
    }
    if (pdf != NULL) {
        attach_source(enclosures, pdf);
        attach_results(enclosures, pdf);
        attach_method(enclosures, pdf);
    }
    if (!tell_attached(enclosures)) {
        clear_ahead(enclosures);
    }
    return NULL;
}

/* The input's own name, so that extract gives back what was put in: its last part, with what may
 * not stand in an attachment's name replaced. Standard input has none. An extract has a name of its
 * own, so that it is not taken for the whole, nor the whole's name told. */
static const char *source_name(struct arena *arena, const struct scored *scored) {
    if (scored->extract != NULL) {
        return arena_print(arena, "assessment-%s.xml",
                           marking_name(extract_marking(scored->extract)));
    }
    const char *name = file_plain_name(arena, xml_file(scored->document), "assessment.xml");
    bool ours = strcmp(name, "method.xml") == 0 || strcmp(name, "scores.csv") == 0;
    return ours ? arena_print(arena, "assessment-%s", name) : name;
}

struct enclosures *enclosures_begin(struct arena *arena, const struct scored *scored,
                                    struct scored *spent, int level, int threads,
                                    struct preparation *preparation) {
    struct enclosures *enclosures = memory_array(1, sizeof *enclosures);
    enclosures->scored = scored;
    enclosures->spent = spent;
    enclosures->level = level;
    enclosures->name = source_name(arena, scored);
    pthread_mutex_init(&enclosures->lock, NULL);
    pthread_cond_init(&enclosures->decided, NULL);
    enclosures->several = threads > 1;
    if (enclosures->several && preparation_then(preparation, run, enclosures)) {
        enclosures->lender = preparation;
    }
    enclosures->threaded =
        enclosures->lender != NULL ||
        (enclosures->several && thread_begin(&enclosures->thread, run, enclosures));
    return enclosures;
}

void enclosures_attach(struct enclosures *enclosures, struct pdf *(*open)(void *context),
                       void *context) {
    pthread_mutex_lock(&enclosures->lock);
    enclosures->open = open;
    enclosures->context = context;
    pthread_mutex_unlock(&enclosures->lock);
    pthread_cond_signal(&enclosures->decided);
    if (!enclosures->threaded) {
        run(enclosures);
    }
}

bool enclosures_attached(struct enclosures *enclosures, struct pdf **pdf,
                         struct diagnostics *diagnostics) {
    await_attached(enclosures);
    *pdf = enclosures->pdf;
    return !enclosures->changed || REPORT(diagnostics, ((struct where){NULL, 0}),
                                          MESSAGE_FILE_CHANGED, enclosures->scored->source_path);
}

void enclosures_end(struct enclosures *enclosures) {
    if (enclosures == NULL) {
        return;
    }
    pthread_mutex_lock(&enclosures->lock);
    enclosures->given_up = true;
    pthread_mutex_unlock(&enclosures->lock);
    pthread_cond_signal(&enclosures->decided);
    if (enclosures->lender != NULL) {
        preparation_await(enclosures->lender);
    } else if (enclosures->threaded) {
        pthread_join(enclosures->thread, NULL);
    }
    pthread_cond_destroy(&enclosures->decided);
    pthread_mutex_destroy(&enclosures->lock);
    pdf_packed_free(&enclosures->source);
    pdf_packed_free(&enclosures->results);
    pdf_packed_free(&enclosures->packed_method);
    free(enclosures);
}
