/* SPDX-License-Identifier: MIT
 * Random values that find mistakes: few of each kind, so that they meet, and those at the borders.
 * The same seed gives the same values everywhere. */
#ifndef HJ_TESTS_MATCH_RANDOM_VALUES_H
#define HJ_TESTS_MATCH_RANDOM_VALUES_H

#include "column/value.h"

struct random_source {
    uint64_t state;
};

uint64_t random_next(struct random_source *source);
/* 0 .. below - 1. */
uint32_t random_below(struct random_source *source, uint32_t below);
/* True in percent of 100. */
bool random_percent(struct random_source *source, uint32_t percent);

/* A value of the type; never NULL. Texts are literals. */
struct hj_value random_value(struct random_source *source, enum hj_type type);
/* Texts as patterns. */
struct hj_span random_like(struct random_source *source);
struct hj_span random_regexp(struct random_source *source);

#endif
