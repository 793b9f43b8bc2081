/* SPDX-License-Identifier: MIT */
#include "match/random_predicates.h"

#include "base/buffer.h"
#include "rules/language.h"
#include "rules/operators.h"

enum { MOST_OPERANDS = 5, MOST_CHOICES = 96 };

static void *must(void *memory)
{
    if (!memory) {
        abort();
    }
    return memory;
}

static struct hj_expr *new_expr(const struct random_grammar *grammar, enum hj_operator op,
                                enum hj_type type)
{
    struct hj_expr *expr = must(hj_arena_zero(grammar->arena, 1, sizeof *expr));
    expr->op = op;
    expr->type = type;
    return expr;
}

const struct hj_expr *random_node(const struct random_grammar *grammar, enum hj_operator op,
                                  enum hj_type type, const struct hj_expr *const *operands,
                                  uint32_t count)
{
    struct hj_expr *expr = new_expr(grammar, op, type);
    const struct hj_expr **copy = must(hj_arena_zero(grammar->arena, count, sizeof *copy));
    for (uint32_t i = 0; i < count; i++) {
        copy[i] = operands[i];
    }
    expr->operands = copy;
    expr->count = count;
    return expr;
}

const struct hj_expr *random_literal(const struct random_grammar *grammar, struct hj_value value)
{
    struct hj_expr *expr = new_expr(grammar, HJ_OP_LITERAL, value.type);
    expr->literal = value;
    return expr;
}

const struct hj_expr *random_column_node(const struct random_grammar *grammar, uint32_t name)
{
    struct hj_expr *expr = new_expr(grammar, HJ_OP_COLUMN, grammar->scope->names[name].type);
    expr->name = grammar->scope->names[name].name;
    expr->index = name;
    return expr;
}

/* ---- patterns ---- */

/* The compiled pattern, by the language itself. */
static const struct pcre2_real_code_8 *compile_pattern(const struct random_grammar *grammar,
                                                       struct hj_span pattern)
{
    static const struct hj_name name = {HJ_SPAN("t"), HJ_NAME_COLUMN, HJ_TEXT, 0};
    static const struct hj_span begin = HJ_SPAN("t REGEXP '");
    static const struct hj_span quote = HJ_SPAN("'");
    struct hj_scope scope = {.names = &name, .count = 1};
    struct hj_problems problems = {0};
    struct hj_language language = {
        .scope = &scope,
        .regexes = grammar->regexes,
        .arena = grammar->arena,
        .problems = &problems,
    };
    struct hj_buffer text = {0};
    struct hj_predicate predicate = {0};
    struct hj_error error;
    bool written = hj_buffer_append(&text, begin);
    for (size_t i = 0; i < pattern.size; i++) {
        struct hj_span byte = hj_span_slice(pattern, i, 1);
        written = written && hj_buffer_append(&text, byte) &&
                  (*byte.data != '\'' || hj_buffer_append(&text, byte));
    }
    written = written && hj_buffer_append(&text, quote);
    if (!written || hj_language_compile(&language, hj_buffer_span(&text), HJ_BOOLEAN, NULL, NULL,
                                        "pattern", &predicate, &error) != HJ_OK) {
        abort();
    }
    if (!predicate.root) {
        fprintf(stderr, "wrong pattern: %.*s\n", (int)pattern.size, pattern.data);
        abort();
    }
    hj_buffer_release(&text);
    hj_problems_release(&problems);
    return predicate.root->regex;
}

static const struct hj_expr *pattern_node(const struct random_grammar *grammar, enum hj_operator op,
                                          const struct hj_expr *text, struct hj_value pattern)
{
    const struct hj_expr *operands[] = {text, random_literal(grammar, pattern)};
    struct hj_expr *expr = new_expr(grammar, op, HJ_BOOLEAN);
    const struct hj_expr *made = random_node(grammar, op, HJ_BOOLEAN, operands, 2);
    *expr = *made;
    if (op == HJ_OP_REGEXP && !pattern.null) {
        expr->regex = compile_pattern(grammar, pattern.text);
    }
    return expr;
}

const struct hj_expr *random_regexp_node(const struct random_grammar *grammar,
                                         const struct hj_expr *text, struct hj_span pattern)
{
    struct hj_value value = {.type = HJ_TEXT, .text = pattern};
    return pattern_node(grammar, HJ_OP_REGEXP, text, value);
}

static struct hj_value random_pattern(const struct random_grammar *grammar, enum hj_operator op)
{
    struct hj_value pattern = {.type = HJ_TEXT, .null = random_percent(grammar->source, 3)};
    pattern.text = op == HJ_OP_LIKE ? random_like(grammar->source) : random_regexp(grammar->source);
    return pattern;
}

/* ---- leaves ---- */

static const struct hj_expr *random_leaf(const struct random_grammar *grammar, enum hj_type type)
{
    const struct hj_scope *scope = grammar->scope;
    if (random_percent(grammar->source, 75)) {
        uint32_t start = random_below(grammar->source, scope->count);
        for (uint32_t i = 0; i < scope->count; i++) {
            uint32_t name = (start + i) % scope->count;
            if (scope->names[name].type == type) {
                return random_column_node(grammar, name);
            }
        }
    }
    struct hj_value value = random_value(grammar->source, type);
    value.null = random_percent(grammar->source, 5);
    return random_literal(grammar, value);
}

