/* message.c: a mail of our own bytes.
 *
 *   multipart/mixed
 *     multipart/alternative   (only where there is an HTML form)
 *       text/plain            quoted-printable
 *       text/html             quoted-printable
 *     application/pdf         base64
 *
 * Everything in it follows from the message, the boundaries from its Message-ID, so that a retry
 * is the same bytes and a relay that has seen it can tell.
 */
#include <boardpaper/delivery.h>

#include <string.h>
#include <time.h>

#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

#include "mime.h"

static const struct where NOWHERE = {NULL, 0};

static bool no_controls(const char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ' || *text == 127) {
            return false;
        }
    }
    return true;
}

static bool header_valid(const char *name, const char *text, struct diagnostics *diagnostics) {
    if (text == NULL || no_controls(text)) {
        return true;
    }
    return REPORT(diagnostics, NOWHERE, MESSAGE_MAIL_CONTROL, name);
}

static bool mailbox_valid(const char *name, const char *address, struct diagnostics *diagnostics) {
    if (address_valid(address)) {
        return true;
    }
    return REPORT(diagnostics, NOWHERE, MESSAGE_MAIL_ADDRESS, name, address);
}

/* A Message-ID is ours: letters, digits and - . around one @. */
static bool id_valid(const char *id) {
    const char *at = strchr(id, '@');
    return at != NULL && at != id && at[1] != '\0' &&
           strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.@") ==
               strlen(id) &&
           strchr(at + 1, '@') == NULL;
}

/* All that is wrong with it, not only the first. */
static bool message_valid(const struct mail *message, struct diagnostics *diagnostics) {
    bool valid = mailbox_valid("From", message->from, diagnostics);
    valid &= mailbox_valid("To", message->to, diagnostics);
    valid &= message->reply_to == NULL || mailbox_valid("Reply-To", message->reply_to, diagnostics);
    valid &= header_valid("From", message->from_name, diagnostics);
    valid &= header_valid("To", message->to_name, diagnostics);
    valid &= header_valid("Subject", message->subject, diagnostics);
    if (!id_valid(message->message_id)) {
        valid = REPORT(diagnostics, NOWHERE, MESSAGE_MAIL_ID, message->message_id);
    }
    if (message->file_name != NULL &&
        !file_name_is_plain(message->file_name, strlen(message->file_name))) {
        valid = REPORT(diagnostics, NOWHERE, MESSAGE_MAIL_FILE_NAME, message->file_name);
    }
    return valid;
}

static void add_mailbox(struct buffer *out, const char *header, const char *name,
                        const char *address) {
    buffer_print(out, "%s: ", header);
    if (name != NULL && name[0] != '\0') {
        mime_display_name(out, name, strlen(header) + 2);
        /* A line of its own: a long name and a long address together may pass 76. */
        buffer_text(out, "\r\n ");
    }
    buffer_print(out, "<%s>\r\n", address);
}

/* RFC 5322, 3.3, in UTC, with names that do not depend on a locale. */
static void add_date(struct buffer *out, int64_t seconds) {
    static const char *const DAYS[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t time = (time_t)seconds;
    struct tm tm;
    gmtime_r(&time, &tm);
    buffer_print(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", DAYS[tm.tm_wday], tm.tm_mday,
                 MONTHS[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* "=_" cannot stand in quoted-printable or base64, so the boundary cannot stand in a part. */
static void add_boundary(struct buffer *out, const struct mail *message, char part) {
    int length = (int)strcspn(message->message_id, "@");
    buffer_print(out, "=_%c_%.*s", part, length < 60 ? length : 60, message->message_id);
}

static void begin_multipart(struct buffer *out, const struct mail *message, const char *kind,
                            char part) {
    buffer_print(out, "Content-Type: multipart/%s;\r\n boundary=\"", kind);
    add_boundary(out, message, part);
    buffer_text(out, "\"\r\n");
}

static void add_delimiter(struct buffer *out, const struct mail *message, char part,
                          const char *end) {
    /* The line's end before a delimiter is the delimiter's own. */
    buffer_text(out, "\r\n--");
    add_boundary(out, message, part);
    buffer_print(out, "%s\r\n", end);
}

static void add_text_part(struct buffer *out, const char *kind, const char *utf8) {
    buffer_print(out,
                 "Content-Type: text/%s; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                 kind);
    mime_quoted_printable(out, utf8);
}

static void add_words(struct buffer *out, const struct mail *message) {
    if (message->html == NULL) {
        add_text_part(out, "plain", message->text);
        return;
    }
    begin_multipart(out, message, "alternative", 'a');
    add_delimiter(out, message, 'a', "");
    add_text_part(out, "plain", message->text);
    add_delimiter(out, message, 'a', "");
    add_text_part(out, "html", message->html);
    add_delimiter(out, message, 'a', "--");
}

static void add_file(struct buffer *out, const struct mail *message) {
    buffer_print(out,
                 "Content-Type: application/pdf; name=\"%s\"\r\n"
                 "Content-Transfer-Encoding: base64\r\n"
                 "Content-Disposition: attachment;\r\n filename=\"%s\"\r\n\r\n",
                 message->file_name, message->file_name);
    mime_base64(out, message->file, message->file_length);
}

static void add_headers(struct buffer *out, const struct mail *message) {
    add_date(out, message->date);
    add_mailbox(out, "From", message->from_name, message->from);
    if (message->reply_to != NULL) {
        add_mailbox(out, "Reply-To", NULL, message->reply_to);
    }
    add_mailbox(out, "To", message->to_name, message->to);
    buffer_text(out, "Subject: ");
    mime_header_text(out, message->subject, strlen("Subject: "));
    buffer_print(out,
                 "\r\nMessage-ID: <%s>\r\n"
                 "Auto-Submitted: auto-generated\r\n"
                 "MIME-Version: 1.0\r\n",
                 message->message_id);
}

bool message_write(const struct mail *message, struct buffer *out,
                   struct diagnostics *diagnostics) {
    if (!message_valid(message, diagnostics)) {
        return false;
    }
    add_headers(out, message);
    if (message->file_name == NULL) {
        add_words(out, message);
        return true;
    }
    begin_multipart(out, message, "mixed", 'm');
    add_delimiter(out, message, 'm', "");
    add_words(out, message);
    add_delimiter(out, message, 'm', "");
    add_file(out, message);
    add_delimiter(out, message, 'm', "--");
    return true;
}
