/* SPDX-License-Identifier: MIT */
#include "match/program.h"

#include "base/memory.h"
#include "match/compile.h"
#include "match/search.h"

/* A predicate that is not given holds for nobody. */
static int32_t never(struct hj_compiler *compiler)
{
    struct hj_node node = {
        .kind = HJ_NODE_LITERAL,
        .op = HJ_OP_LITERAL,
        .type = HJ_BOOLEAN,
        .space = HJ_SPACE_FIRMS,
        .literal = {.type = HJ_BOOLEAN, .boolean = false},
    };
    return hj_compile_intern(compiler, node, NULL, 0);
}

static bool compile_roots(struct hj_compiler *compiler, const struct hj_program_options *options)
{
    struct hj_program *program = compiler->program;
    program->roots = hj_arena_zero(&program->arena, options->root_count, sizeof *program->roots);
    if (!program->roots) {
        hj_error_memory(compiler->error);
        return false;
    }
    program->root_count = options->root_count;
    for (uint32_t i = 0; i < options->root_count; i++) {
        int32_t node = options->roots[i]
                           ? hj_compile_tree(compiler, HJ_SPACE_FIRMS, options->roots[i])
                           : never(compiler);
        if (node == HJ_NO_NODE) {
            return false;
        }
        program->roots[i] = (uint32_t)node;
    }
    return true;
}

/* ---- features over fact tables ---- */

static bool is_aggregate(const struct hj_program *program, const struct hj_node *node,
                         uint32_t fact)
{
    if (node->kind != HJ_NODE_FEATURE) {
        return false;
    }
    const struct hj_feature *feature = &program->ruleset->features[node->index];
    return feature->kind == HJ_FEATURE_AGGREGATE && feature->table == fact;
}

/* False: failed. HJ_NO_NODE for what is not given. */
static bool compile_part(struct hj_compiler *compiler, const struct hj_feature *feature,
                         const struct hj_predicate *predicate, int32_t *node)
{
    *node = HJ_NO_NODE;
    if (predicate->root) {
        *node = hj_compile_tree(compiler, feature->table + 1, predicate->root);
        return *node != HJ_NO_NODE;
    }
    return true;
}

static bool compile_fact(struct hj_compiler *compiler, uint32_t fact)
{
    struct hj_program *program = compiler->program;
    uint32_t nodes = program->node_count;
    uint32_t count = 0;
    for (uint32_t i = 0; i < nodes; i++) {
        count += is_aggregate(program, &program->nodes[i], fact);
    }
    struct hj_node_aggregate *aggregates =
        hj_arena_zero(&program->arena, count, sizeof *aggregates);
    if (!aggregates) {
        hj_error_memory(compiler->error);
        return false;
    }
    program->facts[fact] = (struct hj_node_fact){aggregates, count};
    struct hj_node_aggregate *next = aggregates;
    for (uint32_t i = 0; i < nodes; i++) {
        if (!is_aggregate(program, &program->nodes[i], fact)) {
            continue;
        }
        const struct hj_feature *feature = &program->ruleset->features[program->nodes[i].index];
        next->node = i;
        next->feature = feature;
        next->absence = hj_feature_absence(program->ruleset, feature);
        if (!compile_part(compiler, feature, &feature->where, &next->where) ||
            !compile_part(compiler, feature, &feature->value, &next->value) ||
            !compile_part(compiler, feature, &feature->order, &next->order)) {
            return false;
        }
        next++;
    }
    return true;
}

static bool compile_facts(struct hj_compiler *compiler)
{
    struct hj_program *program = compiler->program;
    uint32_t facts = program->ruleset->fact_count;
    program->facts = hj_arena_zero(&program->arena, facts, sizeof *program->facts);
    if (!program->facts) {
        hj_error_memory(compiler->error);
        return false;
    }
    for (uint32_t fact = 0; fact < facts; fact++) {
        if (!compile_fact(compiler, fact)) {
            return false;
        }
    }
    return true;
}

/* ---- freezing ---- */

