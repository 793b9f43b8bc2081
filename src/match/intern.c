/* SPDX-License-Identifier: MIT */
#include "match/compile.h"

#include "base/hash.h"
#include "base/memory.h"
#include "rules/scalar.h"

#include <stdlib.h>

enum {
    FIRST_SLOTS = 256,
    HIGHEST_COST = 1000000,
};

/* About nanoseconds a row: enough to put a comparison before a pattern. What is not named is 1. */
static const uint16_t operator_costs[HJ_OPERATOR_COUNT] = {
    [HJ_OP_LIKE] = 40,        [HJ_OP_REGEXP] = 120,        [HJ_OP_LOWER] = 50,
    [HJ_OP_UPPER] = 50,       [HJ_OP_NORM] = 200,          [HJ_OP_USCC_VALID] = 30,
    [HJ_OP_REGNO_VALID] = 30, [HJ_OP_SUBSTR] = 10,         [HJ_OP_LENGTH] = 10,
    [HJ_OP_IN] = 10,          [HJ_OP_YEAR] = 10,           [HJ_OP_MONTH] = 10,
    [HJ_OP_ROUND] = 10,       [HJ_OP_MONTHS_BETWEEN] = 10, [HJ_OP_ADD_MONTHS] = 10,
};

static uint32_t own_cost(const struct hj_node *node)
{
    switch (node->kind) {
    case HJ_NODE_LITERAL:
    case HJ_NODE_COLUMN:
    case HJ_NODE_FLAGGED:
        return 0;
    case HJ_NODE_FEATURE:
        return 1;
    case HJ_NODE_DERIVED:
        return 200;
    case HJ_NODE_OPERATOR:
        break;
    }
    return operator_costs[node->op] ? operator_costs[node->op] : 1;
}

static int32_t rests_on(const struct hj_program *program, const struct hj_node *node)
{
    if (node->kind == HJ_NODE_LITERAL) {
        return HJ_RESTS_NOWHERE;
    }
    if (node->kind == HJ_NODE_COLUMN) {
        return node->type == HJ_TEXT ? (int32_t)node->index : HJ_RESTS_MANY;
    }
    if (node->kind != HJ_NODE_OPERATOR && node->kind != HJ_NODE_DERIVED) {
        return HJ_RESTS_MANY;
    }
    int32_t column = HJ_RESTS_NOWHERE;
    for (uint32_t i = 0; i < node->count; i++) {
        int32_t other = hj_node_operand(program, node, i)->column;
        if (other != HJ_RESTS_NOWHERE) {
            column = column == HJ_RESTS_NOWHERE || column == other ? other : HJ_RESTS_MANY;
        }
    }
    /* The checker folds constants; what it leaves (a fault) has no place in a dictionary's rows.
     */
    return column == HJ_RESTS_NOWHERE ? HJ_RESTS_MANY : column;
}

static void fill_summary(const struct hj_program *program, struct hj_node *node)
{
    uint64_t cost = own_cost(node);
    uint32_t depth = 0;
    node->derived = node->kind == HJ_NODE_DERIVED ? UINT32_C(1) << node->index : 0;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct hj_node *operand = hj_node_operand(program, node, i);
        cost += operand->cost;
        node->derived |= operand->derived;
        depth = operand->depth >= depth ? operand->depth + 1 : depth;
    }
    node->cost = cost < HIGHEST_COST ? (uint32_t)cost : HIGHEST_COST;
    node->depth = depth;
    node->column = rests_on(program, node);
}

static uint64_t hash_of_value(const struct hj_value *value)
{
    if (value->null) {
        return 1;
    }
    return value->type == HJ_TEXT ? hj_hash_bytes(value->text) : hj_value_bits(value);
}

static uint64_t hash_of_node(const struct hj_node *node, const uint32_t *operands, uint32_t count)
{
    const uint64_t fields[] = {
        (uint64_t)node->kind,
        (uint64_t)node->op,
        (uint64_t)node->type,
        node->space,
        node->index,
        node->kind == HJ_NODE_LITERAL ? hash_of_value(&node->literal) : 0,
        hj_hash_bytes((struct hj_span){(const char *)operands, count * sizeof *operands}),
    };
    return hj_hash_bytes((struct hj_span){(const char *)fields, sizeof fields});
}

/* The same bits, so that 0 and -0 stay two literals. */
static bool same_literal(const struct hj_value *a, const struct hj_value *b)
{
    if (a->type != b->type || a->null != b->null) {
        return false;
    }
    if (a->null) {
        return true;
    }
    if (a->type == HJ_NUMBER) {
        return memcmp(&a->number, &b->number, sizeof a->number) == 0;
    }
    return a->type == HJ_TEXT ? hj_span_equal(a->text, b->text)
                              : hj_value_bits(a) == hj_value_bits(b);
}

static bool same_node(const struct hj_program *program, const struct hj_node *a,
                      const struct hj_node *b, const uint32_t *operands, uint32_t count)
{
    return a->kind == b->kind && a->op == b->op && a->type == b->type && a->space == b->space &&
           a->index == b->index && a->count == count &&
           (a->kind != HJ_NODE_LITERAL || same_literal(&a->literal, &b->literal)) &&
           (count == 0 ||
            memcmp(program->operands + a->first, operands, count * sizeof *operands) == 0);
}

