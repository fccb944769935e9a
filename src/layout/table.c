/* table.c: a table becomes strips: its caption, its heads, its rows, its notes.
 *
 * The model is in table_state.h. Here is the order of the work, and what is done with a table that
 * does not fit: it comes down in size (table_fit.c), turns its pages, goes on beside itself, or
 * becomes records (table_views.h), as it asks for.
 */
#include "table_state.h"

#include "containers.h"
#include "prose.h"
#include "table_views.h"
#include "warnings.h"

enum { PENALTY_NOTES = 2000 }; /* of a page break within a table's notes */

static struct table_state *state_new(struct context *context, const struct block *block,
                                     const char *lang) {
    struct table_state *state = NEW(context->arena, struct table_state);
    const struct table *table = block->table;
    size_t columns = (size_t)table->column_count;
    state->arena = context->arena;
    state->text = context->text;
    state->block = block;
    state->table = table;
    state->lang = block->lang != NULL ? block->lang : lang;
    state->columns = table->column_count;
    state->page_height = context->page_height;
    state->counts[PART_HEAD] = (size_t)table->head_count;
    state->counts[PART_BODY] = table->body.count;
    state->counts[PART_FOOT] = (size_t)table->foot_count;
    for (int part = 0; part < PART_COUNT; part++) {
        state->rows[part] = NEWS(context->arena, state->counts[part], struct table_row);
    }
    state->plain = plain_new(context->arena, context->text, state->lang);
    state->extents = NEWS(context->arena, columns, struct column_extent);
    state->plain_greatest = NEWS(context->arena, columns, length_t);
    state->figures = NEWS(context->arena, columns, length_t);
    state->decimals = NEWS(context->arena, columns, struct decimal_extent);
    state->left = NEWS(context->arena, columns + 1, length_t);
    state->inset = NEWS(context->arena, columns, length_t);
    state->turned = NEWS(context->arena, columns, bool);
    state->looks = NEWS(context->arena, columns, struct column_look);
    state->head_tags = NEWS(context->arena, columns * state->counts[PART_HEAD], int32_t);
    state->header_tags = NEWS(context->arena, columns, int32_t);
    state->cell_tags = NEWS(context->arena, columns, int32_t);
    state->page = -1;
    return state;
}

/* ---- the caption ---------------------------------------------------------------------------- */

static struct inline_ text_inline(const char *text, struct where where) {
    return (struct inline_){.kind = INLINE_TEXT, .text = text, .where = where};
}

/* "Table 1. " strong, then what follows. NULL where neither is. parts: three, for the inlines. */
static const struct inline_ *numbered(struct context *context, const struct block *block,
                                      const struct inline_ *caption, struct inline_ parts[3]) {
    const char *number = block->table->number;
    if (number == NULL || *number == '\0') {
        return caption;
    }
    parts[0] = text_inline(arena_print(context->arena, "%s.", number), block->where);
    parts[1] = (struct inline_){
        .kind = INLINE_SPAN, .manner = MANNER_STRONG, .children = &parts[0], .where = block->where};
    if (caption != NULL) {
        parts[2] = text_inline(" ", block->where);
        parts[2].next = caption;
        parts[1].next = &parts[2];
    }
    return &parts[1];
}

static const struct style *caption_style(const struct table *table) {
    return table->caption_style != NULL ? table->caption_style : table->cell_style;
}

/* The caption as it is said again: "Crime by year (continued)"; NULL where nothing is to be said.
 */
static const struct inline_ *say_again(const struct table_state *state, struct context *context,
                                       struct inline_ *said) {
    const struct table *table = state->table;
    if (table->continued == NULL || *table->continued == '\0' ||
        (table->caption == NULL && table->number == NULL)) {
        return NULL;
    }
    const char *words = table->caption == NULL
                            ? ""
                            : prose_plain(context->references, context->arena, table->caption);
    *said = text_inline(
        arena_print(context->arena, "%s%s(%s)", words, *words == '\0' ? "" : " ", table->continued),
        state->block->where);
    return said;
}

/* The caption's first strip, where the table goes on on the facing page. */
struct faced {
    struct strip own;
    struct table_state *state;
};

static void place_caption(const struct strip *strip, struct placing *placing, length_t x,
                          length_t y) {
    const struct faced *faced = strip->content;
    struct table_state *state = faced->state;
    if (placing->part == 0) {
        faced->own.place(&faced->own, placing, x, y);
    } else if (state->continued.count > 0) {
        placing->artifact = true;
        placing->artifact_tag = TAG_ARTIFACT_LAYOUT;
        flow_place(&state->continued, 0, state->continued.count, placing, x, y);
        placing->artifact = false;
    }
}

