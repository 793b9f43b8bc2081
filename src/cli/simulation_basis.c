/* SPDX-License-Identifier: MIT
 * What the answers of a simulation rest on, so that nobody is misled by what was not said: the
 * source of N, what happens besides the campaign, certificates; what towns are asked for; several
 * scenarios side by side. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/simulation.h"
#include "cli/words.h"

#include <inttypes.h>

static void print_given(const struct hj_answer_denominator *source, bool color, FILE *out)
{
    char day[11];
    const char *unnamed = _("not named");
    struct hj_span name = source->source.size ? source->source : hj_span_of(unnamed);
    hj_date_format(source->date, day);
    fprintf(out, _("  source of N       %.*s, on %s"), (int)name.size, name.data, day);
    if (source->lagged) {
        fprintf(out, _("; takes exits %g to %g months late\n"), source->low, source->high);
    } else {
        fputs(_("; takes exits at once\n"), out);
    }
    if (source->without_effect) {
        fprintf(out, "  %s%s%s\n", color ? "\033[1;31m" : "",
                _("WITHOUT EFFECT: the denominator is taken before any case can end"),
                color ? "\033[0m" : "");
    }
}

void hj_simulation_print_source(const struct hj_answer_denominator *source, bool color, FILE *out)
{
    char day[11];
    hj_date_format(source->date, day);
    if (source->given) {
        print_given(source, color, out);
    } else {
        fprintf(
            out,
            _("  source of N       not said (denominator:); taken from the register on %s. If the "
              "score uses last year's statistics, nothing done now moves it\n"),
            day);
    }
    if (source->numerator != source->date) {
        hj_date_format(source->numerator, day);
        fprintf(out, _("  high-tech firms   counted on %s\n"), day);
    }
}

/* Half up; what is expected is never below 0. */
static int64_t whole(double expected)
{
    return (int64_t)(expected + 0.5);
}

static void print_certificates(const struct hj_answers *answers, FILE *out)
{
    const struct hj_answer_expected *expected = &answers->expected;
    int64_t firms = 0;
    for (uint32_t i = 0; i < answers->ending_count; i++) {
        firms += answers->endings[i].firms;
    }
    if (firms > 0) {
        fprintf(out,
                _("  certificates      %" PRId64 " end by then, worth about %" PRId64 " exits; "),
                firms, hj_simulation_rounded((int64_t)((double)firms * answers->exits_each)));
        if (expected->renewed > 0.0) {
            fprintf(out, _("about %" PRId64 " are taken to be renewed in time\n"),
                    whole(expected->renewed));
        } else {
            fputs(_("none is taken to be renewed in time\n"), out);
        }
    }
    if (expected->applicants > 0) {
        fprintf(
            out,
            _("  approvals         %" PRId64 " applicants, about %" PRId64 " are taken to pass\n"),
            expected->applicants, whole(expected->approved));
    }
}

void hj_simulation_print_expected(const struct hj_answers *answers, FILE *out)
{
    int64_t founded = whole(answers->expected.founded), closed = whole(answers->expected.closed);
    if (founded == 0 && closed == 0) {
        fputs(_("  inflow            none by then (inflow:, history:): nobody else is taken "
                "to come or go\n"),
              out);
    } else {
        fprintf(out,
                _("  inflow            about %" PRId64 " firms come and %" PRId64
                  " go by then without the campaign: %+" PRId64 "\n"),
                hj_simulation_rounded(founded), hj_simulation_rounded(closed), founded - closed);
    }
    print_certificates(answers, out);
}

/* Site checks and services, never penalties. */
void hj_simulation_print_towns(const struct hj_answer_required *required, FILE *out)
{
    enum { WIDTH = 28 };
    int64_t quotas = 0, served = 0;
    for (uint32_t t = 0; t < required->town_count; t++) {
        quotas += required->towns[t].quota;
        served += required->towns[t].served;
    }
    if (quotas == 0 && served == 0) {
        return;
    }
    fputs("  ", out);
    hj_words_left(out, hj_span_of(_("asked of towns")), WIDTH + 2);
    fprintf(out, "  %s  %s  %s\n", _("firms"), _("site checks"), _("guided out"));
    for (uint32_t t = 0; t < required->town_count; t++) {
        const struct hj_answer_town *town = &required->towns[t];
        fputs("    ", out);
        hj_words_left(out, town->town.data ? town->town : hj_span_of(_("not located")), WIDTH);
        fprintf(out, "  %5" PRId64 "  %11" PRId64 "  %10" PRId64 "\n", town->eligible, town->quota,
                town->served);
    }
}

/* ---- side by side ---- */

void hj_simulation_print_rows(const struct hj_simulation *simulation, FILE *out)
{
    static const char *const binds[] = {"-", N_("hands"), N_("days"), N_("too few firms")};
    size_t widest = 0;
    for (uint32_t i = 0; i < simulation->count; i++) {
        size_t width = hj_display_width(simulation->items[i].answers->scenario);
        widest = width > widest ? width : widest;
    }
    fputs(_("side by side (firms and high-tech: the median at the deadline):\n"), out);
    for (uint32_t i = 0; i < simulation->count; i++) {
        const struct hj_answers *answers = simulation->items[i].answers;
        const struct hj_answer_month *last = &answers->months[answers->month_count - 1];
        char ratio[HJ_DECIMAL_TEXT], said[64];
        hj_simulation_say_ratio(answers->ratio.p50, ratio);
        hj_simulation_say_chance(answers->probability, said);
        fputs("  ", out);
        hj_words_left(out, answers->scenario, widest);
        fprintf(out,
                _("  %.*s: %.0f high-tech in %.0f firms, ratio about %s, chance %s; exits needed "
                  "about %" PRId64 "; binds: %s\n"),
                (int)answers->counting.size, answers->counting.data, last->numerator.p50,
                last->denominator.p50, ratio, said,
                hj_simulation_rounded(answers->required.removals),
                answers->required.binds ? _(binds[answers->required.binds]) : binds[0]);
    }
}
