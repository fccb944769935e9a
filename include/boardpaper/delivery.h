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
    bool relay;     /* DEFERRED by the relay as such, or by its silence: nothing to do with `to` */
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
/* Goes through it up to the login and asks for nothing (NOOP): whether that went well. */
bool smtp_try(struct smtp *smtp, struct smtp_reply *reply);
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

struct outbox_options {
    const char *path;
    bool exclusive; /* false: to look only; nothing is changed, and no run is waited for */
    int64_t (*now)(void *context); /* seconds since 1970; NULL: the system's clock */
    void *context;
};

/* Opens or makes (0600) the outbox under one lock against overlapping runs: NULL and STATUS_BUSY
 * where another run holds it. Recovery happens here: SENDING becomes DEFERRED, COMMITTING becomes
 * UNKNOWN. The options' text is copied. */
struct outbox *outbox_open(const struct outbox_options *options, struct diagnostics *diagnostics);
void outbox_close(struct outbox *outbox);

/* One paper of one run, and who is to get it. */
struct paper_plan {
    const char *run, *job;  /* unique together: the run and the job within it */
    const char *supersedes; /* a run whose messages of the same job that are not yet sent are
                             * cancelled by this one; or NULL */
    int marking;            /* enum marking of assessment.h, as a number */
    const char *file;       /* the PDF on disk; it must stay as it is until all is sent */
    const char *file_name;  /* of the attachment */
    const char *from, *from_name, *reply_to, *subject, *text, *html; /* as in struct mail */
    int64_t data_time; /* when the data was taken; 0: not known */
    bool approval;     /* a person must approve; else it is approved as it is planned */
    const struct recipient *recipients;
    size_t recipient_count;
    const char *const
        *domains; /* those that may be written to, exactly; ended by NULL. NULL: any */
};
struct plan_result {
    size_t planned;  /* messages made */
    size_t withheld; /* recipients below the marking: an advice each */
    bool already;    /* the same plan stood there: nothing was done */
};

/* All of the plan in one transaction, or nothing. The same (run, job) with another paper or other
 * recipients is refused: a corrected paper is a new run. */
bool outbox_plan(struct outbox *outbox, const struct paper_plan *plan, struct plan_result *result,
                 struct diagnostics *diagnostics);

/* What an approval binds: a hash of the paper's bytes and of the recipients with their clearances.
 * False where there is no such paper. */
enum { DIGEST_TEXT = 65 };
bool outbox_token(struct outbox *outbox, const char *run, const char *job, char token[DIGEST_TEXT],
                  struct diagnostics *diagnostics);
/* token: what the person saw. Refused where the plan or the file on disk is another. */
bool outbox_approve(struct outbox *outbox, const char *run, const char *job, const char *token,
                    const char *who, struct diagnostics *diagnostics);

/* A person's word on an UNKNOWN message: SENT or FAILED, or APPROVED to have it sent again. */
bool outbox_resolve(struct outbox *outbox, int64_t message, enum delivery_state state,
                    const char *who, struct diagnostics *diagnostics);

struct outbox_entry {
    int64_t message;
    const char *run, *job, *address, *message_id;
    enum delivery_state state;
    int marking, clearance, tries;
    int64_t changed, next_try; /* next_try: of DEFERRED ones */
    int code;                  /* the server's last reply, and its text */
    const char *reply, *who;
};
/* Messages in the order they were planned; run NULL: all. False with a diagnostic. */
bool outbox_list(struct outbox *outbox, const char *run, struct arena *arena,
                 const struct outbox_entry **entries, size_t *count,
                 struct diagnostics *diagnostics);
bool outbox_count(struct outbox *outbox, size_t counts[DELIVERY_CANCELLED + 1],
                  struct diagnostics *diagnostics);

/* A paper as it was planned, and how far its messages are. */
struct paper_entry {
    int64_t paper;
    const char *run, *job, *file, *file_name, *digest, *subject;
    char token[DIGEST_TEXT];         /* what an approval would bind now; "" where purged */
    const char *approval, *approver; /* the token that was approved, and by whom; "": not yet */
    int64_t approved, planned, data_time;
    int marking;
    bool purged;
    size_t counts[DELIVERY_CANCELLED + 1];
};
/* Papers in the order they were planned; run NULL: all. False with a diagnostic. */
bool outbox_papers(struct outbox *outbox, const char *run, struct arena *arena,
                   const struct paper_entry **entries, size_t *count,
                   struct diagnostics *diagnostics);

/* The database's own integrity, and each paper on disk against the hash in its plan. All that is
 * wrong is reported; STATUS_INPUT. */
bool outbox_verify(struct outbox *outbox, struct diagnostics *diagnostics);

/* Retention: forgets the messages and events of papers all of whose messages are SENT, FAILED or
 * CANCELLED since before that time, and their wording. That there was a (run, job), its hash and
 * marking stay, so that it is never sent anew, and so does the record of the purge. */
bool outbox_purge(struct outbox *outbox, int64_t before, const char *who, size_t *messages,
                  struct diagnostics *diagnostics);

/* ---- sending ------------------------------------------------------------------------------- */

struct delivery_options {
    const struct recipient *members; /* as they are now: who left or lost clearance gets nothing */
    size_t member_count;             /* members NULL: not asked */
    int64_t greatest_age;            /* of the data, in seconds; 0: any */
};
struct delivery_counts {
    size_t sent, deferred, failed, unknown, cancelled;
    size_t refused; /* papers altered, too old, or not as approved: a diagnostic each */
};

/* Sends what is APPROVED, and what is DEFERRED and due, each with the mark durably written before
 * the dot. Stops early where the relay is down or will not have us, or where an outcome could not
 * be written (it is then found as UNKNOWN). False with a diagnostic where anything was refused or
 * could not be written; a deferral, failure or unknown is no error of this call, see counts. */
bool delivery_send_all(struct outbox *outbox, struct smtp *smtp,
                       const struct delivery_options *options, struct delivery_counts *counts,
                       struct diagnostics *diagnostics);

/* SHA-256 in lower-case hexadecimal. False where the system's cryptography refuses it. */
bool delivery_digest(const void *bytes, size_t length, char digest[DIGEST_TEXT]);

#endif
