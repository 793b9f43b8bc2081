/* SPDX-License-Identifier: MIT
 * Firms by a text (their town, their type): one value a group, made zero when the group is met
 * first; groups in the order of their text. One thread. */
#ifndef HJ_CAMPAIGN_GROUPS_H
#define HJ_CAMPAIGN_GROUPS_H

#include "base/arena.h"
#include "base/span.h"

struct hj_group {
    struct hj_span name; /* empty: firms without one */
    void *value;
};

struct hj_groups {
    struct hj_arena *arena; /* of names and values; the list itself is released */
    size_t value_size;
    struct hj_group *items; /* sorted by name */
    size_t count, capacity;
};

/* The value of the group, stable until the arena goes; NULL when the memory is full. */
void *hj_groups_value(struct hj_groups *groups, struct hj_span name);
void hj_groups_release(struct hj_groups *groups);

#endif
