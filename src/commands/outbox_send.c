/* outbox_send.c: `boardpaper outbox send`, what is approved and what is due again.
 *
 * Relay and members come from the schedule as it is now, not as it was when the messages were
 * planned: who has left since, or lost clearance, gets nothing.
 */
#include "outbox.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/run.h>
#include <boardpaper/schedule.h>

static const struct where COMMAND_LINE = {NULL, 0};

static const char *const FORMATS[] = {"table", "json", NULL};
static bool print_counts(struct outbox_work *work, const struct delivery_counts *counts,
                         int format) {
    static const char TABLE[] =
        "sent %zu, deferred %zu, failed %zu, unknown %zu, cancelled %zu, papers refused %zu\n";
    static const char JSON[] = "{\"sent\":%zu,\"deferred\":%zu,\"failed\":%zu,\"unknown\":%zu,"
                               "\"cancelled\":%zu,\"refused\":%zu}\n";
    struct buffer out = {0};
    if (format == 1) {
        buffer_print(&out, JSON, counts->sent, counts->deferred, counts->failed, counts->unknown,
                     counts->cancelled, counts->refused);
    } else {
        buffer_print(&out, TABLE, counts->sent, counts->deferred, counts->failed, counts->unknown,
                     counts->cancelled, counts->refused);
    }
    bool printed = session_print(work->session, out.data, out.length);
    buffer_free(&out);
    return printed;
}

/* The policy may be that nothing goes while a person's word is wanted. */
static bool may_send(struct outbox_work *work) {
    size_t counts[DELIVERY_CANCELLED + 1];
    struct diagnostics *diagnostics = work->session->diagnostics;
    if (work->schedule->relay == NULL) {
        return REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_NO_RELAY, work->schedule->file);
    }
    if (!outbox_count(work->outbox, counts, diagnostics)) {
        return false;
    }
    return !work->schedule->stop_at_unknown || counts[DELIVERY_UNKNOWN] == 0 ||
           REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_STOPPED,
                  diagnostics_integer(diagnostics, (long long)counts[DELIVERY_UNKNOWN]));
}

enum status outbox_sending(struct outbox_work *work) {
    struct diagnostics *diagnostics = work->session->diagnostics;
    struct delivery_counts done = {0};
    size_t counts[DELIVERY_CANCELLED + 1];
    int format = session_choice(work->session, "format", FORMATS, 0);
    if (format < 0 || !may_send(work) ||
        !run_deliver(work->session->arena, work->schedule, work->outbox, &done, diagnostics) ||
        !print_counts(work, &done, format) || !outbox_count(work->outbox, counts, diagnostics) ||
        diagnostics_failed(diagnostics)) {
        return STATUS_DONE;
    }
    if (counts[DELIVERY_UNKNOWN] > 0) {
        REPORT(diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_UNKNOWN,
               diagnostics_integer(diagnostics, (long long)counts[DELIVERY_UNKNOWN]));
    }
    return outbox_standing(counts);
}
