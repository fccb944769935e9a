/* scoring.h: from facts and a method to totals, ratings, ranks, and the reasons for them.
 *
 * A method is data (templates/methods/NAME.xml): inputs and values computed by named operations.
 * Every value is an interval of exact numbers; where lowest equals highest it is known. All
 * arithmetic is exact and is rounded once, half away from zero, where the method says so.
 */
#ifndef BOARDPAPER_SCORING_H
#define BOARDPAPER_SCORING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/assessment.h>
#include <boardpaper/number.h>

struct arena;
struct buffer;
struct xml_node;

enum operation {
    OPERATION_INPUT, /* given by an analyst: a <score factor=...> */
    OPERATION_COUNT,
    OPERATION_PREVIOUS,
    OPERATION_POPULATION, /* given on the area */
    OPERATION_SUM,
    OPERATION_WEIGHTED,
    OPERATION_PRODUCT,
    OPERATION_RATIO,
    OPERATION_CHANGE,
    OPERATION_STEPS,
    OPERATION_LOOKUP,
    OPERATION_MAX,
    OPERATION_MIN,
    OPERATION_CAP,
    OPERATION_JUDGED /* an analyst's judgement where given, else another factor's value */
};

/* A factor: an input or a computed value. */
struct factor {
    const char *id, *label, *group;
    const char *short_label; /* for narrow table heads; label where none is given */
    enum operation operation;
    bool has_range;
    struct number lowest, highest; /* the range, both included */
    int decimals;                  /* shown, and rounded to where the method rounds */
    bool rounded;
    bool whole;            /* never anything but a whole number */
    bool override_allowed; /* an analyst's value may stand against the rule's */
    const char *note;      /* the method's own remark, or NULL */
    const char *rule;      /* a computed value's rule in words: "Impact × Adjusted likelihood" */
    const int *operands;   /* indices of factors, all less than this one's own */
    size_t operand_count;
    struct where where;
};

/* A band of the total: from lowest (included) to the next band's lowest (not included). */
struct band {
    const char *id, *label; /* "high", "High" */
    struct number lowest;
    const char *symbol; /* shown beside colour, so that colour never stands alone */
    struct where where;
};

struct method;
/* Reads and checks a method. NULL with diagnostics. node: the <method> element. */
const struct method *method_read(struct arena *arena, struct xml_node *node,
                                 struct diagnostics *diagnostics);
/* The method an assessment names: shipped, a file beside the assessment, or inline. Its document
 * is kept open by the arena's owner through *opened (xml_close it; NULL where inline). */
const struct method *method_of(struct arena *arena, const struct assessment *assessment,
                               struct xml_document **opened, struct diagnostics *diagnostics);
const char *method_id(const struct method *method);
const char *method_version(const struct method *method);
const char *method_title(const struct method *method);
size_t method_factor_count(const struct method *method);
const struct factor *method_factor(const struct method *method, size_t index);
int method_find(const struct method *method, const char *id); /* -1: none */
size_t method_band_count(const struct method *method);        /* highest first */
const struct band *method_band(const struct method *method, size_t index);
int method_total(const struct method *method); /* the factor that is the total */

/* A value as scored. state KNOWN or ESTIMATED: lowest == highest. Otherwise the value lies between
 * lowest and highest where bounded; where not, floored and ceiled tell which of the two holds all
 * the same. NOT_SCORED has no numbers.
 *
 * A value may be given for what has a rule. Where the rule's own answer is certain and another,
 * the given one is an override. Where the rule leaves it open, it is stated: it must be one of the
 * rule's possible answers, and what follows from it for unknown operands is deduced. */
struct value {
    enum state state;
    bool bounded : 1;
    bool floored : 1;    /* it is lowest or more */
    bool ceiled : 1;     /* it is highest or less */
    bool overridden : 1; /* an analyst's value stands in the rule's place */
    bool stated : 1;     /* given where the rule leaves it open */
    bool deduced : 1;    /* follows, in whole or part, from a stated value that it leads to */
    struct number lowest, highest;
    struct number ruled; /* overridden: what the rule gave */
};

struct values;
struct result {
    const struct area *area;
    const struct values *values; /* see scoring_value */
    const struct band *rating;   /* NULL: not certain, or not scored */
    int32_t rank;                /* dense, from 1; 0: not ranked */
    bool tied;                   /* others share the rank */
};

