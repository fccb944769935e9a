/* icu.c: see icu.h. */
#include "icu.h"

#include <stddef.h>

#include <boardpaper/late.h>

struct icu icu;
struct icu_i18n icu_i18n;

#define TEXT(name) #name
#define CALL(name) {TEXT(name), offsetof(struct icu, name)},
static const struct late_call COMMON[] = {ICU_CALLS(CALL){NULL, 0}};
#undef CALL
#define CALL(name) {TEXT(name), offsetof(struct icu_i18n, name)},
static const struct late_call I18N[] = {ICU_I18N_CALLS(CALL){NULL, 0}};
#undef CALL

const char *icu_load(void) {
    static struct late_library library = LATE_LIBRARY(ICU_LIBRARY, COMMON, &icu);
    return late_load(&library);
}

const char *icu_i18n_load(void) {
    static struct late_library library = LATE_LIBRARY(ICU_I18N_LIBRARY, I18N, &icu_i18n);
    return late_load(&library);
}
