/* assessment.c: any document is refused with a finding or read into facts that hold together. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/assessment.h>
#include <boardpaper/xml.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check(const struct assessment *assessment) {
    must(assessment->partnership != NULL && assessment->edition != NULL);
    must((assessment->method_ref == NULL) == (assessment->method_inline != NULL));
    for (size_t i = 0; i < assessment->area_count; i++) {
        const struct area *area = &assessment->areas[i];
        must(assessment_area(assessment, area->id) == area);
        must(area->name != NULL && area->where.line > 0);
        for (size_t j = 0; j < area->score_count; j++) {
            must(area->scores[j].is->factor != NULL);
        }
    }
    for (size_t i = 0; i < assessment->group_count; i++) {
        for (size_t j = 0; j < assessment->groups[i].focus_count; j++) {
            const struct focus *focus = &assessment->groups[i].focuses[j];
            must(focus->id != NULL && focus->name != NULL);
            for (size_t k = 0; k < focus->evidence_count; k++) {
                must(focus->evidence[k].area != NULL);
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct xml_document *document = xml_parse("in.xml", bytes, length, 0, diagnostics);
    if (document != NULL) {
        const struct assessment *assessment = assessment_read(arena, document, diagnostics);
        must((assessment != NULL) != diagnostics_failed(diagnostics));
        if (assessment != NULL) {
            check(assessment);
            assessment_advise(assessment, diagnostics);
        }
        xml_close(document);
    }
    arena_free(arena);
    return 0;
}
