/* SPDX-License-Identifier: MIT
 * A folder of rule files for one test: write files, load them, look at ruleset and problems, close.
 */
#ifndef HJ_TESTS_RULE_CASE_H
#define HJ_TESTS_RULE_CASE_H

#include "base/memory.h"
#include "cmocka_test.h"
#include "rules/builder.h"

#include <sys/stat.h>
#include <unistd.h>

struct rule_case {
    char folder[64];
    char paths[512][128]; /* files written, to be removed */
    size_t path_count;
    struct hj_rules_builder *builder;
    struct hj_freeze_options options;
    struct hj_problems problems;
    struct hj_ruleset *ruleset;
    struct hj_error error;
};

static inline void rule_case_open(struct rule_case *test)
{
    memset(test, 0, sizeof *test);
    snprintf(test->folder, sizeof test->folder, "/tmp/hejian-rules-XXXXXX");
    assert_non_null(mkdtemp(test->folder));
    test->options.as_of = 20634; /* 2026-06-30 */
    assert_int_equal(hj_rules_builder_new(&test->builder, &test->error), HJ_OK);
}

static inline void rule_case_write(struct rule_case *test, const char *name, const char *text)
{
    char path[sizeof test->paths[0]];
    int size = snprintf(path, sizeof path, "%s/%s", test->folder, name);
    assert_in_range(size, 1, (int)sizeof path - 1);
    memcpy(test->paths[test->path_count++], path, sizeof path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static inline void rule_case_freeze(struct rule_case *test)
{
    hj_ruleset_free(test->ruleset);
    assert_int_equal(hj_rules_freeze(test->builder, &test->options, &test->problems, &test->ruleset,
                                     &test->error),
                     HJ_OK);
    hj_problems_sort(&test->problems);
}

static inline void rule_case_load(struct rule_case *test)
{
    assert_int_equal(hj_rules_add_path(test->builder, test->folder, &test->problems, &test->error),
                     HJ_OK);
    rule_case_freeze(test);
}

static inline void rule_case_close(struct rule_case *test)
{
    hj_ruleset_free(test->ruleset);
    hj_rules_builder_free(test->builder);
    hj_problems_release(&test->problems);
    while (test->path_count > 0) {
        assert_int_equal(remove(test->paths[--test->path_count]), 0);
    }
    assert_int_equal(rmdir(test->folder), 0);
}

/* What a test that expected none would like to read. */
static inline void rule_case_print(const struct rule_case *test)
{
    for (size_t i = 0; i < test->problems.count; i++) {
        const struct hj_error *error = &test->problems.items[i]->error;
        print_message("%s:%d:%d: %s\n", error->file, (int)error->line, (int)error->column,
                      hj_code_name(error->code));
    }
}

static inline void rule_case_expect_clean(const struct rule_case *test)
{
    if (test->problems.count > 0) {
        rule_case_print(test);
    }
    assert_int_equal(test->problems.count, 0);
}

/* The smallest registry that most tests need. */
#define RULE_CASE_REGISTRY                                                                                    \
    "table: registry\n"                                                                                       \
    "key: uscc\n"                                                                                             \
    "columns:\n"                                                                                              \
    "  uscc: {type: text, headers: [代码], identifier: true}\n"                                             \
    "  name: {type: text, headers: [名称], required: true}\n"                                               \
    "  status: {type: text, headers: [状态], values: {存续: [在业, 开业], 吊销: [], 注销: []}}\n" \
    "  type_code: {from: name, values: {\"1100\": [有限责任公司]}}\n"                                   \
    "  established: {type: date, headers: [成立日期]}\n"                                                  \
    "  legal_rep: {type: text, headers: [法人], personal: name}\n"                                          \
    "  capital: {type: money, headers: [注册资金]}\n"                                                     \
    "  staff: {type: integer}\n"                                                                              \
    "  active: {type: boolean}\n"

#define RULE_CASE_FACTS                                                                            \
    "table: annual_report\n"                                                                       \
    "key: uscc\n"                                                                                  \
    "default_partial: true\n"                                                                      \
    "columns:\n"                                                                                   \
    "  uscc: {type: text}\n"                                                                       \
    "  year: {type: integer, headers: [年份]}\n"                                                 \
    "  filed_on: {type: date, headers: [报送日期]}\n"                                          \
    "  profit: {type: number}\n"

static inline const struct hj_name *rule_case_name(const struct rule_case *test, const char *name)
{
    int found = hj_scope_find(&test->ruleset->scope, hj_span_of(name));
    return found >= 0 ? &test->ruleset->scope.names[found] : NULL;
}

/* The name, which must be there and of the kind. */
static inline struct hj_name rule_case_known(const struct rule_case *test, const char *name,
                                             enum hj_name_kind kind)
{
    const struct hj_name *found = rule_case_name(test, name);
    if (!found) {
        fail_msg("no name %s", name);
        return (struct hj_name){.index = 0};
    }
    assert_int_equal(found->kind, kind);
    return *found;
}

static inline const struct hj_feature *rule_case_feature(const struct rule_case *test,
                                                         const char *name)
{
    return &test->ruleset->features[rule_case_known(test, name, HJ_NAME_FEATURE).index];
}

static inline const struct hj_parameter *rule_case_parameter(const struct rule_case *test,
                                                             const char *name)
{
    return &test->ruleset->parameters[rule_case_known(test, name, HJ_NAME_PARAMETER).index];
}

static inline void rule_case_open_with(struct rule_case *test, const char *text)
{
    rule_case_open(test);
    rule_case_write(test, "0-registry.yaml", RULE_CASE_REGISTRY);
    rule_case_write(test, "0-reports.yaml", RULE_CASE_FACTS);
    rule_case_write(test, "rules.yaml", text);
    rule_case_load(test);
    rule_case_expect_clean(test);
}

#endif
