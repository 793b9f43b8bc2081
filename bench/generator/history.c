// SPDX-License-Identifier: MIT
#include "history.h"

#include <stddef.h>

#include "calendar.h"

const char *gen_fact_key(const struct gen_firm *firm)
{
    const struct gen_cell *cell = firm->cell;
    if (cell->second && (cell->pair == GEN_SAME_CODE || cell->pair == GEN_OLD_AND_NEW)) {
        return NULL;
    }
    return cell->code == GEN_CODE_OLD ? firm->number : firm->code;
}

static void add_listing(struct gen_history *history, int32_t listed, int32_t removed,
                        enum gen_cause cause)
{
    if (history->listings < GEN_LISTINGS) {
        history->listing[history->listings++] =
            (struct gen_listing){listed, removed, (uint8_t)cause};
    }
}

// Who has not reported a year is listed in the first half of the July after it was due.
static int32_t july_after(struct gen_stream *stream, int32_t year)
{
    int32_t low = gen_day(year + 1, 7, 2);
    return gen_workday(low + (int32_t)gen_below(stream, 10), low);
}

static void stop_reporting(const struct gen_firm *firm, struct gen_stream *stream,
                           struct gen_history *history)
{
    int32_t founded = gen_year_of(firm->established);
    int32_t last = 2023;
    uint32_t years = 6;
    switch ((enum gen_reason)firm->cell->reason) {
    case GEN_REVOKED_LONG:
    case GEN_REVOKED_NONCOMPANY:
    case GEN_REVOKED_YOUNG:
        last = gen_year_of(firm->revoked) - 3;
        break;
    case GEN_LISTED_ALIVE:
    case GEN_DORMANT:
    case GEN_PLAIN:
        years = 1;
        break;
    case GEN_CLASSIC:
    case GEN_ZERO_AGENT:
    case GEN_MIXED:
    case GEN_GONE:
    case GEN_OTHER_DEAD:
        break;
    }
    int32_t year = last - (int32_t)gen_below(stream, years);
    history->stopped_year = year < founded ? founded : year;
    history->resumed = firm->cell->reason == GEN_LISTED_ALIVE && gen_chance(stream, 250);
}

static void draw_late_year(const struct gen_firm *firm, struct gen_stream *stream,
                           struct gen_history *history)
{
    const struct gen_cell *cell = firm->cell;
    bool can_be_late = cell->missed == 0 && cell->cause == GEN_UNLISTED &&
                       cell->pair == GEN_SINGLE && cell->certificate == GEN_NO_CERTIFICATE &&
                       cell->kind != GEN_HOUSEHOLD && gen_year_of(firm->established) <= 2021;
    if (can_be_late && gen_chance(stream, 65)) {
        history->late_year = 2021 + (int32_t)gen_below(stream, 3);
    }
}

static void list_now(const struct gen_firm *firm, struct gen_stream *stream,
                     struct gen_history *history)
{
    enum gen_cause cause = (enum gen_cause)firm->cell->cause;
    if (cause == GEN_NO_REPORT || cause == GEN_BOTH) {
        int32_t year = history->missed_year != 0 ? history->missed_year : history->stopped_year;
        // The list began with the reports of 2013.
        int32_t listed = july_after(stream, year < 2014 ? 2014 : year);
        if (firm->revoked == GEN_NO_DAY || listed < firm->revoked) {
            add_listing(history, listed, GEN_NO_DAY, GEN_NO_REPORT);
        }
    }
    if (cause == GEN_UNREACHABLE || cause == GEN_BOTH) {
        int32_t low = firm->established + 200;
        low = low < gen_day(2017, 1, 3) ? gen_day(2017, 1, 3) : low;
        int32_t high =
            firm->cell->reason == GEN_CLASSIC ? gen_day(2025, 12, 19) : gen_day(2026, 4, 29);
        add_listing(history, gen_workday(gen_between(stream, low, high), low), GEN_NO_DAY,
                    GEN_UNREACHABLE);
    }
    if (cause == GEN_OTHER_CAUSE) {
        int32_t low = gen_day(2024, 2, 1);
        low = firm->established > low ? firm->established + 30 : low;
        add_listing(history, gen_workday(gen_between(stream, low, gen_day(2026, 5, 28)), low),
                    GEN_NO_DAY, cause);
    }
}

