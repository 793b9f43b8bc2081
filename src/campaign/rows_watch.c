/* SPDX-License-Identifier: MIT
 * watch: firms of the numerator that may drop out of it, by record, with what `watch:` of the rules
 * sees in them; and the same counted by risk, with what they are worth in exits. A certificate that
 * ends is measured at the scenario's snapshot. Needs no verdicts. */
#include "base/memory.h"
#include "campaign/cohort_firms.h"
#include "campaign/indicator.h"
#include "campaign/rows.h"
#include "campaign/scenario_open.h"

enum column { RECORD, USCC, NAME, TOWN, NUMERATOR, UNTIL, RISKS, UNCHECKED, EXITS, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [RECORD] = {.name = "record", .type = HJ_INTEGER},
    [USCC] = {.name = "uscc", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT},
    [TOWN] = {.name = "town", .type = HJ_TEXT},
    [NUMERATOR] = {.name = "numerator", .type = HJ_BOOLEAN},
    [UNTIL] = {.name = "until", .type = HJ_DATE},
    [RISKS] = {.name = "risks", .type = HJ_TEXT},
    [UNCHECKED] = {.name = "unchecked", .type = HJ_TEXT},
    [EXITS] = {.name = "exits", .type = HJ_NUMBER, .decimals = 1},
};

enum risk_column { KIND, ID, TITLE_ZH, TITLE_EN, FIRMS, UNKNOWN, WORTH, RISK_COLUMNS };

static const struct hj_result_column risk_columns[RISK_COLUMNS] = {
    [KIND] = {.name = "kind", .type = HJ_TEXT},
    [ID] = {.name = "id", .type = HJ_TEXT},
    [TITLE_ZH] = {.name = "title_zh", .type = HJ_TEXT},
    [TITLE_EN] = {.name = "title_en", .type = HJ_TEXT},
    [FIRMS] = {.name = "firms", .type = HJ_INTEGER},
    [UNKNOWN] = {.name = "unknown", .type = HJ_INTEGER},
    [WORTH] = {.name = "exits", .type = HJ_NUMBER, .decimals = 1},
};

struct state {
    struct hj_arena arena;
    struct hj_scenario_opened opened;
    struct hj_firm_sources sources;
    uint32_t uscc, name, town, watch; /* roots; those of `watch:` follow one another from watch */
    struct hj_indicator_roots today;
    double exits;             /* what one firm is worth; 0: there is no target */
    int64_t *firms, *unknown; /* by risk: one an item of `watch:`, then the total */
    bool done;
};

/* ---- opening ---- */

static enum hj_code open_scenario(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    struct hj_scenario_opened *opened = &state->opened;
    const char *own = rows->campaign->config.scenario;
    opened->campaign = rows->campaign;
    opened->path = rows->filter.scenario ? rows->filter.scenario : own;
    opened->arena = &state->arena;
    if (!opened->path) {
        /* Without a scenario the rules' own snapshot stands, and there is no target. */
        opened->file.sources.valid_until = hj_span_of("valid_until");
        return hj_indicator_counting(rows->campaign, rows->loaded.ruleset, &opened->counting,
                                     error);
    }
    enum hj_code code = hj_scenario_open_names(opened, error);
    if (code == HJ_OK) {
        const struct hj_scenario *scenario = &opened->file.scenario;
        state->exits = (double)scenario->scale / hj_target_value(scenario->target);
        hj_scenario_hand_over(opened, &rows->store, &rows->loaded);
    }
    return code;
}

