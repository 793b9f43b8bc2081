/* SPDX-License-Identifier: MIT */
#include "campaign/made_tables.h"

#include "campaign/clusters.h"
#include "campaign/findings.h"
#include "campaign/runs.h"
#include "campaign/verdicts.h"

#include <inttypes.h>

static const char group[] = "view"; /* HJ_VIEW_GROUP of store/view.h, which needs SQLite */

struct description {
    struct hj_buffer text;
    bool room;
};

static void add(struct description *description, const char *text)
{
    description->room = description->room && hj_buffer_append(&description->text, hj_span_of(text));
}

static void begin(struct description *description, const struct hj_loaded *loaded, uint32_t blocks,
                  bool own)
{
    char line[80];
    hj_buffer_clear(&description->text);
    snprintf(line, sizeof line, "%" PRId64 "\t%" PRIu32 "\t%d\n", loaded->registry.id, blocks, own);
    add(description, line);
}

static void add_column(struct description *description, const char *name, enum hj_type type,
                       const char *source)
{
    char line[100];
    snprintf(line, sizeof line, "c\t%s\t%d\t%s\n", name, (int)type, source);
    add(description, line);
}

static void add_digest(struct description *description, const struct hj_digest *digest)
{
    char text[33];
    hj_digest_format(digest, text);
    add(description, "\t");
    add(description, text);
}

/* A constant; ids and names of classes hold no tabs. */
static void add_constant(struct description *description, const char *text)
{
    add(description, "\t");
    add(description, text);
}

static enum hj_code finish(struct description *description, struct hj_store *store,
                           const char *name, struct hj_error *error)
{
    if (!description->room) {
        return hj_error_memory(error);
    }
    return hj_store_put_entry(store, group, name, hj_buffer_span(&description->text), error);
}

static enum hj_code describe_findings(struct description *description, struct hj_store *store,
                                      const struct hj_loaded *loaded, struct hj_error *counts,
                                      struct hj_error *error)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    uint64_t findings = 0, rules = 0;
    begin(description, loaded, loaded->registry.blocks, false);
    add_column(description, "record", HJ_INTEGER, "record");
    add_column(description, "rule", HJ_TEXT, "constant");
    add_column(description, "class", HJ_TEXT, "constant");
    add_column(description, "severity", HJ_TEXT, "constant");
    add_column(description, "strength", HJ_TEXT, "constant");
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        struct hj_digest key = hj_findings_key(loaded, rule);
        struct hj_finding_counts found_counts;
        bool found;
        enum hj_code code = hj_findings_get_counts(store, &key, &found_counts, &found, error);
        if (code != HJ_OK) {
            return code;
        }
        if (found) {
            struct hj_digest holds = hj_findings_holds_key(&key);
            findings += found_counts.holds;
            rules++;
            add(description, "p");
            add_digest(description, &holds);
            add(description, "\t");
            description->room = description->room && hj_buffer_append(&description->text, rule->id);
            add_constant(description, hj_rule_class_name(rule->rule_class));
            add_constant(description, hj_severity_name(rule->severity));
            add_constant(description, hj_strength_name(rule->strength));
            add(description, "\n");
        }
    }
    hj_error_number(counts, "rules", (int64_t)rules);
    hj_error_number(counts, "findings", (int64_t)findings);
    return finish(description, store, "finding", error);
}

static enum hj_code describe_verdicts(struct description *description, struct hj_store *store,
                                      const struct hj_loaded *loaded, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_digest *keys;
    struct hj_error ignored;
    enum hj_code code = HJ_OK;
    begin(description, loaded, loaded->registry.blocks, false);
    for (int i = 0; i < HJ_VERDICT_COLUMNS; i++) {
        bool row = i == HJ_VERDICT_ROW;
        add_column(description, row ? "record" : hj_verdict_column_names[i],
                   row ? HJ_INTEGER : HJ_TEXT, row ? "record" : "derived");
    }
    /* Not flagged, or not decided: the columns alone. */
    if (hj_findings_keys(store, loaded, &arena, &keys, &ignored) == HJ_OK) {
        struct hj_digest key = hj_verdicts_key(loaded, keys);
        if (hj_verdicts_check(store, &key, &ignored) == HJ_OK) {
            add(description, "p");
            for (int i = 0; i < HJ_VERDICT_COLUMNS; i++) {
                struct hj_digest column = hj_verdicts_column_key(&key, i);
                add_digest(description, &column);
            }
            add(description, "\n");
        }
    }
    code = finish(description, store, "verdict", error);
    hj_arena_release(&arena);
    return code;
}

static enum hj_code describe_clusters(struct description *description, struct hj_store *store,
                                      const struct hj_loaded *loaded, struct hj_error *error)
{
    static const struct {
        const char *name;
        enum hj_type type;
        const char *source;
    } columns[HJ_CLUSTER_COLUMNS] = {
        [HJ_CLUSTER_NUMBER] = {"cluster", HJ_INTEGER, "derived"},
        [HJ_CLUSTER_BLOCK] = {"block", HJ_INTEGER, "block"},
        [HJ_CLUSTER_ROW] = {"record", HJ_INTEGER, "record"},
        [HJ_CLUSTER_KEEP] = {"keep", HJ_BOOLEAN, "derived"},
        [HJ_CLUSTER_STRENGTH] = {"strength", HJ_TEXT, "derived"},
        [HJ_CLUSTER_RULE] = {"rule", HJ_TEXT, "derived"},
    };
    struct hj_digest key = hj_clusters_key(loaded);
    uint32_t blocks = 0;
    bool found;
    enum hj_code code = hj_clusters_blocks(store, &key, &blocks, &found, error);
    if (code != HJ_OK) {
        return code;
    }
    begin(description, loaded, blocks, true);
    for (int i = 0; i < HJ_CLUSTER_COLUMNS; i++) {
        add_column(description, columns[i].name, columns[i].type, columns[i].source);
    }
    add(description, found ? "p" : "");
    for (int i = 0; found && i < HJ_CLUSTER_COLUMNS; i++) {
        struct hj_digest column = hj_clusters_column_key(&key, i);
        add_digest(description, &column);
    }
    add(description, found ? "\n" : "");
    return finish(description, store, "cluster_member", error);
}

enum hj_code hj_stage_commit(const struct hj_campaign *campaign, struct hj_store *store,
                             enum hj_stage stage, const struct hj_loaded *loaded,
                             struct hj_error *error)
{
    struct description description = {.room = true};
    struct hj_error counts;
    enum hj_code code = HJ_OK;
    hj_error_set(&counts, HJ_NOTE_FLAG);
    hj_error_number(&counts, "firms", (int64_t)loaded->registry.stored);
    HJ_TRY(describe_findings(&description, store, loaded, &counts, error));
    HJ_TRY(describe_verdicts(&description, store, loaded, error));
    HJ_TRY(describe_clusters(&description, store, loaded, error));
    HJ_TRY(hj_run_record(campaign, store, stage, loaded, &counts, error));
    HJ_TRY(hj_store_commit(store, error));
done:
    hj_buffer_release(&description.text);
    return code;
}
