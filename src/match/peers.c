/* SPDX-License-Identifier: MIT
 * Keys are kept in 256 buckets by their first byte, in chunks, so that nothing is copied while they
 * grow; freezing counts one bucket at a time with a small hash table that stays in the cache (3
 * million keys: a bucket has 12,000). */
#include "match/peers.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    BUCKETS = 256,
    CHUNK_ENTRIES = 511, /* 8 KiB */
    INLINE_TEXT = 64,    /* longer texts enter a key as their own hash */
};

/* 96 bits of the key and 8 more by the bucket. */
struct entry {
    uint64_t low;
    uint32_t high;
    uint32_t row;
};

struct chunk {
    struct chunk *next;
    uint32_t count;
    struct entry entries[CHUNK_ENTRIES];
};

struct bucket {
    struct chunk *first, *last;
    uint32_t count;
};

struct group {
    uint32_t first_row;    /* orders the groups */
    uint32_t start, count; /* in group_rows */
};

struct hj_peers {
    struct bucket buckets[BUCKETS];
    uint64_t rows;
    uint32_t *counts; /* of each row, when frozen; 0: none */
    bool with_groups;
    struct group *groups;
    size_t group_count, group_capacity;
    uint32_t *group_rows;
    size_t group_row_count, group_row_capacity;
};

/* ---- keys ---- */

/* The hash of what came before, the size, the type and the bytes of one more value. */
static struct hj_peers_key add_part(struct hj_peers_key key, unsigned char type, uint64_t size,
                                    struct hj_span bytes)
{
    unsigned char buffer[sizeof key + sizeof size + 1 + INLINE_TEXT];
    size_t at = 0;
    memcpy(buffer, &key, sizeof key);
    at += sizeof key;
    memcpy(buffer + at, &size, sizeof size);
    at += sizeof size;
    buffer[at++] = type;
    if (bytes.size) {
        memcpy(buffer + at, bytes.data, bytes.size);
    }
    XXH128_hash_t hash = XXH3_128bits(buffer, at + bytes.size);
    return (struct hj_peers_key){hash.high64, hash.low64};
}

static struct hj_peers_key hash_of(struct hj_span text)
{
    XXH128_hash_t hash = XXH3_128bits(text.data, text.size);
    return (struct hj_peers_key){hash.high64, hash.low64};
}

static struct hj_peers_key add_text(struct hj_peers_key key, struct hj_span text)
{
    if (text.size <= INLINE_TEXT) {
        return add_part(key, HJ_TEXT, text.size, text);
    }
    struct hj_peers_key hash = hash_of(text);
    struct hj_span digest = {(const char *)&hash, sizeof hash};
    return add_part(key, HJ_TEXT, text.size, digest);
}

static struct hj_peers_key add_value(struct hj_peers_key key, const struct hj_value *value)
{
    uint64_t bits = 0;
    switch (value->type) {
    case HJ_TEXT:
        return add_text(key, value->text);
    case HJ_BOOLEAN:
        bits = value->boolean;
        break;
    case HJ_INTEGER:
        bits = (uint64_t)value->integer;
        break;
    case HJ_NUMBER: {
        double number = value->number == 0 ? 0 : value->number; /* -0 is 0 */
        memcpy(&bits, &number, sizeof bits);
        break;
    }
    case HJ_DATE:
        bits = (uint64_t)value->date;
        break;
    }
    struct hj_span bytes = {(const char *)&bits, sizeof bits};
    return add_part(key, (unsigned char)value->type, sizeof bits, bytes);
}

/* The first value of a tuple; a text, which it nearly always is, by its bytes alone. The n-th value
 * of all tuples has one type, so it need not be in the key. */
static struct hj_peers_key first_key(const struct hj_vector *vector, uint32_t row)
{
    if (vector->type == HJ_TEXT) {
        return hash_of(hj_vector_text(vector, row));
    }
    struct hj_value value = hj_vector_value(vector, row);
    return add_value((struct hj_peers_key){0, 0}, &value);
}

