/* SPDX-License-Identifier: MIT */
#include "match/random_world.h"

#include <stdio.h>

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

enum { FACTS = 2, FEATURE_DEPTH = 3, RECORDS_A_FIRM = 6 };

/* Stored columns of the registry; the index is the one in the schema. */
static const struct hj_name columns[] = {
    {HJ_SPAN("name"), HJ_NAME_COLUMN, HJ_TEXT, 0},
    {HJ_SPAN("address"), HJ_NAME_COLUMN, HJ_TEXT, 1},
    {HJ_SPAN("uscc"), HJ_NAME_COLUMN, HJ_TEXT, 2},
    {HJ_SPAN("status"), HJ_NAME_COLUMN, HJ_TEXT, 3},
    {HJ_SPAN("经营范围"), HJ_NAME_COLUMN, HJ_TEXT, 4},
    {HJ_SPAN("staff"), HJ_NAME_COLUMN, HJ_INTEGER, 5},
    {HJ_SPAN("debt"), HJ_NAME_COLUMN, HJ_INTEGER, 6},
    {HJ_SPAN("capital"), HJ_NAME_COLUMN, HJ_NUMBER, 7},
    {HJ_SPAN("paid"), HJ_NAME_COLUMN, HJ_NUMBER, 8},
    {HJ_SPAN("established"), HJ_NAME_COLUMN, HJ_DATE, 9},
    {HJ_SPAN("closed"), HJ_NAME_COLUMN, HJ_DATE, 10},
    {HJ_SPAN("active"), HJ_NAME_COLUMN, HJ_BOOLEAN, 11},
    {HJ_SPAN("listed"), HJ_NAME_COLUMN, HJ_BOOLEAN, 12},
    {HJ_SPAN("missing"), HJ_NAME_COLUMN, HJ_TEXT, 13},
};

static const struct hj_name fact_columns[] = {
    {HJ_SPAN("year"), HJ_NAME_COLUMN, HJ_INTEGER, 0},
    {HJ_SPAN("amount"), HJ_NAME_COLUMN, HJ_NUMBER, 1},
    {HJ_SPAN("count"), HJ_NAME_COLUMN, HJ_INTEGER, 2},
    {HJ_SPAN("on"), HJ_NAME_COLUMN, HJ_DATE, 3},
    {HJ_SPAN("kind"), HJ_NAME_COLUMN, HJ_TEXT, 4},
    {HJ_SPAN("open"), HJ_NAME_COLUMN, HJ_BOOLEAN, 5},
};

static void *must(void *memory)
{
    if (!memory) {
        abort();
    }
    return memory;
}

/* ---- the ruleset ---- */

/* Names of the firm scope as they come about. */
struct names {
    struct hj_name *items;
    uint32_t count;
};

static void add_name(struct random_world *world, struct names *names, struct hj_name name)
{
    names->items[names->count++] = name;
    world->ruleset.scope.names = names->items;
    world->ruleset.scope.count = names->count;
}

static struct hj_predicate tree_of(const struct random_grammar *grammar, enum hj_type type)
{
    return (struct hj_predicate){.root = random_tree(grammar, type, FEATURE_DEPTH)};
}

static struct hj_predicate date_of(const struct random_grammar *grammar)
{
    struct hj_value value = random_value(grammar->source, HJ_DATE);
    return (struct hj_predicate){.root = random_literal(grammar, value)};
}

static void fill_aggregate(struct random_world *world, struct hj_feature *feature)
{
    struct random_source *source = &world->source;
    feature->table = random_below(source, FACTS);
    static const enum hj_aggregate monotone[] = {HJ_AGG_COUNT, HJ_AGG_EXISTS, HJ_AGG_LAST,
                                                 HJ_AGG_RUN};
    feature->aggregate = world->grammar.monotone
                             ? monotone[random_below(source, COUNT(monotone))]
                             : (enum hj_aggregate)random_below(source, HJ_AGG_RUN + 1);
    struct random_grammar grammar = world->grammar;
    grammar.scope = &world->ruleset.facts[feature->table].scope;
    grammar.rules = 0;
    grammar.seen_count = 0;
    if (random_percent(source, 80)) {
        feature->where = tree_of(&grammar, HJ_BOOLEAN);
    }
    static const enum hj_type types[] = {HJ_INTEGER, HJ_NUMBER, HJ_TEXT, HJ_DATE, HJ_BOOLEAN};
    enum hj_aggregate aggregate = feature->aggregate;
    feature->type = aggregate == HJ_AGG_EXISTS ? HJ_BOOLEAN : HJ_INTEGER;
    if (aggregate == HJ_AGG_SUM || aggregate == HJ_AGG_MIN || aggregate == HJ_AGG_MAX ||
        aggregate == HJ_AGG_LAST) {
        feature->type = types[random_below(source, aggregate == HJ_AGG_SUM ? 2 : 5)];
        feature->value = tree_of(&grammar, feature->type);
    }
    if (aggregate == HJ_AGG_RUN || (aggregate == HJ_AGG_LAST && random_percent(source, 60))) {
        feature->order = aggregate == HJ_AGG_LAST && random_percent(source, 30)
                             ? tree_of(&grammar, HJ_DATE)
                             : tree_of(&grammar, HJ_INTEGER);
        if (random_percent(source, 60)) {
            feature->order.root = random_column_node(&grammar, 0);
        }
    }
    if (random_percent(source, 30)) {
        feature->period_column = fact_columns[3].name;
        feature->period_from = date_of(&grammar);
        feature->period_to = date_of(&grammar);
    }
}

