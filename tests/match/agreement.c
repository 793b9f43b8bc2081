/* SPDX-License-Identifier: MIT
 * The vectorised worker, the reference evaluator and SQLite agree on every value of random trees
 * over random blocks; half of the time the worker's tree has gone through text, printed and
 * compiled again. SQLite is given the values of the names (columns, derived ones, features) and
 * computes the trees. HEJIAN_WORLDS and HEJIAN_SEED in the environment ask for more than CI wants:
 * a world is 24 trees. */
#include "base/buffer.h"
#include "cmocka_test.h"
#include "match/random_world.h"
#include "match/reference.h"
#include "match/worker.h"
#include "rules/language.h"
#include "rules/sqlite_functions.h"

#include <stdio.h>

/* 900 worlds with 21,600 trees, 20,256 of them asked of SQLite. Most blocks are small, as a tree is
 * the better tried the more worlds there are; every sixteenth world has two more, larger ones. */
enum { WORLDS = 900, TREES = 24, FEATURES = 8, SMALL = 24, LARGE = 200, LARGE_WORLD = 16 };

static struct hj_text_normal *normal;
static struct hj_text_names *names;

static int setup(void **state)
{
    (void)state;
    static const struct hj_span regions[] = {HJ_SPAN("淮安市"), HJ_SPAN("江苏省"), HJ_SPAN("北京")};
    static const struct hj_span industries[] = {HJ_SPAN("科技"), HJ_SPAN("酒业发展")};
    static const struct hj_span forms[] = {HJ_SPAN("有限公司"), HJ_SPAN("有限责任公司")};
    static const struct hj_span branches[] = {HJ_SPAN("分公司")};
    struct hj_text_name_lists lists = {
        .regions = {regions, 3},
        .industries = {industries, 2},
        .forms = {forms, 2},
        .branches = {branches, 1},
    };
    struct hj_error error;
    return hj_text_normal_new(&normal, &error) != HJ_OK ||
           hj_text_names_new(&names, &lists, normal, &error) != HJ_OK;
}