/* The values of all results. Equal ones have one number. */
enum { VALUE_CHUNK = 128 };
struct values {
    const struct value *const *chunks; /* by number, VALUE_CHUNK each */
    const struct result *results;
    const uint16_t *narrow;  /* numbers by result, then by factor; NULL: too many for 16 bits: */
    const uint32_t *numbers; /* the same */
    size_t factor_count;
};

/* The value of a factor of the method, by its index. Lives as long as the scores. */
static inline const struct value *scoring_value(const struct result *result, size_t factor) {
    const struct values *values = result->values;
    size_t index = (size_t)(result - values->results) * values->factor_count + factor;
    uint32_t number = values->narrow != NULL ? values->narrow[index] : values->numbers[index];
    return &values->chunks[number / VALUE_CHUNK][number % VALUE_CHUNK];
}

struct scores {
    const struct assessment *assessment;
    const struct method *method;
    const struct result *results; /* in the order of assessment->areas */
    const struct result **ranked; /* the same, by rank, then by name within a rank; those without
                                     a rank last, by highest possible total, then name */
    size_t count;
};

/* Checks the assessment against the method (unknown factors, ranges, denominators) and scores
 * it. NULL with every finding as a diagnostic. */
const struct scores *scoring_run(struct arena *arena, const struct assessment *assessment,
                                 const struct method *method, struct diagnostics *diagnostics);

/* How a focus is told from a neighbour that scores the same, or that has no score either. */
enum tie {
    TIE_NONE,  /* it has no such neighbour */
    TIE_RULE,  /* by the method's tie-breaks */
    TIE_BOARD, /* by the board's order */
    TIE_OPEN   /* nobody has: it stands as listed */
};

/* What a group of focus areas comes to when set beside the ranking. */
struct reconciled {
    const struct focus *focus;
    const struct result **evidence; /* highest first */
    size_t evidence_count;
    const struct result *leading; /* the evidence that sets its place, or NULL: not scored */
    bool scored;                  /* score is certain: leading's total, or the method's mean */
    struct number score;
    const struct band *rating; /* or NULL: not certain, or not scored */
    int64_t order;             /* the recommended order in its group, from 1 */
    enum tie tie;
};
struct reconciliation {
    const struct focus_group *group;
    const struct reconciled *focuses; /* in the recommended order */
    size_t count;
};
/* One for each of the assessment's groups, in their order. Warns of ties that nobody has decided.
 */
const struct reconciliation *scoring_reconcile(struct arena *arena, const struct scores *scores,
                                               struct diagnostics *diagnostics);

/* Reports as advice what the scores show and is no error: evidence used twice, areas of the highest
 * band that are nobody's focus, focus that evidence not fully scored may put higher, ties decided
 * without a reason. */
void scoring_advise(const struct scores *scores, const struct reconciliation *reconciliation,
                    struct diagnostics *diagnostics);

/* Outputs of `score`: the columns of the contract. */
enum scoring_format { SCORING_TABLE, SCORING_CSV, SCORING_JSON, SCORING_XML };
void scoring_write(const struct scores *scores, enum scoring_format format, struct buffer *out);
/* The same as CSV in pieces of some tens of kilobytes, for who need not hold all of it. */
void scoring_write_pieces(const struct scores *scores,
                          void (*take)(void *context, const void *bytes, size_t length),
                          void *context);
/* Output of `explain` for one area: each value, its rule, its inputs and their lines. */
void scoring_explain(const struct scores *scores, const struct result *result, struct buffer *out);
/* The same of several areas in any of the forms. */
void scoring_explain_write(const struct scores *scores, const struct result *const *results,
                           size_t count, enum scoring_format format, struct buffer *out);
/* The same into the XML, for an audit: area <explanation total="Total score 33 of 44, ..."> with
 * <group name=> and in it a <line> for each factor. Places are lines of the assessment's file. */
void scoring_explain_annotate(const struct scores *scores, struct xml_node *root);

/* ---- movement between two editions -------------------------------------------------------- */

enum movement_kind {
    MOVEMENT_NEW,
    MOVEMENT_GONE,
    MOVEMENT_RISEN,
    MOVEMENT_FALLEN,
    MOVEMENT_SAME,     /* the same total, or not fully scored and nothing given has changed */
    MOVEMENT_UNCERTAIN /* a total is not certain, and what is possible overlaps */
};
/* "new", "gone", "risen", "fallen", "same", "uncertain". */
const char *movement_name(enum movement_kind kind);

/* The part of a difference that one given fact makes. */
struct contribution {
    int factor;         /* of the later method; -1: the population */
    const char *before; /* as shown: "2", "0 to 3", "not scored" */
    const char *after;
    struct number amount; /* exact, of the total */
};