/* On the facing page the caption is said again, at the same height. */
static void face_caption(struct table_state *state, struct context *context, struct flow *flow,
                         size_t first) {
    struct strip *strip = &flow->strips[first], *last = &flow->strips[flow->count - 1];
    length_t height = 0;
    for (size_t i = first; i < flow->count; i++) {
        height += flow->strips[i].height + (i > first ? flow->strips[i].before : 0);
    }
    if (state->continued.height > height) {
        last->height += state->continued.height - height;
    }
    struct faced *faced = NEW(context->arena, struct faced);
    *faced = (struct faced){.own = *strip, .state = state};
    strip->place = place_caption;
    strip->content = faced;
    strip->facing = true;
}

static void add_caption(struct table_state *state, struct context *context, struct flow *flow,
                        length_t width) {
    struct inline_ parts[3];
    const struct style *style = caption_style(state->table);
    const struct inline_ *caption = numbered(context, state->block, state->table->caption, parts);
    if (caption == NULL) {
        return;
    }
    size_t first = flow->count;
    flow_open(context, flow, ROLE_CAPTION, NULL);
    flow_add_inlines(context, flow, caption, style, style->align, width, state->lang);
    flow_shut(flow);
    for (size_t i = first; i < flow->count; i++) {
        flow->strips[i].block = state->block;
        if (i > first) {
            flow->strips[i].penalty = PENALTY_NEVER;
        }
    }
    if (state->parts > 0 && flow->count > first) {
        face_caption(state, context, flow, first);
    }
    flow_space(flow, style->space_after);
    flow_penalty(flow, PENALTY_NEVER);
}

/* What stands above the heads on later pages. */
static void lay_continued(struct table_state *state, struct context *context, length_t width) {
    const struct style *style = caption_style(state->table);
    struct inline_ parts[3], said;
    const struct inline_ *again = say_again(state, context, &said);
    if (again == NULL) {
        return;
    }
    uint32_t note = context->note;
    flow_add_inlines(context, &state->continued, numbered(context, state->block, again, parts),
                     style, style->align, width, state->lang);
    flow_end(&state->continued);
    context->note = note;
    state->continued_space = style->space_after;
}

/* ---- the parts ------------------------------------------------------------------------------ */

/* The heads are set again on every page, unless they would fill half of it. */
static void ready_repeat(struct table_state *state, struct context *context, length_t width) {
    length_t heads = table_heads(state, context);
    lay_continued(state, context, width);
    length_t height = heads;
    if (state->continued.count > 0) {
        height += state->continued.height + state->continued_space;
    }
    if (height > state->page_height / 2) {
        layout_warn(context, state->block->where, MESSAGE_LAYOUT_TABLE_HEAD_HIGH, "");
        height = 0;
    }
    state->repeat =
        (struct repeat){.height = height, .place = table_place_repeat, .content = state};
}

static void add_part(struct table_state *state, struct context *context, struct flow *flow,
                     enum part part, enum role role) {
    if (state->counts[part] > 0) {
        flow_open(context, flow, role, NULL);
        table_rows(state, context, flow, part);
        flow_shut(flow);
    }
}

/* Notes are not parted where they are few: a line or two of them alone would be a page of nothing.
 * Where they are many, a page of notes without a row is still the last thing to do. */
static void keep_few(const struct context *context, struct flow *flow, size_t first) {
    length_t height = 0;
    for (size_t i = first; i < flow->count; i++) {
        height += flow->strips[i].before + flow->strips[i].height;
    }
    if (height <= context->page_height / 4) {
        keep_together(context, flow, first);
        return;
    }
    for (size_t i = first + 1; i < flow->count; i++) {
        struct strip *strip = &flow->strips[i];
        strip->penalty = strip->penalty < PENALTY_NOTES ? PENALTY_NOTES : strip->penalty;
    }
}

static void add_notes(struct context *context, struct flow *flow, const struct table *table,
                      length_t width, const char *lang) {
    if (table->notes != NULL) {
        const struct style *style = table->notes->style;
        length_t least = style->leading / 3; /* the last rule is not their overline */
        flow_space(flow, style->space_before > least ? style->space_before : least);
        flow_penalty(flow, PENALTY_NEVER);
        size_t first = flow->count;
        flow_add(context, flow, table->notes, width, lang);
        keep_few(context, flow, first);
    }
}

static void add_strips(struct table_state *state, struct context *context, struct flow *flow,
                       length_t width) {
    length_t table_width = state->parts > 0 ? width : state->left[state->columns];
    flow_open(context, flow, ROLE_TABLE, state->block->lang);
    ready_repeat(state, context, width);
    add_caption(state, context, flow, width > table_width ? width : table_width);
    add_part(state, context, flow, PART_HEAD, ROLE_THEAD);
    add_part(state, context, flow, PART_BODY, ROLE_TBODY);
    add_part(state, context, flow, PART_FOOT, ROLE_TFOOT);
    flow_shut(flow);
    add_notes(context, flow, state->table, width, state->lang);
}

