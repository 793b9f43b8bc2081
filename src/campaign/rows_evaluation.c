/* SPDX-License-Identifier: MIT
 * evaluation: precision and recall of the verdicts and the rules against what is known of firms, by
 * class, route, rule and town: known from a truth file, or, where none is given, from the survey.
 * Intervals are exact and right for a truth that was drawn at random. */
#include "assess/evaluation.h"
#include "campaign/findings.h"
#include "campaign/groups.h"
#include "campaign/labels.h"
#include "campaign/population.h"
#include "campaign/verdicts.h"

enum column {
    BY,
    GROUP,
    LISTED,
    POSITIVE,
    HITS,
    PRECISION,
    PRECISION_LOW,
    PRECISION_HIGH,
    RECALL,
    RECALL_LOW,
    RECALL_HIGH,
    UNKNOWN,
    UNCHECKED,
    COLUMNS
};

static const struct hj_result_column columns[COLUMNS] = {
    [BY] = {.name = "by", .type = HJ_TEXT},
    [GROUP] = {.name = "group", .type = HJ_TEXT},
    [LISTED] = {.name = "listed", .type = HJ_INTEGER},
    [POSITIVE] = {.name = "positive", .type = HJ_INTEGER},
    [HITS] = {.name = "hits", .type = HJ_INTEGER},
    [PRECISION] = {.name = "precision", .type = HJ_NUMBER, .decimals = 4},
    [PRECISION_LOW] = {.name = "precision_low", .type = HJ_NUMBER, .decimals = 4},
    [PRECISION_HIGH] = {.name = "precision_high", .type = HJ_NUMBER, .decimals = 4},
    [RECALL] = {.name = "recall", .type = HJ_NUMBER, .decimals = 4},
    [RECALL_LOW] = {.name = "recall_low", .type = HJ_NUMBER, .decimals = 4},
    [RECALL_HIGH] = {.name = "recall_high", .type = HJ_NUMBER, .decimals = 4},
    [UNKNOWN] = {.name = "unknown", .type = HJ_INTEGER},
    [UNCHECKED] = {.name = "unchecked", .type = HJ_INTEGER},
};

static const double confidence = 0.95;

struct tally {
    struct hj_tally counts;
    int64_t unchecked; /* listed, and something about it that nobody has checked */
};

enum { CLASSES = HJ_CLASS_PROTECT }; /* those a verdict can have */

struct state {
    struct hj_labels *labels; /* NULL: the survey */
    struct hj_survey_roots survey;
    uint32_t key, town, population; /* roots */
    struct hj_digest *findings;
    struct hj_digest verdicts;
    struct hj_groups towns;
    struct tally classes[CLASSES];
    struct tally *rules, *routes;
    int64_t positives;
    enum hj_rule_class judged; /* that towns are told of */
    bool done;
};

/* Of a block: what was read, and the labels of its rows. */
struct made {
    struct hj_vector verdicts[HJ_VERDICT_COLUMNS];
    struct hj_rule_findings *findings;
};

static enum hj_code open_state(struct hj_rows *rows, struct state *state, struct hj_error *error)
{
    struct hj_arena *arena = &rows->loaded.arena;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    const struct hj_table *registry = hj_ruleset_table(ruleset, hj_span_of("registry"));
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_findings_keys(rows->store, &rows->loaded, arena, &state->findings, error));
    state->verdicts = hj_verdicts_key(&rows->loaded, state->findings);
    HJ_TRY(hj_verdicts_check(rows->store, &state->verdicts, error));
    state->rules = hj_arena_zero(arena, ruleset->rule_count, sizeof *state->rules);
    state->routes = hj_arena_zero(arena, ruleset->route_count, sizeof *state->routes);
    if (!state->rules || !state->routes) {
        return hj_error_memory(error);
    }
    state->towns = (struct hj_groups){.arena = arena, .value_size = sizeof(struct tally)};
    HJ_TRY(hj_rows_begin_roots(rows, error));
    HJ_TRY(hj_population_root(rows, &state->population, error));
    state->town = hj_roots_find(&rows->roots, "town");
    state->key = HJ_ROOT_NONE;
    if (registry && registry->key.size > 0) {
        int index = hj_scope_find(&ruleset->scope, registry->key);
        state->key = index < 0 ? HJ_ROOT_NONE : hj_roots_name(&rows->roots, (uint32_t)index);
    }
    if (rows->filter.truth) {
        HJ_TRY(hj_labels_read(rows->campaign, &rows->loaded, rows->filter.truth,
                              rows->filter.positive, &state->labels, error));
    } else {
        HJ_TRY(hj_survey_roots(rows, &state->survey, error));
    }
done:
    return code;
}

