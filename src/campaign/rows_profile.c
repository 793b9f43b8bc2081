/* SPDX-License-Identifier: MIT
 * profile: what each rule costs and comes to, alone over the snapshot: nothing is shared with other
 * rules, nothing is taken from a run before, nothing is stored. The time of its patterns is that of
 * a pass that asks them of every firm. Of paths only their rules are looked at. */
#include "campaign/check.h"
#include "campaign/findings.h"
#include "campaign/rows.h"

enum column { ID, CLASS, FIRMS, HOLDS, UNKNOWN, MILLISECONDS, REGEX_SHARE, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [ID] = {.name = "rule", .type = HJ_TEXT},
    [CLASS] = {.name = "class", .type = HJ_TEXT},
    [FIRMS] = {.name = "firms", .type = HJ_INTEGER},
    [HOLDS] = {.name = "holds", .type = HJ_INTEGER},
    [UNKNOWN] = {.name = "unknown", .type = HJ_INTEGER},
    [MILLISECONDS] = {.name = "milliseconds", .type = HJ_NUMBER, .decimals = 1},
    [REGEX_SHARE] = {.name = "regex_share", .type = HJ_NUMBER, .decimals = 2},
};

struct profile {
    uint32_t next; /* the rule of the next batch */
    struct hj_value values[COLUMNS];
};

struct counts {
    int64_t firms, holds, unknown;
};

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct counts *counts = hj_arena_zero(block->arena, 1, sizeof *counts);
    struct hj_rule_findings findings;
    (void)context;
    if (!counts) {
        return hj_error_memory(error);
    }
    block->made = counts;
    counts->firms = block->rows;
    enum hj_code code =
        hj_findings_make(block->results, block->rows, block->arena, &findings, error);
    if (code == HJ_OK) {
        counts->holds = findings.holds.rows;
        counts->unknown = findings.unknown.rows;
    }
    return code;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct counts *sum = context;
    const struct counts *counts = block->made;
    (void)error;
    sum->firms += counts->firms;
    sum->holds += counts->holds;
    sum->unknown += counts->unknown;
    return HJ_OK;
}

/* Runs the roots over the snapshot; *seconds stays as it is without a clock. */
static enum hj_code run(struct hj_rows *rows, const struct hj_expr *const *roots, uint32_t count,
                        struct counts *counts, double *seconds, struct hj_error *error)
{
    const struct hj_settings *settings = &rows->campaign->settings;
    const struct hj_pass pass = {
        .campaign = rows->campaign,
        .store = rows->store,
        .loaded = &rows->loaded,
        .roots = roots,
        .root_count = count,
        .context = counts,
        .work = counts ? work : NULL,
        .merge = counts ? merge : NULL,
    };
    uint64_t begin = settings->ticks ? settings->ticks(settings->context) : 0;
    enum hj_code code = hj_pass_run(&pass, error);
    if (settings->ticks) {
        *seconds = (double)(settings->ticks(settings->context) - begin) / 1e9;
    }
    return code;
}

enum { PATTERNS = 64 };

struct patterns {
    const struct hj_ruleset *ruleset;
    const struct hj_expr *roots[PATTERNS];
    uint32_t count, depth;
};

/* The patterns of a tree and of the named predicates in it; beyond 64 the share is a little low. */
static void find_patterns(struct patterns *found, const struct hj_expr *expr)
{
    if (!expr || found->depth > 200) {
        return;
    }
    if (expr->op == HJ_OP_REGEXP && found->count < PATTERNS) {
        found->roots[found->count++] = expr;
    }
    found->depth++;
    if (expr->op == HJ_OP_COLUMN) {
        const struct hj_name *name = &found->ruleset->scope.names[expr->index];
        if (name->kind == HJ_NAME_FEATURE) {
            find_patterns(found, found->ruleset->features[name->index].when.root);
        }
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        find_patterns(found, expr->operands[i]);
    }
    found->depth--;
}

