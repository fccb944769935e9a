/* read.c: a schedule's XML becomes plain data.
 *
 * As with an assessment, the schema is asked first and reading goes on whatever it finds, so that a
 * day that is none and a wrong line of the member list are told in the same run as a misspelt
 * attribute.
 *
 * Rejected: an INI or YAML file (no schema, no line for a mistake of meaning) and settings spread
 * over the command line (a timer's one line would hide them).
 */
#include "reading.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/file.h>

enum { DEFAULT_PORT = 587, DEFAULT_AGE_DAYS = 45, DEFAULT_RENDER_SECONDS = 300 };

/* ---- attributes ------------------------------------------------------------------------------ */

const char *take_attribute(struct reading *reading, const struct xml_node *node, const char *name) {
    const char *text = node == NULL ? NULL : xml_attribute(node, name);
    if (text == NULL) {
        return NULL;
    }
    text += strspn(text, " \t\r\n");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL) {
        length--;
    }
    return arena_bytes(reading->arena, text, length);
}

int take_integer(struct reading *reading, const struct xml_node *node, const char *name,
                 int fallback) {
    const char *text = take_attribute(reading, node, name);
    char *end = NULL;
    errno = 0;
    long value = text == NULL ? fallback : strtol(text, &end, 10);
    bool good = text == NULL ||
                (end != text && *end == '\0' && errno == 0 && value >= 0 && value <= 1000000);
    return good ? (int)value : fallback;
}

struct date take_day(struct reading *reading, const struct xml_node *node, const char *name) {
    struct date date = {0};
    const char *text = take_attribute(reading, node, name);
    bool looks_so = text != NULL && strlen(text) == 10 && strspn(text, "0123456789-") == 10;
    if (text != NULL && !date_parse(text, &date) && looks_so) {
        reading->good =
            REPORT(reading->diagnostics, xml_where(node), MESSAGE_DATE_NONE, name, text);
    }
    return date;
}

const char *take_path(struct reading *reading, const struct xml_node *node, const char *name) {
    const char *text = take_attribute(reading, node, name);
    return text == NULL ? NULL : file_beside(reading->arena, reading->schedule->file, text);
}

const char *const *take_words(struct reading *reading, const char *text, bool semicolons) {
    const char *between = semicolons ? " \t\r\n;" : " \t\r\n";
    const char **words = NEWS(reading->arena, strlen(text) / 2 + 2, const char *);
    size_t count = 0;
    for (text += strspn(text, between); *text != '\0'; text += strspn(text, between)) {
        size_t length = strcspn(text, between);
        words[count++] = arena_bytes(reading->arena, text, length);
        text += length;
    }
    return count == 0 ? NULL : words;
}

const char *const *take_word_list(struct reading *reading, const struct xml_node *node,
                                  const char *name) {
    const char *text = take_attribute(reading, node, name);
    return text == NULL ? NULL : take_words(reading, text, false);
}

size_t children_named(const struct xml_node *node, const char *name) {
    size_t count = 0;
    for (const struct xml_node *at = node == NULL ? NULL : xml_child(node, name); at != NULL;
         at = xml_sibling(at, name)) {
        count++;
    }
    return count;
}

static bool read_yes(struct reading *reading, const struct xml_node *node, const char *name,
                     const char *yes, bool fallback) {
    const char *text = take_attribute(reading, node, name);
    return text == NULL ? fallback : strcmp(text, yes) == 0;
}

/* A shipped template's name as it is, a file's as a path; NULL where none is named. */
static const char *read_template(struct reading *reading, const struct xml_node *node) {
    const char *name = take_attribute(reading, node, "template");
    bool file = name != NULL && strpbrk(name, "/.") != NULL;
    return file ? take_path(reading, node, "template") : name;
}

/* ---- partnerships ---------------------------------------------------------------------------- */

/* Reports braces that stand for nothing here. */
static void check_places(struct reading *reading, const struct xml_node *node, const char *name,
                         const char *text) {
    static const char *const KNOWN[] = {"{edition}", "{previous}", "{year}", "{month}",
                                        "{partnership}"};
    for (const char *at = text == NULL ? NULL : strchr(text, '{'); at != NULL;
         at = strchr(at + 1, '{')) {
        bool known = false;
        for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
            known = known || strncmp(at, KNOWN[i], strlen(KNOWN[i])) == 0;
        }
        if (!known) {
            reading->good = REPORT(
                reading->diagnostics, xml_where(node), MESSAGE_SCHEDULE_BRACES, name,
                diagnostics_print(reading->diagnostics, "%.*s", (int)strcspn(at, "}") + 1, at));
        }
    }
}

