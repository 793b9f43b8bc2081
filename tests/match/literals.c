/* SPDX-License-Identifier: MIT
 * The literals of a pattern never contradict the pattern, and a column searched for literals gives
 * what each text gives alone. */
#include "match/literals.h"

#include "match/match_case.h"
#include "match/random_predicates.h"
#include "match/worker.h"
#include "rules/scalar.h"

enum {
    PATTERNS = 6000,
    TEXTS = 25,
    LONGEST = 64,
    ROWS = 3000,
    SEARCHES = 80,
    FEW = 24,
    ROUNDS = 12
};

/* ---- what is found in a pattern ---- */

/* "a|b & c !^$": sets joined by &, ! where exact, ^ and $ where anchored. */
static void describe(const struct hj_literals *literals, char *line, size_t size)
{
    line[0] = '\0';
    for (uint32_t set = 0; set < literals->set_count; set++) {
        for (uint32_t i = 0; i < literals->sets[set].count; i++) {
            struct hj_span item = literals->sets[set].items[i];
            size_t at = strlen(line);
            (void)snprintf(line + at, size - at, "%s%.*s",
                           i     ? "|"
                           : set ? "&"
                                 : "",
                           (int)item.size, item.data);
        }
    }
    size_t at = strlen(line);
    if (literals->exact) {
        (void)snprintf(line + at, size - at, "!%s%s%s", literals->at_start ? "^" : "",
                       literals->at_end ? "$" : "", literals->newline ? "n" : "");
    }
}

static const struct {
    enum hj_operator op;
    const char *pattern, *expected;
} literal_cases[] = {
    {HJ_OP_LIKE, "%abc%", "abc!"},
    {HJ_OP_LIKE, "abc%", "abc!^"},
    {HJ_OP_LIKE, "%abc", "abc!$"},
    {HJ_OP_LIKE, "abc", "abc!^$"},
    {HJ_OP_LIKE, "%", ""},
    {HJ_OP_LIKE, "", ""},
    {HJ_OP_LIKE, "_", ""},
    {HJ_OP_LIKE, "%abcd_cdefg%a%", "cdefg&abcd"},
    {HJ_OP_LIKE, "%a\\%b\\\\%", "a%b\\!"},
    {HJ_OP_LIKE, "%有限%公司", "有限&公司"},
    {HJ_OP_REGEXP, "abc", "abc!"},
    {HJ_OP_REGEXP, "^abc$", "abc!^$n"},
    {HJ_OP_REGEXP, "abc|de", "abc|de!"},
    {HJ_OP_REGEXP, "^abc|de", "abc|de"},
    {HJ_OP_REGEXP, "abc|de$", "abc|de"},
    {HJ_OP_REGEXP, "^(abc|de)", "abc|de!^"},
    {HJ_OP_REGEXP, "融资(性)?担保", "融资性担保|融资担保!"},
    {HJ_OP_REGEXP, "(煤炭|钢铁).{0,8}(批发|销售)", "煤炭|钢铁&批发|销售"},
    {HJ_OP_REGEXP, "abcd+defg", "ddefg&abcd"},
    {HJ_OP_REGEXP, "ab*cd", "cd"},
    {HJ_OP_REGEXP, "ab?cd", "abcd|acd!"},
    {HJ_OP_REGEXP, "(abcd)+", "abcd"},
    {HJ_OP_REGEXP, "(abcd)+e", "abcde&abcd"},
    {HJ_OP_REGEXP, "(abcd)*", ""},
    {HJ_OP_REGEXP, "(abcd){0,1}", ""},
    {HJ_OP_REGEXP, "(abcd){2}", "abcd"},
    {HJ_OP_REGEXP, "a[bc]d", "abd|acd!"},
    {HJ_OP_REGEXP, "a[1-3x]室", "a1室|a2室|a3室|ax室!"},
    {HJ_OP_REGEXP, "[号幢][0-2]+室", "0室|1室|2室&号0|号1|号2|幢0|幢1|幢2"},
    {HJ_OP_REGEXP, "[0-9]", ""},
    {HJ_OP_REGEXP, "[0-9]+.年", "年"},
    {HJ_OP_REGEXP, "[3-1]a", "a"},
    {HJ_OP_REGEXP, "[1-]a", "a"},
    {HJ_OP_REGEXP, "[0-9xy]abcd", "abcd"},
    {HJ_OP_REGEXP, "abcd[^x]efgh", "abcd&efgh"},
    {HJ_OP_REGEXP, "abcd[a-z]efgh", "abcd&efgh"},
    {HJ_OP_REGEXP, "abcd[[:alpha:]x]efgh", "abcd&efgh"},
    {HJ_OP_REGEXP, "[]a]bcd", "]bcd|abcd!"},
    {HJ_OP_REGEXP, "a\\.b", "a.b!"},
    {HJ_OP_REGEXP, "abcd\\defgh", "abcd&efgh"},
    {HJ_OP_REGEXP, "abcd\\b", "abcd"},
    {HJ_OP_REGEXP, "abcd$x", "abcdx"},
    {HJ_OP_REGEXP, "abcd|", ""},
    {HJ_OP_REGEXP, "abcd|.", ""},
    {HJ_OP_REGEXP, "", ""},
    {HJ_OP_REGEXP, "^$", ""},
    {HJ_OP_REGEXP, "a++", "a"},
    {HJ_OP_REGEXP, "x?+xab", "xxab|xab"},
    {HJ_OP_REGEXP, "^9[123]32", "9132|9232|9332!^"},
    {HJ_OP_REGEXP, "^[|]a", "|a!^"},
    {HJ_OP_REGEXP, "ab\\$", "ab$!"},
    {HJ_OP_REGEXP, "ab\\\\$", "ab\\"},
    /* What is not known says nothing. */
    {HJ_OP_REGEXP, "(?i)abcd", ""},
    {HJ_OP_REGEXP, "abcd(?=x)", ""},
    {HJ_OP_REGEXP, "(abcd)\\1", ""},
    {HJ_OP_REGEXP, "\\Qabcd\\E", ""},
    {HJ_OP_REGEXP, "abcd\\x41", ""},
    {HJ_OP_REGEXP, "(*UTF)abcd", ""},
    {HJ_OP_REGEXP, "abcd[[:a]", ""},
    {HJ_OP_REGEXP, "abcd[\\Q]\\E]", ""},
    {HJ_OP_REGEXP, "ab{,3}cd", ""},
};

