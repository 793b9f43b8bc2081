/* SPDX-License-Identifier: MIT
 * What more knowledge does to findings. Random rules run over a random block, and over the same
 * block with gaps: values that are NULL, keys that are not unique, tables that are partial, cover
 * nothing, or are not there.
 *
 *   - Rules that do not ask whether a value is known: what is known with gaps is the same without
 *     them. So a finding that stood on known values stays, and never becomes an unknown.
 *   - All rules: no UNKNOWN is a finding.
 *
 * HEJIAN_WORLDS and HEJIAN_SEED in the environment ask for more than CI wants. */
#include "base/buffer.h"
#include "cmocka_test.h"
#include "match/findings.h"
#include "match/random_world.h"
#include "rules/scalar.h"

enum { WORLDS = 250, RULES = 12, FEATURES = 6, ROWS = 40, FACTS = 2 };

/* ---- gaps ---- */

struct gaps {
    struct random_world *world;
    uint32_t percent; /* of the values */
};

static void *must(void *memory)
{
    assert_non_null(memory);
    return memory;
}

static void *zero(struct gaps *gaps, size_t count, size_t size)
{
    return must(hj_arena_zero(&gaps->world->block_arena, count ? count : 1, size));
}

static bool append(struct hj_vector_builder *builder, const struct hj_value *value)
{
    switch (builder->type) {
    case HJ_BOOLEAN:
        return hj_vector_append_boolean(builder, value->boolean);
    case HJ_INTEGER:
        return hj_vector_append_integer(builder, value->integer);
    case HJ_NUMBER:
        return hj_vector_append_number(builder, value->number);
    case HJ_TEXT:
        return hj_vector_append_text(builder, value->text);
    case HJ_DATE:
        break;
    }
    return hj_vector_append_date(builder, value->date);
}

/* The vector again with some values NULL, or none of it. */
static const struct hj_vector *punch(struct gaps *gaps, const struct hj_vector *vector)
{
    struct hj_vector_builder builder;
    if (!vector || random_percent(&gaps->world->source, gaps->percent / 3)) {
        return NULL;
    }
    hj_vector_builder_init(&builder, vector->type);
    for (uint32_t row = 0; row < vector->rows; row++) {
        struct hj_value value = hj_vector_value(vector, row);
        if (value.null || random_percent(&gaps->world->source, gaps->percent)) {
            assert_true(hj_vector_append_null(&builder));
        } else {
            assert_true(append(&builder, &value));
        }
    }
    const struct hj_vector *kept = random_world_keep(gaps->world, &builder);
    hj_vector_builder_release(&builder);
    return kept;
}

static const struct hj_vector *const *
punch_all(struct gaps *gaps, const struct hj_vector *const *vectors, uint32_t count)
{
    const struct hj_vector **punched = zero(gaps, count, sizeof *punched);
    for (uint32_t i = 0; i < count; i++) {
        punched[i] = punch(gaps, vectors[i]);
    }
    return punched;
}

static const uint64_t *fewer_bits(struct gaps *gaps, const uint64_t *bits, uint32_t rows)
{
    uint64_t *fewer = zero(gaps, hj_bits_words(rows), sizeof *fewer);
    for (uint32_t row = 0; bits && row < rows; row++) {
        if (hj_bits_get(bits, row) && !random_percent(&gaps->world->source, gaps->percent)) {
            hj_bits_set(fewer, row);
        }
    }
    return fewer;
}

static struct hj_match_facts punch_facts(struct gaps *gaps, const struct hj_match_facts *facts,
                                         uint32_t rows)
{
    struct hj_match_facts punched = *facts;
    struct hj_match_part *parts = zero(gaps, facts->part_count, sizeof *parts);
    for (uint32_t i = 0; i < facts->part_count; i++) {
        parts[i] = facts->parts[i];
        parts[i].columns = punch_all(gaps, facts->parts[i].columns, facts->parts[i].column_count);
    }
    punched.parts = parts;
    punched.known_key = fewer_bits(gaps, facts->known_key, rows);
    return punched;
}