static void list_once(const struct gen_firm *firm, struct gen_stream *stream,
                      struct gen_history *history)
{
    if (history->late_year != 0) {
        int32_t filed = gen_report_day(firm, history, history->late_year);
        if (filed == GEN_NO_DAY) {
            return; // left the register before it filed
        }
        int32_t removed = gen_workday(filed + 3 + (int32_t)gen_below(stream, 7), filed);
        add_listing(history, july_after(stream, history->late_year), removed, GEN_NO_REPORT);
        return;
    }
    bool was_away = firm->cell->cause == GEN_UNLISTED && firm->cell->reason == GEN_PLAIN &&
                    firm->cell->certificate == GEN_NO_CERTIFICATE &&
                    firm->cell->kind != GEN_HOUSEHOLD && firm->established < gen_day(2022, 1, 1) &&
                    gen_chance(stream, 15);
    if (was_away) {
        int32_t listed = gen_workday(gen_between(stream, gen_day(2022, 3, 1), gen_day(2025, 6, 30)),
                                     firm->established);
        add_listing(history, listed,
                    gen_workday(listed + 20 + (int32_t)gen_below(stream, 300), listed),
                    GEN_UNREACHABLE);
    }
}

void gen_history_make(const struct gen_firm *firm, struct gen_history *history)
{
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_HISTORY, firm->index);
    *history = (struct gen_history){.stopped_year = INT32_MAX};
    if (firm->cell->missed == 2) {
        stop_reporting(firm, &stream, history);
    } else if (firm->cell->missed == 1) {
        bool is_newest = gen_chance(&stream, 600) || gen_year_of(firm->established) > 2023;
        history->missed_year = is_newest ? GEN_LAST_DUE : GEN_LAST_DUE - 1;
    }
    draw_late_year(firm, &stream, history);
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_LISTING, firm->index);
    list_now(firm, &stream, history);
    list_once(firm, &stream, history);
}

int32_t gen_report_day(const struct gen_firm *firm, const struct gen_history *history, int32_t year)
{
    static const uint16_t months[6] = {5, 8, 12, 15, 22, 38};
    bool is_newest = year == GEN_LAST_REPORT;
    bool is_dead = firm->cell->reason != GEN_PLAIN && firm->cell->reason != GEN_LISTED_ALIVE &&
                   firm->cell->reason != GEN_GONE && firm->cell->reason != GEN_ZERO_AGENT;
    if (year < gen_year_of(firm->established) || year == history->missed_year ||
        (is_newest && is_dead) ||
        (year >= history->stopped_year && !(is_newest && history->resumed))) {
        return GEN_NO_DAY;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_REPORTS, firm->index);
    stream.counter[0] = (uint32_t)year;
    int32_t month = 1 + (int32_t)gen_pick(&stream, months, 6);
    int32_t day = gen_day(year + 1, month, 5 + (int32_t)gen_below(&stream, 24));
    if (year == history->late_year) {
        day = gen_day(year + 1, 8, 1) + (int32_t)gen_below(&stream, 400);
    }
    if (is_newest) {
        // The extract ends on 25 June; one in eight of the living leaves it to the last days.
        if (gen_chance(&stream, 120) || day > firm->run->frame - 5) {
            day = gen_chance(&stream, 500) ? firm->run->frame - 6 - (int32_t)gen_below(&stream, 20)
                                           : GEN_NO_DAY;
        }
    }
    if (firm->deregistered != GEN_NO_DAY && day >= firm->deregistered) {
        return GEN_NO_DAY;
    }
    return day;
}
