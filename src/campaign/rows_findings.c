/* SPDX-License-Identifier: MIT
 * findings: one row a firm and rule that holds for it, by record and then rule id. */
#include "base/json.h"
#include "campaign/findings.h"
#include "campaign/mask.h"
#include "campaign/rows.h"
#include "campaign/verdicts.h"
#include "rules/language.h"

enum column { RECORD, USCC, NAME, CLASS, RULE, SEVERITY, STRENGTH, EVIDENCE, UNCHECKED, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [RECORD] = {.name = "record", .type = HJ_INTEGER},
    [USCC] = {.name = "uscc", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT},
    [CLASS] = {.name = "class", .type = HJ_TEXT},
    [RULE] = {.name = "rule", .type = HJ_TEXT},
    [SEVERITY] = {.name = "severity", .type = HJ_TEXT},
    [STRENGTH] = {.name = "strength", .type = HJ_TEXT},
    [EVIDENCE] = {.name = "evidence", .type = HJ_TEXT, .json = true},
    [UNCHECKED] = {.name = "unchecked", .type = HJ_TEXT},
};

struct state {
    struct hj_digest *keys;
    bool *wanted;              /* one a rule */
    uint32_t uscc, name, town; /* roots */
    struct hj_digest verdicts; /* where --route asks for them */
};

/* Rows at once: what a block has beyond them waits, since thousands of rules may hold for each of
 * its firms. */
enum { BATCH_ROWS = 32 * 1024 };

/* A set of rows of a block; those that are not below `rows` are not in it. */
struct row_set {
    uint64_t *bits;
    uint32_t rows;
};

/* Of one rule: as bits, since row numbers would take 64 times as much where a rule holds for every
 * firm. */
struct rule_rows {
    struct row_set holds, unchecked;
};

/* What a block has in the store, and how far its rows are made. */
struct found {
    struct hj_rows_batch batch; /* comes first: it is what hj_rows_pass_batch sees */
    struct rule_rows *rules;    /* one a rule */
    struct hj_vector verdict[HJ_VERDICT_COLUMNS]; /* with --route */
    uint32_t row, rule;                           /* the next finding is not before these */
    uint32_t verdict_at;
    bool asked, passes; /* whether the row passes the filters */
};

/* Names whose values a rule's unchecked `unless` rests on: asked for so that the NULL ones can be
 * told. */
static void want_name(void *context, uint32_t name)
{
    hj_roots_name(context, name);
}

static enum hj_code open_findings(struct hj_rows *rows, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    struct hj_arena *arena = &rows->loaded.arena;
    struct state *state = hj_arena_zero(arena, 1, sizeof *state);
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_findings_keys(rows->store, &rows->loaded, arena, &state->keys, error));
    if (rows->filter.route) {
        state->verdicts = hj_verdicts_key(&rows->loaded, state->keys);
        HJ_TRY(hj_verdicts_check(rows->store, &state->verdicts, error));
    }
    state->wanted = hj_arena_zero(arena, ruleset->rule_count, sizeof *state->wanted);
    if (!state->wanted) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_rows_begin_roots(rows, error));
    state->uscc = hj_roots_find(&rows->roots, "uscc");
    state->name = hj_roots_find(&rows->roots, "name");
    state->town = hj_roots_find(&rows->roots, "town");
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        state->wanted[i] = (!rows->filter.rule || hj_span_is(rule->id, rows->filter.rule)) &&
                           (!rows->filter.rule_class || strcmp(hj_rule_class_name(rule->rule_class),
                                                               rows->filter.rule_class) == 0);
        for (uint32_t e = 0; state->wanted[i] && e < rule->evidence_count; e++) {
            hj_roots_name(&rows->roots, rule->evidence[e]);
        }
        if (state->wanted[i] && !hj_language_names(rule->unless.root, want_name, &rows->roots)) {
            return hj_error_memory(error);
        }
    }
done:
    return code;
}

/* The rows, which are in order. */
static bool make_set(const struct hj_vector *rows, struct hj_arena *arena, struct row_set *set)
{
    *set = (struct row_set){0};
    if (rows->rows == 0 || rows->integers[rows->rows - 1] >= HJ_BLOCK_ROWS) {
        return true;
    }
    set->rows = (uint32_t)rows->integers[rows->rows - 1] + 1;
    set->bits = hj_arena_zero(arena, hj_bits_words(set->rows), sizeof *set->bits);
    for (uint32_t i = 0; set->bits && i < rows->rows; i++) {
        hj_bits_set(set->bits, (uint32_t)rows->integers[i]);
    }
    return set->bits;
}

