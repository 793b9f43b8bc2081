/* SPDX-License-Identifier: MIT
 * Layouts → what the pass computes: roots for every expression, columns spread out. */
#include "campaign/firm_id.h"
#include "campaign/lists.h"

/* By what the layout says, by the role, or by what the campaign calls the role. */
static bool asks(const struct hj_list_run *run, const struct hj_list_layout *layout)
{
    bool found = false;
    for (uint32_t i = 0; i < layout->ask.count; i++) {
        found = found || hj_span_is(layout->ask.items[i], run->ask);
    }
    for (uint32_t i = 0; layout->ask.count > 0 && i < layout->roles.count; i++) {
        found = found || hj_span_is(layout->roles.items[i], run->ask) ||
                hj_span_is(hj_list_role_name(run, layout->roles.items[i]), run->ask);
    }
    return found;
}

static bool wanted(const struct hj_list_run *run, const struct hj_list_layout *layout)
{
    const char *stage = run->options->stage;
    if (run->ask || layout->ask.count > 0) {
        return run->ask && asks(run, layout);
    }
    return stage ? layout->stage.data && hj_span_is(layout->stage, stage) : !layout->stage.data;
}

static uint32_t count_protections(const struct hj_ruleset *ruleset)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        count += ruleset->rules[i].rule_class == HJ_CLASS_PROTECT;
    }
    return count;
}

static uint32_t root_of(struct hj_list_run *run, const struct hj_predicate *predicate)
{
    return predicate->root ? hj_roots_add(&run->roots, predicate->root) : HJ_ROOT_NONE;
}

static void add_exclusions(struct hj_list_run *run, struct hj_list_plan *plan,
                           struct hj_list_field field)
{
    const struct hj_ruleset *ruleset = run->loaded.ruleset;
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        if (rule->rule_class == HJ_CLASS_PROTECT) {
            field.protection = rule;
            field.when = hj_roots_add(&run->roots, rule->when.root);
            field.unless = hj_roots_add(&run->roots, rule->unless.root);
            plan->fields[plan->field_count++] = field;
            field.new_page = false;
            field.below = field.slot->labelled;
        }
    }
    plan->has_exclusions = true;
}

static bool make_fields(struct hj_list_run *run, struct hj_list_plan *plan)
{
    const struct hj_lists *lists = run->loaded.ruleset->lists;
    const struct hj_list_layout *layout = plan->layout;
    uint32_t most = 0;
    for (uint32_t p = 0; p < layout->page_count; p++) {
        most += layout->pages[p].count;
    }
    most += most * count_protections(run->loaded.ruleset);
    plan->fields = hj_arena_zero(&run->loaded.arena, most, sizeof *plan->fields);
    for (uint32_t p = 0; plan->fields && p < layout->page_count; p++) {
        for (uint32_t c = 0; c < layout->pages[p].count; c++) {
            const struct hj_list_slot *slot = &layout->pages[p].slots[c];
            struct hj_list_field field = {.column = slot->column,
                                          .slot = slot,
                                          .below = slot->below,
                                          .new_page = p > 0 && c == 0};
            if (lists->columns[field.column].says == HJ_LIST_EXCLUSIONS) {
                add_exclusions(run, plan, field);
            } else {
                plan->fields[plan->field_count++] = field;
            }
        }
    }
    plan->repeated = layout->repeated < plan->field_count ? layout->repeated : 0;
    return plan->fields != NULL;
}

static bool make_plan(struct hj_list_run *run, const struct hj_list_layout *layout,
                      struct hj_list_plan *plan)
{
    plan->layout = layout;
    plan->when = root_of(run, &layout->when);
    plan->sheets = root_of(run, &layout->sheets);
    plan->sort = hj_arena_zero(&run->loaded.arena, layout->sort_count, sizeof *plan->sort);
    for (uint32_t i = 0; plan->sort && i < layout->sort_count; i++) {
        plan->sort[i] = root_of(run, &layout->sort[i]);
    }
    return plan->sort && make_fields(run, plan);
}

