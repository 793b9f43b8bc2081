/* SPDX-License-Identifier: MIT */
#include "rules/scalar.h"

#include "text/code.h"
#include "text/normal.h"
#include "text/utf8.h"

#include <math.h>

/* One operator over its operands. */
struct call {
    const struct hj_expr *expr;
    const struct hj_value *operands;
    struct hj_scalar *scalar;
    struct hj_value *result; /* comes as NULL of the right type */
};

static bool give_boolean(const struct call *call, bool value)
{
    call->result->null = false;
    call->result->boolean = value;
    return true;
}

static bool give_integer(const struct call *call, int64_t value)
{
    call->result->null = false;
    call->result->integer = value;
    return true;
}

static bool give_text(const struct call *call, struct hj_span value)
{
    call->result->null = false;
    call->result->text = value;
    return true;
}

/* The result is in place; a fault makes it NULL. */
static bool give_unless(const struct call *call, enum hj_fault fault)
{
    call->result->null = !hj_faults_add(call->scalar->faults, fault);
    return true;
}

static bool apply_literal(const struct call *call)
{
    *call->result = call->expr->literal;
    return true;
}

static bool apply_to_number(const struct call *call)
{
    call->result->null = false;
    call->result->number = (double)call->operands[0].integer;
    return true;
}

/* AND is FALSE as soon as one operand is, OR is TRUE; else an unknown operand makes it unknown. */
static bool apply_logic(const struct call *call)
{
    bool decides = call->expr->op == HJ_OP_OR;
    bool unknown = false;
    for (uint32_t i = 0; i < call->expr->count; i++) {
        if (call->operands[i].null) {
            unknown = true;
        } else if (call->operands[i].boolean == decides) {
            return give_boolean(call, decides);
        }
    }
    return unknown || give_boolean(call, !decides);
}

static bool apply_not(const struct call *call)
{
    return give_boolean(call, !call->operands[0].boolean);
}

int hj_scalar_compare(const struct hj_value *a, const struct hj_value *b)
{
    switch (a->type) {
    case HJ_BOOLEAN:
        return a->boolean - b->boolean;
    case HJ_INTEGER:
        return (a->integer > b->integer) - (a->integer < b->integer);
    case HJ_NUMBER:
        return (a->number > b->number) - (a->number < b->number);
    case HJ_TEXT: {
        int order = hj_span_compare(a->text, b->text);
        return (order > 0) - (order < 0);
    }
    case HJ_DATE:
        return (a->date > b->date) - (a->date < b->date);
    }
    return 0;
}

static bool apply_comparison(const struct call *call)
{
    int order = hj_scalar_compare(&call->operands[0], &call->operands[1]);
    return give_boolean(call, hj_scalar_order_holds(call->expr->op, order));
}

static bool apply_is_null(const struct call *call)
{
    return give_boolean(call, call->operands[0].null);
}

static bool apply_in(const struct call *call)
{
    bool unknown = call->operands[0].null;
    for (uint32_t i = 1; i < call->expr->count; i++) {
        if (call->operands[0].null || call->operands[i].null) {
            unknown = true;
        } else if (hj_scalar_compare(&call->operands[0], &call->operands[i]) == 0) {
            return give_boolean(call, true);
        }
    }
    return unknown || give_boolean(call, false);
}

/* One bound beyond the value is enough for FALSE, whatever the other is. */
static bool apply_between(const struct call *call)
{
    const struct hj_value *value = &call->operands[0];
    const struct hj_value *low = &call->operands[1];
    const struct hj_value *high = &call->operands[2];
    if (value->null) {
        return true;
    }
    if ((!low->null && hj_scalar_compare(value, low) < 0) ||
        (!high->null && hj_scalar_compare(value, high) > 0)) {
        return give_boolean(call, false);
    }
    return low->null || high->null || give_boolean(call, true);
}

static bool apply_like(const struct call *call)
{
    return give_boolean(call, hj_scalar_like(call->operands[0].text, call->operands[1].text));
}

static bool apply_regexp(const struct call *call)
{
    bool matched = false;
    bool memory_full = false;
    enum hj_fault fault = hj_scalar_regexp(call->expr->regex, call->operands[0].text,
                                           call->scalar->matcher, &matched, &memory_full);
    call->result->boolean = matched;
    return !memory_full && give_unless(call, fault);
}