static bool has_row(const struct row_set *set, uint32_t row)
{
    return row < set->rows && hj_bits_get(set->bits, row);
}

static enum hj_code read_rules(const struct hj_rows *rows, uint32_t block, struct hj_arena *arena,
                               struct rule_rows *rules, struct hj_error *error)
{
    const struct state *state = rows->state;
    struct hj_arena scratch = {0};
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; i < rows->loaded.ruleset->rule_count; i++) {
        struct hj_rule_findings findings;
        if (!state->wanted[i]) {
            continue;
        }
        hj_arena_clear(&scratch);
        HJ_TRY(hj_findings_get(rows->store, &state->keys[i], block, &scratch, &findings, error));
        if (!make_set(&findings.holds, arena, &rules[i].holds) ||
            !make_set(&findings.unchecked, arena, &rules[i].unchecked)) {
            HJ_TRY(hj_error_memory(error));
        }
    }
done:
    hj_arena_release(&scratch);
    return code;
}

static enum hj_code read_findings(void *context, uint32_t block, struct hj_arena *arena,
                                  void **made, struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    struct found *found = hj_arena_zero(arena, 1, sizeof *found);
    struct rule_rows *rules = hj_arena_zero(arena, rows->loaded.ruleset->rule_count, sizeof *rules);
    if (!found || !rules) {
        return hj_error_memory(error);
    }
    found->rules = rules;
    *made = found;
    enum hj_code code = read_rules(rows, block, arena, rules, error);
    return code == HJ_OK && rows->filter.route
               ? hj_verdicts_get(rows->store, &state->verdicts, block, arena, found->verdict, error)
               : code;
}

static bool append_value(struct hj_buffer *out, const struct hj_value *value)
{
    char date[11];
    if (value->null) {
        return hj_buffer_append(out, hj_span_of("null"));
    }
    switch (value->type) {
    case HJ_BOOLEAN:
        return hj_buffer_append(out, hj_span_of(value->boolean ? "true" : "false"));
    case HJ_INTEGER:
        return hj_json_integer(out, value->integer);
    case HJ_NUMBER:
        return hj_json_number(out, value->number);
    case HJ_DATE:
        hj_date_format(value->date, date);
        return hj_json_string(out, hj_span_of(date));
    case HJ_TEXT:
        return hj_json_string(out, value->text);
    }
    return false;
}

static enum hj_code make_evidence(const struct hj_rows *rows, const struct hj_pass_block *block,
                                  const struct hj_rule *rule, uint32_t row, struct hj_value *cell,
                                  struct hj_error *error)
{
    struct hj_buffer json = {0};
    bool room = hj_buffer_append(&json, hj_span_of("{"));
    for (uint32_t i = 0; room && i < rule->evidence_count; i++) {
        uint32_t name = rule->evidence[i];
        struct hj_value value = hj_rows_value(block, rows->roots.of_name[name], row);
        value = hj_mask_value(&rows->loaded, name, value, block->arena);
        room = (i == 0 || hj_buffer_append(&json, hj_span_of(", "))) &&
               hj_json_string(&json, rows->loaded.ruleset->scope.names[name].name) &&
               hj_buffer_append(&json, hj_span_of(": ")) && append_value(&json, &value);
    }
    room = room && hj_buffer_append(&json, hj_span_of("}"));
    *cell = hj_text_value(room ? hj_arena_copy(block->arena, hj_buffer_span(&json))
                               : (struct hj_span){NULL, 0});
    hj_buffer_release(&json);
    return cell->null ? hj_error_memory(error) : HJ_OK;
}

struct unchecked {
    const struct hj_rows *rows;
    const struct hj_pass_block *block;
    uint32_t row;
    struct hj_buffer list;
    bool memory_full;
};

static void add_unchecked(void *context, uint32_t name)
{
    struct unchecked *unchecked = context;
    struct hj_value value =
        hj_rows_value(unchecked->block, unchecked->rows->roots.of_name[name], unchecked->row);
    if (value.null) {
        struct hj_buffer *list = &unchecked->list;
        bool room = (list->size == 0 || hj_buffer_append(list, hj_span_of(";"))) &&
                    hj_buffer_append(list, unchecked->rows->loaded.ruleset->scope.names[name].name);
        unchecked->memory_full = unchecked->memory_full || !room;
    }
}