static void fill_feature(struct random_world *world, struct hj_feature *feature)
{
    struct random_source *source = &world->source;
    switch (feature->kind) {
    case HJ_FEATURE_PREDICATE: {
        static const enum hj_type types[] = {HJ_BOOLEAN, HJ_BOOLEAN, HJ_INTEGER, HJ_TEXT, HJ_DATE};
        feature->type = types[random_below(source, 5)];
        feature->when = tree_of(&world->grammar, feature->type);
        break;
    }
    case HJ_FEATURE_AGGREGATE:
        fill_aggregate(world, feature);
        break;
    case HJ_FEATURE_PEERS:
        feature->type = HJ_INTEGER;
        break;
    }
}

static void make_facts(struct random_world *world)
{
    struct hj_fact *facts = must(hj_arena_zero(&world->arena, FACTS, sizeof *facts));
    for (uint32_t i = 0; i < FACTS; i++) {
        facts[i].scope = (struct hj_scope){.names = fact_columns, .count = COUNT(fact_columns)};
        facts[i].loaded = random_percent(&world->source, 90);
        facts[i].partial = random_percent(&world->source, 20);
        facts[i].covers = random_percent(&world->source, 60);
        facts[i].covers_from = HJ_DATE_MIN + 1;
        facts[i].covers_to = HJ_DATE_MAX - 1;
    }
    world->ruleset.facts = facts;
    world->ruleset.fact_count = FACTS;
}

