/* SPDX-License-Identifier: MIT
 * Which signature operands fit, and what makes them fit. */
#include "rules/check.h"

/* What an operand counts as where a date stands beside it. */
static enum hj_type type_beside(const struct hj_expr *expr, bool dates)
{
    return dates && hj_check_is_text(expr) ? HJ_DATE : expr->type;
}

static bool any_date(struct hj_expr **operands, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (operands[i]->type == HJ_DATE) {
            return true;
        }
    }
    return false;
}

/* The one type of all operands, text where all are NULL. Else 0, and the two that differ: *first
 * and *other. */
static enum hj_type common_type(struct hj_expr **operands, uint32_t count, uint32_t *first,
                                uint32_t *other)
{
    bool dates = any_date(operands, count);
    enum hj_type common = 0;
    for (uint32_t i = 0; i < count; i++) {
        enum hj_type type = type_beside(operands[i], dates);
        if (!type || type == common) {
            continue;
        }
        if (!common) {
            common = type;
            *first = i;
        } else if ((common == HJ_INTEGER && type == HJ_NUMBER) ||
                   (common == HJ_NUMBER && type == HJ_INTEGER)) {
            common = HJ_NUMBER;
        } else {
            *other = i;
            return 0;
        }
    }
    return common ? common : HJ_TEXT;
}

static bool fits(const struct hj_expr *expr, int takes, bool dates)
{
    enum hj_type type = expr->type;
    return !type || takes == HJ_TAKES_ANY || (int)type == takes ||
           (type == HJ_INTEGER && takes == HJ_NUMBER) ||
           (takes == HJ_DATE && dates && hj_check_is_text(expr));
}

static int takes_at(const struct hj_signature *row, uint32_t operand)
{
    return row->takes[operand < 3 ? operand : 2];
}

struct hj_span hj_check_quote(struct hj_check *check, struct hj_span text)
{
    char *quoted = hj_arena_new(&check->scratch, text.size + 2);
    if (!quoted) {
        check->memory_full = true;
        return (struct hj_span){NULL, 0};
    }
    quoted[0] = quoted[text.size + 1] = '\'';
    memcpy(quoted + 1, text.data, text.size);
    return (struct hj_span){quoted, text.size + 2};
}

/* '5' beside a number was meant as 5; 1100 beside text as '1100'. */
static void suggest_quotes(struct hj_check *check, struct hj_problem *problem,
                           const struct hj_expr *literal, const struct hj_expr *other)
{
    if (literal->op != HJ_OP_LITERAL || literal->name.size || literal->literal.null) {
        return;
    }
    bool number = other->type == HJ_INTEGER || other->type == HJ_NUMBER;
    struct hj_span text = literal->literal.text;
    if (hj_check_is_text(literal) && number) {
        bool digits = text.size > 0 && text.size < 18;
        for (size_t i = 0; i < text.size; i++) {
            digits = digits && text.data[i] >= '0' && text.data[i] <= '9';
        }
        hj_source_suggest(&check->source, problem, digits ? text : (struct hj_span){NULL, 0});
    } else if (other->type == HJ_TEXT && literal->type != HJ_TEXT && literal->type != HJ_DATE) {
        hj_source_suggest(&check->source, problem,
                          hj_check_quote(check, hj_span_slice(check->source.text, literal->from,
                                                              literal->to - literal->from)));
    }
}

/* Two operands that do not go together. */
static void report_pair(struct hj_check *check, const struct hj_node *node, enum hj_operator op,
                        const struct hj_expr *left, const struct hj_expr *right)
{
    bool symbol = !hj_operator_is_function(op) && op != HJ_OP_IN && op != HJ_OP_BETWEEN;
    bool compared = op >= HJ_OP_EQUAL && op <= HJ_OP_BETWEEN;
    struct hj_problem *problem =
        hj_check_mistake(check, symbol ? node->at : right->from, symbol ? node->at_end : right->to,
                         compared ? HJ_PREDICATE_COMPARED : HJ_PREDICATE_OPERANDS);
    if (!compared) {
        hj_error_text(&problem->error, "operator", hj_span_of(hj_operator_spelling(op)));
    }
    hj_check_argument(check, problem, "left", left);
    hj_check_argument_type(problem, "left_type", left->type);
    hj_check_argument(check, problem, "right", right);
    hj_check_argument_type(problem, "right_type", right->type);
    suggest_quotes(check, problem, left, right);
    suggest_quotes(check, problem, right, left);
}

/* Operands that should have one type. Where a text literal was taken for a date, the date is named.
 */