static enum hj_code open_watch(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = hj_memory_zero(1, sizeof *state);
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    HJ_TRY(open_scenario(rows, error));
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    HJ_TRY(hj_rows_begin_roots(rows, error));
    state->uscc = hj_roots_find(&rows->roots, "uscc");
    state->name = hj_roots_find(&rows->roots, "name");
    state->town = hj_roots_find(&rows->roots, "town");
    HJ_TRY(hj_indicator_roots(&rows->roots, state->opened.counting, NULL, &state->today, error));
    state->watch = rows->roots.count;
    for (uint32_t i = 0; i < ruleset->watch_count; i++) {
        hj_roots_add(&rows->roots, ruleset->watch[i].when.root);
    }
    state->firms = hj_arena_zero(&state->arena, ruleset->watch_count + 1u, sizeof *state->firms);
    state->unknown =
        hj_arena_zero(&state->arena, ruleset->watch_count + 1u, sizeof *state->unknown);
    if (!state->firms || !state->unknown) {
        return hj_error_memory(error);
    }
    state->sources = (struct hj_firm_sources){.store = rows->store, .loaded = &rows->loaded};
    hj_firm_sources_find(&state->sources, &state->opened.file.sources);
done:
    return code;
}

static void close_watch(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_scenario_close(&state->opened);
        hj_firm_sources_release(&state->sources);
        hj_arena_release(&state->arena);
        hj_memory_free(state);
    }
}

/* ---- firms ---- */

static bool is_true(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    return hj_bits_get(block->results[root].truth.yes, row);
}

static bool is_unknown(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    return hj_bits_get(block->results[root].truth.unknown, row);
}

/* Ids of the risks, joined by ; in the rules' order; NULL where there is none. False: the memory is
 * full. */
static bool join(const struct hj_rows *rows, const struct hj_pass_block *block, uint32_t row,
                 bool unknown, struct hj_value *list)
{
    const struct state *state = rows->state;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    struct hj_buffer text = {0};
    bool room = true;
    for (uint32_t i = 0; i < ruleset->watch_count; i++) {
        uint32_t root = state->watch + i;
        bool listed = unknown ? is_unknown(block, root, row) : is_true(block, root, row);
        if (!ruleset->watch[i].counted && listed) {
            room = room && (text.size == 0 || hj_buffer_append(&text, hj_span_of(";"))) &&
                   hj_buffer_append(&text, ruleset->watch[i].id);
        }
    }
    struct hj_span copy = {NULL, 0};
    if (room && text.size > 0) {
        copy = hj_arena_copy(block->arena, hj_buffer_span(&text));
        room = copy.data != NULL;
    }
    hj_buffer_release(&text);
    *list = hj_text_value(copy);
    return room;
}

static enum hj_code read_block(void *context, uint32_t block, struct hj_arena *arena, void **facts,
                               struct hj_error *error)
{
    struct hj_rows *rows = context;
    struct state *state = rows->state;
    return hj_firm_sources_read(&state->sources, block, arena, facts, error);
}

/* Firms with a risk. */
static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct hj_rows *rows = context;
    const struct state *state = rows->state;
    struct hj_firm_facts *facts = block->made;
    struct hj_rows_batch *batch = hj_arena_zero(block->arena, 1, sizeof *batch);
    if (!batch || !hj_firm_facts_fill(rows->loaded.ruleset, block->rows, block->arena, facts)) {
        return hj_error_memory(error);
    }
    block->made = batch;
    for (uint32_t row = 0; row < block->rows; row++) {
        struct hj_value risks, unchecked;
        if (!join(rows, block, row, false, &risks) || !join(rows, block, row, true, &unchecked)) {
            return hj_error_memory(error);
        }
        if (risks.null || !hj_rows_wanted(rows, block, state->town, row)) {
            continue;
        }
        struct hj_value *cells = hj_rows_add(batch, COLUMNS, block->arena);
        if (!cells) {
            return hj_error_memory(error);
        }
        cells[RECORD] = hj_vector_value(block->records, row);
        cells[USCC] = hj_rows_value(block, state->uscc, row);
        cells[NAME] = hj_rows_value(block, state->name, row);
        cells[TOWN] = hj_rows_value(block, state->town, row);
        cells[NUMERATOR] = (struct hj_value){
            .type = HJ_BOOLEAN, .boolean = is_true(block, state->today.numerator, row)};
        cells[UNTIL] = (struct hj_value){
            .type = HJ_DATE, .null = facts->until[row] == HJ_DATE_MIN, .date = facts->until[row]};
        cells[RISKS] = risks;
        cells[UNCHECKED] = unchecked;
        cells[EXITS] = (struct hj_value){
            .type = HJ_NUMBER, .null = !(state->exits > 0.0), .number = state->exits};
    }
    return HJ_OK;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    return hj_rows_pass_batch(rows, &(struct hj_pass){.read = read_block, .work = work}, error);
}

