/* SPDX-License-Identifier: MIT */
#include "input/money.h"

#include "input/fold.h"
#include "input/number.h"
#include "text/utf8.h"

#include <stdlib.h>

static int longest_first(const void *a, const void *b)
{
    const struct hj_currency_word *left = a, *right = b;
    if (left->word.size != right->word.size) {
        return left->word.size < right->word.size ? 1 : -1;
    }
    return hj_span_compare(left->word, right->word);
}

static bool is_bracket(uint32_t point)
{
    static const uint32_t brackets[] = {'(',    ')',    '[',    ']',    '{',    '}',
                                        '<',    '>',    0x3008, 0x3009, 0x300A, 0x300B,
                                        0x3010, 0x3011, 0x3014, 0x3015, 0x3016, 0x3017};
    for (size_t i = 0; i < sizeof brackets / sizeof brackets[0]; i++) {
        if (brackets[i] == point) {
            return true;
        }
    }
    return false;
}

/* Room for the words of one cell; none is longer. */
enum { LETTERS = sizeof((struct hj_money_memory *)0)->place[0].text };

/* Appends what is neither blank nor bracket; false when it is too long or holds a digit. */
static bool append_letters(char letters[LETTERS], size_t *size, struct hj_span text)
{
    for (size_t at = 0; at < text.size;) {
        size_t from = at;
        uint32_t point = hj_text_next(text, &at);
        if (point == ' ' || is_bracket(point)) {
            continue;
        }
        if ((point >= '0' && point <= '9') || at - from > LETTERS - *size) {
            return false;
        }
        memcpy(letters + *size, text.data + from, at - from);
        *size += at - from;
    }
    return true;
}

bool hj_money_words_init(struct hj_money_words *money, struct hj_arena *arena,
                         const struct hj_currency_word *words, uint32_t count)
{
    struct hj_currency_word *sorted = hj_arena_zero(arena, count + 1, sizeof *sorted);
    if (!sorted) {
        return false;
    }
    *money = (struct hj_money_words){.words = sorted};
    for (uint32_t i = 0; i < count; i++) {
        char letters[LETTERS], buffer[HJ_FOLD_SIZE];
        struct hj_span folded = hj_input_fold(words[i].word, buffer);
        struct hj_span word = {letters, 0};
        struct hj_currency_word *kept = &sorted[money->count];
        money->home = money->home.size ? money->home : words[i].currency;
        if (!append_letters(letters, &word.size, folded) || word.size == 0) {
            continue; /* no cell could hold it */
        }
        *kept = words[i];
        kept->word = hj_arena_copy(arena, word);
        if (!kept->word.data) {
            return false;
        }
        money->count++;
    }
    if (money->count) {
        qsort(sorted, money->count, sizeof *sorted, longest_first);
    }
    return true;
}

static bool same_letter(char a, char b)
{
    return a == b || ((a | 0x20) == (b | 0x20) && (a | 0x20) >= 'a' && (a | 0x20) <= 'z');
}

static bool begins_with(struct hj_span text, struct hj_span word)
{
    if (text.size < word.size) {
        return false;
    }
    for (size_t i = 0; i < word.size; i++) {
        if (!same_letter(text.data[i], word.data[i])) {
            return false;
        }
    }
    return true;
}

/* What the words found so far say. */
struct meaning {
    double factor;          /* 0: no unit yet */
    struct hj_span implied; /* by the unit */
    struct hj_span stated;  /* by a word that is only a currency */
};

static bool agree(struct hj_span *known, struct hj_span found)
{
    if (known->size && found.size && !hj_span_equal(*known, found)) {
        return false;
    }
    if (found.size) {
        *known = found;
    }
    return true;
}

static bool take_word(struct meaning *meaning, const struct hj_currency_word *word)
{
    if (word->factor == 0) {
        return agree(&meaning->stated, word->currency);
    }
    if (meaning->factor != 0) {
        return false;
    }
    meaning->factor = word->factor;
    return agree(&meaning->implied, word->currency);
}

