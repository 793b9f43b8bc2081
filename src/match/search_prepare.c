/* SPDX-License-Identifier: MIT */
#include "match/search.h"

#include "base/hash.h"
#include "base/memory.h"

enum {
    SHORTEST =
        4,    /* bytes of a literal that is searched: one Chinese character stands in most rows */
    LONG = 6, /* two Chinese characters: from here on a scan of its own */
    LEAST_BITS = 13, /* of a hash: a filter of 8 KiB */
    MOST_BITS = 20,
};

/* The search of one column while it is made. */
struct maker {
    struct hj_program *program;
    struct hj_span *needles;
    uint32_t count;
    uint32_t *slots; /* needle + 1 by its hash, linear probing */
    uint32_t slot_count;
};

/* ---- which patterns, which literals ---- */

static bool is_pattern(const struct hj_node *node)
{
    return node->kind == HJ_NODE_OPERATOR && (node->op == HJ_OP_LIKE || node->op == HJ_OP_REGEXP);
}

static bool is_ascii(struct hj_span text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Too short for a scan: what is searched all the same is ASCII. */
static bool is_rare(struct hj_span literal)
{
    return literal.size < HJ_LITERAL_BYTES && is_ascii(literal);
}

static bool are_searchable(const struct hj_literals *literals)
{
    for (uint32_t set = 0; set < literals->set_count; set++) {
        for (uint32_t i = 0; i < literals->sets[set].count; i++) {
            struct hj_span literal = literals->sets[set].items[i];
            if (literal.size < HJ_LITERAL_BYTES && !is_rare(literal)) {
                return false;
            }
        }
    }
    return literals->set_count > 0;
}

/* What stands at the start of a text, or at its end and nothing else, is quicker looked up there.
 */
static bool is_worth_a_search(const struct hj_program *program, const struct hj_node *node,
                              const struct hj_literals *literals)
{
    return hj_node_operand(program, node, 0)->kind == HJ_NODE_COLUMN && !literals->at_start &&
           !(literals->exact && literals->at_end) && are_searchable(literals);
}

static bool read_pattern(struct hj_program *program, struct hj_node *node)
{
    const struct hj_value *pattern = &hj_node_operand(program, node, 1)->literal;
    if (pattern->null) {
        return true;
    }
    struct hj_node_search *search = hj_arena_zero(&program->arena, 1, sizeof *search);
    if (!search || !hj_literals_of(node->op, pattern->text, &program->arena, &search->literals)) {
        return false;
    }
    struct hj_shape shape;
    if (node->op == HJ_OP_REGEXP && !search->literals.exact && hj_shape_of(pattern->text, &shape)) {
        struct hj_shape *copy = hj_arena_new(&program->arena, sizeof *copy);
        if (!copy) {
            return false;
        }
        *copy = shape;
        search->shape = copy;
    }
    search->searched = is_worth_a_search(program, node, &search->literals);
    node->search = search;
    return true;
}

/* ---- needles ---- */

static uint32_t needle_of(struct maker *maker, struct hj_span text)
{
    uint32_t mask = maker->slot_count - 1;
    uint32_t slot = (uint32_t)hj_hash_bytes(text) & mask;
    while (maker->slots[slot]) {
        if (hj_span_equal(maker->needles[maker->slots[slot] - 1], text)) {
            return maker->slots[slot] - 1;
        }
        slot = (slot + 1) & mask;
    }
    maker->needles[maker->count++] = text;
    maker->slots[slot] = maker->count;
    return maker->count - 1;
}

static bool add_needles(struct maker *maker, struct hj_node_search *search)
{
    for (uint32_t set = 0; set < search->literals.set_count; set++) {
        const struct hj_literal_set *literals = &search->literals.sets[set];
        uint32_t *needles = hj_arena_zero(&maker->program->arena, literals->count, sizeof *needles);
        if (!needles) {
            return false;
        }
        for (uint32_t i = 0; i < literals->count; i++) {
            needles[i] = needle_of(maker, literals->items[i]);
        }
        search->needles[set] = needles;
    }
    return true;
}

/* ---- scans ---- */

/* A scan of few needles looks at every place. Of others the long ones are looked for at fewer. */
enum kind { EVERY_PLACE, LONG_ONES, SHORT_ONES };

static bool is_in_scan(struct hj_span needle, enum kind kind)
{
    return kind == EVERY_PLACE ? needle.size >= HJ_SEARCH_LEAST
                               : !is_rare(needle) && (needle.size >= LONG) == (kind == LONG_ONES);
}

/* Bytes of the blocks. Long ones tell more, short ones leave more of the column out: of six bytes a
 * block of four at every third place was the quickest on real text. */
static size_t block_of(size_t shortest)
{
    size_t block = shortest >= LONG ? 4 : 3;
    while (block < sizeof(uint64_t) && shortest - block + 1 > block) {
        block++;
    }
    return block;
}

static uint64_t first_bytes(const char *bytes, size_t count)
{
    uint64_t block = 0;
    memcpy(&block, bytes, count);
    return block;
}

/* The tables of a scan while they are made. */
struct tables {
    unsigned char *filter;
    uint32_t *slots;
    struct hj_search_block *blocks;
    uint32_t block_count;
};

static const char all_bytes[sizeof(uint64_t) + 1] = "\xff\xff\xff\xff\xff\xff\xff\xff";

static void add_block(const struct hj_search_scan *scan, struct tables *tables,
                      struct hj_span needle, uint32_t index, uint32_t offset)
{
    uint64_t block = first_bytes(needle.data + offset, scan->block);
    uint32_t hash = hj_search_hash(block, scan->shift);
    size_t head = needle.size < sizeof(uint64_t) ? needle.size : sizeof(uint64_t);
    tables->filter[hash] = 1;
    tables->blocks[tables->block_count] = (struct hj_search_block){
        .head = first_bytes(needle.data, head),
        .mask = first_bytes(all_bytes, head),
        .needle = index,
        .offset = offset,
        .next = tables->slots[hash],
    };
    tables->slots[hash] = ++tables->block_count;
}

/* The shift that leaves as many bits of a hash as the filter needs: 16 bytes for each block. */
static unsigned shift_of(uint64_t blocks)
{
    unsigned bits = LEAST_BITS;
    while (bits < MOST_BITS && UINT64_C(1) << bits < 16 * blocks) {
        bits++;
    }
    return 64 - bits;
}

/* Which places of the column the scan looks at, and how much of the text there. */
static bool choose_places(struct maker *maker, enum kind kind, size_t shortest,
                          struct hj_search_scan *scan)
{
    struct hj_span needles[HJ_SEARCH_MOST];
    uint32_t count = 0;
    if (kind != EVERY_PLACE) {
        scan->block = block_of(shortest);
        scan->step = shortest - scan->block + 1;
        return true;
    }
    scan->block = shortest < sizeof(uint64_t) ? shortest : sizeof(uint64_t);
    scan->step = 1;
    struct hj_search_groups *groups = hj_arena_zero(&maker->program->arena, 1, sizeof *groups);
    for (uint32_t i = 0; groups && i < maker->count; i++) {
        if (is_in_scan(maker->needles[i], kind)) {
            needles[count++] = maker->needles[i];
        }
    }
    if (groups) {
        hj_search_group(needles, count, groups);
    }
    scan->groups = groups;
    return groups != NULL;
}

static bool make_scan(struct maker *maker, enum kind kind, struct hj_search *search)
{
    struct hj_arena *arena = &maker->program->arena;
    struct hj_search_scan *scan = &search->scans[search->scan_count];
    size_t shortest = SIZE_MAX;
    uint32_t count = 0;
    for (uint32_t i = 0; i < maker->count; i++) {
        size_t size = maker->needles[i].size;
        if (is_in_scan(maker->needles[i], kind)) {
            shortest = size < shortest ? size : shortest;
            count++;
        }
    }
    if (count == 0) {
        return true;
    }
    if (!choose_places(maker, kind, shortest, scan)) {
        return false;
    }
    scan->mask = first_bytes(all_bytes, scan->block);
    scan->shift = shift_of(count * scan->step);
    size_t hashes = (size_t)1 << (64 - scan->shift);
    struct tables tables = {
        .filter = hj_arena_zero(arena, hashes, sizeof *tables.filter),
        .slots = hj_arena_zero(arena, hashes, sizeof *tables.slots),
        .blocks = hj_arena_zero(arena, (size_t)count * scan->step, sizeof *tables.blocks),
    };
    if (!tables.filter || !tables.slots || !tables.blocks) {
        return false;
    }
    for (uint32_t i = 0; i < maker->count; i++) {
        for (uint32_t at = 0; is_in_scan(maker->needles[i], kind) && at < scan->step; at++) {
            add_block(scan, &tables, maker->needles[i], i, at);
        }
    }
    scan->filter = tables.filter;
    scan->slots = tables.slots;
    scan->blocks = tables.blocks;
    search->scan_count++;
    return true;
}

static uint32_t first_letter(struct hj_span text)
{
    for (uint32_t i = 0; i < text.size; i++) {
        char lower = (char)(text.data[i] | 0x20);
        if (lower >= 'a' && lower <= 'z') {
            return i;
        }
    }
    return 0;
}

static bool make_rare(struct maker *maker, bool every_place, struct hj_search *search)
{
    struct hj_search_rare *rare = hj_arena_zero(&maker->program->arena, maker->count, sizeof *rare);
    if (!rare) {
        return false;
    }
    for (uint32_t i = 0; i < maker->count; i++) {
        if (is_rare(maker->needles[i]) &&
            !(every_place && is_in_scan(maker->needles[i], EVERY_PLACE))) {
            rare[search->rare_count++] =
                (struct hj_search_rare){i, first_letter(maker->needles[i])};
        }
    }
    search->rare = rare;
    return true;
}

static bool make_scans(struct maker *maker, struct hj_search *search)
{
    bool every_place = hj_search_has_vectors() && maker->count <= HJ_SEARCH_MOST;
    bool made = every_place
                    ? make_scan(maker, EVERY_PLACE, search)
                    : make_scan(maker, LONG_ONES, search) && make_scan(maker, SHORT_ONES, search);
    return made && make_rare(maker, every_place, search);
}

/* ---- one column, all columns ---- */

static bool is_searched_in(const struct hj_program *program, const struct hj_node *node,
                           uint32_t space, uint32_t column)
{
    return is_pattern(node) && node->search && node->search->searched && node->space == space &&
           hj_node_operand(program, node, 0)->index == column;
}

/* Literals of all patterns of the column, repetitions included. */
static uint32_t count_literals(const struct hj_program *program, uint32_t space, uint32_t column)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->node_count; i++) {
        const struct hj_node *node = &program->nodes[i];
        if (!is_searched_in(program, node, space, column)) {
            continue;
        }
        for (uint32_t set = 0; set < node->search->literals.set_count; set++) {
            count += node->search->literals.sets[set].count;
        }
    }
    return count;
}

