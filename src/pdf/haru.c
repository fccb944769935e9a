/* haru.c: see haru.h. libharu's internal objects are touched here and nowhere else. Their layout is
 * that of 2.3.x; another version does not compile.
 */
#include "haru.h"

#include <stdlib.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

#include "body.h"
#include "libharu.h"

_Static_assert(HPDF_VERSION_ID >= 20300 && HPDF_VERSION_ID < 20400,
               "haru.c knows the objects of libharu 2.3 only");

/* Pages a node of the page tree: libharu's arrays end at 32,767 entries. */
enum { PAGES_A_NODE = 64 };
enum { OBJECT_NUMBER = 0x00FFFFFF };

struct haru {
    HPDF_Doc doc;
    struct body *body;
    HPDF_UINT numbered; /* entries of libharu's table that have their number */
    unsigned long error;
};

/* What hangs on a dictionary of ours. */
struct raw {
    bool elsewhere;
    struct buffer entries;
};

static void fail(struct haru *haru, unsigned long code) {
    if (haru->error == 0) {
        haru->error = code == 0 ? HPDF_INVALID_OBJECT : code;
    }
}

/* Keeps the first error: of a status. */
static void keep(struct haru *haru, HPDF_STATUS status) {
    if (status != HPDF_OK) {
        fail(haru, status);
    }
}

unsigned long haru_error(struct haru *haru) {
    if (haru->error == 0 && haru->doc != NULL) {
        haru->error = HPDF_GetError(haru->doc);
    }
    return haru->error;
}

/* libharu counts its objects for itself, but the file's numbers are shared with others: each object
 * that came into being gets the next of these. References are written from the objects, in the end.
 */
static void number_objects(struct haru *haru) {
    HPDF_List entries = haru->doc->xref->entries;
    for (; haru->numbered < entries->count; haru->numbered++) {
        HPDF_XrefEntry entry = HPDF_List_ItemAt(entries, haru->numbered);
        HPDF_Obj_Header *header = entry == NULL ? NULL : entry->obj;
        if (header != NULL) { /* the first entry is no object */
            header->obj_id = (header->obj_id & ~(HPDF_UINT32)OBJECT_NUMBER) |
                             (body_numbers(haru->body, 1) & OBJECT_NUMBER);
        }
    }
}

const char *haru_load(void) {
    return libharu_load();
}

struct haru *haru_open(struct body *body) {
    struct haru *haru = memory_array(1, sizeof *haru);
    haru->body = body;
    haru->doc = HPDF_New(NULL, NULL);
    if (haru->doc == NULL) {
        /* Out of memory: ends the process with the usual message. */
        (void)memory_array(SIZE_MAX, 2);
    }
    keep(haru, HPDF_SetPagesConfiguration(haru->doc, PAGES_A_NODE));
    number_objects(haru);
    return haru;
}

void haru_close(struct haru *haru) {
    if (haru == NULL) {
        return;
    }
    HPDF_Free(haru->doc);
    free(haru);
}

static HPDF_STATUS write_to_buffer(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length) {
    buffer_add(stream->attr, bytes, length);
    return HPDF_OK;
}

/* ---- raw entries ---------------------------------------------------------------------------- */

static void free_raw(HPDF_Dict dictionary) {
    struct raw *raw = dictionary->attr;
    if (raw != NULL) {
        buffer_free(&raw->entries);
        free(raw);
        dictionary->attr = NULL;
    }
}

static HPDF_STATUS write_raw(HPDF_Dict dictionary, HPDF_Stream stream) {
    const struct raw *raw = dictionary->attr;
    if (raw == NULL || raw->entries.length == 0) {
        return HPDF_OK;
    }
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)raw->entries.data,
                             (HPDF_UINT)raw->entries.length);
}

static struct raw *make_raw(HPDF_Dict dictionary) {
    if (dictionary->free_fn == free_raw) {
        return dictionary->attr;
    }
    struct raw *raw = memory_array(1, sizeof *raw);
    dictionary->attr = raw;
    dictionary->write_fn = write_raw;
    dictionary->free_fn = free_raw;
    return raw;
}

