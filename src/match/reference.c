/* SPDX-License-Identifier: MIT */
#include "match/reference_state.h"

#include "base/memory.h"
#include "match/compile.h"
#include "match/derive.h"
#include "match/literals.h"

static struct hj_value null_of(enum hj_type type)
{
    return (struct hj_value){.type = type, .null = true};
}

/* ---- names of the firm ---- */

static bool is_given(const struct hj_reference *reference, uint32_t name, struct hj_value *value)
{
    return reference->firm.given && reference->firm.given(reference->firm.context, name, value);
}

static bool is_lacking(const struct hj_reference *reference, const struct hj_name *name)
{
    return name->kind == HJ_NAME_FEATURE && !reference->firm.invented &&
           reference->ruleset->features[name->index].needs.lacking;
}

static enum hj_code name_at(struct hj_reference *reference, uint32_t name, unsigned depth,
                            struct hj_value *value, struct hj_error *error);

static enum hj_code derived(struct hj_reference *reference, enum hj_derived which, unsigned depth,
                            struct hj_value *value, struct hj_error *error)
{
    static const struct hj_span name_key = HJ_SPAN("name_key");
    const struct hj_scope *scope = &reference->ruleset->scope;
    int input =
        hj_scope_find(scope, hj_derived_is_name_part(which) ? name_key : hj_derived_input(which));
    *value = null_of(hj_derived_type(which));
    if (input < 0 || scope->names[input].type != HJ_TEXT) {
        return HJ_OK;
    }
    struct hj_value text;
    enum hj_code code = name_at(reference, (uint32_t)input, depth, &text, error);
    if (code == HJ_OK && !text.null &&
        !hj_derive(&reference->tools, which, text.text, &reference->arena, value)) {
        return hj_error_memory(error);
    }
    return code;
}

static enum hj_code feature(struct hj_reference *reference, uint32_t index, unsigned depth,
                            struct hj_value *value, struct hj_error *error)
{
    struct hj_reference_memo *memo = &reference->memos[index];
    const struct hj_feature *feature = &reference->ruleset->features[index];
    enum hj_code code = HJ_OK;
    if (!memo->known) {
        memo->value = null_of(feature->type);
        struct hj_reference_place place = {.fact = -1, .depth = depth + 1};
        if (feature->kind == HJ_FEATURE_PREDICATE) {
            code = hj_reference_walk(reference, feature->when.root, place, &memo->value, error);
        } else if (feature->kind == HJ_FEATURE_AGGREGATE) {
            code = hj_reference_aggregate(reference, feature, &memo->value, error);
        }
        memo->known = code == HJ_OK;
    }
    *value = memo->value;
    return code;
}

static enum hj_code name_at(struct hj_reference *reference, uint32_t index, unsigned depth,
                            struct hj_value *value, struct hj_error *error)
{
    const struct hj_name *name = &reference->ruleset->scope.names[index];
    *value = null_of(name->type);
    if (is_lacking(reference, name) || is_given(reference, index, value)) {
        return HJ_OK;
    }
    switch (name->kind) {
    case HJ_NAME_COLUMN:
        if (reference->firm.column) {
            *value = reference->firm.column(reference->firm.context, name->index);
            value->type = name->type; /* a NULL may come without */
        }
        break;
    case HJ_NAME_DERIVED:
        return derived(reference, (enum hj_derived)name->index, depth, value, error);
    case HJ_NAME_FEATURE:
        return feature(reference, name->index, depth, value, error);
    case HJ_NAME_PARAMETER:
        *value = reference->ruleset->parameters[name->index].value;
        break;
    }
    return HJ_OK;
}

/* ---- trees ---- */

static struct hj_value record_value(const struct hj_reference *reference,
                                    const struct hj_expr *expr, struct hj_reference_place place)
{
    const struct hj_reference_firm *firm = &reference->firm;
    const struct hj_fact *fact = &reference->ruleset->facts[place.fact];
    const struct hj_name *name = &fact->scope.names[expr->index];
    if (name->kind != HJ_NAME_COLUMN || !firm->record) {
        return null_of(expr->type);
    }
    struct hj_value value =
        firm->record(firm->context, (uint32_t)place.fact, place.record, name->index);
    value.type = expr->type; /* a NULL may come without */
    return value;
}

/* A parameter is a literal in the tree; a test may give it another value. */
static struct hj_value literal(const struct hj_reference *reference, const struct hj_expr *expr)
{
    struct hj_value value = expr->literal;
    int name = expr->name.size && reference->firm.given
                   ? hj_scope_find(&reference->ruleset->scope, expr->name)
                   : -1;
    if (name < 0 || !is_given(reference, (uint32_t)name, &value)) {
        return expr->literal;
    }
    return value;
}

/* A pattern gave up on a text. Where the text lacks the literals that a match needs, it does not
 * match: no fault. */
static bool without_literals(struct hj_reference *reference, const struct hj_value *operands,
                             const struct hj_faults *before, struct hj_value *value)
{
    struct hj_literals literals;
    if (!hj_literals_of(HJ_OP_REGEXP, operands[1].text, &reference->arena, &literals)) {
        return false;
    }
    if (!hj_literals_in(&literals, operands[0].text)) {
        *value = (struct hj_value){.type = HJ_BOOLEAN, .boolean = false};
        reference->faults = *before;
    }
    return true;
}