static void literals_are_those_that_a_match_needs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof literal_cases / sizeof *literal_cases; i++) {
        struct hj_arena arena = {0};
        struct hj_literals literals;
        char line[512];
        assert_true(hj_literals_of(literal_cases[i].op, hj_span_of(literal_cases[i].pattern),
                                   &arena, &literals));
        describe(&literals, line, sizeof line);
        if (strcmp(line, literal_cases[i].expected) != 0) {
            fail_msg("%s: %s, expected %s", literal_cases[i].pattern, line,
                     literal_cases[i].expected);
        }
        hj_arena_release(&arena);
    }
}

static void long_patterns_take_bounded_memory(void **state)
{
    (void)state;
    enum { LONG = 300000 };
    struct hj_arena arena = {0};
    struct hj_literals literals;
    char *pattern = malloc(LONG);
    assert_non_null(pattern);
    memset(pattern, 'a', LONG);
    assert_true(hj_literals_of(HJ_OP_REGEXP, (struct hj_span){pattern, LONG}, &arena, &literals));
    assert_true(literals.exact && literals.sets[0].items[0].size == LONG);
    for (size_t i = 2; i < LONG; i += 3) {
        pattern[i] = '?';
    }
    assert_true(hj_literals_of(HJ_OP_REGEXP, (struct hj_span){pattern, LONG}, &arena, &literals));
    assert_int_equal(literals.set_count, 0);
    assert_true(arena.total < 8 * 1024 * 1024);
    hj_arena_release(&arena);
    free(pattern);
}

/* ---- random patterns against PCRE2 ---- */

static const char *const letters[] = {"a", "b", "c", "有", "限", "公", "𠮷", "\n", "%", "_", "d"};

static void add(char *text, const char *more)
{
    size_t at = strlen(text);
    (void)snprintf(text + at, LONGEST * 4 - at, "%s", more);
}

static void random_sequence(struct random_source *source, char *text, unsigned depth);

static void random_atom(struct random_source *source, char *text, unsigned depth)
{
    static const char *const others[] = {
        ".", "\\d", "\\w", "[ab]", "[^a]", "[a-c]", "[有限]", "\\.", "\\n",    "[[:alpha:]]",
        "^", "$",   "\\b", "[]a]", "(?:)", "\\\\",  "[\\]a]", "\\s", "[\\da]", "[b\\w有]"};
    if (depth > 0 && random_percent(source, 25)) {
        add(text, random_percent(source, 30) ? "(?:" : "(");
        random_sequence(source, text, depth - 1);
        add(text, ")");
    } else if (random_percent(source, 25)) {
        add(text, others[random_below(source, sizeof others / sizeof *others)]);
    } else {
        add(text, letters[random_below(source, 8)]);
    }
}

