/* style.c: which style a form is set in, and whether its text can be read where it stands. */
#include "form.h"

#include <string.h>

#include "colour.h"

/* What is used where a sheet names nothing: plain black text. */
static const struct style PLAIN = {
    .name = "plain", .size = POINTS(11), .leading = POINTS(15), .orphans = 2, .widows = 2};

const struct style *style_named(struct making *making, const char *const *names) {
    for (; *names != NULL; names++) {
        const struct style *style = sheet_style(making->sheet, *names);
        if (style != NULL) {
            return style;
        }
    }
    const struct style *body = sheet_style(making->sheet, "body");
    return body == NULL ? &PLAIN : body;
}

/* A pair of style and background is reported once, however often it is met. */
struct backdrop {
    const struct style *style;
    struct colour background;
    struct backdrop *next;
};

static bool seen_before(struct making *making, const struct style *style, struct colour behind) {
    for (struct backdrop *one = making->backdrops; one != NULL; one = one->next) {
        if (one->style == style && colour_equal(one->background, behind)) {
            return true;
        }
    }
    struct backdrop *one = NEW(making->keep, struct backdrop);
    *one = (struct backdrop){style, behind, making->backdrops};
    making->backdrops = one;
    return false;
}

static void check_contrast(struct making *making, const struct style *style,
                           const struct scope *scope, struct where where) {
    if (style->has_background || seen_before(making, style, scope->background)) {
        return; /* the sheet has checked a background of its own */
    }
    int contrast = colour_contrast(style->colour, scope->background);
    int least = colour_least_contrast(style->size, style->bold);
    if (contrast < least) {
        REPORT(making->diagnostics, where, MESSAGE_CONTRAST, style->name,
               diagnostics_print(making->diagnostics, "%d.%02d", contrast / 1000,
                                 contrast % 1000 / 10),
               diagnostics_print(making->diagnostics, "%d.%d", least / 1000, least % 1000 / 100));
    }
}

const struct style *style_of(struct making *making, const struct form *form,
                             const struct scope *scope, const char *const *names) {
    const char *name = form_text(making, form, scope, "style");
    const struct style *style = name == NULL ? NULL : sheet_style(making->sheet, name);
    if (name != NULL && style == NULL) {
        REPORT(making->diagnostics, form->where, MESSAGE_STYLE_UNKNOWN, name,
               sheet_style_names(making->sheet));
    }
    if (style == NULL) {
        style = style_named(making, names);
    }
    check_contrast(making, style, scope, form->where);
    return style;
}
