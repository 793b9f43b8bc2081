/* SPDX-License-Identifier: MIT
 * Predicate text → tokens, one at a time. Used by parse.c. */
#ifndef HJ_RULES_LEX_H
#define HJ_RULES_LEX_H

#include "base/arena.h"
#include "rules/source.h"

/* X(name, spelling). Words are found in any case; what has no spelling here is found by its shape.
 */
#define HJ_TOKENS(X)                                                                               \
    X(END, "")                                                                                     \
    X(BAD, "")    /* a problem was reported (or the memory is full) */                             \
    X(NAME, "")   /* also DATE and functions: what follows tells */                                \
    X(QUOTED, "") /* a name in double quotes, or with a part in them */                            \
    X(INTEGER, "")                                                                                 \
    X(NUMBER, "")                                                                                  \
    X(TEXT, "")                                                                                    \
    X(OPEN, "(")                                                                                   \
    X(CLOSE, ")")                                                                                  \
    X(COMMA, ",")                                                                                  \
    X(PLUS, "+")                                                                                   \
    X(MINUS, "-")                                                                                  \
    X(STAR, "*")                                                                                   \
    X(SLASH, "/")                                                                                  \
    X(EQUAL, "=")                                                                                  \
    X(NOT_EQUAL, "<>") /* and != */                                                                \
    X(LESS_EQUAL, "<=")                                                                            \
    X(GREATER_EQUAL, ">=")                                                                         \
    X(LESS, "<")                                                                                   \
    X(GREATER, ">")                                                                                \
    X(AND, "AND")                                                                                  \
    X(OR, "OR")                                                                                    \
    X(NOT, "NOT")                                                                                  \
    X(IS, "IS")                                                                                    \
    X(NULL, "NULL")                                                                                \
    X(IN, "IN")                                                                                    \
    X(BETWEEN, "BETWEEN")                                                                          \
    X(LIKE, "LIKE")                                                                                \
    X(REGEXP, "REGEXP")                                                                            \
    X(TRUE, "TRUE")                                                                                \
    X(FALSE, "FALSE")

enum hj_token_kind {
#define HJ_TOKEN_ENUM(name, spelling) HJ_TOKEN_##name,
    HJ_TOKENS(HJ_TOKEN_ENUM)
#undef HJ_TOKEN_ENUM
        HJ_TOKEN_COUNT
};

struct hj_token {
    enum hj_token_kind kind;
    size_t from, to;     /* bytes of the text */
    struct hj_span text; /* NAME, QUOTED, TEXT: without quotes, doubled ones made one */
    uint64_t integer;    /* up to 2^63, which only a minus before it makes an int64_t */
    double number;
};

struct hj_lexer {
    const struct hj_source *source;
    struct hj_arena *arena;   /* texts with doubled quotes; else they point into the source */
    struct hj_arena *scratch; /* what is not needed afterwards */
    size_t at;
    bool memory_full;
};

/* The next token. After END comes END, after BAD nothing should be asked. */
struct hj_token hj_lexer_next(struct hj_lexer *lexer);
/* Equal but for the case of ASCII letters. */
bool hj_word_is(struct hj_span text, const char *word);

#endif