static enum hj_code take_paths(struct hj_rows *rows, struct hj_error *error)
{
    struct hj_loaded loaded = {0};
    enum hj_code code =
        hj_rows_open_rules(rows, rows->filter.paths, rows->filter.path_count, NULL, &loaded, error);
    if (code != HJ_OK) {
        hj_loaded_release(&loaded);
        return code;
    }
    hj_loaded_release(&rows->loaded);
    rows->loaded = loaded;
    return HJ_OK;
}

static enum hj_code open_profile(struct hj_rows *rows, struct hj_error *error)
{
    if (rows->filter.path_count > 0) {
        enum hj_code code = take_paths(rows, error);
        if (code != HJ_OK) {
            return code;
        }
    }
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    struct profile *profile = hj_arena_zero(&rows->loaded.arena, 1, sizeof *profile);
    uint32_t *all = hj_arena_zero(&rows->loaded.arena, ruleset->rule_count, sizeof *all);
    const struct hj_expr **roots =
        hj_arena_zero(&rows->loaded.arena, 2 * (size_t)ruleset->rule_count, sizeof *roots);
    double seconds;
    if (!profile || !all || !roots) {
        return hj_error_memory(error);
    }
    rows->state = profile;
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        all[i] = i;
    }
    /* Once untimed: word lists are made, files are in memory. */
    hj_findings_roots(ruleset, all, ruleset->rule_count, roots);
    return run(rows, roots, 2 * ruleset->rule_count, NULL, &seconds, error);
}

static bool is_wanted(const struct hj_rows *rows, const struct hj_rule *rule)
{
    const char *only = rows->filter.rule;
    char file[HJ_ERROR_FILE];
    snprintf(file, sizeof file, "%.*s", (int)rule->place.file.size, rule->place.file.data);
    return rule->when.root && (!only || hj_span_is(rule->id, only)) &&
           hj_rule_paths_hold(rows->filter.paths, rows->filter.path_count, file);
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    struct profile *profile = rows->state;
    enum hj_code code = HJ_OK;
    while (profile->next < ruleset->rule_count &&
           !is_wanted(rows, &ruleset->rules[profile->next])) {
        profile->next++;
    }
    if (profile->next == ruleset->rule_count) {
        return HJ_OK;
    }
    uint32_t index = profile->next++;
    const struct hj_rule *rule = &ruleset->rules[index];
    const struct hj_expr *roots[2];
    struct counts counts = {0};
    struct patterns patterns = {.ruleset = ruleset};
    double seconds = 0, regex = 0;
    hj_findings_roots(ruleset, &index, 1, roots);
    HJ_TRY(run(rows, roots, 2, &counts, &seconds, error));
    find_patterns(&patterns, rule->when.root);
    find_patterns(&patterns, rule->unless.root);
    if (patterns.count > 0) {
        HJ_TRY(run(rows, patterns.roots, patterns.count, NULL, &regex, error));
    }
    bool timed = rows->campaign->settings.ticks && seconds > 0;
    struct hj_value *cells = profile->values;
    cells[ID] = hj_text_value(rule->id);
    cells[CLASS] = hj_text_value(hj_span_of(hj_rule_class_name(rule->rule_class)));
    cells[FIRMS] = (struct hj_value){.type = HJ_INTEGER, .integer = counts.firms};
    cells[HOLDS] = (struct hj_value){.type = HJ_INTEGER, .integer = counts.holds};
    cells[UNKNOWN] = (struct hj_value){.type = HJ_INTEGER, .integer = counts.unknown};
    cells[MILLISECONDS] =
        (struct hj_value){.type = HJ_NUMBER, .null = !timed, .number = 1000 * seconds};
    double share = timed ? regex / seconds : 0;
    cells[REGEX_SHARE] =
        (struct hj_value){.type = HJ_NUMBER, .null = !timed, .number = share > 1 ? 1 : share};
    rows->values = cells;
    rows->count = 1;
done:
    return code;
}

const struct hj_rows_kind hj_rows_profile = {
    .name = "profile",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_profile,
    .batch = batch,
    .filters = HJ_FILTER_RULE,
};
