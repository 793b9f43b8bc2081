/* SPDX-License-Identifier: MIT
 * No assertion stands in a callback: they run inside a parallel region. What they see is noted and
 * looked at afterwards. */
#include "base/parallel.h"
#include "base/memory.h"
#include "cmocka_test.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ITEMS = 400, MOST_SLOTS = 40, MOST_THREADS = 8 };

static const unsigned thread_counts[] = {1, 2, 3, 8};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A job that hashes its items, and notes what should not be. */
struct job {
    uint64_t ends_at;       /* read says so at this item */
    uint64_t read_fails;    /* items that fail where; UINT64_MAX: none */
    uint64_t work_fails[2]; /* the first of them late, so that the second is known before it */
    uint64_t merge_fails;
    uint64_t slot_value[MOST_SLOTS];
    uint64_t merged[MOST_ITEMS];
    uint64_t merges, reads;
    atomic_int reading, merging, working[MOST_THREADS];
    atomic_uint surprises;
    atomic_bool holds[MOST_SLOTS]; /* an item, from read to merge */
};

static struct job new_job(void)
{
    struct job job = {.ends_at = UINT64_MAX, .read_fails = UINT64_MAX, .merge_fails = UINT64_MAX};
    job.work_fails[0] = UINT64_MAX;
    job.work_fails[1] = UINT64_MAX;
    return job;
}

static uint64_t scramble(uint64_t x)
{
    for (int i = 0; i < 2000; i++) {
        x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    }
    return x;
}

static void wait_a_little(void)
{
    struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    nanosleep(&pause, NULL);
}

static enum hj_code say(struct hj_error *error, const char *where, uint64_t item)
{
    hj_error_set(error, HJ_STORE);
    hj_error_text(error, "reason", hj_span_of(where));
    hj_error_number(error, "item", (int64_t)item);
    return HJ_STORE;
}

static enum hj_code read_item(void *context, uint64_t item, unsigned slot, bool *end,
                              struct hj_error *error)
{
    struct job *job = context;
    job->surprises += atomic_fetch_add(&job->reading, 1) != 0;
    job->surprises += item != job->reads++;
    job->surprises += atomic_exchange(&job->holds[slot], true);
    job->slot_value[slot] = item;
    enum hj_code code = item == job->read_fails ? say(error, "read", item) : HJ_OK;
    *end = item == job->ends_at;
    atomic_fetch_sub(&job->reading, 1);
    return code;
}

static enum hj_code work_item(void *context, uint64_t item, unsigned slot, unsigned thread,
                              struct hj_error *error)
{
    struct job *job = context;
    enum hj_code code = HJ_OK;
    job->surprises += atomic_fetch_add(&job->working[thread], 1) != 0;
    job->surprises += job->slot_value[slot] != item;
    job->slot_value[slot] = scramble(item);
    if (item == job->work_fails[0]) {
        wait_a_little();
        code = say(error, "work", item);
    }
    if (item == job->work_fails[1]) {
        code = say(error, "work", item);
    }
    atomic_fetch_sub(&job->working[thread], 1);
    return code;
}

static enum hj_code merge_item(void *context, uint64_t item, unsigned slot, struct hj_error *error)
{
    struct job *job = context;
    job->surprises += atomic_fetch_add(&job->merging, 1) != 0;
    job->surprises += item != job->merges;
    enum hj_code code = item == job->merge_fails ? say(error, "merge", item) : HJ_OK;
    if (code == HJ_OK) {
        job->merged[job->merges++] = job->slot_value[slot];
    }
    job->surprises += !atomic_exchange(&job->holds[slot], false);
    atomic_fetch_sub(&job->merging, 1);
    return code;
}

static enum hj_code run(struct job *job, uint64_t items, unsigned threads, unsigned slots,
                        struct hj_error *error)
{
    const struct hj_parallel parallel = {
        .context = job,
        .read = read_item,
        .work = work_item,
        .merge = merge_item,
        .items = items,
        .threads = threads,
        .slots = slots,
    };
    return hj_parallel_run(&parallel, error);
}

static void results_do_not_depend_on_threads_or_slots(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT(thread_counts); t++) {
        unsigned threads = thread_counts[t];
        for (unsigned slots = threads; slots <= 2 * threads + 1; slots++) {
            struct job job = new_job();
            struct hj_error error = {0};
            assert_int_equal(run(&job, MOST_ITEMS, threads, slots, &error), HJ_OK);
            assert_int_equal(job.surprises, 0);
            assert_int_equal(job.merges, MOST_ITEMS);
            for (uint64_t item = 0; item < MOST_ITEMS; item++) {
                assert_true(job.merged[item] == scramble(item));
            }
        }
    }
}

static void reading_says_when_it_ends(void **state)
{
    (void)state;
    static const uint64_t ends[] = {0, 1, 2, 17, MOST_ITEMS};
    for (size_t t = 0; t < COUNT(thread_counts); t++) {
        for (size_t i = 0; i < COUNT(ends); i++) {
            unsigned threads = thread_counts[t];
            struct job job = new_job();
            struct hj_error error = {0};
            job.ends_at = ends[i];
            assert_int_equal(run(&job, UINT64_MAX, threads, 2 * threads + 1, &error), HJ_OK);
            assert_int_equal(job.surprises, 0);
            assert_int_equal(job.merges, ends[i]);
            assert_int_equal(job.reads, ends[i] + 1);
        }
    }
}

