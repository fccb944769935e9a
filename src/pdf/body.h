/* body.h: the file as it grows: streams as they are finished, then objects packed into object
 * streams, then the cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).
 *
 * Streams are compressed as they are handed over, by a second thread where one was asked for, and
 * by the caller where that has more to do than it can. They are appended strictly in order, so the
 * bytes are the same with it and without it. The alternative, keeping finished pages apart and
 * writing them at the end, was rejected: it holds every page twice.
 */
#ifndef BOARDPAPER_PDF_BODY_H
#define BOARDPAPER_PDF_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/buffer.h>

struct body;

/* Where the file goes as it grows. Called by one thread at a time, in order. */
struct body_sink {
    void (*write)(void *context, const void *bytes, size_t length);
    void *context;
};

/* How hard to compress: libdeflate's levels, 1 to 12. */
struct levels {
    int thorough, quick;
};

/* threads: 1, or more: compressed beside the caller. Never NULL. */
struct body *body_open(struct levels levels, int threads);
void body_close(struct body *body);
/* Before the first stream: nothing is held back but the file's last few kilobytes. Without it the
 * whole file is, until body_finish. */
void body_write_to(struct body *body, struct body_sink sink);

/* A stream object of that number. entries: more of its dictionary ("/Type/XObject"), without
 * /Length and /Filter. raw is taken and emptied: its bytes are compressed. */
void body_stream(struct body *body, uint32_t number, const char *entries, struct buffer *raw);
/* The same at the quick level: of bytes that repeat little, the content of pages and fonts. */
void body_stream_quickly(struct body *body, uint32_t number, const char *entries,
                         struct buffer *raw);
/* The same for bytes that stay as they are; entries names their /Filter, if any. */
void body_stream_as_is(struct body *body, uint32_t number, const char *entries,
                       struct buffer *bytes);

/* Has errand called by the second thread, before what waits to be compressed; at once where there
 * is none. Errands are done in order, one after another; at most ERRANDS_MOST are not yet done when
 * it returns. They may hand over streams, and then nobody else may before body_await. */
enum { ERRANDS_MOST = 4 };
void body_errand(struct body *body, void (*errand)(void *context), void *context);
/* Until no more than most errands are not yet done: the caller does what nobody has begun, or
 * compresses, meanwhile. */
void body_await(struct body *body, size_t most);

/* bytes deflated as body_stream does it, appended to out. Belongs to no body: for any thread. */
void body_deflate(const void *bytes, size_t length, int level, struct buffer *out);

/* count consecutive numbers, from 1 on; the first of them. */
uint32_t body_numbers(struct body *body, uint32_t count);

/* A plain object goes into the current object stream: append its text to what body_object
 * returns, then call body_object_end. Numbers in rising order pack best. */
struct buffer *body_object(struct body *body, uint32_t number);
void body_object_end(struct body *body);
/* An object stream of that number begins, and ends with body_pack_end: for a thread that may not
 * take numbers, and at most PACK_MOST objects. Between others only. */
enum { PACK_MOST = 60000 };
void body_pack(struct body *body, uint32_t number);
void body_pack_end(struct body *body);

/* The file's ID: a digest of the checks of every stream before the cross-reference stream, and
 * all else stands in these. */
typedef void body_digest(const void *bytes, size_t length, uint8_t out[16]);

/* Ends the file and moves it into out, or what the sink has not got yet into that. */
void body_finish(struct body *body, uint32_t root, uint32_t info, body_digest *digest,
                 struct buffer *out);

#endif
