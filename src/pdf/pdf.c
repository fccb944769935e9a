/* pdf.c: see pdf.h. The document as a whole: what is taken in page by page, and the order in which
 * the rest is written at the end.
 *
 * Content streams are compressed and let go as pages come. What refers to pages not yet there
 * (links) or to everything (fonts, structure) is kept, small, until the end.
 */
#include <boardpaper/pdf.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>
#include <boardpaper/image.h>

#include "attachments.h"
#include "body.h"
#include "deflate.h"
#include "fonts.h"
#include "haru.h"
#include "images.h"
#include "metadata.h"
#include "press.h"
#include "syntax.h"
#include "tags.h"

static const struct where NOWHERE = {NULL, 0};

/* Pages take less than half the time at level 1 that they take at level 5, for a twelfth more
 * bytes, a fortieth of the file, and fonts two thirds; the structure would be a fifth larger.
 * Attachments are compressed while the paper is being made, by a thread that has the time. */
enum { LEVEL_DEFAULT = 5, LEVEL_QUICK = 1, LEVEL_ATTACHED = 7, LEVEL_MOST = 12 };
/* An attachment from this length on is compressed as pages are where no level is asked for: its
 * paper is not small, and it would be waited for. */
enum { ATTACHMENT_LARGE = 1 << 20 };
/* ISO 32000-1, Annex C. */
enum { PAGE_LEAST = 3000, PAGE_MOST = 14400000 };

struct sheet {
    struct haru_object *page;
    const char *label;
    length_t height;
};

struct link {
    int32_t tag, page, target; /* target -1: url */
    length_t box[4];           /* the PDF's own coordinates: left, bottom, right, top */
    length_t target_y;
    const char *url, *contents;
};

struct pdf {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct pdf_metadata metadata;
    struct haru *haru;
    struct body *body;
    struct fonts *fonts;
    struct images *images;
    struct press *press;
    struct structure *structure; /* whose closed rows are written as pages come; or NULL */
    size_t elements;             /* that have their number */
    struct rows rows;            /* taken from it and not yet handed over */
    uint32_t root, scopes;       /* numbers of the structure tree: see tags.h */
    struct haru_object *font_dictionary, *profile, *xmp;
    int level;
    bool failed;

    struct sheet *sheets;
    size_t sheet_count, sheet_capacity;
    struct link *links;
    size_t link_count, link_capacity;
    struct attachments attachments;
    uint8_t *page_images; /* one an image: it is on the page at hand */
    size_t page_image_capacity;
};

/* ---- opening and closing --------------------------------------------------------------------- */

static const char *kept(struct arena *arena, const char *text) {
    return text == NULL || *text == '\0' ? NULL : arena_text(arena, text);
}

static size_t image_index(void *context, const struct image *image) {
    struct pdf *pdf = context;
    size_t index = images_index(pdf->images, image);
    if (index >= pdf->page_image_capacity) {
        size_t capacity = index * 2 + 8;
        pdf->page_images = memory_resize(pdf->page_images, capacity, 1);
        memset(pdf->page_images + pdf->page_image_capacity, 0, capacity - pdf->page_image_capacity);
        pdf->page_image_capacity = capacity;
    }
    pdf->page_images[index] = 1;
    return index;
}

static void write_draft(void *context, const void *bytes, size_t length) {
    file_draft_write(context, bytes, length);
}

static struct levels levels_of(int level) {
    return level < 1 || level > LEVEL_MOST ? (struct levels){LEVEL_DEFAULT, LEVEL_QUICK}
                                           : (struct levels){level, level};
}

static const char *load(void) {
    const char *missing = haru_load();
    return missing != NULL ? missing : deflate_load();
}

