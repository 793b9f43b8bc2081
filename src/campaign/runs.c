/* SPDX-License-Identifier: MIT */
#include "campaign/runs.h"

#include "base/json.h"

static const char group[] = "run";

static const char *stage_name(enum hj_stage stage)
{
    static const char *const names[HJ_STAGE_COUNT] = {[HJ_STAGE_LOAD] = "load",
                                                      [HJ_STAGE_FLAG] = "flag",
                                                      [HJ_STAGE_LINK] = "link",
                                                      [HJ_STAGE_DECIDE] = "decide"};
    return names[stage];
}

static struct hj_digest chain(struct hj_digest digest, struct hj_span next)
{
    const struct hj_span parts[] = {{(const char *)digest.bytes, sizeof digest.bytes}, next};
    return hj_digest_of(parts, 2);
}

static struct hj_digest digest_rules(const struct hj_ruleset *ruleset)
{
    struct hj_digest digest = {{0}};
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        digest = chain(digest, (struct hj_span){(const char *)ruleset->rules[i].digest.bytes,
                                                sizeof ruleset->rules[i].digest.bytes});
    }
    for (uint32_t i = 0; i < ruleset->feature_count; i++) {
        digest = chain(digest, (struct hj_span){(const char *)ruleset->features[i].digest.bytes,
                                                sizeof ruleset->features[i].digest.bytes});
    }
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        digest = chain(digest, ruleset->routes[i].id);
        digest = chain(digest, ruleset->routes[i].when.text);
        digest = chain(digest, ruleset->routes[i].unless.text);
    }
    return digest;
}

static bool add_key(struct hj_buffer *out, const char *key, bool first)
{
    return hj_buffer_append(out, hj_span_of(first ? "" : ", ")) &&
           hj_json_string(out, hj_span_of(key)) && hj_buffer_append(out, hj_span_of(": "));
}

static bool add_text(struct hj_buffer *out, const char *key, const char *text)
{
    return add_key(out, key, false) && (text ? hj_json_string(out, hj_span_of(text))
                                             : hj_buffer_append(out, hj_span_of("null")));
}

static bool add_digest(struct hj_buffer *out, const char *key, const struct hj_digest *digest,
                       bool first)
{
    char text[33];
    hj_digest_format(digest, text);
    return add_key(out, key, first) && hj_json_string(out, hj_span_of(text));
}

/* Arguments that are numbers; the rest of a note is for people. */
static bool add_counts(struct hj_buffer *out, const struct hj_error *counts)
{
    bool room = add_key(out, "counts", false) && hj_buffer_append(out, hj_span_of("{"));
    bool first = true;
    for (unsigned i = 0; room && i < counts->arguments; i++) {
        const char *value = counts->argument[i].value;
        if (*value && strspn(value, "-0123456789") == strlen(value)) {
            room = add_key(out, counts->argument[i].name, first) &&
                   hj_buffer_append(out, hj_span_of(value));
            first = false;
        }
    }
    return room && hj_buffer_append(out, hj_span_of("}"));
}

static enum hj_code add_inputs(const struct hj_campaign *campaign, struct hj_store *store,
                               struct hj_buffer *out, struct hj_error *error)
{
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    bool first = true;
    bool room = add_key(out, "inputs", false) && hj_buffer_append(out, hj_span_of("{"));
    for (uint32_t i = 0; room && i < campaign->config.table_count; i++) {
        struct hj_snapshot snapshot;
        HJ_TRY(hj_store_current(store, campaign->config.tables[i].name, &arena, &snapshot, error));
        if (snapshot.id) {
            room = add_digest(out, campaign->config.tables[i].name, &snapshot.content, first);
            first = false;
        }
    }
    room = room && hj_buffer_append(out, hj_span_of("}"));
    code = room ? HJ_OK : hj_error_memory(error);
done:
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_run_record(const struct hj_campaign *campaign, struct hj_store *store,
                           enum hj_stage stage, const struct hj_loaded *loaded,
                           const struct hj_error *counts, struct hj_error *error)
{
    struct hj_buffer out = {0};
    struct hj_arena arena = {0};
    struct hj_store_entry *entries;
    size_t count;
    char name[24], day[11];
    enum hj_code code = HJ_OK;
    struct hj_digest rules = {{0}};
    hj_date_format(campaign->config.as_of, day);
    bool room = hj_buffer_append(&out, hj_span_of("{")) && add_key(&out, "stage", true) &&
                hj_json_string(&out, hj_span_of(stage_name(stage))) &&
                add_text(&out, "at", campaign->settings.now) &&
                add_text(&out, "program", hj_version()) && add_text(&out, "as_of", day);
    if (room && loaded) {
        rules = digest_rules(loaded->ruleset);
        room = add_digest(&out, "rules", &rules, false);
    } else if (room) {
        room = add_text(&out, "rules", NULL);
    }
    if (!room) {
        HJ_TRY(hj_error_memory(error));
    }
    HJ_TRY(add_inputs(campaign, store, &out, error));
    if (!add_counts(&out, counts) || !hj_buffer_append(&out, hj_span_of("}"))) {
        HJ_TRY(hj_error_memory(error));
    }
    HJ_TRY(hj_store_list_entries(store, group, &arena, &entries, &count, error));
    snprintf(name, sizeof name, "%08zu", count + 1);
    HJ_TRY(hj_store_put_entry(store, group, name, hj_buffer_span(&out), error));
done:
    hj_buffer_release(&out);
    hj_arena_release(&arena);
    return code;
}
