/* SPDX-License-Identifier: MIT
 * Aggregate features the slow way: all records of the firm first, then the question. On purpose
 * nothing is shared with fold.c, which must agree. */
#include "match/reference_state.h"

#include "match/node.h"

/* What the trees of the feature say of one record. */
struct record {
    struct hj_value where, value, order;
};

struct records {
    struct record *items;
    uint32_t count;
};

static enum hj_code tree_value(struct hj_reference *reference, const struct hj_predicate *tree,
                               struct hj_reference_place place, struct hj_value *value,
                               struct hj_error *error)
{
    return tree->root ? hj_reference_walk(reference, tree->root, place, value, error) : HJ_OK;
}

static enum hj_code read_records(struct hj_reference *reference, const struct hj_feature *feature,
                                 struct records *records, struct hj_error *error)
{
    const struct hj_reference_firm *firm = &reference->firm;
    bool loaded = reference->ruleset->facts[feature->table].loaded && firm->records;
    records->count = loaded ? firm->records(firm->context, feature->table) : 0;
    records->items = hj_arena_zero(&reference->arena, records->count, sizeof *records->items);
    if (!records->items) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < records->count; i++) {
        struct record *record = &records->items[i];
        struct hj_reference_place place = {.fact = feature->table, .record = i};
        record->where = (struct hj_value){.type = HJ_BOOLEAN, .boolean = true};
        record->value.null = true;
        record->order.null = true;
        enum hj_code code;
        HJ_TRY(tree_value(reference, &feature->where, place, &record->where, error));
        HJ_TRY(tree_value(reference, &feature->value, place, &record->value, error));
        HJ_TRY(tree_value(reference, &feature->order, place, &record->order, error));
        continue;
    done:
        return code;
    }
    return HJ_OK;
}

static bool counts(const struct record *record)
{
    return !record->where.null && record->where.boolean;
}

static uint32_t count_of(const struct records *records)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < records->count; i++) {
        count += counts(&records->items[i]);
    }
    return count;
}

static bool any_unknown(const struct records *records)
{
    for (uint32_t i = 0; i < records->count; i++) {
        if (records->items[i].where.null) {
            return true;
        }
    }
    return false;
}

static void sum_of(struct hj_reference *reference, const struct records *records,
                   struct hj_value *sum)
{
    struct hj_value total = {.type = sum->type};
    bool any = false;
    enum hj_fault fault = HJ_FAULT_NONE;
    for (uint32_t i = 0; i < records->count && fault == HJ_FAULT_NONE; i++) {
        const struct hj_value *value = &records->items[i].value;
        if (!counts(&records->items[i]) || value->null) {
            continue;
        }
        any = true;
        fault = sum->type == HJ_INTEGER
                    ? hj_scalar_integers(HJ_OP_ADD, total.integer, value->integer, &total.integer)
                    : hj_scalar_numbers(HJ_OP_ADD, total.number, value->number, &total.number);
    }
    if (any && hj_faults_add(&reference->faults, fault)) {
        *sum = total;
    }
}

static void extreme_of(const struct records *records, int sign, struct hj_value *extreme)
{
    for (uint32_t i = 0; i < records->count; i++) {
        const struct hj_value *value = &records->items[i].value;
        if (counts(&records->items[i]) && !value->null &&
            (extreme->null || sign * hj_scalar_compare(value, extreme) > 0)) {
            *extreme = *value;
        }
    }
}

static void last_of(const struct hj_feature *feature, const struct records *records,
                    struct hj_value *last)
{
    const struct record *found = NULL;
    for (uint32_t i = 0; i < records->count; i++) {
        const struct record *record = &records->items[i];
        if (!counts(record)) {
            continue;
        }
        if (feature->order.root && record->order.null) {
            return; /* it could be the last */
        }
        if (!found || !feature->order.root ||
            hj_scalar_compare(&record->order, &found->order) >= 0) {
            found = record;
        }
    }
    if (found) {
        *last = found->value;
    }
}

static bool counts_in(const struct records *records, int64_t year)
{
    for (uint32_t i = 0; i < records->count; i++) {
        if (counts(&records->items[i]) && records->items[i].order.integer == year) {
            return true;
        }
    }
    return false;
}

static void run_of(const struct records *records, bool absent, struct hj_value *run)
{
    int64_t newest = INT64_MIN;
    for (uint32_t i = 0; i < records->count; i++) {
        if (records->items[i].order.null) {
            return;
        }
        int64_t year = records->items[i].order.integer;
        newest = year > newest ? year : newest;
    }
    int64_t years = 0;
    while (records->count && newest >= INT64_MIN + years && counts_in(records, newest - years)) {
        years++;
    }
    run->null = years == 0 && !absent;
    run->integer = years;
}

static void aggregate(struct hj_reference *reference, const struct hj_feature *feature,
                      const struct records *records, bool absent, struct hj_value *value)
{
    uint32_t count = count_of(records);
    switch (feature->aggregate) {
    case HJ_AGG_COUNT:
        value->null = count == 0 && !absent;
        value->integer = count;
        break;
    case HJ_AGG_EXISTS:
        value->null = count == 0 && !absent;
        value->boolean = count > 0;
        break;
    case HJ_AGG_SUM:
        sum_of(reference, records, value);
        break;
    case HJ_AGG_MIN:
        extreme_of(records, -1, value);
        break;
    case HJ_AGG_MAX:
        extreme_of(records, 1, value);
        break;
    case HJ_AGG_LAST:
        last_of(feature, records, value);
        break;
    case HJ_AGG_RUN:
        run_of(records, absent, value);
        break;
    }
}

enum hj_code hj_reference_aggregate(struct hj_reference *reference,
                                    const struct hj_feature *feature, struct hj_value *value,
                                    struct hj_error *error)
{
    const struct hj_reference_firm *firm = &reference->firm;
    struct records records;
    enum hj_code code = read_records(reference, feature, &records, error);
    if (code != HJ_OK) {
        return code;
    }
    bool absent = hj_feature_absence(reference->ruleset, feature) && firm->known_key &&
                  firm->known_key(firm->context, feature->table);
    bool exists = feature->aggregate == HJ_AGG_EXISTS && count_of(&records) > 0;
    if (exists || !any_unknown(&records)) {
        aggregate(reference, feature, &records, absent, value);
    }
    return HJ_OK;
}
