/* sheet.c: definitions gathered by name over the layers, then styles resolved along their
 * based-on chains.
 *
 * A definition is the list of the elements that define one name, lowest layer first. An
 * attribute's value is that of the highest layer that has it; what no layer has comes from the
 * style it is based on; what none has comes from the ground below.
 */
#include "sheet.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/hash.h>
#include <boardpaper/xml.h>

#include "colour.h"

static const struct where COMMAND_LINE = {NULL, 0};

enum { LAYERS = 8 };

enum progress { FRESH, OPEN, DONE };

struct definition {
    const char *name;
    struct where where;
    struct xml_node *nodes[LAYERS];
    size_t node_count;
    uint32_t letters;                 /* that attributes of these nodes begin with */
    struct definition *next, *beside; /* of all; of its slot */
};

/* A style on its way: lines may be set as a multiple of the size, which then inherits as one. */
struct style_definition {
    struct definition definition;
    enum progress progress;
    struct style style;
    struct number leading_multiple; /* 0: leading is a length */
};

enum { SLOTS = 64 };

struct definitions {
    struct definition *first, **last;
    size_t count, size;
    struct definition *slots[SLOTS]; /* by name */
};

struct sheet {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct definitions colours, styles, shades, masters;
    const struct style **style_list;
    struct shade *shade_list;
    const struct master_source *master_list;
    length_t least_size; /* of the edition: no style is smaller */
    const char *overflow;
};

/* What a style is before anybody says anything. */
static const struct style GROUND = {.size = POINTS(11),
                                    .leading = POINTS(15),
                                    .colour = {0, 0, 0},
                                    .border_colour = {0, 0, 0},
                                    .orphans = 2,
                                    .widows = 2};

const char *layered_attribute(struct xml_node *const *nodes, size_t count, const char *name,
                              struct where *where) {
    for (size_t i = count; i-- > 0;) {
        const char *value = xml_attribute(nodes[i], name);
        if (value != NULL) {
            if (where != NULL) {
                *where = xml_where(nodes[i]);
            }
            return value;
        }
    }
    return NULL;
}

bool read_length(struct diagnostics *diagnostics, const char *text, struct where where, length_t em,
                 length_t least, length_t most, length_t *out) {
    length_t length = 0;
    if (!length_parse(text, em, &length)) {
        return REPORT(diagnostics, where, MESSAGE_LENGTH, text);
    }
    if (length < least || length > most) {
        char low[NUMBER_TEXT];
        char high[NUMBER_TEXT];
        struct number points;
        number_make(least, 1000, &points);
        number_plain(points, low);
        number_make(most, 1000, &points);
        number_plain(points, high);
        return REPORT(diagnostics, where, MESSAGE_LENGTH_RANGE, text, low, high);
    }
    *out = length;
    return true;
}

/* ---- gathering -------------------------------------------------------------------------- */

static size_t slot_of(const char *name) {
    return hash_text(name) % SLOTS;
}

static struct definition *find(const struct definitions *all, const char *name) {
    struct definition *one = all->slots[slot_of(name)];
    while (one != NULL && strcmp(one->name, name) != 0) {
        one = one->beside;
    }
    return one;
}

static uint32_t letter_of(const char *name) {
    return UINT32_C(1) << (*name & 31);
}

/* An attribute of a definition: most of the thirty that are asked of a style it does not have. */
static const char *own(const struct definition *definition, const char *name, struct where *where) {
    return (definition->letters & letter_of(name)) == 0
               ? NULL
               : layered_attribute(definition->nodes, definition->node_count, name, where);
}

static void gather_one(struct sheet *sheet, struct definitions *all, struct xml_node *node,
                       const struct xml_node *layer) {
    const char *name = xml_attribute(node, "name");
    if (name == NULL) {
        return; /* the schema has reported it */
    }
    struct definition *definition = find(all, name);
    if (definition == NULL) {
        definition = arena_take(sheet->arena, all->size);
        definition->name = name;
        definition->where = xml_where(node);
        struct definition **slot = &all->slots[slot_of(name)];
        definition->beside = *slot;
        *slot = definition;
        *all->last = definition;
        all->last = &definition->next;
        all->count++;
    } else if (xml_parent(definition->nodes[definition->node_count - 1]) == layer) {
        struct where first = xml_where(definition->nodes[definition->node_count - 1]);
        REPORT(sheet->diagnostics, xml_where(node), MESSAGE_DEFINED_TWICE, xml_name(node), name,
               diagnostics_integer(sheet->diagnostics, first.line));
        return;
    }
    if (definition->node_count < LAYERS) {
        definition->nodes[definition->node_count++] = node;
        const char *attribute = NULL;
        const char *value = NULL;
        for (size_t i = 0; xml_attribute_at(node, i, &attribute, &value); i++) {
            definition->letters |= letter_of(attribute);
        }
    }
}

