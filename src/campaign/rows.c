/* SPDX-License-Identifier: MIT */
#include "campaign/rows.h"

#include "base/memory.h"
#include "campaign/verdicts.h"
#include "rules/yaml.h"
#include "text/utf8.h"

static const struct hj_rows_kind *const kinds[HJ_RESULT_COUNT] = {
    [HJ_RESULT_FINDINGS] = &hj_rows_findings,
    [HJ_RESULT_CLUSTERS] = &hj_rows_clusters,
    [HJ_RESULT_VERDICTS] = &hj_rows_verdicts,
    [HJ_RESULT_REJECTS] = &hj_rows_rejects,
    [HJ_RESULT_RATIO] = &hj_rows_ratio,
    [HJ_RESULT_CHANGES] = &hj_rows_changes,
    [HJ_RESULT_UNMATCHED] = &hj_rows_unmatched,
    [HJ_RESULT_COVERAGE] = &hj_rows_coverage,
    [HJ_RESULT_SURVEY] = &hj_rows_survey,
    [HJ_RESULT_DRAW] = &hj_rows_draw,
    [HJ_RESULT_EVALUATION] = &hj_rows_evaluation,
    [HJ_RESULT_PROFILE] = &hj_rows_profile,
    [HJ_RESULT_DIFF] = &hj_rows_diff,
    [HJ_RESULT_PLAN] = &hj_rows_plan,
    [HJ_RESULT_WATCH] = &hj_rows_watch,
    [HJ_RESULT_WATCH_RISKS] = &hj_rows_watch_risks,
};

const char *hj_result_name(enum hj_result result)
{
    return kinds[result]->name;
}

const struct hj_result_column *hj_result_columns(enum hj_result result, uint32_t *count)
{
    *count = kinds[result]->column_count;
    return kinds[result]->columns;
}

static enum hj_code check_filter(const struct hj_rows_kind *kind, const struct hj_filter *filter,
                                 struct hj_error *error)
{
    const struct {
        const char *name, *given;
        unsigned flag;
    } members[] = {
        {"--rule", filter->rule, HJ_FILTER_RULE},
        {"--class", filter->rule_class, HJ_FILTER_CLASS},
        {"--town", filter->town, HJ_FILTER_TOWN},
        {"--route", filter->route, HJ_FILTER_ROUTE},
        {"--where", filter->where, HJ_FILTER_WHERE},
        {"--by", filter->by, HJ_FILTER_BY},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].given && !(kind->filters & members[i].flag)) {
            hj_error_set(error, HJ_CAMPAIGN_FILTER);
            hj_error_text(error, "result", hj_span_of(kind->name));
            hj_error_text(error, "filter", hj_span_of(members[i].name));
            return error->code;
        }
    }
    return HJ_OK;
}

