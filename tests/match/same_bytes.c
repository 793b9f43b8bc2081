/* SPDX-License-Identifier: MIT
 * The same block gives the same bytes whatever a worker did before, whichever worker it is, and
 * beside whatever other roots; and every path survives a full memory. */
#include "base/memory.h"
#include "base/parallel.h"
#include "cmocka_test.h"
#include "match/findings.h"
#include "match/peers.h"
#include "match/random_world.h"
#include "match/reference.h"

enum { TREES = 12, WORLDS = 30, FEATURES = 6 };

struct setting {
    struct random_world world;
    const struct hj_expr *roots[TREES];
};

static void make(struct setting *setting, uint64_t seed)
{
    random_world_init(&setting->world, seed, FEATURES);
    static const enum hj_type types[] = {HJ_BOOLEAN, HJ_INTEGER, HJ_NUMBER, HJ_TEXT, HJ_DATE};
    for (uint32_t i = 0; i < TREES; i++) {
        setting->world.grammar.seen = setting->roots;
        setting->world.grammar.seen_count = i;
        setting->roots[i] = random_tree(&setting->world.grammar, types[i % 5], 5);
    }
}

static struct hj_program *program_of(const struct setting *setting, uint32_t from, uint32_t count)
{
    struct hj_program *program = NULL;
    struct hj_error error;
    struct hj_program_options options = {
        .ruleset = &setting->world.ruleset,
        .roots = setting->roots + from,
        .root_count = count,
    };
    assert_int_equal(hj_program_new(&program, &options, &error), HJ_OK);
    return program;
}

static struct hj_worker *worker_of(const struct hj_program *program)
{
    struct hj_worker *worker = NULL;
    struct hj_error error;
    assert_int_equal(hj_worker_new(&worker, program, &error), HJ_OK);
    return worker;
}

static const struct hj_match_result *run(struct hj_worker *worker,
                                         const struct hj_match_input *input)
{
    const struct hj_match_result *results = NULL;
    struct hj_error error;
    assert_int_equal(hj_worker_run(worker, input, &results, &error), HJ_OK);
    return results;
}

static void assert_same_bits(const uint64_t *a, const uint64_t *b, uint32_t rows)
{
    if (a || b) {
        assert_true(a && b);
        assert_memory_equal(a, b, hj_bits_words(rows) * sizeof *a);
    }
}

/* Vectors are equal as they would be stored. */
static void assert_same(const struct hj_match_result *a, const struct hj_match_result *b)
{
    static const size_t sizes[] = {
        [HJ_BOOLEAN] = 0, [HJ_INTEGER] = 8, [HJ_NUMBER] = 8, [HJ_TEXT] = 4, [HJ_DATE] = 4};
    const struct hj_vector *left = &a->vector;
    const struct hj_vector *right = &b->vector;
    uint32_t rows = left->rows;
    assert_int_equal(left->type, right->type);
    assert_int_equal(rows, right->rows);
    assert_same_bits(left->nulls, right->nulls, rows);
    assert_memory_equal(a->faults, b->faults, sizeof a->faults);
    if (left->type == HJ_BOOLEAN) {
        assert_same_bits(left->booleans, right->booleans, rows);
        assert_same_bits(a->truth.yes, b->truth.yes, rows);
        assert_same_bits(a->truth.unknown, b->truth.unknown, rows);
        return;
    }
    if (left->type == HJ_TEXT) {
        for (uint32_t row = 0; row < rows; row++) {
            if (!hj_vector_is_null(left, row)) {
                assert_true(hj_span_equal(hj_vector_text(left, row), hj_vector_text(right, row)));
            }
        }
        return;
    }
    assert_memory_equal(left->booleans, right->booleans, rows * sizes[left->type]);
}

static void a_block_gives_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct setting setting;
        make(&setting, seed);
        struct hj_program *program = program_of(&setting, 0, TREES);
        struct hj_worker *used = worker_of(program);
        for (uint32_t block = 0; block < 3; block++) {
            random_world_block(&setting.world, 50 + random_below(&setting.world.source, 100));
            run(used, &setting.world.input);
        }
        const struct hj_match_result *again = run(used, &setting.world.input);
        struct hj_worker *fresh = worker_of(program);
        const struct hj_match_result *first = run(fresh, &setting.world.input);
        for (uint32_t i = 0; i < TREES; i++) {
            assert_same(&again[i], &first[i]);
            /* Alone, as when one rule has changed and the others come from the cache. */
            struct hj_program *single = program_of(&setting, i, 1);
            struct hj_worker *alone = worker_of(single);
            assert_same(run(alone, &setting.world.input), &first[i]);
            hj_worker_free(alone);
            hj_program_free(single);
        }
        hj_worker_free(fresh);
        hj_worker_free(used);
        hj_program_free(program);
        random_world_release(&setting.world);
    }
}

