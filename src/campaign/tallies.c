/* SPDX-License-Identifier: MIT */
#include "campaign/tallies.h"

#include <stdlib.h>

static int compare_tallies(const void *a, const void *b)
{
    const struct hj_tally *left = a, *right = b;
    const struct hj_cohort *x = &left->cohort, *y = &right->cohort;
    if (x->route != y->route) {
        return x->route < y->route ? -1 : 1;
    }
    if (x->stage != y->stage) {
        return x->stage < y->stage ? -1 : 1;
    }
    if (x->since != y->since) {
        return x->since < y->since ? -1 : 1;
    }
    if (x->hightech != y->hightech) {
        return x->hightech ? 1 : -1;
    }
    if (!left->town.data || !right->town.data) {
        return (left->town.data == NULL) - (right->town.data == NULL);
    }
    return hj_span_compare(left->town, right->town);
}

static int compare_ends(const void *a, const void *b)
{
    const struct hj_certificates *left = a, *right = b;
    return (left->end > right->end) - (left->end < right->end);
}

size_t hj_tallies_collapse(struct hj_tally *tallies, size_t count)
{
    size_t kept = 0;
    if (count > 0) {
        qsort(tallies, count, sizeof *tallies, compare_tallies);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare_tallies(&tallies[kept - 1], &tallies[i]) == 0) {
            tallies[kept - 1].cohort.firms += tallies[i].cohort.firms;
        } else {
            tallies[kept++] = tallies[i];
        }
    }
    return kept;
}

size_t hj_ends_collapse(struct hj_certificates *ends, size_t count)
{
    size_t kept = 0;
    if (count > 0) {
        qsort(ends, count, sizeof *ends, compare_ends);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && ends[kept - 1].end == ends[i].end) {
            ends[kept - 1].firms += ends[i].firms;
        } else {
            ends[kept++] = ends[i];
        }
    }
    return kept;
}
