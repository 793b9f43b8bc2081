/* SPDX-License-Identifier: MIT
 * Keys are sorted into buckets by their first bits where a block is worked on, and stay where they
 * are: nothing is copied into a common list, nothing waits for its turn. Freezing counts one bucket
 * of all blocks at a time with a small hash table that stays in the cache (3 million keys: a bucket
 * has 6,000, and 30 of a block lie side by side). */
#include "match/peers.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <stdlib.h>

enum {
    BUCKET_BITS = 9,
    BUCKETS = 1 << BUCKET_BITS,
};

/* 80 bits of the key, and 9 more by the bucket. As small as can be: memory that is touched for the
 * first time costs more than hashing what goes there. */
struct entry {
    uint32_t low; /* once its bucket is counted: the count */
    uint32_t middle;
    uint16_t high;
    uint16_t row; /* of the block */
};

/* The keys of one block: the entries of bucket b are starts[b] … starts[b + 1] - 1, by row. */
struct block {
    uint32_t rows;
    uint32_t starts[BUCKETS + 1];
    struct entry *entries; /* NULL: frozen */
    uint32_t *counts;      /* then: of each row, 0: none; where the entries were */
};

struct group {
    uint32_t first_row;    /* orders the groups */
    uint32_t start, count; /* in group_rows */
};

struct hj_peers {
    struct block **blocks; /* NULL: not added */
    uint64_t *firsts;      /* first row of each block; when frozen */
    uint32_t block_count;
    bool with_groups;
    struct group *groups;
    size_t group_count, group_capacity;
    uint32_t *group_rows;
    size_t group_row_count, group_row_capacity;
};

/* ---- building ---- */

enum hj_code hj_peers_new(struct hj_peers **peers, uint32_t blocks, bool groups,
                          struct hj_error *error)
{
    *peers = hj_memory_zero(1, sizeof **peers);
    if (!*peers) {
        return hj_error_memory(error);
    }
    (*peers)->with_groups = groups;
    (*peers)->block_count = blocks;
    (*peers)->blocks = hj_memory_zero(blocks, sizeof *(*peers)->blocks);
    (*peers)->firsts = hj_memory_zero(blocks, sizeof *(*peers)->firsts);
    return (*peers)->blocks && (*peers)->firsts ? HJ_OK : hj_error_memory(error);
}

static void free_block(struct block *block)
{
    if (block) {
        hj_memory_free(block->counts);
        hj_memory_free(block->entries);
        hj_memory_free(block);
    }
}

void hj_peers_free(struct hj_peers *peers)
{
    if (!peers) {
        return;
    }
    for (uint32_t i = 0; peers->blocks && i < peers->block_count; i++) {
        free_block(peers->blocks[i]);
    }
    hj_memory_free(peers->blocks);
    hj_memory_free(peers->firsts);
    hj_memory_free(peers->groups);
    hj_memory_free(peers->group_rows);
    hj_memory_free(peers);
}

static bool is_null(const struct hj_peers_key *key)
{
    return !key->high && !key->low;
}

static size_t bucket_of(const struct hj_peers_key *key)
{
    return (size_t)(key->high >> (64 - BUCKET_BITS));
}

/* Two passes over the keys: how many a bucket has, then each to its place. */
static void sort_keys(struct block *block, const struct hj_peers_key *keys)
{
    uint32_t next[BUCKETS];
    memset(block->starts, 0, sizeof block->starts);
    for (uint32_t row = 0; row < block->rows; row++) {
        block->starts[bucket_of(&keys[row]) + 1] += !is_null(&keys[row]);
    }
    for (size_t i = 0; i < BUCKETS; i++) {
        next[i] = block->starts[i];
        block->starts[i + 1] += block->starts[i];
    }
    for (uint32_t row = 0; row < block->rows; row++) {
        if (!is_null(&keys[row])) {
            block->entries[next[bucket_of(&keys[row])]++] = (struct entry){
                .low = (uint32_t)keys[row].low,
                .middle = (uint32_t)(keys[row].low >> 32),
                .high = (uint16_t)keys[row].high,
                .row = (uint16_t)row,
            };
        }
    }
}

enum hj_code hj_peers_add(struct hj_peers *peers, uint32_t number, const struct hj_peers_key *keys,
                          uint32_t rows, struct hj_error *error)
{
    struct block *block = hj_memory_new(sizeof *block);
    if (block) {
        *block = (struct block){
            .rows = rows,
            .entries = hj_memory_new(rows * sizeof *block->entries),
        };
    }
    if (!block || !block->entries) {
        free_block(block);
        return hj_error_memory(error);
    }
    sort_keys(block, keys);
    peers->blocks[number] = block;
    return HJ_OK;
}

/* ---- freezing ---- */

/* The different keys of one bucket; one a thread, reused from bucket to bucket. */
struct table {
    uint32_t *slots; /* key + 1, linear probing */
    uint32_t mask;
    struct table_key {
        uint32_t low, middle, high;
        uint32_t count;
        uint32_t next; /* where the next row of its group goes */
        uint32_t first_row;
    } * keys;
    uint32_t *key_of; /* of each entry of the bucket */
    uint32_t key_count;
    uint32_t room; /* entries that it can take */
};