void hj_peers_keys(const struct hj_vector *const *vectors, uint32_t count, uint32_t rows,
                   struct hj_peers_key *keys)
{
    for (uint32_t row = 0; row < rows; row++) {
        bool null = count == 0 || !vectors[0] || hj_vector_is_null(vectors[0], row);
        struct hj_peers_key key = {0, 0};
        if (!null) {
            key = first_key(vectors[0], row);
        }
        for (uint32_t i = 1; i < count && !null; i++) {
            null = !vectors[i] || hj_vector_is_null(vectors[i], row);
            if (!null) {
                struct hj_value value = hj_vector_value(vectors[i], row);
                key = add_value(key, &value);
            }
        }
        keys[row] = null ? (struct hj_peers_key){0, 0} : key;
        if (!null && !key.high && !key.low) {
            keys[row].low = 1; /* all zero means NULL */
        }
    }
}

/* ---- building ---- */

enum hj_code hj_peers_new(struct hj_peers **peers, bool groups, struct hj_error *error)
{
    *peers = hj_memory_zero(1, sizeof **peers);
    if (!*peers) {
        return hj_error_memory(error);
    }
    (*peers)->with_groups = groups;
    return HJ_OK;
}

static void free_bucket(struct bucket *bucket)
{
    while (bucket->first) {
        struct chunk *chunk = bucket->first;
        bucket->first = chunk->next;
        hj_memory_free(chunk);
    }
    *bucket = (struct bucket){0};
}

void hj_peers_free(struct hj_peers *peers)
{
    if (!peers) {
        return;
    }
    for (unsigned i = 0; i < BUCKETS; i++) {
        free_bucket(&peers->buckets[i]);
    }
    hj_memory_free(peers->counts);
    hj_memory_free(peers->groups);
    hj_memory_free(peers->group_rows);
    hj_memory_free(peers);
}

static bool add_entry(struct bucket *bucket, const struct hj_peers_key *key, uint32_t row)
{
    struct chunk *chunk = bucket->last;
    if (!chunk || chunk->count == CHUNK_ENTRIES) {
        chunk = hj_memory_new(sizeof *chunk);
        if (!chunk) {
            return false;
        }
        chunk->next = NULL;
        chunk->count = 0;
        if (bucket->last) {
            bucket->last->next = chunk;
        } else {
            bucket->first = chunk;
        }
        bucket->last = chunk;
    }
    chunk->entries[chunk->count++] = (struct entry){key->low, (uint32_t)key->high, row};
    bucket->count++;
    return true;
}

enum hj_code hj_peers_add(struct hj_peers *peers, const struct hj_peers_key *keys, uint32_t rows,
                          struct hj_error *error)
{
    if (peers->rows + rows >= UINT32_MAX) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < rows; i++) {
        bool null = !keys[i].high && !keys[i].low;
        if (!null && !add_entry(&peers->buckets[keys[i].high >> 56], &keys[i],
                                (uint32_t)(peers->rows + i))) {
            return hj_error_memory(error);
        }
    }
    peers->rows += rows;
    return HJ_OK;
}

/* ---- freezing ---- */

/* The different keys of one bucket. */
struct table {
    uint32_t *slots; /* key + 1, linear probing */
    uint32_t mask;
    struct table_key {
        uint64_t low;
        uint32_t high;
        uint32_t count;
        uint32_t next; /* where the next row of its group goes */
        uint32_t first_row;
    } * keys;
    uint32_t *key_of; /* of each entry of the bucket */
    uint32_t key_count;
};

static void table_release(struct table *table)
{
    hj_memory_free(table->slots);
    hj_memory_free(table->keys);
    hj_memory_free(table->key_of);
}

static bool table_init(struct table *table, uint32_t entries)
{
    uint32_t slots = 16;
    while (slots / 2 < entries) {
        slots *= 2;
    }
    table->mask = slots - 1;
    table->key_count = 0;
    table->slots = hj_memory_zero(slots, sizeof *table->slots);
    table->keys = hj_memory_new(entries * sizeof *table->keys);
    table->key_of = hj_memory_new(entries * sizeof *table->key_of);
    return table->slots && table->keys && table->key_of;
}

