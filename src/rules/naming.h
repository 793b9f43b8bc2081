/* SPDX-License-Identifier: MIT
 * A scope that grows: names are added, each once, and found by hash from the first on. */
#ifndef HJ_RULES_NAMING_H
#define HJ_RULES_NAMING_H

#include "base/arena.h"
#include "base/error.h"
#include "rules/scope.h"

struct hj_naming {
    struct hj_arena *arena; /* of names and slots, also of those outgrown */
    struct hj_scope *scope; /* what readers see; always whole */
    struct hj_name *names;  /* the same, to be changed */
    uint32_t *slots;
    uint32_t capacity;
};

/* The scope is empty afterwards. Both pointers must outlive the naming. */
void hj_naming_init(struct hj_naming *naming, struct hj_arena *arena, struct hj_scope *scope);
/* Adds a name that is not there yet (hj_scope_find). False: the memory is full. */
bool hj_naming_add(struct hj_naming *naming, struct hj_name name) HJ_MUST_USE;

#endif
