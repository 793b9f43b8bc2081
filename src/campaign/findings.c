/* SPDX-License-Identifier: MIT */
#include "campaign/findings.h"

#include "campaign/derived.h"

#include <inttypes.h>

/* Where the three vectors of a rule and block stand: the digest of its key and one of these. */
static const char *const part_names[3] = {"holds", "unchecked", "unknown"};

struct hj_digest hj_findings_key(const struct hj_loaded *loaded, const struct hj_rule *rule)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    int64_t registry[2] = {loaded->registry.id, ruleset->as_of};
    struct hj_digest digest =
        hj_derived_chain(rule->digest, (struct hj_span){(const char *)registry, sizeof registry});
    for (uint32_t i = 0; i < ruleset->fact_count; i++) {
        const struct hj_fact *fact = &ruleset->facts[i];
        int64_t known[6] = {loaded->facts[i].id, fact->loaded,      fact->partial,
                            fact->covers,        fact->covers_from, fact->covers_to};
        digest = hj_derived_chain(digest, fact->table);
        digest = hj_derived_chain(digest, (struct hj_span){(const char *)known, sizeof known});
    }
    return digest;
}

static struct hj_digest part_key(const struct hj_digest *key, int part)
{
    return hj_derived_chain(*key, hj_span_of(part_names[part]));
}

void hj_findings_part_keys(const struct hj_digest *key, struct hj_digest parts[3])
{
    for (int part = 0; part < 3; part++) {
        parts[part] = part_key(key, part);
    }
}

struct hj_digest hj_findings_holds_key(const struct hj_digest *key)
{
    return part_key(key, 0);
}

enum hj_code hj_findings_put_counts(struct hj_store *store, const struct hj_digest *key,
                                    const struct hj_finding_counts *counts, struct hj_error *error)
{
    char text[24 * (3 + HJ_FAULT_COUNT)];
    size_t used = (size_t)snprintf(text, sizeof text, "%" PRIu64 " %" PRIu64 " %" PRIu64,
                                   counts->holds, counts->unchecked, counts->unknown);
    for (int i = 0; i < HJ_FAULT_COUNT; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, " %" PRIu64, counts->faults[i]);
    }
    return hj_derived_put_note(store, HJ_FINDINGS_NOTES, key, (struct hj_span){text, used}, error);
}

enum hj_code hj_findings_get_counts(struct hj_store *store, const struct hj_digest *key,
                                    struct hj_finding_counts *counts, bool *found,
                                    struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_span text;
    enum hj_code code = hj_derived_get_note(store, HJ_FINDINGS_NOTES, key, &arena, &text, error);
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

enum hj_code hj_findings_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_rule_findings *findings,
                             struct hj_error *error)
{
    struct hj_vector *const parts[3] = {&findings->holds, &findings->unchecked, &findings->unknown};
    enum hj_code code = HJ_OK;
    for (int part = 0; code == HJ_OK && part < 3; part++) {
        bool found;
        *parts[part] = (struct hj_vector){.type = HJ_INTEGER};
        code = hj_derived_get(store, part_key(key, part), block, arena, parts[part], &found, error);
    }
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

bool hj_findings_run(const struct hj_digest *key)
{
    static const struct hj_digest none = {{0}};
    return memcmp(key, &none, sizeof none) != 0;
}

bool hj_findings_tell_routes(const struct hj_rule *rule, const struct hj_digest *key)
{
    return rule->status != HJ_RULE_DRAFT && hj_findings_run(key);
}

void hj_findings_say_models(const struct hj_campaign *campaign, const struct hj_ruleset *ruleset)
{
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        if (rule->model.size > 0) {
            struct hj_error note;
            hj_error_set(&note, HJ_NOTE_MODEL);
            hj_error_text(&note, "rule", rule->id);
            hj_error_text(&note, "model", rule->model);
            hj_campaign_note(campaign, &note);
        }
    }
}