/* A given feature or derived column stays given: else it would be computed, and be another. */
static const struct hj_vector *const *punch_given(struct gaps *gaps,
                                                  const struct hj_vector *const *vectors,
                                                  uint32_t count, uint32_t rows)
{
    const struct hj_vector **punched = zero(gaps, count, sizeof *punched);
    for (uint32_t i = 0; i < count; i++) {
        punched[i] = punch(gaps, vectors[i]);
        if (vectors[i] && !punched[i]) {
            struct hj_vector_builder builder;
            hj_vector_builder_init(&builder, vectors[i]->type);
            for (uint32_t row = 0; row < rows; row++) {
                assert_true(hj_vector_append_null(&builder));
            }
            punched[i] = random_world_keep(gaps->world, &builder);
            hj_vector_builder_release(&builder);
        }
    }
    return punched;
}

static const struct hj_truth *punch_flagged(struct gaps *gaps, const struct hj_truth *flagged,
                                            uint32_t rows)
{
    struct hj_truth *punched = zero(gaps, WORLD_RULES, sizeof *punched);
    for (uint32_t i = 0; i < WORLD_RULES; i++) {
        if (!flagged[i].yes) {
            continue;
        }
        uint64_t *yes = zero(gaps, hj_bits_words(rows), sizeof *yes);
        uint64_t *unknown = zero(gaps, hj_bits_words(rows), sizeof *unknown);
        for (uint32_t row = 0; row < rows; row++) {
            if (hj_bits_get(flagged[i].unknown, row) ||
                random_percent(&gaps->world->source, gaps->percent)) {
                hj_bits_set(unknown, row);
            } else if (hj_bits_get(flagged[i].yes, row)) {
                hj_bits_set(yes, row);
            }
        }
        punched[i] = (struct hj_truth){.yes = yes, .unknown = unknown};
    }
    return punched;
}

static struct hj_match_input punch_block(struct gaps *gaps)
{
    const struct hj_match_input *whole = &gaps->world->input;
    struct hj_match_input punched = *whole;
    struct hj_match_facts *facts = zero(gaps, FACTS, sizeof *facts);
    punched.columns = punch_all(gaps, whole->columns, whole->column_count);
    for (uint32_t i = 0; i < FACTS; i++) {
        facts[i] = punch_facts(gaps, &whole->facts[i], whole->rows);
    }
    punched.facts = facts;
    punched.features =
        punch_given(gaps, whole->features, gaps->world->ruleset.feature_count, whole->rows);
    punched.derived = punch_given(gaps, whole->derived, HJ_DERIVED_COUNT, whole->rows);
    punched.flagged = punch_flagged(gaps, whole->flagged, whole->rows);
    return punched;
}

/* The ruleset of a campaign that knows less of its tables. */
static struct hj_ruleset punch_ruleset(struct gaps *gaps)
{
    struct hj_ruleset ruleset = gaps->world->ruleset;
    struct hj_fact *facts = zero(gaps, FACTS, sizeof *facts);
    for (uint32_t i = 0; i < FACTS; i++) {
        facts[i] = ruleset.facts[i];
        facts[i].loaded = facts[i].loaded && random_percent(&gaps->world->source, 75);
        facts[i].partial = facts[i].partial || random_percent(&gaps->world->source, 25);
        facts[i].covers = facts[i].covers && random_percent(&gaps->world->source, 75);
    }
    ruleset.facts = facts;
    return ruleset;
}

/* ---- rules ---- */

/* Two roots a rule: when and unless. */
static void run(const struct hj_ruleset *ruleset, const struct hj_expr *const *roots,
                const struct hj_match_input *input, struct hj_program **program,
                struct hj_worker **worker, const struct hj_match_result **results)
{
    struct hj_error error;
    struct hj_program_options options = {
        .ruleset = ruleset, .roots = roots, .root_count = 2 * RULES};
    assert_int_equal(hj_program_new(program, &options, &error), HJ_OK);
    assert_int_equal(hj_worker_new(worker, *program, &error), HJ_OK);
    assert_int_equal(hj_worker_run(*worker, input, results, &error), HJ_OK);
}

static void complain(const struct hj_expr *root, uint32_t row, const char *what)
{
    struct hj_buffer text = {0};
    assert_true(hj_expr_print_sql(root, HJ_SQL_OWN, &text));
    fail_msg("row %u: %s\n%.*s", (unsigned)row, what, (int)text.size, text.data);
}