/* An area in both editions, or in one. The difference of two certain totals is split among what
 * changed with nothing left over: difference = by_method + the sum of the contributions. Each part
 * is the mean of what the change makes over all orders in which the changes could have come
 * (Shapley's value); where a part cannot be told from the others, together holds it. */
struct movement {
    const struct result *before, *after; /* NULL: not in that edition */
    enum movement_kind kind;
    bool rerated; /* the rating is another, or is certain in one edition only */
    bool certain; /* both totals are: difference and what follows hold */
    struct number difference, by_method;
    const struct contribution *contributions; /* largest first */
    size_t contribution_count;
    struct number together; /* what cannot be split among the contributions */
};

struct scoring_comparison {
    const struct scores *before, *after;
    bool method_changed;
    const struct movement *movements; /* in the later edition's order, those gone last */
    size_t count;
};

/* Compares two editions, area by area by id. */
const struct scoring_comparison *scoring_compare(struct arena *arena, const struct scores *before,
                                                 const struct scores *after);
/* Output of `compare`: comparisons of each edition with the next. */
void scoring_compare_write(const struct scoring_comparison *const *comparisons, size_t count,
                           enum scoring_format format, struct buffer *out);

/* Into the later edition's XML, for templates:
 *   area:  @movement @difference @by-method @before-total @before-rank @before-rating
 *          @before-rating-label @rerated('yes'), and <because factor= label= before= after=
 *          amount=> for each part (amount: "+3", "-1 1/3")
 *   root:  <movement before= after= (the editions) method-changed= and how many: risen= fallen=
 * new= gone= same= uncertain=> with <gone id= name= total= rating-label=> */
void scoring_compare_annotate(const struct scoring_comparison *comparison, struct xml_node *root);

/* ---- how firm the ranking is ---------------------------------------------------------------- */

/* One judgement moved by whole steps of its scale, and what comes of it. steps 0: there is no such
 * change within the scale. */
struct nudge {
    int factor;
    int64_t steps;             /* up or down */
    struct number from, to;    /* of the factor */
    int64_t rank;              /* of the area then */
    const struct band *rating; /* of the area then */
};

struct firmness {
    const struct result *result; /* one with a rank */
    struct nudge rerated;        /* the fewest steps that change its rating */
    struct nudge moved;          /* the fewest steps that change its rank */
    int64_t best, worst;         /* its ranks over every single step of any judgement anywhere */
    int64_t likely_best, likely_worst; /* 5th and 95th in 100 over the trials */
    size_t trials_high;                /* in how many of them it was in the highest band */
};

/* A judgement is an input, or a value that an analyst may judge. Counts are no judgements. */
struct sensitivity {
    const struct scores *scores;
    const struct firmness *areas; /* those with a rank, in its order */
    size_t count;
    size_t changes;      /* single steps of one judgement that the scales allow */
    size_t changes_high; /* of these, how many change which areas are in the highest band */
    size_t trials;       /* in each, every judgement is a step lower, as it is, or a step higher */
    size_t trials_high;  /* of these, how many have the same areas in the highest band */
    uint64_t seed;       /* the same seed and trials give the same */
};

/* trials 0: none. */
const struct sensitivity *scoring_sensitivity(struct arena *arena, const struct scores *scores,
                                              size_t trials, uint64_t seed);
/* Output of `sensitivity`. */
void sensitivity_write(const struct sensitivity *sensitivity, enum scoring_format format,
                       struct buffer *out);
/* Into the XML, for templates and charts:
 *   area:  @rank-best @rank-worst @rank-likely-best @rank-likely-worst, and <firmness> with
 *          @rating-factor @rating-from @rating-to @rating-steps @rating-becomes, and the same of
 *          rank-
 *   root:  <sensitivity changes= changes-high= trials= trials-high= seed=> */
void sensitivity_annotate(const struct sensitivity *sensitivity, struct xml_node *root);

/* ---- outcomes -------------------------------------------------------------------------------- */

/* The status of a recommendation by rule, at the day of the meeting:
 *   blue   the measure has reached its target, or the recommendation is complete
 *   red    it was due and is neither; or the measure stands worse than its baseline
 *   green  the share of the way from baseline to target is at least the share of the time from the
 *          meeting that agreed it (raised) to the day it is due
 *   amber  otherwise
 *   none   where it is proposed or withdrawn, or baseline, target or current are not known */