static enum hj_code open_evaluation(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = hj_arena_zero(&rows->loaded.arena, 1, sizeof *state);
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    state->judged = HJ_CLASS_ZOMBIE;
    for (int c = 0; rows->filter.rule_class && c < CLASSES; c++) {
        if (strcmp(hj_rule_class_name((enum hj_rule_class)c), rows->filter.rule_class) == 0) {
            state->judged = (enum hj_rule_class)c;
        }
    }
    return open_state(rows, state, error);
}

static enum hj_code read_block(void *context, uint32_t block, struct hj_arena *arena, void **result,
                               struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    uint32_t rules = rows->loaded.ruleset->rule_count;
    struct made *made = hj_arena_zero(arena, 1, sizeof *made);
    enum hj_code code = HJ_OK;
    *result = made;
    if (!made || !(made->findings = hj_arena_zero(arena, rules, sizeof *made->findings))) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_verdicts_get(rows->store, &state->verdicts, block, arena, made->verdicts, error));
    for (uint32_t i = 0; i < rules; i++) {
        HJ_TRY(hj_findings_get(rows->store, &state->findings[i], block, arena, &made->findings[i],
                               error));
    }
done:
    return code;
}

static enum hj_label label_of(const struct hj_pass_block *block, const struct state *state,
                              uint32_t row)
{
    if (!hj_population_has(block, state->population, row)) {
        return HJ_LABEL_NONE;
    }
    if (!state->labels) {
        int result = hj_survey_result(block, &state->survey, row);
        return result < 0 ? HJ_LABEL_NONE : result ? HJ_LABEL_POSITIVE : HJ_LABEL_NEGATIVE;
    }
    struct hj_value record = hj_vector_value(block->records, row);
    struct hj_value key = hj_rows_value(block, state->key, row);
    bool text = !key.null && key.type == HJ_TEXT;
    return hj_labels_find(state->labels, record.integer,
                          text ? key.text : (struct hj_span){NULL, 0});
}

static void add_listed(struct tally *tally, enum hj_label label, bool unchecked)
{
    if (label != HJ_LABEL_NONE) {
        tally->counts.listed++;
        tally->counts.hits += label == HJ_LABEL_POSITIVE;
        tally->unchecked += unchecked;
    }
}

/* Positives of all rows, and of their towns. */
static bool count_positives(struct state *state, const struct hj_pass_block *block,
                            const uint8_t *labels)
{
    for (uint32_t row = 0; row < block->rows; row++) {
        if (labels[row] == HJ_LABEL_NONE) {
            continue;
        }
        struct tally *town = hj_groups_value(&state->towns, hj_group_name(block, state->town, row));
        if (!town) {
            return false;
        }
        town->counts.positive += labels[row] == HJ_LABEL_POSITIVE;
        state->positives += labels[row] == HJ_LABEL_POSITIVE;
    }
    return true;
}

static bool is_class(struct hj_value value, enum hj_rule_class rule_class)
{
    return !value.null && hj_span_is(value.text, hj_rule_class_name(rule_class));
}

static bool count_verdicts(const struct hj_rows *rows, struct state *state,
                           const struct hj_pass_block *block, const uint8_t *labels)
{
    const struct made *made = block->made;
    for (uint32_t i = 0; i < made->verdicts[HJ_VERDICT_ROW].rows; i++) {
        uint32_t row = (uint32_t)made->verdicts[HJ_VERDICT_ROW].integers[i];
        struct hj_value class = hj_vector_value(&made->verdicts[HJ_VERDICT_CLASS], i);
        struct hj_value route = hj_vector_value(&made->verdicts[HJ_VERDICT_ROUTE], i);
        bool unchecked = !hj_vector_is_null(&made->verdicts[HJ_VERDICT_UNCHECKED], i);
        enum hj_label label = labels[row];
        for (int c = 0; c < CLASSES; c++) {
            if (is_class(class, (enum hj_rule_class)c)) {
                add_listed(&state->classes[c], label, unchecked);
            }
        }
        int index = route.null ? -1 : hj_route_find(rows->loaded.ruleset, route.text);
        if (index >= 0) {
            add_listed(&state->routes[index], label, unchecked);
        }
        if (label != HJ_LABEL_NONE && is_class(class, state->judged)) {
            struct tally *town =
                hj_groups_value(&state->towns, hj_group_name(block, state->town, row));
            if (!town) {
                return false;
            }
            add_listed(town, label, unchecked);
        }
    }
    return true;
}

