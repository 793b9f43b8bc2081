/* SPDX-License-Identifier: MIT */
#include "simulate/quantile.h"

uint64_t hj_simulate_rank(struct hj_target p, uint64_t n)
{
    uint64_t unit = 1;
    for (int i = 0; i < p.places; i++) {
        unit *= 10;
    }
    uint64_t rank = ((uint64_t)p.digits * n + unit - 1) / unit;
    return rank < 1 ? 1 : rank > n ? n : rank;
}

static double median(double a, double b, double c)
{
    double least = a < b ? a : b, most = a < b ? b : a;
    return c < least ? least : c > most ? most : c;
}

static void swap(double *a, double *b)
{
    double other = *a;
    *a = *b;
    *b = other;
}

/* Hoare's FIND (1961) as Wirth writes it, the pivot the median of three. */
double hj_simulate_select(double *numbers, uint64_t n, uint64_t rank)
{
    int64_t low = 0, high = (int64_t)n - 1, place = (int64_t)rank - 1;
    while (low < high) {
        double pivot = median(numbers[low], numbers[low + (high - low) / 2], numbers[high]);
        int64_t i = low, j = high;
        do {
            while (numbers[i] < pivot) {
                i++;
            }
            while (pivot < numbers[j]) {
                j--;
            }
            if (i <= j) {
                swap(&numbers[i++], &numbers[j--]);
            }
        } while (i <= j);
        if (j < place) {
            low = i;
        }
        if (place < i) {
            high = j;
        }
    }
    return numbers[place];
}
