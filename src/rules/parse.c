/* SPDX-License-Identifier: MIT
 * Operators by precedence climbing: the table below is the grammar. */
#include "rules/parse.h"

#include "rules/lex.h"

/* From weak to strong, as PostgreSQL 15 has them. */
enum level {
    LEVEL_OR = 1,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_IS,
    LEVEL_COMPARISON, /* not associative */
    LEVEL_MATCH,      /* BETWEEN IN LIKE REGEXP; not associative */
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_SIGN,
};

struct parser {
    const struct hj_source *source;
    struct hj_arena *scratch; /* the nodes */
    struct hj_lexer lexer;
    struct hj_token token; /* the one to be looked at */
    struct hj_token ahead; /* the one behind it */
    unsigned nesting;      /* operands around it that are not ended yet */
    bool memory_full;
};

struct infix;
typedef struct hj_node *parse_infix(struct parser *parser, const struct infix *row,
                                    struct hj_node *left, struct hj_node *node);

static parse_infix parse_binary, parse_is, parse_in, parse_between;

static const struct infix {
    enum hj_token_kind token;
    enum hj_operator op;
    enum level level;
    parse_infix *parse;
    bool open; /* ends in an operand, so that a neighbour of its level could claim it */
} infixes[] = {
    {HJ_TOKEN_OR, HJ_OP_OR, LEVEL_OR, parse_binary, false},
    {HJ_TOKEN_AND, HJ_OP_AND, LEVEL_AND, parse_binary, false},
    {HJ_TOKEN_IS, HJ_OP_IS_NULL, LEVEL_IS, parse_is, false},
    {HJ_TOKEN_EQUAL, HJ_OP_EQUAL, LEVEL_COMPARISON, parse_binary, true},
    {HJ_TOKEN_NOT_EQUAL, HJ_OP_NOT_EQUAL, LEVEL_COMPARISON, parse_binary, true},
    {HJ_TOKEN_LESS, HJ_OP_LESS, LEVEL_COMPARISON, parse_binary, true},
    {HJ_TOKEN_LESS_EQUAL, HJ_OP_LESS_EQUAL, LEVEL_COMPARISON, parse_binary, true},
    {HJ_TOKEN_GREATER, HJ_OP_GREATER, LEVEL_COMPARISON, parse_binary, true},
    {HJ_TOKEN_GREATER_EQUAL, HJ_OP_GREATER_EQUAL, LEVEL_COMPARISON, parse_binary, true},
    {HJ_TOKEN_IN, HJ_OP_IN, LEVEL_MATCH, parse_in, false},
    {HJ_TOKEN_BETWEEN, HJ_OP_BETWEEN, LEVEL_MATCH, parse_between, true},
    {HJ_TOKEN_LIKE, HJ_OP_LIKE, LEVEL_MATCH, parse_binary, true},
    {HJ_TOKEN_REGEXP, HJ_OP_REGEXP, LEVEL_MATCH, parse_binary, true},
    {HJ_TOKEN_PLUS, HJ_OP_ADD, LEVEL_SUM, parse_binary, false},
    {HJ_TOKEN_MINUS, HJ_OP_SUBTRACT, LEVEL_SUM, parse_binary, false},
    {HJ_TOKEN_STAR, HJ_OP_MULTIPLY, LEVEL_PRODUCT, parse_binary, false},
    {HJ_TOKEN_SLASH, HJ_OP_DIVIDE, LEVEL_PRODUCT, parse_binary, false},
};

static struct hj_node *parse_expression(struct parser *parser, enum level weakest);

static void advance(struct parser *parser)
{
    parser->token = parser->ahead;
    if (parser->token.kind != HJ_TOKEN_BAD) {
        parser->ahead = hj_lexer_next(&parser->lexer);
    }
}

/* Reports what should stand at the token; what the lexer has reported is enough. NULL. */
static struct hj_node *wants(struct parser *parser, enum hj_code code, const char *expected)
{
    if (parser->token.kind != HJ_TOKEN_BAD) {
        struct hj_problem *problem =
            hj_source_problem(parser->source, parser->token.from, parser->token.to, code, false);
        if (expected) {
            hj_error_text(&problem->error, "expected", hj_span_of(expected));
        }
    }
    return NULL;
}

static bool take(struct parser *parser, enum hj_token_kind kind, const char *expected)
{
    if (parser->token.kind != kind) {
        return wants(parser, HJ_PREDICATE_WANTS, expected);
    }
    advance(parser);
    return true;
}

static struct hj_node *too_deep(struct parser *parser, size_t from, size_t to)
{
    struct hj_problem *problem =
        hj_source_problem(parser->source, from, to, HJ_PREDICATE_DEEP, false);
    hj_error_number(&problem->error, "limit", HJ_PREDICATE_DEPTH);
    return NULL;
}

