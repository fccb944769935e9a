/* body.c: see body.h.
 *
 * Who touches what: until body_finish has drained the queue, the bytes of the file, the list of
 * places and the compressor belong to whoever runs jobs (the second thread, or the caller where
 * there is none); the queue's ends are shared under its lock; all else is the caller's.
 */
#include "body.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include <boardpaper/arena.h>

#include "syntax.h"

/* An object stream is closed when it holds this many bytes or objects: large enough to compress
 * well, small enough for a reader that wants one object of it. */
enum { PACK_BYTES = 1 << 16, PACK_OBJECTS = 2000 };
/* Streams waiting for the second thread: enough that neither waits long for the other. */
enum { QUEUE_LENGTH = 8 };

/* Where objects stand: count consecutive numbers, one after another in object stream container
 * from index on, or (container 0, count 1) at an offset of the file. */
struct place {
    uint32_t first, count, container, index;
    uint64_t offset;
};

struct job {
    uint32_t number;
    bool compress;
    struct buffer entries;
    struct buffer bytes;
};

struct body {
    /* whoever runs jobs */
    struct buffer file;
    struct buffer scratch;
    struct libdeflate_compressor *compressor;
    struct place *streams; /* rising offsets */
    size_t stream_count, stream_capacity;

    /* the caller */
    uint32_t next_number;
    struct place *packed;
    size_t packed_count, packed_capacity;
    uint32_t container;    /* number of the object stream being filled; 0: none */
    uint32_t packed_in_it; /* objects in it */
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

static void put_place(struct place **places, size_t *count, size_t *capacity, struct place place) {
    if (*places == NULL || *count == *capacity) {
        *capacity = *capacity == 0 ? 64 : *capacity * 2;
        *places = memory_resize(*places, *capacity, sizeof **places);
    }
    (*places)[(*count)++] = place;
}

static const void *deflated(struct body *body, const struct buffer *raw, size_t *length) {
    size_t bound = libdeflate_zlib_compress_bound(body->compressor, raw->length);
    buffer_clear(&body->scratch);
    char *room = buffer_room(&body->scratch, bound);
    *length = libdeflate_zlib_compress(body->compressor, raw->data, raw->length, room, bound);
    return room;
}

static void run_job(struct body *body, const struct job *job) {
    put_place(&body->streams, &body->stream_count, &body->stream_capacity,
              (struct place){.first = job->number, .count = 1, .offset = body->file.length});
    const void *bytes = job->bytes.data;
    size_t length = job->bytes.length;
    const char *filter = "";
    if (job->compress) {
        bytes = deflated(body, &job->bytes, &length);
        filter = "/Filter/FlateDecode";
    }
    struct buffer *file = &body->file;
    buffer_integer(file, job->number);
    buffer_text(file, " 0 obj\n<<");
    buffer_add(file, job->entries.data, job->entries.length);
    buffer_text(file, filter);
    buffer_text(file, "/Length ");
    buffer_integer(file, (int64_t)length);
    buffer_text(file, ">>\nstream\n");
    buffer_add(file, bytes, length);
    buffer_text(file, "\nendstream\nendobj\n");
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
        const struct job *job = &body->jobs[body->taken % QUEUE_LENGTH];
        pthread_mutex_unlock(&body->lock);
        run_job(body, job);
        pthread_mutex_lock(&body->lock);
        body->taken++;
        pthread_cond_broadcast(&body->changed);
    }
    pthread_mutex_unlock(&body->lock);
    return NULL;
}

static struct libdeflate_compressor *compressor_new(int level) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    if (compressor == NULL) {
        (void)memory_take(SIZE_MAX); /* out of memory: ends the process with the usual message */
    }
    return compressor;
}

void body_deflate(const void *bytes, size_t length, int level, struct buffer *out) {
    struct libdeflate_compressor *compressor = compressor_new(level);
    size_t bound = libdeflate_zlib_compress_bound(compressor, length);
    char *room = buffer_room(out, bound);
    out->length += libdeflate_zlib_compress(compressor, bytes, length, room, bound);
    libdeflate_free_compressor(compressor);
}

struct body *body_open(int level, int threads) {
    struct body *body = memory_array(1, sizeof *body);
    body->compressor = compressor_new(level);
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
    pthread_cond_broadcast(&body->changed);
    pthread_mutex_unlock(&body->lock);
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
    for (size_t i = 0; i < QUEUE_LENGTH; i++) {
        buffer_free(&body->jobs[i].entries);
        buffer_free(&body->jobs[i].bytes);
    }
    buffer_free(&body->file);
    buffer_free(&body->scratch);
    buffer_free(&body->pack_head);
    buffer_free(&body->pack_data);
    free(body->streams);
    free(body->packed);
    free(body);
}