static void set_entries(HPDF_Dict dictionary, const struct buffer *entries) {
    struct raw *raw = make_raw(dictionary);
    buffer_clear(&raw->entries);
    buffer_add(&raw->entries, entries->data, entries->length);
}

static bool is_elsewhere(const HPDF_Obj_Header *header) {
    if ((header->obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_DICT) {
        return false;
    }
    const HPDF_Dict_Rec *dictionary = (const void *)header;
    return dictionary->free_fn == free_raw && ((const struct raw *)dictionary->attr)->elsewhere;
}

static HPDF_Dict new_dictionary(struct haru *haru) {
    HPDF_Dict dictionary = HPDF_Dict_New(haru->doc->mmgr);
    if (dictionary == NULL) {
        fail(haru, HPDF_FAILD_TO_ALLOC_MEM);
        return NULL;
    }
    make_raw(dictionary);
    if (HPDF_Xref_Add(haru->doc->xref, dictionary) != HPDF_OK) {
        fail(haru, HPDF_XREF_COUNT_ERR); /* it is freed already */
        return NULL;
    }
    number_objects(haru);
    return dictionary;
}

struct haru_object *haru_dictionary(struct haru *haru) {
    return (struct haru_object *)new_dictionary(haru);
}

void haru_define(struct haru *haru, struct haru_object *object, const struct buffer *entries) {
    if (object == NULL) {
        fail(haru, HPDF_INVALID_OBJECT);
        return;
    }
    set_entries((HPDF_Dict)object, entries);
}

struct haru_object *haru_elsewhere(struct haru *haru) {
    HPDF_Dict dictionary = new_dictionary(haru);
    if (dictionary != NULL) {
        make_raw(dictionary)->elsewhere = true;
    }
    return (struct haru_object *)dictionary;
}

uint32_t haru_number(const struct haru_object *object) {
    const HPDF_Obj_Header *header = (const void *)object;
    return object == NULL ? 0 : header->obj_id & OBJECT_NUMBER;
}

/* ---- pages ---------------------------------------------------------------------------------- */

static HPDF_REAL points(length_t length) {
    return (HPDF_REAL)length / 1000;
}

/* libharu gives a content stream a buffer and an indirect length. Ours is written elsewhere with
 * its length, so both go; the entry of the length, which is the last one, is free again. */
static void empty_contents(struct haru *haru, HPDF_PageAttr page) {
    HPDF_Dict contents = page->contents;
    HPDF_List entries = haru->doc->xref->entries;
    HPDF_XrefEntry last = HPDF_List_ItemAt(entries, entries->count - 1);
    HPDF_Obj_Header *length = last == NULL ? NULL : last->obj;
    if (length == NULL || (length->obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_NUMBER ||
        HPDF_Dict_GetItem(contents, "Length", HPDF_OCLASS_NUMBER) != (void *)length) {
        fail(haru, HPDF_INVALID_OBJECT);
        return;
    }
    keep(haru, HPDF_Dict_RemoveElement(contents, "Length"));
    HPDF_List_RemoveByIndex(entries, entries->count - 1);
    HPDF_Obj_ForceFree(haru->doc->mmgr, length);
    HPDF_FreeMem(haru->doc->mmgr, last);
    HPDF_Stream_Free(contents->stream);
    contents->stream = NULL;
    page->stream = NULL;
    make_raw(contents)->elsewhere = true;
}

/* The page's box, which libharu holds as floats and would write as 841.89001. */
static HPDF_STATUS write_box(HPDF_Dict page, HPDF_Stream stream) {
    HPDF_Box box = HPDF_Page_GetMediaBox((HPDF_Page)page);
    struct buffer text = {0};
    buffer_text(&text, "/MediaBox[0 0 ");
    buffer_thousandths(&text, (int64_t)(box.right * 1000 + 0.5F));
    buffer_byte(&text, ' ');
    buffer_thousandths(&text, (int64_t)(box.top * 1000 + 0.5F));
    buffer_byte(&text, ']');
    HPDF_STATUS status =
        HPDF_Stream_Write(stream, (const HPDF_BYTE *)text.data, (HPDF_UINT)text.length);
    buffer_free(&text);
    return status;
}

struct haru_object *haru_page(struct haru *haru, length_t width, length_t height,
                              uint32_t *contents) {
    *contents = 0;
    HPDF_Page page = HPDF_AddPage(haru->doc);
    if (page == NULL) {
        fail(haru, HPDF_GetError(haru->doc));
        return NULL;
    }
    keep(haru, HPDF_Page_SetWidth(page, points(width)));
    keep(haru, HPDF_Page_SetHeight(page, points(height)));
    HPDF_Obj_Header *box = HPDF_Dict_GetItem(page, "MediaBox", HPDF_OCLASS_ARRAY);
    if (box == NULL) {
        fail(haru, HPDF_PAGE_CANNOT_FIND_OBJECT);
        return NULL;
    }
    box->obj_id |= HPDF_OTYPE_HIDDEN;
    page->write_fn = write_box;
    empty_contents(haru, page->attr);
    number_objects(haru);
    *contents = haru_number((const void *)((HPDF_PageAttr)page->attr)->contents);
    HPDF_Dict resources = HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT);
    if (resources == NULL) {
        fail(haru, HPDF_PAGE_CANNOT_FIND_OBJECT);
        return NULL;
    }
    HPDF_Dict_RemoveElement(resources, "ProcSet"); /* obsolete since PDF 1.4 */
    return (struct haru_object *)page;
}

static void add(struct haru *haru, HPDF_Dict dictionary, const char *key, void *object) {
    if (dictionary == NULL || object == NULL) {
        fail(haru, HPDF_INVALID_OBJECT);
        return;
    }
    keep(haru, HPDF_Dict_Add(dictionary, key, object));
}

void haru_page_fonts(struct haru *haru, struct haru_object *page, struct haru_object *fonts) {
    add(haru, HPDF_Dict_GetItem((HPDF_Dict)page, "Resources", HPDF_OCLASS_DICT), "Font", fonts);
}

void haru_page_image(struct haru *haru, struct haru_object *page, const char *name,
                     struct haru_object *image) {
    HPDF_Dict resources = HPDF_Dict_GetItem((HPDF_Dict)page, "Resources", HPDF_OCLASS_DICT);
    HPDF_Dict images = HPDF_Dict_GetItem(resources, "XObject", HPDF_OCLASS_DICT);
    if (images == NULL) {
        images = HPDF_Dict_New(haru->doc->mmgr);
        add(haru, resources, "XObject", images);
    }
    add(haru, images, name, image);
}

void haru_page_blends(struct haru *haru, struct haru_object *page) {
    static const char *const MODES[] = {"Multiply", "Normal"};
    HPDF_Dict states = HPDF_Dict_New(haru->doc->mmgr);
    add(haru, HPDF_Dict_GetItem((HPDF_Dict)page, "Resources", HPDF_OCLASS_DICT), "ExtGState",
        states);
    for (size_t i = 0; i < sizeof MODES / sizeof MODES[0] && states != NULL; i++) {
        HPDF_Dict state = HPDF_Dict_New(haru->doc->mmgr);
        add(haru, states, MODES[i], state);
        if (state != NULL) {
            keep(haru, HPDF_Dict_AddName(state, "BM", MODES[i]));
        }
    }
}

void haru_page_transparent(struct haru *haru, struct haru_object *page) {
    HPDF_Dict group = HPDF_Dict_New(haru->doc->mmgr);
    if (group == NULL) {
        fail(haru, HPDF_FAILD_TO_ALLOC_MEM);
        return;
    }
    keep(haru, HPDF_Dict_AddName(group, "S", "Transparency"));
    keep(haru, HPDF_Dict_AddName(group, "CS", "DeviceRGB"));
    add(haru, (HPDF_Dict)page, "Group", group);
}

void haru_page_number(struct haru *haru, struct haru_object *page, const char *key, int32_t value) {
    keep(haru, HPDF_Dict_AddNumber((HPDF_Dict)page, key, value));
}

void haru_page_name(struct haru *haru, struct haru_object *page, const char *key,
                    const char *value) {
    keep(haru, HPDF_Dict_AddName((HPDF_Dict)page, key, value));
}

/* A page takes three kilobytes as libharu's objects, and some hundred bytes as its text. */
void haru_page_done(struct haru *haru, struct haru_object *page) {
    HPDF_Dict dictionary = (HPDF_Dict)page;
    struct buffer text = {0};
    HPDF_Stream stream = HPDF_CallbackWriter_New(haru->doc->mmgr, write_to_buffer, &text);
    if (dictionary == NULL || stream == NULL) {
        fail(haru, HPDF_FAILD_TO_ALLOC_MEM);
        return;
    }
    keep(haru, HPDF_Obj_WriteValue(&dictionary->header, stream, NULL));
    HPDF_Stream_Free(stream);
    while (dictionary->list->count > 0) {
        HPDF_DictElement element = HPDF_List_ItemAt(dictionary->list, 0);
        keep(haru, HPDF_Dict_RemoveElement(dictionary, element->key));
    }
    if (dictionary->free_fn != NULL) {
        dictionary->free_fn(dictionary); /* what libharu draws with */
    }
    dictionary->attr = NULL;
    dictionary->before_write_fn = NULL;
    struct raw *raw = make_raw(dictionary);
    if (text.length >
        5) { /* between the brackets and line ends, which are written around it again */
        buffer_add(&raw->entries, text.data + 3, text.length - 5);
    }
    buffer_free(&text);
}

/* ---- links and outline ---------------------------------------------------------------------- */

/* [page /XYZ null top null], direct. libharu's own calls can say neither of the nulls. */
static HPDF_Destination destination(struct haru *haru, HPDF_Page page, length_t top) {
    HPDF_MMgr memory = haru->doc->mmgr;
    HPDF_Array array = HPDF_Array_New(memory);
    if (array == NULL || page == NULL) {
        fail(haru, HPDF_INVALID_DESTINATION);
        return NULL;
    }
    array->header.obj_class |= HPDF_OSUBCLASS_DESTINATION;
    keep(haru, HPDF_Array_Add(array, page));
    keep(haru, HPDF_Array_AddName(array, "XYZ"));
    keep(haru, HPDF_Array_Add(array, HPDF_Null_New(memory)));
    /* A whole point is fine enough to scroll to, and libharu's floats would write 741.89001. */
    keep(haru, HPDF_Array_AddNumber(array, (HPDF_INT32)((top + 999) / 1000)));
    keep(haru, HPDF_Array_Add(array, HPDF_Null_New(memory)));
    return array;
}

static HPDF_Rect rectangle(const length_t box[4]) {
    return (HPDF_Rect){points(box[0]), points(box[1]), points(box[2]), points(box[3])};
}

static struct haru_object *link_made(struct haru *haru, HPDF_Annotation annotation,
                                     const struct buffer *entries) {
    if (annotation == NULL) {
        fail(haru, HPDF_GetError(haru->doc));
        return NULL;
    }
    set_entries(annotation, entries);
    number_objects(haru);
    return (struct haru_object *)annotation;
}

struct haru_object *haru_link(struct haru *haru, struct haru_object *page, const length_t box[4],
                              struct haru_object *target, length_t top,
                              const struct buffer *entries) {
    HPDF_Destination to = destination(haru, (HPDF_Page)target, top);
    if (to == NULL || page == NULL) {
        return NULL;
    }
    return link_made(haru, HPDF_Page_CreateLinkAnnot((HPDF_Page)page, rectangle(box), to), entries);
}

struct haru_object *haru_link_uri(struct haru *haru, struct haru_object *page,
                                  const length_t box[4], const char *uri,
                                  const struct buffer *entries) {
    return link_made(haru, HPDF_Page_CreateURILinkAnnot((HPDF_Page)page, rectangle(box), uri),
                     entries);
}

struct haru_object *haru_outline(struct haru *haru, struct haru_object *parent, bool open,
                                 const struct buffer *entries) {
    HPDF_Outline item = HPDF_CreateOutline(haru->doc, (HPDF_Outline)parent, "", NULL);
    if (item == NULL) {
        fail(haru, HPDF_GetError(haru->doc));
        return NULL;
    }
    keep(haru, HPDF_Outline_SetOpened(item, open ? HPDF_TRUE : HPDF_FALSE));
    HPDF_Dict_RemoveElement(item, "Title"); /* in entries, in any character */
    HPDF_Dict_RemoveElement(item, "Type");  /* that of the root, which items have not */
    set_entries(item, entries);
    number_objects(haru);
    return (struct haru_object *)item;
}

/* ---- catalog and Info ----------------------------------------------------------------------- */

void haru_catalog(struct haru *haru, const struct buffer *entries) {
    set_entries(haru->doc->catalog, entries);
}

void haru_info(struct haru *haru, const struct buffer *entries) {
    HPDF_Dict info = haru->doc->info;
    if (info == NULL) {
        keep(haru, HPDF_SetInfoAttr(haru->doc, HPDF_INFO_TITLE, "-"));
        info = haru->doc->info;
        if (info == NULL) {
            fail(haru, HPDF_INVALID_DOCUMENT);
            return;
        }
    }
    while (info->list->count > 0) {
        HPDF_DictElement element = HPDF_List_ItemAt(info->list, 0);
        keep(haru, HPDF_Dict_RemoveElement(info, element->key));
    }
    set_entries(info, entries);
}

uint32_t haru_catalog_number(const struct haru *haru) {
    return haru->doc->catalog->header.obj_id & OBJECT_NUMBER;
}

uint32_t haru_info_number(const struct haru *haru) {
    return haru->doc->info == NULL ? 0 : haru->doc->info->header.obj_id & OBJECT_NUMBER;
}

/* ---- writing -------------------------------------------------------------------------------- */

void haru_write(struct haru *haru) {
    struct body *body = haru->body;
    HPDF_Xref xref = haru->doc->xref;
    struct buffer text = {0};
    HPDF_Stream stream = HPDF_CallbackWriter_New(haru->doc->mmgr, write_to_buffer, &text);
    if (stream == NULL) {
        fail(haru, HPDF_FAILD_TO_ALLOC_MEM);
        return;
    }
    number_objects(haru);
    for (HPDF_UINT i = 1; i < xref->entries->count; i++) {
        HPDF_XrefEntry entry = HPDF_Xref_GetEntry(xref, i);
        HPDF_Obj_Header *header = entry == NULL ? NULL : entry->obj;
        if (header == NULL) {
            fail(haru, HPDF_INVALID_OBJ_ID);
            break;
        }
        if (is_elsewhere(header)) {
            continue;
        }
        buffer_clear(&text);
        keep(haru, HPDF_Obj_WriteValue(header, stream, NULL));
        struct buffer *out = body_object(body, header->obj_id & OBJECT_NUMBER);
        buffer_add(out, text.data, text.length);
        body_object_end(body);
    }
    HPDF_Stream_Free(stream);
    buffer_free(&text);
}

void haru_md5(const void *bytes, size_t length, uint8_t out[16]) {
    enum { STEP = 1 << 30 }; /* libharu counts in 32 bits */
    HPDF_MD5_CTX context;
    HPDF_MD5Init(&context);
    const uint8_t *at = bytes;
    while (length > 0) {
        size_t step = length < STEP ? length : STEP;
        HPDF_MD5Update(&context, at, (HPDF_UINT32)step);
        at += step;
        length -= step;
    }
    HPDF_MD5Final(out, &context);
}
