/* metadata.c: see metadata.h. */
#include "metadata.h"

#include <string.h>

#include <boardpaper/buffer.h>

#include "syntax.h"

#define PRODUCT "boardpaper"
#define PRODUCER "boardpaper with libharu and HarfBuzz"

static bool is_given(const char *text) {
    return text != NULL && *text != '\0';
}

static void put_entry(struct buffer *out, const char *key, const char *text) {
    if (is_given(text)) {
        buffer_text(out, key);
        string_text(out, text);
    }
}

void metadata_info(const struct pdf_metadata *metadata, struct buffer *out) {
    put_entry(out, "/Title", metadata->title);
    put_entry(out, "/Author", metadata->author);
    put_entry(out, "/Subject", metadata->subject);
    put_entry(out, "/Keywords", metadata->keywords);
    put_entry(out, "/Marking", metadata->marking);
    put_entry(out, "/Creator", PRODUCT);
    put_entry(out, "/Producer", PRODUCER);
    buffer_text(out, "/CreationDate");
    string_date(out, metadata->time);
    buffer_text(out, "/ModDate");
    string_date(out, metadata->time);
}

/* ---- XMP ------------------------------------------------------------------------------------ */

enum xmp_form { FORM_PLAIN, FORM_ALTERNATIVES, FORM_SEQUENCE, FORM_BAG };

static void put_property(struct buffer *out, const char *name, enum xmp_form form,
                         const char *text) {
    static const char *const open[] = {"", "<rdf:Alt><rdf:li xml:lang=\"x-default\">",
                                       "<rdf:Seq><rdf:li>", "<rdf:Bag><rdf:li>"};
    static const char *const close[] = {"", "</rdf:li></rdf:Alt>", "</rdf:li></rdf:Seq>",
                                        "</rdf:li></rdf:Bag>"};
    if (!is_given(text)) {
        return;
    }
    buffer_print(out, "<%s>%s", name, open[form]);
    buffer_xml(out, text);
    buffer_print(out, "%s</%s>\n", close[form], name);
}

/* One schema of one property, as PDF/A wants those described that it does not know itself. */
static void put_schema(struct buffer *out, const char *title, const char *uri, const char *prefix,
                       const char *property, const char *type, const char *description) {
    buffer_print(out,
                 "<rdf:li rdf:parseType=\"Resource\">\n<pdfaSchema:schema>%s</pdfaSchema:schema>\n"
                 "<pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI>\n"
                 "<pdfaSchema:prefix>%s</pdfaSchema:prefix>\n"
                 "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n",
                 title, uri, prefix);
    buffer_print(out,
                 "<pdfaProperty:name>%s</pdfaProperty:name>\n"
                 "<pdfaProperty:valueType>%s</pdfaProperty:valueType>\n"
                 "<pdfaProperty:category>internal</pdfaProperty:category>\n"
                 "<pdfaProperty:description>%s</pdfaProperty:description>\n"
                 "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li>\n",
                 property, type, description);
}