/* A folder's pattern has {partnership} in its last part and once: there the ids are found. */
static void check_folder(struct reading *reading, const struct xml_node *node, const char *text) {
    const char *slash = text == NULL ? NULL : strrchr(text, '/');
    const char *place = text == NULL ? NULL : strstr(text, "{partnership}");
    if (text != NULL &&
        (place == NULL || (slash != NULL && place < slash) || strstr(place + 1, "{partnership}"))) {
        reading->good = REPORT(reading->diagnostics, xml_where(node), MESSAGE_SCHEDULE_FOLDER);
    }
}

static void read_partnership(struct reading *reading, const struct xml_node *node,
                             struct partnership *partnership) {
    bool folder = xml_is(node, "folder");
    const char *name = folder ? "files" : "assessment";
    partnership->id = folder ? NULL : take_attribute(reading, node, "id");
    partnership->assessment = take_path(reading, node, name);
    partnership->previous = take_path(reading, node, "previous");
    partnership->groups = take_word_list(reading, node, "groups");
    partnership->where = xml_where(node);
    check_places(reading, node, name, take_attribute(reading, node, name));
    check_places(reading, node, "previous", take_attribute(reading, node, "previous"));
    check_places(reading, node, "groups", take_attribute(reading, node, "groups"));
    if (folder) {
        check_folder(reading, node, partnership->assessment);
        if (partnership->previous != NULL) {
            check_folder(reading, node, partnership->previous);
        }
    }
}

/* A paper must not go to all members of all partnerships because a word was forgotten. */
static void check_groups(struct reading *reading) {
    const struct schedule *schedule = reading->schedule;
    bool many = schedule->partnership_count > 1 ||
                (schedule->partnership_count == 1 && schedule->partnerships[0].id == NULL);
    for (size_t i = 0; many && i < schedule->partnership_count; i++) {
        if (schedule->partnerships[i].groups == NULL) {
            reading->good = REPORT(reading->diagnostics, schedule->partnerships[i].where,
                                   MESSAGE_SCHEDULE_GROUPS);
        }
    }
}

static void read_partnerships(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *list = xml_child(root, "partnerships");
    size_t count = children_named(list, "partnership") + children_named(list, "folder");
    struct partnership *partnerships = NEWS(reading->arena, count, struct partnership);
    size_t used = 0;
    for (const struct xml_node *node = list == NULL ? NULL : xml_first(list); node != NULL;
         node = xml_next(node)) {
        if (!xml_is(node, "partnership") && !xml_is(node, "folder")) {
            continue;
        }
        struct partnership *partnership = &partnerships[used++];
        read_partnership(reading, node, partnership);
        for (size_t i = 0; partnership->id != NULL && i + 1 < used; i++) {
            if (partnerships[i].id != NULL && strcmp(partnerships[i].id, partnership->id) == 0) {
                reading->good =
                    REPORT(reading->diagnostics, partnership->where, MESSAGE_ID_TAKEN,
                           "partnership", partnership->id,
                           diagnostics_integer(reading->diagnostics, partnerships[i].where.line));
            }
        }
    }
    reading->schedule->partnerships = partnerships;
    reading->schedule->partnership_count = used;
    check_groups(reading);
}

/* ---- papers ---------------------------------------------------------------------------------- */

/* Paragraphs are <p>; a child of that name without one is its own text. */
static const char *read_paragraphs(struct reading *reading, const struct xml_node *node) {
    if (node == NULL) {
        return NULL;
    }
    const struct xml_node *at = xml_child(node, "p");
    if (at == NULL) {
        return arena_text(reading->arena, xml_text(reading->document, node));
    }
    const char *all = NULL;
    for (; at != NULL; at = xml_sibling(at, "p")) {
        const char *text = xml_text(reading->document, at);
        all = all == NULL ? arena_text(reading->arena, text)
                          : arena_print(reading->arena, "%s\n\n%s", all, text);
    }
    return all;
}

static void read_wording(struct reading *reading, const struct xml_node *node,
                         struct wording *wording) {
    const struct xml_node *subject = node == NULL ? NULL : xml_child(node, "subject");
    const struct xml_node *intro = node == NULL ? NULL : xml_child(node, "intro");
    if (subject != NULL) {
        wording->subject = arena_text(reading->arena, xml_text(reading->document, subject));
        check_places(reading, subject, "subject", wording->subject);
    }
    if (intro != NULL) {
        wording->intro = read_paragraphs(reading, intro);
        check_places(reading, intro, "intro", wording->intro);
    }
}