static void report_difference(struct hj_check *check, const struct hj_node *node,
                              enum hj_operator op, struct hj_expr **operands)
{
    uint32_t first = 0;
    uint32_t other = 0;
    common_type(operands, node->count, &first, &other);
    if (operands[first]->type == operands[other]->type) {
        uint32_t date = 0;
        while (date < node->count && operands[date]->type != HJ_DATE) {
            date++;
        }
        bool first_literal = hj_check_is_text(operands[first]);
        first = first_literal ? other : first;
        other = date;
    }
    uint32_t left = first < other ? first : other;
    report_pair(check, node, op, operands[left], operands[left == first ? other : first]);
}

/* One operand of a type that the operator never takes in its place. */
static void report_operand(struct hj_check *check, const struct hj_signature *rows, uint32_t count,
                           const struct hj_expr *operand, int wanted)
{
    struct hj_problem *problem = hj_check_mistake(
        check, operand->from, operand->to, count == 1 ? HJ_PREDICATE_TYPE : HJ_PREDICATE_OPERAND);
    hj_error_text(&problem->error, "operator", hj_span_of(hj_operator_spelling(rows->op)));
    hj_check_argument(check, problem, "text", operand);
    hj_check_argument_type(problem, "found", operand->type);
    if (count == 1) {
        hj_check_argument_type(problem, "wanted", (enum hj_type)wanted);
        struct hj_expr other = {.op = HJ_OP_COLUMN, .type = (enum hj_type)wanted};
        suggest_quotes(check, problem, operand, &other);
    }
}

static void report(struct hj_check *check, const struct hj_node *node,
                   const struct hj_signature *rows, uint32_t count, struct hj_expr **operands)
{
    if (rows->takes[0] == HJ_TAKES_SAME) {
        report_difference(check, node, rows->op, operands);
    } else if (count > 1 && node->count == 2) {
        report_pair(check, node, rows->op, operands[0], operands[1]);
    } else {
        for (uint32_t i = 0; i < node->count; i++) {
            if (!fits(operands[i], takes_at(rows, i), true)) {
                report_operand(check, rows, count, operands[i], takes_at(rows, i));
            }
        }
    }
}

const struct hj_signature *hj_check_signature(struct hj_check *check, const struct hj_node *node,
                                              enum hj_operator op, struct hj_expr **operands,
                                              enum hj_type *common)
{
    uint32_t rows = 0;
    const struct hj_signature *first_row = hj_operator_signatures(op, &rows);
    /* A text is meant as a date where nothing else is taken, or where a date stands beside it. */
    bool dates = rows == 1 || any_date(operands, node->count);
    for (const struct hj_signature *row = first_row; row < first_row + rows; row++) {
        bool all = true;
        if (row->takes[0] == HJ_TAKES_SAME) {
            uint32_t first = 0;
            uint32_t other = 0;
            *common = common_type(operands, node->count, &first, &other);
            all = *common != 0;
        }
        for (uint32_t i = 0; i < node->count && row->takes[0] != HJ_TAKES_SAME; i++) {
            all = all && fits(operands[i], takes_at(row, i), dates);
        }
        if (all) {
            return row;
        }
    }
    report(check, node, first_row, rows, operands);
    return NULL;
}

static struct hj_expr *date_of_text(struct hj_check *check, struct hj_expr *expr)
{
    hj_date date = 0;
    if (!hj_date_parse_iso(expr->literal.text, &date)) {
        struct hj_problem *problem =
            hj_check_mistake(check, expr->from, expr->to, HJ_PREDICATE_DATE);
        hj_error_text(&problem->error, "text", expr->literal.text);
        return NULL;
    }
    expr->type = HJ_DATE;
    expr->literal = (struct hj_value){.type = HJ_DATE, .date = date};
    return expr;
}

struct hj_expr *hj_check_convert(struct hj_check *check, struct hj_expr *expr, enum hj_type type)
{
    if (!expr->type) {
        expr->type = type;
        expr->literal = (struct hj_value){.type = type, .null = true};
        return expr;
    }
    if (expr->type == HJ_TEXT && type == HJ_DATE) {
        return date_of_text(check, expr);
    }
    if (expr->type == HJ_INTEGER && type == HJ_NUMBER && expr->op == HJ_OP_LITERAL) {
        expr->type = HJ_NUMBER;
        expr->literal = (struct hj_value){
            .type = HJ_NUMBER, .null = expr->literal.null, .number = (double)expr->literal.integer};
        return expr;
    }
    if (expr->type == HJ_INTEGER && type == HJ_NUMBER) {
        return hj_check_wrap(check, HJ_OP_TO_NUMBER, HJ_NUMBER, expr);
    }
    return expr;
}