static bool is_class(const char *name)
{
    for (int i = 0; i <= HJ_CLASS_PROTECT; i++) {
        if (strcmp(hj_rule_class_name((enum hj_rule_class)i), name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_rule(const struct hj_ruleset *ruleset, struct hj_span id)
{
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        if (hj_span_equal(ruleset->rules[i].id, id)) {
            return true;
        }
    }
    return false;
}

static bool is_title(struct hj_title title, struct hj_span text)
{
    return hj_span_equal(title.zh, text) || hj_span_equal(title.en, text);
}

/* A route may be named by its title, as tables for people and lists call it. */
static void take_title(struct hj_rows *rows)
{
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    if (!rows->filter.route || hj_route_find(ruleset, hj_span_of(rows->filter.route)) >= 0) {
        return;
    }
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        if (is_title(ruleset->routes[i].title, hj_span_of(rows->filter.route))) {
            struct hj_span id = hj_arena_copy(&rows->loaded.arena, ruleset->routes[i].id);
            rows->filter.route = id.data ? id.data : rows->filter.route;
            return;
        }
    }
}

/* A name mistyped in a filter would look like good news: nothing found. */
static enum hj_code check_values(struct hj_rows *rows, struct hj_error *error)
{
    take_title(rows);
    const struct hj_filter *filter = &rows->filter;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    struct hj_span none = HJ_SPAN(""), rule = none, route = none;
    if (filter->rule_class && !is_class(filter->rule_class)) {
        hj_error_set(error, HJ_OPTION_VALUE);
        hj_error_text(error, "option", hj_span_of("class"));
        hj_error_text(error, "value", hj_span_of(filter->rule_class));
        return error->code;
    }
    if (filter->rule && !is_rule(ruleset, hj_span_of(filter->rule))) {
        rule = hj_span_of(filter->rule);
    } else if (filter->route && hj_route_find(ruleset, hj_span_of(filter->route)) < 0) {
        route = hj_span_of(filter->route);
    }
    if (rule.size == 0 && route.size == 0) {
        return HJ_OK;
    }
    struct hj_span nearest =
        rule.size ? hj_yaml_nearest_member(rule, &ruleset->rules->id, ruleset->rule_count,
                                           sizeof *ruleset->rules)
                  : hj_yaml_nearest_member(route, &ruleset->routes->id, ruleset->route_count,
                                           sizeof *ruleset->routes);
    hj_error_set(error, HJ_CAMPAIGN_FILTER_ID);
    hj_error_text(error, "filter", hj_span_of(rule.size ? "--rule" : "--route"));
    hj_error_text(error, "id", rule.size ? rule : route);
    if (nearest.size > 0) {
        hj_error_text(error, "suggestion", nearest);
    }
    return error->code;
}

/* ---- rules that are not the campaign's ---- */

static enum hj_code stands_alone(struct hj_rules_builder *builder, bool *alone,
                                 struct hj_error *error)
{
    struct hj_problems twice = {0}; /* freezing finds them again */
    struct hj_dictionaries dictionaries = {0};
    enum hj_code code = hj_rules_dictionaries(builder, &twice, &dictionaries, error);
    *alone = false;
    for (uint32_t i = 0; code == HJ_OK && i < dictionaries.table_count; i++) {
        *alone = *alone || hj_span_is(dictionaries.tables[i].name, "registry");
    }
    hj_problems_release(&twice);
    return code;
}

enum hj_code hj_rows_open_rules(struct hj_rows *rows, const char *const *paths, size_t count,
                                const char *instead_of, struct hj_loaded *loaded,
                                struct hj_error *error)
{
    struct hj_campaign *campaign = rows->campaign;
    struct hj_rules_builder *builder = NULL;
    enum hj_code code = HJ_OK;
    bool alone;
    HJ_TRY(hj_rules_builder_new(&builder, error));
    for (size_t i = 0; i < count; i++) {
        HJ_TRY(hj_rules_add_path(builder, paths[i], &campaign->problems, error));
    }
    HJ_TRY(stands_alone(builder, &alone, error));
    if (!alone) {
        if (instead_of) {
            HJ_TRY(hj_rules_leave_out(builder, instead_of, error));
        }
        HJ_TRY(hj_campaign_add_rules(campaign, builder, &campaign->problems, error));
    }
    HJ_TRY(hj_campaign_problems(&campaign->problems, error));
    HJ_TRY(hj_loaded_open_with(campaign, rows->store, builder, loaded, error));
done:
    hj_rules_builder_free(builder);
    return code;
}

enum hj_code hj_rows_open(struct hj_campaign *campaign, enum hj_result result,
                          const struct hj_filter *filter, struct hj_rows **result_rows,
                          struct hj_error *error)
{
    struct hj_rows *rows = hj_memory_zero(1, sizeof *rows);
    *result_rows = rows;
    if (!rows) {
        return hj_error_memory(error);
    }
    rows->campaign = campaign;
    rows->kind = kinds[result];
    rows->width = rows->kind->column_count;
    rows->where = HJ_ROOT_NONE;
    rows->filter = filter ? *filter : (struct hj_filter){0};
    enum hj_code code = HJ_OK;
    HJ_TRY(check_filter(rows->kind, &rows->filter, error));
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_READ, &rows->store, error));
    HJ_TRY(hj_loaded_open(campaign, rows->store, &rows->loaded, error));
    HJ_TRY(check_values(rows, error));
    HJ_TRY(rows->kind->open(rows, error));
done:
    return code;
}

enum hj_code hj_rows_next(struct hj_rows *rows, const struct hj_value **values,
                          struct hj_error *error)
{
    *values = NULL;
    if (rows->at == rows->count) {
        rows->at = rows->count = 0;
        enum hj_code code = rows->kind->batch(rows, error);
        if (code != HJ_OK || rows->count == 0) {
            return code;
        }
    }
    *values = &rows->values[rows->at++ * rows->width];
    return HJ_OK;
}

void hj_rows_close(struct hj_rows *rows)
{
    if (rows) {
        if (rows->kind->close) {
            rows->kind->close(rows);
        }
        hj_pass_close(rows->passing);
        hj_arena_release(&rows->more);
        hj_loaded_release(&rows->loaded);
        hj_store_close(rows->store);
        hj_memory_free(rows);
    }
}

size_t hj_display_width(struct hj_span text)
{
    return hj_text_width(text);
}

/* ---- results that pass over the blocks ---- */