struct pdf *pdf_open(const struct pdf_metadata *metadata, const void *profile,
                     size_t profile_length, int level, int threads,
                     struct diagnostics *diagnostics) {
    const char *missing = load();
    if (missing != NULL) {
        REPORT(diagnostics, NOWHERE, MESSAGE_LIBRARY_MISSING, missing);
        return NULL;
    }
    struct arena *arena = arena_new();
    struct pdf *pdf = NEW(arena, struct pdf);
    pdf->arena = arena;
    pdf->diagnostics = diagnostics;
    pdf->metadata = (struct pdf_metadata){.title = arena_text(arena, metadata->title),
                                          .author = kept(arena, metadata->author),
                                          .subject = kept(arena, metadata->subject),
                                          .keywords = kept(arena, metadata->keywords),
                                          .marking = kept(arena, metadata->marking),
                                          .lang = arena_text(arena, metadata->lang),
                                          .time = metadata->time,
                                          .encrypted = metadata->encrypted};
    pdf->level = level;
    pdf->body = body_open(levels_of(level), threads);
    if (metadata->draft != NULL) {
        body_write_to(pdf->body, (struct body_sink){write_draft, metadata->draft});
    }
    pdf->haru = haru_open(pdf->body);
    pdf->root = body_numbers(pdf->body, 1);
    pdf->scopes = body_numbers(pdf->body, SCOPE_KINDS);
    pdf->fonts = fonts_open();
    pdf->images = images_open();
    const struct content content = {.fonts = pdf->fonts, .image = image_index, .context = pdf};
    pdf->press = press_open(&content, pdf->body, pdf->scopes);
    pdf->font_dictionary = haru_dictionary(pdf->haru);

    struct buffer bytes = {0};
    pdf->profile = haru_elsewhere(pdf->haru);
    buffer_add(&bytes, profile, profile_length);
    body_stream(pdf->body, haru_number(pdf->profile), "/N 3", &bytes);

    pdf->xmp = haru_elsewhere(pdf->haru);
    buffer_clear(&bytes);
    metadata_xmp(&pdf->metadata, &bytes);
    body_stream_as_is(pdf->body, haru_number(pdf->xmp), "/Type/Metadata/Subtype/XML", &bytes);
    buffer_free(&bytes);
    return pdf;
}

void pdf_prepare(void) {
    load();
}

void pdf_close(struct pdf *pdf) {
    if (pdf == NULL) {
        return;
    }
    press_close(pdf->press);
    body_close(pdf->body);
    haru_close(pdf->haru);
    fonts_close(pdf->fonts);
    images_close(pdf->images);
    free(pdf->sheets);
    free(pdf->links);
    rows_free(&pdf->rows);
    free(pdf->page_images);
    arena_free(pdf->arena);
}

static bool fail(struct pdf *pdf) {
    pdf->failed = true;
    return false;
}

static bool library_failed(struct pdf *pdf) {
    unsigned long code = haru_error(pdf->haru);
    if (code == 0) {
        return false;
    }
    if (!pdf->failed) {
        REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_LIBRARY,
               diagnostics_print(pdf->diagnostics, "0x%04lX", code));
    }
    pdf->failed = true;
    return true;
}

/* ---- pages ---------------------------------------------------------------------------------- */

static bool has_scheme(const char *url, const char *scheme) {
    size_t length = strlen(scheme);
    return strncasecmp(url, scheme, length) == 0;
}

/* URLs are ASCII (12.6.4.7); what is not is written by its bytes. */
static const char *escaped_url(struct arena *arena, const char *url) {
    struct buffer out = {0};
    for (; *url != '\0'; url++) {
        uint8_t byte = (uint8_t)*url;
        if (byte <= ' ' || byte >= 0x7F || strchr("\"<>\\^`{|}", byte) != NULL) {
            buffer_print(&out, "%%%02X", byte);
        } else {
            buffer_byte(&out, (char)byte);
        }
    }
    const char *kept_url = arena_bytes(arena, out.data, out.length);
    buffer_free(&out);
    return kept_url;
}

/* A link of an artifact would be an annotation that no element holds (ISO 14289-1, 7.18.5): what
 * repeats a link elsewhere in the paper is not one itself. */
static bool keep_link(struct pdf *pdf, const struct page *page, const struct mark *mark) {
    if (mark->tag < 0) {
        return true;
    }
    const char *url = mark->link.url;
    if (url != NULL && !has_scheme(url, "http://") && !has_scheme(url, "https://") &&
        !has_scheme(url, "mailto:")) {
        REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_LINK, url);
        return fail(pdf);
    }
    if (pdf->link_count == pdf->link_capacity) {
        pdf->link_capacity = pdf->link_capacity == 0 ? 16 : pdf->link_capacity * 2;
        pdf->links = memory_resize(pdf->links, pdf->link_capacity, sizeof *pdf->links);
    }
    length_t top = page->height - mark->y;
    const char *contents = kept(pdf->arena, mark->link.contents);
    pdf->links[pdf->link_count++] =
        (struct link){.tag = mark->tag,
                      .page = (int32_t)pdf->sheet_count,
                      .target = url != NULL ? -1 : mark->link.page,
                      .box = {mark->x, top - mark->link.height, mark->x + mark->link.width, top},
                      .target_y = mark->link.target_y,
                      .url = url == NULL ? NULL : escaped_url(pdf->arena, url),
                      .contents = contents != NULL ? contents
                                  : url != NULL    ? "Link"
                                                   : NULL};
    return true;
}

