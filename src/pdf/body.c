/* body.c: see body.h.
 *
 * Streams wait in a queue of few places. Whoever has nothing else to do takes the next one and
 * deflates it: the second thread, and a caller who finds no place or waits for something, so that
 * none is idle while there is something to compress. What is deflated is appended in the order of
 * handing over, by one at a time.
 *
 * Before that the second thread does errands: drawing pages, whose streams it hands over itself.
 * Who waits for one that may be begun does it. A third thread for it was rejected: of three on two
 * processors one waits while another, that could have waited, has its turn.
 *
 * Who touches what: a job is its caller's until it is handed over, then of the thread that begins
 * it, then of the one that appends; the bytes of the file, the list of places and the prints belong
 * to who appends; the queue's ends are shared under its lock; all else is the caller's. Callers may
 * be several threads, one after another; numbers are for one of them alone.
 */
#include "body.h"

#include <endian.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/thread.h>

#include "deflate.h"
#include "syntax.h"
#include "xref.h"

/* An object stream is closed when it holds this many bytes or objects: large enough to compress
 * well, small enough for a reader that wants one object of it, and for two threads to share the
 * structure of a small paper (twice as many bytes would make that half a per cent smaller). */
enum { PACK_BYTES = 1 << 15, PACK_OBJECTS = 2000 };
/* Streams waiting for the second thread: enough that neither waits long for the other. */
enum { QUEUE_LENGTH = 8 };

/* The file's end is held until it is this long, and longer streams not at all. */
enum { HOLD_BYTES = 1 << 15 };
/* Memory of streams is used again, up to this much of each. */
enum { KEEP_BYTES = 1 << 20 };
enum { ID_BYTES = 16 };
enum compression { COMPRESS_NOT, COMPRESS, COMPRESS_QUICKLY };

#define FILTER "/Filter/FlateDecode"

struct job {
    uint32_t number;
    enum compression compression;
    struct buffer entries;
    struct buffer bytes;
    struct buffer deflated; /* where it is to be compressed */
    bool done;              /* nothing is left but to append it */
};

/* The compressors of who deflates, made when first needed. */
struct deflater {
    struct libdeflate_compressor *thorough, *quick;
    struct buffer room; /* as much as a stream may deflate to, which is twice what it does */
};

struct errand {
    void (*call)(void *context);
    void *context;
};

struct body {
    struct levels levels;

    /* whoever appends */
    struct buffer file; /* what the sink has not got yet: all, where there is none */
    uint64_t written;   /* what it has */
    struct places streams;
    struct buffer prints; /* of the streams: what the file's ID is made from */

    /* the caller */
    struct body_sink sink;
    struct deflater own;    /* whoever is not the second thread */
    struct deflater second; /* that thread's */
    uint32_t next_number;
    struct places packed;
    uint32_t container;    /* number of the object stream being filled; 0: none */
    uint32_t packed_in_it; /* objects in it */
    bool begun;            /* by body_pack, which ends it */
    struct buffer pack_head, pack_data;

    /* shared */
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct job jobs[QUEUE_LENGTH];
    size_t taken, started, given; /* jobs appended, begun and handed over, counted from the start */
    struct errand errands[ERRANDS_MOST];
    size_t errands_done, errands_begun, errands_given; /* counted likewise */
    bool appending;                                    /* somebody is */
    bool awaited; /* somebody waits for a job to be appended or an errand to be done */
    bool ended;
};

static uint64_t file_end(const struct body *body) {
    return body->written + body->file.length;
}

static void pass_on(struct body *body, const void *bytes, size_t length) {
    body->sink.write(body->sink.context, bytes, length);
    body->written += length;
}

/* Appends a stream's bytes. What the file holds goes to the sink now and then; its memory stays. */
static void append(struct body *body, const void *bytes, size_t length) {
    if (body->sink.write == NULL) {
        buffer_add(&body->file, bytes, length);
        return;
    }
    bool large = length >= HOLD_BYTES;
    if (large || body->file.length + length >= HOLD_BYTES) {
        pass_on(body, body->file.data, body->file.length);
        buffer_clear(&body->file);
    }
    if (large) {
        pass_on(body, bytes, length);
    } else {
        buffer_add(&body->file, bytes, length);
    }
}

