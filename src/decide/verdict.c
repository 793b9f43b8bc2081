/* SPDX-License-Identifier: MIT */
#include "decide/verdict.h"

const char *const hj_verdict_column_names[HJ_VERDICT_COLUMNS] = {
    [HJ_VERDICT_ROW] = "row",
    [HJ_VERDICT_CLASS] = "class",
    [HJ_VERDICT_ROUTE] = "route",
    [HJ_VERDICT_PROTECTED_BY] = "protected_by",
    [HJ_VERDICT_BLOCKED_BY] = "blocked_by",
    [HJ_VERDICT_UNCHECKED] = "unchecked",
    [HJ_VERDICT_RULES] = "rules",
};

/* What is known of one firm while it is decided. */
struct firm {
    const struct hj_decide_input *input;
    uint32_t row;
    int rank; /* of its class, by class_rank; the lowest decides */
    bool protected_, blocked;
    bool weak;  /* no finding that may move a firm: leads, infos and drafts alone */
    bool draft; /* only findings of draft rules, which give no route */
    const struct hj_decide_route *route;
};

enum { RANK_NONE = 4 };

static bool bit(const uint64_t *bits, uint32_t row)
{
    return bits && hj_bits_get(bits, row);
}

static bool holds(const struct hj_decide_rule *rule, uint32_t row)
{
    return bit(rule->truth.yes, row);
}

static bool is_protection(const struct hj_decide_rule *rule)
{
    return rule->rule->rule_class == HJ_CLASS_PROTECT;
}

/* A protection that could not judge the firm and says that this blocks. */
static bool blocks(const struct hj_decide_rule *rule, uint32_t row)
{
    return is_protection(rule) && rule->rule->unknown == HJ_UNKNOWN_BLOCKS &&
           bit(rule->truth.unknown, row);
}

static int class_rank(const struct hj_rule *rule)
{
    switch (rule->rule_class) {
    case HJ_CLASS_DUPLICATE:
        return rule->strength == HJ_STRENGTH_PROOF ? 0 : 3;
    case HJ_CLASS_ZOMBIE:
        return 1;
    case HJ_CLASS_ABNORMAL:
        return 2;
    case HJ_CLASS_PROTECT:
        break;
    }
    return RANK_NONE;
}

static const char *rank_name(int rank)
{
    static const char *const names[RANK_NONE] = {"duplicate", "zombie", "abnormal", "duplicate"};
    return names[rank];
}

/* Leads and infos say that somebody should look, not that a firm should go. */
static bool is_weak(const struct hj_rule *rule)
{
    return rule->strength == HJ_STRENGTH_LEAD || rule->severity == HJ_SEVERITY_INFO;
}

static void weigh_findings(struct firm *firm)
{
    const struct hj_decide_input *input = firm->input;
    firm->draft = firm->weak = true;
    for (uint32_t i = 0; i < input->rule_count; i++) {
        const struct hj_decide_rule *rule = &input->rules[i];
        firm->blocked = firm->blocked || blocks(rule, firm->row);
        if (!holds(rule, firm->row)) {
            continue;
        }
        if (is_protection(rule)) {
            firm->protected_ = true;
            continue;
        }
        int rank = class_rank(rule->rule);
        firm->rank = rank < firm->rank ? rank : firm->rank;
        bool draft = rule->rule->status == HJ_RULE_DRAFT;
        firm->draft = firm->draft && draft;
        firm->weak = firm->weak && (draft || is_weak(rule->rule));
    }
}

static bool moves(const struct hj_route *route)
{
    return route->gone || route->becomes_count > 0;
}

/* `when` holds, `unless` does not: the route is the firm's if all that it requires is checked. */
static bool applies(const struct hj_decide_route *route, uint32_t row)
{
    if (!bit(route->when.yes, row) || bit(route->unless.yes, row)) {
        return false;
    }
    return route->route->unless_unknown == HJ_UNKNOWN_PASSES || !bit(route->unless.unknown, row);
}

static bool is_checked(const struct hj_decide_route *route, uint32_t row)
{
    for (uint32_t i = 0; i < route->check_count; i++) {
        if (bit(route->checks[i].unknown, row)) {
            return false;
        }
    }
    return true;
}

static void choose_route(struct firm *firm)
{
    const struct hj_decide_input *input = firm->input;
    if (firm->rank == RANK_NONE || firm->protected_ || firm->blocked || firm->draft) {
        return;
    }
    for (uint32_t i = 0; i < input->route_count && !firm->route; i++) {
        const struct hj_decide_route *route = &input->routes[i];
        if (!(firm->weak && moves(route->route)) && applies(route, firm->row) &&
            is_checked(route, firm->row)) {
            firm->route = route;
        }
    }
}

/* ---- lists joined by ; ---- */

