/* attachments.c: see attachments.h. */
#include "attachments.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

#include "body.h"
#include "haru.h"
#include "syntax.h"

struct attachment {
    struct haru_object *specification;
    char *name;
};

bool attachments_allow(const struct attachments *attachments, const char *name) {
    bool good = file_name_is_plain(name, strlen(name));
    for (size_t i = 0; i < attachments->count && good; i++) {
        good = strcmp(attachments->all[i].name, name) != 0;
    }
    return good;
}

/* The number of the stream. */
static uint32_t write_file(struct haru *haru, struct body *body, int64_t time, const char *type,
                           struct pdf_packed *packed) {
    struct buffer entries = {0};
    uint32_t number = haru_number(haru_elsewhere(haru));
    buffer_text(&entries, "/Type/EmbeddedFile/Subtype");
    string_name(&entries, type);
    buffer_print(&entries, "/Params<</Size %zu/CreationDate", packed->length);
    string_date(&entries, time);
    buffer_text(&entries, "/ModDate");
    string_date(&entries, time);
    /* No CheckSum: it is optional (7.11.4.1), the deflated bytes end in a check of their own, and
     * the MD5 that it would be proves nothing and costs half as much as deflating. */
    buffer_text(&entries, ">>/Filter/FlateDecode");
    body_stream_as_is(body, number, entries.data, &packed->deflated);
    pdf_packed_free(packed);
    buffer_free(&entries);
    return number;
}

static void specify(struct haru *haru, struct haru_object *specification, uint32_t file,
                    const struct pdf_attachment *attachment) {
    static const char *const relationships[] = {[PDF_SOURCE] = "Source",
                                                [PDF_DATA] = "Data",
                                                [PDF_ALTERNATIVE] = "Alternative",
                                                [PDF_SUPPLEMENT] = "Supplement"};
    struct buffer entries = {0};
    buffer_text(&entries, "/Type/Filespec/F");
    string_text(&entries, attachment->name);
    buffer_text(&entries, "/UF");
    string_text(&entries, attachment->name);
    buffer_print(&entries, "/EF<</F %u 0 R/UF %u 0 R>>/AFRelationship/%s", file, file,
                 relationships[attachment->relationship]);
    if (attachment->description != NULL) {
        buffer_text(&entries, "/Desc");
        string_text(&entries, attachment->description);
    }
    haru_define(haru, specification, &entries);
    buffer_free(&entries);
}

void attachments_add(struct attachments *attachments, struct arena *arena, struct haru *haru,
                     struct body *body, int64_t time, const struct pdf_attachment *attachment,
                     struct pdf_packed *packed) {
    uint32_t file = write_file(haru, body, time, attachment->type, packed);
    struct attachment made = {.specification = haru_dictionary(haru),
                              .name = arena_text(arena, attachment->name)};
    specify(haru, made.specification, file, attachment);

    struct attachment *grown = NEWS(arena, attachments->count + 1, struct attachment);
    if (attachments->count > 0) {
        memcpy(grown, attachments->all, attachments->count * sizeof *grown);
    }
    grown[attachments->count++] = made;
    attachments->all = grown;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct attachment *)a)->name, ((const struct attachment *)b)->name);
}

void attachments_catalog(struct attachments *attachments, struct buffer *entries) {
    if (attachments->count == 0) {
        return;
    }
    qsort(attachments->all, attachments->count, sizeof *attachments->all, by_name);
    buffer_text(entries, "/Names<</EmbeddedFiles<</Names[");
    for (size_t i = 0; i < attachments->count; i++) {
        string_text(entries, attachments->all[i].name);
        buffer_print(entries, "%u 0 R", haru_number(attachments->all[i].specification));
    }
    buffer_text(entries, "]>>>>/AF[");
    for (size_t i = 0; i < attachments->count; i++) {
        buffer_print(entries, "%s%u 0 R", i == 0 ? "" : " ",
                     haru_number(attachments->all[i].specification));
    }
    buffer_byte(entries, ']');
}