static enum hj_code apply(struct hj_reference *reference, const struct hj_expr *expr,
                          struct hj_reference_place place, struct hj_value *value,
                          struct hj_error *error)
{
    struct hj_value *operands = hj_arena_zero(&reference->arena, expr->count, sizeof *operands);
    if (!operands) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        enum hj_code code =
            hj_reference_walk(reference, expr->operands[i], place, &operands[i], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    if (expr->op == HJ_OP_NORM && !reference->tools.normal) {
        *value = null_of(HJ_TEXT);
        return HJ_OK;
    }
    struct hj_faults before = reference->faults;
    struct hj_scalar scalar = {&reference->arena, reference->tools.normal, &reference->matcher,
                               &reference->faults};
    if (!hj_scalar_apply(expr, operands, &scalar, value)) {
        return hj_error_memory(error);
    }
    if (expr->op != HJ_OP_REGEXP ||
        reference->faults.count[HJ_FAULT_LIMIT] == before.count[HJ_FAULT_LIMIT]) {
        return HJ_OK;
    }
    return without_literals(reference, operands, &before, value) ? HJ_OK : hj_error_memory(error);
}

static struct hj_value flagged(const struct hj_reference *reference, const struct hj_expr *expr)
{
    if (expr->index >= reference->ruleset->rule_count || !reference->firm.flagged) {
        return null_of(HJ_BOOLEAN);
    }
    return reference->firm.flagged(reference->firm.context, expr->index);
}

static enum hj_code node_value(struct hj_reference *reference, const struct hj_expr *expr,
                               struct hj_reference_place place, struct hj_value *value,
                               struct hj_error *error)
{
    if (expr->op == HJ_OP_LITERAL) {
        *value = literal(reference, expr);
        return HJ_OK;
    }
    if (expr->op == HJ_OP_FLAGGED) {
        *value = flagged(reference, expr);
        return HJ_OK;
    }
    if (expr->op == HJ_OP_COLUMN && place.fact >= 0) {
        *value = record_value(reference, expr, place);
        return HJ_OK;
    }
    if (expr->op == HJ_OP_COLUMN) {
        return name_at(reference, expr->index, place.depth, value, error);
    }
    place.depth++;
    return apply(reference, expr, place, value, error);
}

enum hj_code hj_reference_walk(struct hj_reference *reference, const struct hj_expr *expr,
                               struct hj_reference_place place, struct hj_value *value,
                               struct hj_error *error)
{
    if (reference->levels == HJ_MATCH_LEVELS) {
        hj_error_set(error, HJ_MATCH_TOO_DEEP);
        hj_error_number(error, "limit", HJ_MATCH_LEVELS);
        return error->code;
    }
    reference->levels++;
    enum hj_code code = node_value(reference, expr, place, value, error);
    reference->levels--;
    if (code == HJ_OK && reference->visit && place.fact < 0) {
        reference->visit(reference->visit_context, expr, value, place.depth);
    }
    return code;
}

/* ---- the public face ---- */

enum hj_code hj_reference_new(struct hj_reference **reference, const struct hj_ruleset *ruleset,
                              const struct hj_match_tools *tools, struct hj_error *error)
{
    *reference = NULL;
    struct hj_reference *made = hj_memory_zero(1, sizeof *made);
    if (!made) {
        return hj_error_memory(error);
    }
    made->ruleset = ruleset;
    made->tools = *tools;
    made->memos = hj_memory_zero(ruleset->feature_count, sizeof *made->memos);
    if (!made->memos || hj_matcher_init(&made->matcher, error) != HJ_OK) {
        hj_reference_free(made);
        return hj_error_memory(error);
    }
    *reference = made;
    return HJ_OK;
}

void hj_reference_free(struct hj_reference *reference)
{
    if (!reference) {
        return;
    }
    hj_matcher_release(&reference->matcher);
    hj_arena_release(&reference->arena);
    hj_memory_free(reference->memos);
    hj_memory_free(reference);
}

void hj_reference_begin(struct hj_reference *reference, const struct hj_reference_firm *firm)
{
    reference->firm = *firm;
    reference->faults = (struct hj_faults){{0}};
    hj_arena_clear(&reference->arena);
    for (uint32_t i = 0; i < reference->ruleset->feature_count; i++) {
        reference->memos[i].known = false;
    }
}

enum hj_code hj_reference_value(struct hj_reference *reference, const struct hj_expr *expr,
                                struct hj_value *value, struct hj_error *error)
{
    struct hj_reference_place place = {.fact = -1};
    reference->levels = 0;
    return hj_reference_walk(reference, expr, place, value, error);
}

enum hj_code hj_reference_name(struct hj_reference *reference, uint32_t name,
                               struct hj_value *value, struct hj_error *error)
{
    reference->levels = 0;
    return name_at(reference, name, 0, value, error);
}

void hj_reference_trace(struct hj_reference *reference, hj_reference_visit *visit, void *context)
{
    reference->visit = visit;
    reference->visit_context = context;
}
