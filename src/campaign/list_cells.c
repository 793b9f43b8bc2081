/* SPDX-License-Identifier: MIT
 * A firm's cells: values of the firm scope as text, and what the program itself says. */
#include "base/decimal.h"
#include "campaign/lists.h"
#include "campaign/mask.h"
#include "campaign/rows.h"
#include "simulate/calendar.h"

#include <inttypes.h>

struct cell {
    struct hj_list_run *run;
    const struct hj_list_plan *plan;
    const struct hj_list_case *firm;
    const struct hj_list_field *field;
    const struct hj_list_column *column;
    enum hj_personal personal; /* of the part */
    struct hj_buffer *out;
};

static struct hj_span word_of(const struct cell *cell, enum hj_list_word word)
{
    return cell->run->loaded.ruleset->lists->words[word];
}

static bool add(struct cell *cell, struct hj_span text)
{
    return hj_buffer_append(cell->out, text);
}

/* ---- values ---- */

static bool add_boolean(struct cell *cell, bool value)
{
    struct hj_span name = hj_span_of(value ? "true" : "false");
    struct hj_span term = hj_list_term_of(cell->column->terms, name);
    bool own = hj_span_equal(term, name);
    return add(cell, own ? word_of(cell, value ? HJ_LIST_WORD_YES : HJ_LIST_WORD_NO) : term);
}

static bool add_text(struct cell *cell, struct hj_span text)
{
    const struct hj_list_column *column = cell->column;
    if (cell->personal == HJ_PERSONAL_NAME && (column->masked || !cell->plan->layout->full_names)) {
        text = hj_mask_text(text, &cell->run->scratch);
        return text.data && add(cell, text);
    }
    return add(cell, hj_list_term_of(column->terms, text));
}

static bool add_value(struct cell *cell, struct hj_value value)
{
    char text[HJ_DECIMAL_TEXT > 32 ? HJ_DECIMAL_TEXT : 32];
    if (value.null && cell->column->unknown.data) {
        return add(cell, cell->column->unknown);
    }
    if (value.null) {
        return value.type != HJ_BOOLEAN || add(cell, word_of(cell, HJ_LIST_WORD_UNKNOWN));
    }
    switch (value.type) {
    case HJ_BOOLEAN:
        return add_boolean(cell, value.boolean);
    case HJ_TEXT:
        return add_text(cell, value.text);
    case HJ_INTEGER:
        snprintf(text, sizeof text, "%" PRId64, value.integer);
        break;
    case HJ_NUMBER:
        hj_decimal_shortest(value.number, text);
        break;
    case HJ_DATE:
        hj_date_format(value.date, text);
        break;
    }
    return add(cell, hj_list_term_of(cell->column->terms, hj_span_of(text)));
}

/* Parts stand one below the other; what stands for NULL is said once. */
static bool add_parts(struct cell *cell)
{
    uint32_t root = cell->run->column_roots[cell->field->column];
    bool room = true;
    for (uint32_t i = 0; room && i < cell->column->part_count; i++) {
        struct hj_value value = hj_rows_value(cell->firm->block, root + i, cell->firm->row);
        size_t before = cell->out->size;
        cell->personal = cell->column->parts[i].personal;
        if (i > 0 && value.null && value.type != HJ_BOOLEAN) {
            continue;
        }
        room = (before == 0 || add(cell, hj_span_of("\n"))) && add_value(cell, value);
    }
    return room;
}

/* ---- what the program says ---- */

static const struct hj_rule *rule_of(const struct cell *cell, struct hj_span id)
{
    const struct hj_ruleset *ruleset = cell->run->loaded.ruleset;
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        if (hj_span_equal(ruleset->rules[i].id, id)) {
            return &ruleset->rules[i];
        }
    }
    return NULL;
}

static bool add_item(struct cell *cell, struct hj_span text)
{
    return (cell->out->size == 0 || add(cell, word_of(cell, HJ_LIST_WORD_SEPARATOR))) &&
           add(cell, text);
}

/* A rule's id or a name of the firm scope, as people call it. */
static bool add_named(struct cell *cell, struct hj_span id, bool missing)
{
    const struct hj_rule *rule = rule_of(cell, id);
    if (missing && rule && rule->rule_class == HJ_CLASS_PROTECT && cell->plan->has_exclusions) {
        return true; /* it has a column of its own */
    }
    if (rule && rule->title.zh.data) {
        return add_item(cell, hj_list_title(rule->title));
    }
    return add_item(cell, hj_list_term_of(cell->run->loaded.ruleset->lists->names, id));
}

