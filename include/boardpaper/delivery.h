/* delivery.h: who is to get which paper, what was sent, and what is in doubt.
 *
 * The guarantee (measured, see the README): never sent twice by the program, never lost in
 * silence, every ambiguity named. A message goes through the states below; the one that matters
 * is COMMITTING, written durably just before the final dot of SMTP's DATA. Whatever is found there
 * after a crash becomes UNKNOWN, which only a person resolves: the server may or may not have it.
 *
 * The outbox is an SQLite database in WAL mode with synchronous=FULL; events are only ever added.
 */
#ifndef BOARDPAPER_DELIVERY_H
#define BOARDPAPER_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>

struct arena;
struct buffer;

/* ---- messages ------------------------------------------------------------------------------ */

struct recipient {
    const char *address; /* addr-spec of RFC 5321 as we allow it: see address_valid */
    const char *name;    /* UTF-8, no control characters; or NULL */
    const char *role;    /* or NULL */
    int clearance;       /* enum marking of assessment.h, as a number */
    struct where where;
};

/* Local part and domain of letters, digits and .!#$%&'*+/=?^_`{|}~- ; dots not first, last or
 * doubled; at most 64 and 255 bytes; no quotes, comments, spaces or control characters. */
bool address_valid(const char *address);

struct mail {
    const char *from, *from_name, *to, *to_name, *reply_to; /* names and reply_to may be NULL */
    const char *subject;                                    /* UTF-8, the marking in it already */
    const char *message_id;                                 /* without < >: 'HASH@DOMAIN' */
    int64_t date;                                           /* seconds since 1970; written in UTC */
    const char *text, *html;                                /* UTF-8; html may be NULL */
    const char *file_name; /* of the attachment: [A-Za-z0-9._-]; NULL: none */
    const void *file;
    size_t file_length;
};

/* The message as RFC 5322 and MIME bytes with CR LF ends: the same input, the same bytes
 * (boundaries come from the message_id). False with a diagnostic where a header would carry a
 * control character or an address is none. */
bool message_write(const struct mail *message, struct buffer *out, struct diagnostics *diagnostics);

/* ---- SMTP ---------------------------------------------------------------------------------- */

enum relay_security { RELAY_STARTTLS, RELAY_TLS, RELAY_PLAIN_LOOPBACK };
struct relay {
    const char *host;
    int port;
    enum relay_security security;     /* PLAIN only to 127.0.0.0/8 and ::1 */
    const char *ca_file;              /* NULL: the system's */
    const char *user, *password_file; /* NULL: none. The file: not readable by others */
    int connect_seconds, reply_seconds, final_seconds; /* 0: RFC 5321, 4.5.3.2: 300, 300, 600 */
};

enum smtp_outcome {
    SMTP_SENT,     /* 2xx after the dot */
    SMTP_DEFERRED, /* 4xx, or no connection: nothing was handed over */
    SMTP_FAILED,   /* 5xx */
    SMTP_UNKNOWN   /* the dot may have gone out and no answer came */
};
struct smtp_reply {
    enum smtp_outcome outcome;
    int code;       /* the first reply of 400 or more, else the last; 0: none */
    char text[512]; /* the reply or what went wrong, non-printables replaced */
};

/* commit is called once the message is handed over but for its end and before the final dot can go
 * out; it must return only when the mark is durable. False: the dot is not sent, DEFERRED. */
typedef bool smtp_commit(void *context);
struct smtp;
struct smtp *smtp_open(const struct relay *relay,
                       struct diagnostics *diagnostics); /* lazy: connects at the first send */
void smtp_send(struct smtp *smtp, const char *from, const char *to, const void *bytes,
               size_t length, smtp_commit *commit, void *context, struct smtp_reply *reply);
void smtp_close(struct smtp *smtp);

/* ---- the outbox ---------------------------------------------------------------------------- */

enum delivery_state {
    DELIVERY_PLANNED,
    DELIVERY_APPROVED,
    DELIVERY_SENDING,
    DELIVERY_COMMITTING,
    DELIVERY_SENT,
    DELIVERY_FAILED,
    DELIVERY_UNKNOWN,
    DELIVERY_DEFERRED,
    DELIVERY_CANCELLED
};
const char *delivery_state_name(enum delivery_state state);

struct outbox;

/* Opens or makes the outbox at path under one lock against overlapping runs: STATUS_BUSY where
 * another run holds it (exclusive; readers of status pass false). Recovery happens here: SENDING
 * becomes DEFERRED, COMMITTING becomes UNKNOWN. */
struct outbox *outbox_open(const char *path, bool exclusive, struct diagnostics *diagnostics);
void outbox_close(struct outbox *outbox);

#endif