/* Turned heads may take three tenths of a page, then they wrap. */
static void set_limits(struct table_state *state, const struct context *context) {
    length_t part = context->page_height * 3 / 10, most = POINTS(150);
    state->page_height = context->page_height;
    state->turned_limit = part < most ? part : most;
}

static struct table_state *survey(struct context *context, const struct block *block,
                                  const char *lang) {
    struct table_state *state = state_new(context, block, lang);
    set_limits(state, context);
    table_step(state, context->step);
    table_extents(state, context);
    return state;
}

static bool fits(const struct table_state *state, length_t width) {
    return columns_least(state->extents, state->columns) <= width;
}

/* A master for pages on their long side: the paper's own, or this one turned; NULL where it lies on
 * its side already. */
static const struct master *landscape(struct context *context) {
    const struct master *master = context->master;
    if (master == NULL || master->width >= master->height) {
        return NULL;
    }
    for (size_t i = 0; i < context->paper->master_count; i++) {
        const struct master *other = context->paper->masters[i];
        if (other->width == master->height && other->height == master->width) {
            return other;
        }
    }
    struct master *turned = NEW(context->arena, struct master);
    *turned = *master;
    turned->width = master->height;
    turned->height = master->width;
    return turned;
}

static void add_fitted(struct context *context, struct flow *flow, const struct block *block,
                       length_t width, const char *lang);

/* Whether it may have pages of its own kind: in a box, its frame would be as wide as it was. */
static bool has_own_pages(const struct context *context, const struct flow *flow) {
    if (context->refused != NULL) {
        *context->refused = true;
        return false;
    }
    return flow->main && flow->frame == 0;
}

static length_t text_width_of(const struct master *master) {
    return master->width - master->inner - master->outer;
}

/* On pages turned to their long side, where that can be done and is worth it: as wide as they are
 * but for what the lists around it take. */
static bool add_turned(struct table_state *state, struct context *context, struct flow *flow,
                       length_t width) {
    const struct master *upright = context->master;
    const struct master *turned = landscape(context);
    if (turned == NULL || !has_own_pages(context, flow)) {
        return false;
    }
    length_t taken = text_width_of(upright) - width;
    flow_master(context, flow, turned);
    add_fitted(context, flow, state->block, text_width_of(turned) - taken, state->lang);
    flow_master(context, flow, upright);
    return true;
}

/* With its columns going on on the facing page, where that can be done. */
static bool add_facing(struct table_state *state, struct context *context, struct flow *flow,
                       length_t width) {
    if (!has_own_pages(context, flow) || !table_face(state, context, width)) {
        return false;
    }
    struct sequence before = flow_in_force(flow), facing = before;
    facing.parts = state->parts;
    flow_sequence_along(context, flow, &facing);
    add_strips(state, context, flow, width);
    flow_sequence(context, flow, &before);
    return true;
}

static void add_records(struct context *context, struct flow *flow, const struct block *block,
                        length_t width, const char *lang) {
    if (block->table->overflow != OVERFLOW_RECORDS) {
        layout_warn(context, block->where, MESSAGE_LAYOUT_TABLE_RECORDS,
                    arena_print(context->arena, "%d", block->table->column_count));
    }
    const struct block *records = table_as_records(context, block);
    struct table_state *state = survey(context, records, lang);
    state->records = true;
    table_fit(state, context, width, true);
    add_strips(state, context, flow, width);
}

static void add_fitted(struct context *context, struct flow *flow, const struct block *block,
                       length_t width, const char *lang) {
    struct table_state *state = survey(context, block, lang);
    if (table_fit(state, context, width, false)) {
        add_strips(state, context, flow, width);
    } else {
        add_records(context, flow, block, width, lang);
    }
}

void table_add(struct context *context, struct flow *flow, const struct block *block,
               length_t width, const char *lang) {
    const struct table *table = block->table;
    size_t rows = (size_t)table->head_count + table->body.count + (size_t)table->foot_count;
    if (table->column_count <= 0 || rows == 0) {
        layout_warn(context, block->where, MESSAGE_LAYOUT_TABLE_EMPTY, "");
        return;
    }
    struct table_state *state = survey(context, block, lang);
    bool wide = !fits(state, width);
    if (wide && table->overflow == OVERFLOW_LANDSCAPE && add_turned(state, context, flow, width)) {
        return;
    }
    if (wide && table->overflow == OVERFLOW_CONTINUE && table->column_count > 2 &&
        add_facing(state, context, flow, width)) {
        return;
    }
    if (table_fit(state, context, width, false)) {
        add_strips(state, context, flow, width);
    } else {
        add_records(context, flow, block, width, lang);
    }
}