static void read_settings(struct reading *reading, const struct xml_node *node,
                          struct paper_kind *kind) {
    size_t count = children_named(node, "set");
    struct paper_setting *settings = NEWS(reading->arena, count, struct paper_setting);
    const struct xml_node *at = xml_child(node, "set");
    for (size_t i = 0; i < count; i++, at = xml_sibling(at, "set")) {
        settings[i].name = take_attribute(reading, at, "name");
        settings[i].value = arena_text(
            reading->arena, xml_attribute(at, "value") == NULL ? "" : xml_attribute(at, "value"));
    }
    kind->settings = settings;
    kind->setting_count = count;
}

static void read_kind(struct reading *reading, const struct xml_node *node,
                      struct paper_kind *kind) {
    const char *marking = take_attribute(reading, node, "marking");
    kind->id = take_attribute(reading, node, "id");
    kind->template_name = read_template(reading, node);
    if (kind->template_name == NULL) {
        kind->template_name = "board-paper";
    }
    kind->style = take_attribute(reading, node, "style");
    if (marking != NULL) {
        marking_parse(marking, &kind->marking);
    }
    kind->groups = take_word_list(reading, node, "groups");
    kind->sensitivity = read_yes(reading, node, "sensitivity", "yes", false);
    kind->audit = read_yes(reading, node, "audit", "yes", false);
    kind->where = xml_where(node);
    read_settings(reading, node, kind);
    read_timing(reading, node, &kind->timing);
    read_wording(reading, node, &kind->wording);
}

static void read_papers(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *list = xml_child(root, "papers");
    size_t count = children_named(list, "paper");
    struct paper_kind *kinds = NEWS(reading->arena, count, struct paper_kind);
    struct timing timing = {0};
    struct wording wording = {0};
    bool timed = read_timing(reading, root, &timing);
    read_wording(reading, xml_child(root, "message"), &wording);
    const struct xml_node *node = count == 0 ? NULL : xml_child(list, "paper");
    for (size_t i = 0; i < count; i++, node = xml_sibling(node, "paper")) {
        kinds[i] = (struct paper_kind){.timing = timing, .wording = wording};
        read_kind(reading, node, &kinds[i]);
        if (!timed && xml_child(node, "period") == NULL) {
            reading->good = REPORT(reading->diagnostics, kinds[i].where, MESSAGE_SCHEDULE_PERIOD);
        }
        for (size_t j = 0; kinds[i].id != NULL && j < i; j++) {
            if (kinds[j].id != NULL && strcmp(kinds[j].id, kinds[i].id) == 0) {
                reading->good = REPORT(
                    reading->diagnostics, kinds[i].where, MESSAGE_ID_TAKEN, "paper", kinds[i].id,
                    diagnostics_integer(reading->diagnostics, kinds[j].where.line));
            }
        }
    }
    reading->schedule->papers = kinds;
    reading->schedule->paper_count = count;
}

/* A group that no member is in is a slip: nobody would get the paper. */
static void check_members(struct reading *reading) {
    const struct schedule *schedule = reading->schedule;
    for (size_t i = 0; i < schedule->paper_count; i++) {
        const char *const *group = schedule->papers[i].groups;
        for (; group != NULL && *group != NULL; group++) {
            bool found = false;
            for (size_t j = 0; j < schedule->member_count && !found; j++) {
                const char *const *at = schedule->members[j].groups;
                for (; at != NULL && *at != NULL && !found; at++) {
                    found = strcmp(*at, *group) == 0;
                }
            }
            if (!found) {
                REPORT(reading->diagnostics, schedule->papers[i].where, MESSAGE_GROUP_EMPTY,
                       *group);
            }
        }
    }
}

/* ---- delivery -------------------------------------------------------------------------------- */

static const char *read_password_file(struct reading *reading, const struct xml_node *node) {
    const char *credential = take_attribute(reading, node, "credential");
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    if (credential == NULL) {
        return take_path(reading, node, "password-file");
    }
    if (folder == NULL || *folder == '\0') {
        REPORT(reading->diagnostics, xml_where(node), MESSAGE_CREDENTIAL, credential);
        /* Not there, so that a login fails by name: to look at the schedule by hand stays
         * possible. */
        return arena_print(reading->arena, "/run/credentials/%s", credential);
    }
    return arena_print(reading->arena, "%s/%s", folder, credential);
}