/* What tells a stream from another: number, length, and two checks of its bytes that have nothing
 * in common. A digest of every byte of the file would cost as much as drawing its pages. */
static void keep_print(struct body *body, const struct job *job, const void *bytes, size_t length) {
    uint32_t check = libdeflate.libdeflate_crc32(0, job->entries.data, job->entries.length);
    if (job->compression != COMPRESS_NOT) {
        check = libdeflate.libdeflate_crc32(check, FILTER, strlen(FILTER));
    }
    uint32_t print[4] = {htole32(job->number), htole32((uint32_t)length),
                         htole32(libdeflate.libdeflate_crc32(check, bytes, length)),
                         htole32(libdeflate.libdeflate_adler32(1, bytes, length))};
    buffer_add(&body->prints, print, sizeof print);
}

static struct libdeflate_compressor *compressor_new(int level) {
    struct libdeflate_compressor *compressor = libdeflate.libdeflate_alloc_compressor(level);
    if (compressor == NULL) {
        /* Out of memory: ends the process with the usual message. */
        (void)memory_array(SIZE_MAX, 2);
    }
    return compressor;
}

static struct libdeflate_compressor *compressor_of(const struct body *body,
                                                   struct deflater *deflater, bool quick) {
    struct libdeflate_compressor **compressor = quick ? &deflater->quick : &deflater->thorough;
    if (*compressor == NULL) {
        *compressor = compressor_new(quick ? body->levels.quick : body->levels.thorough);
    }
    return *compressor;
}

static void deflater_free(struct deflater *deflater) {
    libdeflate.libdeflate_free_compressor(deflater->thorough);
    libdeflate.libdeflate_free_compressor(deflater->quick);
    buffer_free(&deflater->room);
}

static void deflate_with(struct libdeflate_compressor *compressor, const void *bytes, size_t length,
                         struct buffer *out) {
    size_t bound = libdeflate.libdeflate_zlib_compress_bound(compressor, length);
    char *room = buffer_room(out, bound);
    out->length += libdeflate.libdeflate_zlib_compress(compressor, bytes, length, room, bound);
}

void body_deflate(const void *bytes, size_t length, int level, struct buffer *out) {
    if (deflate_load() != NULL) {
        return;
    }
    struct libdeflate_compressor *compressor = compressor_new(level);
    deflate_with(compressor, bytes, length, out);
    libdeflate.libdeflate_free_compressor(compressor);
}

/* ---- jobs ----------------------------------------------------------------------------------- */

/* Memory that none so large may come for again: of an attachment, an image. */
static void keep_small(struct buffer *buffer) {
    if (buffer->capacity > KEEP_BYTES) {
        buffer_free(buffer);
    } else {
        buffer_clear(buffer);
    }
}

/* What waits to be appended takes the memory that it needs. Large streams are not copied. */
static void deflate_job(const struct body *body, struct deflater *deflater, struct job *job) {
    if (job->compression == COMPRESS_NOT) {
        return;
    }
    struct libdeflate_compressor *compressor =
        compressor_of(body, deflater, job->compression == COMPRESS_QUICKLY);
    struct buffer *room = &deflater->room;
    deflate_with(compressor, job->bytes.data, job->bytes.length, room);
    if (room->length > KEEP_BYTES / 4) {
        job->deflated = *room;
        *room = (struct buffer){0};
        return;
    }
    job->deflated = (struct buffer){memory_take(room->length), room->length, room->length};
    memcpy(job->deflated.data, room->data, room->length);
    keep_small(room);
}

static void append_job(struct body *body, struct job *job) {
    places_add(&body->streams,
               (struct place){.first = job->number, .count = 1, .offset = file_end(body)});
    bool compressed = job->compression != COMPRESS_NOT;
    const struct buffer *bytes = compressed ? &job->deflated : &job->bytes;
    struct buffer *file = &body->file;
    buffer_integer(file, job->number);
    buffer_text(file, " 0 obj\n<<");
    buffer_add(file, job->entries.data, job->entries.length);
    buffer_text(file, compressed ? FILTER : "");
    buffer_text(file, "/Length ");
    buffer_integer(file, (int64_t)bytes->length);
    buffer_text(file, ">>\nstream\n");
    append(body, bytes->data, bytes->length);
    buffer_text(file, "\nendstream\nendobj\n");
    keep_print(body, job, bytes->data, bytes->length);
    keep_small(&job->bytes);
    buffer_free(&job->deflated);
}