static bool move_to_arena(struct hj_program *program)
{
    struct hj_node *nodes = hj_arena_zero(&program->arena, program->node_count, sizeof *nodes);
    uint32_t *operands = hj_arena_zero(&program->arena, program->operand_count, sizeof *operands);
    if (!nodes || !operands) {
        return false;
    }
    if (program->node_count) {
        memcpy(nodes, program->nodes, program->node_count * sizeof *nodes);
    }
    if (program->operand_count) {
        memcpy(operands, program->operands, program->operand_count * sizeof *operands);
    }
    hj_memory_free(program->nodes);
    hj_memory_free(program->operands);
    program->nodes = nodes;
    program->operands = operands;
    return true;
}

/* Gives each node its place among those of its space, and of its column. */
static bool number_cells(struct hj_program *program)
{
    program->space_count = program->ruleset->fact_count + 1;
    program->spaces = hj_arena_zero(&program->arena, program->space_count, sizeof *program->spaces);
    if (!program->spaces) {
        return false;
    }
    for (uint32_t i = 0; i < program->node_count; i++) {
        const struct hj_node *node = &program->nodes[i];
        struct hj_node_space *space = &program->spaces[node->space];
        if (node->kind == HJ_NODE_COLUMN && node->index >= space->column_count) {
            space->column_count = node->index + 1;
        }
    }
    for (uint32_t i = 0; i < program->space_count; i++) {
        struct hj_node_space *space = &program->spaces[i];
        space->columns =
            hj_arena_zero(&program->arena, space->column_count, sizeof *space->columns);
        if (!space->columns) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->node_count; i++) {
        struct hj_node *node = &program->nodes[i];
        struct hj_node_space *space = &program->spaces[node->space];
        node->cell = space->cells++;
        if (node->column >= 0) {
            node->entry_cell = space->columns[node->column].cells++;
        }
    }
    return true;
}

/* ---- which root is the last to need a node ---- */

static const uint32_t kept = UINT32_MAX;

/* Marks what the node rests on, unless a later root needs it too. */
static void mark_last(const struct hj_program *program, uint32_t node, uint32_t root,
                      uint32_t *last)
{
    const struct hj_node *marked = &program->nodes[node];
    for (uint32_t i = 0; i < marked->count; i++) {
        uint32_t operand = program->operands[marked->first + i];
        if (last[operand] == kept) {
            last[operand] = root;
            mark_last(program, operand, root, last);
        }
    }
}

/* Roots themselves are kept: their cells are results. Neither do records have roots. */
static bool find_last(struct hj_program *program, uint32_t *last)
{
    uint32_t roots = program->root_count;
    program->last_starts =
        hj_arena_zero(&program->arena, (size_t)roots + 1, sizeof *program->last_starts);
    program->last_nodes =
        hj_arena_zero(&program->arena, program->node_count, sizeof *program->last_nodes);
    if (!program->last_starts || !program->last_nodes) {
        return false;
    }
    for (uint32_t i = 0; i < program->node_count; i++) {
        last[i] = kept;
    }
    for (uint32_t root = roots; root > 0; root--) {
        mark_last(program, program->roots[root - 1], root - 1, last);
    }
    for (uint32_t root = 0; root < roots; root++) {
        last[program->roots[root]] = kept;
    }
    /* Sorted by root: counts, then ends, then starts. */
    uint32_t *starts = program->last_starts;
    for (uint32_t i = 0; i < program->node_count; i++) {
        starts[last[i] == kept ? roots : last[i]]++;
    }
    starts[roots] = 0;
    for (uint32_t root = 0; root < roots; root++) {
        starts[roots] += starts[root];
        starts[root] = starts[roots];
    }
    for (uint32_t i = program->node_count; i > 0; i--) {
        if (last[i - 1] != kept) {
            program->last_nodes[--starts[last[i - 1]]] = i - 1;
        }
    }
    return true;
}

static bool plan_releases(struct hj_program *program)
{
    uint32_t *last = hj_memory_new(program->node_count * sizeof *last);
    bool done = last && find_last(program, last);
    hj_memory_free(last);
    return done;
}

/* ---- needs ---- */