static void table_release(struct table *table)
{
    hj_memory_free(table->slots);
    hj_memory_free(table->keys);
    hj_memory_free(table->key_of);
    *table = (struct table){0};
}

/* An empty table for so many entries. */
static bool table_clear(struct table *table, uint32_t entries)
{
    uint32_t slots = 16;
    while (slots / 2 < entries) {
        slots *= 2;
    }
    if (slots / 2 > table->room) {
        table_release(table);
        table->slots = hj_memory_new(slots * sizeof *table->slots);
        table->keys = hj_memory_new(slots / 2 * sizeof *table->keys);
        table->key_of = hj_memory_new(slots / 2 * sizeof *table->key_of);
        if (!table->slots || !table->keys || !table->key_of) {
            return false;
        }
        table->room = slots / 2;
    }
    table->mask = slots - 1;
    table->key_count = 0;
    memset(table->slots, 0, slots * sizeof *table->slots);
    return true;
}

static uint32_t key_of(struct table *table, const struct entry *entry, uint64_t first)
{
    uint32_t slot = entry->low & table->mask;
    for (; table->slots[slot]; slot = (slot + 1) & table->mask) {
        const struct table_key *key = &table->keys[table->slots[slot] - 1];
        if (key->low == entry->low && key->middle == entry->middle && key->high == entry->high) {
            return table->slots[slot] - 1;
        }
    }
    table->keys[table->key_count] = (struct table_key){
        .low = entry->low,
        .middle = entry->middle,
        .high = entry->high,
        .first_row = (uint32_t)(first + entry->row),
    };
    table->slots[slot] = ++table->key_count;
    return table->key_count - 1;
}

static bool add_groups(struct hj_peers *peers, struct table *table)
{
    for (uint32_t i = 0; i < table->key_count; i++) {
        struct table_key *key = &table->keys[i];
        if (key->count < 2) {
            continue;
        }
        void *groups = peers->groups;
        void *rows = peers->group_rows;
        bool grown =
            hj_memory_grow(&groups, &peers->group_capacity, peers->group_count + 1,
                           sizeof *peers->groups) == 0 &&
            hj_memory_grow(&rows, &peers->group_row_capacity, peers->group_row_count + key->count,
                           sizeof *peers->group_rows) == 0;
        peers->groups = groups;
        peers->group_rows = rows;
        if (!grown) {
            return false;
        }
        key->next = (uint32_t)peers->group_row_count;
        peers->groups[peers->group_count++] = (struct group){key->first_row, key->next, key->count};
        peers->group_row_count += key->count;
    }
    return true;
}

/* The entries of a bucket in one block. */
static struct entry *entries_of(const struct hj_peers *peers, uint32_t number, size_t bucket,
                                uint32_t *count)
{
    const struct block *block = peers->blocks[number];
    *count = block ? block->starts[bucket + 1] - block->starts[bucket] : 0;
    return *count ? block->entries + block->starts[bucket] : NULL;
}

static void count_keys(const struct hj_peers *peers, size_t bucket, struct table *table)
{
    uint32_t at = 0, count;
    for (uint32_t number = 0; number < peers->block_count; number++) {
        const struct entry *entries = entries_of(peers, number, bucket, &count);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t key = key_of(table, &entries[i], peers->firsts[number]);
            table->keys[key].count++;
            table->key_of[at++] = key;
        }
    }
}

static void write_counts(struct hj_peers *peers, size_t bucket, struct table *table)
{
    uint32_t at = 0, count;
    for (uint32_t number = 0; number < peers->block_count; number++) {
        struct entry *entries = entries_of(peers, number, bucket, &count);
        for (uint32_t i = 0; i < count; i++) {
            struct table_key *key = &table->keys[table->key_of[at++]];
            entries[i].low = key->count;
            if (peers->with_groups && key->count > 1) {
                peers->group_rows[key->next++] = (uint32_t)(peers->firsts[number] + entries[i].row);
            }
        }
    }
}

static int by_first_row(const void *left, const void *right)
{
    const struct group *a = left;
    const struct group *b = right;
    return (a->first_row > b->first_row) - (a->first_row < b->first_row);
}

struct freezing {
    struct hj_peers *peers;
    struct table *tables; /* one a thread */
};

static enum hj_code freeze_item(void *context, uint64_t item, unsigned slot, unsigned thread,
                                struct hj_error *error)
{
    const struct freezing *freezing = context;
    struct hj_peers *peers = freezing->peers;
    struct table *table = &freezing->tables[thread];
    size_t bucket = (size_t)item;
    uint32_t entries = 0, count;
    (void)slot;
    for (uint32_t number = 0; number < peers->block_count; number++) {
        entries_of(peers, number, bucket, &count);
        entries += count;
    }
    if (entries == 0) {
        return HJ_OK;
    }
    if (!table_clear(table, entries)) {
        return hj_error_memory(error);
    }
    count_keys(peers, bucket, table);
    if (peers->with_groups && !add_groups(peers, table)) {
        return hj_error_memory(error);
    }
    write_counts(peers, bucket, table);
    return HJ_OK;
}