static void tell_waiting(struct body *body) {
    if (body->awaited) {
        body->awaited = false;
        pthread_cond_broadcast(&body->changed);
    }
}

/* Appends what is done and next in order, unless somebody is at it: who will come to it then. With
 * the lock held, as all that follows up to the callers. */
static void append_done(struct body *body) {
    if (body->appending) {
        return;
    }
    body->appending = true;
    while (body->taken < body->started && body->jobs[body->taken % QUEUE_LENGTH].done) {
        struct job *job = &body->jobs[body->taken % QUEUE_LENGTH];
        pthread_mutex_unlock(&body->lock);
        append_job(body, job);
        pthread_mutex_lock(&body->lock);
        job->done = false;
        body->taken++;
        tell_waiting(body);
    }
    body->appending = false;
}

static struct deflater *deflater_of_caller(struct body *body) {
    bool second = body->threaded && pthread_equal(pthread_self(), body->thread);
    return second ? &body->second : &body->own;
}

static void run_next(struct body *body) {
    struct deflater *deflater = deflater_of_caller(body);
    struct job *job = &body->jobs[body->started++ % QUEUE_LENGTH];
    pthread_mutex_unlock(&body->lock);
    deflate_job(body, deflater, job);
    pthread_mutex_lock(&body->lock);
    job->done = true;
    append_done(body);
}

/* What a caller does who waits: a job, if there is one to do. */
static void work_or_wait(struct body *body) {
    if (body->started < body->given) {
        run_next(body);
    } else {
        body->awaited = true;
        pthread_cond_wait(&body->changed, &body->lock);
    }
}

/* Until no more than count jobs are not yet appended. */
static void work_down(struct body *body, size_t count) {
    while (body->given - body->taken > count) {
        work_or_wait(body);
    }
}

/* Whether there is an errand that may be begun: the one before it is done. */
static bool has_errand(const struct body *body) {
    return body->errands_begun < body->errands_given && body->errands_begun == body->errands_done;
}

static void do_errand(struct body *body) {
    struct errand errand = body->errands[body->errands_begun++ % ERRANDS_MOST];
    pthread_mutex_unlock(&body->lock);
    errand.call(errand.context);
    pthread_mutex_lock(&body->lock);
    body->errands_done++;
    tell_waiting(body);
}

/* Has the compressors' tables touched, so that memory is there when time is short. */
static void warm_up(const struct body *body, struct deflater *deflater) {
    enum { SOME = 4096 };
    void *some = memory_array(SOME, 1);
    deflate_with(compressor_of(body, deflater, false), some, SOME, &deflater->room);
    deflate_with(compressor_of(body, deflater, true), some, SOME, &deflater->room);
    free(some);
    buffer_clear(&deflater->room);
}

static void *worker(void *context) {
    struct body *body = context;
    warm_up(body, &body->second);
    pthread_mutex_lock(&body->lock);
    for (;;) {
        if (has_errand(body)) {
            do_errand(body);
        } else if (body->started < body->given) {
            run_next(body);
        } else if (body->ended) {
            break;
        } else {
            pthread_cond_wait(&body->changed, &body->lock);
        }
    }
    pthread_mutex_unlock(&body->lock);
    return NULL;
}

/* ---- opening and closing -------------------------------------------------------------------- */