static void read_relay(struct reading *reading, const struct xml_node *root) {
    static const char *const SECURITIES[] = {"starttls", "tls", "plain"};
    const struct xml_node *node = xml_child(root, "relay");
    if (node == NULL) {
        return;
    }
    struct schedule_relay *relay = NEW(reading->arena, struct schedule_relay);
    const char *security = take_attribute(reading, node, "security");
    for (int i = 0; security != NULL && i < 3; i++) {
        if (strcmp(security, SECURITIES[i]) == 0) {
            relay->security = (enum schedule_security)i;
        }
    }
    const char *host = take_attribute(reading, node, "host");
    relay->host = host == NULL ? "" : host;
    relay->port = take_integer(reading, node, "port", DEFAULT_PORT);
    relay->ca_file = take_path(reading, node, "ca-file");
    relay->user = take_attribute(reading, node, "user");
    relay->password_file = read_password_file(reading, node);
    relay->connect_seconds = take_integer(reading, node, "connect-seconds", 0);
    relay->reply_seconds = take_integer(reading, node, "reply-seconds", 0);
    relay->final_seconds = take_integer(reading, node, "final-seconds", 0);
    relay->where = xml_where(node);
    reading->schedule->relay = relay;
}

static void read_policy(struct reading *reading, const struct xml_node *root) {
    struct schedule *schedule = reading->schedule;
    const struct xml_node *node = xml_child(root, "policy");
    schedule->approval = !read_yes(reading, node, "approval", "not-required", false);
    schedule->greatest_age_days =
        take_integer(reading, node, "greatest-age-days", DEFAULT_AGE_DAYS);
    schedule->domains = take_word_list(reading, node, "domains");
    schedule->stop_at_unknown = read_yes(reading, node, "unknown", "stop", false);
    schedule->retention_days = take_integer(reading, node, "retention-days", 0);
    schedule->render_seconds =
        take_integer(reading, node, "render-seconds", DEFAULT_RENDER_SECONDS);
}

static void read_places(struct reading *reading, const struct xml_node *root) {
    struct schedule *schedule = reading->schedule;
    const char *first = take_attribute(reading, root, "first");
    const char *archive = take_path(reading, xml_child(root, "archive"), "folder");
    const char *outbox = take_path(reading, xml_child(root, "outbox"), "file");
    schedule->archive =
        archive != NULL ? archive : file_beside(reading->arena, schedule->file, "archive");
    schedule->outbox =
        outbox != NULL ? outbox : file_beside(reading->arena, schedule->file, "outbox.db");
    schedule->failure_program = take_path(reading, xml_child(root, "on-failure"), "program");
    const struct xml_node *message = xml_child(root, "message");
    schedule->from = take_attribute(reading, message, "from");
    schedule->from_name = take_attribute(reading, message, "from-name");
    schedule->reply_to = take_attribute(reading, message, "reply-to");
    schedule->message_template = read_template(reading, message);
    if (first != NULL &&
        !date_parse(arena_print(reading->arena, "%s-01", first), &schedule->first)) {
        schedule->first = (struct date){0};
    }
}

static void close_document(void *document) {
    xml_close(document);
}

const struct schedule *schedule_read(struct arena *arena, const char *path,
                                     struct diagnostics *diagnostics) {
    struct xml_document *document = xml_open(path, 0, (struct where){NULL, 0}, diagnostics);
    if (document == NULL) {
        return NULL;
    }
    arena_defer(arena, close_document, document);
    const char *schema =
        diagnostics_print(diagnostics, "%s/templates/schemas/schedule.rng", file_data_folder());
    struct schedule *schedule = NEW(arena, struct schedule);
    schedule->file = path;
    struct reading reading = {.arena = arena,
                              .diagnostics = diagnostics,
                              .document = document,
                              .schedule = schedule,
                              .good = xml_validate(document, schema, diagnostics)};
    const struct xml_node *root = xml_root(document);
    if (!xml_is(root, "schedule")) {
        return NULL;
    }
    read_calendar(&reading, root);
    read_partnerships(&reading, root);
    read_papers(&reading, root);
    read_members(&reading, root);
    check_members(&reading);
    read_relay(&reading, root);
    read_policy(&reading, root);
    read_places(&reading, root);
    return reading.good ? schedule : NULL;
}
