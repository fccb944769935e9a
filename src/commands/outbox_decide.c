/* outbox_decide.c: what a person decides: `boardpaper outbox approve`, `resolve` and `purge`.
 *
 * Approving is two steps by design: the first shows what is bound and gives the token, the second
 * gives the token back. A paper or a list of recipients that changed between the two has another
 * token, and nothing is approved that nobody saw.
 */
#include "outbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <boardpaper/arena.h>
#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>
#include <boardpaper/schedule.h>

static const struct where COMMAND_LINE = {NULL, 0};

static const char *const FORMATS[] = {"table", "json", NULL};
enum { DAY = 24 * 60 * 60 };

static const char *who(struct outbox_work *work) {
    const char *name = session_option(work->session, "as");
    if (name == NULL || name[0] == '\0') {
        REPORT(work->session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_WHO);
        return NULL;
    }
    return name;
}

/* The papers that an approval is about: of the run, of that job where one is named. */
struct choice {
    const struct paper_entry **papers;
    size_t count;
    char token[DIGEST_TEXT]; /* of one paper its own, of several the hash of theirs */
};

static bool choose(struct outbox_work *work, struct choice *choice) {
    struct session *session = work->session;
    const char *run = work->arguments[0];
    const char *job = work->argument_count > 1 ? work->arguments[1] : NULL;
    const struct paper_entry *papers = NULL;
    size_t count = 0;
    if (!outbox_papers(work->outbox, run, session->arena, &papers, &count, session->diagnostics)) {
        return false;
    }
    choice->papers = NEWS(session->arena, count + 1, const struct paper_entry *);
    struct buffer tokens = {0};
    for (size_t i = 0; i < count; i++) {
        if (!papers[i].purged && (job == NULL || strcmp(papers[i].job, job) == 0)) {
            choice->papers[choice->count++] = &papers[i];
            buffer_print(&tokens, "%s %s\n", papers[i].job, papers[i].token);
        }
    }
    bool known =
        choice->count > 0 || REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_NO_PAPER,
                                    run, job == NULL ? "paper" : job);
    if (choice->count == 1) {
        memcpy(choice->token, choice->papers[0]->token, sizeof choice->token);
    } else if (known && !delivery_digest(tokens.data, tokens.length, choice->token)) {
        known = REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_DIGEST);
    }
    buffer_free(&tokens);
    return known;
}

static bool is_of(const struct outbox_entry *message, const struct paper_entry *paper) {
    return strcmp(message->job, paper->job) == 0;
}

static void show_paper(struct buffer *out, struct arena *arena, const struct paper_entry *paper,
                       const struct outbox_entry *messages, size_t count) {
    const char *marking = marking_name((enum marking)paper->marking);
    buffer_print(out,
                 "%s\n  paper       %s\n  sha256      %s\n  marking     %s\n  subject     %s\n",
                 paper->job, paper->file, paper->digest, marking[0] == '\0' ? "none" : marking,
                 paper->subject);
    if (paper->approver[0] != '\0') {
        char time[OUTBOX_TIME_TEXT];
        buffer_print(out, "  approved    by %s, %s\n", paper->approver,
                     outbox_time(paper->approved, time));
    }
    enum { COLUMNS = 3 };
    const char **cells = NEWS(arena, (count + 1) * COLUMNS, const char *);
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_of(&messages[i], paper)) {
            const char *clearance = marking_name((enum marking)messages[i].clearance);
            cells[rows * COLUMNS] = rows == 0 ? "  recipients" : "            ";
            cells[rows * COLUMNS + 1] = messages[i].address;
            cells[rows * COLUMNS + 2] = clearance[0] == '\0' ? "no clearance" : clearance;
            rows++;
        }
    }
    if (rows == 0) {
        buffer_text(out, "  recipients  none is cleared for it\n");
    }
    outbox_table(out, cells, COLUMNS, rows);
    buffer_print(out, "  token       %s\n\n", paper->token);
}

static void show_json(struct buffer *out, const struct choice *choice, const char *run,
                      const struct outbox_entry *messages, size_t count) {
    buffer_text(out, "{\"run\":");
    buffer_json(out, run);
    buffer_print(out, ",\"token\":\"%s\",\"papers\":[", choice->token);
    for (size_t i = 0; i < choice->count; i++) {
        const struct paper_entry *paper = choice->papers[i];
        buffer_text(out, i == 0 ? "\n{\"job\":" : ",\n{\"job\":");
        buffer_json(out, paper->job);
        buffer_text(out, ",\"file\":");
        buffer_json(out, paper->file);
        buffer_print(out, ",\"sha256\":\"%s\",\"token\":\"%s\",\"marking\":\"%s\",\"approved-by\":",
                     paper->digest, paper->token, marking_name((enum marking)paper->marking));
        if (paper->approver[0] == '\0') {
            buffer_text(out, "null");
        } else {
            buffer_json(out, paper->approver);
        }
        buffer_text(out, ",\"recipients\":[");
        bool first = true;
        for (size_t j = 0; j < count; j++) {
            if (is_of(&messages[j], paper)) {
                buffer_text(out, first ? "{\"to\":" : ",{\"to\":");
                buffer_json(out, messages[j].address);
                buffer_print(out, ",\"clearance\":\"%s\"}",
                             marking_name((enum marking)messages[j].clearance));
                first = false;
            }
        }
        buffer_text(out, "]}");
    }
    buffer_text(out, "]}\n");
}