/* Cuts the text into words of the file, the longest at each place first; another way is tried where
 * that leads nowhere. The text is short and one unit may stand in it, so there are few ways. */
static bool cut_words(const struct hj_money_words *money, struct hj_span text,
                      const struct meaning *before, bool unit, struct meaning *found)
{
    if (text.size == 0) {
        *found = *before;
        return !unit || before->factor != 0;
    }
    for (uint32_t i = 0; i < money->count; i++) {
        struct hj_span word = money->words[i].word;
        struct meaning meaning = *before;
        if (begins_with(text, word) && take_word(&meaning, &money->words[i]) &&
            cut_words(money, hj_span_slice(text, word.size, text.size - word.size), &meaning, unit,
                      found)) {
            return true;
        }
    }
    return false;
}

/* A way with a unit in it goes before one without: the word for yuan renminbi is no bare currency
 * behind a number, though it is one behind ten thousand. */
static bool read_words(const struct hj_money_words *money, struct hj_span text,
                       struct hj_money *unit)
{
    const struct meaning nothing = {0};
    struct meaning meaning;
    if (!cut_words(money, text, &nothing, true, &meaning) &&
        !cut_words(money, text, &nothing, false, &meaning)) {
        return false;
    }
    unit->value = meaning.factor;
    unit->currency = meaning.stated.size ? meaning.stated : meaning.implied;
    if (unit->value != 0 && unit->currency.size == 0) {
        unit->currency = money->home;
    }
    return true;
}

static bool words_around(const struct hj_money_words *money, struct hj_span before,
                         struct hj_span after, struct hj_money *unit)
{
    char letters[LETTERS];
    size_t size = 0;
    return append_letters(letters, &size, before) && append_letters(letters, &size, after) &&
           read_words(money, (struct hj_span){letters, size}, unit);
}

/* As words_around for words behind the number alone, remembered. */
static bool words_behind(const struct hj_money_words *money, struct hj_money_memory *memory,
                         struct hj_span after, struct hj_money *unit)
{
    struct hj_span none = HJ_SPAN("");
    if (!memory || after.size == 0 || after.size > sizeof memory->place[0].text) {
        return words_around(money, none, after, unit);
    }
    size_t places = sizeof memory->place / sizeof memory->place[0];
    size_t at = (after.size + (unsigned char)after.data[after.size / 2]) % places;
    if (memory->place[at].size == after.size &&
        memcmp(memory->place[at].text, after.data, after.size) == 0) {
        *unit = memory->place[at].unit;
        return true;
    }
    if (!words_around(money, none, after, unit)) {
        return false;
    }
    memcpy(memory->place[at].text, after.data, after.size);
    memory->place[at].size = after.size;
    memory->place[at].unit = *unit;
    return true;
}

bool hj_input_money(const struct hj_money_words *money, struct hj_money_memory *memory,
                    struct hj_span text, struct hj_money *result)
{
    size_t from = 0;
    while (from < text.size && !(text.data[from] >= '0' && text.data[from] <= '9')) {
        from++;
    }
    if (from == text.size) {
        return false;
    }
    if (from > 0 && strchr("+-.", text.data[from - 1])) {
        from--;
        from -= from > 0 && text.data[from] == '.' && strchr("+-", text.data[from - 1]);
    }
    struct hj_span rest = hj_span_slice(text, from, text.size - from);
    double number;
    size_t taken = hj_input_number_prefix(rest, &number);
    struct hj_money unit = {0};
    struct hj_span after = hj_span_slice(rest, taken, rest.size - taken);
    if (taken == 0 ||
        !(from == 0 ? words_behind(money, memory, after, &unit)
                    : words_around(money, hj_span_slice(text, 0, from), after, &unit))) {
        return false;
    }
    /* 0.0001 is not exact in a double, 10000 is: divide, to be rounded once */
    result->value = unit.value == 0  ? number
                    : unit.value < 1 ? number / (1 / unit.value)
                                     : number * unit.value;
    result->currency = unit.currency;
    return result->value - result->value == 0;
}