enum outcome_status { OUTCOME_NONE, OUTCOME_BLUE, OUTCOME_GREEN, OUTCOME_AMBER, OUTCOME_RED };
const char *outcome_status_name(enum outcome_status status); /* "" for none */

struct outcome {
    const struct recommendation *recommendation;
    enum outcome_status status;
    bool overdue;       /* due before the meeting and not over */
    bool measured;      /* way holds */
    struct number way;  /* share of the way from baseline to target: 1 is there, below 0 worse */
    struct number time; /* share of the time gone, 0 to 1 */
};

/* One for each recommendation, in order. */
const struct outcome *scoring_outcomes(struct arena *arena, const struct assessment *assessment);
/* Advice where a recommendation says of itself another status (green, amber, red, blue). */
void scoring_outcomes_advise(const struct assessment *assessment, const struct outcome *outcomes,
                             struct diagnostics *diagnostics);
/* Into the XML: recommendation @ruled-status @overdue('yes') @way @time (whole percent). */
void scoring_outcomes_annotate(const struct assessment *assessment, const struct outcome *outcomes,
                               struct xml_node *root);

/* The action log: the recommendations of an earlier paper beside a later one. Advice where one was
 * dropped without a word (not over then, and not there now), and where one is carried on without
 * the meeting that agreed it (raised). outcomes: of the earlier paper. */
void scoring_actions_advise(const struct assessment *earlier, const struct outcome *outcomes,
                            const struct assessment *later, struct diagnostics *diagnostics);
/* Into the later one's XML:
 *   root:            <earlier edition= meeting=> with <dropped id= action= lead= due= status=
 *                    ruled-status= marking=> for each that was dropped
 *   recommendation:  @before-status, by rule at the earlier meeting, where it is carried on */
void scoring_actions_annotate(const struct assessment *earlier, const struct outcome *outcomes,
                              const struct assessment *later, struct xml_node *root);

/* ---- disclosure control ---------------------------------------------------------------------- */

/* Small counts can name a person. One of the two is above 0. */
struct disclosure_rule {
    int64_t suppress_below; /* counts from 1 to below this are withheld */
    int64_t round_to;       /* or all counts are rounded to multiples of this */
};
struct disclosure_report {
    size_t withheld;  /* counts below the threshold */
    size_t protected; /* counts withheld too, so that those cannot be worked out */
    size_t rounded;
    size_t removed; /* given results (rates, changes, totals) that would have told them */
};

/* Makes the assessment's own XML safe to publish: counts and previous counts are withheld or
 * rounded there. All that is computed from the published file tells no more than the file does. A
 * reader who knows the sum of each category (for the period and the one before), how counts are
 * chosen to protect others, and earlier, the edition published before (or NULL) with its sums,
 * learns no more of a withheld count than that it is from 1 to below the threshold; what cannot be
 * protected so is warned of. Rounded counts promise nothing to those who know exact sums. Read and
 * score the document again before using it. False with diagnostics where the rule is none. */
bool scoring_disclose(const struct scores *scores, const struct assessment *earlier,
                      const struct disclosure_rule *rule, struct disclosure_report *report,
                      struct diagnostics *diagnostics);

/* ---- in the XML ---------------------------------------------------------------------------- */

/* Puts the results into the assessment's own XML, for templates and XPath:
 *   area:   @rank @tied('yes') @total @lowest @highest @rating @rating-label @rating-symbol
 *           @state(of the total), and for each factor <value id= state= text= lowest= highest=
 *           overridden= judged= ruled=> (text: as shown, '' where there is no value; ruled: what
 *           the rule gives where an analyst set another value in its place, overridden, or judged
 *           otherwise beside it, judged)
 *   focus:  @order @rating @score @leading(area id) @tie('rule', 'board', 'open'); 'not-scored' as
 *           @rating where it has none
 *   root:   <method id= version= title= reconcile=> with <factor id= label= short= group= lowest=
 *           highest= decimals= operation=> (in it <point value= label=> of its scale), <band id=
 *           label= symbol= lowest= count=> and <tie-break factor= label= lowest-first=>
 * Any element of those names that was there before is replaced. */
void scoring_annotate(const struct scores *scores, const struct reconciliation *reconciliation,
                      struct xml_node *root);

/* Its two halves, for those who need the first without the memory that the second takes: what
 * stands at the root, and what stands on areas and focus areas. */
void scoring_annotate_method(const struct scores *scores, struct xml_node *root);
void scoring_annotate_results(const struct scores *scores,
                              const struct reconciliation *reconciliation, struct xml_node *root);

#endif
