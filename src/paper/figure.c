/* figure.c: pictures from files and charts from data, each with what it says in words. */
#include "form.h"

#include <string.h>

#include <boardpaper/chart.h>
#include <boardpaper/file.h>
#include <boardpaper/image.h>
#include <boardpaper/number.h>

#include "colour.h"
#include "expression.h"

/* A picture of a paper is a few megabytes at most. */
enum { IMAGE_BYTES_MOST = 32 * 1024 * 1024 };

enum { MATRIX_MOST = 20 };

/* ---- what pictures and charts share ----------------------------------------------------- */

static struct block *begin(struct making *making, const struct form *form, struct scope *scope) {
    struct block *block =
        block_new(making, BLOCK_FIGURE, form, style_of(making, form, scope, STYLE_NAMES("figure")));
    block->id = form_text(making, form, scope, "id");
    targets_define(making, block->id, form->where);
    block->lang = form_text(making, form, scope, "lang");
    scope->lang = block->lang == NULL ? scope->lang : block->lang;
    return block;
}

static void read_caption(struct making *making, const struct form *form, const struct scope *scope,
                         struct block *block) {
    const struct form *caption = form_child(form, FORM_CAPTION);
    if (caption != NULL) {
        block->caption = inlines_of(making, caption, scope);
        block->number = numbering_caption(making, scope, 1);
    }
}

static void read_size(struct making *making, const struct form *form, const struct scope *scope,
                      const char *name, length_t *out) {
    const char *text = form_text(making, form, scope, name);
    if (text != NULL) {
        read_length(making->diagnostics, text, form->where, 0, POINTS(1), POINTS(2000), out);
    }
}

static bool has_words(const char *text) {
    return text != NULL && text[strspn(text, " \t\r\n")] != '\0';
}

static void advise_alt(struct making *making, const struct form *form, const char *alt) {
    if (vague_words(alt)) {
        REPORT(making->diagnostics, form->where, MESSAGE_FIGURE_ALT_VAGUE, alt);
    }
}

/* ---- pictures --------------------------------------------------------------------------- */

/* A picture lies beneath the folder of the file that names it: the assessment's or the template's.
 */
static bool read_image(struct making *making, const struct form *form, const char *path,
                       struct block *block) {
    size_t length = 0;
    const char *bytes = file_read_beneath(making->arena, form->where.file, path, IMAGE_BYTES_MOST,
                                          form->where, &length, making->diagnostics);
    const struct image *image =
        bytes == NULL ? NULL
                      : image_read(making->arena, bytes, length, form->where, making->diagnostics);
    if (image == NULL) {
        return false;
    }
    if (image->kind == IMAGE_DRAWING) {
        block->drawing = image->drawing;
    } else {
        block->image = image;
    }
    return true;
}

struct block *figure_make(struct making *making, const struct form *form,
                          const struct scope *outer) {
    struct scope scope = *outer;
    struct block *block = begin(making, form, &scope);
    const char *source = form_text(making, form, &scope, "src");
    block->alt = form_text(making, form, &scope, "alt");
    if (!has_words(block->alt)) {
        REPORT(making->diagnostics, form->where, MESSAGE_FIGURE_ALT);
        return NULL;
    }
    advise_alt(making, form, block->alt);
    read_size(making, form, &scope, "width", &block->width);
    read_size(making, form, &scope, "height", &block->height);
    read_caption(making, form, &scope, block);
    return read_image(making, form, source == NULL ? "" : source, block) ? block : NULL;
}

/* ---- charts ----------------------------------------------------------------------------- */

/* A number that an attribute of the chart gives; false where it gives none. */
static bool chart_number(struct making *making, const struct form *form, const struct scope *scope,
                         const char *name, struct number *out) {
    const char *text = form_text(making, form, scope, name);
    if (!has_words(text)) {
        return false;
    }
    if (!number_parse(text, out)) {
        return REPORT(making->diagnostics, form->where, MESSAGE_VALUE_NUMBER, text, name);
    }
    return true;
}