static enum hj_code make_unchecked(const struct hj_rows *rows, const struct hj_pass_block *block,
                                   const struct hj_rule *rule, uint32_t row, struct hj_value *cell,
                                   struct hj_error *error)
{
    struct unchecked unchecked = {.rows = rows, .block = block, .row = row};
    bool room = hj_language_names(rule->unless.root, add_unchecked, &unchecked);
    struct hj_span text = hj_arena_copy(block->arena, hj_buffer_span(&unchecked.list));
    hj_buffer_release(&unchecked.list);
    if (!room || !text.data || unchecked.memory_full) {
        return hj_error_memory(error);
    }
    *cell = hj_text_value(text.size ? text : (struct hj_span){NULL, 0});
    return HJ_OK;
}

static enum hj_code add_finding(struct hj_rows *rows, struct hj_pass_block *block, uint32_t row,
                                uint32_t index, bool unchecked, struct hj_error *error)
{
    const struct state *state = rows->state;
    const struct hj_rule *rule = &rows->loaded.ruleset->rules[index];
    struct found *found = block->made;
    struct hj_value *cells = hj_rows_add(&found->batch, COLUMNS, block->arena);
    if (!cells) {
        return hj_error_memory(error);
    }
    cells[RECORD] = hj_vector_value(block->records, row);
    cells[USCC] = hj_rows_value(block, state->uscc, row);
    cells[NAME] = hj_rows_value(block, state->name, row);
    cells[CLASS] = hj_text_value(hj_span_of(hj_rule_class_name(rule->rule_class)));
    cells[RULE] = hj_text_value(rule->id);
    cells[SEVERITY] = hj_text_value(hj_span_of(hj_severity_name(rule->severity)));
    if (rule->strength != HJ_STRENGTH_NONE) {
        cells[STRENGTH] = hj_text_value(hj_span_of(hj_strength_name(rule->strength)));
    }
    enum hj_code code = make_evidence(rows, block, rule, row, &cells[EVIDENCE], error);
    if (code == HJ_OK && unchecked) {
        code = make_unchecked(rows, block, rule, row, &cells[UNCHECKED], error);
    }
    return code;
}

/* Moves *at to the first row number that is not below `row`; true when it is the row's. */
static bool stands_at(const struct hj_vector *rows, uint32_t *at, uint32_t row)
{
    while (*at < rows->rows && rows->integers[*at] < (int64_t)row) {
        (*at)++;
    }
    return *at < rows->rows && rows->integers[*at] == (int64_t)row;
}

/* Whether the firm's verdict has the route of the filter; rows are asked for in order. */
static bool has_route(const struct hj_rows *rows, struct found *found, uint32_t row)
{
    const struct hj_vector *route = &found->verdict[HJ_VERDICT_ROUTE];
    uint32_t *at = &found->verdict_at;
    return !rows->filter.route ||
           (stands_at(&found->verdict[HJ_VERDICT_ROW], at, row) && !hj_vector_is_null(route, *at) &&
            hj_span_is(hj_vector_text(route, *at), rows->filter.route));
}

/* Whether the row that stands next passes the filters; found out once a row. */
static bool passes(const struct hj_rows *rows, const struct hj_pass_block *block,
                   struct found *found)
{
    const struct state *state = rows->state;
    if (!found->asked) {
        found->passes = has_route(rows, found, found->row) &&
                        hj_rows_wanted(rows, block, state->town, found->row);
        found->asked = true;
    }
    return found->passes;
}

/* The next rows of the block, from where it stands. */
static enum hj_code make_rows(struct hj_rows *rows, struct hj_pass_block *block,
                              struct hj_error *error)
{
    struct found *found = block->made;
    uint32_t rules = rows->loaded.ruleset->rule_count;
    found->batch = (struct hj_rows_batch){0};
    for (; found->row < block->rows; found->row++) {
        for (; found->rule < rules; found->rule++) {
            const struct rule_rows *rule = &found->rules[found->rule];
            if (!has_row(&rule->holds, found->row) || !passes(rows, block, found)) {
                continue;
            }
            if (found->batch.count == BATCH_ROWS) {
                found->batch.more = true;
                return HJ_OK;
            }
            enum hj_code code = add_finding(rows, block, found->row, found->rule,
                                            has_row(&rule->unchecked, found->row), error);
            if (code != HJ_OK) {
                return code;
            }
        }
        found->rule = 0;
        found->asked = false;
    }
    return HJ_OK;
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    return make_rows(context, block, error);
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    return hj_rows_pass_batch(rows, &(struct hj_pass){.read = read_findings, .work = work}, error);
}

const struct hj_rows_kind hj_rows_findings = {
    .name = "findings",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_findings,
    .batch = batch,
    .more = make_rows,
    .filters =
        HJ_FILTER_RULE | HJ_FILTER_CLASS | HJ_FILTER_TOWN | HJ_FILTER_ROUTE | HJ_FILTER_WHERE,
};
