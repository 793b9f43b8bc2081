/* SPDX-License-Identifier: MIT */
#include "decide/target.h"

enum { MOST_DIGITS = 15, MOST_PLACES = 9 };

bool hj_target_parse(struct hj_span text, struct hj_target *target)
{
    *target = (struct hj_target){0, 0};
    int digits = 0;
    bool point = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '.' && !point && i > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > MOST_DIGITS) {
            return false;
        }
        target->digits = target->digits * 10 + (c - '0');
        target->places += point;
    }
    return digits > 0 && target->digits > 0 && target->places <= MOST_PLACES &&
           text.data[text.size - 1] != '.';
}

static int64_t power_of_ten(int places)
{
    int64_t power = 1;
    while (places-- > 0) {
        power *= 10;
    }
    return power;
}

double hj_target_value(struct hj_target target)
{
    return (double)target.digits / (double)power_of_ten(target.places);
}

/* Products of three factors need more than 64 bits: 128 as two halves, which C11 does not have. */
struct wide {
    uint64_t high, low;
};

static struct wide multiply(uint64_t a, uint64_t b)
{
    uint64_t a1 = a >> 32, a0 = a & 0xffffffff, b1 = b >> 32, b0 = b & 0xffffffff;
    uint64_t low = a0 * b0;
    uint64_t middle = a1 * b0 + (low >> 32);
    uint64_t other = a0 * b1 + (middle & 0xffffffff);
    return (struct wide){a1 * b1 + (middle >> 32) + (other >> 32),
                         (other << 32) | (low & 0xffffffff)};
}

bool hj_target_holds(struct hj_target target, int64_t scale, int64_t numerator, int64_t denominator)
{
    /* H · scale stays below 2^63 for counts up to 10^12 and scales up to 10^6. */
    struct wide left =
        multiply((uint64_t)(numerator * scale), (uint64_t)power_of_ten(target.places));
    struct wide right = multiply((uint64_t)target.digits, (uint64_t)denominator);
    return left.high != right.high ? left.high > right.high : left.low >= right.low;
}

/* a · b <= INT64_MAX, neither negative. */
static bool fits(int64_t a, int64_t b)
{
    return a == 0 || b <= INT64_MAX / a;
}

enum { MOST_BITS = 52, MOST_NEW_BITS = 40 };

int64_t hj_target_max_denominator(struct hj_target target, int64_t scale, int64_t numerator)
{
    int64_t low = 0, high = INT64_C(1) << MOST_BITS, unit = power_of_ten(target.places);
    if (numerator >= 0 && fits(numerator, scale) && fits(numerator * scale, unit)) {
        int64_t most = numerator * scale * unit / target.digits;
        return most < high ? most : high;
    }
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        if (hj_target_holds(target, scale, numerator, middle)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

int64_t hj_target_min_removals(struct hj_target target, int64_t scale, int64_t numerator,
                               int64_t denominator)
{
    int64_t most = hj_target_max_denominator(target, scale, numerator);
    return denominator > most ? denominator - most : 0;
}

int64_t hj_target_min_new(struct hj_target target, int64_t scale, int64_t numerator,
                          int64_t denominator)
{
    int64_t low = 0, high = INT64_C(1) << MOST_NEW_BITS, unit = power_of_ten(target.places);
    if (denominator >= 0 && fits(target.digits, denominator) && fits(scale, unit)) {
        int64_t product = target.digits * denominator, each = scale * unit;
        int64_t more = product / each + (product % each > 0) - numerator;
        return more < 0 ? 0 : more < high ? more : high;
    }
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (hj_target_holds(target, scale, numerator + middle, denominator)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}