/* Items of a list joined by ; as verdicts hold them. */
static bool add_list(struct cell *cell, struct hj_value list, bool missing)
{
    struct hj_span rest = list.null ? (struct hj_span){"", 0} : list.text;
    bool room = true;
    while (room && rest.size > 0) {
        const char *end = memchr(rest.data, ';', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;
        room = add_named(cell, hj_span_slice(rest, 0, size), missing);
        rest = end ? hj_span_slice(rest, size + 1, rest.size - size - 1) : (struct hj_span){"", 0};
    }
    return room;
}

/* "{law} {article}" filled in. */
static bool add_article(struct cell *cell, struct hj_span law, struct hj_span article)
{
    struct hj_span format = word_of(cell, HJ_LIST_WORD_ARTICLE);
    bool room = cell->out->size == 0 || add(cell, word_of(cell, HJ_LIST_WORD_SEPARATOR));
    if (article.size == 0) {
        return room && add(cell, law);
    }
    while (room && format.size > 0) {
        size_t step = 1;
        struct hj_span piece = hj_span_slice(format, 0, 1);
        if (format.size >= 5 && memcmp(format.data, "{law}", 5) == 0) {
            step = 5;
            piece = law;
        } else if (format.size >= 9 && memcmp(format.data, "{article}", 9) == 0) {
            step = 9;
            piece = article;
        }
        room = add(cell, piece);
        format = hj_span_slice(format, step, format.size - step);
    }
    return room;
}

static bool add_basis(struct cell *cell)
{
    const struct hj_ruleset *ruleset = cell->run->loaded.ruleset;
    const struct hj_route *route = &ruleset->routes[cell->firm->route];
    bool room = true;
    for (uint32_t i = 0; room && i < route->basis_count; i++) {
        const struct hj_basis *basis = &route->basis[i];
        struct hj_span law = basis->law;
        if (basis->law_index >= 0) {
            law = hj_list_title(ruleset->laws[basis->law_index].title);
        }
        room = add_article(cell, law, basis->article);
    }
    return room;
}

static bool add_earliest(struct cell *cell)
{
    const struct hj_list_run *run = cell->run;
    const struct hj_route *route = &run->loaded.ruleset->routes[cell->firm->route];
    hj_date from = run->issued ? run->issue : run->campaign->config.as_of;
    char text[11];
    if (route->step_count == 0) {
        return true;
    }
    hj_date day = hj_simulate_steps_end(&run->loaded.ruleset->calendar, route->steps, 0,
                                        route->step_count, from);
    if (day < HJ_DATE_MIN || day > HJ_DATE_MAX) {
        return true;
    }
    hj_date_format(day, text);
    return add(cell, hj_span_of(text));
}

static bool add_exclusion(struct cell *cell)
{
    const struct hj_match_result *results = cell->firm->block->results;
    struct hj_truth when = results[cell->field->when].truth;
    struct hj_truth unless = results[cell->field->unless].truth;
    uint32_t row = cell->firm->row;
    bool holds = hj_bits_get(when.yes, row), unknown = hj_bits_get(when.unknown, row);
    bool waived = hj_bits_get(unless.yes, row), open = hj_bits_get(unless.unknown, row);
    enum hj_list_word word = HJ_LIST_WORD_NO;
    if (!waived && (unknown || (holds && open))) {
        word = HJ_LIST_WORD_UNKNOWN;
    } else if (!waived && holds) {
        word = HJ_LIST_WORD_YES;
    }
    return add(cell, word_of(cell, word));
}

/* Stable over runs: who the firm is (campaign/firm_id.h), and its route. */
static struct hj_span clue_of(struct hj_list_run *run, const struct hj_list_case *firm)
{
    struct hj_value id = hj_rows_value(firm->block, run->who, firm->row);
    struct hj_span route = {"", 0};
    if (firm->route >= 0) {
        route = run->loaded.ruleset->routes[firm->route].id;
    }
    const struct hj_span parts[] = {id.text, route};
    struct hj_digest digest = hj_digest_of(parts, 2);
    char text[33], clue[12];
    hj_digest_format(&digest, text);
    int size = snprintf(clue, sizeof clue, "C%.10s", text);
    for (int i = 1; i < size; i++) {
        clue[i] = (char)(clue[i] >= 'a' ? clue[i] - 'a' + 'A' : clue[i]);
    }
    return hj_arena_copy(&run->loaded.arena, (struct hj_span){clue, (size_t)size});
}

static bool add_integer(struct cell *cell, int64_t value)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%" PRId64, value);
    return add(cell, (struct hj_span){text, (size_t)size});
}

