/* SPDX-License-Identifier: MIT
 * What a simulation answers (design.md sections 11 and 12): plain structs, in the arena they were
 * made in. The campaign makes them, the command line prints them; hj_simulate_json is their form
 * for machines. */
#ifndef HJ_SIMULATE_ANSWERS_H
#define HJ_SIMULATE_ANSWERS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/date.h"
#include "decide/target.h"

struct hj_scenario; /* simulate/scenario.h */
struct hj_cohorts;  /* simulate/cohorts.h */

/* Quantiles of the trials. A ratio with N = 0 is infinite (null in JSON). */
struct hj_fan {
    double p05, p25, p50, p75, p95;
};

struct hj_answer_month {
    int year, month;
    struct hj_fan denominator, numerator, ratio; /* p25 and p75 of the ratio alone */
    double probability;                          /* that the target holds at its end */
};

/* What keeps the plan from reaching the target with the confidence asked for. HANDS: with all firms
 * opened at once it would be reached. DAYS: it would be if all their cases ended in time. FIRMS:
 * not even then. */
enum hj_binds { HJ_BINDS_NOTHING, HJ_BINDS_HANDS, HJ_BINDS_DAYS, HJ_BINDS_FIRMS };

struct hj_answer_town {
    struct hj_span town; /* data NULL: not known */
    int64_t eligible;    /* firms that count and have a route that the plan opens */
    int64_t quota;       /* site checks to be completed (office.md 4: no quota of penalties) */
    int64_t served;      /* of them, firms to be guided through a deregistration of their own */
};

struct hj_answer_required {
    bool reachable;   /* the plan reaches the target with the confidence asked for */
    int64_t removals; /* fewest exits besides those already in flight */
    int64_t opened;   /* fewest cases, in the plan's order; -1: all of the plan are not enough */
    int64_t at_once;  /* likewise, all opened on the first day without a lack of hands; -1 */
    enum hj_binds binds;
    double best_probability; /* with everything opened at once; = probability where reachable */
    double best_ratio;       /* its median */
    const struct hj_answer_town *towns;
    uint32_t town_count;
};

struct hj_answer_point {
    int64_t removals, new_hightech;
};

/* One uncertain or chosen number moved to a low and to a high value, all else as it was and with
 * the same random numbers. */
struct hj_answer_sensitivity {
    struct hj_span parameter; /* "success.revoke", "inflow.new_firms", … */
    double low_value, high_value;
    double low, high;             /* probability */
    double low_ratio, high_ratio; /* median of the ratio */
};

/* Where N comes from; not given: the register, at the deadline. */
struct hj_answer_denominator {
    bool given, lagged;
    struct hj_span source;   /* empty: not named */
    hj_date date, numerator; /* the day on which N is taken; H */
    double low, mode, high;  /* months by which exits show late */
    bool without_effect;     /* it is taken before any exit of the campaign can show */
};

/* Means of what the plan takes to happen besides the campaign. */
struct hj_answer_expected {
    double founded, closed;   /* firms, moves and restorations and events among them */
    double renewed, approved; /* certificates that end and are renewed in time; new ones */
    int64_t applicants;
};

/* Certificates that count today and end in a month of the plan. */
struct hj_answer_ending {
    int year, month;
    int64_t firms;
};

struct hj_answer_start {
    struct hj_span route;
    bool any;              /* the route has firms that count: else no day is of use */
    bool useful, possible; /* there is such a day after as_of */
    hj_date date;          /* the last on which a case opened is as likely as not to end in time */
    hj_date last;          /* the last from which one can end in time at all */
};

struct hj_answers {
    struct hj_span scenario, counting;
    hj_date deadline;
    int64_t numerator, denominator; /* today */
    int64_t scale;
    struct hj_target target, confidence;
    int64_t max_denominator, min_removals, min_new_hightech;
    uint64_t trials;
    double mean; /* of the ratio at the deadline */
    struct hj_fan ratio;
    double probability, standard_error; /* standard error of the probability */
    const struct hj_answer_month *months;
    uint32_t month_count;
    struct hj_answer_required required;
    const struct hj_answer_point *frontier;
    uint32_t frontier_count;
    const struct hj_answer_sensitivity *sensitivity; /* the widest first */
    uint32_t sensitivity_count;
    const struct hj_answer_ending *endings;
    uint32_t ending_count;
    double exits_each; /* what one high-tech firm is worth at the target: scale / target exits */
    const struct hj_answer_start *starts;
    uint32_t start_count;
    int64_t planned_cases, stock, in_flight;
    double idle_ratio, idle_probability; /* with nothing opened: median */
    struct hj_answer_denominator source;
    struct hj_answer_expected expected;
    double *ratios; /* of each trial, in order: for paired differences */
};

/* The closed form of the same, where there is one: simulate/exact.h. */
struct hj_exact {
    double mean; /* of the ratio; of those with N > 0 */
    struct hj_fan ratio, denominator, numerator;
    double probability; /* that the target holds */
    int64_t removals;   /* as required.removals */
};

/* Runs the trials and answers everything. The scenario and cohorts must outlive the answers. */
enum hj_code hj_simulate_answer(const struct hj_scenario *scenario,
                                const struct hj_cohorts *cohorts, unsigned threads,
                                struct hj_arena *arena, struct hj_answers *answers,
                                struct hj_error *error) HJ_MUST_USE;

/* Appends the JSON object of design.md section 12, without a line end; more keys follow the agreed
 * ones. `more` is appended inside it as it is (",\"key\":…"). False: the memory is full. */
bool hj_simulate_json(const struct hj_answers *answers, struct hj_span more, struct hj_buffer *out);

/* Mean of b - a over the trials and its standard error; both have the same trials and seed, so that
 * what both drew alike falls out (common random numbers). False where they do not pair or a ratio
 * is infinite. */
struct hj_difference {
    double ratio, standard_error, probability;
};
bool hj_simulate_difference(const struct hj_answers *a, const struct hj_answers *b,
                            struct hj_difference *difference);

#endif
