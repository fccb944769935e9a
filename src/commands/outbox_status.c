/* outbox_status.c: `boardpaper outbox status` and `verify`: looking, without changing anything. */
#include "outbox.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>

static const char *const FORMATS[] = {"table", "json", NULL};
enum { FORMAT_TABLE, FORMAT_JSON };

struct view {
    struct outbox_work *work;
    const struct paper_entry *papers;
    size_t paper_count;
    const struct outbox_entry *messages;
    size_t message_count;
    size_t counts[DELIVERY_CANCELLED + 1];
    struct buffer out;
};

static bool needs_look(const struct outbox_entry *message) {
    return message->state == DELIVERY_UNKNOWN || message->state == DELIVERY_FAILED ||
           message->state == DELIVERY_DEFERRED || message->state == DELIVERY_COMMITTING ||
           message->state == DELIVERY_CANCELLED;
}

static const char *count_text(struct arena *arena, size_t count) {
    return count == 0 ? "" : arena_print(arena, "%zu", count);
}

static const char *approval_text(const struct paper_entry *paper) {
    return paper->approver[0] == '\0' ? paper->purged ? "purged" : "waits" : paper->approver;
}

static void table_of_papers(struct view *view) {
    static const char *const HEAD[] = {
        "run",        "job",      "marking", "approved by", "planned", "approved", "sending",
        "committing", "deferred", "sent",    "failed",      "unknown", "cancelled"};
    enum { COLUMNS = sizeof HEAD / sizeof HEAD[0], FIRST_STATE = 4 };
    static const enum delivery_state ORDER[] = {
        DELIVERY_PLANNED,    DELIVERY_APPROVED, DELIVERY_SENDING,
        DELIVERY_COMMITTING, DELIVERY_DEFERRED, DELIVERY_SENT,
        DELIVERY_FAILED,     DELIVERY_UNKNOWN,  DELIVERY_CANCELLED};
    struct arena *arena = view->work->session->arena;
    const char **cells = NEWS(arena, (view->paper_count + 1) * COLUMNS, const char *);
    memcpy(cells, HEAD, sizeof HEAD);
    for (size_t i = 0; i < view->paper_count; i++) {
        const struct paper_entry *paper = &view->papers[i];
        const char **row = cells + (i + 1) * COLUMNS;
        row[0] = paper->run;
        row[1] = paper->job;
        row[2] = marking_name((enum marking)paper->marking);
        row[3] = approval_text(paper);
        for (size_t j = FIRST_STATE; j < COLUMNS; j++) {
            row[j] = count_text(arena, paper->counts[ORDER[j - FIRST_STATE]]);
        }
    }
    outbox_table(&view->out, cells, COLUMNS, view->paper_count + 1);
}

static void table_of_messages(struct view *view, bool all) {
    enum { COLUMNS = 9 };
    struct arena *arena = view->work->session->arena;
    const char **cells = NEWS(arena, (view->message_count + 1) * COLUMNS, const char *);
    const char *const head[COLUMNS] = {"message", "run",  "job",      "to",   "state",
                                       "tries",   "code", "next try", "reply"};
    memcpy(cells, head, sizeof head);
    size_t rows = 1;
    for (size_t i = 0; i < view->message_count; i++) {
        const struct outbox_entry *message = &view->messages[i];
        if (!all && !needs_look(message)) {
            continue;
        }
        char time[OUTBOX_TIME_TEXT];
        const char **row = cells + rows++ * COLUMNS;
        row[0] = arena_print(arena, "%lld", (long long)message->message);
        row[1] = message->run;
        row[2] = message->job;
        row[3] = message->address;
        row[4] = delivery_state_name(message->state);
        row[5] = count_text(arena, (size_t)message->tries);
        row[6] = count_text(arena, (size_t)message->code);
        row[7] = message->state == DELIVERY_DEFERRED
                     ? arena_text(arena, outbox_time(message->next_try, time))
                     : "";
        row[8] = message->reply;
    }
    if (rows > 1) {
        buffer_byte(&view->out, '\n');
        outbox_table(&view->out, cells, COLUMNS, rows);
    }
}

static void advise(struct view *view) {
    struct diagnostics *diagnostics = view->work->session->diagnostics;
    static const struct where COMMAND_LINE = {NULL, 0};
    if (view->counts[DELIVERY_UNKNOWN] + view->counts[DELIVERY_COMMITTING] > 0) {
        REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_UNKNOWN,
               diagnostics_integer(diagnostics, (long long)(view->counts[DELIVERY_UNKNOWN] +
                                                            view->counts[DELIVERY_COMMITTING])));
    }
    if (view->counts[DELIVERY_PLANNED] > 0) {
        REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_WAITS,
               diagnostics_integer(diagnostics, (long long)view->counts[DELIVERY_PLANNED]));
    }
}

static void member(struct buffer *out, const char *name, const char *value) {
    buffer_print(out, ",\"%s\":", name);
    buffer_json(out, value);
}

static void member_time(struct buffer *out, const char *name, int64_t time) {
    char text[OUTBOX_TIME_TEXT];
    if (time == 0) {
        buffer_print(out, ",\"%s\":null", name);
    } else {
        member(out, name, outbox_time(time, text));
    }
}

