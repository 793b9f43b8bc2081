/* SPDX-License-Identifier: MIT */
#include "cli/outlook.h"

#include "base/decimal.h"
#include "cli/message.h"
#include "cli/words.h"

#include <inttypes.h>

static void format_ratio(int64_t numerator, int64_t denominator, int64_t scale,
                         char text[HJ_DECIMAL_TEXT])
{
    if (denominator == 0) {
        snprintf(text, HJ_DECIMAL_TEXT, "-");
        return;
    }
    hj_decimal_round(hj_ratio(numerator, denominator, scale), 2, text);
}

void hj_outlook_print_today(const struct hj_outlook *outlook, FILE *out)
{
    struct hj_span name = hj_message_pick(outlook->title_zh, outlook->title_en);
    char ratio[HJ_DECIMAL_TEXT];
    fprintf(out, "%.*s\n", (int)name.size, name.data);
    for (uint32_t c = 0; c < outlook->counting_count; c++) {
        const struct hj_counts *counts = &outlook->counts[c];
        format_ratio(counts->numerator, counts->denominator, outlook->scale, ratio);
        fprintf(out, "%s ", c == outlook->chosen ? "*" : " ");
        hj_words_left(out, outlook->countings[c], 16);
        fprintf(out, " %" PRId64 " / %" PRId64 " = %s", counts->numerator, counts->denominator,
                ratio);
        if (counts->numerator_unknown + counts->denominator_unknown > 0) {
            fprintf(out,
                    _("   (unknown: %" PRId64 " in the numerator, %" PRId64 " in the denominator)"),
                    counts->numerator_unknown, counts->denominator_unknown);
        }
        fputc('\n', out);
    }
    if (outlook->official) {
        const struct hj_counts *counts = &outlook->counts[outlook->chosen];
        format_ratio(outlook->official_numerator, outlook->official_denominator, outlook->scale,
                     ratio);
        fprintf(out,
                _("  official         %" PRId64 " / %" PRId64 " = %s   (difference: %+" PRId64
                  " and %+" PRId64 ")"),
                outlook->official_numerator, outlook->official_denominator, ratio,
                counts->numerator - outlook->official_numerator,
                counts->denominator - outlook->official_denominator);
        fprintf(out, "   %.*s\n", (int)outlook->official_source.size,
                outlook->official_source.data);
    }
}

void hj_outlook_print_target(const struct hj_outlook *outlook, FILE *out)
{
    if (!outlook->has_target) {
        return;
    }
    fprintf(out, _("target %.*s:\n"), (int)outlook->target_text.size, outlook->target_text.data);
    for (uint32_t c = 0; c < outlook->counting_count; c++) {
        const struct hj_outlook_target *target = &outlook->targets[c];
        fprintf(out, "%s ", c == outlook->chosen ? "*" : " ");
        hj_words_left(out, outlook->countings[c], 16);
        if (target->min_removals == 0) {
            fprintf(out, _(" is reached today (at most %" PRId64 " firms)\n"),
                    target->max_denominator);
        } else {
            fprintf(out,
                    _(" at most %" PRId64 " firms: %" PRId64 " exits too many, or %" PRId64
                      " high-tech firms too few\n"),
                    target->max_denominator, target->min_removals, target->min_new);
        }
    }
}

/* What the route does to a firm that counts. */
static const char *sign_of(const struct hj_effect *effect)
{
    if (effect->denominator == 0) {
        return "0";
    }
    return effect->denominator == effect->firms ? "-1" : "mixed";
}

/* Sums over the routes that move firms, under one counting. */
static struct hj_effect sum_routes(const struct hj_outlook *outlook, uint32_t counting)
{
    struct hj_effect all = {0};
    for (uint32_t r = 0; r < outlook->route_count; r++) {
        all.firms += outlook->routes[r].effects[counting].firms;
        all.denominator += outlook->routes[r].effects[counting].denominator;
        all.numerator += outlook->routes[r].effects[counting].numerator;
    }
    return all;
}

/* Columns that the longest title of a route takes. */
static size_t title_width(const struct hj_outlook *outlook)
{
    size_t widest = hj_display_width(hj_span_of(_("all routes")));
    for (uint32_t r = 0; r < outlook->route_count; r++) {
        size_t width = hj_display_width(
            hj_message_pick(outlook->routes[r].title_zh, outlook->routes[r].title_en));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void print_effect(const struct hj_outlook *outlook, uint32_t counting, struct hj_span name,
                         const struct hj_effect *effect, FILE *out)
{
    const struct hj_counts *counts = &outlook->counts[counting];
    int64_t numerator = counts->numerator - effect->numerator;
    int64_t denominator = counts->denominator - effect->denominator;
    char ratio[HJ_DECIMAL_TEXT];
    format_ratio(numerator, denominator, outlook->scale, ratio);
    fputs("    ", out);
    hj_words_left(out, name, title_width(outlook));
    fprintf(out, " %6" PRId64 " -> %6" PRId64 " / %" PRId64 " = %s", effect->denominator, numerator,
            denominator, ratio);
    if (outlook->has_target) {
        int64_t needed = outlook->targets[counting].min_removals;
        if (hj_outlook_reaches(outlook, numerator, denominator)) {
            fprintf(out, _("   reaches the target with %" PRId64 " of them"), needed);
        } else {
            fputs(_("   even all of them do not reach it"), out);
        }
    }
    fputc('\n', out);
}

void hj_outlook_print_matrix(const struct hj_outlook *outlook, FILE *out)
{
    if (!outlook->decided) {
        fprintf(out, "%s\n", _("no verdicts yet: run `hejian flag` for the what-if by route"));
        return;
    }
    if (outlook->route_count == 0) {
        return;
    }
    fprintf(out, "%s\n  ", _("what one exit by each route does to the denominator:"));
    hj_words_left(out, hj_span_of(""), title_width(outlook));
    fprintf(out, " %8s", _("firms"));
    for (uint32_t c = 0; c < outlook->counting_count; c++) {
        fprintf(out, "  %.*s", (int)outlook->countings[c].size, outlook->countings[c].data);
    }
    fputc('\n', out);
    for (uint32_t r = 0; r < outlook->route_count; r++) {
        const struct hj_outlook_route *route = &outlook->routes[r];
        fputs("  ", out);
        hj_words_left(out, hj_message_pick(route->title_zh, route->title_en), title_width(outlook));
        fprintf(out, " %8" PRId64, route->firms);
        for (uint32_t c = 0; c < outlook->counting_count; c++) {
            const char *sign = route->firms ? sign_of(&route->effects[c]) : "-";
            fprintf(out, "  %*s", (int)outlook->countings[c].size, sign);
        }
        fputc('\n', out);
    }
}

void hj_outlook_print_routes(const struct hj_outlook *outlook, FILE *out)
{
    for (uint32_t c = 0; outlook->route_count > 0 && c < outlook->counting_count; c++) {
        struct hj_effect all = sum_routes(outlook, c);
        fprintf(out, _("if all firms of a route leave, by %.*s:\n"),
                (int)outlook->countings[c].size, outlook->countings[c].data);
        for (uint32_t r = 0; r < outlook->route_count; r++) {
            const struct hj_outlook_route *route = &outlook->routes[r];
            if (route->moves && route->firms > 0) {
                print_effect(outlook, c, hj_message_pick(route->title_zh, route->title_en),
                             &route->effects[c], out);
            }
        }
        print_effect(outlook, c, hj_span_of(_("all routes")), &all, out);
    }
}
