/* SPDX-License-Identifier: MIT */
#include "cli/simulation.h"

#include "base/decimal.h"
#include "cli/message.h"

#include <inttypes.h>
#include <math.h>

/* A probability as it is said: to 5 %, and never certain. */
static void say_probability(double probability, char text[64])
{
    int percent = (int)(probability * 20.0 + 0.5) * 5;
    if (probability < 0.025) {
        snprintf(text, 64, "%s", _("hardly any (under 5 %)"));
    } else if (probability >= 0.975) {
        snprintf(text, 64, "%s", _("almost certain (over 95 %)"));
    } else {
        snprintf(text, 64, _("about %d %%"), percent);
    }
}

static void say_ratio(double ratio, char text[HJ_DECIMAL_TEXT])
{
    if (isfinite(ratio)) {
        hj_decimal_round(ratio, 1, text);
    } else {
        snprintf(text, HJ_DECIMAL_TEXT, "-");
    }
}

/* Rounded to two figures, as large numbers are said. */
static int64_t rounded(int64_t count)
{
    int64_t unit = 1;
    while (count / unit >= 200) {
        unit *= 10;
    }
    return (count + unit / 2) / unit * unit;
}

static struct hj_span route_title(const struct hj_outlook *outlook, struct hj_span id)
{
    bool chinese = strcmp(hj_message_current_language(), "zh") == 0;
    for (uint32_t r = 0; r < outlook->route_count; r++) {
        const struct hj_outlook_route *route = &outlook->routes[r];
        if (hj_span_equal(route->id, id)) {
            struct hj_span title = chinese ? route->title_zh : route->title_en;
            return title.size ? title : id;
        }
    }
    return id;
}

static void print_head(const struct hj_answers *answers, FILE *out)
{
    char deadline[11], ratio[HJ_DECIMAL_TEXT], target[HJ_DECIMAL_TEXT], said[64],
        least[HJ_DECIMAL_TEXT], most[HJ_DECIMAL_TEXT];
    hj_date_format(answers->deadline, deadline);
    hj_decimal_round(hj_target_value(answers->target), 2, target);
    say_ratio(answers->ratio.p50, ratio);
    say_ratio(answers->ratio.p05, least);
    say_ratio(answers->ratio.p95, most);
    say_probability(answers->probability, said);
    fprintf(out, _("%.*s: %s by %s, counted as %.*s\n"), (int)answers->scenario.size,
            answers->scenario.data, target, deadline, (int)answers->counting.size,
            answers->counting.data);
    fprintf(out, _("  chance            %s\n"), said);
    fprintf(out, _("  ratio then        about %s (9 in 10: %s to %s)\n"), ratio, least, most);
    say_probability(answers->idle_probability, said);
    say_ratio(answers->idle_ratio, ratio);
    fprintf(out, _("  opening nothing   about %s; chance: %s\n"), ratio, said);
}

/* The sentence on what binds. */
static void print_binds(const struct hj_answers *answers, FILE *out)
{
    const struct hj_answer_required *required = &answers->required;
    char said[64];
    say_probability(required->best_probability, said);
    switch (required->binds) {
    case HJ_BINDS_NOTHING:
        fprintf(
            out,
            _("  within reach: about %" PRId64 " of the %" PRId64 " planned cases are enough\n"),
            rounded(required->opened), answers->planned_cases);
        break;
    case HJ_BINDS_HANDS:
        fprintf(out,
                _("  what binds: hands. The plan opens %" PRId64 " cases; about %" PRId64
                  " opened at once would be enough\n"),
                answers->planned_cases, rounded(required->at_once));
        break;
    case HJ_BINDS_DAYS:
        fprintf(out,
                _("  what binds: days. Even with all %" PRId64
                  " firms opened at once too few cases end in time; chance then: %s\n"),
                answers->stock, said);
        break;
    case HJ_BINDS_FIRMS:
        fprintf(out,
                _("  out of reach: all %" PRId64
                  " firms on these routes are too few; chance at best: %s\n"),
                answers->stock, said);
        break;
    }
}

static void print_required(const struct hj_answers *answers, FILE *out)
{
    char confidence[HJ_DECIMAL_TEXT];
    hj_decimal_round(hj_target_value(answers->confidence) * 100.0, 0, confidence);
    if (answers->without_effect) {
        fprintf(out, "  %s\n",
                _("WITHOUT EFFECT: the denominator is taken before any case can end"));
    }
    fprintf(out, _("  exits needed      about %" PRId64 " for %s %% certainty\n"),
            rounded(answers->required.removals), confidence);
    print_binds(answers, out);
}