static void submit(struct body *body, uint32_t number, const char *entries, bool compress,
                   struct buffer *bytes) {
    if (body->threaded) {
        pthread_mutex_lock(&body->lock);
        while (body->given - body->taken == QUEUE_LENGTH) {
            pthread_cond_wait(&body->changed, &body->lock);
        }
        pthread_mutex_unlock(&body->lock);
    }
    struct job *job = &body->jobs[body->given % QUEUE_LENGTH];
    job->number = number;
    job->compress = compress;
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
    pthread_cond_broadcast(&body->changed);
    pthread_mutex_unlock(&body->lock);
}

void body_stream(struct body *body, uint32_t number, const char *entries, struct buffer *raw) {
    submit(body, number, entries, true, raw);
}

void body_stream_as_is(struct body *body, uint32_t number, const char *entries,
                       struct buffer *bytes) {
    submit(body, number, entries, false, bytes);
}

/* ---- objects in object streams ------------------------------------------------------------- */

void body_numbers_from(struct body *body, uint32_t first) {
    body->next_number = first;
}

uint32_t body_numbers(struct body *body, uint32_t count) {
    uint32_t first = body->next_number;
    body->next_number += count;
    return first;
}

static void close_pack(struct body *body) {
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
}

struct buffer *body_object(struct body *body, uint32_t number) {
    if (body->container == 0) {
        body->container = body_numbers(body, 1);
    }
    struct place *last = body->packed_count == 0 ? NULL : &body->packed[body->packed_count - 1];
    if (last != NULL && last->container == body->container && last->first + last->count == number) {
        last->count++;
    } else {
        put_place(&body->packed, &body->packed_count, &body->packed_capacity,
                  (struct place){.first = number,
                                 .count = 1,
                                 .container = body->container,
                                 .index = body->packed_in_it});
    }
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
    if (body->pack_data.length >= PACK_BYTES || body->packed_in_it >= PACK_OBJECTS) {
        close_pack(body);
    }
}

/* ---- the end -------------------------------------------------------------------------------- */

/* A row of the cross-reference stream: type (1 byte), offset or container (5), index (2). Rows are
 * kept as their difference to the row above (PNG's predictor "up"), so that long runs of packed
 * objects all but vanish when deflated. */
enum { ROW_FIELDS = 8, ROW_BYTES = ROW_FIELDS + 1 };

static void fill_row(uint8_t *rows, uint32_t number, unsigned type, uint64_t second,
                     unsigned third) {
    uint8_t *row = rows + (size_t)number * ROW_BYTES;
    row[0] = 2;
    row[1] = (uint8_t)type;
    for (int i = 0; i < 5; i++) {
        row[2 + i] = (uint8_t)(second >> (8 * (4 - i)));
    }
    row[7] = (uint8_t)(third >> 8);
    row[8] = (uint8_t)third;
}

static void cross_reference(const struct body *body, uint32_t self, struct buffer *out) {
    size_t length = ((size_t)self + 1) * ROW_BYTES;
    uint8_t *rows = (uint8_t *)buffer_room(out, length);
    for (uint32_t i = 0; i <= self; i++) {
        fill_row(rows, i, 0, 0, 65535);
    }
    for (size_t i = 0; i < body->stream_count; i++) {
        fill_row(rows, body->streams[i].first, 1, body->streams[i].offset, 0);
    }
    for (size_t i = 0; i < body->packed_count; i++) {
        const struct place *place = &body->packed[i];
        for (uint32_t j = 0; j < place->count; j++) {
            fill_row(rows, place->first + j, 2, place->container, place->index + j);
        }
    }
    fill_row(rows, self, 1, body->file.length, 0);
    for (uint32_t i = self; i > 0; i--) {
        uint8_t *row = rows + (size_t)i * ROW_BYTES;
        for (int j = 1; j < ROW_BYTES; j++) {
            row[j] = (uint8_t)(row[j] - row[j - ROW_BYTES]);
        }
    }
    out->length += length;
}

void body_finish(struct body *body, uint32_t root, uint32_t info, body_digest *digest,
                 struct buffer *out) {
    close_pack(body);
    end_thread(body);
    uint8_t id[16];
    digest(body->file.data, body->file.length, id);

    uint32_t self = body_numbers(body, 1);
    size_t start = body->file.length;
    struct buffer rows = {0}, entries = {0};
    cross_reference(body, self, &rows);
    buffer_print(&entries,
                 "/Type/XRef/Size %u/W[1 5 2]/DecodeParms<</Predictor 12/Columns %d>>"
                 "/Root %u 0 R/Info %u 0 R/ID[",
                 self + 1, ROW_FIELDS, root, info);
    for (int twice = 0; twice < 2; twice++) {
        buffer_byte(&entries, '<');
        for (int i = 0; i < 16; i++) {
            buffer_print(&entries, "%02X", id[i]);
        }
        buffer_byte(&entries, '>');
    }
    buffer_byte(&entries, ']');
    body_stream(body, self, entries.data, &rows);
    buffer_print(&body->file, "startxref\n%zu\n%%%%EOF\n", start);
    buffer_free(&rows);
    buffer_free(&entries);

    if (out->length == 0) {
        buffer_free(out);
        *out = body->file;
        body->file = (struct buffer){0};
    } else {
        buffer_add(out, body->file.data, body->file.length);
    }
}