/* Whether a page drawn so far has a glyph that is none; reported once. */
static bool strange_glyph(struct pdf *pdf) {
    size_t page = press_strange(pdf->press);
    if (page == 0) {
        return false;
    }
    if (!pdf->failed) {
        REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_GLYPH,
               diagnostics_integer(pdf->diagnostics, (long long)page));
    }
    pdf->failed = true;
    return true;
}

/* A page with pictures is drawn here and now: which they are must be known before its object is
 * made, and their streams go before its own. */
static bool compose_pictured(struct pdf *pdf, const struct page *page) {
    press_settle(pdf->press);
    if (pdf->page_image_capacity > 0) {
        memset(pdf->page_images, 0, pdf->page_image_capacity);
    }
    press_compose(pdf->press, page);
    return !strange_glyph(pdf);
}

void pdf_follow(struct pdf *pdf, struct structure *structure) {
    pdf->structure = structure;
}

/* Numbers for the elements that have come into being. */
static struct element_run number_elements(struct pdf *pdf, const struct structure *structure) {
    size_t count = structure_count(structure), first = pdf->elements;
    pdf->elements = count;
    return (struct element_run){.tag = (int32_t)first,
                                .number = body_numbers(pdf->body, (uint32_t)(count - first)),
                                .count = (uint32_t)(count - first)};
}

/* What the press is to know of the page. */
static struct handed hand_over(struct pdf *pdf, const struct page *page, uint32_t number,
                               uint32_t stream) {
    struct handed handed = {
        .stream = stream,
        .page = {.number = number, .parents = body_numbers(pdf->body, 1), .height = page->height}};
    if (pdf->structure != NULL) {
        handed.elements = number_elements(pdf, pdf->structure);
        rows_take(&pdf->rows, pdf->structure);
        if (rows_are_many(&pdf->rows)) {
            handed.rows = &pdf->rows;
            handed.rows_stream = body_numbers(pdf->body, 1);
        }
    }
    return handed;
}

bool pdf_page(void *context, const struct page *page) {
    struct pdf *pdf = context;
    if (pdf->failed) {
        return false;
    }
    if (page->width < PAGE_LEAST || page->height < PAGE_LEAST || page->width > PAGE_MOST ||
        page->height > PAGE_MOST) {
        REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_PAGE_SIZE,
               diagnostics_integer(pdf->diagnostics, page->width / 1000),
               diagnostics_integer(pdf->diagnostics, page->height / 1000));
        return fail(pdf);
    }
    bool pictured = false, multiplies = false;
    size_t links_before = pdf->link_count;
    for (size_t i = 0; i < page->count; i++) {
        if (page->marks[i].kind == MARK_LINK && !keep_link(pdf, page, &page->marks[i])) {
            return false;
        }
        pictured = pictured || page->marks[i].kind == MARK_IMAGE;
        multiplies = multiplies || content_multiplies(&page->marks[i]);
    }
    if (strange_glyph(pdf) || (pictured && !compose_pictured(pdf, page))) {
        return false;
    }

    uint32_t contents = 0;
    struct haru_object *made = haru_page(pdf->haru, page->width, page->height, &contents);
    if (made == NULL) {
        (void)library_failed(pdf);
        return false;
    }
    haru_page_fonts(pdf->haru, made, pdf->font_dictionary);
    bool transparent = false;
    for (size_t i = 0; pictured && i < pdf->page_image_capacity; i++) {
        if (pdf->page_images[i]) {
            struct haru_object *image = images_object(pdf->images, i, pdf->haru, pdf->body);
            if (image == NULL) {
                REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_IMAGE,
                       diagnostics_integer(pdf->diagnostics, (long long)pdf->sheet_count + 1));
                return fail(pdf);
            }
            haru_page_image(pdf->haru, made, arena_print(pdf->arena, "I%zu", i), image);
            transparent = transparent || images_transparent(pdf->images, i);
        }
    }
    if (multiplies) {
        haru_page_blends(pdf->haru, made);
        transparent = true;
    }
    if (transparent) {
        haru_page_transparent(pdf->haru, made);
    }
    haru_page_name(pdf->haru, made, "Tabs", "S");
    haru_page_number(pdf->haru, made, "StructParents", (int32_t)pdf->sheet_count);
    if (pdf->link_count == links_before) {
        haru_page_done(pdf->haru, made);
    }
    struct handed handed = hand_over(pdf, page, haru_number(made), contents);
    if (pictured) {
        press_commit(pdf->press, handed);
    } else {
        press_page(pdf->press, page, handed);
    }

    if (pdf->sheet_count == pdf->sheet_capacity) {
        pdf->sheet_capacity = pdf->sheet_capacity == 0 ? 16 : pdf->sheet_capacity * 2;
        pdf->sheets = memory_resize(pdf->sheets, pdf->sheet_capacity, sizeof *pdf->sheets);
    }
    pdf->sheets[pdf->sheet_count++] = (struct sheet){
        .page = made, .label = kept(pdf->arena, page->label), .height = page->height};
    return !library_failed(pdf);
}

