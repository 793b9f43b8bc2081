/* SPDX-License-Identifier: MIT
 * diff: what a change of rules does to the findings of the loaded snapshot: two sets of rule files,
 * one pass each, side by side, block by block; nothing is stored. A set that has a dictionary of
 * the registry stands alone; any other one takes the place of the other set's files among the
 * campaign's. */
#include "campaign/rows.h"

#include "campaign/same_holds.h"
#include "match/findings.h"

enum column {
    ID,
    BEFORE,
    AFTER,
    ADDED,
    REMOVED,
    UNCHANGED,
    ADDED_RECORDS,
    REMOVED_RECORDS,
    COLUMNS
};

static const struct hj_result_column columns[COLUMNS] = {
    [ID] = {.name = "rule", .type = HJ_TEXT},
    [BEFORE] = {.name = "before", .type = HJ_INTEGER},
    [AFTER] = {.name = "after", .type = HJ_INTEGER},
    [ADDED] = {.name = "added", .type = HJ_INTEGER},
    [REMOVED] = {.name = "removed", .type = HJ_INTEGER},
    [UNCHANGED] = {.name = "unchanged", .type = HJ_INTEGER},
    [ADDED_RECORDS] = {.name = "added_records", .type = HJ_TEXT},
    [REMOVED_RECORDS] = {.name = "removed_records", .type = HJ_TEXT},
};

enum { EXAMPLES = 3, EXAMPLE_TEXT = EXAMPLES * 21 };

struct side {
    struct hj_loaded loaded;
    const struct hj_expr **roots;
    struct hj_same_holds *same; /* one a rule of the list; of predicates: empty */
    uint32_t *rules;            /* with a predicate or `same:`, in id order */
    uint32_t count;
    struct hj_passing *passing;
};

struct compared {
    int64_t before, after, unchanged;
    char added[EXAMPLE_TEXT], removed[EXAMPLE_TEXT]; /* record numbers, joined by ; */
    uint32_t added_count, removed_count;
};

struct diff {
    struct side sides[2];
    uint32_t (*pairs)[2]; /* positions among the sides' rules; UINT32_MAX: not there */
    struct compared *compared;
    uint32_t pair_count;
    bool done;
};

/* The rows of the block among the firms that a rule with `same:` holds for. */
static enum hj_code take_rows(const struct hj_same_holds *same, const struct hj_pass_block *block,
                              struct hj_vector *rows, struct hj_error *error)
{
    int64_t *integers = hj_arena_new(block->arena, (block->rows + 1) * sizeof *integers);
    if (!integers) {
        return hj_error_memory(error);
    }
    *rows = (struct hj_vector){.type = HJ_INTEGER};
    for (uint32_t row = 0; row < block->rows; row++) {
        if (hj_bits_get(same->firms, same->firsts[block->block] + row)) {
            integers[rows->rows++] = row;
        }
    }
    rows->integers = integers;
    return HJ_OK;
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct side *side = context;
    struct hj_rule_findings *made = hj_arena_zero(block->arena, side->count, sizeof *made);
    if (!made) {
        return hj_error_memory(error);
    }
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; code == HJ_OK && i < side->count; i++) {
        code = side->same[i].firms ? take_rows(&side->same[i], block, &made[i].holds, error)
                                   : hj_findings_make(&block->results[2 * i], block->rows,
                                                      block->arena, &made[i], error);
    }
    block->made = made;
    return code;
}

