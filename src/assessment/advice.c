/* advice.c: what is no error and yet worth a second look before the board sees it.
 *
 * The reference paper says what such papers suffer from: recommendations that describe a process
 * and no outcome, priorities without a trace to the evidence. This looks for just that.
 */
#include <boardpaper/assessment.h>

#include <string.h>

static const char *told(const char *id) {
    return id == NULL ? "?" : id;
}

static bool is_over(const struct recommendation *recommendation) {
    static const char *const OVER[] = {"blue", "complete", "withdrawn"};
    for (size_t i = 0; recommendation->status != NULL && i < sizeof OVER / sizeof OVER[0]; i++) {
        if (strcmp(recommendation->status, OVER[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void advise_measure(const struct recommendation *recommendation,
                           struct diagnostics *diagnostics) {
    const struct measure *measure = recommendation->measure;
    const char *id = told(recommendation->id);
    if (measure == NULL) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_NO_MEASURE, id);
    } else if (measure->target.state == STATE_NOT_SCORED) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_NO_TARGET, id);
    } else if (measure->baseline.state == STATE_NOT_SCORED) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_NO_BASELINE, id);
    }
}

static void advise_due(const struct assessment *assessment,
                       const struct recommendation *recommendation,
                       struct diagnostics *diagnostics) {
    const char *id = told(recommendation->id);
    if (recommendation->due.year == 0) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_NO_DUE, id);
    } else if (assessment->meeting.year != 0 &&
               date_compare(recommendation->due, assessment->meeting) < 0) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_OVERDUE, id,
               diagnostics_print(diagnostics, "%04d-%02d-%02d", recommendation->due.year,
                                 recommendation->due.month, recommendation->due.day));
    }
}

static void advise_recommendation(const struct assessment *assessment,
                                  const struct recommendation *recommendation,
                                  struct diagnostics *diagnostics) {
    const char *id = told(recommendation->id);
    if (is_over(recommendation)) {
        return;
    }
    if (recommendation->outcome == NULL) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_NO_OUTCOME, id);
    }
    advise_measure(recommendation, diagnostics);
    if (recommendation->lead == NULL) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_NO_LEAD, id);
    }
    advise_due(assessment, recommendation, diagnostics);
    if (recommendation->focus == NULL && assessment->group_count > 0) {
        REPORT(diagnostics, recommendation->where, MESSAGE_ADVICE_NO_FOCUS, id);
    }
}

void assessment_advise(const struct assessment *assessment, struct diagnostics *diagnostics) {
    for (size_t i = 0; i < assessment->area_count; i++) {
        const struct area *area = &assessment->areas[i];
        if (area->category == NULL) {
            REPORT(diagnostics, area->where, MESSAGE_ADVICE_NO_CATEGORY, told(area->id));
        }
    }
    for (size_t i = 0; i < assessment->group_count; i++) {
        const struct focus_group *group = &assessment->groups[i];
        for (size_t j = 0; j < group->focus_count; j++) {
            if (group->focuses[j].evidence_count == 0) {
                REPORT(diagnostics, group->focuses[j].where, MESSAGE_ADVICE_NO_EVIDENCE,
                       told(group->focuses[j].id));
            }
        }
    }
    for (size_t i = 0; i < assessment->recommendation_count; i++) {
        advise_recommendation(assessment, &assessment->recommendations[i], diagnostics);
    }
}
