// SPDX-License-Identifier: MIT
// A firm: what its cell of the plan and its own random numbers make of it. Made for one record at a
// time and reused.
#ifndef GENERATOR_FIRM_H
#define GENERATOR_FIRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan.h"
#include "random.h"
#include "text.h"
#include "words.h"

#define GEN_MAX_SCOPE 4000

// Everything is drawn as of this day; another as-of date moves all dates by the same number of
// days.
#define GEN_FRAME_YEAR 2026
#define GEN_FRAME_MONTH 6
#define GEN_FRAME_DAY 30

struct gen_run {
    uint64_t seed;
    uint64_t firms;
    int32_t frame;       // the day all dates are drawn for
    int32_t shift_days;  // from the frame to the as-of date asked for
    int32_t shift_years; // the same for report years
    size_t scope_bytes;  // 0: the short scopes of the fixture
    bool narrow;         // twelve columns of the register, as public bulk registers have
};

struct gen_firm {
    const struct gen_run *run;
    const struct gen_plan *plan;
    const struct gen_cell *cell;
    uint64_t index; // 0-based record across the run
    uint16_t place; // in the block
    size_t sector;
    int32_t established;
    int32_t approved;
    int32_t revoked;
    int32_t deregistered;
    char code[19];  // what the authorities know it by
    char shown[19]; // what the register shows in the column of the code
    char number[16];
    char organisation[10];
    char name[256];
    char former[256];
    char person[32];
    char identity[19];
    char phone[16];
    char capital[64];
    char scope[GEN_MAX_SCOPE + 256];
    char address[256];
    char town[64];
    const char *industry;
    const char *status;
};

void gen_firm_make(struct gen_firm *firm, const struct gen_run *run, const struct gen_plan *plan,
                   uint16_t place);

// The record whose facts a second record of a pair repeats; the record itself where it stands
// alone.
uint64_t gen_origin(const struct gen_firm *firm);
uint64_t gen_index(const struct gen_plan *plan, uint16_t place);

// The business of the firm whose end needs an approval, as its scope says it; NULL: none.
const char *gen_licence(const struct gen_firm *firm);

// dates.c
int32_t gen_established(const struct gen_run *run, const struct gen_plan *plan, uint16_t place);
void gen_date_firm(struct gen_firm *firm);

// names.c
size_t gen_sector_of(const struct gen_run *run, const struct gen_plan *plan, uint16_t place);
void gen_name(const struct gen_run *run, const struct gen_plan *plan, uint16_t place,
              struct gen_text *name);
void gen_name_firm(struct gen_firm *firm);
void gen_add_person(struct gen_stream *stream, struct gen_text *person);

// address.c
void gen_address_firm(struct gen_firm *firm);

#endif