static bool apply_arithmetic(const struct call *call)
{
    const struct hj_value *a = &call->operands[0];
    const struct hj_value *b = &call->operands[1];
    enum hj_operator op = call->expr->op;
    struct hj_value *result = call->result;
    return give_unless(call, result->type == HJ_INTEGER
                                 ? hj_scalar_integers(op, a->integer, b->integer, &result->integer)
                                 : hj_scalar_numbers(op, a->number, b->number, &result->number));
}

static bool apply_negate(const struct call *call)
{
    if (call->result->type == HJ_INTEGER) {
        return give_unless(call, hj_scalar_integers(HJ_OP_SUBTRACT, 0, call->operands[0].integer,
                                                    &call->result->integer));
    }
    call->result->number = -call->operands[0].number;
    return give_unless(call, HJ_FAULT_NONE);
}

static bool apply_abs(const struct call *call)
{
    const struct hj_value *operand = &call->operands[0];
    if (operand->type == HJ_NUMBER) {
        call->result->number = fabs(operand->number);
        return give_unless(call, HJ_FAULT_NONE);
    }
    return operand->integer < 0 ? apply_negate(call) : give_integer(call, operand->integer);
}

static bool apply_round(const struct call *call)
{
    double x = call->operands[0].number;
    if (call->expr->count == 1) {
        call->result->number = hj_scalar_round(x);
        return give_unless(call, HJ_FAULT_NONE);
    }
    return give_unless(call,
                       hj_scalar_round_digits(x, call->operands[1].integer, &call->result->number));
}

static bool apply_length(const struct call *call)
{
    return give_integer(call, (int64_t)hj_text_length(call->operands[0].text));
}

static bool apply_substr(const struct call *call)
{
    struct hj_span text = call->operands[0].text;
    int64_t from = call->operands[1].integer;
    if (call->expr->count == 2) {
        return give_text(call, text.size ? hj_text_substr(text, from) : text);
    }
    int64_t length = call->operands[2].integer;
    if (length < 0) {
        return give_unless(call, HJ_FAULT_LENGTH);
    }
    return give_text(call, text.size ? hj_text_substr_count(text, from, length) : text);
}

/* ASCII letters alone: what another letter's case is depends on the language. */
static bool apply_case(const struct call *call)
{
    struct hj_span text = call->operands[0].text;
    char first = call->expr->op == HJ_OP_LOWER ? 'A' : 'a';
    size_t at = 0;
    while (at < text.size && !(text.data[at] >= first && text.data[at] <= first + 25)) {
        at++;
    }
    if (at == text.size) {
        return give_text(call, text);
    }
    char *bytes = hj_arena_new(call->scalar->arena, text.size);
    if (!bytes) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        bool turns = text.data[i] >= first && text.data[i] <= first + 25;
        bytes[i] = turns ? (char)(text.data[i] ^ 0x20) : text.data[i];
    }
    return give_text(call, (struct hj_span){bytes, text.size});
}

static bool apply_norm(const struct call *call)
{
    struct hj_span text = call->operands[0].text;
    if (text.size == 0) {
        return give_text(call, text);
    }
    struct hj_span form = hj_text_normalise(call->scalar->normal, text, call->scalar->arena);
    return form.data && give_text(call, form);
}

static bool apply_uscc_valid(const struct call *call)
{
    return give_boolean(call, hj_text_uscc_valid(call->operands[0].text));
}

static bool apply_regno_valid(const struct call *call)
{
    return give_boolean(call, hj_text_regno_valid(call->operands[0].text));
}

static bool apply_coalesce(const struct call *call)
{
    for (uint32_t i = 0; i < call->expr->count; i++) {
        if (!call->operands[i].null) {
            *call->result = call->operands[i];
            return true;
        }
    }
    return true;
}

static bool apply_year(const struct call *call)
{
    return give_integer(call, hj_date_to_civil(call->operands[0].date).year);
}

static bool apply_month(const struct call *call)
{
    return give_integer(call, hj_date_to_civil(call->operands[0].date).month);
}

static bool apply_months_between(const struct call *call)
{
    return give_integer(call,
                        hj_date_months_between(call->operands[0].date, call->operands[1].date));
}

static bool apply_days_between(const struct call *call)
{
    return give_integer(call, (int64_t)call->operands[1].date - call->operands[0].date);
}

static bool apply_add_days(const struct call *call)
{
    return give_unless(call, hj_scalar_add_days(call->operands[0].date, call->operands[1].integer,
                                                &call->result->date));
}

