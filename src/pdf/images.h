/* images.h: pictures as image XObjects (ISO 32000-1, 8.9.5): each once, however often it is drawn.
 *
 * JPEG files and plain PNG streams go in as they are: their own filters are PDF's. PNG with an
 * alpha channel or interlaced is unpacked and laid anew, the alpha as a soft mask.
 */
#ifndef BOARDPAPER_PDF_IMAGES_H
#define BOARDPAPER_PDF_IMAGES_H

#include <stdbool.h>
#include <stddef.h>

struct body;
struct haru;
struct haru_object;
struct image;

struct images;

struct images *images_open(void);
void images_close(struct images *images);
/* The index of the picture among the document's. */
size_t images_index(struct images *images, const struct image *image);
/* Its object; written on first mention. */
struct haru_object *images_object(struct images *images, size_t index, struct haru *haru,
                                  struct body *body);
/* Whether it lets what is below it shine through. */
bool images_transparent(const struct images *images, size_t index);

#endif