/* The different indices of the nodes of a kind and space, ascending. NULL: the memory is full. */
static uint32_t *indices_of(struct hj_program *program, enum hj_node_kind kind, uint32_t space,
                            uint32_t *count)
{
    uint32_t highest = 0;
    for (uint32_t i = 0; i < program->node_count; i++) {
        const struct hj_node *node = &program->nodes[i];
        if (node->kind == kind && node->space == space && node->index >= highest) {
            highest = node->index + 1;
        }
    }
    uint32_t *found = hj_arena_zero(&program->arena, highest, sizeof *found);
    if (!found) {
        return NULL;
    }
    for (uint32_t i = 0; i < program->node_count; i++) {
        const struct hj_node *node = &program->nodes[i];
        if (node->kind == kind && node->space == space) {
            found[node->index] = 1;
        }
    }
    *count = 0;
    for (uint32_t index = 0; index < highest; index++) {
        if (found[index]) {
            found[(*count)++] = index;
        }
    }
    return found;
}

static bool fill_fact_needs(struct hj_program *program)
{
    struct hj_program_fact *facts =
        hj_arena_zero(&program->arena, program->ruleset->fact_count, sizeof *facts);
    if (!facts) {
        return false;
    }
    uint32_t count = 0;
    for (uint32_t fact = 0; fact < program->ruleset->fact_count; fact++) {
        if (!program->facts[fact].count || !program->ruleset->facts[fact].loaded) {
            continue;
        }
        struct hj_program_fact *needed = &facts[count++];
        needed->fact = fact;
        needed->columns = indices_of(program, HJ_NODE_COLUMN, fact + 1, &needed->column_count);
        if (!needed->columns) {
            return false;
        }
    }
    program->needs.facts = facts;
    program->needs.fact_count = count;
    return true;
}

static bool fill_needs(struct hj_program *program)
{
    struct hj_program_needs *needs = &program->needs;
    needs->columns = indices_of(program, HJ_NODE_COLUMN, HJ_SPACE_FIRMS, &needs->column_count);
    needs->flagged = indices_of(program, HJ_NODE_FLAGGED, HJ_SPACE_FIRMS, &needs->flagged_count);
    uint32_t count = 0;
    uint32_t *features = indices_of(program, HJ_NODE_FEATURE, HJ_SPACE_FIRMS, &count);
    if (!needs->columns || !needs->flagged || !features) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (program->ruleset->features[features[i]].kind == HJ_FEATURE_PEERS) {
            features[needs->peers_count++] = features[i];
        }
    }
    needs->peers = features;
    return fill_fact_needs(program);
}

/* ---- the public face ---- */

static bool compile_all(struct hj_compiler *compiler, const struct hj_program_options *options)
{
    uint32_t features = options->ruleset->feature_count;
    compiler->features = hj_memory_new(features * sizeof *compiler->features);
    if (!compiler->features) {
        hj_error_memory(compiler->error);
        return false;
    }
    for (uint32_t i = 0; i < features; i++) {
        compiler->features[i] = HJ_NO_NODE;
    }
    return compile_roots(compiler, options) && compile_facts(compiler);
}

enum hj_code hj_program_new(struct hj_program **program, const struct hj_program_options *options,
                            struct hj_error *error)
{
    *program = NULL;
    struct hj_program *made = hj_memory_zero(1, sizeof *made);
    if (!made) {
        return hj_error_memory(error);
    }
    made->ruleset = options->ruleset;
    made->tools = options->tools;
    for (uint32_t i = 0; i < HJ_DERIVED_COUNT; i++) {
        made->name_parts[i] = HJ_NO_NODE;
    }
    struct hj_compiler compiler = {.program = made, .error = error};
    bool compiled = compile_all(&compiler, options);
    hj_memory_free(compiler.slots);
    hj_memory_free(compiler.features);
    bool moved = compiled && move_to_arena(made);
    if (!moved) {
        hj_memory_free(made->nodes);
        hj_memory_free(made->operands);
    }
    if (!moved || !number_cells(made) || !plan_releases(made) || !hj_search_prepare(made) ||
        !fill_needs(made)) {
        hj_arena_release(&made->arena);
        hj_memory_free(made);
        return compiled ? hj_error_memory(error) : error->code;
    }
    *program = made;
    return HJ_OK;
}

void hj_program_free(struct hj_program *program)
{
    if (program) {
        hj_arena_release(&program->arena);
        hj_memory_free(program);
    }
}

const struct hj_program_needs *hj_program_needs(const struct hj_program *program)
{
    return &program->needs;
}

uint32_t hj_program_nodes(const struct hj_program *program)
{
    return program->node_count;
}
