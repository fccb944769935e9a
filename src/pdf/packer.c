/* packer.c: what is deflated in pieces: large attachments, the rows of the cross-reference stream.
 *
 * By zlib, which libharu brings along: libdeflate wants all bytes at once. It takes half as long
 * again as libdeflate at its quickest, on a thread that has the time, and makes a tenth less of it.
 */
#include <boardpaper/pdf.h>

#include <stdlib.h>

#include <boardpaper/arena.h>

#include "deflate.h"

enum { LEVEL_QUICK = 3, LEVEL_MOST = 9, STEP = 64 * 1024 };

struct pdf_packer {
    z_stream stream;
    bool packs; /* else zlib is missing, which pdf_open says */
    struct pdf_packed packed;
};

static void *take(void *context, unsigned count, unsigned size) {
    (void)context;
    return memory_array(count, size);
}

static void give_back(void *context, void *memory) {
    (void)context;
    free(memory);
}

struct pdf_packer *pdf_packer_new(int level) {
    struct pdf_packer *packer = memory_array(1, sizeof *packer);
    packer->stream.zalloc = take;
    packer->stream.zfree = give_back;
    packer->packs = deflate_load() == NULL;
    if (packer->packs) {
        int within = level < 1 ? LEVEL_QUICK : level > LEVEL_MOST ? LEVEL_MOST : level;
        zlib.deflateInit_(&packer->stream, within, ZLIB_VERSION, (int)sizeof packer->stream);
    }
    return packer;
}

static void run(struct pdf_packer *packer, const void *bytes, size_t length, int flush) {
    if (!packer->packs) {
        return;
    }
    z_stream *stream = &packer->stream;
    struct buffer *out = &packer->packed.deflated;
    stream->next_in = (Bytef *)(uintptr_t)bytes;
    stream->avail_in = (uInt)length;
    do {
        stream->next_out = (Bytef *)buffer_room(out, STEP);
        stream->avail_out = STEP;
        zlib.deflate(stream, flush);
        out->length += STEP - stream->avail_out;
    } while (stream->avail_out == 0);
    packer->packed.length += length;
}

void pdf_packer_add(struct pdf_packer *packer, const void *bytes, size_t length) {
    enum { MOST = 1 << 30 };
    const char *at = bytes;
    for (; length > MOST; at += MOST, length -= MOST) {
        run(packer, at, MOST, Z_NO_FLUSH);
    }
    run(packer, at, length, Z_NO_FLUSH);
}

void pdf_packer_end(struct pdf_packer *packer, struct pdf_packed *out) {
    run(packer, "", 0, Z_FINISH);
    if (packer->packs) {
        zlib.deflateEnd(&packer->stream);
    }
    *out = packer->packed;
    free(packer);
}
