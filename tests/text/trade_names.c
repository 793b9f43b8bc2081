/* SPDX-License-Identifier: MIT
 * What the parser of names is worth: precision and recall of the trade name on labelled names, with
 * the lists of rules/cn/names. The names lie outside the repository (their licence is unclear);
 * where they are not there the test skips.
 *
 *     test_text_trade_names [FOLDER OF LISTS]    prints every name it gets wrong */
#include "cmocka_test.h"
#include "name_lists.h"
#include "text/utf8.h"

static const char *folder = HEJIAN_SOURCE_DIR "/rules/cn/names";
static const char labelled[] = HEJIAN_SOURCE_DIR "/../shared/data/names/trade-names-dev.csv";
static bool show;

struct tally {
    size_t right, given, labelled, names;
};

static void judge(const struct hj_text_names *names, const struct hj_text_normal *normal,
                  struct hj_arena *arena, char *line, struct tally *tally)
{
    char *comma = strchr(line, ',');
    if (comma == NULL) {
        return;
    }
    struct hj_span label = hj_text_trim(hj_span_of(comma + 1));
    struct hj_span text = {line, (size_t)(comma - line)};
    text = hj_text_normalise(normal, text, arena);
    label = hj_text_normalise(normal, label, arena);
    struct hj_text_name parsed = hj_text_name_parse(names, text);
    bool right = hj_span_equal(parsed.trade_name, label);
    tally->names++;
    tally->labelled += label.size > 0;
    tally->given += parsed.trade_name.size > 0;
    tally->right += right && label.size > 0;
    if (show && !right) {
        print_message("%.*s: '%.*s', labelled '%.*s' (%.*s|%.*s|%.*s|%.*s)\n", (int)text.size,
                      text.data, (int)parsed.trade_name.size, parsed.trade_name.data,
                      (int)label.size, label.data, (int)parsed.region.size, parsed.region.data,
                      (int)parsed.trade_name.size, parsed.trade_name.data,
                      (int)parsed.industry.size, parsed.industry.data, (int)parsed.form.size,
                      parsed.form.data);
    }
}

static void trade_names_are_found(void **state)
{
    (void)state;
    struct name_lists lists = {.lists.regions.count = 0};
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_normal *normal = NULL;
    struct hj_text_names *names = NULL;
    struct hj_arena arena;
    char line[4096];
    FILE *file = fopen(labelled, "rb");
    if (file == NULL) {
        print_message("skipped: no labelled names at %s\n", labelled);
        skip();
    }
    hj_arena_init(&arena);
    assert_true(name_lists_read(&lists, folder) > 0);
    assert_int_equal(hj_text_normal_new(&normal, &error), HJ_OK);
    assert_int_equal(hj_text_names_new(&names, &lists.lists, normal, &error), HJ_OK);
    struct tally tally = {0, 0, 0, 0};
    assert_non_null(fgets(line, sizeof line, file)); /* the header */
    while (fgets(line, sizeof line, file) != NULL) {
        judge(names, normal, &arena, line, &tally);
    }
    assert_int_equal(fclose(file), 0);
    double precision = (double)tally.right / (double)tally.given;
    double recall = (double)tally.right / (double)tally.labelled;
    print_message("%zu names, %zu with a trade name: precision %.3f, recall %.3f\n", tally.names,
                  tally.labelled, precision, recall);
    hj_text_names_free(names);
    hj_text_normal_free(normal);
    hj_arena_release(&arena);
    name_lists_release(&lists);
    /* 216 of 224 given, 216 of 224 labelled. What is left cannot be told by a list of general
     * words: names of streets that stand like trade names, labels that keep a word of an industry.
     */
    assert_true(precision >= 0.96);
    assert_true(recall >= 0.96);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trade_names_are_found),
    };
    if (count > 1) {
        folder = arguments[1];
        show = true;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