void metadata_xmp(const struct pdf_metadata *metadata, struct buffer *out) {
    static const char marking_uri[] = "urn:boardpaper:metadata:1:";
    bool marked = is_given(metadata->marking);
    struct buffer date = {0};
    string_date_xmp(&date, metadata->time);

    buffer_text(out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                     "<rdf:Description rdf:about=\"\"\n"
                     " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                     " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                     " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
                     " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
                     " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
                     " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
                     " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
                     " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"");
    if (marked) {
        buffer_print(out, "\n xmlns:boardpaper=\"%s\"", marking_uri);
    }
    buffer_text(out, ">\n<dc:format>application/pdf</dc:format>\n");
    put_property(out, "dc:title", FORM_ALTERNATIVES, metadata->title);
    put_property(out, "dc:creator", FORM_SEQUENCE, metadata->author);
    put_property(out, "dc:description", FORM_ALTERNATIVES, metadata->subject);
    put_property(out, "dc:language", FORM_BAG, metadata->lang);
    put_property(out, "pdf:Keywords", FORM_PLAIN, metadata->keywords);
    put_property(out, "pdf:Producer", FORM_PLAIN, PRODUCER);
    put_property(out, "xmp:CreatorTool", FORM_PLAIN, PRODUCT);
    put_property(out, "xmp:CreateDate", FORM_PLAIN, date.data);
    put_property(out, "xmp:ModifyDate", FORM_PLAIN, date.data);
    put_property(out, "xmp:MetadataDate", FORM_PLAIN, date.data);
    if (marked) {
        put_property(out, "boardpaper:marking", FORM_PLAIN, metadata->marking);
    }
    if (!metadata->encrypted) {
        buffer_text(out,
                    "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n");
    }
    buffer_text(out, "<pdfuaid:part>1</pdfuaid:part>\n<pdfaExtension:schemas><rdf:Bag>\n");
    put_schema(out, "PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "part",
               "Integer", "The part of ISO 14289 that the file conforms to");
    if (marked) {
        put_schema(out, "Board papers", marking_uri, "boardpaper", "marking", "Text",
                   "The protective marking of the paper");
    }
    buffer_text(out, "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n</rdf:RDF>\n"
                     "</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
    buffer_free(&date);
}

/* ---- page labels ---------------------------------------------------------------------------- */

struct label {
    size_t prefix; /* length */
    long number;   /* after it; 0: none, the label is all prefix */
    char style;    /* D, r, R */
};

static void put_roman(struct buffer *out, long number, bool upper) {
    static const struct {
        long value;
        const char *lower, *upper;
    } parts[] = {{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"}, {400, "cd", "CD"},
                 {100, "c", "C"},  {90, "xc", "XC"},  {50, "l", "L"},  {40, "xl", "XL"},
                 {10, "x", "X"},   {9, "ix", "IX"},   {5, "v", "V"},   {4, "iv", "IV"},
                 {1, "i", "I"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        for (; number >= parts[i].value; number -= parts[i].value) {
            buffer_text(out, upper ? parts[i].upper : parts[i].lower);
        }
    }
}

/* The number that label is in Roman figures, 0 where it is none. */
static long roman(const char *label, bool upper) {
    size_t length = strlen(label);
    if (length == 0 || length > 15 || strspn(label, upper ? "IVXLCDM" : "ivxlcdm") != length) {
        return 0;
    }
    struct buffer tried = {0};
    long found = 0;
    for (long number = 1; number < 4000 && found == 0; number++) {
        buffer_clear(&tried);
        put_roman(&tried, number, upper);
        found = strcmp(tried.data, label) == 0 ? number : 0;
    }
    buffer_free(&tried);
    return found;
}

static struct label parse_label(const char *text) {
    size_t length = strlen(text);
    size_t digits = 0;
    while (digits < length && digits < 9 && text[length - digits - 1] >= '0' &&
           text[length - digits - 1] <= '9') {
        digits++;
    }
    while (digits > 0 && text[length - digits] == '0') {
        digits--; /* a viewer would not write a leading zero */
    }
    struct label label = {.prefix = length - digits, .style = 'D'};
    for (size_t i = label.prefix; i < length; i++) {
        label.number = label.number * 10 + (text[i] - '0');
    }
    if (digits == 0) {
        bool upper = text[0] >= 'A' && text[0] <= 'Z';
        label.number = roman(text, upper);
        label.style = upper ? 'R' : 'r';
        label.prefix = label.number > 0 ? 0 : length;
    }
    return label;
}

void metadata_labels(const char *const *labels, size_t count, struct buffer *out) {
    struct label before = {0};
    const char *text_before = "";
    buffer_text(out, "<</Nums[");
    for (size_t i = 0; i < count; i++) {
        const char *text = labels[i] == NULL ? "" : labels[i];
        struct label label = parse_label(text);
        bool goes_on = i > 0 && label.number > 0 && label.number == before.number + 1 &&
                       label.style == before.style && label.prefix == before.prefix &&
                       memcmp(text, text_before, label.prefix) == 0;
        before = label;
        text_before = text;
        if (goes_on) {
            continue;
        }
        buffer_print(out, "%zu<<", i);
        if (label.prefix > 0) {
            struct buffer prefix = {0};
            buffer_add(&prefix, text, label.prefix);
            buffer_text(out, "/P");
            string_text(out, prefix.data);
            buffer_free(&prefix);
        }
        if (label.number > 0) {
            buffer_print(out, "/S/%c/St %ld", label.style, label.number);
        }
        buffer_text(out, ">>");
    }
    buffer_text(out, "]>>");
}