struct body *body_open(struct levels levels, int threads) {
    deflate_load();
    struct body *body = memory_array(1, sizeof *body);
    body->next_number = 1;
    body->levels = levels;
    buffer_text(&body->file, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    pthread_mutex_init(&body->lock, NULL);
    pthread_cond_init(&body->changed, NULL);
    /* Without a second thread all is done here: slower, the same bytes. */
    pthread_mutex_lock(&body->lock); /* the thread looks at what it is */
    body->threaded = threads > 1 && thread_begin(&body->thread, worker, body);
    pthread_mutex_unlock(&body->lock);
    if (body->threaded) {
        warm_up(body, &body->own);
    }
    return body;
}

/* The thread goes when nothing is left to do; body_close waits for it. */
static void let_thread_end(struct body *body) {
    pthread_mutex_lock(&body->lock);
    body->ended = true;
    pthread_mutex_unlock(&body->lock);
    pthread_cond_broadcast(&body->changed);
}

void body_close(struct body *body) {
    if (body == NULL) {
        return;
    }
    if (body->threaded) {
        let_thread_end(body);
        pthread_join(body->thread, NULL);
    }
    pthread_mutex_destroy(&body->lock);
    pthread_cond_destroy(&body->changed);
    deflater_free(&body->own);
    deflater_free(&body->second);
    for (size_t i = 0; i < QUEUE_LENGTH; i++) {
        buffer_free(&body->jobs[i].entries);
        buffer_free(&body->jobs[i].bytes);
        buffer_free(&body->jobs[i].deflated);
    }
    buffer_free(&body->file);
    buffer_free(&body->pack_head);
    buffer_free(&body->pack_data);
    buffer_free(&body->prints);
    places_free(&body->streams);
    places_free(&body->packed);
    free(body);
}

/* ---- streams -------------------------------------------------------------------------------- */

static void submit(struct body *body, uint32_t number, const char *entries,
                   enum compression compression, struct buffer *bytes) {
    pthread_mutex_lock(&body->lock);
    work_down(body, QUEUE_LENGTH - 1);
    pthread_mutex_unlock(&body->lock);
    struct job *job = &body->jobs[body->given % QUEUE_LENGTH];
    job->number = number;
    job->compression = compression;
    buffer_clear(&job->entries);
    buffer_text(&job->entries, entries);
    /* The caller gets the memory of a job long done in exchange for this one's. */
    struct buffer emptied = job->bytes;
    job->bytes = *bytes;
    *bytes = emptied;
    buffer_clear(bytes);
    pthread_mutex_lock(&body->lock);
    body->given++;
    if (!body->threaded) {
        run_next(body);
        struct buffer done = *bytes; /* one memory for all */
        *bytes = job->bytes;
        job->bytes = done;
    }
    pthread_mutex_unlock(&body->lock);
    pthread_cond_broadcast(&body->changed);
}

void body_stream(struct body *body, uint32_t number, const char *entries, struct buffer *raw) {
    submit(body, number, entries, COMPRESS, raw);
}

void body_stream_quickly(struct body *body, uint32_t number, const char *entries,
                         struct buffer *raw) {
    submit(body, number, entries, COMPRESS_QUICKLY, raw);
}

void body_stream_as_is(struct body *body, uint32_t number, const char *entries,
                       struct buffer *bytes) {
    submit(body, number, entries, COMPRESS_NOT, bytes);
}

/* ---- errands -------------------------------------------------------------------------------- */

/* With the lock held. */
static void await_errands(struct body *body, size_t most) {
    while (body->errands_given - body->errands_done > most) {
        if (has_errand(body)) {
            do_errand(body);
        } else {
            work_or_wait(body);
        }
    }
}

void body_await(struct body *body, size_t most) {
    pthread_mutex_lock(&body->lock);
    await_errands(body, most);
    pthread_mutex_unlock(&body->lock);
}

void body_errand(struct body *body, void (*errand)(void *context), void *context) {
    if (!body->threaded) {
        errand(context);
        return;
    }
    pthread_mutex_lock(&body->lock);
    await_errands(body, ERRANDS_MOST - 1);
    body->errands[body->errands_given++ % ERRANDS_MOST] = (struct errand){errand, context};
    pthread_mutex_unlock(&body->lock);
    pthread_cond_broadcast(&body->changed);
}

/* ---- objects in object streams ------------------------------------------------------------- */

void body_write_to(struct body *body, struct body_sink sink) {
    body->sink = sink;
}

uint32_t body_numbers(struct body *body, uint32_t count) {
    uint32_t first = body->next_number;
    body->next_number += count;
    return first;
}

void body_pack_end(struct body *body) {
    if (body->container == 0) {
        return;
    }
    struct buffer entries = {0};
    size_t first = body->pack_head.length;
    buffer_print(&entries, "/Type/ObjStm/N %u/First %zu", body->packed_in_it, first);
    buffer_add(&body->pack_head, body->pack_data.data, body->pack_data.length);
    submit(body, body->container, entries.data, COMPRESS, &body->pack_head);
    buffer_free(&entries);
    buffer_clear(&body->pack_data);
    body->container = 0;
    body->packed_in_it = 0;
    body->begun = false;
}

void body_pack(struct body *body, uint32_t number) {
    body_pack_end(body);
    body->container = number;
    body->begun = true;
}

struct buffer *body_object(struct body *body, uint32_t number) {
    if (body->container == 0) {
        body->container = body_numbers(body, 1);
    }
    places_add_packed(&body->packed, number, body->container, body->packed_in_it);
    char *start = buffer_room(&body->pack_head, 48);
    char *at = put_whole(start, number);
    *at++ = ' ';
    at = put_whole(at, body->pack_data.length);
    *at++ = ' ';
    *at = '\0';
    body->pack_head.length += (size_t)(at - start);
    body->packed_in_it++;
    return &body->pack_data;
}

void body_object_end(struct body *body) {
    buffer_byte(&body->pack_data, '\n');
    if (!body->begun &&
        (body->pack_data.length >= PACK_BYTES || body->packed_in_it >= PACK_OBJECTS)) {
        body_pack_end(body);
    }
}

/* ---- the end -------------------------------------------------------------------------------- */

/* All that was handed over is appended. */
static void settle(struct body *body) {
    pthread_mutex_lock(&body->lock);
    work_down(body, 0);
    pthread_mutex_unlock(&body->lock);
}

void body_finish(struct body *body, uint32_t root, uint32_t info, body_digest *digest,
                 struct buffer *out) {
    body_pack_end(body);
    settle(body);
    let_thread_end(body);
    uint8_t id[ID_BYTES];
    digest(body->prints.data, body->prints.length, id);

