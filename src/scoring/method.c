/* method.c: looking things up in a method, and finding the method an assessment names. */
#include "method.h"

#include <string.h>
#include <unistd.h>

#include <boardpaper/file.h>
#include <boardpaper/xml.h>

#include "exact.h"
#include "method_read.h"

const char *method_id(const struct method *method) {
    return method->id;
}

const char *method_version(const struct method *method) {
    return method->version;
}

const char *method_title(const struct method *method) {
    return method->title;
}

size_t method_factor_count(const struct method *method) {
    return method->factor_count;
}

const struct factor *method_factor(const struct method *method, size_t index) {
    return &method->factors[index];
}

size_t method_band_count(const struct method *method) {
    return method->band_count;
}

const struct band *method_band(const struct method *method, size_t index) {
    return &method->bands[index];
}

int method_total(const struct method *method) {
    return method->total;
}

/* FNV-1a. */
static size_t hash(const char *text) {
    uint32_t value = 2166136261u;
    for (; *text != '\0'; text++) {
        value = (value ^ (unsigned char)*text) * 16777619u;
    }
    return value;
}

void method_index(struct arena *arena, struct method *method) {
    size_t places = 8;
    while (places < 2 * method->factor_count) {
        places *= 2;
    }
    method->slot_mask = places - 1;
    method->slots = NEWS(arena, places, int);
    for (size_t i = 0; i < places; i++) {
        method->slots[i] = -1;
    }
    for (size_t i = 0; i < method->factor_count; i++) {
        if (method->factors[i].id == NULL || method_find(method, method->factors[i].id) >= 0) {
            continue; /* a second of one id is reported, and the first stands */
        }
        size_t place = hash(method->factors[i].id) & method->slot_mask;
        while (method->slots[place] >= 0) {
            place = (place + 1) & method->slot_mask;
        }
        method->slots[place] = (int)i;
    }
}

int method_find(const struct method *method, const char *id) {
    size_t place = hash(id) & method->slot_mask;
    while (method->slots[place] >= 0) {
        int found = method->slots[place];
        if (strcmp(method->factors[found].id, id) == 0) {
            return found;
        }
        place = (place + 1) & method->slot_mask;
    }
    return -1;
}

const struct band *method_rate(const struct method *method, struct number total) {
    for (size_t i = 0; i + 1 < method->band_count; i++) {
        if (exact_compare(total, method->bands[i].lowest) >= 0) {
            return &method->bands[i];
        }
    }
    return method->band_count == 0 ? NULL : &method->bands[method->band_count - 1];
}

static bool is_path(const char *ref) {
    return strchr(ref, '/') != NULL || strchr(ref, '.') != NULL;
}

/* The method's own file: a shipped one by its name, or one beneath the assessment's folder. */
static const char *read_named(struct arena *arena, const struct assessment *assessment,
                              const char **path, size_t *length, struct diagnostics *diagnostics) {
    const char *ref = assessment->method_ref;
    struct where where = assessment->method_where;
    if (is_path(ref)) {
        const char *base = assessment->where.file == NULL ? "-" : assessment->where.file;
        *path = file_beside(arena, base, ref);
        return file_read_beneath(arena, base, ref, 0, where, length, diagnostics);
    }
    *path = arena_print(arena, "%s/templates/methods/%s.xml", file_data_folder(), ref);
    if (access(*path, F_OK) != 0) {
        REPORT(diagnostics, where, MESSAGE_METHOD_NONE, ref);
        return NULL;
    }
    return file_read(arena, *path, 0, where, length, diagnostics);
}

static const struct method *in_its_language(struct arena *arena,
                                            const struct assessment *assessment,
                                            struct xml_node *node, bool known,
                                            struct diagnostics *diagnostics) {
    struct method *method = method_read_open(arena, node, known, diagnostics);
    if (method != NULL && assessment->lang != NULL) {
        method_speak(arena, method, assessment->lang, assessment->method_where, diagnostics);
    }
    return method;
}

const struct method *method_of(struct arena *arena, const struct assessment *assessment,
                               struct xml_document **opened, struct diagnostics *diagnostics) {
    *opened = NULL;
    if (assessment->method_inline != NULL) {
        return in_its_language(arena, assessment, (struct xml_node *)assessment->method_inline,
                               false, diagnostics);
    }
    if (assessment->method_ref == NULL) {
        REPORT(diagnostics, assessment->where, MESSAGE_METHOD_MISSING);
        return NULL;
    }
    const char *path = NULL;
    size_t length = 0;
    const char *bytes = read_named(arena, assessment, &path, &length, diagnostics);
    if (bytes == NULL) {
        return NULL;
    }
    *opened = xml_parse(path, bytes, length, 0, diagnostics);
    return *opened == NULL ? NULL
                           : in_its_language(arena, assessment, xml_root(*opened),
                                             xml_ships(*opened), diagnostics);
}
