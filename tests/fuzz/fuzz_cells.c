/* SPDX-License-Identifier: MIT
 * Any bytes as the text of a typed cell: dates, numbers, sums of money, booleans, and what stands
 * between a file and them. Broken UTF-8 too: a slice is checked only after its cells were read. */
#include "input/book.h"
#include "input/dates.h"
#include "input/escape.h"
#include "input/fold.h"
#include "input/money.h"
#include "input/number.h"
#include "input/split.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct hj_currency_word words[] = {
    {HJ_SPAN("\xE4\xB8\x87"), HJ_SPAN(""), 1},
    {HJ_SPAN("\xE4\xB8\x87\xE5\x85\x83"), HJ_SPAN(""), 1},
    {HJ_SPAN("\xE5\x85\x83"), HJ_SPAN(""), 0.0001},
    {HJ_SPAN("\xE7\xBE\x8E\xE5\x85\x83"), HJ_SPAN("USD"), 0},
    {HJ_SPAN("(RMB)"), HJ_SPAN("CNY"), 0},
};

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_money(struct hj_span folded)
{
    static struct hj_money_words money;
    static struct hj_arena arena;
    struct hj_money_memory memory = {0};
    struct hj_money plain, first, again;
    if (!money.words) {
        check(hj_money_words_init(&money, &arena, words, sizeof words / sizeof words[0]));
    }
    bool fits = hj_input_money(&money, NULL, folded, &plain);
    check(fits == hj_input_money(&money, &memory, folded, &first));
    check(fits == hj_input_money(&money, &memory, folded, &again));
    if (fits) {
        check(isfinite(plain.value) && plain.value == first.value && first.value == again.value);
        check(hj_span_equal(plain.currency, again.currency));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char buffer[HJ_FOLD_SIZE];
    struct hj_span fields[8];
    struct hj_span text = {(const char *)data, size};
    struct hj_span folded = hj_input_fold(text, buffer);
    double number;
    int64_t integer;
    bool boolean;
    hj_date date;
    if (folded.data) {
        if (hj_input_date(folded, &date)) {
            check(date >= HJ_DATE_MIN && date <= HJ_DATE_MAX);
        }
        size_t taken = hj_input_number_prefix(folded, &number);
        check(taken <= folded.size && (taken == 0 || isfinite(number)));
        if (hj_input_integer(folded, &integer) && hj_input_number(folded, &number)) {
            check((double)integer == number);
        }
        (void)hj_input_boolean(folded, &boolean);
        check_money(folded);
    }
    (void)hj_input_is_destroyed_code(text);
    check(hj_split(text, fields, 8) <= 8);
    char *copy = malloc(size + 1);
    check(copy != NULL);
    memcpy(copy, data, size);
    copy[size] = '\0';
    (void)hj_book_style_of(copy);
    check(hj_unescape(copy, size) <= size);
    free(copy);
    return 0;
}