/* ---- by risk ---- */

static enum hj_code count(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct hj_rows *rows = context;
    struct state *state = rows->state;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    (void)error;
    for (uint32_t row = 0; row < block->rows; row++) {
        bool any = false;
        if (!hj_rows_wanted(rows, block, state->town, row)) {
            continue;
        }
        for (uint32_t i = 0; i < ruleset->watch_count; i++) {
            /* The numerator implies the counting, however it is counted. */
            bool asked =
                !ruleset->watch[i].counted || is_true(block, state->today.denominator, row);
            bool holds = asked && is_true(block, state->watch + i, row);
            state->firms[i] += holds;
            state->unknown[i] += asked && is_unknown(block, state->watch + i, row);
            any = any || (holds && !ruleset->watch[i].counted);
        }
        state->firms[ruleset->watch_count] += any;
    }
    return HJ_OK;
}

static void fill_risk(const struct hj_rows *rows, const struct hj_watch *watch, uint32_t i,
                      struct hj_value *cells)
{
    const struct state *state = rows->state;
    cells[KIND] = hj_text_value(hj_span_of(!watch ? "total" : watch->counted ? "count" : "risk"));
    if (watch) {
        cells[ID] = hj_text_value(watch->id);
        cells[TITLE_ZH] = hj_text_value(watch->title.zh);
        cells[TITLE_EN] = hj_text_value(watch->title.en);
        cells[UNKNOWN] = (struct hj_value){.type = HJ_INTEGER, .integer = state->unknown[i]};
    }
    /* None found and some that nobody could judge: nothing measured, nothing claimed. */
    if (watch && state->firms[i] == 0 && state->unknown[i] > 0) {
        return;
    }
    cells[FIRMS] = (struct hj_value){.type = HJ_INTEGER, .integer = state->firms[i]};
    if (state->exits > 0.0 && !(watch && watch->counted)) {
        cells[WORTH] =
            (struct hj_value){.type = HJ_NUMBER, .number = state->exits * (double)state->firms[i]};
    }
}

/* Other ways of counting first, then risks, then firms with any risk. */
static enum hj_code batch_risks(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    struct hj_rows_batch made = {0};
    if (state->done) {
        return HJ_OK;
    }
    state->done = true;
    enum hj_code code = hj_rows_run_pass(rows, &(struct hj_pass){.merge = count}, error);
    for (int counted = 1; code == HJ_OK && counted >= 0; counted--) {
        for (uint32_t i = 0; i <= ruleset->watch_count && code == HJ_OK; i++) {
            const struct hj_watch *watch = i < ruleset->watch_count ? &ruleset->watch[i] : NULL;
            if ((watch && watch->counted) != (counted == 1)) {
                continue;
            }
            struct hj_value *cells = hj_rows_add(&made, RISK_COLUMNS, &rows->loaded.arena);
            if (!cells) {
                return hj_error_memory(error);
            }
            fill_risk(rows, watch, i, cells);
        }
    }
    rows->values = made.values;
    rows->count = code == HJ_OK ? made.count : 0;
    return code;
}

const struct hj_rows_kind hj_rows_watch = {
    .name = "watch",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_watch,
    .batch = batch,
    .close = close_watch,
    .filters = HJ_FILTER_TOWN | HJ_FILTER_WHERE,
};

const struct hj_rows_kind hj_rows_watch_risks = {
    .name = "watch-risks",
    .columns = risk_columns,
    .column_count = RISK_COLUMNS,
    .open = open_watch,
    .batch = batch_risks,
    .close = close_watch,
    .filters = HJ_FILTER_TOWN | HJ_FILTER_WHERE | HJ_FILTER_BY,
};
