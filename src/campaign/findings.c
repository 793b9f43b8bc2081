/* SPDX-License-Identifier: MIT */
#include "campaign/findings.h"

#include "column/codec.h"

#include <inttypes.h>

/* Where the three vectors of a rule and block stand: the digest of its key and one of these. */
static const char *const part_names[3] = {"holds", "unchecked", "unknown"};
static const char counts_group[] = "findings";

static struct hj_span bytes_of(const void *data, size_t size)
{
    return (struct hj_span){data, size};
}

struct hj_digest hj_findings_key(const struct hj_loaded *loaded, const struct hj_rule *rule)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    struct hj_digest digest = rule->digest;
    int64_t registry[2] = {loaded->registry.id, ruleset->as_of};
    const struct hj_span first[] = {bytes_of(digest.bytes, sizeof digest.bytes),
                                    bytes_of(registry, sizeof registry)};
    digest = hj_digest_of(first, 2);
    for (uint32_t i = 0; i < ruleset->fact_count; i++) {
        const struct hj_fact *fact = &ruleset->facts[i];
        int64_t known[6] = {loaded->facts[i].id, fact->loaded,      fact->partial,
                            fact->covers,        fact->covers_from, fact->covers_to};
        const struct hj_span next[] = {bytes_of(digest.bytes, sizeof digest.bytes), fact->table,
                                       bytes_of(known, sizeof known)};
        digest = hj_digest_of(next, 3);
    }
    return digest;
}

static struct hj_digest part_key(const struct hj_digest *key, int part)
{
    const struct hj_span parts[] = {bytes_of(key->bytes, sizeof key->bytes),
                                    hj_span_of(part_names[part])};
    return hj_digest_of(parts, 2);
}

enum hj_code hj_findings_put_counts(struct hj_store *store, const struct hj_digest *key,
                                    const struct hj_finding_counts *counts, struct hj_error *error)
{
    char name[33], text[24 * (3 + HJ_FAULT_COUNT)];
    size_t used = (size_t)snprintf(text, sizeof text, "%" PRIu64 " %" PRIu64 " %" PRIu64,
                                   counts->holds, counts->unchecked, counts->unknown);
    for (int i = 0; i < HJ_FAULT_COUNT; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, " %" PRIu64, counts->faults[i]);
    }
    hj_digest_format(key, name);
    return hj_store_put_entry(store, counts_group, name, (struct hj_span){text, used}, error);
}

enum hj_code hj_findings_get_counts(struct hj_store *store, const struct hj_digest *key,
                                    struct hj_finding_counts *counts, bool *found,
                                    struct hj_error *error)
{
    char name[33];
    struct hj_arena arena = {0};
    struct hj_span text;
    hj_digest_format(key, name);
    enum hj_code code = hj_store_get_entry(store, counts_group, name, &arena, &text, error);
    *found = code == HJ_OK && text.data;
    if (*found) {
        char *at = (char *)(uintptr_t)text.data;
        counts->holds = strtoull(at, &at, 10);
        counts->unchecked = strtoull(at, &at, 10);
        counts->unknown = strtoull(at, &at, 10);
        for (int i = 0; i < HJ_FAULT_COUNT; i++) {
            counts->faults[i] = strtoull(at, &at, 10);
        }
    }
    hj_arena_release(&arena);
    return code;
}

static enum hj_code get_part(struct hj_store *store, const struct hj_digest *key, int part,
                             uint32_t block, struct hj_arena *arena, struct hj_vector *vector,
                             struct hj_error *error)
{
    struct hj_digest name = part_key(key, part);
    struct hj_buffer frame = {0};
    bool found = false;
    *vector = (struct hj_vector){.type = HJ_INTEGER};
    enum hj_code code = hj_store_get_derived(store, &name, block, &frame, &found, error);
    if (code == HJ_OK && found) {
        struct hj_span copy = hj_arena_copy(arena, hj_buffer_span(&frame));
        code = copy.data ? hj_codec_decode(copy, arena, vector, error) : hj_error_memory(error);
    }
    hj_buffer_release(&frame);
    return code;
}

enum hj_code hj_findings_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_rule_findings *findings,
                             struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(get_part(store, key, 0, block, arena, &findings->holds, error));
    HJ_TRY(get_part(store, key, 1, block, arena, &findings->unchecked, error));
    HJ_TRY(get_part(store, key, 2, block, arena, &findings->unknown, error));
done:
    return code;
}

enum hj_code hj_findings_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, const struct hj_finding_frames *frames,
                             struct hj_error *error)
{
    for (int part = 0; part < 3; part++) {
        if (frames->frame[part].size == 0) {
            continue;
        }
        struct hj_digest name = part_key(key, part);
        enum hj_code code =
            hj_store_put_derived(store, snapshot, &name, block, frames->frame[part], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    return HJ_OK;
}

enum hj_code hj_findings_keys(struct hj_store *store, const struct hj_loaded *loaded,
                              struct hj_arena *arena, struct hj_digest **keys,
                              struct hj_error *error)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    *keys = hj_arena_zero(arena, ruleset->rule_count, sizeof **keys);
    if (!*keys) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        struct hj_finding_counts counts;
        bool found;
        (*keys)[i] = hj_findings_key(loaded, &ruleset->rules[i]);
        enum hj_code code = hj_findings_get_counts(store, &(*keys)[i], &counts, &found, error);
        if (code != HJ_OK) {
            return code;
        }
        if (!found && hj_findings_by_link(&ruleset->rules[i])) {
            (*keys)[i] = (struct hj_digest){{0}};
        } else if (!found) {
            hj_error_set(error, HJ_CAMPAIGN_NOT_FLAGGED);
            hj_error_text(error, "rule", ruleset->rules[i].id);
            return error->code;
        }
    }
    return HJ_OK;
}
