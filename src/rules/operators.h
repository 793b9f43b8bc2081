/* SPDX-License-Identifier: MIT
 * What operators and functions take and give: the one table that the checker reads, and the docs.
 * Adding a function is one line in HJ_OPERATORS (expr.h), one in this table, one in scalar.c. */
#ifndef HJ_RULES_OPERATORS_H
#define HJ_RULES_OPERATORS_H

#include "rules/expr.h"

/* What an operand may be: a type (an integer is taken as a number), or one of these. */
enum {
    HJ_TAKES_ANY = 6,
    HJ_TAKES_SAME = 7, /* one type for all such operands: integer and number make number */
};

enum hj_rewrite {
    HJ_REWRITE_NONE,
    HJ_REWRITE_SWAP,   /* operands change places */
    HJ_REWRITE_NEGATE, /* the second operand is negated */
};

struct hj_signature {
    enum hj_operator op;      /* as written */
    enum hj_operator becomes; /* what the node is then */
    uint8_t minimum, maximum; /* operands; HJ_ANY_NUMBER */
    uint8_t takes[3];         /* the last one also for those behind it */
    uint8_t gives;            /* a type, or HJ_TAKES_SAME: the operands' one */
    enum hj_rewrite rewrite;
    const char *usage; /* for people, the same in all languages */
};

enum { HJ_ANY_NUMBER = 255 };

/* The signatures of one operator, tried in order; *count of them. */
const struct hj_signature *hj_operator_signatures(enum hj_operator op, uint32_t *count);

/* The function of that name (any case), or HJ_OPERATOR_COUNT. */
enum hj_operator hj_operator_function(struct hj_span name);
bool hj_operator_is_function(enum hj_operator op);

#endif
