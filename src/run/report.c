/* report.c: what a rendering says of its paper, read back.
 *
 * It is written by our own program a moment ago, and checked all the same: what goes into a mail's
 * header comes from here, and the marking decides who may read the paper.
 */
#include "work.h"

#include <string.h>

#include <boardpaper/xml.h>

/* The text as it stands, line ends and all. */
static const char *raw_text(struct engine *engine, const struct xml_node *node) {
    struct buffer out = {0};
    struct xml_piece piece = {0};
    while (node != NULL && xml_pieces(node, &piece)) {
        if (piece.text != NULL) {
            buffer_text(&out, piece.text);
        }
    }
    const char *text = arena_bytes(engine->arena, out.length == 0 ? "" : out.data, out.length);
    buffer_free(&out);
    return text;
}

static bool read_facts(struct engine *engine, const struct xml_node *root,
                       struct report_facts *facts) {
    const char *marking = xml_attribute(root, "marking");
    const char *data_to = xml_attribute(root, "data-to");
    const struct xml_node *html = xml_child(root, "html");
    facts->subject = raw_text(engine, xml_child(root, "subject"));
    facts->text = raw_text(engine, xml_child(root, "text"));
    facts->html = html == NULL ? NULL : raw_text(engine, html);
    bool dated = data_to == NULL || date_parse(data_to, &facts->data_to);
    return xml_is(root, "report") && marking != NULL && marking_parse(marking, &facts->marking) &&
           dated && facts->text[0] != '\0' && facts->subject[0] != '\0';
}

bool report_read(struct engine *engine, const struct work *work, struct report_facts *facts) {
    struct xml_document *document =
        xml_open(work->report, 0, work->task->where, engine->diagnostics);
    if (document == NULL) {
        return false;
    }
    *facts = (struct report_facts){0};
    bool good = read_facts(engine, xml_root(document), facts);
    xml_close(document);
    return good || REPORT(engine->diagnostics, work->task->where, MESSAGE_RUN_REPORT,
                          work->task->job, work->run);
}
