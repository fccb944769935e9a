/* send.c: approved messages through SMTP, with the durable mark between.
 *
 * One message at a time: the mark is one transaction with one message's dot, so that at most one
 * message a run can be in doubt. Sending several on one mark would be quicker and leave as many in
 * doubt.
 *
 * A paper is checked when its first message goes: approved, the same recipients, the same bytes on
 * disk, not too old. Those bytes, kept in memory, are what is sent.
 */
#include "outbox.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

static const struct where NOWHERE = {NULL, 0};

/* After so many messages in a row that fell silent or were refused whatever the recipient, the
 * relay is down or will not have us; a thousand more logins would lock the account. */
enum { MOST_REFUSALS = 3, PAGE = 500, DAY = 24 * 60 * 60 };

struct sending {
    struct outbox *outbox;
    struct smtp *smtp;
    const struct delivery_options *options;
    struct delivery_counts *counts;
    struct diagnostics *diagnostics;
    const struct recipient **members; /* by address */
    int refusals;
};

/* A message that is due. */
struct due {
    int64_t paper, message;
    const char *run, *job, *address, *name, *message_id;
};

/* A paper whose messages go now. */
struct load {
    int64_t number; /* the paper's; 0: none yet */
    struct outbox_paper paper;
    const char *file;
    size_t length;
    bool fit; /* to be sent */
};

struct mark {
    struct sending *sending;
    int64_t message;
    bool written;
};

static bool write_mark(void *context) {
    struct mark *mark = context;
    mark->written = outbox_move(mark->sending->outbox, mark->message, DELIVERY_COMMITTING, NULL,
                                mark->sending->diagnostics);
    return mark->written;
}

static int by_address(const void *left, const void *right) {
    const struct recipient *const *a = left;
    const struct recipient *const *b = right;
    return strcasecmp((*a)->address, (*b)->address);
}

static void sort_members(struct sending *sending, struct arena *arena) {
    size_t count = sending->options->member_count;
    sending->members = NEWS(arena, count, const struct recipient *);
    for (size_t i = 0; i < count; i++) {
        sending->members[i] = &sending->options->members[i];
    }
    qsort(sending->members, count, sizeof(struct recipient *), by_address);
}

/* NULL: may have it. Else why not. */
static const char *barred(const struct sending *sending, const struct load *load,
                          const struct due *due) {
    if (sending->options->members == NULL) {
        return NULL;
    }
    const struct recipient key = {.address = due->address};
    const struct recipient *at = &key;
    const struct recipient **found = bsearch(&at, sending->members, sending->options->member_count,
                                             sizeof(struct recipient *), by_address);
    return found == NULL                               ? "no longer a member"
           : (*found)->clearance < load->paper.marking ? "no longer cleared for it"
                                                       : NULL;
}

static bool is_fresh(struct sending *sending, const struct outbox_paper *paper) {
    int64_t age = outbox_now(sending->outbox) - paper->data_time;
    if (sending->options->greatest_age == 0 || age <= sending->options->greatest_age) {
        return true;
    }
    return REPORT(sending->diagnostics, NOWHERE, MESSAGE_OUTBOX_STALE, paper->run, paper->job,
                  diagnostics_integer(sending->diagnostics, age / DAY));
}

static bool is_approved(struct sending *sending, const struct outbox_paper *paper) {
    char token[DIGEST_TEXT];
    if (!outbox_bind(sending->outbox, paper, token, sending->diagnostics)) {
        return false;
    }
    return strcmp(token, paper->approval) == 0 ||
           REPORT(sending->diagnostics, NOWHERE, MESSAGE_OUTBOX_TOKEN, paper->run, paper->job,
                  paper->approval, token);
}

static void load_paper(struct sending *sending, const struct due *due, struct arena *arena,
                       struct load *load) {
    *load = (struct load){.number = due->paper};
    struct diagnostics *diagnostics = sending->diagnostics;
    if (!outbox_find(sending->outbox, due->run, due->job, arena, &load->paper, diagnostics)) {
        return;
    }
    load->fit = is_approved(sending, &load->paper) && is_fresh(sending, &load->paper);
    if (load->fit) {
        load->file = outbox_file(&load->paper, arena, &load->length, diagnostics);
        load->fit = load->file != NULL;
    }
    sending->counts->refused += !load->fit;
}

static const char *or_none(const char *text) {
    return text[0] == '\0' ? NULL : text;
}

static bool write_mail(struct sending *sending, const struct load *load, const struct due *due,
                       struct buffer *out) {
    const struct outbox_paper *paper = &load->paper;
    struct mail mail = {.from = paper->from,
                        .from_name = or_none(paper->from_name),
                        .reply_to = or_none(paper->reply_to),
                        .to = due->address,
                        .to_name = or_none(due->name),
                        .subject = paper->subject,
                        .message_id = due->message_id,
                        .date = paper->planned, /* not now: a retry is the same bytes */
                        .text = paper->text,
                        .html = or_none(paper->html),
                        .file_name = paper->file_name,
                        .file = load->file,
                        .file_length = load->length};
    return message_write(&mail, out, sending->diagnostics);
}