static void init(struct random_world *world, uint64_t seed, uint32_t features, bool monotone)
{
    static const struct hj_name derived[] = {
#define DERIVED_NAME(name, type, input)                                                            \
    {HJ_SPAN(#name), HJ_NAME_DERIVED, HJ_##type, HJ_DERIVED_##name},
        HJ_DERIVED_COLUMNS(DERIVED_NAME)
#undef DERIVED_NAME
    };
    *world = (struct random_world){.source = {seed}};
    world->ruleset.rule_count = WORLD_RULES;
    world->grammar = (struct random_grammar){
        .source = &world->source,
        .arena = &world->arena,
        .regexes = &world->regexes,
        .scope = &world->ruleset.scope,
        .rules = WORLD_RULES + 1, /* one that is idle */
        .monotone = monotone,
    };
    struct names names = {.count = 0};
    uint32_t most = COUNT(columns) + COUNT(derived) + 3 * features;
    names.items = must(hj_arena_zero(&world->arena, most, sizeof *names.items));
    for (uint32_t i = 0; i < COUNT(columns); i++) {
        add_name(world, &names, columns[i]);
    }
    for (uint32_t i = 0; i < COUNT(derived); i++) {
        add_name(world, &names, derived[i]);
    }
    make_facts(world);
    struct hj_feature *made = must(hj_arena_zero(&world->arena, 3 * features, sizeof *made));
    world->ruleset.features = made;
    for (uint32_t i = 0; i < 3 * features; i++) {
        made[i].kind = (enum hj_feature_kind)random_below(&world->source, 3);
        fill_feature(world, &made[i]);
        char text[16];
        int size = snprintf(text, sizeof text, "feature%u", (unsigned)i);
        made[i].name = hj_arena_copy(&world->arena, (struct hj_span){text, (size_t)size});
        world->ruleset.feature_count = i + 1;
        add_name(world, &names, (struct hj_name){made[i].name, HJ_NAME_FEATURE, made[i].type, i});
    }
}

void random_world_init(struct random_world *world, uint64_t seed, uint32_t features)
{
    init(world, seed, features, false);
}

void random_world_init_monotone(struct random_world *world, uint64_t seed, uint32_t features)
{
    init(world, seed, features, true);
}

void random_world_release(struct random_world *world)
{
    hj_regexes_release(&world->regexes);
    hj_arena_release(&world->arena);
    hj_arena_release(&world->block_arena);
}

/* ---- blocks ---- */

static void append_random(struct random_world *world, struct hj_vector_builder *builder)
{
    struct hj_value value = random_value(&world->source, builder->type);
    bool done = false;
    switch (builder->type) {
    case HJ_BOOLEAN:
        done = hj_vector_append_boolean(builder, value.boolean);
        break;
    case HJ_INTEGER:
        done = hj_vector_append_integer(builder, value.integer);
        break;
    case HJ_NUMBER:
        done = hj_vector_append_number(builder, value.number);
        break;
    case HJ_TEXT:
        done = hj_vector_append_text(builder, value.text);
        break;
    case HJ_DATE:
        done = hj_vector_append_date(builder, value.date);
        break;
    }
    must(done ? builder : NULL);
}

static void *keep(struct random_world *world, const void *from, size_t size)
{
    void *copy = must(hj_arena_new(&world->block_arena, size));
    if (size) {
        memcpy(copy, from, size);
    }
    return copy;
}

static size_t bytes_of(const struct hj_vector *vector)
{
    switch (vector->type) {
    case HJ_BOOLEAN:
        return hj_bits_words(vector->rows) * sizeof(uint64_t);
    case HJ_INTEGER:
        return vector->rows * sizeof(int64_t);
    case HJ_NUMBER:
        return vector->rows * sizeof(double);
    case HJ_DATE:
        return vector->rows * sizeof(hj_date);
    case HJ_TEXT:
        break;
    }
    return ((size_t)vector->rows + 1) * sizeof(uint32_t);
}

struct hj_vector *random_world_keep(struct random_world *world,
                                    const struct hj_vector_builder *builder)
{
    struct hj_vector view = hj_vector_builder_view(builder);
    struct hj_vector *vector = keep(world, &view, sizeof view);
    if (view.nulls) {
        vector->nulls = keep(world, view.nulls, hj_bits_words(view.rows) * sizeof(uint64_t));
    }
    if (view.type == HJ_TEXT) {
        vector->text.offsets = keep(world, view.text.offsets, bytes_of(&view));
        vector->text.bytes = keep(world, view.text.bytes, view.text.offsets[view.rows]);
    } else {
        vector->booleans = keep(world, view.booleans, bytes_of(&view));
    }
    return vector;
}

static const struct hj_vector *random_vector(struct random_world *world, enum hj_type type,
                                             uint32_t rows)
{
    struct random_source *source = &world->source;
    if (random_percent(source, 5)) {
        return NULL;
    }
    uint32_t nulls = random_percent(source, 30) ? 0 : random_below(source, 60);
    bool coded = type == HJ_TEXT && random_percent(source, 50);
    uint32_t entries = coded ? random_below(source, 12) : rows;
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, type);
    for (uint32_t i = 0; i < entries; i++) {
        if (!coded && random_percent(source, nulls)) {
            must(hj_vector_append_null(&builder) ? &builder : NULL);
        } else {
            append_random(world, &builder);
        }
    }
    struct hj_vector *vector = random_world_keep(world, &builder);
    hj_vector_builder_release(&builder);
    if (coded) {
        uint64_t *null_bits =
            must(hj_arena_zero(&world->block_arena, hj_bits_words(rows), sizeof *null_bits));
        uint16_t *codes = must(hj_arena_zero(&world->block_arena, rows, sizeof *codes));
        for (uint32_t row = 0; row < rows; row++) {
            if (entries == 0 || random_percent(source, nulls)) {
                hj_bits_set(null_bits, row);
            } else {
                codes[row] = (uint16_t)random_below(source, entries);
            }
        }
        vector->rows = rows;
        vector->nulls = null_bits;
        vector->text.codes = codes;
        vector->text.entries = entries;
    }
    return vector;
}

static const struct hj_vector *const *random_vectors(struct random_world *world,
                                                     const struct hj_name *names, uint32_t count,
                                                     uint32_t rows)
{
    const struct hj_vector **vectors =
        must(hj_arena_zero(&world->block_arena, count, sizeof *vectors));
    for (uint32_t i = 0; i < count; i++) {
        vectors[i] = random_vector(world, names[i].type, rows);
    }
    return vectors;
}

static uint64_t *random_bits(struct random_world *world, uint32_t rows, uint32_t percent)
{
    uint64_t *bits = must(hj_arena_zero(&world->block_arena, hj_bits_words(rows), sizeof *bits));
    for (uint32_t row = 0; row < rows; row++) {
        if (random_percent(&world->source, percent)) {
            hj_bits_set(bits, row);
        }
    }
    return bits;
}

/* All records of a table, then cut into parts anywhere. */
static void random_records(struct random_world *world, struct hj_match_facts *facts, uint32_t rows)
{
    struct random_source *source = &world->source;
    uint32_t *firms =
        must(hj_arena_zero(&world->block_arena, (size_t)rows * RECORDS_A_FIRM, sizeof *firms));
    uint32_t count = 0;
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t records = random_percent(source, 40) ? 0 : random_below(source, RECORDS_A_FIRM);
        for (uint32_t i = 0; i < records; i++) {
            firms[count++] = row;
        }
    }
    uint32_t part_count = 1 + random_below(source, 3);
    struct hj_match_part *parts =
        must(hj_arena_zero(&world->block_arena, part_count, sizeof *parts));
    uint32_t from = 0;
    for (uint32_t i = 0; i < part_count; i++) {
        uint32_t left = count - from;
        uint32_t here = i + 1 == part_count ? left : random_below(source, left + 1);
        parts[i].rows = here;
        parts[i].firms = firms + from;
        parts[i].columns = random_vectors(world, fact_columns, COUNT(fact_columns), here);
        parts[i].column_count = COUNT(fact_columns);
        from += here;
    }
    facts->parts = parts;
    facts->part_count = part_count;
    facts->known_key = random_percent(source, 80) ? random_bits(world, rows, 70) : NULL;
}