static void no_items_are_no_work(void **state)
{
    (void)state;
    struct job job = new_job();
    struct hj_error error = {0};
    assert_int_equal(run(&job, 0, 2, 5, &error), HJ_OK);
    assert_int_equal(job.reads, 0);
}

static void the_error_of_the_lowest_item_wins(void **state)
{
    (void)state;
    static const struct {
        uint64_t read, work[2], merge;
        const char *where, *item;
        uint64_t merges;
    } cases[] = {
        {7, {UINT64_MAX, UINT64_MAX}, UINT64_MAX, "read", "7", 7},
        {0, {UINT64_MAX, UINT64_MAX}, UINT64_MAX, "read", "0", 0},
        {UINT64_MAX, {9, UINT64_MAX}, UINT64_MAX, "work", "9", 9},
        {UINT64_MAX, {9, 10}, UINT64_MAX, "work", "9", 9},
        {UINT64_MAX, {UINT64_MAX, UINT64_MAX}, 5, "merge", "5", 5},
        {UINT64_MAX, {8, 9}, 5, "merge", "5", 5},
        {12, {10, 11}, 13, "work", "10", 10},
        {11, {10, UINT64_MAX}, UINT64_MAX, "work", "10", 10},
        {UINT64_MAX, {MOST_ITEMS - 1, UINT64_MAX}, UINT64_MAX, "work", "399", 399},
    };
    for (size_t t = 0; t < COUNT(thread_counts); t++) {
        for (size_t i = 0; i < COUNT(cases); i++) {
            unsigned threads = thread_counts[t];
            struct job job = new_job();
            struct hj_error error = {0};
            job.read_fails = cases[i].read;
            job.work_fails[0] = cases[i].work[0];
            job.work_fails[1] = cases[i].work[1];
            job.merge_fails = cases[i].merge;
            assert_int_equal(run(&job, MOST_ITEMS, threads, 2 * threads + 1, &error), HJ_STORE);
            assert_string_equal(hj_error_argument(&error, "reason"), cases[i].where);
            assert_string_equal(hj_error_argument(&error, "item"), cases[i].item);
            assert_int_equal(job.merges, cases[i].merges);
            assert_int_equal(job.surprises, 0);
        }
    }
}

static enum hj_code count_only(void *context, uint64_t item, unsigned slot, unsigned thread,
                               struct hj_error *error)
{
    (void)item;
    (void)slot;
    (void)thread;
    (void)error;
    atomic_fetch_add((atomic_uint *)context, 1);
    return HJ_OK;
}

static void read_and_merge_may_be_missing(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT(thread_counts); t++) {
        atomic_uint count = 0;
        struct hj_error error = {0};
        const struct hj_parallel parallel = {
            .context = &count,
            .work = count_only,
            .items = 1000,
            .threads = thread_counts[t],
            .slots = thread_counts[t],
        };
        assert_int_equal(hj_parallel_run(&parallel, &error), HJ_OK);
        assert_int_equal(count, 1000);
    }
}

static void a_full_memory_is_an_error(void **state)
{
    (void)state;
    struct job job = new_job();
    struct hj_error error = {0};
    hj_memory_fail_at(1);
    assert_int_equal(run(&job, 10, 2, 5, &error), HJ_MEMORY);
    hj_memory_fail_at(0);
    assert_int_equal(job.reads, 0);
}

static void there_is_at_least_one_core(void **state)
{
    (void)state;
    assert_true(hj_parallel_cores() >= 1);
}

static enum hj_code interrupt_at_20(void *context, uint64_t item, unsigned slot, unsigned thread,
                                    struct hj_error *error)
{
    (void)slot;
    (void)thread;
    (void)error;
    atomic_fetch_add((atomic_uint *)context, 1);
    if (item == 20) {
        hj_parallel_interrupt();
    }
    return HJ_OK;
}

/* 0: as it should be. In a process of its own, because an interrupt stays. */
static int interrupt_a_job(unsigned threads)
{
    atomic_uint count = 0;
    struct hj_error error = {0};
    const struct hj_parallel parallel = {
        .context = &count,
        .work = interrupt_at_20,
        .items = 100000,
        .threads = threads,
        .slots = 2 * threads + 1,
    };
    bool before = hj_parallel_interrupted();
    enum hj_code code = hj_parallel_run(&parallel, &error);
    bool stopped = code == HJ_INTERRUPTED && error.code == HJ_INTERRUPTED;
    bool soon = count >= 21 && count <= 21 + 2 * threads + 1;
    return before || !stopped || !soon || !hj_parallel_interrupted();
}

static void an_interrupt_stops_at_the_next_item(void **state)
{
    (void)state;
    /* One thread: a child of a process that ran several may not start any. */
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(interrupt_a_job(1));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_false(hj_parallel_interrupted());
}

/* The last one. */
static void an_interrupt_stops_all_threads(void **state)
{
    (void)state;
    assert_int_equal(interrupt_a_job(3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_do_not_depend_on_threads_or_slots),
        cmocka_unit_test(reading_says_when_it_ends),
        cmocka_unit_test(no_items_are_no_work),
        cmocka_unit_test(the_error_of_the_lowest_item_wins),
        cmocka_unit_test(read_and_merge_may_be_missing),
        cmocka_unit_test(a_full_memory_is_an_error),
        cmocka_unit_test(there_is_at_least_one_core),
        cmocka_unit_test(an_interrupt_stops_at_the_next_item),
        cmocka_unit_test(an_interrupt_stops_all_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