/* No UNKNOWN is a finding, and every finding with an unknown exclusion is unchecked. */
static void check_findings(const struct hj_match_result *results,
                           const struct hj_expr *const *roots, uint32_t rows,
                           struct hj_arena *arena)
{
    struct hj_rule_findings findings;
    struct hj_error error;
    assert_int_equal(hj_findings_make(results, rows, arena, &findings, &error), HJ_OK);
    uint32_t at = 0;
    for (uint32_t i = 0; i < findings.holds.rows; i++) {
        uint32_t row = (uint32_t)findings.holds.integers[i];
        struct hj_value when = hj_vector_value(&results[0].vector, row);
        struct hj_value unless = hj_vector_value(&results[1].vector, row);
        if (when.null || !when.boolean) {
            complain(roots[0], row, "a finding that is not TRUE");
        }
        bool unchecked =
            at < findings.unchecked.rows && (uint32_t)findings.unchecked.integers[at] == row;
        at += unchecked;
        if (unchecked != unless.null || (!unless.null && unless.boolean)) {
            complain(roots[1], row, "an exclusion that was not heeded");
        }
    }
    assert_int_equal(at, findings.unchecked.rows);
}

struct counts {
    uint64_t known, became_known, findings;
};

static bool same(const struct hj_value *a, const struct hj_value *b)
{
    return !a->null && !b->null && a->boolean == b->boolean;
}

/* What is known with gaps is known without. */
static void check_monotone(const struct hj_match_result *less, const struct hj_match_result *more,
                           const struct hj_expr *const *roots, uint32_t rows, struct counts *counts)
{
    for (uint32_t row = 0; row < rows; row++) {
        for (unsigned part = 0; part < 2; part++) {
            struct hj_value before = hj_vector_value(&less[part].vector, row);
            struct hj_value after = hj_vector_value(&more[part].vector, row);
            if (!before.null && !same(&before, &after)) {
                complain(roots[part], row,
                         after.null ? "more knowledge made it unknown" : "it changed its mind");
            }
            counts->known += !before.null;
            counts->became_known += before.null && !after.null;
            counts->findings += part == 0 && !before.null && before.boolean;
        }
    }
}

static void run_world(uint64_t seed, bool monotone, struct counts *counts)
{
    struct random_world world;
    const struct hj_expr *roots[2 * RULES];
    struct hj_program *programs[2];
    struct hj_worker *workers[2];
    const struct hj_match_result *results[2];
    if (monotone) {
        random_world_init_monotone(&world, seed, FEATURES);
    } else {
        random_world_init(&world, seed, FEATURES);
    }
    for (uint32_t i = 0; i < 2 * RULES; i++) {
        roots[i] = random_tree(&world.grammar, HJ_BOOLEAN, 1 + random_below(&world.source, 4));
    }
    random_world_block(&world, 1 + random_below(&world.source, ROWS));
    struct gaps gaps = {&world, 5 + random_below(&world.source, 40)};
    struct hj_ruleset ruleset = punch_ruleset(&gaps);
    struct hj_match_input input = punch_block(&gaps);
    run(&ruleset, roots, &input, &programs[0], &workers[0], &results[0]);
    run(&world.ruleset, roots, &world.input, &programs[1], &workers[1], &results[1]);
    for (uint32_t i = 0; i < RULES; i++) {
        check_findings(&results[0][2 * i], &roots[2 * i], input.rows, &world.arena);
        check_findings(&results[1][2 * i], &roots[2 * i], input.rows, &world.arena);
        if (monotone) {
            check_monotone(&results[0][2 * i], &results[1][2 * i], &roots[2 * i], input.rows,
                           counts);
        }
    }
    for (unsigned i = 0; i < 2; i++) {
        hj_worker_free(workers[i]);
        hj_program_free(programs[i]);
    }
    random_world_release(&world);
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void knowledge_only_adds(void **state)
{
    (void)state;
    struct counts counts = {0};
    uint64_t worlds = setting("HEJIAN_WORLDS", WORLDS);
    uint64_t seed = setting("HEJIAN_SEED", 1);
    for (uint64_t i = 0; i < worlds; i++) {
        run_world(seed + i, true, &counts);
    }
    print_message("%llu known values stayed (%llu of them findings), %llu became known\n",
                  (unsigned long long)counts.known, (unsigned long long)counts.findings,
                  (unsigned long long)counts.became_known);
    assert_true(counts.findings > worlds && counts.became_known > worlds);
}

static void no_unknown_is_a_finding(void **state)
{
    (void)state;
    struct counts counts = {0};
    uint64_t worlds = setting("HEJIAN_WORLDS", WORLDS);
    uint64_t seed = setting("HEJIAN_SEED", 1);
    for (uint64_t i = 0; i < worlds; i++) {
        run_world(seed + i, false, &counts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knowledge_only_adds),
        cmocka_unit_test(no_unknown_is_a_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
