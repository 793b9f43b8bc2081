/* SPDX-License-Identifier: MIT
 * Any bytes as a scenario beside a small set of rules: reading ends, every mistake has a place
 * inside the file, and what is read without one can be planned. */
#include "campaign/scenario.h"
#include "rules/builder.h"
#include "simulate/schedule.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rules[] = "table: registry\n"
                            "key: uscc\n"
                            "columns:\n"
                            "  uscc: {type: text, identifier: true}\n"
                            "  status: {type: text, values: {in: [], out: []}}\n"
                            "  town: {type: text}\n";
static const char more[] =
    "parameters: {years: 2}\n"
    "rules: [{id: a, class: zombie, title: A, when: \"status = 'in'\"}]\n"
    "routes:\n"
    "  - {id: go, title: Go, when: \"flagged('a')\", role: r, becomes: {status: out},\n"
    "     steps: [{name: s, days: 3}, {name: t, working_days: 2}], duration: {low: 5, mode: 9, "
    "high: 20}}\n"
    "  - {id: stay, title: Stay, when: \"TRUE\", role: t}\n"
    "indicator: i\n"
    "title: I\n"
    "numerator: \"town = 'h'\"\n"
    "counting: {all: \"status = 'in'\"}\n"
    "scale: 10000\n";

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct hj_ruleset *known_rules(void)
{
    static struct hj_ruleset *ruleset;
    struct hj_rules_builder *builder = NULL;
    struct hj_problems problems = {0};
    struct hj_error error;
    const struct hj_freeze_options options = {.as_of = 20634};
    if (!ruleset) {
        require(hj_rules_builder_new(&builder, &error) == HJ_OK);
        require(hj_rules_add_text(builder, "table.yaml", hj_span_of(rules), &problems, &error) ==
                HJ_OK);
        require(hj_rules_add_text(builder, "more.yaml", hj_span_of(more), &problems, &error) ==
                HJ_OK);
        require(hj_rules_freeze(builder, &options, &problems, &ruleset, &error) == HJ_OK);
        require(problems.errors == 0);
        hj_rules_builder_free(builder);
        hj_problems_release(&problems);
    }
    return ruleset;
}

static const char *written(const uint8_t *data, size_t size)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/hejian-fuzz-scenario-%ld", (long)getpid());
    FILE *file = fopen(path, "wb");
    require(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    return path;
}

static void check_places(const struct hj_problems *problems, const uint8_t *data, size_t size)
{
    uint64_t lines = 1;
    for (size_t i = 0; i < size; i++) {
        lines += data[i] == '\n' || data[i] == '\r';
    }
    for (size_t i = 0; i < problems->count; i++) {
        const struct hj_problem *problem = problems->items[i];
        require(problem->error.line >= 1 && problem->error.line <= lines);
        require(problem->error.column >= 1 && problem->error.column <= size + 1);
    }
}

static void plan(const struct hj_scenario *scenario, struct hj_arena *arena)
{
    const struct hj_cohort stock[] = {
        {.stage = HJ_COHORT_STOCK, .town = 0, .counted = true, .firms = 7},
        {.stage = 0, .since = 20600, .town = HJ_TOWN_NONE, .counted = true, .firms = 2}};
    const struct hj_span town = HJ_SPAN("h");
    const struct hj_cohorts cohorts = {.numerator = 3,
                                       .denominator = 40,
                                       .items = stock,
                                       .count = 2,
                                       .towns = &town,
                                       .town_count = 1};
    struct hj_schedule schedule = {0};
    struct hj_error error;
    int64_t opened = 0;
    enum hj_code code = hj_simulate_schedule(scenario, &cohorts, arena, &schedule, &error);
    for (uint32_t i = 0; code == HJ_OK && i < schedule.count; i++) {
        opened += schedule.items[i].firms;
    }
    require(code == HJ_OK || code == HJ_SIMULATE_LARGE);
    require(opened >= 0 && opened <= 7);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hj_problems problems = {0};
    struct hj_arena arena = {0};
    struct hj_scenario_file file;
    struct hj_error error;
    const struct hj_scenario_context context = {
        .ruleset = known_rules(), .counting = HJ_SPAN("all"), .scale = 10000};
    enum hj_code code = hj_scenario_read(written(data, size), &arena, &problems, &file, &error);
    if (code == HJ_OK && problems.errors == 0) {
        require(hj_scenario_fill(&context, &arena, &problems, &file, &error) == HJ_OK);
    }
    check_places(&problems, data, size);
    if (code == HJ_OK && problems.errors == 0 && file.yaml.root) {
        plan(&file.scenario, &arena);
    }
    hj_arena_release(&arena);
    hj_problems_release(&problems);
    return 0;
}
