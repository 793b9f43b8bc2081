// SPDX-License-Identifier: MIT
// What a firm did and had done to it: reports filed or not, listings on and off the abnormal list.
#ifndef GENERATOR_HISTORY_H
#define GENERATOR_HISTORY_H

#include "firm.h"

// Report years of the table, and the last one that is due at the frame's day.
#define GEN_FIRST_REPORT 2022
#define GEN_LAST_REPORT 2025
#define GEN_LAST_DUE 2024
#define GEN_LISTINGS 3

struct gen_listing {
    int32_t listed;
    int32_t removed; // GEN_NO_DAY: still on the list
    uint8_t cause;
};

struct gen_history {
    int32_t stopped_year; // no report of this year or a later one; INT32_MAX: never stopped
    int32_t missed_year;  // one report left out, 0: none
    int32_t late_year;    // one report filed late, 0: none
    bool resumed;         // filed the newest report after all
    size_t listings;
    struct gen_listing listing[GEN_LISTINGS];
};

void gen_history_make(const struct gen_firm *firm, struct gen_history *history);

// The day the report of `year` was filed, or GEN_NO_DAY.
int32_t gen_report_day(const struct gen_firm *firm, const struct gen_history *history,
                       int32_t year);

// The key of the firm's facts, or NULL for the second record of a firm, whose facts stand under the
// first.
const char *gen_fact_key(const struct gen_firm *firm);

#endif