enum hj_code hj_rows_begin_roots(struct hj_rows *rows, struct hj_error *error)
{
    hj_roots_init(&rows->roots, rows->loaded.ruleset, &rows->loaded.arena);
    if (!rows->filter.where) {
        return HJ_OK;
    }
    struct hj_predicate predicate;
    enum hj_code code =
        hj_rules_compile(rows->loaded.ruleset, hj_span_of(rows->filter.where), "--where",
                         &rows->loaded.arena, &rows->campaign->problems, &predicate, error);
    if (code == HJ_OK && !predicate.root) {
        hj_error_set(error, HJ_CAMPAIGN_WHERE);
        code = error->code;
    }
    if (code == HJ_OK) {
        rows->where = hj_roots_add(&rows->roots, predicate.root);
    }
    return code;
}

static struct hj_pass pass_of(struct hj_rows *rows, const struct hj_pass *steps)
{
    return (struct hj_pass){
        .campaign = rows->campaign,
        .store = rows->store,
        .loaded = &rows->loaded,
        .roots = rows->roots.roots,
        .root_count = rows->roots.count,
        .keep_results = true,
        .context = rows,
        .read = steps->read,
        .work = steps->work,
        .merge = steps->merge,
    };
}

static enum hj_code open_pass(struct hj_rows *rows, const struct hj_pass *steps,
                              struct hj_error *error)
{
    if (rows->roots.memory_full) {
        return hj_error_memory(error);
    }
    rows->pass = pass_of(rows, steps);
    return hj_pass_open(&rows->pass, &rows->passing, error);
}

/* The next rows of the block that the last batch was of. */
static enum hj_code make_more(struct hj_rows *rows, struct hj_error *error)
{
    struct hj_pass_block block = *hj_pass_block_at(rows->passing, rows->window - 1);
    hj_arena_clear(&rows->more);
    block.arena = &rows->more;
    return rows->kind->more(rows, &block, error);
}

enum hj_code hj_rows_pass_batch(struct hj_rows *rows, const struct hj_pass *steps,
                                struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    if (!rows->passing) {
        HJ_TRY(open_pass(rows, steps, error));
    }
    while (rows->count == 0) {
        if (rows->made && rows->made->more) {
            HJ_TRY(make_more(rows, error));
        } else {
            if (rows->window == rows->window_count) {
                rows->window = 0;
                rows->made = NULL;
                HJ_TRY(hj_pass_window(rows->passing, &rows->window_count, error));
                if (rows->window_count == 0) {
                    return HJ_OK;
                }
            }
            rows->made = hj_pass_block_at(rows->passing, rows->window++)->made;
        }
        rows->values = rows->made->values;
        rows->count = rows->made->count;
    }
done:
    return code;
}

enum hj_code hj_rows_run_pass(struct hj_rows *rows, const struct hj_pass *steps,
                              struct hj_error *error)
{
    const struct hj_pass pass = pass_of(rows, steps);
    return rows->roots.memory_full ? hj_error_memory(error) : hj_pass_run(&pass, error);
}

struct hj_value *hj_rows_add(struct hj_rows_batch *batch, uint32_t width, struct hj_arena *arena)
{
    if (batch->count == batch->capacity) {
        size_t larger = batch->capacity ? 2 * batch->capacity : 256;
        struct hj_value *moved = hj_arena_new(arena, larger * width * sizeof *moved);
        if (!moved) {
            return NULL;
        }
        if (batch->count) {
            memcpy(moved, batch->values, batch->count * width * sizeof *moved);
        }
        batch->values = moved;
        batch->capacity = larger;
    }
    struct hj_value *row = &batch->values[batch->count++ * width];
    for (uint32_t i = 0; i < width; i++) {
        row[i] = (struct hj_value){.type = HJ_TEXT, .null = true};
    }
    return row;
}

struct hj_value hj_rows_value(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    if (root == HJ_ROOT_NONE) {
        return (struct hj_value){.type = HJ_TEXT, .null = true};
    }
    return hj_vector_value(&block->results[root].vector, row);
}

bool hj_rows_wanted(const struct hj_rows *rows, const struct hj_pass_block *block,
                    uint32_t town_root, uint32_t row)
{
    if (rows->where != HJ_ROOT_NONE && !hj_bits_get(block->results[rows->where].truth.yes, row)) {
        return false;
    }
    if (!rows->filter.town) {
        return true;
    }
    struct hj_value town = hj_rows_value(block, town_root, row);
    return !town.null && town.type == HJ_TEXT && hj_span_is(town.text, rows->filter.town);
}

bool hj_rows_lists(struct hj_value list, const char *item)
{
    size_t size = strlen(item);
    struct hj_span rest = list.null ? (struct hj_span){"", 0} : list.text;
    while (rest.size > 0) {
        const char *end = memchr(rest.data, ';', rest.size);
        size_t first = end ? (size_t)(end - rest.data) : rest.size;
        if (first == size && memcmp(rest.data, item, size) == 0) {
            return true;
        }
        rest =
            end ? hj_span_slice(rest, first + 1, rest.size - first - 1) : (struct hj_span){"", 0};
    }
    return false;
}