    uint32_t self = body_numbers(body, 1);
    uint64_t start = file_end(body);
    struct buffer rows = {0}, entries = {0};
    places_add(&body->packed, (struct place){.first = self, .count = 1, .offset = start});
    for (size_t i = 0; i < body->streams.count; i++) {
        places_add(&body->packed, body->streams.all[i]);
    }
    if (self < XREF_FEW) {
        struct buffer raw = {0};
        xref_rows(&body->packed, self + 1, &raw);
        deflate_with(compressor_of(body, &body->own, true), raw.data, raw.length, &rows);
        buffer_free(&raw);
    } else {
        xref_deflate(&body->packed, self + 1, &rows);
    }
    buffer_print(&entries,
                 "/Type/XRef/Size %u/W[1 5 2]/Filter/FlateDecode"
                 "/DecodeParms<</Predictor 12/Columns %d>>/Root %u 0 R/Info %u 0 R/ID[",
                 self + 1, XREF_FIELDS, root, info);
    for (int twice = 0; twice < 2; twice++) {
        buffer_byte(&entries, '<');
        for (int i = 0; i < ID_BYTES; i++) {
            buffer_print(&entries, "%02X", id[i]);
        }
        buffer_byte(&entries, '>');
    }
    buffer_byte(&entries, ']');
    struct job last = {.number = self, .entries = entries, .bytes = rows};
    append_job(body, &last);
    buffer_print(&body->file, "startxref\n%" PRIu64 "\n%%%%EOF\n", start);
    buffer_free(&last.bytes);
    buffer_free(&entries);

    if (body->sink.write != NULL) {
        pass_on(body, body->file.data, body->file.length);
        buffer_clear(&body->file);
    } else if (out->length == 0) {
        buffer_free(out);
        *out = body->file;
        body->file = (struct buffer){0};
    } else {
        buffer_add(out, body->file.data, body->file.length);
    }
}