/* A node that begins and is named by the current token. */
static struct hj_node *new_node(struct parser *parser, enum hj_node_kind kind)
{
    struct hj_node *node = hj_arena_zero(parser->scratch, 1, sizeof *node);
    if (!node) {
        parser->memory_full = true;
        return NULL;
    }
    const struct hj_token *token = &parser->token;
    *node = (struct hj_node){.kind = kind, .from = token->from, .to = token->to, .depth = 1};
    node->outer_from = node->at = token->from;
    node->outer_to = node->at_end = token->to;
    return node;
}

static void end_at(struct hj_node *node, size_t to)
{
    node->to = node->outer_to = to;
}

/* NULL (and a problem) where that makes the tree too deep. */
static struct hj_node *adopt(struct parser *parser, struct hj_node *node, struct hj_node *child)
{
    if (child->depth >= HJ_PREDICATE_DEPTH) {
        return too_deep(parser, node->at, node->at_end);
    }
    if (node->last) {
        node->last->next = child;
    } else {
        node->first = child;
    }
    node->last = child;
    node->count++;
    node->named |= child->named;
    node->depth = node->depth > child->depth ? node->depth : child->depth + 1;
    if (child->outer_from < node->from) {
        node->from = node->outer_from = child->outer_from;
    }
    if (child->outer_to > node->to) {
        end_at(node, child->outer_to);
    }
    return node;
}

/* a AND (b AND c) is one AND of three: takes over the children of a node of the same operator. */
static struct hj_node *adopt_flat(struct parser *parser, struct hj_node *node,
                                  struct hj_node *child)
{
    if (child->kind != HJ_NODE_OPERATOR || child->op != node->op) {
        return adopt(parser, node, child);
    }
    if (node->last) {
        node->last->next = child->first;
    } else {
        node->first = child->first;
    }
    node->last = child->last;
    node->count += child->count;
    node->named |= child->named;
    node->depth = node->depth > child->depth ? node->depth : child->depth;
    node->from = node->outer_from = node->from < child->outer_from ? node->from : child->outer_from;
    end_at(node, node->to > child->outer_to ? node->to : child->outer_to);
    return node;
}

/* left OP right; the current token is behind OP. */
static struct hj_node *parse_binary(struct parser *parser, const struct infix *row,
                                    struct hj_node *left, struct hj_node *node)
{
    struct hj_node *right = parse_expression(parser, row->level + 1);
    if (!right) {
        return NULL;
    }
    if (row->level <= LEVEL_AND) {
        return adopt_flat(parser, node, left) ? adopt_flat(parser, node, right) : NULL;
    }
    return adopt(parser, node, left) ? adopt(parser, node, right) : NULL;
}

static struct hj_node *parse_is(struct parser *parser, const struct infix *row,
                                struct hj_node *left, struct hj_node *node)
{
    (void)row;
    if (parser->token.kind == HJ_TOKEN_NOT) {
        node->negated = true;
        advance(parser);
    }
    size_t to = parser->token.to;
    if (!take(parser, HJ_TOKEN_NULL, node->negated ? "NULL" : "NULL / NOT NULL") ||
        !adopt(parser, node, left)) {
        return NULL;
    }
    end_at(node, to);
    return node;
}

/* Children up to the closing parenthesis; the current token is behind the opening one. */
static struct hj_node *parse_list(struct parser *parser, struct hj_node *node)
{
    for (;;) {
        struct hj_node *child = parse_expression(parser, LEVEL_OR);
        if (!child || !adopt(parser, node, child)) {
            return NULL;
        }
        if (parser->token.kind != HJ_TOKEN_COMMA) {
            break;
        }
        advance(parser);
    }
    size_t to = parser->token.to;
    if (!take(parser, HJ_TOKEN_CLOSE, ", / )")) {
        return NULL;
    }
    end_at(node, to);
    return node;
}

static struct hj_node *parse_in(struct parser *parser, const struct infix *row,
                                struct hj_node *left, struct hj_node *node)
{
    (void)row;
    if (!take(parser, HJ_TOKEN_OPEN, "(") || !adopt(parser, node, left)) {
        return NULL;
    }
    return parse_list(parser, node);
}

static struct hj_node *parse_between(struct parser *parser, const struct infix *row,
                                     struct hj_node *left, struct hj_node *node)
{
    struct hj_node *low = parse_expression(parser, row->level + 1);
    if (!low || !take(parser, HJ_TOKEN_AND, "AND")) {
        return NULL;
    }
    struct hj_node *high = parse_expression(parser, row->level + 1);
    bool whole =
        high && adopt(parser, node, left) && adopt(parser, node, low) && adopt(parser, node, high);
    return whole ? node : NULL;
}

