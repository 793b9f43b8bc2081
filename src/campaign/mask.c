/* SPDX-License-Identifier: MIT */
#include "campaign/mask.h"

#include "text/utf8.h"

/* What a column of the registry may hold; derived columns and features hold nothing personal. */
static enum hj_personal personal_of(const struct hj_loaded *loaded, uint32_t name)
{
    const struct hj_name *definition = &loaded->ruleset->scope.names[name];
    return definition->kind == HJ_NAME_COLUMN && loaded->registry.schema.columns
               ? loaded->registry.schema.columns[definition->index].personal
               : HJ_PERSONAL_NONE;
}

struct hj_span hj_mask_text(struct hj_span text, struct hj_arena *arena)
{
    size_t first = hj_text_offset(text, 1);
    char *masked = hj_arena_new(arena, first + 2);
    if (!masked) {
        return (struct hj_span){NULL, 0};
    }
    memcpy(masked, text.data, first);
    masked[first] = '*';
    masked[first + 1] = '\0';
    return (struct hj_span){masked, first + 1};
}

struct hj_value hj_mask_value(const struct hj_loaded *loaded, uint32_t name, struct hj_value value,
                              struct hj_arena *arena)
{
    enum hj_personal personal = personal_of(loaded, name);
    if (personal == HJ_PERSONAL_NONE || value.null || value.type != HJ_TEXT) {
        return value;
    }
    value.text = personal == HJ_PERSONAL_NAME ? hj_mask_text(value.text, arena) : hj_span_of("*");
    value.null = value.text.data == NULL;
    return value;
}