static bool contains(const struct hj_buffer *list, struct hj_span name)
{
    struct hj_span rest = hj_buffer_span(list);
    while (rest.size > 0) {
        const char *end = memchr(rest.data, ';', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;
        if (hj_span_equal(hj_span_slice(rest, 0, size), name)) {
            return true;
        }
        rest = end ? hj_span_slice(rest, size + 1, rest.size - size - 1) : (struct hj_span){"", 0};
    }
    return false;
}

static bool add(struct hj_buffer *list, struct hj_span name)
{
    if (contains(list, name)) {
        return true;
    }
    return (list->size == 0 || hj_buffer_append(list, hj_span_of(";"))) &&
           hj_buffer_append(list, name);
}

static bool append_list(struct hj_verdicts *verdicts, enum hj_verdict_column column)
{
    struct hj_vector_builder *builder = &verdicts->column[column];
    return verdicts->list.size ? hj_vector_append_text(builder, hj_buffer_span(&verdicts->list))
                               : hj_vector_append_null(builder);
}

static bool add_checks(struct hj_buffer *list, const struct hj_decide_check *checks, uint32_t count,
                       uint32_t row)
{
    bool room = true;
    for (uint32_t i = 0; room && i < count; i++) {
        room = !bit(checks[i].unknown, row) || add(list, checks[i].name);
    }
    return room;
}

/* Of a route whose `when` holds: what its `unless` and its `requires_checked` lack. */
static bool list_route(const struct hj_decide_route *route, uint32_t row, bool chosen,
                       struct hj_buffer *list)
{
    if (!bit(route->when.yes, row) || bit(route->unless.yes, row)) {
        return true;
    }
    return (!bit(route->unless.unknown, row) ||
            add_checks(list, route->unless_checks, route->unless_check_count, row)) &&
           (chosen || add_checks(list, route->checks, route->check_count, row));
}

/* What nobody has checked: of the findings' `unless`, of protections that pass, and of every route
 * up to the firm's own that would have been its. */
static bool list_unchecked(const struct firm *firm, struct hj_buffer *list)
{
    const struct hj_decide_input *input = firm->input;
    bool room = true;
    for (uint32_t i = 0; room && i < input->rule_count; i++) {
        const struct hj_decide_rule *rule = &input->rules[i];
        if (is_protection(rule) && bit(rule->truth.unknown, firm->row)) {
            room = rule->rule->unknown == HJ_UNKNOWN_BLOCKS || add(list, rule->rule->id);
        } else if (bit(rule->unchecked, firm->row)) {
            room = add_checks(list, rule->checks, rule->check_count, firm->row);
        }
    }
    for (uint32_t i = 0; room && i < input->route_count; i++) {
        const struct hj_decide_route *route = &input->routes[i];
        bool chosen = route == firm->route;
        room = (firm->weak && moves(route->route)) || list_route(route, firm->row, chosen, list);
        if (chosen) {
            break;
        }
    }
    return room;
}

static bool append_lists(const struct firm *firm, struct hj_verdicts *verdicts)
{
    const struct hj_decide_input *input = firm->input;
    struct hj_buffer *list = &verdicts->list;
    bool room = true;
    hj_buffer_clear(list);
    for (uint32_t i = 0; room && i < input->rule_count; i++) {
        const struct hj_decide_rule *rule = &input->rules[i];
        room = !(is_protection(rule) && holds(rule, firm->row)) || add(list, rule->rule->id);
    }
    room = room && append_list(verdicts, HJ_VERDICT_PROTECTED_BY);
    hj_buffer_clear(list);
    for (uint32_t i = 0; room && firm->rank != RANK_NONE && i < input->rule_count; i++) {
        room = !blocks(&input->rules[i], firm->row) || add(list, input->rules[i].rule->id);
    }
    room = room && append_list(verdicts, HJ_VERDICT_BLOCKED_BY);
    hj_buffer_clear(list);
    room = room && (firm->rank == RANK_NONE || list_unchecked(firm, list)) &&
           append_list(verdicts, HJ_VERDICT_UNCHECKED);
    hj_buffer_clear(list);
    for (uint32_t i = 0; room && i < input->rule_count; i++) {
        const struct hj_decide_rule *rule = &input->rules[i];
        room = is_protection(rule) || !holds(rule, firm->row) || add(list, rule->rule->id);
    }
    return room && append_list(verdicts, HJ_VERDICT_RULES);
}

static bool decide_firm(const struct hj_decide_input *input, uint32_t row,
                        struct hj_verdicts *verdicts)
{
    struct firm firm = {.input = input, .row = row, .rank = RANK_NONE};
    struct hj_vector_builder *classes = &verdicts->column[HJ_VERDICT_CLASS];
    struct hj_vector_builder *routes = &verdicts->column[HJ_VERDICT_ROUTE];
    weigh_findings(&firm);
    choose_route(&firm);
    return hj_vector_append_integer(&verdicts->column[HJ_VERDICT_ROW], row) &&
           (firm.rank == RANK_NONE
                ? hj_vector_append_null(classes)
                : hj_vector_append_text(classes, hj_span_of(rank_name(firm.rank)))) &&
           (firm.route ? hj_vector_append_text(routes, firm.route->route->id)
                       : hj_vector_append_null(routes)) &&
           append_lists(&firm, verdicts);
}

void hj_verdicts_init(struct hj_verdicts *verdicts)
{
    *verdicts = (struct hj_verdicts){0};
    for (int i = 0; i < HJ_VERDICT_COLUMNS; i++) {
        hj_vector_builder_init(&verdicts->column[i], i == HJ_VERDICT_ROW ? HJ_INTEGER : HJ_TEXT);
    }
}

void hj_verdicts_release(struct hj_verdicts *verdicts)
{
    for (int i = 0; i < HJ_VERDICT_COLUMNS; i++) {
        hj_vector_builder_release(&verdicts->column[i]);
    }
    hj_buffer_release(&verdicts->list);
}

enum hj_code hj_decide_block(const struct hj_decide_input *input, struct hj_verdicts *verdicts,
                             struct hj_error *error)
{
    for (int i = 0; i < HJ_VERDICT_COLUMNS; i++) {
        hj_vector_builder_clear(&verdicts->column[i]);
    }
    for (size_t word = 0; word < hj_bits_words(input->rows); word++) {
        uint64_t any = 0;
        for (uint32_t i = 0; i < input->rule_count; i++) {
            any |= input->rules[i].truth.yes ? input->rules[i].truth.yes[word] : 0;
        }
        for (; any; any &= any - 1) {
            uint32_t row = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(any);
            if (!decide_firm(input, row, verdicts)) {
                return hj_error_memory(error);
            }
        }
    }
    return HJ_OK;
}