static uint32_t key_of(struct table *table, const struct entry *entry)
{
    uint32_t slot = (uint32_t)entry->low & table->mask;
    for (; table->slots[slot]; slot = (slot + 1) & table->mask) {
        const struct table_key *key = &table->keys[table->slots[slot] - 1];
        if (key->high == entry->high && key->low == entry->low) {
            return table->slots[slot] - 1;
        }
    }
    table->keys[table->key_count] =
        (struct table_key){.high = entry->high, .low = entry->low, .first_row = entry->row};
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

static void write_rows(struct hj_peers *peers, const struct bucket *bucket, struct table *table)
{
    uint32_t at = 0;
    for (const struct chunk *chunk = bucket->first; chunk; chunk = chunk->next) {
        for (uint32_t i = 0; i < chunk->count; i++) {
            struct table_key *key = &table->keys[table->key_of[at++]];
            peers->counts[chunk->entries[i].row] = key->count;
            if (peers->with_groups && key->count > 1) {
                peers->group_rows[key->next++] = chunk->entries[i].row;
            }
        }
    }
}

static bool freeze_bucket(struct hj_peers *peers, struct bucket *bucket)
{
    struct table table = {0};
    bool done = table_init(&table, bucket->count);
    uint32_t at = 0;
    for (const struct chunk *chunk = bucket->first; chunk && done; chunk = chunk->next) {
        for (uint32_t i = 0; i < chunk->count; i++) {
            uint32_t key = key_of(&table, &chunk->entries[i]);
            table.keys[key].count++;
            table.key_of[at++] = key;
        }
    }
    done = done && (!peers->with_groups || add_groups(peers, &table));
    if (done) {
        write_rows(peers, bucket, &table);
        free_bucket(bucket);
    }
    table_release(&table);
    return done;
}

static int by_first_row(const void *left, const void *right)
{
    const struct group *a = left;
    const struct group *b = right;
    return (a->first_row > b->first_row) - (a->first_row < b->first_row);
}

static enum hj_code freeze_item(void *context, uint64_t item, unsigned slot, unsigned thread,
                                struct hj_error *error)
{
    struct hj_peers *peers = context;
    struct bucket *bucket = &peers->buckets[item];
    (void)slot;
    (void)thread;
    return bucket->count && !freeze_bucket(peers, bucket) ? hj_error_memory(error) : HJ_OK;
}

enum hj_code hj_peers_freeze(struct hj_peers *peers, unsigned threads, struct hj_error *error)
{
    /* Groups are appended to one list, so they take their turns. */
    const unsigned workers = peers->with_groups ? 1 : threads;
    const struct hj_parallel parallel = {
        .context = peers,
        .work = freeze_item,
        .items = BUCKETS,
        .threads = workers,
        .slots = 2 * workers + 1,
    };
    peers->counts = hj_memory_zero(peers->rows, sizeof *peers->counts);
    if (!peers->counts) {
        return hj_error_memory(error);
    }
    enum hj_code code = hj_parallel_run(&parallel, error);
    if (code != HJ_OK) {
        return code;
    }
    if (peers->group_count) {
        qsort(peers->groups, peers->group_count, sizeof *peers->groups, by_first_row);
    }
    return HJ_OK;
}

/* ---- reading ---- */

struct hj_vector hj_peers_counts(const struct hj_peers *peers, uint64_t first, uint32_t rows,
                                 int64_t *values, uint64_t *nulls)
{
    memset(nulls, 0, hj_bits_words(rows) * sizeof *nulls);
    bool any = false;
    for (uint32_t row = 0; row < rows; row++) {
        values[row] = first + row < peers->rows ? peers->counts[first + row] : 0;
        if (values[row] == 0) {
            hj_bits_set(nulls, row);
            any = true;
        }
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
