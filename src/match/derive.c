/* SPDX-License-Identifier: MIT */
#include "match/derive.h"

#include "text/code.h"

static const struct {
    enum hj_type type;
    struct hj_span input;
} columns[HJ_DERIVED_COUNT] = {
#define HJ_DERIVED_ROW(name, type, input) {HJ_##type, HJ_SPAN(input)},
    HJ_DERIVED_COLUMNS(HJ_DERIVED_ROW)
#undef HJ_DERIVED_ROW
};

enum hj_type hj_derived_type(enum hj_derived derived)
{
    return columns[derived].type;
}

struct hj_span hj_derived_input(enum hj_derived derived)
{
    return columns[derived].input;
}

bool hj_derived_is_name_part(enum hj_derived derived)
{
    return derived == HJ_DERIVED_name_region || derived == HJ_DERIVED_trade_name ||
           derived == HJ_DERIVED_name_industry || derived == HJ_DERIVED_name_form ||
           derived == HJ_DERIVED_is_branch;
}

/* What is not there is NULL. */
static struct hj_value text_or_null(struct hj_span text)
{
    return (struct hj_value){.type = HJ_TEXT, .null = !text.data, .text = text};
}

static struct hj_value truth(bool value)
{
    return (struct hj_value){.type = HJ_BOOLEAN, .boolean = value};
}

struct hj_value hj_derive_part(const struct hj_text_name *name, enum hj_derived derived)
{
    switch (derived) {
    case HJ_DERIVED_name_region:
        return text_or_null(name->region);
    case HJ_DERIVED_trade_name:
        return text_or_null(name->trade_name);
    case HJ_DERIVED_name_industry:
        return text_or_null(name->industry);
    case HJ_DERIVED_name_form:
        return text_or_null(name->form);
    case HJ_DERIVED_is_branch:
        return truth(name->is_branch);
    case HJ_DERIVED_name_key:
    case HJ_DERIVED_address_key:
    case HJ_DERIVED_authority:
    case HJ_DERIVED_org_code:
    case HJ_DERIVED_uscc_valid:
    case HJ_DERIVED_regno_valid:
    case HJ_DERIVED_survivor:
    case HJ_DERIVED_COUNT:
        break;
    }
    return (struct hj_value){.type = HJ_TEXT, .null = true};
}

/* Without `normal` there is no normal form; with it there is one unless the memory is full. */
static bool normal_form(const struct hj_match_tools *tools, enum hj_derived derived,
                        struct hj_span text, struct hj_arena *arena, struct hj_value *value)
{
    if (!tools->normal) {
        return true;
    }
    *value = text_or_null(derived == HJ_DERIVED_name_key
                              ? hj_text_normalise(tools->normal, text, arena)
                              : hj_text_address_key(tools->addresses, tools->normal, text, arena));
    return !value->null;
}

bool hj_derive(const struct hj_match_tools *tools, enum hj_derived derived, struct hj_span text,
               struct hj_arena *arena, struct hj_value *value)
{
    *value = (struct hj_value){.type = columns[derived].type, .null = true};
    switch (derived) {
    case HJ_DERIVED_name_key:
    case HJ_DERIVED_address_key:
        return normal_form(tools, derived, text, arena, value);
    case HJ_DERIVED_authority:
        *value = text_or_null(hj_text_uscc_authority(text));
        break;
    case HJ_DERIVED_org_code:
        *value = text_or_null(hj_text_uscc_org_code(text));
        break;
    case HJ_DERIVED_uscc_valid:
        *value = truth(hj_text_uscc_valid(text));
        break;
    case HJ_DERIVED_regno_valid:
        *value = truth(hj_text_regno_valid(text));
        break;
    case HJ_DERIVED_name_region:
    case HJ_DERIVED_trade_name:
    case HJ_DERIVED_name_industry:
    case HJ_DERIVED_name_form:
    case HJ_DERIVED_is_branch:
        if (tools->names) {
            struct hj_text_name name = hj_text_name_parse(tools->names, text);
            *value = hj_derive_part(&name, derived);
        }
        break;
    case HJ_DERIVED_survivor: /* linking gives it */
    case HJ_DERIVED_COUNT:
        break;
    }
    return true;
}