static enum hj_code freeze_buckets(struct hj_peers *peers, unsigned threads, struct hj_error *error)
{
    /* Groups are appended to one list, so they take their turns. */
    const unsigned workers = peers->with_groups ? 1 : threads;
    struct freezing freezing = {peers, hj_memory_zero(workers, sizeof *freezing.tables)};
    const struct hj_parallel parallel = {
        .context = &freezing,
        .work = freeze_item,
        .items = BUCKETS,
        .threads = workers,
        .slots = 2 * workers + 1,
    };
    enum hj_code code =
        freezing.tables ? hj_parallel_run(&parallel, error) : hj_error_memory(error);
    for (unsigned i = 0; freezing.tables && i < workers; i++) {
        table_release(&freezing.tables[i]);
    }
    hj_memory_free(freezing.tables);
    return code;
}

struct laying_out {
    struct hj_peers *peers;
    uint32_t *counts; /* HJ_BLOCK_ROWS a thread */
};

/* From the order of the keys to that of the rows. The counts stay in the memory of the entries,
 * whose rest is given back: new memory would have to be touched for the first time. */
static enum hj_code lay_out_item(void *context, uint64_t item, unsigned slot, unsigned thread,
                                 struct hj_error *error)
{
    const struct laying_out *laying_out = context;
    struct block *block = laying_out->peers->blocks[item];
    uint32_t *counts = laying_out->counts + (size_t)thread * HJ_BLOCK_ROWS;
    (void)slot;
    if (!block) {
        return HJ_OK;
    }
    size_t size = block->rows * sizeof *counts;
    memset(counts, 0, size);
    for (uint32_t i = 0; i < block->starts[BUCKETS]; i++) {
        counts[block->entries[i].row] = block->entries[i].low;
    }
    block->counts = hj_memory_resize(block->entries, size);
    if (!block->counts) {
        return hj_error_memory(error);
    }
    block->entries = NULL;
    memcpy(block->counts, counts, size);
    return HJ_OK;
}

static enum hj_code lay_out_counts(struct hj_peers *peers, unsigned threads, struct hj_error *error)
{
    struct laying_out laying_out = {
        peers, hj_memory_new((size_t)threads * HJ_BLOCK_ROWS * sizeof(uint32_t))};
    const struct hj_parallel parallel = {
        .context = &laying_out,
        .work = lay_out_item,
        .items = peers->block_count,
        .threads = threads,
        .slots = 2 * threads + 1,
    };
    enum hj_code code =
        laying_out.counts ? hj_parallel_run(&parallel, error) : hj_error_memory(error);
    hj_memory_free(laying_out.counts);
    return code;
}

enum hj_code hj_peers_freeze(struct hj_peers *peers, unsigned threads, struct hj_error *error)
{
    uint64_t rows = 0;
    enum hj_code code = HJ_OK;
    for (uint32_t number = 0; number < peers->block_count; number++) {
        peers->firsts[number] = rows;
        rows += peers->blocks[number] ? peers->blocks[number]->rows : 0;
    }
    if (rows >= UINT32_MAX) {
        return hj_error_memory(error);
    }
    HJ_TRY(freeze_buckets(peers, threads, error));
    HJ_TRY(lay_out_counts(peers, threads, error));
    if (peers->group_count) {
        qsort(peers->groups, peers->group_count, sizeof *peers->groups, by_first_row);
    }
done:
    return code;
}

/* ---- reading ---- */

struct hj_vector hj_peers_counts(const struct hj_peers *peers, uint32_t block, uint32_t rows,
                                 int64_t *values, uint64_t *nulls)
{
    const struct block *counted = peers->blocks[block];
    uint32_t known = !counted ? 0 : counted->rows < rows ? counted->rows : rows;
    bool any = known < rows || counted->starts[BUCKETS] < known;
    for (uint32_t row = 0; row < known; row++) {
        values[row] = counted->counts[row];
    }
    memset(values + known, 0, (rows - known) * sizeof *values);
    memset(nulls, 0, hj_bits_words(rows) * sizeof *nulls);
    for (uint32_t row = 0; any && row < rows; row++) {
        nulls[row / 64] |= (uint64_t)(values[row] == 0) << (row % 64);
    }
    return (struct hj_vector){
        .type = HJ_INTEGER,
        .rows = rows,
        .nulls = any ? nulls : NULL,
        .integers = values,
    };
}

uint32_t hj_peers_group_count(const struct hj_peers *peers)
{
    return (uint32_t)peers->group_count;
}

const uint32_t *hj_peers_group(const struct hj_peers *peers, uint32_t group, uint32_t *count)
{
    *count = peers->groups[group].count;
    return peers->group_rows + peers->groups[group].start;
}