static bool fill_search(struct maker *maker, uint32_t space, uint32_t column,
                        struct hj_search *search)
{
    struct hj_program *program = maker->program;
    for (uint32_t i = 0; i < program->node_count; i++) {
        if (is_searched_in(program, &program->nodes[i], space, column) &&
            !add_needles(maker, program->nodes[i].search)) {
            return false;
        }
    }
    search->needles = maker->needles;
    search->needle_count = maker->count;
    program->spaces[space].columns[column].search = search;
    return make_scans(maker, search);
}

static bool make_search(struct hj_program *program, uint32_t space, uint32_t column)
{
    uint32_t most = count_literals(program, space, column);
    if (most == 0) {
        return true;
    }
    struct maker maker = {.program = program, .slot_count = 16};
    while (maker.slot_count / 2 < most) {
        maker.slot_count *= 2;
    }
    struct hj_search *search = hj_arena_zero(&program->arena, 1, sizeof *search);
    maker.needles = hj_arena_zero(&program->arena, most, sizeof *maker.needles);
    maker.slots = hj_memory_zero(maker.slot_count, sizeof *maker.slots);
    bool done =
        search && maker.needles && maker.slots && fill_search(&maker, space, column, search);
    hj_memory_free(maker.slots);
    return done;
}

bool hj_search_prepare(struct hj_program *program)
{
    for (uint32_t i = 0; i < program->node_count; i++) {
        if (is_pattern(&program->nodes[i]) && !read_pattern(program, &program->nodes[i])) {
            return false;
        }
    }
    for (uint32_t space = 0; space < program->space_count; space++) {
        for (uint32_t column = 0; column < program->spaces[space].column_count; column++) {
            if (!make_search(program, space, column)) {
                return false;
            }
        }
    }
    return true;
}
