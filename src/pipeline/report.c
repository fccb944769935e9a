/* report.c: what a program that mails a paper needs to know of it, as XML.
 *
 * The facts of the paper and the words of the message come from the same scored facts as the paper
 * itself, in the same process: two readings of an input could be of two inputs.
 */
#include <boardpaper/boardpaper.h>

#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/extract.h>
#include <boardpaper/file.h>
#include <boardpaper/letter.h>
#include <boardpaper/paper.h>
#include <boardpaper/text.h>
#include <boardpaper/xml.h>

/* All attributes are there, whatever is known. */
static void add_attribute(struct buffer *out, const char *name, const char *value) {
    buffer_attribute(out, name, value == NULL ? "" : value);
}

static void add_date(struct buffer *out, const char *name, struct date date) {
    if (date.year != 0) {
        buffer_print(out, " %s=\"%04d-%02d-%02d\"", name, date.year, date.month, date.day);
    }
}

static void add_element(struct buffer *out, const char *name, const char *text) {
    buffer_print(out, "  <%s>", name);
    buffer_xml(out, text == NULL ? "" : text);
    buffer_print(out, "</%s>\n", name);
}

/* One line, whatever a title has in it. The marking comes first: mail programs cut the end off. */
static const char *subject_of(struct arena *arena, const struct paper *paper) {
    const char *title = paper->title == NULL ? paper->partnership : paper->title;
    const char *marking = paper->marking;
    char *subject = marking[0] == '\0' ? arena_text(arena, title)
                                       : arena_print(arena, "[%s] %s", marking, title);
    for (char *at = subject; *at != '\0'; at++) {
        *at = (unsigned char)*at < ' ' || *at == 0x7F ? ' ' : *at;
    }
    return subject;
}

static void add_facts(struct buffer *out, const struct assessment *assessment,
                      const struct report *report, const struct paper *paper) {
    const struct render *render = report->render;
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<report version=\"1\"");
    add_attribute(out, "partnership", assessment->partnership);
    add_attribute(out, "edition", assessment->edition);
    add_attribute(out, "lang", assessment->lang);
    add_attribute(out, "title", paper->title);
    add_attribute(out, "marking", marking_name(assessment->marking));
    add_attribute(out, "template",
                  render->template_name == NULL ? "board-paper" : render->template_name);
    add_attribute(out, "style", render->edition == NULL ? "standard" : render->edition);
    add_date(out, "meeting", assessment->meeting);
    add_date(out, "data-to", assessment->to);
    buffer_print(out, " pages=\"%zu\"", report->pages);
    add_attribute(out, "file-name", report->file_name);
    buffer_text(out, ">\n");
}

/* Paragraphs, parted by empty lines, become /assessment/message/intro, for the template to place.
 */
static void add_intro(struct arena *arena, struct xml_node *root, const char *intro) {
    xml_remove_all(root, "message");
    if (intro == NULL) {
        return;
    }
    struct xml_node *message = xml_add(root, "message");
    const char *at = intro;
    while (*at != '\0') {
        const char *line = at;
        while (*line != '\0' && *(line += strcspn(line, "\n")) != '\0' &&
               line[1 + strspn(line + 1, " \t\r")] != '\n') {
            line++;
        }
        if (strspn(at, " \t\r\n") < (size_t)(line - at)) {
            xml_add_text(xml_add(message, "intro"), arena_bytes(arena, at, (size_t)(line - at)));
        }
        at = *line == '\0' ? line : line + 1;
    }
}

static void add_letter(struct arena *arena, struct buffer *out, const struct paper *paper,
                       const struct buffer *text, const struct buffer *html) {
    add_element(out, "subject", subject_of(arena, paper));
    add_element(out, "text", text->data);
    add_element(out, "html", html->data);
    buffer_text(out, "</report>\n");
}

bool boardpaper_report(struct arena *arena, const struct scored *scored,
                       const struct report *report, struct buffer *out,
                       struct diagnostics *diagnostics) {
    const char *name = report->message_name == NULL ? "message" : report->message_name;
    const char *path = boardpaper_template(arena, name, diagnostics);
    struct text *forms =
        path == NULL ? NULL
                     : text_open(arena_print(arena, "%s/fonts", file_data_folder()), diagnostics);
    if (forms == NULL) {
        return false;
    }
    add_intro(arena, xml_root(scored->document), report->intro);
    const struct paper_request request = {.scores = scored->scores,
                                          .reconciliation = scored->reconciliation,
                                          .template_path = path,
                                          .settings = report->settings,
                                          .setting_count = report->setting_count,
                                          .extract = scored->extract,
                                          .text = forms};
    const struct paper *paper = paper_make(arena, &request, diagnostics);
    struct buffer text = {0};
    struct buffer html = {0};
    bool done =
        paper != NULL && text_ready(forms, diagnostics) && !diagnostics_failed(diagnostics) &&
        letter_write(paper, &text, &html, diagnostics) &&
        (scored->extract == NULL ||
         extract_check_text(scored->extract, text.data == NULL ? "" : text.data, diagnostics));
    if (done) {
        add_facts(out, scored->assessment, report, paper);
        add_letter(arena, out, paper, &text, &html);
    }
    buffer_free(&text);
    buffer_free(&html);
    text_close(forms);
    return done;
}
