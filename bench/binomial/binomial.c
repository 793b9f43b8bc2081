/* SPDX-License-Identifier: MIT
 * binomial_speed DRAWS THREADS: so many binomial numbers over a fixed table of (n, p), by table and
 * by rejection; seconds, nanoseconds a draw and a thread, and a check sum that does not depend on
 * threads. */
#include "base/parallel.h"
#include "simulate/draws.h"
#include "simulate/table.h"

#include <inttypes.h>

enum { PAIRS = 8, AN_ITEM = 65536 };

static const struct {
    int64_t n;
    double p;
} pairs[PAIRS] = {{350, 0.88}, {80, 0.7},      {24, 0.7},    {46, 0.88},
                  {1000, 0.3}, {14000, 0.004}, {2000, 0.05}, {600, 0.5}};

struct run {
    bool by_table;
    uint64_t draws;
    struct hj_draw_table *tables[PAIRS];
    int64_t sums[64]; /* of a slot */
    int64_t total;
};

static enum hj_code work(void *context, uint64_t item, unsigned slot, unsigned thread,
                         struct hj_error *error)
{
    struct run *run = context;
    uint64_t first = item * AN_ITEM,
             end = first + AN_ITEM < run->draws ? first + AN_ITEM : run->draws;
    int64_t sum = 0;
    (void)thread;
    (void)error;
    if (run->by_table) {
        /* Each block of four words gives two draws. */
        for (uint64_t i = first; i < end; i += 2) {
            struct hj_random random =
                hj_simulate_random(1, HJ_PURPOSE_CASE, (uint32_t)(i >> 1), 0, 0);
            sum += hj_simulate_look_up(&random, run->tables[i % PAIRS]);
            sum += hj_simulate_look_up(&random, run->tables[(i + 1) % PAIRS]);
        }
    } else {
        for (uint64_t i = first; i < end; i++) {
            struct hj_random random = hj_simulate_random(1, HJ_PURPOSE_CASE, (uint32_t)i, 0, 0);
            sum += hj_simulate_binomial(&random, pairs[i % PAIRS].n, pairs[i % PAIRS].p);
        }
    }
    run->sums[slot] = sum;
    return HJ_OK;
}

static enum hj_code merge(void *context, uint64_t item, unsigned slot, struct hj_error *error)
{
    struct run *run = context;
    (void)item;
    (void)error;
    run->total += run->sums[slot];
    return HJ_OK;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
    static struct run run;
    struct hj_error error = {0};
    struct hj_arena arena = {0};
    run.draws = argc > 1 ? strtoull(argv[1], NULL, 10) : 480000000;
    unsigned threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : hj_parallel_cores();
    for (int i = 0; i < PAIRS; i++) {
        if (!hj_simulate_table_binomial(pairs[i].n, pairs[i].p, &arena, &run.tables[i])) {
            return 3;
        }
    }
    for (int by_table = 1; by_table >= 0; by_table--) {
        const struct hj_parallel job = {&run,
                                        NULL,
                                        work,
                                        merge,
                                        (run.draws + AN_ITEM - 1) / AN_ITEM,
                                        threads,
                                        2 * threads + 1 < 64 ? 2 * threads + 1 : 63};
        double start = seconds();
        run.by_table = by_table;
        run.total = 0;
        if (hj_parallel_run(&job, &error) != HJ_OK) {
            return 3;
        }
        double taken = seconds() - start;
        printf("%-9s %" PRIu64 " draws, %u threads: %.2f s, %.1f ns a draw and thread, sum %" PRId64
               "\n",
               by_table ? "table" : "rejection", run.draws, threads, taken,
               taken * 1e9 * threads / (double)run.draws, run.total);
    }
    hj_arena_release(&arena);
    return 0;
}
