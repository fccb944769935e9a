/* haru.h: libharu's document, pages, annotations and outline, and its objects, as far as we use
 * them. The only file of boardpaper that includes libharu's headers is haru.c.
 *
 * Objects are libharu's own; what it cannot say in them is added as raw text, written inside the
 * object's << >>. Objects whose bytes stand elsewhere in the file (streams, see body.h) are here
 * in number only. Nothing is checked call by call: the first error sticks, haru_error tells it.
 */
#ifndef BOARDPAPER_PDF_HARU_H
#define BOARDPAPER_PDF_HARU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/units.h>

struct body;
struct buffer;

struct haru;
struct haru_object; /* an indirect object */

/* Loads libharu, before the first is opened. What is missing, to be told to a person, or NULL. */
const char *haru_load(void);
/* Objects get their numbers from body. Never NULL; haru_error tells. */
struct haru *haru_open(struct body *body);
void haru_close(struct haru *haru);
/* The code of the first thing that went wrong, or 0. */
unsigned long haru_error(struct haru *haru);

/* An indirect dictionary, empty until haru_define gives its entries (copied, like all entries). */
struct haru_object *haru_dictionary(struct haru *haru);
void haru_define(struct haru *haru, struct haru_object *object, const struct buffer *entries);
/* An object whose bytes are written with body_stream. */
struct haru_object *haru_elsewhere(struct haru *haru);
uint32_t haru_number(const struct haru_object *object);

/* A page of that size; its content stream is elsewhere, its number in contents. */
struct haru_object *haru_page(struct haru *haru, length_t width, length_t height,
                              uint32_t *contents);
/* Its fonts: a dictionary shared by all pages. */
void haru_page_fonts(struct haru *haru, struct haru_object *page, struct haru_object *fonts);
/* The graphics states Multiply and Normal, by these names. */
void haru_page_blends(struct haru *haru, struct haru_object *page);
/* An image by that name. */
void haru_page_image(struct haru *haru, struct haru_object *page, const char *name,
                     struct haru_object *image);
/* The page blends in device colours: /Group, for transparent images. */
void haru_page_transparent(struct haru *haru, struct haru_object *page);
void haru_page_number(struct haru *haru, struct haru_object *page, const char *key, int32_t value);
void haru_page_name(struct haru *haru, struct haru_object *page, const char *key,
                    const char *value);

/* Nothing is added to the page any more, links neither: it is kept as it will be written. */
void haru_page_done(struct haru *haru, struct haru_object *page);

/* Link annotations; box: left, bottom, right, top. entries: more of the dictionary. */
struct haru_object *haru_link(struct haru *haru, struct haru_object *page, const length_t box[4],
                              struct haru_object *target, length_t top,
                              const struct buffer *entries);
struct haru_object *haru_link_uri(struct haru *haru, struct haru_object *page,
                                  const length_t box[4], const char *uri,
                                  const struct buffer *entries);
/* An item of the outline, last in parent (NULL: the root); entries hold /Title and /Dest. */
struct haru_object *haru_outline(struct haru *haru, struct haru_object *parent, bool open,
                                 const struct buffer *entries);

/* More entries of the catalog and all those of Info (libharu's own are dropped). Once. */
void haru_catalog(struct haru *haru, const struct buffer *entries);
void haru_info(struct haru *haru, const struct buffer *entries);
uint32_t haru_catalog_number(const struct haru *haru);
uint32_t haru_info_number(const struct haru *haru);

/* Hands every object but those elsewhere to body as packed objects. */
void haru_write(struct haru *haru);

/* MD5 (RFC 1321), for the file's ID; no secret hangs on it. */
void haru_md5(const void *bytes, size_t length, uint8_t out[16]);

#endif