static void random_sequence(struct random_source *source, char *text, unsigned depth)
{
    static const char *const quantifiers[] = {"?",  "*",  "+",  "{2}", "{0,2}", "{1,}",
                                              "??", "+?", "*+", "?+",  "{1}",   "{0}"};
    uint32_t atoms = random_below(source, 5);
    for (uint32_t i = 0; i < atoms && strlen(text) < LONGEST; i++) {
        size_t before = strlen(text);
        random_atom(source, text, depth);
        bool zero_width = strchr("^$", text[before]) || strcmp(text + before, "\\b") == 0;
        if (!zero_width && random_percent(source, 25)) {
            add(text, quantifiers[random_below(source, 12)]);
        }
    }
    if (random_percent(source, 25)) {
        add(text, "|");
        random_sequence(source, text, depth);
    }
}

static void random_text(struct random_source *source, char *text)
{
    uint32_t count = random_below(source, 12);
    text[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        add(text, random_percent(source, 10) ? "." : letters[random_below(source, 11)]);
    }
}

static void check_text(const struct hj_literals *literals, const char *pattern, const char *text,
                       bool matched)
{
    bool found = hj_literals_in(literals, hj_span_of(text));
    if ((matched && !found) || (literals->exact && matched != found)) {
        fail_msg("pattern <%s>, text <%s>: %s, its literals say %s", pattern, text,
                 matched ? "matches" : "does not match", found ? "yes" : "no");
    }
}

static void literals_never_contradict_a_regexp(void **state)
{
    (void)state;
    struct random_source source = {11};
    struct hj_matcher matcher;
    struct hj_error error;
    uint32_t telling = 0;
    uint32_t exact = 0;
    assert_int_equal(hj_matcher_init(&matcher, &error), HJ_OK);
    for (uint32_t i = 0; i < PATTERNS; i++) {
        struct hj_arena arena = {0};
        struct hj_regexes regexes = {0};
        struct random_grammar grammar = {.arena = &arena, .regexes = &regexes};
        char pattern[LONGEST * 4] = "";
        char text[LONGEST * 4];
        struct hj_literals literals;
        bool anchored = random_percent(&source, 20);
        add(pattern, anchored ? "^" : "");
        random_sequence(&source, pattern, 2);
        add(pattern, anchored ? "$" : "");
        struct hj_value nothing = {.type = HJ_TEXT};
        const struct hj_expr *node =
            random_regexp_node(&grammar, random_literal(&grammar, nothing), hj_span_of(pattern));
        assert_true(hj_literals_of(HJ_OP_REGEXP, hj_span_of(pattern), &arena, &literals));
        telling += literals.set_count > 0;
        exact += literals.exact;
        for (uint32_t k = 0; k < TEXTS; k++) {
            bool matched = false;
            bool memory_full = false;
            random_text(&source, text);
            enum hj_fault fault =
                hj_scalar_regexp(node->regex, hj_span_of(text), &matcher, &matched, &memory_full);
            if (fault == HJ_FAULT_NONE) {
                check_text(&literals, pattern, text, matched);
            }
        }
        hj_regexes_release(&regexes);
        hj_arena_release(&arena);
    }
    hj_matcher_release(&matcher);
    /* The test tests something. */
    assert_true(telling > PATTERNS / 3 && exact > PATTERNS / 10);
}

static void literals_never_contradict_a_like(void **state)
{
    (void)state;
    static const char *const pieces[] = {"%",  "_",   "a",   "b",    "有",
                                         "限", "\\%", "\\_", "\\\\", "%%"};
    struct random_source source = {12};
    for (uint32_t i = 0; i < PATTERNS; i++) {
        struct hj_arena arena = {0};
        struct hj_literals literals;
        char pattern[LONGEST * 4] = "";
        char text[LONGEST * 4];
        for (uint32_t k = random_below(&source, 7); k > 0; k--) {
            add(pattern, pieces[random_below(&source, 10)]);
        }
        assert_true(hj_literals_of(HJ_OP_LIKE, hj_span_of(pattern), &arena, &literals));
        for (uint32_t k = 0; k < TEXTS; k++) {
            random_text(&source, text);
            check_text(&literals, pattern, text,
                       hj_scalar_like(hj_span_of(text), hj_span_of(pattern)));
        }
        hj_arena_release(&arena);
    }
}

/* ---- a column at once against text by text ---- */

/* Texts in which literals begin, end and run over the border to the next row. */
static void random_column(struct random_source *source, struct hj_vector_builder *builder,
                          const char *const *literals, uint32_t rows)
{
    hj_vector_builder_clear(builder);
    for (uint32_t row = 0; row < rows; row++) {
        char text[LONGEST * 4] = "";
        if (random_percent(source, 10)) {
            assert_true(hj_vector_append_null(builder));
            continue;
        }
        for (uint32_t i = random_below(source, 6); i > 0; i--) {
            if (random_percent(source, 30)) {
                const char *literal = literals[random_below(source, SEARCHES)];
                size_t size = strlen(literal);
                size_t from = random_percent(source, 50) ? 0 : random_below(source, (uint32_t)size);
                /* A half of a literal: what is missing may stand in the next row. */
                add(text, random_percent(source, 50) ? literal : literal + from);
            } else {
                add(text, letters[random_below(source, 10)]);
            }
        }
        assert_true(hj_vector_append_text(builder, hj_span_of(text)));
    }
}

