/* SPDX-License-Identifier: MIT
 * Sums with a unit and a currency: a number, before or behind it words of a `currencies:` file, in
 * any brackets. The value is in the file's unit (factor 1). The words' text must be words of the
 * file from end to end, the longest at each place, but a cut that finds a unit goes before one that
 * does not. A unit that names no currency is of the file's first currency; a word that is only a
 * currency stands over the one a unit implies; a number alone keeps its value and has no currency.
 * What holds another word, a second number, two units or two different currencies does not fit.
 * Frozen words; pure. */
#ifndef HJ_INPUT_MONEY_H
#define HJ_INPUT_MONEY_H

#include "base/arena.h"
#include "rules/ruleset.h"

struct hj_money_words {
    const struct hj_currency_word *words; /* the longest first */
    uint32_t count;
    struct hj_span home; /* the first currency of the file; empty: none */
};

struct hj_money {
    double value;
    struct hj_span currency; /* ISO 4217, of the words; empty: none */
};

/* What the words around a number said last time: the same few stand in a million cells. One a
 * worker; all zero is ready. */
struct hj_money_memory {
    struct {
        char text[64];
        size_t size;
        struct hj_money unit; /* value: the factor */
    } place[8];
};

/* False when the memory is full. */
bool hj_money_words_init(struct hj_money_words *money, struct hj_arena *arena,
                         const struct hj_currency_word *words, uint32_t count);

/* Folded text in (input/fold.h). memory may be NULL. */
bool hj_input_money(const struct hj_money_words *money, struct hj_money_memory *memory,
                    struct hj_span text, struct hj_money *result);

#endif