bool pdf_settle(void *context) {
    struct pdf *pdf = context;
    press_settle(pdf->press);
    return !strange_glyph(pdf) && !pdf->failed;
}

/* ---- attachments ----------------------------------------------------------------------------- */

void pdf_pack(const void *bytes, size_t length, int level, struct pdf_packed *out) {
    out->length = length;
    bool asked = level >= 1 && level <= LEVEL_MOST;
    int chosen = length < ATTACHMENT_LARGE ? LEVEL_ATTACHED : LEVEL_QUICK;
    body_deflate(bytes, length, asked ? level : chosen, &out->deflated);
    /* It waits for a while, and had room for what does not deflate. */
    out->deflated.data = memory_resize(out->deflated.data, out->deflated.length + 1, 1);
    out->deflated.capacity = out->deflated.length + 1;
}

void pdf_packed_free(struct pdf_packed *packed) {
    buffer_free(&packed->deflated);
}

bool pdf_attach(struct pdf *pdf, const struct pdf_attachment *attachment) {
    if (!pdf_settle(pdf)) {
        return false;
    }
    if (!attachments_allow(&pdf->attachments, attachment->name)) {
        REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_ATTACHMENT, attachment->name);
        return fail(pdf);
    }
    struct pdf_packed here = {0};
    struct pdf_packed *packed = attachment->packed;
    if (packed == NULL) {
        packed = &here;
        pdf_pack(attachment->bytes, attachment->length, pdf->level, packed);
    }
    attachments_add(&pdf->attachments, pdf->arena, pdf->haru, pdf->body, pdf->metadata.time,
                    attachment, packed);
    return true; /* what the library makes of it, pdf_finish tells */
}

/* ---- finishing ------------------------------------------------------------------------------- */

static bool make_links(struct pdf *pdf, struct tagged_annotation *annotations) {
    struct buffer entries = {0};
    for (size_t i = 0; i < pdf->link_count; i++) {
        const struct link *link = &pdf->links[i];
        struct haru_object *page = pdf->sheets[link->page].page;
        struct haru_object *made = NULL;
        buffer_clear(&entries);
        buffer_print(&entries, "/F 4/Border[0 0 0]/StructParent %zu/Contents",
                     pdf->sheet_count + i);
        string_text(&entries, link->contents != NULL ? link->contents : "Link");
        if (link->target < 0) {
            made = haru_link_uri(pdf->haru, page, link->box, link->url, &entries);
        } else if ((size_t)link->target < pdf->sheet_count) {
            const struct sheet *target = &pdf->sheets[link->target];
            made = haru_link(pdf->haru, page, link->box, target->page,
                             target->height - link->target_y, &entries);
        }
        if (made == NULL) {
            buffer_free(&entries);
            if (!library_failed(pdf)) {
                REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_TARGET,
                       diagnostics_integer(pdf->diagnostics, (long long)link->target + 1));
            }
            return fail(pdf);
        }
        annotations[i] = (struct tagged_annotation){link->tag, link->page, haru_number(made)};
    }
    buffer_free(&entries);
    return true;
}

static bool make_outline(struct pdf *pdf, const struct bookmark *bookmarks, size_t count) {
    enum { DEEPEST = 16 };
    struct haru_object *parents[DEEPEST + 1] = {NULL};
    struct buffer entries = {0};
    int depth = 0; /* the level of the last one */
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const struct bookmark *bookmark = &bookmarks[i];
        if (bookmark->page < 0 || (size_t)bookmark->page >= pdf->sheet_count) {
            good = REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_TARGET,
                          diagnostics_integer(pdf->diagnostics, (long long)bookmark->page + 1));
            break;
        }
        int level = bookmark->level > depth + 1 ? depth + 1 : bookmark->level;
        level = level < 1 ? 1 : level > DEEPEST ? DEEPEST : level;
        const struct sheet *sheet = &pdf->sheets[bookmark->page];
        buffer_clear(&entries);
        buffer_text(&entries, "/Title");
        string_text(&entries, bookmark->title);
        buffer_print(&entries, "/Dest[%u 0 R/XYZ null ", haru_number(sheet->page));
        string_length(&entries, sheet->height - bookmark->y);
        buffer_text(&entries, " null]");
        parents[level] = haru_outline(pdf->haru, parents[level - 1], level == 1, &entries);
        good = parents[level] != NULL;
        depth = level;
    }
    buffer_free(&entries);
    return good ? true : fail(pdf);
}

