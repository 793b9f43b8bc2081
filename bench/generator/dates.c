// SPDX-License-Identifier: MIT
#include "calendar.h"
#include "firm.h"

struct span {
    int32_t low;
    int32_t high;
};

static struct span span_of_band(const struct gen_run *run, enum gen_band band)
{
    switch (band) {
    case GEN_TO_1999:
        return (struct span){gen_day(1984, 1, 1), gen_day(1999, 12, 31)};
    case GEN_2000_09:
        return (struct span){gen_day(2000, 1, 1), gen_day(2009, 12, 31)};
    case GEN_2010_13:
        return (struct span){gen_day(2010, 1, 1), gen_day(2013, 12, 31)};
    case GEN_2014_18:
        return (struct span){gen_day(2014, 1, 1), gen_day(2018, 12, 31)};
    case GEN_2019_23:
        return (struct span){gen_day(2019, 1, 1), gen_day(2023, 12, 31)};
    case GEN_2024_26:
    case GEN_BANDS:
        break;
    }
    return (struct span){gen_day(2024, 1, 1), run->frame - 2};
}

// What a cell says about its firm also bounds its age: who missed two due reports was there in time
// to owe them.
static struct span span_of_cell(const struct gen_run *run, const struct gen_cell *cell)
{
    struct span span = span_of_band(run, (enum gen_band)cell->band);
    int32_t latest = span.high;
    if (cell->kind == GEN_COOPERATIVE && cell->band == GEN_2000_09) {
        span.low = gen_day(2007, 7, 2); // the law on them came into force the day before
    }
    if (cell->missed == 2) {
        latest = gen_day(2022, 6, 30);
    } else if (cell->missed == 1) {
        latest = gen_day(2023, 6, 30);
    }
    if (cell->cause != GEN_UNLISTED && latest > gen_day(2025, 6, 30)) {
        latest = gen_day(2025, 6, 30); // nobody is listed in the first months
    }
    if (cell->certificate != GEN_NO_CERTIFICATE) {
        latest = gen_day(2021, 12, 31);
    }
    if (cell->kind == GEN_DEREGISTERED || cell->kind == GEN_MOVED || cell->kind == GEN_ANNULLED) {
        latest = gen_day(2026, 2, 27);
    }
    if (latest < span.high) {
        span.high = latest;
    }
    return span;
}

// Foundings grow from year to year, so the later of two draws is taken three times in ten.
int32_t gen_established(const struct gen_run *run, const struct gen_plan *plan, uint16_t place)
{
    const struct gen_cell *cell = &plan->cells[place];
    if (cell->second && (cell->pair == GEN_SAME_CODE || cell->pair == GEN_OLD_AND_NEW ||
                         (cell->pair == GEN_VARIANT && cell->pair_number % 4 != 3))) {
        return gen_established(run, plan, cell->partner);
    }
    struct gen_stream stream;
    gen_stream_open(&stream, run->seed, GEN_FOR_DATES, gen_index(plan, place));
    struct span span = span_of_cell(run, cell);
    int32_t day = gen_between(&stream, span.low, span.high);
    int32_t other = gen_between(&stream, span.low, span.high);
    if (other > day && gen_chance(&stream, 300)) {
        day = other;
    }
    day = gen_workday(day, span.low);
    return day > span.high ? gen_workday(span.high - 3, span.low) : day;
}

static int32_t later(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

// Half of all last changes are the founding itself; the living changed something this year more
// often.
static int32_t draw_approved(const struct gen_firm *firm, struct gen_stream *stream, int32_t latest)
{
    bool is_living = firm->cell->kind == GEN_LEGAL && firm->cell->reason == GEN_PLAIN;
    if (is_living && gen_chance(stream, 180)) {
        return gen_workday(
            gen_between(stream, later(firm->established, firm->run->frame - 364), latest),
            firm->established);
    }
    if (gen_chance(stream, 500)) {
        return firm->established;
    }
    return gen_workday(gen_between(stream, firm->established, latest), firm->established);
}

void gen_date_firm(struct gen_firm *firm)
{
    const struct gen_cell *cell = firm->cell;
    int32_t frame = firm->run->frame;
    struct gen_stream stream;
    firm->established = gen_established(firm->run, firm->plan, firm->place);
    firm->revoked = GEN_NO_DAY;
    firm->deregistered = GEN_NO_DAY;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_DATES, firm->index);
    stream.counter[0] = 8; // past the draws of gen_established
    int32_t latest = frame - 1;
    if (cell->kind == GEN_REVOKED) {
        int32_t low = later(firm->established + 731, gen_day(2002, 1, 2));
        int32_t high = gen_day(2023, 6, 29);
        if (cell->reason == GEN_REVOKED_YOUNG) {
            low = gen_day(2023, 7, 3);
            high = gen_day(2026, 5, 29);
        }
        firm->revoked = gen_workday(gen_between(&stream, low, high), low);
        firm->revoked = firm->revoked > high ? high : firm->revoked;
        latest = firm->revoked;
    } else if (cell->kind == GEN_DEREGISTERED || cell->kind == GEN_MOVED ||
               cell->kind == GEN_ANNULLED) {
        int32_t low = later(firm->established + 60, gen_day(2024, 7, 1));
        firm->deregistered = gen_workday(gen_between(&stream, low, frame - 1), low);
        latest = firm->deregistered;
    } else if (cell->kind == GEN_LEGAL && cell->reason != GEN_PLAIN &&
               cell->reason != GEN_LISTED_ALIVE) {
        latest = frame - 400; // nothing has changed for a year
    }
    if (latest <= firm->established) {
        latest = firm->established;
    }
    firm->approved = draw_approved(firm, &stream, latest);
    if (firm->approved > latest || firm->approved < firm->established) {
        firm->approved = firm->established;
    }
    if (firm->deregistered != GEN_NO_DAY) {
        firm->approved = firm->deregistered;
    }
    if (cell->pair == GEN_SAME_CODE && cell->second) {
        firm->approved = gen_workday(frame - 3 - (int32_t)cell->pair_number * 9, firm->established);
        firm->approved = later(firm->approved, firm->established);
    }
}
