/* SPDX-License-Identifier: MIT */
#include "simulate/logarithm.h"

#include <string.h>

static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double hj_simulate_log(double value)
{
    /* value = 2^k · m with m in [sqrt(1/2), sqrt(2)), so that m - 1 is exact and small. */
    static const double L1 = 6.666666666666735130e-01, L2 = 3.999999999940941908e-01,
                        L3 = 2.857142874366239149e-01, L4 = 2.222219843214978396e-01,
                        L5 = 1.818357216161805012e-01, L6 = 1.531383769920937332e-01,
                        L7 = 1.479819860511658591e-01;
    uint64_t bits = bits_of(value);
    int k = (int)(bits >> 52) - 1023;
    uint64_t mantissa = bits & UINT64_C(0xfffffffffffff);
    if (mantissa >= UINT64_C(0x6a09e667f3bcd)) {
        k++;
        bits = mantissa | UINT64_C(0x3fe0000000000000);
    } else {
        bits = mantissa | UINT64_C(0x3ff0000000000000);
    }
    double f = double_of(bits) - 1.0;
    double s = f / (2.0 + f);
    double z = s * s, w = z * z;
    double even = w * (L2 + w * (L4 + w * L6));
    double odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
    double half = 0.5 * f * f;
    double scale = (double)k;
    return scale * LN2_HIGH - ((half - (s * (half + (even + odd)) + scale * LN2_LOW)) - f);
}

double hj_simulate_log1p(double value)
{
    /* Kahan: the rounding of 1 + value is taken out again by the quotient. */
    double sum = 1.0 + value;
    return sum == 1.0 ? value : hj_simulate_log(sum) * (value / (sum - 1.0));
}

double hj_simulate_exp(double value)
{
    static const double P1 = 1.66666666666666019037e-01, P2 = -2.77777777770155933842e-03,
                        P3 = 6.61375632143793436117e-05, P4 = -1.65339022054652515390e-06,
                        P5 = 4.13813679705723846039e-08;
    if (value < -745.0) {
        return 0.0;
    }
    if (value > 709.7) {
        return double_of(UINT64_C(0x7ff0000000000000));
    }
    int k = (int)(1.44269504088896338700 * value + (value < 0 ? -0.5 : 0.5));
    double high = value - (double)k * LN2_HIGH, low = (double)k * LN2_LOW;
    double x = high - low;
    double t = x * x;
    double c = x - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
    double result = 1.0 - ((low - (x * c) / (2.0 - c)) - high);
    if (k >= -1021) {
        return k == 1024 ? result * 2.0 * 8.98846567431157953865e+307
                         : result * double_of((uint64_t)(k + 1023) << 52);
    }
    return result * double_of((uint64_t)(k + 1000 + 1023) << 52) * 9.33263618503218878990e-302;
}

double hj_simulate_stirling_rest(int64_t n)
{
    static const double first[] = {
        0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509,
        0.01664469118982119, 0.01387612882307075, 0.01189670994589177, 0.01041126526197209,
        0.00925546218271273, 0.00833056343336287,
    };
    if (n < (int64_t)(sizeof first / sizeof first[0])) {
        return first[n];
    }
    double one = (double)(n + 1), square = one * one;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / one;
}

double hj_simulate_log_factorial(int64_t n)
{
    static const double half_log_two_pi = 0.91893853320467274178;
    double one = (double)(n + 1);
    if (n < 2) {
        return 0.0;
    }
    return ((double)n + 0.5) * hj_simulate_log(one) - one + half_log_two_pi +
           hj_simulate_stirling_rest(n);
}