static int chart_count(struct making *making, const struct form *form, const struct scope *scope,
                       const char *name) {
    struct number number;
    return chart_number(making, form, scope, name, &number) && number.denominator == 1 &&
                   number.numerator >= 0 && number.numerator <= MATRIX_MOST
               ? (int)number.numerator
               : 0;
}

/* What fills a bar or a square. */
struct filling {
    bool shaded; /* by a step of the shade that the form names; one without a colour is white */
    struct colour colour;
    const char *pattern;
};

static struct filling filling_of(struct making *making, const struct form *form,
                                 const struct scope *scope, struct colour otherwise) {
    const char *colour = form_text(making, form, scope, "colour");
    const char *shade_name = form_text(making, form, scope, "shade");
    const char *by = form_text(making, form, scope, "by");
    const struct shade *shade = shade_name == NULL ? NULL : sheet_shade(making->sheet, shade_name);
    if (shade_name != NULL && shade == NULL) {
        REPORT(making->diagnostics, form->where, MESSAGE_SHADE_UNKNOWN, shade_name,
               sheet_shade_names(making->sheet));
    }
    for (size_t i = 0; shade != NULL && by != NULL && i < shade->count; i++) {
        const struct shade_step *step = &shade->steps[i];
        if (step->value != NULL && strcmp(step->value, by) == 0) {
            static const struct colour paper = {0xFF, 0xFF, 0xFF};
            return (struct filling){.shaded = true,
                                    .colour = step->plain ? paper : step->colour,
                                    .pattern = step->plain ? NULL : step->pattern};
        }
    }
    if (colour != NULL) {
        sheet_colour(making->sheet, colour, form->where, &otherwise);
    }
    return (struct filling){.colour = otherwise};
}

/* False where there is nothing of it to draw. */
static bool read_datum(struct making *making, const struct form *form, const struct scope *scope,
                       struct colour otherwise, struct datum *datum) {
    const char *text = "";
    datum->label = form_text(making, form, scope, "label");
    datum->symbol = form_text(making, form, scope, "symbol");
    if (datum->symbol != NULL && *datum->symbol == '\0') {
        datum->symbol = NULL;
    }
    struct filling filling = filling_of(making, form, scope, otherwise);
    datum->colour = filling.colour;
    datum->pattern = filling.pattern;
    datum->column = chart_count(making, form, scope, "column");
    datum->row = chart_count(making, form, scope, "row");
    if (form->value != NULL) {
        expression_text(making, form->value, scope, &text, NULL);
    }
    datum->known = number_parse(text, &datum->value);
    bool low = chart_number(making, form, scope, "lowest", &datum->lowest);
    bool high = chart_number(making, form, scope, "highest", &datum->highest);
    if (datum->known) {
        datum->lowest = low ? datum->lowest : datum->value;
        datum->highest = high ? datum->highest : datum->value;
    }
    return datum->label != NULL && (datum->known || (low && high) || datum->column > 0);
}

struct thresholds {
    struct threshold *all;
    size_t count, capacity;
};

static void add_threshold(struct making *making, const struct form *form, const struct scope *scope,
                          void *context) {
    struct thresholds *thresholds = context;
    struct number value;
    if (form->kind != FORM_THRESHOLD || !chart_number(making, form, scope, "at", &value)) {
        return;
    }
    if (thresholds->count == thresholds->capacity) {
        size_t capacity = thresholds->capacity == 0 ? 4 : 2 * thresholds->capacity;
        struct threshold *grown = NEWS(making->arena, capacity, struct threshold);
        if (thresholds->count > 0) {
            memcpy(grown, thresholds->all, thresholds->count * sizeof *grown);
        }
        thresholds->all = grown;
        thresholds->capacity = capacity;
    }
    struct filling filling = filling_of(making, form, scope, (struct colour){0});
    thresholds->all[thresholds->count++] =
        (struct threshold){.value = value,
                           .label = form_text(making, form, scope, "label"),
                           .coloured = filling.shaded,
                           .colour = filling.colour,
                           .pattern = filling.pattern};
}

