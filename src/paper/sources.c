/* sources.c: the files that a paper is made from beside its assessment: the template, and the house
 * it names.
 *
 * They are read where the paper is made, or before, by a thread of their own: nothing in them needs
 * the assessment. What is wrong with a file is said by the paper's own diagnostics, in their order:
 * whoever reads ahead and finds something drops it all, and it is read again.
 */
#include "sources.h"

#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/file.h>
#include <boardpaper/xml.h>

#include "making.h"

static const struct where COMMAND_LINE = {NULL, 0};

struct paper_sources {
    struct arena *arena;
    struct sources sources;
    const char *edition;
    struct making *making;
};

static void close_document(void *document) {
    xml_close(document);
}

/* What ships has been validated; anything else is each time. */
static struct xml_document *open_checked(struct arena *arena, const char *path, struct where where,
                                         struct diagnostics *diagnostics) {
    struct xml_document *document = xml_open(path, 0, where, diagnostics);
    if (document == NULL) {
        return NULL;
    }
    arena_defer(arena, close_document, document);
    const char *schema =
        arena_print(arena, "%s/templates/schemas/template.rng", file_data_folder());
    return xml_ships(document) || xml_validate(document, schema, diagnostics) ? document : NULL;
}

/* Beside the template, else the shipped one of that name: a template copied to a secretary's
 * folder still finds the house's style. */
static const char *house_path(struct arena *arena, const char *template_path, const char *file) {
    const char *beside = file_beside(arena, template_path, file);
    if (access(beside, F_OK) == 0 || strchr(file, '/') != NULL) {
        return beside;
    }
    return arena_print(arena, "%s/templates/%s", file_data_folder(), file);
}

bool sources_open(struct arena *arena, const char *template_path, struct sources *out,
                  struct diagnostics *diagnostics) {
    const char *path = arena_text(arena, template_path);
    out->count = 0;
    struct xml_document *template = open_checked(arena, path, COMMAND_LINE, diagnostics);
    if (template == NULL) {
        return false;
    }
    struct xml_node *root = xml_root(template);
    if (!xml_is(root, "template")) {
        return REPORT(diagnostics, xml_where(root), MESSAGE_TEMPLATE_ROOT, xml_name(root));
    }
    struct xml_node *use = xml_child(root, "house");
    const char *file = use == NULL ? NULL : xml_attribute(use, "file");
    if (file != NULL) {
        struct xml_document *house =
            open_checked(arena, house_path(arena, path, file), xml_where(use), diagnostics);
        if (house == NULL) {
            return false;
        }
        out->documents[out->count++] = house;
    }
    out->documents[out->count++] = template;
    return true;
}

/* ---- ahead ------------------------------------------------------------------------------- */

static const char *known_edition(const char *edition) {
    return edition == NULL ? "standard" : edition;
}

static bool make_ahead(struct paper_sources *ahead, const char *template_path,
                       struct diagnostics *diagnostics) {
    if (!sources_open(ahead->arena, template_path, &ahead->sources, diagnostics)) {
        return false;
    }
    ahead->making = making_open(ahead->arena, &ahead->sources, ahead->edition, diagnostics);
    if (ahead->making == NULL) {
        return false;
    }
    making_compile(ahead->making);
    return diagnostics_kept(diagnostics) == 0;
}

struct paper_sources *paper_sources_open(const char *template_path, const char *style_edition) {
    struct arena *arena = arena_new();
    struct paper_sources *ahead = NEW(arena, struct paper_sources);
    ahead->arena = arena;
    ahead->edition = arena_text(arena, known_edition(style_edition));
    if (make_ahead(ahead, template_path, diagnostics_new(arena, 1))) {
        return ahead;
    }
    arena_free(arena);
    return NULL;
}

void paper_sources_close(struct paper_sources *sources) {
    if (sources != NULL) {
        arena_free(sources->arena);
    }
}

const struct sources *sources_of(const struct paper_sources *ahead) {
    return &ahead->sources;
}

struct making *sources_making(const struct paper_sources *ahead, const char *edition) {
    return strcmp(ahead->edition, known_edition(edition)) == 0 ? ahead->making : NULL;
}
