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

void hj_simulate_select_counts(const int32_t *counts, uint64_t n, const uint64_t *ranks,
                               unsigned rank_count, double *room, double *values)
{
    int64_t least = counts[0], most = counts[0];
    for (uint64_t i = 1; i < n; i++) {
        least = counts[i] < least ? counts[i] : least;
        most = counts[i] > most ? counts[i] : most;
    }
    uint64_t width = (uint64_t)(most - least) + 1, below = 0, at = 0;
    if (width > n) {
        for (uint64_t i = 0; i < n; i++) {
            room[i] = (double)counts[i];
        }
        for (unsigned r = 0; r < rank_count; r++) {
            values[r] = hj_simulate_select(room, n, ranks[r]);
        }
        return;
    }
    for (uint64_t i = 0; i < width; i++) {
        room[i] = 0.0;
    }
    for (uint64_t i = 0; i < n; i++) {
        room[counts[i] - least] += 1.0;
    }
    for (unsigned r = 0; r < rank_count; r++) {
        while (below + (uint64_t)room[at] < ranks[r]) {
            below += (uint64_t)room[at++];
        }
        values[r] = (double)(least + (int64_t)at);
    }
}