static void put_slot(struct hj_compiler *compiler, uint64_t hash, uint32_t node)
{
    uint32_t slot = (uint32_t)hash & (compiler->slot_count - 1);
    while (compiler->slots[slot]) {
        slot = (slot + 1) & (compiler->slot_count - 1);
    }
    compiler->slots[slot] = node + 1;
}

static bool grow_slots(struct hj_compiler *compiler)
{
    const struct hj_program *program = compiler->program;
    uint32_t wanted = compiler->slot_count ? compiler->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slots = hj_memory_zero(wanted, sizeof *slots);
    if (!slots) {
        return false;
    }
    hj_memory_free(compiler->slots);
    compiler->slots = slots;
    compiler->slot_count = wanted;
    for (uint32_t i = 0; i < program->node_count; i++) {
        const struct hj_node *node = &program->nodes[i];
        put_slot(compiler, hash_of_node(node, program->operands + node->first, node->count), i);
    }
    return true;
}

static int32_t find(const struct hj_compiler *compiler, uint64_t hash, const struct hj_node *node,
                    const uint32_t *operands, uint32_t count)
{
    if (!compiler->slot_count) {
        return HJ_NO_NODE;
    }
    uint32_t mask = compiler->slot_count - 1;
    for (uint32_t slot = (uint32_t)hash & mask; compiler->slots[slot]; slot = (slot + 1) & mask) {
        uint32_t found = compiler->slots[slot] - 1;
        if (same_node(compiler->program, &compiler->program->nodes[found], node, operands, count)) {
            return (int32_t)found;
        }
    }
    return HJ_NO_NODE;
}

static bool reserve(struct hj_compiler *compiler, uint32_t operands)
{
    struct hj_program *program = compiler->program;
    void *nodes = program->nodes;
    void *list = program->operands;
    bool done =
        hj_memory_grow(&nodes, &compiler->node_capacity, (size_t)program->node_count + 1,
                       sizeof *program->nodes) == 0 &&
        hj_memory_grow(&list, &compiler->operand_capacity,
                       (size_t)program->operand_count + operands, sizeof *program->operands) == 0;
    program->nodes = nodes;
    program->operands = list;
    return done && (program->node_count * 2 < compiler->slot_count || grow_slots(compiler));
}

int32_t hj_compile_intern(struct hj_compiler *compiler, struct hj_node node,
                          const uint32_t *operands, uint32_t count)
{
    struct hj_program *program = compiler->program;
    uint64_t hash = hash_of_node(&node, operands, count);
    int32_t found = find(compiler, hash, &node, operands, count);
    if (found != HJ_NO_NODE) {
        return found;
    }
    if (!reserve(compiler, count)) {
        hj_error_memory(compiler->error);
        return HJ_NO_NODE;
    }
    node.first = program->operand_count;
    node.count = count;
    if (count) {
        memcpy(program->operands + node.first, operands, count * sizeof *operands);
    }
    program->operand_count += count;
    fill_summary(program, &node);
    program->nodes[program->node_count] = node;
    put_slot(compiler, hash, program->node_count);
    return (int32_t)program->node_count++;
}

struct ranked {
    uint32_t cost, node;
};

static int by_cost(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->cost != b->cost) {
        return a->cost < b->cost ? -1 : 1;
    }
    return (a->node > b->node) - (a->node < b->node);
}

int32_t hj_compile_order(struct hj_compiler *compiler, uint32_t *nodes, uint32_t count)
{
    struct ranked *ranked = hj_memory_new(count * sizeof *ranked);
    if (!ranked) {
        hj_error_memory(compiler->error);
        return HJ_NO_NODE;
    }
    for (uint32_t i = 0; i < count; i++) {
        ranked[i] = (struct ranked){compiler->program->nodes[nodes[i]].cost, nodes[i]};
    }
    qsort(ranked, count, sizeof *ranked, by_cost);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || nodes[kept - 1] != ranked[i].node) {
            nodes[kept++] = ranked[i].node;
        }
    }
    hj_memory_free(ranked);
    return (int32_t)kept;
}

static int by_value(const void *left, const void *right)
{
    return hj_scalar_compare(left, right);
}

const struct hj_node_set *hj_compile_set(struct hj_compiler *compiler, const uint32_t *operands,
                                         uint32_t count)
{
    struct hj_program *program = compiler->program;
    struct hj_node_set *set = hj_arena_zero(&program->arena, 1, sizeof *set);
    struct hj_value *items = hj_arena_zero(&program->arena, count, sizeof *items);
    if (!set || !items) {
        hj_error_memory(compiler->error);
        return NULL;
    }
    for (uint32_t i = 1; i < count; i++) {
        const struct hj_value *literal = &program->nodes[operands[i]].literal;
        if (literal->null) {
            set->null = true;
        } else {
            items[set->count++] = *literal;
        }
    }
    if (set->count) {
        qsort(items, set->count, sizeof *items, by_value);
    }
    set->items = items;
    return set;
}