static bool record(struct sending *sending, int64_t message, const struct smtp_reply *reply) {
    struct outbox *outbox = sending->outbox;
    struct delivery_counts *counts = sending->counts;
    struct diagnostics *diagnostics = sending->diagnostics;
    enum delivery_state state = DELIVERY_DEFERRED;
    bool recorded = false;
    switch (reply->outcome) {
    case SMTP_SENT:
        recorded = outbox_move(outbox, message, state = DELIVERY_SENT, reply, diagnostics);
        break;
    case SMTP_FAILED:
        recorded = outbox_move(outbox, message, state = DELIVERY_FAILED, reply, diagnostics);
        break;
    case SMTP_UNKNOWN:
        recorded = outbox_move(outbox, message, state = DELIVERY_UNKNOWN, reply, diagnostics);
        break;
    case SMTP_DEFERRED:
        recorded = outbox_defer(outbox, message, reply, &state, diagnostics);
        break;
    }
    if (!recorded) {
        /* It stays SENDING or COMMITTING, and recovery will make of it what that means. */
        counts->unknown += reply->outcome != SMTP_DEFERRED;
        counts->deferred += reply->outcome == SMTP_DEFERRED;
        return false;
    }
    counts->sent += state == DELIVERY_SENT;
    counts->failed += state == DELIVERY_FAILED;
    counts->unknown += state == DELIVERY_UNKNOWN;
    counts->deferred += state == DELIVERY_DEFERRED;
    return true;
}

static bool send_one(struct sending *sending, const struct load *load, const struct due *due) {
    struct buffer bytes = {0};
    struct mark mark = {.sending = sending, .message = due->message};
    struct smtp_reply reply;
    bool well =
        write_mail(sending, load, due, &bytes) &&
        outbox_move(sending->outbox, due->message, DELIVERY_SENDING, NULL, sending->diagnostics);
    if (well) {
        smtp_send(sending->smtp, load->paper.from, due->address, bytes.data, bytes.length,
                  write_mark, &mark, &reply);
        well = record(sending, due->message, &reply);
        sending->refusals = reply.relay ? sending->refusals + 1 : 0;
    }
    buffer_free(&bytes);
    return well;
}

static bool handle(struct sending *sending, const struct load *load, const struct due *due) {
    const char *why = barred(sending, load, due);
    if (why == NULL) {
        return send_one(sending, load, due);
    }
    struct smtp_reply reply = {0};
    strcpy(reply.text, why);
    sending->counts->cancelled++;
    return outbox_move(sending->outbox, due->message, DELIVERY_CANCELLED, &reply,
                       sending->diagnostics);
}

/* The next of what is due after `last`, in the order of papers, a page at a time: a list of all
 * would grow with every member. A next try further off than any wait we give is a mistake of the
 * clock, and must not hold a message back for a year. */
static bool list_due(struct sending *sending, struct arena *arena, const struct due *last,
                     struct due list[PAGE], size_t *count) {
    *count = 0;
    sqlite3_stmt *row = outbox_query(
        sending->outbox, sending->diagnostics,
        "SELECT paper, message, run, job, address, name, message_id"
        " FROM message JOIN paper USING (paper)"
        " WHERE (state = 'approved' OR (state = 'deferred' AND (next_try <= ?1 OR next_try > ?2)))"
        " AND (paper, message) > (?3, ?4) ORDER BY paper, message LIMIT ?5",
        "iiiii", outbox_now(sending->outbox), outbox_now(sending->outbox) + outbox_longest_wait(),
        last->paper, last->message, (int64_t)PAGE);
    int next = 0;
    while ((next = outbox_next(sending->outbox, row, sending->diagnostics)) == 1) {
        list[(*count)++] = (struct due){.paper = sqlite3_column_int64(row, 0),
                                        .message = sqlite3_column_int64(row, 1),
                                        .run = outbox_column(row, 2, arena),
                                        .job = outbox_column(row, 3, arena),
                                        .address = outbox_column(row, 4, arena),
                                        .name = outbox_column(row, 5, arena),
                                        .message_id = outbox_column(row, 6, arena)};
    }
    return next == 0;
}

static bool send_page(struct sending *sending, struct arena *arena, struct load *load,
                      const struct due *list, size_t count) {
    bool well = true;
    for (size_t i = 0; i < count && well && sending->refusals < MOST_REFUSALS; i++) {
        if (load->number != list[i].paper) {
            arena_clear(arena);
            load_paper(sending, &list[i], arena, load);
        }
        well = !load->fit || handle(sending, load, &list[i]);
    }
    return well;
}

static bool send_pages(struct sending *sending) {
    struct arena *words = arena_new(); /* of a page */
    struct arena *arena = arena_new(); /* of a paper */
    struct due *list = memory_array(PAGE, sizeof *list);
    struct due last = {0};
    struct load load = {0};
    size_t count = PAGE;
    bool well = true;
    while (well && count == PAGE && sending->refusals < MOST_REFUSALS) {
        arena_clear(words);
        well = list_due(sending, words, &last, list, &count) &&
               send_page(sending, arena, &load, list, count);
        last = count == 0 ? last : list[count - 1];
    }
    free(list);
    arena_free(arena);
    arena_free(words);
    return well && sending->counts->refused == 0;
}

bool delivery_send_all(struct outbox *outbox, struct smtp *smtp,
                       const struct delivery_options *options, struct delivery_counts *counts,
                       struct diagnostics *diagnostics) {
    *counts = (struct delivery_counts){0};
    struct arena *arena = arena_new();
    struct sending sending = {.outbox = outbox,
                              .smtp = smtp,
                              .options = options,
                              .counts = counts,
                              .diagnostics = diagnostics};
    sort_members(&sending, arena);
    bool well = send_pages(&sending);
    arena_free(arena);
    return well;
}
