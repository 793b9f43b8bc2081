/* SPDX-License-Identifier: MIT
 * The patterns of LIKE and REGEXP: constant, so that a mistake in them is found when rules are
 * loaded, with the caret inside the literal. */
#include "rules/check.h"

#include "base/memory.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct hj_regex_link {
    pcre2_code *code;
    struct hj_regex_link *next;
};

void hj_regexes_release(struct hj_regexes *regexes)
{
    while (regexes && regexes->first) {
        struct hj_regex_link *link = regexes->first;
        regexes->first = link->next;
        pcre2_code_free(link->code);
        hj_memory_free(link);
    }
}

static void *pattern_new(size_t size, void *context)
{
    (void)context;
    return hj_memory_new(size);
}

static void pattern_free(void *block, void *context)
{
    (void)context;
    hj_memory_free(block);
}

/* A problem at byte `offset` of the pattern: inside the literal, if it is one. */
static struct hj_problem *pattern_mistake(struct hj_check *check, const struct hj_node *node,
                                          size_t offset, enum hj_code code)
{
    const struct hj_node *pattern = node->last;
    if (pattern->kind != HJ_NODE_LITERAL) {
        return hj_check_mistake(check, pattern->from, pattern->to, code);
    }
    size_t at = pattern->from + 1;
    for (size_t i = 0; i < offset && at < pattern->to - 1; i++) {
        at += check->source.text.data[at] == '\'' ? 2 : 1;
    }
    return hj_check_mistake(check, at, at + 1, code);
}

static bool check_like(struct hj_check *check, const struct hj_node *node, struct hj_span pattern)
{
    size_t slashes = 0;
    while (slashes < pattern.size && pattern.data[pattern.size - 1 - slashes] == '\\') {
        slashes++;
    }
    if (slashes % 2 == 0) {
        return true;
    }
    struct hj_problem *problem =
        pattern_mistake(check, node, pattern.size - 1, HJ_PREDICATE_LIKE_ESCAPE);
    hj_source_suggest(&check->source, problem, (struct hj_span)HJ_SPAN("\\\\"));
    return false;
}

/* NULL with *number and *offset, or with *number PCRE2_ERROR_HEAP_FAILED. */
static pcre2_code *compile(struct hj_span pattern, int *number, size_t *offset)
{
    pcre2_code *code = NULL;
    pcre2_compile_context *settings = NULL;
    pcre2_general_context *memory = pcre2_general_context_create(pattern_new, pattern_free, NULL);
    *number = PCRE2_ERROR_HEAP_FAILED;
    if (!memory) {
        return NULL;
    }
    settings = pcre2_compile_context_create(memory);
    if (settings) {
        pcre2_set_newline(settings, PCRE2_NEWLINE_LF);
        /* \C would match half a character; (*UCP) would make \d and \w mean something else. */
        code = pcre2_compile((PCRE2_SPTR)pattern.data, pattern.size,
                             PCRE2_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C, number, offset,
                             settings);
    }
    pcre2_compile_context_free(settings);
    pcre2_general_context_free(memory);
    return code;
}

static bool check_regexp(struct hj_check *check, const struct hj_node *node, struct hj_expr *expr)
{
    struct hj_regex_link *link = hj_memory_zero(1, sizeof *link);
    if (!link) {
        check->memory_full = true;
        return false;
    }
    int number = 0;
    size_t offset = 0;
    struct hj_span pattern = expr->operands[1]->literal.text;
    link->code = compile(pattern.size ? pattern : (struct hj_span)HJ_SPAN(""), &number, &offset);
    if (!link->code) {
        hj_memory_free(link);
        check->memory_full |= number == PCRE2_ERROR_HEAP_FAILED;
        if (!check->memory_full) {
            PCRE2_UCHAR reason[HJ_ERROR_VALUE] = "";
            pcre2_get_error_message(number, reason, sizeof reason);
            struct hj_problem *problem = pattern_mistake(check, node, offset, HJ_PREDICATE_REGEXP);
            hj_error_text(&problem->error, "reason", hj_span_of((const char *)reason));
        }
        return false;
    }
    /* Where there is no JIT, or the pattern is too large for it, the interpreter does the same. */
    pcre2_jit_compile(link->code, PCRE2_JIT_COMPLETE);
    link->next = check->language->regexes->first;
    check->language->regexes->first = link;
    expr->regex = link->code;
    return true;
}

bool hj_check_pattern(struct hj_check *check, const struct hj_node *node, struct hj_expr *expr)
{
    const struct hj_expr *pattern = expr->operands[1];
    if (pattern->op != HJ_OP_LITERAL) {
        struct hj_problem *problem =
            hj_check_mistake(check, node->last->from, node->last->to, HJ_PREDICATE_PATTERN);
        hj_error_text(&problem->error, "operator", hj_span_of(hj_operator_spelling(expr->op)));
        return false;
    }
    if (pattern->literal.null) {
        return true;
    }
    return expr->op == HJ_OP_LIKE ? check_like(check, node, pattern->literal.text)
                                  : check_regexp(check, node, expr);
}