/* ---- threads ---- */

enum { MOST_THREADS = 8, ITEMS = 24, THREADED_WORLDS = 120 };

/* The same block again and again, each thread with a worker of its own, one program for all. */
struct threads {
    const struct hj_program *program;
    const struct hj_match_input *input;
    struct hj_worker *workers[MOST_THREADS];
    uint64_t sums[ITEMS];
};

static uint64_t sum_of(const struct hj_match_result *results)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < TREES; i++) {
        const struct hj_vector *vector = &results[i].vector;
        for (uint32_t row = 0; row < vector->rows; row++) {
            struct hj_value value = hj_vector_value(vector, row);
            uint64_t bits = 1;
            if (!value.null && value.type == HJ_TEXT) {
                bits = hj_hash_bytes(value.text);
            } else if (!value.null && value.type == HJ_BOOLEAN) {
                bits = value.boolean ? 2 : 3;
            } else if (!value.null && value.type == HJ_DATE) {
                bits = (uint64_t)value.date;
            } else if (!value.null) {
                memcpy(&bits, &value.integer, sizeof bits);
            }
            sum = (sum ^ bits) * UINT64_C(0x100000001B3);
        }
    }
    return sum;
}

static enum hj_code work(void *context, uint64_t item, unsigned slot, unsigned thread,
                         struct hj_error *error)
{
    struct threads *threads = context;
    const struct hj_match_result *results = NULL;
    (void)slot;
    enum hj_code code = hj_worker_run(threads->workers[thread], threads->input, &results, error);
    if (code == HJ_OK) {
        threads->sums[item] = sum_of(results);
    }
    return code;
}

static void run_threads(uint64_t seed)
{
    static const unsigned counts[] = {1, 2, 3, 8};
    struct setting setting;
    struct hj_error error;
    make(&setting, seed);
    random_world_block(&setting.world, 100 + random_below(&setting.world.source, 300));
    struct hj_program *program = program_of(&setting, 0, TREES);
    struct hj_worker *alone = worker_of(program);
    uint64_t expected = sum_of(run(alone, &setting.world.input));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct threads threads = {.program = program, .input = &setting.world.input};
        for (unsigned thread = 0; thread < counts[i]; thread++) {
            threads.workers[thread] = worker_of(program);
        }
        struct hj_parallel job = {.context = &threads,
                                  .work = work,
                                  .items = ITEMS,
                                  .threads = counts[i],
                                  .slots = 2 * counts[i] + 1};
        assert_int_equal(hj_parallel_run(&job, &error), HJ_OK);
        for (unsigned item = 0; item < ITEMS; item++) {
            assert_true(threads.sums[item] == expected);
        }
        for (unsigned thread = 0; thread < counts[i]; thread++) {
            hj_worker_free(threads.workers[thread]);
        }
    }
    hj_worker_free(alone);
    hj_program_free(program);
    random_world_release(&setting.world);
}

static void any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    const char *more = getenv("HEJIAN_WORLDS");
    uint64_t worlds = more ? strtoull(more, NULL, 10) : THREADED_WORLDS;
    for (uint64_t seed = 300; seed < 300 + worlds; seed++) {
        run_threads(seed);
    }
}

/* ---- a full memory ---- */

