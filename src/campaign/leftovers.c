/* SPDX-License-Identifier: MIT */
#include "campaign/leftovers.h"

#include "base/memory.h"
#include "campaign/clusters.h"
#include "campaign/findings.h"
#include "campaign/key_filter.h"
#include "campaign/pass_peers.h"
#include "campaign/verdicts.h"

#include <stdlib.h>
#include <string.h>

/* The keys of the last call as text, one behind the other. */
static const char group[] = "leftovers", name[] = "kept";

enum { DIGITS = 32 };

struct kept {
    struct hj_digest *keys;
    size_t count, capacity;
    bool memory_full;
};

static void add(struct kept *kept, const struct hj_digest *keys, size_t count)
{
    void *grown = kept->keys;
    if (count == 0) {
        return;
    }
    if (hj_memory_grow(&grown, &kept->capacity, kept->count + count, sizeof *keys) != 0) {
        kept->memory_full = true;
        return;
    }
    kept->keys = grown;
    memcpy(kept->keys + kept->count, keys, count * sizeof *keys);
    kept->count += count;
}

static void add_one(struct kept *kept, struct hj_digest key)
{
    add(kept, &key, 1);
}

/* Keys of notes too: a note without its blocks would say that there are no findings. */
static void add_current(struct kept *kept, const struct hj_loaded *loaded,
                        const struct hj_digest *verdicts)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        struct hj_digest key = hj_findings_key(loaded, &ruleset->rules[i]), parts[3];
        hj_findings_part_keys(&key, parts);
        add_one(kept, key);
        add(kept, parts, 3);
    }
    for (uint32_t i = 0; i < ruleset->feature_count; i++) {
        if (ruleset->features[i].kind == HJ_FEATURE_PEERS) {
            add_one(kept, hj_peers_counts_key(loaded, &ruleset->features[i]));
        }
    }
    /* Left by load, which alone makes them. */
    for (uint32_t c = 0; c < loaded->registry.schema.count; c++) {
        add_one(kept, hj_key_filter_key(loaded->registry.id, c));
    }
    struct hj_digest clusters = hj_clusters_key(loaded);
    add_one(kept, clusters);
    add_one(kept, hj_survivor_key(&clusters));
    for (int c = 0; c < HJ_CLUSTER_COLUMNS; c++) {
        add_one(kept, hj_clusters_column_key(&clusters, c));
    }
    add_one(kept, *verdicts);
    for (int c = 0; c < HJ_VERDICT_COLUMNS; c++) {
        add_one(kept, hj_verdicts_column_key(verdicts, c));
    }
}

/* Behind the current ones those of the last call, and notes the current ones for the next. */
static enum hj_code add_previous(struct kept *kept, struct hj_store *store, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_span previous;
    enum hj_code code = HJ_OK;
    char *current = hj_arena_zero(&arena, kept->count * DIGITS + 1, 1);
    if (!current) {
        HJ_TRY(hj_error_memory(error));
    }
    for (size_t i = 0; i < kept->count; i++) {
        hj_digest_format(&kept->keys[i], current + i * DIGITS);
    }
    HJ_TRY(hj_store_get_entry(store, group, name, &arena, &previous, error));
    HJ_TRY(hj_store_put_entry(store, group, name, (struct hj_span){current, kept->count * DIGITS},
                              error));
    for (size_t at = 0; at + DIGITS <= previous.size; at += DIGITS) {
        struct hj_digest key;
        if (hj_digest_parse((struct hj_span){previous.data + at, DIGITS}, &key)) {
            add_one(kept, key);
        }
    }
    code = kept->memory_full ? hj_error_memory(error) : HJ_OK;
done:
    hj_arena_release(&arena);
    return code;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct hj_digest));
}

/* Notes of keys that are not kept, of earlier snapshots too. */
static enum hj_code drop_notes(struct kept *kept, struct hj_store *store, struct hj_error *error)
{
    static const char *const groups[] = {HJ_FINDINGS_NOTES, HJ_VERDICTS_NOTES, HJ_CLUSTERS_NOTES};
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    qsort(kept->keys, kept->count, sizeof *kept->keys, by_bytes);
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        struct hj_store_entry *notes;
        size_t count;
        HJ_TRY(hj_store_list_entries(store, groups[g], &arena, &notes, &count, error));
        for (size_t i = 0; i < count; i++) {
            struct hj_digest key;
            if (!hj_digest_parse(notes[i].name, &key) ||
                !bsearch(&key, kept->keys, kept->count, sizeof key, by_bytes)) {
                HJ_TRY(hj_store_drop_entry(store, groups[g], notes[i].name, error));
            }
        }
    }
done:
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_leftovers_drop(struct hj_store *store, const struct hj_loaded *loaded,
                               const struct hj_digest *verdicts, struct hj_error *error)
{
    struct kept kept = {0};
    enum hj_code code = HJ_OK;
    add_current(&kept, loaded, verdicts);
    if (kept.memory_full) {
        HJ_TRY(hj_error_memory(error));
    }
    HJ_TRY(add_previous(&kept, store, error));
    HJ_TRY(hj_store_keep_derived(store, loaded->registry.id, kept.keys, kept.count, error));
    HJ_TRY(drop_notes(&kept, store, error));
done:
    hj_memory_free(kept.keys);
    return code;
}