static void count_rule(struct tally *tally, const struct hj_rule_findings *findings,
                       const uint8_t *labels)
{
    for (uint32_t i = 0; i < findings->holds.rows; i++) {
        add_listed(tally, labels[findings->holds.integers[i]], false);
    }
    for (uint32_t i = 0; i < findings->unchecked.rows; i++) {
        tally->unchecked += labels[findings->unchecked.integers[i]] != HJ_LABEL_NONE;
    }
    for (uint32_t i = 0; i < findings->unknown.rows; i++) {
        tally->counts.unknown += labels[findings->unknown.integers[i]] != HJ_LABEL_NONE;
    }
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    struct state *state = rows->state;
    const struct made *made = block->made;
    uint8_t *labels = hj_arena_zero(block->arena, block->rows + 1, sizeof *labels);
    if (!labels) {
        return hj_error_memory(error);
    }
    for (uint32_t row = 0; row < block->rows; row++) {
        labels[row] = (uint8_t)label_of(block, state, row);
    }
    for (uint32_t i = 0; i < rows->loaded.ruleset->rule_count; i++) {
        count_rule(&state->rules[i], &made->findings[i], labels);
    }
    return count_positives(state, block, labels) && count_verdicts(rows, state, block, labels)
               ? HJ_OK
               : hj_error_memory(error);
}

/* ---- rows ---- */

static void put_score(struct hj_value *cells, struct hj_score score)
{
    const double values[] = {score.value, score.interval.low, score.interval.high};
    for (int i = 0; i < 3; i++) {
        cells[i] = (struct hj_value){.type = HJ_NUMBER, .null = !score.given, .number = values[i]};
    }
}

static void put(struct hj_value *cells, const char *by, struct hj_span group,
                const struct tally *tally)
{
    const struct hj_tally *counts = &tally->counts;
    cells[BY] = hj_text_value(hj_span_of(by));
    cells[GROUP] = hj_text_value(group);
    cells[LISTED] = (struct hj_value){.type = HJ_INTEGER, .integer = counts->listed};
    cells[POSITIVE] = (struct hj_value){.type = HJ_INTEGER, .integer = counts->positive};
    cells[HITS] = (struct hj_value){.type = HJ_INTEGER, .integer = counts->hits};
    put_score(&cells[PRECISION], hj_assess_precision(counts, confidence));
    put_score(&cells[RECALL], hj_assess_recall(counts, confidence));
    cells[UNKNOWN] = (struct hj_value){.type = HJ_INTEGER, .integer = counts->unknown};
    cells[UNCHECKED] = (struct hj_value){.type = HJ_INTEGER, .integer = tally->unchecked};
}

static bool add(struct hj_rows *rows, struct hj_rows_batch *batch, const char *by,
                struct hj_span group, struct tally *tally)
{
    const struct state *state = rows->state;
    bool town = strcmp(by, "town") == 0;
    if (rows->filter.by && strcmp(rows->filter.by, by) != 0) {
        return true;
    }
    if (!town) {
        tally->counts.positive = state->positives;
    }
    struct hj_value *cells = hj_rows_add(batch, COLUMNS, &rows->loaded.arena);
    if (cells) {
        put(cells, by, group, tally);
    }
    return cells != NULL;
}

static bool fill(struct hj_rows *rows, struct hj_rows_batch *batch)
{
    struct state *state = rows->state;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    bool room = true;
    for (int c = 0; room && c < CLASSES; c++) {
        struct hj_span name = hj_span_of(hj_rule_class_name((enum hj_rule_class)c));
        room = add(rows, batch, "class", name, &state->classes[c]);
    }
    for (uint32_t i = 0; room && i < ruleset->route_count; i++) {
        room = add(rows, batch, "route", ruleset->routes[i].id, &state->routes[i]);
    }
    for (uint32_t i = 0; room && i < ruleset->rule_count; i++) {
        room = add(rows, batch, "rule", ruleset->rules[i].id, &state->rules[i]);
    }
    for (size_t i = 0; room && i < state->towns.count; i++) {
        room = add(rows, batch, "town", state->towns.items[i].name, state->towns.items[i].value);
    }
    return room;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    struct hj_rows_batch batch = {0};
    if (state->done) {
        return HJ_OK;
    }
    state->done = true;
    enum hj_code code =
        hj_rows_run_pass(rows, &(struct hj_pass){.read = read_block, .merge = merge}, error);
    if (code == HJ_OK && !fill(rows, &batch)) {
        code = hj_error_memory(error);
    }
    rows->values = batch.values;
    rows->count = batch.count;
    return code;
}

static void close_evaluation(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_labels_free(state->labels);
        hj_groups_release(&state->towns);
    }
}

const struct hj_rows_kind hj_rows_evaluation = {
    .name = "evaluation",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_evaluation,
    .batch = batch,
    .close = close_evaluation,
    .filters = HJ_FILTER_BY | HJ_FILTER_CLASS | HJ_FILTER_WHERE,
};