/* The definitions directly beneath layer. */
static void gather(struct sheet *sheet, struct xml_node *layer) {
    for (struct xml_node *node = xml_first(layer); node != NULL; node = xml_next(node)) {
        if (xml_is(node, "colour")) {
            gather_one(sheet, &sheet->colours, node, layer);
        } else if (xml_is(node, "style")) {
            gather_one(sheet, &sheet->styles, node, layer);
        } else if (xml_is(node, "shade")) {
            gather_one(sheet, &sheet->shades, node, layer);
        } else if (xml_is(node, "master")) {
            gather_one(sheet, &sheet->masters, node, layer);
        }
    }
}

static const char *edition_names(struct sheet *sheet, struct xml_document *const *documents,
                                 size_t count) {
    struct buffer names = {0};
    buffer_text(&names, "standard");
    for (size_t i = 0; i < count; i++) {
        struct xml_node *styles = xml_child(xml_root(documents[i]), "styles");
        for (struct xml_node *edition = styles == NULL ? NULL : xml_child(styles, "edition");
             edition != NULL; edition = xml_sibling(edition, "edition")) {
            const char *name = xml_attribute(edition, "name");
            if (name != NULL && strstr(names.data, name) == NULL) {
                buffer_print(&names, ", %s", name);
            }
        }
    }
    const char *text = arena_text(sheet->arena, names.data);
    buffer_free(&names);
    return text;
}

static bool gather_edition(struct sheet *sheet, struct xml_document *document,
                           const char *edition) {
    struct xml_node *styles = xml_child(xml_root(document), "styles");
    for (struct xml_node *node = styles == NULL ? NULL : xml_child(styles, "edition"); node != NULL;
         node = xml_sibling(node, "edition")) {
        const char *name = xml_attribute(node, "name");
        if (name == NULL || strcmp(name, edition) != 0) {
            continue;
        }
        gather(sheet, node);
        const char *least = xml_attribute(node, "least-size");
        if (least != NULL) {
            read_length(sheet->diagnostics, least, xml_where(node), 0, POINTS(4), POINTS(100),
                        &sheet->least_size);
        }
        const char *overflow = xml_attribute(node, "overflow");
        if (overflow != NULL) {
            sheet->overflow = overflow;
        }
        return true;
    }
    return false;
}

/* ---- colours and shades ----------------------------------------------------------------- */

bool sheet_colour(const struct sheet *sheet, const char *text, struct where where,
                  struct colour *out) {
    const struct definition *definition = find(&sheet->colours, text);
    if (definition != NULL) {
        text = own(definition, "value", &where);
        if (text == NULL) {
            return false;
        }
        if (!colour_parse(text, out)) {
            return REPORT(sheet->diagnostics, where, MESSAGE_COLOUR_VALUE, text);
        }
        return true;
    }
    if (text[0] != '#') {
        return REPORT(sheet->diagnostics, where, MESSAGE_COLOUR_UNKNOWN, text);
    }
    if (!colour_parse(text, out)) {
        return REPORT(sheet->diagnostics, where, MESSAGE_COLOUR_VALUE, text);
    }
    return true;
}

/* "67%" is a share of the factor's range; "30" is a value. */
static bool read_from(struct sheet *sheet, const char *text, struct where where,
                      struct shade_step *step) {
    size_t length = strlen(text);
    step->share = length > 0 && text[length - 1] == '%';
    const char *amount = arena_bytes(sheet->arena, text, step->share ? length - 1 : length);
    if (!number_parse(amount, &step->from)) {
        return REPORT(sheet->diagnostics, where, MESSAGE_SHADE_FROM, text);
    }
    return true;
}

static void read_step(struct sheet *sheet, struct xml_node *node, struct colour ink,
                      struct shade_step *step) {
    struct where where = xml_where(node);
    const char *from = xml_attribute(node, "from");
    const char *colour = xml_attribute(node, "colour");
    step->value = xml_attribute(node, "value");
    step->pattern = xml_attribute(node, "pattern");
    if (from != NULL) {
        read_from(sheet, from, where, step);
    }
    step->plain = colour == NULL || !sheet_colour(sheet, colour, where, &step->colour);
    step->text = step->plain ? ink : colour_on(step->colour, ink);
}

