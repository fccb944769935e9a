/* log.c: events, a line of JSON each, for machines; what people want is in the summary.
 *
 * buffer_json escapes what cannot be printed, so that nothing in a name or a server's reply can
 * begin a line of its own or colour a terminal.
 */
#include "work.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

static void add_name(struct buffer *out, const char *name, size_t length) {
    buffer_print(out, ",\"%.*s\":", (int)length, name);
}

void log_event(struct engine *engine, const char *event, ...) {
    const struct run_listener *listener = &engine->options->listener;
    if (listener->event == NULL) {
        return;
    }
    struct buffer line = {0};
    time_t now = (time_t)engine_now(engine);
    struct tm tm;
    gmtime_r(&now, &tm);
    buffer_print(&line, "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02dZ\",\"event\":\"%s\"",
                 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                 event);
    va_list pairs;
    va_start(pairs, event);
    for (const char *name = va_arg(pairs, const char *); name != NULL;
         name = va_arg(pairs, const char *)) {
        const char *value = va_arg(pairs, const char *);
        size_t length = strlen(name);
        bool number = name[length - 1] == '#';
        if (value == NULL) {
            continue;
        }
        add_name(&line, name, number ? length - 1 : length);
        if (number) {
            buffer_text(&line, value);
        } else {
            buffer_json(&line, value);
        }
    }
    va_end(pairs);
    buffer_text(&line, "}\n");
    listener->event(listener->context, line.data, line.length);
    buffer_free(&line);
}

const char *log_number(struct engine *engine, size_t number) {
    return arena_print(engine->arena, "%zu", number);
}

void log_work(struct engine *engine, const char *event, const struct work *work) {
    struct arena *arena = engine->arena;
    bool failed = work->state == WORK_FAILED;
    log_event(engine, event, "run", work->run, "job", work->task->job, "input", work->task->input,
              "file", work->pdf, "seconds#", arena_print(arena, "%.3f", work->seconds), "status#",
              failed ? log_number(engine, (size_t)work->exit_status) : NULL, "signal#",
              work->exit_signal != 0 ? log_number(engine, (size_t)work->exit_signal) : NULL,
              "reason", work->timed_out ? "took too long" : NULL, "said",
              work->said[0] != '\0' ? work->said : NULL, NULL);
}
