/* SPDX-License-Identifier: MIT
 * A scope is what a predicate may name: for predicates over firms the one namespace of design.md
 * section 2, for the `where` of a feature the columns of its fact table. Frozen with its ruleset.
 */
#ifndef HJ_RULES_SCOPE_H
#define HJ_RULES_SCOPE_H

#include "column/schema.h"
#include "rules/expr.h"

enum hj_name_kind {
    HJ_NAME_COLUMN,    /* a stored column: index into the table's schema */
    HJ_NAME_DERIVED,   /* made from columns by the program: index is enum hj_derived */
    HJ_NAME_FEATURE,   /* index into the ruleset's features (aggregate, peers or predicate) */
    HJ_NAME_PARAMETER, /* index into the ruleset's parameters */
};

/* Derived columns of a firm (design.md section 7, last point). X(name, type, input column).
 * survivor has no input: linking gives it (TRUE: the record to keep of its proof cluster), and
 * until then it is NULL; only routes, the indicator and --where may name it. */
#define HJ_DERIVED_COLUMNS(X)                                                                      \
    X(name_key, TEXT, "name")                                                                      \
    X(name_region, TEXT, "name")                                                                   \
    X(trade_name, TEXT, "name")                                                                    \
    X(name_industry, TEXT, "name")                                                                 \
    X(name_form, TEXT, "name")                                                                     \
    X(is_branch, BOOLEAN, "name")                                                                  \
    X(address_key, TEXT, "address")                                                                \
    X(authority, TEXT, "uscc")                                                                     \
    X(org_code, TEXT, "uscc")                                                                      \
    X(uscc_valid, BOOLEAN, "uscc")                                                                 \
    X(regno_valid, BOOLEAN, "uscc")                                                                \
    X(survivor, BOOLEAN, "")

enum hj_derived {
#define HJ_DERIVED_ENUM(name, type, input) HJ_DERIVED_##name,
    HJ_DERIVED_COLUMNS(HJ_DERIVED_ENUM)
#undef HJ_DERIVED_ENUM
        HJ_DERIVED_COUNT
};

struct hj_name {
    struct hj_span name;
    enum hj_name_kind kind;
    enum hj_type type;
    uint32_t index;
};

struct hj_scope {
    const struct hj_name *names;
    uint32_t count;
    /* A hash index that the builder makes: index + 1 into names by hj_hash_bytes of the name,
     * linear probing, 0 where empty, slot_count a power of two. 0: none, names are searched one by
     * one. */
    const uint32_t *slots;
    uint32_t slot_count;
    /* Columns that the dictionary has gained since the table was loaded. */
    const struct hj_span *unloaded;
    uint32_t unloaded_count;
};

/* The index of the name, or -1. Exact bytes. */
int hj_scope_find(const struct hj_scope *scope, struct hj_span name);
/* Whether the name will be there after the next load. */
bool hj_scope_is_unloaded(const struct hj_scope *scope, struct hj_span name);

#endif