static void read_shades(struct sheet *sheet) {
    struct colour ink = GROUND.colour;
    const struct style *body = sheet_style(sheet, "body");
    if (body != NULL) {
        ink = body->colour;
    }
    sheet->shade_list = NEWS(sheet->arena, sheet->shades.count, struct shade);
    struct shade *shade = sheet->shade_list;
    for (struct definition *one = sheet->shades.first; one != NULL; one = one->next, shade++) {
        /* A shade is taken whole from the highest layer: steps of two scales do not mix. */
        struct xml_node *node = one->nodes[one->node_count - 1];
        size_t count = 0;
        for (struct xml_node *step = xml_first(node); step != NULL; step = xml_next(step)) {
            count++;
        }
        struct shade_step *steps = NEWS(sheet->arena, count, struct shade_step);
        size_t i = 0;
        for (struct xml_node *step = xml_first(node); step != NULL; step = xml_next(step), i++) {
            read_step(sheet, step, ink, &steps[i]);
            if (i > 0 && steps[i].value == NULL && steps[i - 1].value == NULL &&
                number_compare(steps[i].from, steps[i - 1].from) <= 0) {
                REPORT(sheet->diagnostics, xml_where(step), MESSAGE_SHADE_ORDER, one->name);
            }
        }
        *shade = (struct shade){.name = one->name, .steps = steps, .count = count};
    }
}

const struct shade *sheet_shade(const struct sheet *sheet, const char *name) {
    for (size_t i = 0; i < sheet->shades.count; i++) {
        if (strcmp(sheet->shade_list[i].name, name) == 0) {
            return &sheet->shade_list[i];
        }
    }
    return NULL;
}

/* ---- styles ----------------------------------------------------------------------------- */

static bool yes(const char *text) {
    return strcmp(text, "yes") == 0;
}

static void read_flag(const struct definition *definition, const char *name, bool *out) {
    const char *text = own(definition, name, NULL);
    if (text != NULL) {
        *out = yes(text);
    }
}

static void read_size(struct sheet *sheet, const struct definition *definition, const char *name,
                      length_t em, length_t least, length_t *out) {
    struct where where;
    const char *text = own(definition, name, &where);
    if (text != NULL) {
        read_length(sheet->diagnostics, text, where, em, least, POINTS(1000), out);
    }
}

static void read_colour(struct sheet *sheet, const struct definition *definition, const char *name,
                        struct colour *out) {
    struct where where;
    const char *text = own(definition, name, &where);
    if (text != NULL) {
        sheet_colour(sheet, text, where, out);
    }
}

static void read_count(const struct definition *definition, const char *name, int *out) {
    const char *text = own(definition, name, NULL);
    struct number number;
    if (text != NULL && number_parse(text, &number) && number.numerator > 0 &&
        number.numerator < 100) {
        *out = (int)number.numerator;
    }
}

static void read_background(struct sheet *sheet, const struct definition *definition,
                            struct style *style) {
    struct where where;
    const char *text = own(definition, "background", &where);
    if (text != NULL) {
        style->has_background =
            strcmp(text, "none") != 0 && sheet_colour(sheet, text, where, &style->background);
    }
}

/* "1.4" is a multiple of the size, "15pt" a length. */
static void read_leading(struct sheet *sheet, struct style_definition *one) {
    struct where where;
    const char *text = own(&one->definition, "leading", &where);
    struct number multiple;
    if (text != NULL && number_parse(text, &multiple)) {
        one->leading_multiple = multiple;
    } else if (text != NULL) {
        one->leading_multiple = number_of(0);
        read_length(sheet->diagnostics, text, where, one->style.size, POINTS(4), POINTS(400),
                    &one->style.leading);
    }
    if (one->leading_multiple.numerator != 0) {
        struct number leading;
        if (number_multiply(number_of(one->style.size), one->leading_multiple, &leading) &&
            number_round(leading, 0, &leading)) {
            one->style.leading = leading.numerator;
        }
    }
    if (one->style.leading < one->style.size) {
        REPORT(sheet->diagnostics, text == NULL ? one->definition.where : where,
               MESSAGE_STYLE_LEADING, one->definition.name);
        one->style.leading = one->style.size;
    }
}

