/* score.c: the first half of the job, from a file to scored facts. Every command begins here. */
#include <boardpaper/boardpaper.h>

#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/file.h>
#include <boardpaper/scoring.h>
#include <boardpaper/xml.h>

static const struct where COMMAND_LINE = {NULL, 0};

bool boardpaper_score(struct arena *arena, const char *path, size_t limit, struct scored *out,
                      struct diagnostics *diagnostics) {
    *out = (struct scored){0};
    out->source = file_read(arena, path, limit, COMMAND_LINE, &out->source_length, diagnostics);
    if (out->source == NULL) {
        return false;
    }
    out->document = xml_parse(path, out->source, out->source_length, limit, diagnostics);
    if (out->document == NULL) {
        return false;
    }
    out->assessment = assessment_read(arena, out->document, diagnostics);
    if (out->assessment == NULL) {
        return false;
    }
    out->method = method_of(arena, out->assessment, &out->method_document, diagnostics);
    if (out->method == NULL) {
        return false;
    }
    out->scores = scoring_run(arena, out->assessment, out->method, diagnostics);
    if (out->scores == NULL) {
        return false;
    }
    out->reconciliation = scoring_reconcile(arena, out->scores, diagnostics);
    return !diagnostics_failed(diagnostics);
}

void boardpaper_close(struct scored *scored) {
    if (scored->document != NULL) {
        xml_close(scored->document);
    }
    if (scored->method_document != NULL) {
        xml_close(scored->method_document);
    }
    *scored = (struct scored){0};
}