static void random_flags(struct random_world *world, uint32_t rows)
{
    struct hj_truth *flagged =
        must(hj_arena_zero(&world->block_arena, WORLD_RULES, sizeof *flagged));
    for (uint32_t i = 0; i + 1 < WORLD_RULES; i++) {
        flagged[i].yes = random_bits(world, rows, 40);
        flagged[i].unknown = random_bits(world, rows, 20);
        for (size_t word = 0; word < hj_bits_words(rows); word++) {
            flagged[i].unknown[word] &= ~flagged[i].yes[word];
        }
    }
    world->input.flagged = flagged;
}

/* Some derived columns come with the block; survivor always does or is missing. */
static void random_derived(struct random_world *world, uint32_t rows)
{
    static const enum hj_type types[] = {
#define DERIVED_TYPE(name, type, input) HJ_##type,
        HJ_DERIVED_COLUMNS(DERIVED_TYPE)
#undef DERIVED_TYPE
    };
    const struct hj_vector **derived =
        must(hj_arena_zero(&world->block_arena, HJ_DERIVED_COUNT, sizeof *derived));
    for (uint32_t i = 0; i < HJ_DERIVED_COUNT; i++) {
        if (random_percent(&world->source, i == HJ_DERIVED_survivor ? 50 : 8)) {
            derived[i] = random_vector(world, types[i], rows);
        }
    }
    world->input.derived = derived;
}

void random_world_block(struct random_world *world, uint32_t rows)
{
    hj_arena_clear(&world->block_arena);
    world->input = (struct hj_match_input){.rows = rows};
    world->input.columns = random_vectors(world, columns, COUNT(columns) - 1, rows);
    world->input.column_count = COUNT(columns) - 1;
    struct hj_match_facts *facts = must(hj_arena_zero(&world->block_arena, FACTS, sizeof *facts));
    for (uint32_t i = 0; i < FACTS; i++) {
        random_records(world, &facts[i], rows);
    }
    world->input.facts = facts;
    const struct hj_vector **features =
        must(hj_arena_zero(&world->block_arena, world->ruleset.feature_count, sizeof *features));
    for (uint32_t i = 0; i < world->ruleset.feature_count; i++) {
        const struct hj_feature *feature = &world->ruleset.features[i];
        if (feature->kind == HJ_FEATURE_PEERS ||
            (feature->kind == HJ_FEATURE_AGGREGATE && random_percent(&world->source, 10))) {
            features[i] = random_vector(world, feature->type, rows);
        }
    }
    world->input.features = features;
    random_derived(world, rows);
    random_flags(world, rows);
}