static bool show(struct outbox_work *work, const struct choice *choice, int format) {
    struct session *session = work->session;
    const struct outbox_entry *messages = NULL;
    size_t count = 0;
    const char *run = work->arguments[0];
    if (!outbox_list(work->outbox, run, session->arena, &messages, &count, session->diagnostics)) {
        return false;
    }
    struct buffer out = {0};
    if (format == 1) {
        show_json(&out, choice, run, messages, count);
    } else {
        for (size_t i = 0; i < choice->count; i++) {
            show_paper(&out, session->arena, choice->papers[i], messages, count);
        }
        buffer_text(&out, "To approve this, and only this:\n  boardpaper outbox approve");
        for (size_t i = 1; i < session->argument_count; i++) {
            buffer_print(&out, " %s", session->arguments[i]);
        }
        buffer_print(&out, " --token=%s --as=NAME\n", choice->token);
    }
    bool printed = session_print(session, out.data, out.length);
    buffer_free(&out);
    return printed;
}

/* Each paper is approved by its own token, which is compared anew with paper and recipients as they
 * then are. */
static void approve(struct outbox_work *work, const struct choice *choice, const char *token) {
    struct session *session = work->session;
    const char *run = work->arguments[0];
    const char *name = who(work);
    if (name == NULL) {
        return;
    }
    if (strcmp(token, choice->token) != 0) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_TOKEN, run,
               choice->count == 1 ? choice->papers[0]->job : "a paper", token, choice->token);
        return;
    }
    size_t papers = 0;
    size_t messages = 0;
    for (size_t i = 0; i < choice->count; i++) {
        const struct paper_entry *paper = choice->papers[i];
        if (outbox_approve(work->outbox, run, paper->job, paper->token, name,
                           session->diagnostics)) {
            papers++;
            messages += paper->counts[DELIVERY_PLANNED];
        }
    }
    const char *text = arena_print(session->arena, "approved by %s: papers %zu, messages %zu\n",
                                   name, papers, messages);
    session_print(session, text, strlen(text));
}

enum status outbox_approval(struct outbox_work *work) {
    int format = session_choice(work->session, "format", FORMATS, 0);
    const char *token = session_option(work->session, "token");
    struct choice choice = {0};
    if (format < 0 || !choose(work, &choice)) {
        return STATUS_DONE;
    }
    if (token == NULL) {
        show(work, &choice, format);
    } else {
        approve(work, &choice, token);
    }
    return STATUS_DONE;
}

/* ---- resolve ------------------------------------------------------------------------------- */

static bool read_word(struct outbox_work *work, const char *word, enum delivery_state *state) {
    static const struct {
        const char *word;
        enum delivery_state state;
    } WORDS[] = {
        {"sent", DELIVERY_SENT}, {"failed", DELIVERY_FAILED}, {"again", DELIVERY_APPROVED}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strcmp(WORDS[i].word, word) == 0) {
            *state = WORDS[i].state;
            return true;
        }
    }
    return REPORT(work->session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_WORD, word);
}

static bool read_message(struct outbox_work *work, const char *text, int64_t *message) {
    char *end = NULL;
    errno = 0;
    *message = strtoll(text, &end, 10);
    return (errno == 0 && end != text && *end == '\0' && *message > 0) ||
           REPORT(work->session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_NUMBER, text);
}

enum status outbox_resolution(struct outbox_work *work) {
    struct session *session = work->session;
    size_t count = work->argument_count - 1;
    const char *name = who(work);
    int64_t *messages = NEWS(session->arena, count, int64_t);
    enum delivery_state state = DELIVERY_UNKNOWN;
    bool good = read_word(work, work->arguments[count], &state) && name != NULL;
    for (size_t i = 0; i < count; i++) {
        good = read_message(work, work->arguments[i], &messages[i]) && good;
    }
    for (size_t i = 0; i < count && good; i++) {
        if (outbox_resolve(work->outbox, messages[i], state, name, session->diagnostics)) {
            const char *text = arena_print(
                session->arena, "message %lld is %s by the word of %s\n", (long long)messages[i],
                state == DELIVERY_APPROVED ? "to be sent again" : delivery_state_name(state), name);
            session_print(session, text, strlen(text));
        }
    }
    return STATUS_DONE;
}

/* ---- purge --------------------------------------------------------------------------------- */

static bool read_before(struct outbox_work *work, int64_t *before) {
    const char *text = session_option(work->session, "before");
    struct date date;
    if (text != NULL) {
        if (!date_parse(text, &date)) {
            return REPORT(work->session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_BEFORE, text);
        }
        *before = day_number(date) * DAY;
        return true;
    }
    if (work->schedule == NULL || work->schedule->retention_days == 0) {
        return REPORT(work->session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_RETENTION);
    }
    *before = outbox_work_now(work) - (int64_t)work->schedule->retention_days * DAY;
    return true;
}

enum status outbox_purging(struct outbox_work *work) {
    struct session *session = work->session;
    const char *name = who(work);
    int64_t before = 0;
    size_t messages = 0;
    if (read_before(work, &before) && name != NULL &&
        outbox_purge(work->outbox, before, name, &messages, session->diagnostics)) {
        char time[OUTBOX_TIME_TEXT];
        const char *text = arena_print(session->arena, "forgotten: %zu messages done before %s\n",
                                       messages, outbox_time(before, time));
        session_print(session, text, strlen(text));
    }
    return STATUS_DONE;
}
