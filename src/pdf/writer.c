/* writer.c: see writer.h. */
#include "writer.h"

#include <boardpaper/arena.h>

#include "syntax.h"

/* ---- numbers -------------------------------------------------------------------------------- */

int64_t hundredths(length_t thousandths) {
    return (thousandths >= 0 ? thousandths + 5 : thousandths - 5) / 10;
}

char *put_hundredths(char *at, int64_t value) {
    if (value < 0) {
        *at++ = '-';
        value = -value;
    }
    int64_t whole = value / 100;
    int fraction = (int)(value % 100);
    if (whole != 0 || fraction == 0) {
        at = put_whole(at, (uint64_t)whole);
    }
    if (fraction > 0) {
        *at++ = '.';
        *at++ = (char)('0' + fraction / 10);
        if (fraction % 10 != 0) {
            *at++ = (char)('0' + fraction % 10);
        }
    }
    return at;
}

void put_operation(struct buffer *out, const int64_t *values, int count, const char *operation) {
    char *start = buffer_room(out, (size_t)count * 25 + 8);
    char *at = start;
    for (int i = 0; i < count; i++) {
        at = put_hundredths(at, values[i]);
        *at++ = ' ';
    }
    while (*operation != '\0') {
        *at++ = *operation++;
    }
    *at++ = '\n';
    *at = '\0';
    out->length += (size_t)(at - start);
}

/* ---- colour --------------------------------------------------------------------------------- */

uint32_t colour_key(struct colour colour) {
    return (uint32_t)colour.red << 16 | (uint32_t)colour.green << 8 | colour.blue;
}

/* A component of 255 parts in thousandths, without trailing zeros: precise enough to come back. */
static void put_component(struct buffer *out, int part) {
    buffer_thousandths(out, (part * 1000 + 127) / 255);
    buffer_byte(out, ' ');
}

void set_colour(struct writer *writer, struct colour colour, bool stroke) {
    uint32_t *in_force = stroke ? &writer->stroke : &writer->fill;
    uint32_t key = colour_key(colour);
    if (*in_force == key) {
        return;
    }
    *in_force = key;
    put_component(writer->out, colour.red);
    if (colour.red == colour.green && colour.red == colour.blue) {
        buffer_text(writer->out, stroke ? "G\n" : "g\n");
        return;
    }
    put_component(writer->out, colour.green);
    put_component(writer->out, colour.blue);
    buffer_text(writer->out, stroke ? "RG\n" : "rg\n");
}

/* ---- marked content ------------------------------------------------------------------------- */

static const char *artifact_properties(int32_t tag) {
    switch (tag) {
    case TAG_ARTIFACT_HEADER:
        return "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n";
    case TAG_ARTIFACT_FOOTER:
        return "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n";
    case TAG_ARTIFACT_BACKGROUND:
        return "/Artifact<</Type/Background>>BDC\n";
    case TAG_ARTIFACT_WATERMARK:
        return "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n";
    default:
        return "/Artifact<</Type/Layout>>BDC\n";
    }
}

void end_marked(struct writer *writer) {
    end_show(writer);
    if (writer->marked) {
        writer->marked = false;
        buffer_text(writer->out, "EMC\n");
    }
}

static uint32_t new_item(struct writer *writer, int32_t tag) {
    struct content *content = writer->content;
    if (content->item_count == content->item_capacity) {
        content->item_capacity = content->item_capacity == 0 ? 256 : content->item_capacity * 2;
        content->items =
            memory_resize(content->items, content->item_capacity, sizeof *content->items);
    }
    content->items[content->item_count++] = tag;
    return writer->next_item++;
}

void begin_marked(struct writer *writer, int32_t tag, const char *actual, size_t length) {
    if (writer->marked && writer->tag == tag && !writer->replaced && actual == NULL) {
        return;
    }
    end_marked(writer);
    struct buffer *out = writer->out;
    writer->marked = true;
    writer->replaced = actual != NULL;
    writer->tag = tag;
    if (tag < 0) {
        buffer_text(out, artifact_properties(tag));
        return;
    }
    char *start = buffer_room(out, 64);
    char *at = put_words(start, actual != NULL ? "/Span<</MCID " : "/P<</MCID ");
    at = put_whole(at, new_item(writer, tag));
    at = put_words(at, actual != NULL ? "/ActualText" : ">>BDC\n");
    *at = '\0';
    out->length += (size_t)(at - start);
    if (actual != NULL) {
        string_text_of(out, actual, length);
        buffer_text(out, ">>BDC\n");
    }
}
