/* SPDX-License-Identifier: MIT */
#include "cli/simulation.h"

#include "base/decimal.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/words.h"

#include <inttypes.h>
#include <math.h>

/* A probability as it is said: to 5 %, and never certain. */
void hj_simulation_say_chance(double probability, char text[64])
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

void hj_simulation_say_ratio(double ratio, char text[HJ_DECIMAL_TEXT])
{
    if (isfinite(ratio)) {
        hj_decimal_round(ratio, 1, text);
    } else {
        snprintf(text, HJ_DECIMAL_TEXT, "-");
    }
}

/* Rounded to two figures, as large numbers are said. */
int64_t hj_simulation_rounded(int64_t count)
{
    int64_t unit = 1;
    while (count / unit >= 200) {
        unit *= 10;
    }
    return (count + unit / 2) / unit * unit;
}

static struct hj_span route_title(const struct hj_outlook *outlook, struct hj_span id)
{
    bool chinese = hj_message_chinese();
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
    hj_simulation_say_ratio(answers->ratio.p50, ratio);
    hj_simulation_say_ratio(answers->ratio.p05, least);
    hj_simulation_say_ratio(answers->ratio.p95, most);
    hj_simulation_say_chance(answers->probability, said);
    fprintf(out, _("%.*s: %s by %s, counted as %.*s\n"), (int)answers->scenario.size,
            answers->scenario.data, target, deadline, (int)answers->counting.size,
            answers->counting.data);
    fprintf(out, _("  chance            %s\n"), said);
    fprintf(out, _("  ratio then        about %s (9 in 10: %s to %s)\n"), ratio, least, most);
    hj_simulation_say_chance(answers->idle_probability, said);
    hj_simulation_say_ratio(answers->idle_ratio, ratio);
    fprintf(out, _("  opening nothing   about %s; chance: %s\n"), ratio, said);
}

/* The sentence on what binds. */
static void print_binds(const struct hj_answers *answers, FILE *out)
{
    const struct hj_answer_required *required = &answers->required;
    char said[64];
    hj_simulation_say_chance(required->best_probability, said);
    switch (required->binds) {
    case HJ_BINDS_NOTHING:
        fprintf(
            out,
            _("  within reach: about %" PRId64 " of the %" PRId64 " planned cases are enough\n"),
            hj_simulation_rounded(required->opened), answers->planned_cases);
        break;
    case HJ_BINDS_HANDS:
        fprintf(out,
                _("  what binds: hands. The plan opens %" PRId64 " cases; about %" PRId64
                  " opened at once would be enough\n"),
                answers->planned_cases, hj_simulation_rounded(required->at_once));
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
    fprintf(out, _("  exits needed      about %" PRId64 " for %s %% certainty\n"),
            hj_simulation_rounded(answers->required.removals), confidence);
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

static void print_months(const struct hj_answers *answers, FILE *out)
{
    fputs(_("  month      firms   high-tech   ratio (9 in 10)          chance\n"), out);
    for (uint32_t m = 0; m < answers->month_count; m++) {
        const struct hj_answer_month *month = &answers->months[m];
        char ratio[HJ_DECIMAL_TEXT], least[HJ_DECIMAL_TEXT], most[HJ_DECIMAL_TEXT], said[64];
        hj_simulation_say_ratio(month->ratio.p50, ratio);
        hj_simulation_say_ratio(month->ratio.p05, least);
        hj_simulation_say_ratio(month->ratio.p95, most);
        hj_simulation_say_chance(month->probability, said);
        fprintf(out, "  %04d-%02d  %7.0f  %9.0f   %s (%s - %s)  %s\n", month->year, month->month,
                month->denominator.p50, month->numerator.p50, ratio, least, most, said);
    }
}

/* A parameter as people say it; the key itself where there is no word for it. */
static void say_parameter(const struct hj_outlook *outlook, struct hj_span parameter, char *text,
                          size_t size)
{
    static const struct {
        const char *key, *word; /* a key that ends in a dot goes on with a route, or a number */
    } words[] = {
        {"success.", N_("share that succeeds")},
        {"duration.", N_("time it takes")},
        {"open.", N_("cases a month")},
        {"inflow.new_firms", N_("new firms")},
        {"inflow.exits", N_("natural exits")},
        {"hightech.renewals", N_("certificates renewed")},
        {"hightech.approvals.", N_("applicants who pass")},
        {"denominator.update_lag", N_("how late exits show")},
    };
    snprintf(text, size, "%.*s", (int)parameter.size, parameter.data);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].key);
        if (parameter.size < length || memcmp(parameter.data, words[i].key, length) != 0) {
            continue;
        }
        struct hj_span rest = route_title(
            outlook, (struct hj_span){parameter.data + length, parameter.size - length});
        snprintf(text, size, "%s%s%.*s%s", _(words[i].word), rest.size ? _(" (") : "",
                 (int)rest.size, rest.data, rest.size ? _(")") : "");
    }
}

static void print_sensitivity(const struct hj_answers *answers, const struct hj_outlook *outlook,
                              FILE *out)
{
    enum { SHOWN = 5, WIDTH = 36 };
    if (answers->sensitivity_count > 0) {
        fputs(_("  what moves it most (ratio at its low and high end):\n"), out);
    }
    for (uint32_t i = 0; i < answers->sensitivity_count && i < SHOWN; i++) {
        const struct hj_answer_sensitivity *item = &answers->sensitivity[i];
        char low[HJ_DECIMAL_TEXT], high[HJ_DECIMAL_TEXT], name[160];
        hj_simulation_say_ratio(item->low_ratio, low);
        hj_simulation_say_ratio(item->high_ratio, high);
        say_parameter(outlook, item->parameter, name, sizeof name);
        fputs("    ", out);
        hj_words_left(out, hj_span_of(name), WIDTH);
        fprintf(out, " %s - %s\n", low, high);
    }
}

static void print_more(const struct hj_simulated *simulated, FILE *out)
{
    char text[HJ_DECIMAL_TEXT], error[HJ_DECIMAL_TEXT];
    if (simulated->ranked > 0) {
        fprintf(out, _("  rank among %u districts: %u today, %u then\n"), simulated->ranked,
                simulated->rank_today, simulated->rank_then);
    }
    if (simulated->peers_without_us) {
        fputs(_("  no rank: no district of the table peers has the official figures\n"), out);
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
                         bool color, FILE *out)
{
    const struct hj_answers *answers = simulated->answers;
    print_head(answers, out);
    if (simulated->rules_set) {
        fputs(_("  rules             run again under set:; the routes above are without it\n"),
              out);
    }
    hj_simulation_print_source(&answers->source, color, out);
    print_required(answers, out);
    print_starts(answers, outlook, out);
    print_worth(answers, out);
    hj_simulation_print_expected(answers, out);
    print_months(answers, out);
    print_sensitivity(answers, outlook, out);
    hj_simulation_print_towns(&answers->required, out);
    print_more(simulated, out);
}