/* A literal of an IN list. */
static const struct hj_expr *random_item(const struct random_grammar *grammar, enum hj_type type)
{
    struct hj_value value = random_value(grammar->source, type);
    value.null = random_percent(grammar->source, 10);
    return random_literal(grammar, value);
}

/* ---- operators ---- */

/* The signatures that give the type, as one of the choices of the table. */
struct choices {
    const struct hj_signature *signatures[MOST_CHOICES];
    uint32_t count;
};

static void find_choices(struct choices *choices, enum hj_type type, bool monotone)
{
    choices->count = 0;
    for (int op = 0; op < HJ_OPERATOR_COUNT; op++) {
        if (monotone && (op == HJ_OP_IS_NULL || op == HJ_OP_COALESCE)) {
            continue;
        }
        uint32_t count = 0;
        const struct hj_signature *signatures =
            hj_operator_signatures((enum hj_operator)op, &count);
        for (uint32_t i = 0; i < count && choices->count < MOST_CHOICES; i++) {
            if (signatures[i].gives == (uint8_t)type || signatures[i].gives == HJ_TAKES_SAME) {
                choices->signatures[choices->count++] = &signatures[i];
            }
        }
    }
}

static enum hj_type random_type(struct random_source *source)
{
    static const enum hj_type types[] = {HJ_BOOLEAN, HJ_INTEGER, HJ_NUMBER, HJ_TEXT, HJ_DATE};
    return types[random_below(source, 5)];
}

static const struct hj_expr *rewrite(const struct random_grammar *grammar,
                                     const struct hj_signature *signature, enum hj_type type,
                                     const struct hj_expr **operands, uint32_t count)
{
    if (signature->rewrite == HJ_REWRITE_SWAP) {
        const struct hj_expr *first = operands[0];
        operands[0] = operands[1];
        operands[1] = first;
    } else if (signature->rewrite == HJ_REWRITE_NEGATE) {
        operands[1] = random_node(grammar, HJ_OP_NEGATE, HJ_INTEGER, &operands[1], 1);
    }
    return random_node(grammar, signature->becomes, type, operands, count);
}

static const struct hj_expr *random_operator(const struct random_grammar *grammar,
                                             enum hj_type type, unsigned depth)
{
    struct choices choices;
    find_choices(&choices, type, grammar->monotone);
    const struct hj_signature *signature =
        choices.signatures[random_below(grammar->source, choices.count)];
    /* One type for all: the result's, or any where the result has its own. */
    enum hj_type same = signature->gives == HJ_TAKES_SAME ? type : random_type(grammar->source);
    uint32_t most = signature->maximum == HJ_ANY_NUMBER ? MOST_OPERANDS : signature->maximum;
    uint32_t count =
        signature->minimum + random_below(grammar->source, most - signature->minimum + 1);
    if (signature->op == HJ_OP_LIKE || signature->op == HJ_OP_REGEXP) {
        return pattern_node(grammar, signature->op, random_tree(grammar, HJ_TEXT, depth - 1),
                            random_pattern(grammar, signature->op));
    }
    const struct hj_expr *operands[MOST_OPERANDS] = {NULL};
    for (uint32_t i = 0; i < count; i++) {
        uint8_t takes = signature->takes[i < 3 ? i : 2];
        enum hj_type wanted = takes == HJ_TAKES_SAME  ? same
                              : takes == HJ_TAKES_ANY ? random_type(grammar->source)
                                                      : (enum hj_type)takes;
        bool listed = signature->op == HJ_OP_IN && i > 0 && random_percent(grammar->source, 80);
        operands[i] =
            listed ? random_item(grammar, wanted) : random_tree(grammar, wanted, depth - 1);
    }
    return rewrite(grammar, signature, type, operands, count);
}

const struct hj_expr *random_tree(const struct random_grammar *grammar, enum hj_type type,
                                  unsigned depth)
{
    struct random_source *source = grammar->source;
    if (grammar->seen_count && random_percent(source, 10)) {
        const struct hj_expr *seen = grammar->seen[random_below(source, grammar->seen_count)];
        if (seen->type == type) {
            return seen;
        }
    }
    if (type == HJ_BOOLEAN && grammar->rules && random_percent(source, 3)) {
        struct hj_expr *flagged = new_expr(grammar, HJ_OP_FLAGGED, HJ_BOOLEAN);
        flagged->index = random_below(source, grammar->rules);
        return flagged;
    }
    if (depth == 0 || random_percent(source, 15)) {
        return random_leaf(grammar, type);
    }
    if (type == HJ_NUMBER && !grammar->as_text && random_percent(source, 15)) {
        const struct hj_expr *integer = random_tree(grammar, HJ_INTEGER, depth - 1);
        return random_node(grammar, HJ_OP_TO_NUMBER, HJ_NUMBER, &integer, 1);
    }
    if (type == HJ_BOOLEAN && random_percent(source, 35)) {
        /* What predicates are made of: more than their share of the table. */
        enum hj_operator op = random_percent(source, 50) ? HJ_OP_AND : HJ_OP_OR;
        const struct hj_expr *operands[MOST_OPERANDS];
        uint32_t count = 2 + random_below(source, MOST_OPERANDS - 1);
        for (uint32_t i = 0; i < count; i++) {
            operands[i] = random_tree(grammar, HJ_BOOLEAN, depth - 1);
        }
        return random_node(grammar, op, HJ_BOOLEAN, operands, count);
    }
    return random_operator(grammar, type, depth);
}