static void random_literals(struct random_source *source, char (*texts)[LONGEST * 4],
                            const char **literals)
{
    for (uint32_t i = 0; i < SEARCHES; i++) {
        texts[i][0] = '\0';
        for (uint32_t k = 1 + random_below(source, 6); k > 0; k--) {
            add(texts[i], letters[random_below(source, 7)]);
        }
        literals[i] = texts[i];
    }
}

static const struct hj_expr *contains_node(const struct random_grammar *grammar,
                                           const char *literal, bool regexp)
{
    char pattern[LONGEST * 4];
    (void)snprintf(pattern, sizeof pattern, regexp ? "%s" : "%%%s%%", literal);
    struct hj_value value = {.type = HJ_TEXT,
                             .text = hj_arena_copy(grammar->arena, hj_span_of(pattern))};
    if (regexp) {
        return random_regexp_node(grammar, random_column_node(grammar, 0), value.text);
    }
    const struct hj_expr *operands[] = {random_column_node(grammar, 0),
                                        random_literal(grammar, value)};
    return random_node(grammar, HJ_OP_LIKE, HJ_BOOLEAN, operands, 2);
}

static void check_search(struct hj_worker *worker, const struct hj_vector *column,
                         const char *const *literals, uint32_t count)
{
    struct hj_error error;
    const struct hj_match_result *results = NULL;
    const struct hj_vector *columns[] = {column};
    struct hj_match_input input = {.rows = column->rows, .columns = columns, .column_count = 1};
    assert_int_equal(hj_worker_run(worker, &input, &results, &error), HJ_OK);
    for (uint32_t i = 0; i < count; i++) {
        struct hj_span literal = hj_span_of(literals[i]);
        struct hj_literal_set set = {&literal, 1};
        struct hj_literals one = {.sets = {set}, .set_count = 1};
        for (uint32_t row = 0; row < column->rows; row++) {
            bool null = hj_vector_is_null(column, row);
            bool expected = !null && hj_literals_in(&one, hj_vector_text(column, row));
            assert_int_equal(hj_bits_get(results[i].truth.unknown, row), null);
            if (hj_bits_get(results[i].truth.yes, row) != expected) {
                fail_msg("literal <%s>, row %u", literals[i], (unsigned)row);
            }
        }
    }
}

static void a_column_at_once_is_its_texts_one_by_one(void **state)
{
    (void)state;
    static const struct hj_name name = {HJ_SPAN("t"), HJ_NAME_COLUMN, HJ_TEXT, 0};
    struct random_source source = {13};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct hj_arena arena = {0};
        struct hj_regexes regexes = {0};
        struct hj_ruleset ruleset = {.scope = {.names = &name, .count = 1}};
        struct random_grammar grammar = {
            .arena = &arena, .regexes = &regexes, .scope = &ruleset.scope};
        char texts[SEARCHES][LONGEST * 4];
        const char *literals[SEARCHES];
        const struct hj_expr *roots[SEARCHES];
        struct hj_program *program = NULL;
        struct hj_worker *worker = NULL;
        struct hj_error error;
        struct hj_vector_builder builder;
        /* Few are searched at every place where the machine can, many at some places. */
        const uint32_t count = round % 2 ? FEW : SEARCHES;
        random_literals(&source, texts, literals);
        for (uint32_t i = 0; i < count; i++) {
            roots[i] = contains_node(&grammar, literals[i], i % 2);
        }
        struct hj_program_options options = {
            .ruleset = &ruleset, .roots = roots, .root_count = count};
        assert_int_equal(hj_program_new(&program, &options, &error), HJ_OK);
        assert_int_equal(hj_worker_new(&worker, program, &error), HJ_OK);
        hj_vector_builder_init(&builder, HJ_TEXT);
        static const uint32_t rows[] = {ROWS, 64, 65, 63, 1, 0};
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            random_column(&source, &builder, literals, rows[i]);
            struct hj_vector column = hj_vector_builder_view(&builder);
            check_search(worker, &column, literals, count);
        }
        hj_vector_builder_release(&builder);
        hj_worker_free(worker);
        hj_program_free(program);
        hj_regexes_release(&regexes);
        hj_arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_are_those_that_a_match_needs),
        cmocka_unit_test(long_patterns_take_bounded_memory),
        cmocka_unit_test(literals_never_contradict_a_regexp),
        cmocka_unit_test(literals_never_contradict_a_like),
        cmocka_unit_test(a_column_at_once_is_its_texts_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
