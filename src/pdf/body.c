/* body.c: see body.h.
 *
 * Who touches what: until body_finish has drained the queue, the bytes of the file, the list of
 * places and the compressor belong to whoever runs jobs (the second thread, or the caller where
 * there is none); the queue's ends are shared under its lock; all else is the caller's. Callers may
 * be several threads, one after another; numbers are for one of them alone.
 */
#include "body.h"

#include <endian.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include <boardpaper/arena.h>

#include "syntax.h"
#include "xref.h"

/* An object stream is closed when it holds this many bytes or objects: large enough to compress
 * well, small enough for a reader that wants one object of it. */
enum { PACK_BYTES = 1 << 16, PACK_OBJECTS = 2000 };
/* Streams waiting for the second thread: enough that neither waits long for the other. */
enum { QUEUE_LENGTH = 8 };

/* The file's end is held until it is this long, and longer streams not at all. */
enum { HOLD_BYTES = 1 << 16 };
/* Memory of streams is used again, up to this much of each. */
enum { KEEP_BYTES = 1 << 20 };
enum { ID_BYTES = 16 };
/* A paper of so many bytes of pages is a long table, mostly. Its pages then are compressed in a
 * third of the time to a tenth more bytes, a twentieth of the file. */
enum { PAGE_BYTES = 1 << 20 };

enum compression { COMPRESS_NOT, COMPRESS_STREAM, COMPRESS_PAGE };

#define FILTER "/Filter/FlateDecode"

struct job {
    uint32_t number;
    enum compression compression;
    struct buffer entries;
    struct buffer bytes;
};

struct body {
    /* whoever runs jobs */
    struct buffer file; /* what the sink has not got yet: all, where there is none */
    uint64_t written;   /* what it has */
    struct buffer scratch;
    struct libdeflate_compressor *compressor;
    int thorough, quick; /* levels, quick: of pages once page_bytes is PAGE_BYTES */
    size_t page_bytes;   /* of pages so far, before they were compressed */
    struct libdeflate_compressor *quick_compressor; /* NULL: not yet needed */
    struct places streams;
    struct buffer prints; /* of the streams: what the file's ID is made from */

    /* the caller */
    struct body_sink sink;
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
    size_t taken, given; /* jobs done and jobs handed over, counted from the start */
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
    uint32_t check = libdeflate_crc32(0, job->entries.data, job->entries.length);
    if (job->compression != COMPRESS_NOT) {
        check = libdeflate_crc32(check, FILTER, strlen(FILTER));
    }
    uint32_t print[4] = {htole32(job->number), htole32((uint32_t)length),
                         htole32(libdeflate_crc32(check, bytes, length)),
                         htole32(libdeflate_adler32(1, bytes, length))};
    buffer_add(&body->prints, print, sizeof print);
}

static struct libdeflate_compressor *compressor_new(int level) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    if (compressor == NULL) {
        /* Out of memory: ends the process with the usual message. */
        (void)memory_array(SIZE_MAX, 2);
    }
    return compressor;
}

/* The same streams come in the same order whatever the threads do, and so do their levels. */
static struct libdeflate_compressor *compressor_for(struct body *body, const struct job *job) {
    if (job->compression != COMPRESS_PAGE || body->page_bytes < PAGE_BYTES) {
        body->page_bytes += job->compression == COMPRESS_PAGE ? job->bytes.length : 0;
        return body->compressor;
    }
    if (body->quick_compressor == NULL) {
        body->quick_compressor = compressor_new(body->quick);
    }
    return body->quick_compressor;
}

static const void *deflated(struct body *body, const struct job *job, size_t *length) {
    struct libdeflate_compressor *compressor = compressor_for(body, job);
    size_t bound = libdeflate_zlib_compress_bound(compressor, job->bytes.length);
    buffer_clear(&body->scratch);
    char *room = buffer_room(&body->scratch, bound);
    *length = libdeflate_zlib_compress(compressor, job->bytes.data, job->bytes.length, room, bound);
    return room;
}

static void run_job(struct body *body, struct job *job) {
    places_add(&body->streams,
               (struct place){.first = job->number, .count = 1, .offset = file_end(body)});
    const void *bytes = job->bytes.data;
    size_t length = job->bytes.length;
    const char *filter = "";
    if (job->compression != COMPRESS_NOT) {
        bytes = deflated(body, job, &length);
        filter = FILTER;
    }
    struct buffer *file = &body->file;
    buffer_integer(file, job->number);
    buffer_text(file, " 0 obj\n<<");
    buffer_add(file, job->entries.data, job->entries.length);
    buffer_text(file, filter);
    buffer_text(file, "/Length ");
    buffer_integer(file, (int64_t)length);
    buffer_text(file, ">>\nstream\n");
    append(body, bytes, length);
    buffer_text(file, "\nendstream\nendobj\n");
    keep_print(body, job, bytes, length);
    if (job->bytes.capacity > KEEP_BYTES) {
        buffer_free(&job->bytes); /* an attachment, an image: none that large may come again */
    }
    if (body->scratch.capacity > KEEP_BYTES) {
        buffer_free(&body->scratch);
    }
}