static void print_starts(const struct hj_answers *answers, const struct hj_outlook *outlook,
                         FILE *out)
{
    for (uint32_t i = 0; i < answers->start_count; i++) {
        const struct hj_answer_start *start = &answers->starts[i];
        struct hj_span title = route_title(outlook, start->route);
        char day[11];
        if (!start->any) {
            continue;
        }
        if (start->useful) {
            hj_date_format(start->date, day);
            fprintf(out, _("  last useful start %s  %.*s\n"), day, (int)title.size, title.data);
        } else {
            fprintf(out, _("  last useful start is over: %.*s\n"), (int)title.size, title.data);
        }
    }
}

/* What one high-tech firm is worth: the exits it saves, from the two ends of the frontier. */
static void print_worth(const struct hj_answers *answers, FILE *out)
{
    if (answers->frontier_count < 2) {
        return;
    }
    const struct hj_answer_point *first = &answers->frontier[0];
    const struct hj_answer_point *last = &answers->frontier[answers->frontier_count - 1];
    int64_t more = last->new_hightech - first->new_hightech;
    if (more > 0) {
        fprintf(out,
                _("  one high-tech firm is worth about %" PRId64 " exits; %" PRId64
                  " more of them would do without any\n"),
                (first->removals - last->removals + more / 2) / more, last->new_hightech);
    }
}

/* The numerator's watch list in a line: what ends in the plan. */
static void print_endings(const struct hj_answers *answers, FILE *out)
{
    int64_t firms = 0;
    for (uint32_t i = 0; i < answers->ending_count; i++) {
        firms += answers->endings[i].firms;
    }
    if (firms > 0) {
        fprintf(out,
                _("  certificates      %" PRId64 " end by then, worth about %" PRId64 " exits\n"),
                firms, rounded((int64_t)((double)firms * answers->exits_each)));
    }
}

static void print_months(const struct hj_answers *answers, FILE *out)
{
    fputs(_("  month      firms   high-tech   ratio (9 in 10)          chance\n"), out);
    for (uint32_t m = 0; m < answers->month_count; m++) {
        const struct hj_answer_month *month = &answers->months[m];
        char ratio[HJ_DECIMAL_TEXT], least[HJ_DECIMAL_TEXT], most[HJ_DECIMAL_TEXT], said[64];
        say_ratio(month->ratio.p50, ratio);
        say_ratio(month->ratio.p05, least);
        say_ratio(month->ratio.p95, most);
        say_probability(month->probability, said);
        fprintf(out, "  %04d-%02d  %7.0f  %9.0f   %s (%s - %s)  %s\n", month->year, month->month,
                month->denominator.p50, month->numerator.p50, ratio, least, most, said);
    }
}

static void print_sensitivity(const struct hj_answers *answers, FILE *out)
{
    enum { SHOWN = 5 };
    if (answers->sensitivity_count > 0) {
        fputs(_("  what moves it most (ratio at its low and high end):\n"), out);
    }
    for (uint32_t i = 0; i < answers->sensitivity_count && i < SHOWN; i++) {
        const struct hj_answer_sensitivity *item = &answers->sensitivity[i];
        char low[HJ_DECIMAL_TEXT], high[HJ_DECIMAL_TEXT];
        say_ratio(item->low_ratio, low);
        say_ratio(item->high_ratio, high);
        fprintf(out, "    %-28.*s %s - %s\n", (int)item->parameter.size, item->parameter.data, low,
                high);
    }
}

static void print_more(const struct hj_simulated *simulated, FILE *out)
{
    char text[HJ_DECIMAL_TEXT], error[HJ_DECIMAL_TEXT];
    if (simulated->ranked > 0) {
        fprintf(out, _("  rank among %u districts: %u today, %u then\n"), simulated->ranked,
                simulated->rank_today, simulated->rank_then);
    }
    if (simulated->difference) {
        hj_decimal_round(simulated->difference->ratio, 2, text);
        hj_decimal_round(simulated->difference->standard_error, 3, error);
        fprintf(out, _("  against the first scenario: ratio %s (standard error %s)\n"), text,
                error);
    }
    if (simulated->exact) {
        hj_decimal_round(100.0 * simulated->exact->probability, 2, text);
        fprintf(out, _("  closed form: chance %s %%, exits needed %" PRId64 "\n"), text,
                simulated->exact->removals);
    }
    if (simulated->cases_left_out > 0) {
        fprintf(out, _("  %" PRId64 " cases in flight name no known route and are left out\n"),
                simulated->cases_left_out);
    }
}

void hj_simulation_print(const struct hj_simulated *simulated, const struct hj_outlook *outlook,
                         FILE *out)
{
    const struct hj_answers *answers = simulated->answers;
    print_head(answers, out);
    print_required(answers, out);
    print_starts(answers, outlook, out);
    print_worth(answers, out);
    print_endings(answers, out);
    print_months(answers, out);
    print_sensitivity(answers, out);
    print_more(simulated, out);
}
