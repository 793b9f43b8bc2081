/* SPDX-License-Identifier: MIT */
#include "rules/naming.h"

#include "base/hash.h"

/* The slot of the name, or the empty one where it belongs; fewer than half are in use. */
static uint32_t slot_of(const struct hj_scope *scope, struct hj_span name)
{
    uint32_t slot = (uint32_t)hj_hash_bytes(name) & (scope->slot_count - 1);
    while (scope->slots[slot] && !hj_span_equal(scope->names[scope->slots[slot] - 1].name, name)) {
        slot = (slot + 1) & (scope->slot_count - 1);
    }
    return slot;
}

int hj_scope_find(const struct hj_scope *scope, struct hj_span name)
{
    if (scope->slot_count > 0) {
        return (int)scope->slots[slot_of(scope, name)] - 1;
    }
    for (uint32_t i = 0; i < scope->count; i++) {
        if (hj_span_equal(scope->names[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

bool hj_scope_is_unloaded(const struct hj_scope *scope, struct hj_span name)
{
    for (uint32_t i = 0; i < scope->unloaded_count; i++) {
        if (hj_span_equal(scope->unloaded[i], name)) {
            return true;
        }
    }
    return false;
}

void hj_naming_init(struct hj_naming *naming, struct hj_arena *arena, struct hj_scope *scope)
{
    *scope = (struct hj_scope){0};
    *naming = (struct hj_naming){.arena = arena, .scope = scope};
}

static bool grow(struct hj_naming *naming)
{
    struct hj_scope *scope = naming->scope;
    uint32_t capacity = naming->capacity ? 2 * naming->capacity : 32;
    struct hj_name *names = hj_arena_zero(naming->arena, capacity, sizeof *names);
    uint32_t *slots = hj_arena_zero(naming->arena, 2 * (size_t)capacity, sizeof *slots);
    if (!names || !slots) {
        return false;
    }
    if (scope->count > 0) {
        memcpy(names, naming->names, scope->count * sizeof *names);
    }
    naming->names = names;
    naming->slots = slots;
    naming->capacity = capacity;
    scope->names = names;
    scope->slots = slots;
    scope->slot_count = 2 * capacity;
    for (uint32_t i = 0; i < scope->count; i++) {
        slots[slot_of(scope, names[i].name)] = i + 1;
    }
    return true;
}

bool hj_naming_add(struct hj_naming *naming, struct hj_name name)
{
    struct hj_scope *scope = naming->scope;
    if (scope->count == naming->capacity && !grow(naming)) {
        return false;
    }
    uint32_t slot = slot_of(scope, name.name);
    naming->names[scope->count++] = name;
    naming->slots[slot] = scope->count;
    return true;
}