static void make_catalog(struct pdf *pdf, uint32_t structure, bool outlined) {
    struct buffer entries = {0};
    const char **labels = memory_array(pdf->sheet_count + 1, sizeof *labels);
    for (size_t i = 0; i < pdf->sheet_count; i++) {
        labels[i] = pdf->sheets[i].label == NULL ? "" : pdf->sheets[i].label;
    }
    buffer_text(&entries, "/Lang");
    string_text(&entries, pdf->metadata.lang);
    buffer_print(&entries,
                 "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>%s"
                 "/StructTreeRoot %u 0 R/Metadata %u 0 R"
                 "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
                 "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
                 "/DestOutputProfile %u 0 R>>]/PageLabels",
                 outlined ? "/PageMode/UseOutlines" : "", structure, haru_number(pdf->xmp),
                 haru_number(pdf->profile));
    metadata_labels(labels, pdf->sheet_count, &entries);
    attachments_catalog(&pdf->attachments, &entries);
    haru_catalog(pdf->haru, &entries);
    free(labels);
    buffer_free(&entries);
}

static bool check_metadata(struct pdf *pdf) {
    const struct pdf_metadata *metadata = &pdf->metadata;
    const struct {
        const char *name, *text;
    } texts[] = {{"title", metadata->title},
                 {"author", metadata->author},
                 {"subject", metadata->subject},
                 {"keywords", metadata->keywords},
                 {"marking", metadata->marking}};
    bool good = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].text != NULL && !string_fits(texts[i].text)) {
            good = REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_STRING, texts[i].name,
                          diagnostics_print(pdf->diagnostics, "%.40s", texts[i].text));
        }
    }
    return good ? true : fail(pdf);
}

/* What is left of the structure, once all pages are drawn and all objects made. */
static bool write_structure(struct pdf *pdf, const struct tags *tags) {
    struct marked *marked = tags->marked;
    if (pdf->rows.count > 0) {
        rows_write(&pdf->rows, marked, pdf->body, pdf->scopes, body_numbers(pdf->body, 1));
    }
    marked_write_parents(marked, pdf->body);
    marked_sort(marked);
    if (!tags_check(tags, pdf->diagnostics)) {
        return false;
    }
    tags_write(tags, pdf->body);
    body_pack_end(pdf->body);
    return true;
}

/* All that was waiting for the last page. */
static bool write_rest(struct pdf *pdf, const struct tags *tags, bool outlined) {
    const struct font *odd_font = NULL;
    struct buffer entries = {0};
    /* First what takes longest to compress. The fonts are subset beside it. */
    if (!write_structure(pdf, tags)) {
        return false;
    }
    fonts_subset(pdf->fonts);
    press_settle(pdf->press);
    if (!fonts_write(pdf->fonts, pdf->haru, pdf->body, pdf->font_dictionary, &odd_font)) {
        return REPORT(pdf->diagnostics, NOWHERE, MESSAGE_PDF_FONT, font_postscript_name(odd_font));
    }
    metadata_info(&pdf->metadata, &entries);
    haru_info(pdf->haru, &entries);
    buffer_free(&entries);
    make_catalog(pdf, pdf->root, outlined);
    haru_write(pdf->haru);
    return !library_failed(pdf);
}

bool pdf_finish(struct pdf *pdf, const struct structure *structure,
                const struct bookmark *bookmarks, size_t bookmark_count, struct buffer *out) {
    if (!pdf_settle(pdf) || !check_metadata(pdf)) {
        return false;
    }
    press_subset(pdf->press);
    struct tagged_annotation *annotations = memory_array(pdf->link_count + 1, sizeof *annotations);
    struct marked *marked = press_marked(pdf->press);
    struct tags tags = {.structure = structure,
                        .marked = marked,
                        .annotations = annotations,
                        .annotation_count = pdf->link_count,
                        .root = pdf->root,
                        .scopes = pdf->scopes};
    marked_elements(marked, number_elements(pdf, structure));
    bool good = make_links(pdf, annotations) && make_outline(pdf, bookmarks, bookmark_count) &&
                write_rest(pdf, &tags, bookmark_count > 0);
    if (good) {
        body_finish(pdf->body, haru_catalog_number(pdf->haru), haru_info_number(pdf->haru),
                    haru_md5, out);
    }
    free(annotations);
    pdf->failed = true; /* finished, or past mending: nothing may follow */
    return good;
}
