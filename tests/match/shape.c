/* SPDX-License-Identifier: MIT
 * Patterns that are looked up byte by byte say what PCRE2 says. */
#include "match/shape.h"

#include "match/match_case.h"
#include "match/random_predicates.h"
#include "rules/scalar.h"

enum { PATTERNS = 4000, TEXTS = 30, LONGEST = 256 };

static const struct {
    const char *pattern;
    uint32_t size; /* 0: it is none */
    bool whole;
} shape_cases[] = {
    {"^[159Y][1239][0-9]{6}[0-9A-Z]{10}$", 18, true},
    {"^72[0-9]{3} ", 6, false},
    {"^\\d{15}$", 15, true},
    {"^苏$", 3, true},
    {"^a{32}$", 32, true},
    {"^a{33}$", 0, false},
    {"^a{4294967298}$", 0, false},
    {"^a{0}$", 0, false},
    {"^a{2}{3}$", 0, false},
    {"^a{1,2}$", 0, false},
    {"^苏{2}$", 0, false},
    {"^a?$", 0, false},
    {"^[a-c-e]$", 0, false},
    {"^[^a]$", 0, false},
    {"^[苏]$", 0, false},
    {"^[[:digit:]]$", 0, false},
    {"^a|b$", 0, false},
    {"^a$b", 0, false},
    {"a$", 0, false},
    {"^\\w$", 0, false},
    {"^[a", 0, false},
    {"^a{2", 0, false},
};

static void shapes_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shape_cases / sizeof *shape_cases; i++) {
        struct hj_shape shape;
        bool known = hj_shape_of(hj_span_of(shape_cases[i].pattern), &shape);
        if (known != (shape_cases[i].size > 0) ||
            (known && (shape.size != shape_cases[i].size || shape.whole != shape_cases[i].whole))) {
            fail_msg("%s", shape_cases[i].pattern);
        }
    }
}

static void add(char *text, const char *more)
{
    size_t at = strlen(text);
    (void)snprintf(text + at, LONGEST - at, "%s", more);
}

static void join(struct random_source *source, const char *const *pieces, uint32_t count,
                 uint32_t most, char *text)
{
    for (uint32_t i = random_below(source, most); i > 0; i--) {
        add(text, pieces[random_below(source, count)]);
    }
}

static void shapes_say_what_the_pattern_says(void **state)
{
    (void)state;
    static const char *const parts[] = {"1", "a",   "有",  "[1-3]", "[a1]", "[b-ca]", "[0-9A-Z]",
                                        " ", "\\d", "{2}", "{1}",   "[]a]", "{0}",    "?"};
    static const char *const letters[] = {"1", "a", "b", "2", "有", " ", "Z", "\n"};
    struct random_source source = {17};
    struct hj_matcher matcher;
    struct hj_error error;
    uint32_t shapes = 0, matches = 0;
    assert_int_equal(hj_matcher_init(&matcher, &error), HJ_OK);
    for (uint32_t i = 0; i < PATTERNS; i++) {
        struct hj_arena arena = {0};
        struct hj_regexes regexes = {0};
        struct random_grammar grammar = {.arena = &arena, .regexes = &regexes};
        struct hj_shape shape;
        char pattern[LONGEST] = "^1"; /* a quantifier has something before it */
        join(&source, parts, sizeof parts / sizeof *parts, 4, pattern);
        add(pattern, random_percent(&source, 60) ? "$" : "");
        if (hj_shape_of(hj_span_of(pattern), &shape)) {
            const struct hj_expr *node = random_regexp_node(
                &grammar, random_literal(&grammar, (struct hj_value){.type = HJ_TEXT}),
                hj_span_of(pattern));
            shapes++;
            for (uint32_t k = 0; k < TEXTS; k++) {
                char text[LONGEST] = "";
                bool matched, memory_full;
                add(text, random_percent(&source, 90) ? "1" : "");
                join(&source, letters, sizeof letters / sizeof *letters, 5, text);
                assert_int_equal(hj_scalar_regexp(node->regex, hj_span_of(text), &matcher, &matched,
                                                  &memory_full),
                                 HJ_FAULT_NONE);
                matches += matched;
                if (hj_shape_fits(&shape, hj_span_of(text)) != matched) {
                    fail_msg("pattern <%s>, text <%s>: %d", pattern, text, matched);
                }
            }
        }
        hj_regexes_release(&regexes);
        hj_arena_release(&arena);
    }
    hj_matcher_release(&matcher);
    /* The test tests something. */
    assert_true(shapes > PATTERNS / 4 && matches > shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_known),
        cmocka_unit_test(shapes_say_what_the_pattern_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
