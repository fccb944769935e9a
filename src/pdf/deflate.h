/* deflate.h: the functions of libdeflate and zlib that are used, loaded when the first bytes are
 * packed, or before (late.h). */
#ifndef BOARDPAPER_PDF_DEFLATE_H
#define BOARDPAPER_PDF_DEFLATE_H

#include <libdeflate.h>
#include <zlib.h>

/* clang-format off */
#define LIBDEFLATE_CALLS(CALL)             \
    CALL(libdeflate_adler32)               \
    CALL(libdeflate_alloc_compressor)      \
    CALL(libdeflate_alloc_decompressor)    \
    CALL(libdeflate_crc32)                 \
    CALL(libdeflate_free_compressor)       \
    CALL(libdeflate_free_decompressor)     \
    CALL(libdeflate_zlib_compress)         \
    CALL(libdeflate_zlib_compress_bound)   \
    CALL(libdeflate_zlib_decompress)

#define ZLIB_CALLS(CALL) \
    CALL(deflateEnd)     \
    CALL(deflateInit_)   \
    CALL(deflate)
/* clang-format on */

#define CALL(name) __typeof__(name) *(name);
struct libdeflate {
    LIBDEFLATE_CALLS(CALL)
};
struct zlib {
    ZLIB_CALLS(CALL)
};
#undef CALL
extern struct libdeflate libdeflate;
extern struct zlib zlib;

/* Both, once a process. What is missing, to be told to a person, or NULL. */
const char *deflate_load(void);

#endif