static struct hj_node *parse_literal(struct parser *parser)
{
    struct hj_node *node = new_node(parser, HJ_NODE_LITERAL);
    if (!node) {
        return NULL;
    }
    const struct hj_token *token = &parser->token;
    node->value.null = token->kind == HJ_TOKEN_NULL;
    if (token->kind == HJ_TOKEN_TEXT) {
        node->value.type = HJ_TEXT;
        node->value.text = token->text;
    } else if (token->kind == HJ_TOKEN_NUMBER) {
        node->value.type = HJ_NUMBER;
        node->value.number = token->number;
    } else if (token->kind == HJ_TOKEN_TRUE || token->kind == HJ_TOKEN_FALSE) {
        node->value.type = HJ_BOOLEAN;
        node->value.boolean = token->kind == HJ_TOKEN_TRUE;
    } else if (token->kind == HJ_TOKEN_INTEGER) {
        node->value.type = HJ_INTEGER;
        node->value.integer = (int64_t)(token->integer & INT64_MAX);
        if (token->integer > INT64_MAX) { /* parse_sign takes 2^63 before it comes here */
            struct hj_problem *problem = hj_source_problem(parser->source, token->from, token->to,
                                                           HJ_PREDICATE_NUMBER_LARGE, false);
            hj_error_text(
                &problem->error, "number",
                hj_span_slice(parser->source->text, token->from, token->to - token->from));
            return NULL;
        }
    }
    advance(parser);
    return node;
}

/* DATE '2026-09-30'; the current token is DATE. */
static struct hj_node *parse_date(struct parser *parser)
{
    struct hj_node *node = new_node(parser, HJ_NODE_LITERAL);
    if (!node) {
        return NULL;
    }
    advance(parser);
    node->value.type = HJ_DATE;
    if (!hj_date_parse_iso(parser->token.text, &node->value.date)) {
        struct hj_problem *problem = hj_source_problem(parser->source, parser->token.from,
                                                       parser->token.to, HJ_PREDICATE_DATE, false);
        hj_error_text(&problem->error, "text", parser->token.text);
        return NULL;
    }
    end_at(node, parser->token.to);
    advance(parser);
    return node;
}

static struct hj_node *parse_name(struct parser *parser)
{
    const struct hj_token *token = &parser->token;
    bool quoted = token->kind == HJ_TOKEN_QUOTED;
    if (!quoted && parser->ahead.kind == HJ_TOKEN_TEXT && hj_word_is(token->text, "date")) {
        return parse_date(parser);
    }
    bool call = !quoted && parser->ahead.kind == HJ_TOKEN_OPEN;
    struct hj_node *node = new_node(parser, call ? HJ_NODE_CALL : HJ_NODE_NAME);
    if (!node) {
        return NULL;
    }
    node->name = token->text;
    node->quoted = quoted;
    node->named = !call;
    advance(parser);
    if (!call) {
        return node;
    }
    advance(parser);
    if (parser->token.kind == HJ_TOKEN_CLOSE) {
        end_at(node, parser->token.to);
        advance(parser);
        return node;
    }
    return parse_list(parser, node);
}

/* A minus and a number are one literal, which is how the smallest integer can be written. */
static struct hj_node *parse_sign(struct parser *parser)
{
    struct hj_node *node = new_node(parser, HJ_NODE_OPERATOR);
    if (!node) {
        return NULL;
    }
    node->op = HJ_OP_NEGATE;
    advance(parser);
    const struct hj_token *token = &parser->token;
    struct hj_node *operand = NULL;
    if (token->kind == HJ_TOKEN_INTEGER || token->kind == HJ_TOKEN_NUMBER) {
        node->kind = HJ_NODE_LITERAL;
        node->value.type = token->kind == HJ_TOKEN_INTEGER ? HJ_INTEGER : HJ_NUMBER;
        if (token->kind == HJ_TOKEN_NUMBER) {
            node->value.number = -token->number;
        } else {
            node->value.integer = token->integer > INT64_MAX ? INT64_MIN : -(int64_t)token->integer;
        }
        end_at(node, token->to);
        advance(parser);
        operand = node;
    } else {
        operand = parse_expression(parser, LEVEL_SIGN);
        operand = operand ? adopt(parser, node, operand) : NULL;
    }
    return operand;
}