/* Makes and runs everything; HJ_OK, or HJ_MEMORY with nothing leaked. */
static enum hj_code run_all(const struct setting *setting, struct hj_error *error)
{
    struct hj_program *program = NULL;
    struct hj_worker *worker = NULL;
    struct hj_reference *reference = NULL;
    const struct hj_match_result *results = NULL;
    const struct random_world *world = &setting->world;
    struct hj_match_tools tools = {NULL, NULL, NULL};
    struct hj_program_options options = {&world->ruleset, tools, setting->roots, TREES};
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_program_new(&program, &options, error));
    HJ_TRY(hj_worker_new(&worker, program, error));
    HJ_TRY(hj_worker_run(worker, &world->input, &results, error));
    struct hj_match_result pair[2] = {results[0], results[5]};
    struct hj_rule_findings findings;
    struct hj_truth truth;
    HJ_TRY(hj_findings_make(pair, world->input.rows, &arena, &findings, error));
    HJ_TRY(hj_findings_truth(&findings.holds, &findings.unknown, world->input.rows, &arena, &truth,
                             error));
    HJ_TRY(hj_reference_new(&reference, &world->ruleset, &tools, error));
    struct hj_reference_row row = {&world->ruleset, &world->input, 0};
    struct hj_reference_firm firm = hj_reference_firm_of(&row);
    hj_reference_begin(reference, &firm);
    for (uint32_t i = 0; i < TREES; i++) {
        struct hj_value value;
        HJ_TRY(hj_reference_value(reference, setting->roots[i], &value, error));
    }
done:
    hj_arena_release(&arena);
    hj_reference_free(reference);
    hj_worker_free(worker);
    hj_program_free(program);
    return code;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (uint64_t seed = 100; seed < 106; seed++) {
        struct setting setting;
        struct hj_error error;
        make(&setting, seed);
        random_world_block(&setting.world, 130);
        hj_memory_fail_at(0);
        assert_int_equal(run_all(&setting, &error), HJ_OK);
        uint64_t calls = hj_memory_calls();
        assert_true(calls > 10);
        for (uint64_t nth = 1; nth <= calls; nth++) {
            hj_memory_fail_at(nth);
            enum hj_code code = run_all(&setting, &error);
            /* PCRE2 gets along without some of its memory. */
            assert_true(code == HJ_MEMORY || code == HJ_OK);
        }
        hj_memory_fail_at(0);
        random_world_release(&setting.world);
    }
}

static enum hj_code count_peers(const struct hj_peers_key *keys, uint32_t rows,
                                struct hj_error *error)
{
    struct hj_peers *peers = NULL;
    enum hj_code code;
    HJ_TRY(hj_peers_new(&peers, 1, true, error));
    HJ_TRY(hj_peers_add(peers, 0, keys, rows, error));
    HJ_TRY(hj_peers_freeze(peers, 2, error));
done:
    hj_peers_free(peers);
    return code;
}

static void peers_survive_a_full_memory(void **state)
{
    (void)state;
    struct hj_peers_key keys[200];
    struct hj_error error;
    for (uint32_t i = 0; i < 200; i++) {
        keys[i] = (struct hj_peers_key){(uint64_t)(i % 3) << 56 | i % 60, 1};
    }
    hj_memory_fail_at(0);
    assert_int_equal(count_peers(keys, 200, &error), HJ_OK);
    uint64_t calls = hj_memory_calls();
    for (uint64_t nth = 1; nth <= calls; nth++) {
        hj_memory_fail_at(nth);
        assert_int_equal(count_peers(keys, 200, &error), HJ_MEMORY);
    }
    hj_memory_fail_at(0);
}

/* After a failure the worker runs again and gives the same. */
static void a_worker_recovers(void **state)
{
    (void)state;
    struct setting setting;
    struct hj_error error;
    const struct hj_match_result *results = NULL;
    make(&setting, 200);
    random_world_block(&setting.world, 130);
    struct hj_program *program = program_of(&setting, 0, TREES);
    struct hj_worker *good = worker_of(program);
    const struct hj_match_result *expected = run(good, &setting.world.input);
    for (uint64_t nth = 1; nth < 12; nth++) {
        struct hj_worker *worker = worker_of(program);
        hj_memory_fail_at(nth);
        enum hj_code code = hj_worker_run(worker, &setting.world.input, &results, &error);
        hj_memory_fail_at(0);
        assert_true(code == HJ_OK || code == HJ_MEMORY);
        const struct hj_match_result *again = run(worker, &setting.world.input);
        for (uint32_t i = 0; i < TREES; i++) {
            assert_same(&again[i], &expected[i]);
        }
        hj_worker_free(worker);
    }
    hj_worker_free(good);
    hj_program_free(program);
    random_world_release(&setting.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_gives_the_same_bytes),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(peers_survive_a_full_memory),
        cmocka_unit_test(a_worker_recovers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