static int teardown(void **state)
{
    (void)state;
    hj_text_names_free(names);
    hj_text_normal_free(normal);
    return 0;
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static bool same(const struct hj_value *a, const struct hj_value *b)
{
    if (a->null || b->null) {
        return a->null && b->null;
    }
    if (a->type == HJ_NUMBER) {
        return memcmp(&a->number, &b->number, sizeof a->number) == 0;
    }
    return a->type == b->type && hj_scalar_compare(a, b) == 0;
}

static void print_value(const struct hj_value *value)
{
    if (value->null) {
        print_error("NULL");
    } else if (value->type == HJ_BOOLEAN) {
        print_error(value->boolean ? "TRUE" : "FALSE");
    } else if (value->type == HJ_INTEGER) {
        print_error("%lld", (long long)value->integer);
    } else if (value->type == HJ_NUMBER) {
        print_error("%a", value->number);
    } else if (value->type == HJ_DATE) {
        print_error("day %ld", (long)value->date);
    } else {
        print_error("'%.*s'", (int)value->text.size, value->text.data);
    }
}

static void complain(const struct hj_expr *root, uint32_t row, const struct hj_value *worker,
                     const struct hj_value *reference, const char *sqlite)
{
    struct hj_buffer text = {0};
    assert_true(hj_expr_print_sql(root, HJ_SQL_OWN, &text));
    print_error("%.*s\nrow %u: worker ", (int)text.size, text.data, (unsigned)row);
    print_value(worker);
    print_error(", reference ");
    print_value(reference);
    print_error(", SQLite %s\n", sqlite);
    hj_buffer_release(&text);
    fail();
}

static bool holds_zero(const struct hj_vector *vector, uint32_t row)
{
    switch (vector->type) {
    case HJ_BOOLEAN:
        return !hj_bits_get(vector->booleans, row);
    case HJ_INTEGER:
        return vector->integers[row] == 0;
    case HJ_NUMBER:
        return vector->numbers[row] == 0;
    case HJ_DATE:
        return vector->dates[row] == 0;
    case HJ_TEXT:
        break;
    }
    return vector->text.codes || hj_vector_text(vector, row).size == 0;
}

/* Results are vectors as column/vector.h has them, and a truth is the same as its vector. */
static void check_result(const struct hj_match_result *result, uint32_t rows)
{
    assert_int_equal(result->vector.rows, rows);
    for (uint32_t row = 0; row < rows; row++) {
        struct hj_value value = hj_vector_value(&result->vector, row);
        assert_true(!value.null || holds_zero(&result->vector, row));
        if (result->vector.type == HJ_BOOLEAN) {
            assert_int_equal(value.null, hj_bits_get(result->truth.unknown, row));
            assert_int_equal(!value.null && value.boolean, hj_bits_get(result->truth.yes, row));
        }
    }
}

struct trees {
    const struct hj_expr *roots[TREES];    /* what the reference and SQLite evaluate */
    const struct hj_expr *compiled[TREES]; /* what the worker does */
};

/* ---- SQLite ---- */

/* One statement a world: the trees over a row of parameters under the names of the scope. */
struct opinion {
    sqlite3 *database;
    struct sqlite_functions functions;
    struct hj_scalar scalar;
    struct hj_arena arena;
    struct hj_faults faults;
    struct hj_matcher matcher;
    sqlite3_stmt *statement; /* NULL: the trees hold what SQLite cannot say */
    uint64_t compared;       /* trees */
};

static struct opinion opinion;

static void opinion_open(void)
{
    struct hj_error error;
    assert_int_equal(hj_matcher_init(&opinion.matcher, &error), HJ_OK);
    opinion.scalar = (struct hj_scalar){&opinion.arena, NULL, &opinion.matcher, &opinion.faults};
    opinion.database = sqlite_open_language(&opinion.functions, &opinion.scalar);
}

static void opinion_close(void)
{
    sqlite_close_language(opinion.database, &opinion.functions);
    hj_matcher_release(&opinion.matcher);
    hj_arena_release(&opinion.arena);
}

static void put(struct hj_buffer *sql, const char *text)
{
    assert_true(hj_buffer_append(sql, hj_span_of(text)));
}

static void opinion_prepare(const struct random_world *world, const struct trees *trees,
                            const struct hj_text_normal *normal_form)
{
    struct hj_buffer sql = {0};
    opinion.scalar.normal = normal_form;
    put(&sql, "SELECT ");
    for (uint32_t i = 0; i < TREES; i++) {
        put(&sql, i ? ", " : "");
        assert_true(hj_expr_print_sql(trees->roots[i], HJ_SQL_SQLITE, &sql));
    }
    put(&sql, " FROM (SELECT ");
    for (uint32_t name = 0; name < world->ruleset.scope.count; name++) {
        struct hj_expr column = {.op = HJ_OP_COLUMN, .name = world->ruleset.scope.names[name].name};
        put(&sql, name ? ", ? AS " : "? AS ");
        assert_true(hj_expr_print_sql(&column, HJ_SQL_SQLITE, &sql));
    }
    put(&sql, ")");
    int code =
        sqlite3_prepare_v2(opinion.database, sql.data, (int)sql.size, &opinion.statement, NULL);
    if (code == SQLITE_OK) {
        opinion.compared += TREES;
    } else if (code != SQLITE_TOOBIG &&
               strcmp(sqlite3_errmsg(opinion.database), "parser stack overflow") != 0) {
        /* SQLite's parser nests a hundred deep, in a million bytes; beyond that the world is the
         * other two's alone */
        print_error("%s\n%.*s\n", sqlite3_errmsg(opinion.database), (int)sql.size, sql.data);
        fail();
    }
    hj_buffer_release(&sql);
}

/* SQLite's values of the trees for the firm that the reference has begun with. */
static void opinion_step(const struct random_world *world, struct hj_reference *reference)
{
    struct hj_error error;
    assert_int_equal(sqlite3_reset(opinion.statement), SQLITE_OK);
    for (uint32_t name = 0; name < world->ruleset.scope.count; name++) {
        struct hj_value value;
        assert_int_equal(hj_reference_name(reference, name, &value, &error), HJ_OK);
        sqlite_bind_value(opinion.statement, (int)name + 1, &value);
    }
    hj_arena_clear(&opinion.arena);
    assert_int_equal(sqlite3_step(opinion.statement), SQLITE_ROW);
}

static const char *opinion_text(uint32_t root)
{
    const unsigned char *text =
        opinion.statement ? sqlite3_column_text(opinion.statement, (int)root) : NULL;
    return text ? (const char *)text : "NULL";
}

/* ---- all three ---- */

static void compare(struct random_world *world, const struct trees *trees,
                    const struct hj_match_result *results, struct hj_reference *reference)
{
    struct hj_error error;
    for (uint32_t root = 0; root < TREES; root++) {
        check_result(&results[root], world->input.rows);
    }
    for (uint32_t row = 0; row < world->input.rows; row++) {
        struct hj_reference_row source = {&world->ruleset, &world->input, row};
        struct hj_reference_firm firm = hj_reference_firm_of(&source);
        hj_reference_begin(reference, &firm);
        if (opinion.statement) {
            opinion_step(world, reference);
        }
        for (uint32_t root = 0; root < TREES; root++) {
            struct hj_value expected;
            assert_int_equal(hj_reference_value(reference, trees->roots[root], &expected, &error),
                             HJ_OK);
            struct hj_value value = hj_vector_value(&results[root].vector, row);
            if (!same(&value, &expected) ||
                (opinion.statement &&
                 !sqlite_same(&expected, sqlite3_column_value(opinion.statement, (int)root)))) {
                complain(trees->roots[root], row, &value, &expected, opinion_text(root));
            }
        }
    }
}

/* The worker again, asked for one row alone. */
static void compare_only(struct random_world *world, const struct trees *trees, uint32_t row,
                         struct hj_worker *worker, struct hj_reference *reference)
{
    struct hj_match_input input = world->input;
    const struct hj_match_result *results = NULL;
    struct hj_error error;
    uint64_t *only = hj_arena_zero(&world->arena, hj_bits_words(input.rows), sizeof *only);
    assert_non_null(only);
    hj_bits_set(only, row);
    input.only = only;
    assert_int_equal(hj_worker_run(worker, &input, &results, &error), HJ_OK);
    struct hj_reference_row source = {&world->ruleset, &world->input, row};
    struct hj_reference_firm firm = hj_reference_firm_of(&source);
    hj_reference_begin(reference, &firm);
    for (uint32_t root = 0; root < TREES; root++) {
        struct hj_value expected, value = hj_vector_value(&results[root].vector, row);
        assert_int_equal(hj_reference_value(reference, trees->roots[root], &expected, &error),
                         HJ_OK);
        if (!same(&value, &expected)) {
            complain(trees->roots[root], row, &value, &expected, "asked for this row alone");
        }
    }
}

/* The tree again, printed and compiled. */
static const struct hj_expr *through_text(struct random_world *world, const struct hj_expr *root)
{
    struct hj_buffer text = {0};
    struct hj_problems problems = {0};
    struct hj_predicate predicate = {0};
    struct hj_error error;
    struct hj_language language = {
        .scope = world->grammar.scope,
        .as_of = 20634,
        .regexes = &world->regexes,
        .arena = &world->arena,
        .problems = &problems,
    };
    assert_true(hj_expr_print_sql(root, HJ_SQL_OWN, &text));
    if (text.size > HJ_PREDICATE_BYTES) {
        hj_buffer_release(&text);
        return root; /* trees share parts, texts repeat them */
    }
    struct hj_span kept = hj_arena_copy(&world->arena, hj_buffer_span(&text));
    assert_int_equal(hj_language_compile(&language, kept, (int)root->type, NULL, NULL, "tree",
                                         &predicate, &error),
                     HJ_OK);
    if (!predicate.root) {
        print_error("%.*s\n", (int)text.size, text.data);
        for (size_t i = 0; i < problems.count; i++) {
            print_error("%s at %u\n", hj_code_name(problems.items[i]->error.code),
                        (unsigned)problems.items[i]->error.column);
        }
        fail();
    }
    hj_problems_release(&problems);
    hj_buffer_release(&text);
    return predicate.root;
}

static void run_world(uint64_t seed)
{
    struct random_world world;
    struct trees trees;
    struct hj_error error;
    random_world_init(&world, seed, FEATURES);
    bool as_text = seed % 2 != 0;
    bool asked = seed % LARGE_WORLD != 0;
    if (as_text || asked) {
        world.grammar.rules = 0; /* flagged('…') needs rules with ids, and SQLite knows no rules */
    }
    world.grammar.as_text = as_text;
    static const enum hj_type types[] = {HJ_BOOLEAN, HJ_INTEGER, HJ_NUMBER, HJ_TEXT, HJ_DATE};
    for (uint32_t i = 0; i < TREES; i++) {
        world.grammar.seen = trees.roots;
        world.grammar.seen_count = i;
        enum hj_type type = i % 4 ? HJ_BOOLEAN : types[random_below(&world.source, 5)];
        trees.roots[i] = random_tree(&world.grammar, type, 1 + random_below(&world.source, 6));
        trees.compiled[i] = as_text ? through_text(&world, trees.roots[i]) : trees.roots[i];
    }
    struct hj_match_tools tools = {.normal = seed % 5 ? normal : NULL,
                                   .names = seed % 3 ? names : NULL};
    struct hj_program_options options = {&world.ruleset, tools, trees.compiled, TREES};
    struct hj_program *program = NULL;
    struct hj_worker *worker = NULL;
    struct hj_reference *reference = NULL;
    assert_int_equal(hj_program_new(&program, &options, &error), HJ_OK);
    assert_int_equal(hj_worker_new(&worker, program, &error), HJ_OK);
    assert_int_equal(hj_reference_new(&reference, &world.ruleset, &tools, &error), HJ_OK);
    if (asked) {
        opinion_prepare(&world, &trees, tools.normal);
    }
    for (uint32_t block = 0; block < (asked ? 1 : 3); block++) {
        const struct hj_match_result *results = NULL;
        random_world_block(&world, random_below(&world.source, block ? LARGE : SMALL));
        assert_int_equal(hj_worker_run(worker, &world.input, &results, &error), HJ_OK);
        compare(&world, &trees, results, reference);
        if (world.input.rows > 0) {
            compare_only(&world, &trees, (uint32_t)seed % world.input.rows, worker, reference);
        }
    }
    sqlite3_finalize(opinion.statement);
    opinion.statement = NULL;
    hj_reference_free(reference);
    hj_worker_free(worker);
    hj_program_free(program);
    random_world_release(&world);
}

static void worker_reference_and_sqlite_agree(void **state)
{
    (void)state;
    opinion_open();
    uint64_t worlds = setting("HEJIAN_WORLDS", WORLDS);
    uint64_t seed = setting("HEJIAN_SEED", 1);
    for (uint64_t i = 0; i < worlds; i++) {
        run_world(seed + i);
    }
    print_message("%llu predicates, of all %llu compared with SQLite\n",
                  (unsigned long long)worlds * TREES, (unsigned long long)opinion.compared);
    opinion_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worker_reference_and_sqlite_agree),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