static enum hj_code open_side(struct hj_rows *rows, struct side *side, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = side->loaded.ruleset;
    struct hj_arena *arena = &side->loaded.arena;
    side->rules = hj_arena_zero(arena, ruleset->rule_count, sizeof *side->rules);
    side->roots = hj_arena_zero(arena, 2 * (size_t)ruleset->rule_count, sizeof *side->roots);
    side->same = hj_arena_zero(arena, ruleset->rule_count, sizeof *side->same);
    if (!side->rules || !side->roots || !side->same) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        enum hj_code code = HJ_OK;
        if (rule->same_count > 0) {
            code = hj_same_holds_find(rows->campaign, rows->store, &side->loaded, rule,
                                      &side->same[side->count], error);
        }
        if (code != HJ_OK) {
            return code;
        }
        if (rule->when.root || rule->same_count > 0) {
            side->rules[side->count++] = i;
        }
    }
    hj_findings_roots(ruleset, side->rules, side->count, side->roots);
    const struct hj_pass pass = {
        .campaign = rows->campaign,
        .store = rows->store,
        .loaded = &side->loaded,
        .roots = side->roots,
        .root_count = 2 * side->count,
        .context = side,
        .work = work,
    };
    return hj_pass_open(&pass, &side->passing, error);
}

static struct hj_span id_of(const struct side *side, uint32_t at)
{
    return side->loaded.ruleset->rules[side->rules[at]].id;
}

/* The rules of both sides by id, as two sorted lists are merged. */
static enum hj_code pair_rules(struct hj_rows *rows, struct diff *diff, struct hj_error *error)
{
    const struct side *a = &diff->sides[0], *b = &diff->sides[1];
    size_t most = (size_t)a->count + b->count;
    diff->pairs = hj_arena_zero(&rows->loaded.arena, most, sizeof *diff->pairs);
    diff->compared = hj_arena_zero(&rows->loaded.arena, most, sizeof *diff->compared);
    if (!diff->pairs || !diff->compared) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0, j = 0; i < a->count || j < b->count;) {
        int order = i == a->count   ? 1
                    : j == b->count ? -1
                                    : hj_span_compare(id_of(a, i), id_of(b, j));
        uint32_t *pair = diff->pairs[diff->pair_count++];
        pair[0] = order <= 0 ? i++ : UINT32_MAX;
        pair[1] = order >= 0 ? j++ : UINT32_MAX;
    }
    return HJ_OK;
}

static bool has_model_rule(const struct hj_ruleset *ruleset, struct hj_span id)
{
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        if (ruleset->rules[i].model.size && hj_span_equal(ruleset->rules[i].id, id)) {
            return true;
        }
    }
    return false;
}

/* A model finds pairs, not firms one by one: that is `link`'s work, which stores. */
static void say_left_out(const struct hj_rows *rows, const struct diff *diff)
{
    for (int i = 0; i < 2; i++) {
        const struct hj_ruleset *ruleset = diff->sides[i].loaded.ruleset;
        for (uint32_t r = 0; r < ruleset->rule_count; r++) {
            const struct hj_rule *rule = &ruleset->rules[r];
            bool said = i == 1 && has_model_rule(diff->sides[0].loaded.ruleset, rule->id);
            if (rule->model.size && !said) {
                struct hj_error note;
                hj_error_set(&note, HJ_NOTE_DIFF_MODEL);
                hj_error_text(&note, "rule", rule->id);
                hj_error_text(&note, "model", rule->model);
                hj_campaign_note(rows->campaign, &note);
            }
        }
    }
}

static enum hj_code open_diff(struct hj_rows *rows, struct hj_error *error)
{
    const char *const paths[] = {rows->filter.old_rules, rows->filter.new_rules};
    struct diff *diff = hj_arena_zero(&rows->loaded.arena, 1, sizeof *diff);
    enum hj_code code = HJ_OK;
    if (!diff) {
        return hj_error_memory(error);
    }
    rows->state = diff;
    for (int i = 0; i < 2; i++) {
        HJ_TRY(hj_rows_open_rules(rows, &paths[i], 1, paths[1 - i], &diff->sides[i].loaded, error));
        HJ_TRY(open_side(rows, &diff->sides[i], error));
    }
    HJ_TRY(pair_rules(rows, diff, error));
    say_left_out(rows, diff);
done:
    return code;
}

static void add_example(char text[EXAMPLE_TEXT], uint32_t *count, const struct hj_vector *records,
                        int64_t row)
{
    if (*count < EXAMPLES) {
        size_t used = strlen(text);
        snprintf(text + used, EXAMPLE_TEXT - used, "%s%lld", used ? ";" : "",
                 (long long)records->integers[row]);
    }
    (*count)++;
}

