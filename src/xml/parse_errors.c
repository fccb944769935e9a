/* parse_errors.c: see parse_errors.h. */
#include "parse_errors.h"

#include <string.h>

#include <libxml/xmlerror.h>

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

/* libxml2's own words without their line end and prefix ("xmlParseEntityRef: no name\n"). */
static const char *own_words(struct diagnostics *diagnostics, const char *message) {
    const char *colon = strstr(message, ": ");
    bool prefixed = strncmp(message, "xml", 3) == 0 && colon != NULL;
    const char *words = prefixed ? colon + 2 : message;
    return diagnostics_print(diagnostics, "%.*s", (int)strcspn(words, "\n"), words);
}

void parse_error_report(xml_error error, struct where where, struct diagnostics *diagnostics) {
    const char *one = text_or_empty(error->str1);
    switch (error->code) {
    case XML_ERR_TAG_NAME_MISMATCH:
        REPORT(diagnostics, where, MESSAGE_XML_MISMATCH, one,
               diagnostics_integer(diagnostics, error->int1), text_or_empty(error->str2));
        break;
    case XML_ERR_TAG_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_UNCLOSED, one,
               diagnostics_integer(diagnostics, error->int1));
        break;
    case XML_ERR_DOCUMENT_EMPTY:
        REPORT(diagnostics, where, MESSAGE_XML_EMPTY);
        break;
    case XML_ERR_DOCUMENT_END:
        REPORT(diagnostics, where, MESSAGE_XML_EXTRA);
        break;
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        REPORT(diagnostics, where, MESSAGE_XML_ENTITY, one);
        break;
    case XML_ERR_NAME_REQUIRED:
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
        REPORT(diagnostics, where, MESSAGE_XML_BARE,
               diagnostics_print(diagnostics, "%s",
                                 strstr(error->message, "StartTag") != NULL ? "<" : "&"),
               diagnostics_print(diagnostics, "%s",
                                 strstr(error->message, "StartTag") != NULL ? "&lt;" : "&amp;"));
        break;
    case XML_ERR_LT_IN_ATTRIBUTE:
        REPORT(diagnostics, where, MESSAGE_XML_BARE, "<", "&lt;");
        break;
    case XML_ERR_ATTRIBUTE_REDEFINED:
        REPORT(diagnostics, where, MESSAGE_XML_TWICE, one);
        break;
    case XML_ERR_ATTRIBUTE_NOT_STARTED:
    case XML_ERR_ATTRIBUTE_NOT_FINISHED:
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
        REPORT(diagnostics, where, MESSAGE_XML_QUOTES);
        break;
    case XML_ERR_GT_REQUIRED:
    case XML_ERR_SPACE_REQUIRED:
        REPORT(diagnostics, where, MESSAGE_XML_TAG, own_words(diagnostics, error->message));
        break;
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_CHARREF:
        REPORT(diagnostics, where, MESSAGE_XML_CHARACTER);
        break;
    case XML_ERR_COMMENT_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_OPEN, "a comment", "-->");
        break;
    case XML_ERR_CDATA_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_OPEN, "a CDATA section", "]]>");
        break;
    case XML_ERR_PI_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_OPEN, "a processing instruction", "?>");
        break;
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
        REPORT(diagnostics, where, MESSAGE_XML_PREFIX, one);
        break;
    default:
        REPORT(diagnostics, where, MESSAGE_XML_FORM,
               own_words(diagnostics, text_or_empty(error->message)));
        break;
    }
}

bool parse_error_loses_way(int code) {
    return code == XML_ERR_TAG_NAME_MISMATCH || code == XML_ERR_TAG_NOT_FINISHED ||
           code == XML_ERR_GT_REQUIRED || code == XML_ERR_SPACE_REQUIRED ||
           code == XML_ERR_DOCUMENT_END || code == XML_ERR_ATTRIBUTE_NOT_STARTED ||
           code == XML_ERR_ATTRIBUTE_NOT_FINISHED || code == XML_ERR_ATTRIBUTE_WITHOUT_VALUE ||
           code == XML_ERR_COMMENT_NOT_FINISHED || code == XML_ERR_CDATA_NOT_FINISHED ||
           code == XML_ERR_PI_NOT_FINISHED;
}