static void read_align(const struct definition *definition, enum align *out) {
    static const char *const names[] = {"start", "end", "centre", "justify", "decimal"};
    const char *text = own(definition, "align", NULL);
    for (int i = 0; text != NULL && i < (int)(sizeof names / sizeof names[0]); i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (enum align)i;
        }
    }
}

/* No style of the edition is smaller than it allows; its leading grows with it. */
static void raise_size(const struct sheet *sheet, struct style_definition *one) {
    struct style *style = &one->style;
    if (style->size < sheet->least_size) {
        style->leading = style->leading * sheet->least_size / style->size;
        style->size = sheet->least_size;
    }
}

static void read_type(struct sheet *sheet, struct style_definition *one) {
    const struct definition *definition = &one->definition;
    struct style *style = &one->style;
    const char *family = own(definition, "family", NULL);
    if (family != NULL) {
        style->family = family;
    }
    read_size(sheet, definition, "size", style->size, POINTS(4), &style->size);
    read_leading(sheet, one);
    raise_size(sheet, one);
    read_flag(definition, "bold", &style->bold);
    read_flag(definition, "italic", &style->italic);
    read_flag(definition, "small-caps", &style->small_caps);
    read_flag(definition, "upper", &style->upper);
    read_flag(definition, "tabular", &style->tabular);
    read_flag(definition, "hyphenate", &style->hyphenate);
    read_colour(sheet, definition, "colour", &style->colour);
    read_align(definition, &style->align);
    read_count(definition, "orphans", &style->orphans);
    read_count(definition, "widows", &style->widows);
}

static void read_space(struct sheet *sheet, struct style_definition *one) {
    static const struct {
        const char *name;
        size_t offset;
        length_t least;
    } LENGTHS[] = {
        {"space-before", offsetof(struct style, space_before), 0},
        {"space-after", offsetof(struct style, space_after), 0},
        {"indent", offsetof(struct style, indent_start), 0},
        {"indent-end", offsetof(struct style, indent_end), 0},
        {"indent-first", offsetof(struct style, indent_first), -POINTS(1000)},
        {"padding", offsetof(struct style, padding), 0},
        {"border", offsetof(struct style, border), 0},
        {"bar", offsetof(struct style, bar), 0},
        {"rule-above", offsetof(struct style, rule_above), 0},
        {"rule-below", offsetof(struct style, rule_below), 0},
    };
    struct style *style = &one->style;
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        length_t *out = (length_t *)(void *)((char *)style + LENGTHS[i].offset);
        read_size(sheet, &one->definition, LENGTHS[i].name, style->size, LENGTHS[i].least, out);
    }
    read_background(sheet, &one->definition, style);
    read_colour(sheet, &one->definition, "border-colour", &style->border_colour);
    read_flag(&one->definition, "keep-with-next", &style->keep_with_next);
    read_flag(&one->definition, "keep-together", &style->keep_together);
    read_flag(&one->definition, "break-before", &style->break_before);
}

/* A style's own text on its own background, or on white paper. What stands on the background of a
 * box around it is checked where it is used. */
static void check_contrast(struct sheet *sheet, const struct style_definition *one) {
    static const struct colour white = {255, 255, 255};
    const struct style *style = &one->style;
    int least = colour_least_contrast(style->size, style->bold);
    int contrast =
        colour_contrast(style->colour, style->has_background ? style->background : white);
    if (style->has_background && contrast < least) {
        REPORT(
            sheet->diagnostics, one->definition.where, MESSAGE_CONTRAST, style->name,
            diagnostics_print(sheet->diagnostics, "%d.%02d", contrast / 1000, contrast % 1000 / 10),
            diagnostics_print(sheet->diagnostics, "%d.%d", least / 1000, least % 1000 / 100));
    }
}

static void resolve(struct sheet *sheet, struct style_definition *one) {
    if (one->progress == DONE) {
        return;
    }
    one->progress = OPEN;
    one->style = GROUND;
    one->leading_multiple = number_of(0);
    struct where where;
    const char *base = own(&one->definition, "based-on", &where);
    if (base != NULL) {
        struct style_definition *parent =
            (struct style_definition *)(void *)find(&sheet->styles, base);
        if (parent == NULL) {
            REPORT(sheet->diagnostics, where, MESSAGE_STYLE_UNKNOWN, base,
                   sheet_style_names(sheet));
        } else if (parent->progress == OPEN) {
            REPORT(sheet->diagnostics, where, MESSAGE_STYLE_CYCLE, one->definition.name, base);
        } else {
            resolve(sheet, parent);
            one->style = parent->style;
            one->leading_multiple = parent->leading_multiple;
        }
    }
    one->style.name = one->definition.name;
    read_type(sheet, one);
    read_space(sheet, one);
    check_contrast(sheet, one);
    one->progress = DONE;
}