static void json_message(struct buffer *out, const struct outbox_entry *message) {
    buffer_print(out, "{\"message\":%lld", (long long)message->message);
    member(out, "to", message->address);
    member(out, "clearance", marking_name((enum marking)message->clearance));
    member(out, "state", delivery_state_name(message->state));
    member(out, "message-id", message->message_id);
    buffer_print(out, ",\"tries\":%d,\"code\":%d", message->tries, message->code);
    member(out, "reply", message->reply);
    member(out, "by", message->who);
    member_time(out, "changed", message->changed);
    member_time(out, "next-try", message->state == DELIVERY_DEFERRED ? message->next_try : 0);
    buffer_text(out, "}");
}

static void json_counts(struct buffer *out, const size_t counts[DELIVERY_CANCELLED + 1]) {
    buffer_text(out, "{");
    for (int state = DELIVERY_PLANNED; state <= DELIVERY_CANCELLED; state++) {
        buffer_print(out, "%s\"%s\":%zu", state == DELIVERY_PLANNED ? "" : ",",
                     delivery_state_name((enum delivery_state)state), counts[state]);
    }
    buffer_text(out, "}");
}

static void json_paper(struct buffer *out, const struct paper_entry *paper) {
    buffer_text(out, "{\"run\":");
    buffer_json(out, paper->run);
    member(out, "job", paper->job);
    member(out, "file", paper->file);
    member(out, "sha256", paper->digest);
    member(out, "marking", marking_name((enum marking)paper->marking));
    member(out, "subject", paper->subject);
    member(out, "token", paper->token);
    if (paper->approver[0] == '\0') {
        buffer_text(out, ",\"approved-by\":null");
    } else {
        member(out, "approved-by", paper->approver);
    }
    member_time(out, "approved", paper->approved);
    member_time(out, "planned", paper->planned);
    member_time(out, "data-to", paper->data_time);
    buffer_print(out, ",\"purged\":%s,\"counts\":", paper->purged ? "true" : "false");
    json_counts(out, paper->counts);
}

/* Messages come in the order of papers, but not so where two runs were planned at once; so each
 * paper looks for its own from where the last one ended, and from the start where that fails. */
static bool is_of(const struct outbox_entry *message, const struct paper_entry *paper) {
    return strcmp(message->run, paper->run) == 0 && strcmp(message->job, paper->job) == 0;
}

static void write_json(struct view *view, bool all) {
    struct buffer *out = &view->out;
    buffer_text(out, "{\"counts\":");
    json_counts(out, view->counts);
    buffer_text(out, ",\"papers\":[");
    size_t next = 0;
    for (size_t i = 0; i < view->paper_count; i++) {
        buffer_text(out, i == 0 ? "\n" : ",\n");
        json_paper(out, &view->papers[i]);
        buffer_text(out, ",\"messages\":[");
        bool first = true;
        /* A paper and its messages are planned in one transaction: they stand together. */
        for (; next < view->message_count && is_of(&view->messages[next], &view->papers[i]);
             next++) {
            if (all || needs_look(&view->messages[next])) {
                buffer_text(out, first ? "\n" : ",\n");
                json_message(out, &view->messages[next]);
                first = false;
            }
        }
        buffer_text(out, "]}");
    }
    buffer_text(out, "]}\n");
}

enum status outbox_status(struct outbox_work *work) {
    struct session *session = work->session;
    struct view view = {.work = work};
    const char *run = work->arguments[0];
    int format = session_choice(session, "format", FORMATS, FORMAT_TABLE);
    if (format < 0 ||
        !outbox_papers(work->outbox, run, session->arena, &view.papers, &view.paper_count,
                       session->diagnostics) ||
        !outbox_list(work->outbox, run, session->arena, &view.messages, &view.message_count,
                     session->diagnostics)) {
        return STATUS_DONE;
    }
    for (size_t i = 0; i < view.message_count; i++) {
        view.counts[view.messages[i].state]++;
    }
    bool all = session_has(session, "messages");
    if (format == FORMAT_JSON) {
        write_json(&view, all);
    } else {
        table_of_papers(&view);
        table_of_messages(&view, all);
        advise(&view);
    }
    bool printed = session_print(session, view.out.data, view.out.length);
    buffer_free(&view.out);
    return printed ? outbox_standing(view.counts) : STATUS_DONE;
}

enum status outbox_verification(struct outbox_work *work) {
    struct session *session = work->session;
    const struct paper_entry *papers = NULL;
    size_t count = 0;
    if (outbox_verify(work->outbox, session->diagnostics) &&
        outbox_papers(work->outbox, NULL, session->arena, &papers, &count, session->diagnostics)) {
        size_t messages = 0;
        size_t purged = 0;
        for (size_t i = 0; i < count; i++) {
            purged += papers[i].purged;
            for (int state = 0; state <= DELIVERY_CANCELLED; state++) {
                messages += papers[i].counts[state];
            }
        }
        const char *text =
            arena_print(session->arena, "%s: whole; %zu papers (%zu purged), %zu messages\n",
                        work->path, count, purged, messages);
        session_print(session, text, strlen(text));
    }
    return STATUS_DONE;
}