static bool add_column_roots(struct hj_list_run *run)
{
    const struct hj_lists *lists = run->loaded.ruleset->lists;
    run->column_roots =
        hj_arena_zero(&run->loaded.arena, lists->column_count, sizeof *run->column_roots);
    for (uint32_t i = 0; run->column_roots && i < lists->column_count; i++) {
        run->column_roots[i] = run->roots.count;
        for (uint32_t p = 0; p < lists->columns[i].part_count; p++) {
            hj_roots_add(&run->roots, lists->columns[i].parts[p].value.root);
        }
    }
    return run->column_roots != NULL;
}

static enum hj_code nobody_to_ask(const struct hj_list_run *run, struct hj_error *error)
{
    const struct hj_lists *lists = run->loaded.ruleset->lists;
    char names[HJ_ERROR_VALUE] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < lists->layout_count; i++) {
        for (uint32_t k = 0; k < lists->layouts[i].ask.count && used < sizeof names; k++) {
            struct hj_span name = lists->layouts[i].ask.items[k];
            int more = snprintf(names + used, sizeof names - used, "%s%.*s", used ? ", " : "",
                                (int)name.size, name.data);
            used += more > 0 ? (size_t)more : 0;
        }
    }
    hj_error_set(error, HJ_CAMPAIGN_ASK);
    hj_error_text(error, "role", hj_span_of(run->ask));
    hj_error_text(error, "expected", hj_span_of(used ? names : "-"));
    return error->code;
}

static enum hj_code no_stage(const struct hj_list_run *run, struct hj_error *error)
{
    const struct hj_lists *lists = run->loaded.ruleset->lists;
    char stages[HJ_ERROR_VALUE] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < lists->layout_count; i++) {
        struct hj_span stage = lists->layouts[i].stage;
        if (stage.data && used < sizeof stages) {
            int more = snprintf(stages + used, sizeof stages - used, "%s%.*s", used ? ", " : "",
                                (int)stage.size, stage.data);
            used += more > 0 ? (size_t)more : 0;
        }
    }
    hj_error_set(error, HJ_CAMPAIGN_STAGE);
    hj_error_text(error, "stage", hj_span_of(run->options->stage));
    hj_error_text(error, "expected", hj_span_of(used ? stages : "-"));
    return error->code;
}

enum hj_code hj_list_plans(struct hj_list_run *run, struct hj_error *error)
{
    const struct hj_lists *lists = run->loaded.ruleset->lists;
    hj_roots_init(&run->roots, run->loaded.ruleset, &run->loaded.arena);
    run->town = hj_roots_find(&run->roots, "town");
    run->who = hj_roots_find(&run->roots, HJ_FIRM_ID);
    run->plans = hj_arena_zero(&run->loaded.arena, lists->layout_count, sizeof *run->plans);
    if (!run->plans || !add_column_roots(run)) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < lists->layout_count; i++) {
        if (wanted(run, &lists->layouts[i]) &&
            !make_plan(run, &lists->layouts[i], &run->plans[run->plan_count++])) {
            return hj_error_memory(error);
        }
    }
    if (run->roots.memory_full) {
        return hj_error_memory(error);
    }
    if (run->plan_count > 0) {
        return HJ_OK;
    }
    return run->ask ? nobody_to_ask(run, error) : no_stage(run, error);
}

static bool has_role(const struct hj_list_layout *layout, struct hj_span role)
{
    for (uint32_t i = 0; i < layout->roles.count; i++) {
        if (hj_span_equal(layout->roles.items[i], role)) {
            return true;
        }
    }
    return layout->roles.count == 0;
}

const struct hj_list_plan *hj_list_plan_of(const struct hj_list_run *run,
                                           const struct hj_list_case *firm)
{
    struct hj_span role = run->loaded.ruleset->routes[firm->route].role;
    bool located = run->town != HJ_ROOT_NONE &&
                   !hj_vector_is_null(&firm->block->results[run->town].vector, firm->row);
    for (uint32_t i = 0; i < run->plan_count; i++) {
        const struct hj_list_plan *plan = &run->plans[i];
        enum hj_list_located where = plan->layout->located;
        if (!has_role(plan->layout, role) || (where == HJ_LIST_LOCATED && !located) ||
            (where == HJ_LIST_UNLOCATED && located)) {
            continue;
        }
        if (plan->when == HJ_ROOT_NONE ||
            hj_bits_get(firm->block->results[plan->when].truth.yes, firm->row)) {
            return plan;
        }
    }
    return NULL;
}