static void *worker(void *context) {
    struct body *body = context;
    pthread_mutex_lock(&body->lock);
    for (;;) {
        while (body->taken == body->given && !body->ended) {
            pthread_cond_wait(&body->changed, &body->lock);
        }
        if (body->taken == body->given) {
            break;
        }
        struct job *job = &body->jobs[body->taken % QUEUE_LENGTH];
        pthread_mutex_unlock(&body->lock);
        run_job(body, job);
        pthread_mutex_lock(&body->lock);
        bool was_full = body->given - body->taken++ == QUEUE_LENGTH;
        pthread_mutex_unlock(&body->lock);
        if (was_full) { /* nobody waits for a place otherwise */
            pthread_cond_broadcast(&body->changed);
        }
        pthread_mutex_lock(&body->lock);
    }
    pthread_mutex_unlock(&body->lock);
    return NULL;
}

void body_deflate(const void *bytes, size_t length, int level, struct buffer *out) {
    struct libdeflate_compressor *compressor = compressor_new(level);
    size_t bound = libdeflate_zlib_compress_bound(compressor, length);
    char *room = buffer_room(out, bound);
    out->length += libdeflate_zlib_compress(compressor, bytes, length, room, bound);
    libdeflate_free_compressor(compressor);
}

struct body *body_open(struct levels levels, int threads) {
    struct body *body = memory_array(1, sizeof *body);
    body->next_number = 1;
    body->compressor = compressor_new(levels.thorough);
    body->thorough = levels.thorough;
    body->quick = levels.quick;
    buffer_text(&body->file, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    pthread_mutex_init(&body->lock, NULL);
    pthread_cond_init(&body->changed, NULL);
    /* Without a second thread all is done here: slower, the same bytes. */
    body->threaded = threads > 1 && pthread_create(&body->thread, NULL, worker, body) == 0;
    return body;
}

static void end_thread(struct body *body) {
    if (!body->threaded) {
        return;
    }
    pthread_mutex_lock(&body->lock);
    body->ended = true;
    pthread_mutex_unlock(&body->lock);
    pthread_cond_broadcast(&body->changed);
    pthread_join(body->thread, NULL);
    body->threaded = false;
}

void body_close(struct body *body) {
    if (body == NULL) {
        return;
    }
    end_thread(body);
    pthread_mutex_destroy(&body->lock);
    pthread_cond_destroy(&body->changed);
    libdeflate_free_compressor(body->compressor);
    libdeflate_free_compressor(body->quick_compressor);
    for (size_t i = 0; i < QUEUE_LENGTH; i++) {
        buffer_free(&body->jobs[i].entries);
        buffer_free(&body->jobs[i].bytes);
    }
    buffer_free(&body->file);
    buffer_free(&body->scratch);
    buffer_free(&body->pack_head);
    buffer_free(&body->pack_data);
    buffer_free(&body->prints);
    places_free(&body->streams);
    places_free(&body->packed);
    free(body);
}

static void submit(struct body *body, uint32_t number, const char *entries,
                   enum compression compression, struct buffer *bytes) {
    if (body->threaded) {
        pthread_mutex_lock(&body->lock);
        while (body->given - body->taken == QUEUE_LENGTH) {
            pthread_cond_wait(&body->changed, &body->lock);
        }
        pthread_mutex_unlock(&body->lock);
    }
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
    if (!body->threaded) {
        run_job(body, job);
        struct buffer done = *bytes;
        *bytes = job->bytes;
        job->bytes = done;
        buffer_clear(bytes);
        return;
    }
    pthread_mutex_lock(&body->lock);
    body->given++;
    pthread_mutex_unlock(&body->lock);
    pthread_cond_broadcast(&body->changed);
}

void body_stream(struct body *body, uint32_t number, const char *entries, struct buffer *raw) {
    submit(body, number, entries, COMPRESS_STREAM, raw);
}

/* What comes out is what body_stream would have written: the filter stands where that puts it. */
void body_stream_here(struct body *body, uint32_t number, const char *entries, struct buffer *raw) {
    if (!body->threaded) {
        body_stream(body, number, entries, raw);
        return;
    }
    struct buffer deflated = {0}, all = {0};
    buffer_text(&all, entries);
    buffer_text(&all, FILTER);
    body_deflate(raw->data, raw->length, body->thorough, &deflated);
    buffer_clear(raw);
    body_stream_as_is(body, number, all.data, &deflated);
    buffer_free(&deflated);
    buffer_free(&all);
}

void body_page(struct body *body, uint32_t number, struct buffer *raw) {
    submit(body, number, "", COMPRESS_PAGE, raw);
}

void body_stream_as_is(struct body *body, uint32_t number, const char *entries,
                       struct buffer *bytes) {
    submit(body, number, entries, COMPRESS_NOT, bytes);
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
    buffer_print(&entries, "/Type/ObjStm/N %u/First %zu", body->packed_in_it,
                 body->pack_head.length);
    buffer_add(&body->pack_head, body->pack_data.data, body->pack_data.length);
    body_stream(body, body->container, entries.data, &body->pack_head);
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

void body_finish(struct body *body, uint32_t root, uint32_t info, body_digest *digest,
                 struct buffer *out) {
    body_pack_end(body);
    end_thread(body);
    uint8_t id[ID_BYTES];
    digest(body->prints.data, body->prints.length, id);

    uint32_t self = body_numbers(body, 1);
    uint64_t start = file_end(body);
    struct buffer rows = {0}, entries = {0};
    places_add(&body->packed, (struct place){.first = self, .count = 1, .offset = start});
    for (size_t i = 0; i < body->streams.count; i++) {
        places_add(&body->packed, body->streams.all[i]);
    }
    xref_deflate(&body->packed, self + 1, &rows);
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
    body_stream_as_is(body, self, entries.data, &rows);
    buffer_print(&body->file, "startxref\n%" PRIu64 "\n%%%%EOF\n", start);
    buffer_free(&rows);
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