static bool fill_cell(struct cell *cell, const struct hj_list_firm *firm)
{
    const struct hj_list_case *which = cell->firm;
    const struct hj_route *route =
        which->route < 0 ? NULL : &cell->run->loaded.ruleset->routes[which->route];
    struct hj_value rule_class = which->verdict[HJ_VERDICT_CLASS];
    switch (cell->column->says) {
    case HJ_LIST_VALUE:
        return add_parts(cell);
    case HJ_LIST_RECORD:
        return add_integer(cell, firm->record);
    case HJ_LIST_CLUE:
        return add(cell, firm->clue);
    case HJ_LIST_CLASS:
        return rule_class.null || add(cell, hj_list_term_of(cell->column->terms, rule_class.text));
    case HJ_LIST_FINDINGS:
        return add_list(cell, which->verdict[HJ_VERDICT_RULES], false);
    case HJ_LIST_ROUTE:
        return !route || add(cell, hj_list_title(route->title));
    case HJ_LIST_ROUTE_ID:
        return !route || add(cell, route->id);
    case HJ_LIST_BASIS:
        return add_basis(cell);
    case HJ_LIST_MISSING:
        return add_list(cell, which->verdict[HJ_VERDICT_UNCHECKED], true);
    case HJ_LIST_EARLIEST:
        return add_earliest(cell);
    case HJ_LIST_EXCLUSIONS:
        return add_exclusion(cell);
    case HJ_LIST_ANSWER:
    case HJ_LIST_NUMBER:
    case HJ_LIST_SAYS_COUNT:
        break;
    }
    return true;
}

/* ---- the firm ---- */

enum { RECENT = 4096 }; /* a power of two; towns × routes × rules */

/* A copy of the text that lives as long as the run; the one that is there where it has been said
 * not long ago: of a firm's cells only names, codes and days are its own. */
static struct hj_span keep_text(struct hj_list_run *run, struct hj_span text)
{
    if (!run->recent) {
        run->recent = hj_arena_zero(&run->loaded.arena, RECENT, sizeof *run->recent);
    }
    if (!run->recent) {
        return (struct hj_span){NULL, 0};
    }
    struct hj_span *recent = &run->recent[hj_hash_bytes(text) & (RECENT - 1)];
    if (!recent->data || !hj_span_equal(*recent, text)) {
        *recent = hj_arena_copy(&run->loaded.arena, text);
    }
    return *recent;
}

/* The value of a root as text of the run's arena; data NULL where it is NULL. */
static bool root_text(struct cell *cell, uint32_t root, struct hj_span *text)
{
    static const struct hj_list_column plain = {.says = HJ_LIST_VALUE};
    struct hj_value value = hj_rows_value(cell->firm->block, root, cell->firm->row);
    *text = (struct hj_span){NULL, 0};
    if (value.null) {
        return true;
    }
    cell->column = &plain;
    cell->personal = HJ_PERSONAL_NONE;
    hj_buffer_clear(cell->out);
    if (!add_value(cell, value)) {
        return false;
    }
    *text = keep_text(cell->run, hj_buffer_span(cell->out));
    return text->data != NULL;
}

static bool fill_order(struct cell *cell, struct hj_list_firm *firm)
{
    const struct hj_list_plan *plan = cell->plan;
    uint32_t count = plan->layout->sort_count;
    struct hj_span *sort = hj_arena_zero(&cell->run->loaded.arena, count, sizeof *sort);
    firm->sort = sort;
    bool room = sort != NULL;
    for (uint32_t i = 0; room && i < count; i++) {
        room = root_text(cell, plan->sort[i], &sort[i]);
    }
    return room && (plan->sheets == HJ_ROOT_NONE || root_text(cell, plan->sheets, &firm->sheet));
}

bool hj_list_fill(struct hj_list_run *run, const struct hj_list_plan *plan,
                  const struct hj_list_case *which, struct hj_list_firm *firm)
{
    struct hj_span *cells = hj_arena_zero(&run->loaded.arena, plan->field_count, sizeof *cells);
    struct cell cell = {.run = run, .plan = plan, .firm = which, .out = &run->text};
    *firm = (struct hj_list_firm){
        .cells = cells,
        .clue = clue_of(run, which),
        .number = UINT32_MAX,
        .clue_cell = UINT32_MAX,
        .record = which->block->records->integers[which->row],
        .route = which->route,
    };
    bool room = cells && firm->clue.data;
    for (uint32_t i = 0; room && i < plan->field_count; i++) {
        cell.field = &plan->fields[i];
        cell.column = &run->loaded.ruleset->lists->columns[cell.field->column];
        hj_buffer_clear(&run->text);
        if (cell.column->says == HJ_LIST_NUMBER) {
            firm->number = i;
        } else if (cell.column->says == HJ_LIST_CLUE) {
            firm->clue_cell = i;
        }
        room = fill_cell(&cell, firm);
        if (room && run->text.size == 0 && cell.column->unknown.data) {
            room = add(&cell, cell.column->unknown);
        }
        if (room && run->text.size > 0) {
            cells[i] = keep_text(run, hj_buffer_span(&run->text));
            room = cells[i].data != NULL;
        }
    }
    return room && fill_order(&cell, firm);
}