static struct hj_node *parse_not(struct parser *parser)
{
    struct hj_node *node = new_node(parser, HJ_NODE_OPERATOR);
    if (!node) {
        return NULL;
    }
    node->op = HJ_OP_NOT;
    advance(parser);
    struct hj_node *operand = parse_expression(parser, LEVEL_NOT);
    return operand ? adopt(parser, node, operand) : NULL;
}

static struct hj_node *parse_parentheses(struct parser *parser)
{
    size_t from = parser->token.from;
    advance(parser);
    struct hj_node *node = parse_expression(parser, LEVEL_OR);
    size_t to = parser->token.to;
    if (!node || !take(parser, HJ_TOKEN_CLOSE, ")")) {
        return NULL;
    }
    node->outer_from = from;
    node->outer_to = to;
    return node;
}

static struct hj_node *parse_operand(struct parser *parser)
{
    static struct hj_node *(*const starts[HJ_TOKEN_COUNT])(struct parser *) = {
        [HJ_TOKEN_NAME] = parse_name,        [HJ_TOKEN_QUOTED] = parse_name,
        [HJ_TOKEN_INTEGER] = parse_literal,  [HJ_TOKEN_NUMBER] = parse_literal,
        [HJ_TOKEN_TEXT] = parse_literal,     [HJ_TOKEN_TRUE] = parse_literal,
        [HJ_TOKEN_FALSE] = parse_literal,    [HJ_TOKEN_NULL] = parse_literal,
        [HJ_TOKEN_NOT] = parse_not,          [HJ_TOKEN_MINUS] = parse_sign,
        [HJ_TOKEN_OPEN] = parse_parentheses,
    };
    if (!starts[parser->token.kind]) {
        return wants(parser, HJ_PREDICATE_WANTS_VALUE, NULL);
    }
    return starts[parser->token.kind](parser);
}

/* The operator at the current token (behind a NOT, where that belongs to it), or NULL. */
static const struct infix *infix_at(const struct parser *parser, bool *negated)
{
    *negated = parser->token.kind == HJ_TOKEN_NOT;
    enum hj_token_kind kind = *negated ? parser->ahead.kind : parser->token.kind;
    for (size_t i = 0; i < sizeof infixes / sizeof *infixes; i++) {
        if (infixes[i].token == kind && (!*negated || infixes[i].level == LEVEL_MATCH)) {
            return &infixes[i];
        }
    }
    return NULL;
}

static struct hj_node *chained(struct parser *parser)
{
    struct hj_problem *problem = hj_source_problem(parser->source, parser->token.from,
                                                   parser->token.to, HJ_PREDICATE_CHAINED, false);
    hj_error_text(&problem->error, "operator",
                  hj_span_slice(parser->source->text, parser->token.from,
                                parser->token.to - parser->token.from));
    return NULL;
}

static struct hj_node *climb(struct parser *parser, enum level weakest)
{
    struct hj_node *left = parse_operand(parser);
    enum level open = 0; /* the level of an operator whose right operand ends here */
    while (left) {
        bool negated = false;
        const struct infix *row = infix_at(parser, &negated);
        if (!row || row->level < weakest) {
            return left;
        }
        if (row->level == open) {
            return chained(parser);
        }
        struct hj_node *node = new_node(parser, HJ_NODE_OPERATOR);
        if (!node) {
            return NULL;
        }
        if (negated) {
            advance(parser);
            node->at_end = parser->token.to;
        }
        node->op = row->op;
        node->negated = negated;
        advance(parser);
        left = row->parse(parser, row, left, node);
        open = row->open ? row->level : 0;
    }
    return NULL;
}

/* An operand and all operators behind it that bind at least as strongly as `weakest`. All recursion
 * comes through here. Parentheses make no node, so this may go down further than a tree. */
static struct hj_node *parse_expression(struct parser *parser, enum level weakest)
{
    if (parser->nesting == 2 * HJ_PREDICATE_DEPTH) {
        return too_deep(parser, parser->token.from, parser->token.to);
    }
    parser->nesting++;
    struct hj_node *node = climb(parser, weakest);
    parser->nesting--;
    return node;
}

struct hj_node *hj_parse(const struct hj_source *source, struct hj_arena *arena,
                         struct hj_arena *scratch, bool *memory_full)
{
    struct parser parser = {
        .source = source,
        .scratch = scratch,
        .lexer = {.source = source, .arena = arena, .scratch = scratch},
    };
    parser.ahead = hj_lexer_next(&parser.lexer);
    advance(&parser);
    struct hj_node *node = parse_expression(&parser, LEVEL_OR);
    if (node && parser.token.kind != HJ_TOKEN_END) {
        node = wants(&parser, HJ_PREDICATE_WANTS_OPERATOR, NULL);
    }
    *memory_full = parser.memory_full || parser.lexer.memory_full;
    return node;
}