/* Row numbers of both ascend. */
static void compare(struct compared *compared, const struct hj_vector *before,
                    const struct hj_vector *after, const struct hj_vector *records)
{
    uint32_t before_rows = before ? before->rows : 0, after_rows = after ? after->rows : 0;
    for (uint32_t i = 0, j = 0; i < before_rows || j < after_rows;) {
        int64_t old_row = i < before_rows ? before->integers[i] : INT64_MAX;
        int64_t new_row = j < after_rows ? after->integers[j] : INT64_MAX;
        if (old_row < new_row) {
            add_example(compared->removed, &compared->removed_count, records, old_row);
        } else if (new_row < old_row) {
            add_example(compared->added, &compared->added_count, records, new_row);
        } else {
            compared->unchanged++;
        }
        i += old_row <= new_row;
        j += new_row <= old_row;
    }
    compared->before += before_rows;
    compared->after += after_rows;
}

static void compare_block(struct diff *diff, const struct hj_pass_block *before,
                          const struct hj_pass_block *after)
{
    const struct hj_rule_findings *old_found = before->made, *new_found = after->made;
    for (uint32_t p = 0; p < diff->pair_count; p++) {
        uint32_t i = diff->pairs[p][0], j = diff->pairs[p][1];
        compare(&diff->compared[p], i != UINT32_MAX ? &old_found[i].holds : NULL,
                j != UINT32_MAX ? &new_found[j].holds : NULL, before->records);
    }
}

static void fill(const struct diff *diff, struct hj_value *values)
{
    for (uint32_t p = 0; p < diff->pair_count; p++) {
        const struct compared *compared = &diff->compared[p];
        struct hj_value *cells = &values[(size_t)p * COLUMNS];
        bool is_old = diff->pairs[p][0] != UINT32_MAX, is_new = diff->pairs[p][1] != UINT32_MAX;
        cells[ID] = hj_text_value(is_old ? id_of(&diff->sides[0], diff->pairs[p][0])
                                         : id_of(&diff->sides[1], diff->pairs[p][1]));
        const int64_t numbers[] = {compared->before, compared->after, compared->added_count,
                                   compared->removed_count, compared->unchanged};
        for (int i = 0; i < 5; i++) {
            cells[BEFORE + i] = (struct hj_value){.type = HJ_INTEGER, .integer = numbers[i]};
        }
        cells[BEFORE].null = !is_old;
        cells[AFTER].null = !is_new;
        cells[ADDED_RECORDS] = hj_text_value(hj_span_of(compared->added));
        cells[REMOVED_RECORDS] = hj_text_value(hj_span_of(compared->removed));
    }
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    struct diff *diff = rows->state;
    enum hj_code code = HJ_OK;
    uint32_t count[2];
    if (diff->done) {
        return HJ_OK;
    }
    do {
        for (int i = 0; i < 2; i++) {
            HJ_TRY(hj_pass_window(diff->sides[i].passing, &count[i], error));
        }
        for (uint32_t b = 0; b < count[0]; b++) {
            compare_block(diff, hj_pass_block_at(diff->sides[0].passing, b),
                          hj_pass_block_at(diff->sides[1].passing, b));
        }
    } while (count[0] > 0);
    struct hj_value *values =
        hj_arena_zero(&rows->loaded.arena, (size_t)diff->pair_count * COLUMNS, sizeof *values);
    if (!values) {
        return hj_error_memory(error);
    }
    fill(diff, values);
    rows->values = values;
    rows->count = diff->pair_count;
    diff->done = true;
done:
    return code;
}

static void close_diff(struct hj_rows *rows)
{
    struct diff *diff = rows->state;
    for (int i = 0; diff && i < 2; i++) {
        hj_pass_close(diff->sides[i].passing);
        hj_loaded_release(&diff->sides[i].loaded);
    }
}

const struct hj_rows_kind hj_rows_diff = {
    .name = "diff",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_diff,
    .batch = batch,
    .close = close_diff,
};
