/* figure.c: pictures. */
#include "form.h"

struct block *figure_make(struct making *making, const struct form *form,
                          const struct scope *scope) {
    (void)making;
    (void)form;
    (void)scope;
    return NULL;
}
struct block *chart_make(struct making *making, const struct form *form,
                         const struct scope *scope) {
    (void)making;
    (void)form;
    (void)scope;
    return NULL;
}
