/* SPDX-License-Identifier: MIT */
#include "match/fold.h"

#include <stdlib.h>

enum { FIRST_YEARS = 64 };

void hj_fold_clear(struct hj_fold *fold)
{
    struct hj_fold_year *years = fold->years;
    size_t capacity = fold->year_capacity;
    *fold = (struct hj_fold){.years = years, .year_capacity = capacity};
}

static void fail(struct hj_fold *fold, enum hj_fault fault)
{
    if (fault != HJ_FAULT_NONE) {
        fold->faults |= 1U << fault;
        fold->unknown = true;
    }
}

static void add_value(struct hj_fold *fold, enum hj_aggregate aggregate,
                      const struct hj_value *value)
{
    if (value->null || fold->unknown) {
        return;
    }
    if (!fold->any_value) {
        fold->value = *value;
        fold->any_value = true;
        if (aggregate == HJ_AGG_SUM && value->type == HJ_NUMBER) {
            fold->value.number += 0.0; /* a sum of nothing but -0 is 0 */
        }
    } else if (aggregate == HJ_AGG_SUM && value->type == HJ_INTEGER) {
        fail(fold, hj_scalar_integers(HJ_OP_ADD, fold->value.integer, value->integer,
                                      &fold->value.integer));
    } else if (aggregate == HJ_AGG_SUM) {
        fail(fold,
             hj_scalar_numbers(HJ_OP_ADD, fold->value.number, value->number, &fold->value.number));
    } else {
        int order = hj_scalar_compare(value, &fold->value);
        if (aggregate == HJ_AGG_MIN ? order < 0 : order > 0) {
            fold->value = *value;
        }
    }
}

static void add_last(struct hj_fold *fold, const struct hj_feature *feature,
                     const struct hj_fold_record *record)
{
    if (feature->order.root) {
        if (record->order.null) {
            fold->unknown = true;
            return;
        }
        if (fold->any && hj_scalar_compare(&record->order, &fold->order) < 0) {
            return;
        }
        fold->order = record->order;
    }
    fold->value = record->value;
    fold->any_value = !record->value.null;
}

static bool add_year(struct hj_fold *fold, const struct hj_fold_record *record,
                     struct hj_arena *arena)
{
    if (record->order.null) {
        fold->unknown = true;
        return true;
    }
    if (fold->year_count == fold->year_capacity) {
        size_t wanted = fold->year_capacity ? fold->year_capacity * 2 : FIRST_YEARS;
        struct hj_fold_year *moved = hj_arena_new(arena, wanted * sizeof *moved);
        if (!moved) {
            return false;
        }
        if (fold->year_count) {
            memcpy(moved, fold->years, fold->year_count * sizeof *moved);
        }
        fold->years = moved;
        fold->year_capacity = wanted;
    }
    struct hj_fold_year *year = &fold->years[fold->year_count++];
    year->year = record->order.integer;
    year->counts = record->counts;
    return true;
}

bool hj_fold_add(struct hj_fold *fold, const struct hj_feature *feature,
                 const struct hj_fold_record *record, struct hj_arena *arena)
{
    fold->faults |= record->faults;
    if (record->unknown) {
        fold->unknown = true;
        return true;
    }
    if (feature->aggregate == HJ_AGG_RUN && !add_year(fold, record, arena)) {
        return false;
    }
    if (!record->counts) {
        return true;
    }
    switch (feature->aggregate) {
    case HJ_AGG_COUNT:
    case HJ_AGG_EXISTS:
    case HJ_AGG_RUN:
        fold->count++;
        break;
    case HJ_AGG_SUM:
    case HJ_AGG_MIN:
    case HJ_AGG_MAX:
        add_value(fold, feature->aggregate, &record->value);
        break;
    case HJ_AGG_LAST:
        add_last(fold, feature, record);
        break;
    }
    fold->any = true;
    return true;
}

/* The newest year first; of one year a record that counts first. */
static int by_year(const void *left, const void *right)
{
    const struct hj_fold_year *a = left;
    const struct hj_fold_year *b = right;
    if (a->year != b->year) {
        return a->year > b->year ? -1 : 1;
    }
    return (int)b->counts - (int)a->counts;
}

static int64_t run_of(struct hj_fold *fold)
{
    if (!fold->year_count) {
        return 0;
    }
    qsort(fold->years, fold->year_count, sizeof *fold->years, by_year);
    int64_t run = 0;
    int64_t newest = fold->years[0].year;
    for (size_t i = 0; i < fold->year_count; i++) {
        /* Far from the ends of 64 bit unless years are nonsense; then the run is 1 at most. */
        if (fold->years[i].counts && newest >= INT64_MIN + run &&
            fold->years[i].year == newest - run) {
            run++;
        }
    }
    return run;
}

struct hj_value hj_fold_finish(struct hj_fold *fold, const struct hj_feature *feature, bool absent)
{
    struct hj_value value = {.type = feature->type, .null = true};
    bool exists = feature->aggregate == HJ_AGG_EXISTS && fold->any;
    if (fold->unknown && !exists) {
        return value;
    }
    if (!fold->any) {
        absent = absent && feature->aggregate != HJ_AGG_SUM && feature->aggregate != HJ_AGG_MIN &&
                 feature->aggregate != HJ_AGG_MAX && feature->aggregate != HJ_AGG_LAST;
        /* The zero of every type. */
        return absent ? (struct hj_value){.type = feature->type} : value;
    }
    switch (feature->aggregate) {
    case HJ_AGG_COUNT:
        value.null = false;
        value.integer = fold->count;
        break;
    case HJ_AGG_EXISTS:
        value.null = false;
        value.boolean = true;
        break;
    case HJ_AGG_RUN:
        value.integer = run_of(fold);
        value.null = value.integer == 0 && !absent;
        break;
    case HJ_AGG_SUM:
    case HJ_AGG_MIN:
    case HJ_AGG_MAX:
    case HJ_AGG_LAST:
        value = fold->any_value ? fold->value : value;
        break;
    }
    return value;
}