static bool apply_add_months(const struct call *call)
{
    bool found =
        hj_date_add_months(call->operands[0].date, call->operands[1].integer, &call->result->date);
    return give_unless(call, found ? HJ_FAULT_NONE : HJ_FAULT_OVERFLOW);
}

enum hj_fault hj_scalar_add_days(hj_date date, int64_t days, hj_date *result)
{
    if (days < (int64_t)HJ_DATE_MIN - date || days > (int64_t)HJ_DATE_MAX - date) {
        return HJ_FAULT_OVERFLOW;
    }
    *result = (hj_date)(date + days);
    return HJ_FAULT_NONE;
}

/* strict: NULL as soon as one operand is, without asking. */
static const struct {
    bool (*apply)(const struct call *call);
    bool strict;
} operators[HJ_OPERATOR_COUNT] = {
    [HJ_OP_LITERAL] = {apply_literal, false},
    [HJ_OP_TO_NUMBER] = {apply_to_number, true},
    [HJ_OP_AND] = {apply_logic, false},
    [HJ_OP_OR] = {apply_logic, false},
    [HJ_OP_NOT] = {apply_not, true},
    [HJ_OP_EQUAL] = {apply_comparison, true},
    [HJ_OP_NOT_EQUAL] = {apply_comparison, true},
    [HJ_OP_LESS] = {apply_comparison, true},
    [HJ_OP_LESS_EQUAL] = {apply_comparison, true},
    [HJ_OP_GREATER] = {apply_comparison, true},
    [HJ_OP_GREATER_EQUAL] = {apply_comparison, true},
    [HJ_OP_IS_NULL] = {apply_is_null, false},
    [HJ_OP_IN] = {apply_in, false},
    [HJ_OP_BETWEEN] = {apply_between, false},
    [HJ_OP_LIKE] = {apply_like, true},
    [HJ_OP_REGEXP] = {apply_regexp, true},
    [HJ_OP_ADD] = {apply_arithmetic, true},
    [HJ_OP_SUBTRACT] = {apply_arithmetic, true},
    [HJ_OP_MULTIPLY] = {apply_arithmetic, true},
    [HJ_OP_DIVIDE] = {apply_arithmetic, true},
    [HJ_OP_NEGATE] = {apply_negate, true},
    [HJ_OP_ADD_DAYS] = {apply_add_days, true},
    [HJ_OP_LENGTH] = {apply_length, true},
    [HJ_OP_SUBSTR] = {apply_substr, true},
    [HJ_OP_LOWER] = {apply_case, true},
    [HJ_OP_UPPER] = {apply_case, true},
    [HJ_OP_COALESCE] = {apply_coalesce, false},
    [HJ_OP_ABS] = {apply_abs, true},
    [HJ_OP_ROUND] = {apply_round, true},
    [HJ_OP_YEAR] = {apply_year, true},
    [HJ_OP_MONTH] = {apply_month, true},
    [HJ_OP_MONTHS_BETWEEN] = {apply_months_between, true},
    [HJ_OP_DAYS_BETWEEN] = {apply_days_between, true},
    [HJ_OP_ADD_MONTHS] = {apply_add_months, true},
    [HJ_OP_NORM] = {apply_norm, true},
    [HJ_OP_USCC_VALID] = {apply_uscc_valid, true},
    [HJ_OP_REGNO_VALID] = {apply_regno_valid, true},
};

bool hj_scalar_apply(const struct hj_expr *expr, const struct hj_value *operands,
                     struct hj_scalar *scalar, struct hj_value *result)
{
    *result = (struct hj_value){.type = expr->type, .null = true};
    if (operators[expr->op].strict) {
        for (uint32_t i = 0; i < expr->count; i++) {
            if (operands[i].null) {
                return true;
            }
        }
    }
    struct call call = {expr, operands, scalar, result};
    return operators[expr->op].apply(&call);
}

const char *hj_fault_name(enum hj_fault fault)
{
    static const char *const names[HJ_FAULT_COUNT] = {
        [HJ_FAULT_NONE] = "none",
        [HJ_FAULT_OVERFLOW] = "overflow",
        [HJ_FAULT_ZERO] = "division by zero",
        [HJ_FAULT_LENGTH] = "a negative length",
        [HJ_FAULT_LIMIT] = "a pattern that gave up",
    };
    return names[fault];
}