/* Captions, words and alternative text are for readers; the rest of a chart's content is drawn. */
static void read_thresholds(struct making *making, const struct form *form,
                            const struct scope *scope, struct chart *chart) {
    struct thresholds thresholds = {0};
    control_walk(making, form->first, scope, add_threshold, &thresholds);
    chart->thresholds = thresholds.all;
    chart->threshold_count = thresholds.count;
}

static void read_data(struct making *making, const struct form *form, const struct scope *scope,
                      struct colour otherwise, struct chart *chart) {
    struct xml_node **nodes = NULL;
    size_t count = 0;
    control_nodes(making, form, scope, &nodes, &count);
    struct number most;
    if (chart_number(making, form, scope, "most-data", &most) && most.denominator == 1 &&
        most.numerator >= 0 && (uint64_t)most.numerator < count) {
        count = (size_t)most.numerator;
    }
    struct datum *data = NEWS(making->arena, count + 1, struct datum);
    for (size_t i = 0; i < count; i++) {
        struct scope inner = expression_enter(making, scope, nodes[i], i + 1, count);
        if (read_datum(making, form, &inner, otherwise, &data[chart->count])) {
            chart->count++;
        }
    }
    chart->data = data;
}

static enum chart_kind kind_of(const char *name) {
    return name != NULL && strcmp(name, "ranges") == 0   ? CHART_RANGES
           : name != NULL && strcmp(name, "matrix") == 0 ? CHART_MATRIX
                                                         : CHART_BARS;
}

static const char *chart_alt(struct making *making, const struct form *form,
                             const struct scope *scope) {
    const struct form *alt = form_child(form, FORM_ALT);
    return alt == NULL ? NULL : inlines_text(making, inlines_of(making, alt, scope));
}

struct block *chart_make(struct making *making, const struct form *form,
                         const struct scope *outer) {
    struct scope scope = *outer;
    struct block *block = begin(making, form, &scope);
    const struct style *type = style_named(making, STYLE_NAMES("chart", "table"));
    const struct master *pages = making->paper->masters[0];
    struct chart chart = {.kind = kind_of(form_text(making, form, &scope, "kind")),
                          .width = MILLIMETRES(160),
                          .most_height =
                              pages->height - pages->top - pages->bottom - 4 * type->leading,
                          .size = type->size,
                          .lang = scope.lang,
                          .columns = chart_count(making, form, &scope, "columns"),
                          .rows = chart_count(making, form, &scope, "rows"),
                          .column_title = form_text(making, form, &scope, "column-title"),
                          .row_title = form_text(making, form, &scope, "row-title")};
    read_size(making, form, &scope, "width", &chart.width);
    chart_number(making, form, &scope, "least", &chart.least);
    chart_number(making, form, &scope, "most", &chart.most);
    chart.least.denominator = chart.least.denominator == 0 ? 1 : chart.least.denominator;
    chart.most.denominator = chart.most.denominator == 0 ? 1 : chart.most.denominator;
    read_data(making, form, &scope, type->colour, &chart);
    read_thresholds(making, form, &scope, &chart);
    block->alt = chart_alt(making, form, &scope);
    if (!has_words(block->alt)) {
        REPORT(making->diagnostics, form->where, MESSAGE_FIGURE_ALT);
        return NULL;
    }
    advise_alt(making, form, block->alt);
    if (chart.count == 0) {
        REPORT(making->diagnostics, form->where, MESSAGE_CHART_EMPTY);
        return NULL;
    }
    read_caption(making, form, &scope, block);
    block->drawing = chart_draw(making->arena, &chart, making->request->text);
    block->width = block->drawing->width;
    block->height = block->drawing->height;
    return block;
}
