/* plain.c: see plain.h.
 *
 * Expat keeps to names as XML 1.0 defined them first and to no spaces of names; all that it takes
 * libxml2 takes too, and reads alike (tests/unit/xml/test_parse_agrees.c, tests/fuzz/xml.c).
 *
 * Rejected: expat's own spaces of names (it hands out a name, its space and its prefix as one text,
 * to be taken apart again, for documents that have none).
 */
#include "plain.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include <boardpaper/arena.h>

struct telling {
    struct reading *reading;
    const struct scan *scan;
    XML_Parser parser;
    size_t tag;         /* the next start tag in scan->lines */
    struct buffer text; /* not yet told: expat gives text in pieces */
    struct given attributes[SCAN_MOST_ATTRIBUTES];
    bool plain;
};

/* Ends the parsing; a call or two may still come. */
static void refuse(struct telling *telling) {
    telling->plain = false;
    XML_StopParser(telling->parser, XML_FALSE);
}

static void end_text(struct telling *telling) {
    if (telling->text.length > 0) {
        reading_text(telling->reading, telling->text.data, telling->text.length);
        buffer_clear(&telling->text);
    }
}

static bool is_plain_name(const char *name) {
    return strchr(name, ':') == NULL && strcmp(name, "xmlns") != 0;
}

static void on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
    struct telling *telling = context;
    size_t count = 0;
    bool plain = telling->plain && is_plain_name(name);
    for (; plain && attributes[2 * count] != NULL; count++) {
        const char *key = attributes[2 * count];
        const char *value = attributes[2 * count + 1];
        plain = count < SCAN_MOST_ATTRIBUTES && is_plain_name(key);
        if (plain) {
            telling->attributes[count] =
                (struct given){.name = reading_name(telling->reading, key, strlen(key)),
                               .value = value,
                               .length = strlen(value)};
        }
    }
    if (!plain || telling->tag >= telling->scan->tags) {
        refuse(telling);
        return;
    }
    end_text(telling);
    reading_open(telling->reading, reading_name(telling->reading, name, strlen(name)), NULL,
                 telling->scan->lines[telling->tag++], telling->attributes, count);
}

static void on_end(void *context, const XML_Char *name) {
    (void)name;
    struct telling *telling = context;
    if (telling->plain) {
        end_text(telling);
        reading_close(telling->reading);
    }
}

static void on_text(void *context, const XML_Char *text, int length) {
    struct telling *telling = context;
    buffer_add(&telling->text, text, (size_t)length);
}

static void on_comment(void *context, const XML_Char *text) {
    struct telling *telling = context;
    if (telling->plain) {
        end_text(telling);
        reading_remark(telling->reading, NODE_COMMENT, text, strlen(text));
    }
}

static void on_instruction(void *context, const XML_Char *target, const XML_Char *data) {
    struct telling *telling = context;
    if (!telling->plain || !is_plain_name(target)) {
        refuse(telling);
        return;
    }
    end_text(telling);
    reading_instruction(telling->reading, target, data);
}

static void on_declaration(void *context, const XML_Char *version, const XML_Char *encoding,
                           int standalone) {
    (void)encoding; /* the scanner has judged it */
    (void)standalone;
    if (version == NULL || strcmp(version, "1.0") != 0) {
        refuse(context);
    }
}

/* The scanner lets none through; were it wrong, this would be no plain document. */
static void on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int has_subset) {
    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    refuse(context);
}

static void *resize(void *memory, size_t size) {
    return memory_resize(memory, size, 1);
}

bool plain_tell(struct reading *reading, const struct scan *scan) {
    if (scan->length > INT_MAX) {
        return false;
    }
    static const XML_Memory_Handling_Suite MEMORY = {memory_take, resize, free};
    struct telling telling = {.reading = reading, .scan = scan, .plain = true};
    telling.parser = XML_ParserCreate_MM("UTF-8", &MEMORY, NULL);
    XML_SetUserData(telling.parser, &telling);
    XML_SetElementHandler(telling.parser, on_start, on_end);
    XML_SetCharacterDataHandler(telling.parser, on_text);
    XML_SetCommentHandler(telling.parser, on_comment);
    XML_SetProcessingInstructionHandler(telling.parser, on_instruction);
    XML_SetXmlDeclHandler(telling.parser, on_declaration);
    XML_SetStartDoctypeDeclHandler(telling.parser, on_doctype);
    enum XML_Status status = XML_Parse(telling.parser, scan->bytes, (int)scan->length, XML_TRUE);
    XML_ParserFree(telling.parser);
    buffer_free(&telling.text);
    return status == XML_STATUS_OK && telling.plain;
}