static void resolve_styles(struct sheet *sheet) {
    sheet->style_list = NEWS(sheet->arena, sheet->styles.count + 1, const struct style *);
    size_t i = 0;
    for (struct definition *one = sheet->styles.first; one != NULL; one = one->next, i++) {
        struct style_definition *style = (struct style_definition *)(void *)one;
        resolve(sheet, style);
        sheet->style_list[i] = &style->style;
    }
}

/* ---- the outside ------------------------------------------------------------------------ */

static void list_masters(struct sheet *sheet) {
    struct master_source *list = NEWS(sheet->arena, sheet->masters.count + 1, struct master_source);
    size_t i = 0;
    for (struct definition *one = sheet->masters.first; one != NULL; one = one->next, i++) {
        list[i] = (struct master_source){
            .name = one->name, .where = one->where, .node_count = one->node_count};
        memcpy(list[i].nodes, one->nodes, sizeof one->nodes);
    }
    sheet->master_list = list;
}

static void begin(struct definitions *all, size_t size) {
    *all = (struct definitions){.last = &all->first, .size = size};
}

struct sheet *sheet_make(struct arena *arena, struct xml_document *const *documents, size_t count,
                         const char *edition, struct diagnostics *diagnostics) {
    struct sheet *sheet = NEW(arena, struct sheet);
    sheet->arena = arena;
    sheet->diagnostics = diagnostics;
    begin(&sheet->colours, sizeof(struct definition));
    begin(&sheet->styles, sizeof(struct style_definition));
    begin(&sheet->shades, sizeof(struct definition));
    begin(&sheet->masters, sizeof(struct definition));
    size_t errors = diagnostics_count(diagnostics, LEVEL_ERROR);
    for (size_t i = 0; i < count; i++) {
        struct xml_node *styles = xml_child(xml_root(documents[i]), "styles");
        struct xml_node *pages = xml_child(xml_root(documents[i]), "pages");
        if (styles != NULL) {
            gather(sheet, styles);
        }
        if (pages != NULL) {
            gather(sheet, pages);
        }
    }
    if (edition != NULL && strcmp(edition, "standard") != 0) {
        bool found = false;
        for (size_t i = 0; i < count; i++) {
            found |= gather_edition(sheet, documents[i], edition);
        }
        if (!found) {
            REPORT(diagnostics, COMMAND_LINE, MESSAGE_EDITION_UNKNOWN, edition,
                   edition_names(sheet, documents, count));
        }
    }
    resolve_styles(sheet);
    read_shades(sheet);
    list_masters(sheet);
    return diagnostics_count(diagnostics, LEVEL_ERROR) > errors ? NULL : sheet;
}

void sheet_meet(struct sheet *sheet, struct arena *arena, struct diagnostics *diagnostics) {
    sheet->arena = arena;
    sheet->diagnostics = diagnostics;
}

const struct style *sheet_style(const struct sheet *sheet, const char *name) {
    const struct definition *one = find(&sheet->styles, name);
    return one == NULL ? NULL : &((const struct style_definition *)(const void *)one)->style;
}

const struct style *const *sheet_styles(const struct sheet *sheet, size_t *count) {
    *count = sheet->styles.count;
    return sheet->style_list;
}

static const char *names(const struct sheet *sheet, const struct definitions *all) {
    struct buffer text = {0};
    for (const struct definition *one = all->first; one != NULL; one = one->next) {
        buffer_print(&text, "%s%s", one == all->first ? "" : ", ", one->name);
    }
    const char *copy = arena_text(sheet->arena, text.length == 0 ? "none" : text.data);
    buffer_free(&text);
    return copy;
}

const char *sheet_style_names(const struct sheet *sheet) {
    return names(sheet, &sheet->styles);
}

const char *sheet_shade_names(const struct sheet *sheet) {
    return names(sheet, &sheet->shades);
}

const char *sheet_overflow(const struct sheet *sheet) {
    return sheet->overflow;
}

const struct master_source *sheet_master(const struct sheet *sheet, size_t index) {
    return index < sheet->masters.count ? &sheet->master_list[index] : NULL;
}
