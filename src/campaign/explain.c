/* SPDX-License-Identifier: MIT
 * explain: one firm, its values with where they come from, every rule with its sub-conditions, the
 * routes refused and why. The slow reference evaluator gives the values, so that what is told is
 * the specification itself. */
#include "campaign/explain.h"

#include "base/memory.h"
#include "campaign/findings.h"
#include "campaign/pass.h"
#include "campaign/roots.h"
#include "campaign/verdicts.h"

struct owner {
    struct hj_arena arena;
    struct hj_loaded loaded; /* titles and texts point into its ruleset */
    struct hj_explain explain;
};

struct building {
    struct hj_campaign *campaign;
    struct hj_store *store;
    struct owner *owner;
    struct hj_firm_place place;
    struct hj_digest *findings; /* NULL: not flagged */
    struct hj_digest verdicts;
    struct hj_explaining explaining;
    struct hj_truth *truths; /* one a rule, the block's; yes NULL: not run */
};

/* Values of rules for flagged('…'), as the stage flag left them. */
static enum hj_code read_findings(void *context, uint32_t block, struct hj_arena *arena,
                                  void **made, struct hj_error *error)
{
    struct building *building = context;
    uint32_t rules = building->owner->loaded.ruleset->rule_count;
    struct hj_rule_findings *findings = hj_arena_zero(arena, rules, sizeof *findings);
    if (!findings) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; building->findings && i < rules; i++) {
        enum hj_code code = hj_findings_get(building->store, &building->findings[i], block, arena,
                                            &findings[i], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    *made = findings;
    return HJ_OK;
}

static enum hj_code fill_flagged(void *context, struct hj_pass_block *block,
                                 struct hj_truth *flagged, struct hj_error *error)
{
    struct building *building = context;
    const struct hj_ruleset *ruleset = building->owner->loaded.ruleset;
    const struct hj_rule_findings *findings = block->made;
    building->truths = hj_arena_zero(block->arena, ruleset->rule_count, sizeof *building->truths);
    if (!building->truths) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; building->findings && i < ruleset->rule_count; i++) {
        if (!hj_findings_run(&building->findings[i])) {
            continue;
        }
        enum hj_code code =
            hj_findings_truth(&findings[i].holds, &findings[i].unknown, block->input->rows,
                              block->arena, &building->truths[i], error);
        if (code != HJ_OK) {
            return code;
        }
        if (hj_findings_tell_routes(&ruleset->rules[i], &building->findings[i])) {
            flagged[i] = building->truths[i];
        }
    }
    return HJ_OK;
}

static enum hj_code explain_values(struct building *building, struct hj_error *error)
{
    const struct hj_scope *scope = &building->owner->loaded.ruleset->scope;
    struct hj_explain *explain = &building->owner->explain;
    struct hj_explain_value *values =
        hj_arena_zero(building->explaining.arena, scope->count, sizeof *values);
    if (!values) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < scope->count; i++) {
        if (scope->names[i].kind == HJ_NAME_PARAMETER || scope->names[i].name.data[0] == '#') {
            continue;
        }
        enum hj_code code =
            hj_explain_name(&building->explaining, i, &values[explain->value_count], error);
        if (code != HJ_OK) {
            return code;
        }
        explain->value_count++;
    }
    explain->values = values;
    return HJ_OK;
}

static enum hj_code explain_basis(struct building *building, const struct hj_rule *rule,
                                  struct hj_explain_rule *result, struct hj_error *error)
{
    struct hj_span *basis =
        hj_arena_zero(building->explaining.arena, rule->basis_count, sizeof *basis);
    if (!basis) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < rule->basis_count; i++) {
        char text[256];
        const struct hj_basis *law = &rule->basis[i];
        snprintf(text, sizeof text, "%.*s%s%.*s", (int)law->law.size, law->law.data,
                 law->article.size ? " " : "", (int)law->article.size,
                 law->article.data ? law->article.data : "");
        basis[i] = hj_arena_copy(building->explaining.arena, hj_span_of(text));
        if (!basis[i].data) {
            return hj_error_memory(error);
        }
    }
    result->basis = basis;
    result->basis_count = rule->basis_count;
    return HJ_OK;
}

/* TRUE where `when` is and `unless` is not; UNKNOWN where `when` is and `unless` is not TRUE,
 * and where the rule lacks a column that it needs. */
static struct hj_value rule_holds(const struct hj_explain_rule *rule, bool lacking)
{
    struct hj_value holds = rule->when.value;
    bool excused = rule->unless.count > 0 && !rule->unless.value.null && rule->unless.value.boolean;
    if (excused) {
        holds = (struct hj_value){.type = HJ_BOOLEAN, .boolean = false};
    } else if (lacking) {
        holds = (struct hj_value){.type = HJ_BOOLEAN, .null = true};
    }
    return holds;
}

static enum hj_code explain_rules(struct building *building, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = building->owner->loaded.ruleset;
    struct hj_explain *explain = &building->owner->explain;
    enum hj_code code = HJ_OK;
    struct hj_explain_rule *rules =
        hj_arena_zero(building->explaining.arena, ruleset->rule_count, sizeof *rules);
    if (!rules) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        rules[i] = (struct hj_explain_rule){
            .id = rule->id,
            .title_zh = rule->title.zh,
            .title_en = rule->title.en,
            .why_zh = rule->why.zh,
            .why_en = rule->why.en,
            .rule_class = hj_rule_class_name(rule->rule_class),
            .severity = hj_severity_name(rule->severity),
            .strength = "",
        };
        HJ_TRY(explain_basis(building, rule, &rules[i], error));
        HJ_TRY(hj_explain_predicate(&building->explaining, &rule->when, &rule->needs,
                                    &rules[i].when, error));
        HJ_TRY(hj_explain_predicate(&building->explaining, &rule->unless, NULL, &rules[i].unless,
                                    error));
        rules[i].holds = rule_holds(&rules[i], rule->needs.lacking);
        if (hj_findings_by_link(rule)) {
            /* Known from the stage link, not from the firm alone. */
            HJ_TRY(hj_explain_same(&building->explaining, rule, &rules[i], error));
            const struct hj_truth *truth = &building->truths[i];
            rules[i].holds = (struct hj_value){
                .type = HJ_BOOLEAN,
                .null = !truth->yes,
                .boolean = truth->yes && hj_bits_get(truth->yes, building->place.row),
            };
        }
    }
    explain->rules = rules;
    explain->rule_count = ruleset->rule_count;
done:
    return code;
}

static enum hj_code explain_verdict(struct building *building, struct hj_error *error)
{
    struct hj_explain *explain = &building->owner->explain;
    struct hj_vector columns[HJ_VERDICT_COLUMNS];
    struct hj_value *const cells[HJ_VERDICT_COLUMNS] = {
        [HJ_VERDICT_CLASS] = &explain->verdict_class,
        [HJ_VERDICT_ROUTE] = &explain->route,
        [HJ_VERDICT_PROTECTED_BY] = &explain->protected_by,
        [HJ_VERDICT_BLOCKED_BY] = &explain->blocked_by,
        [HJ_VERDICT_UNCHECKED] = &explain->unchecked,
    };
    for (int c = 0; c < HJ_VERDICT_COLUMNS; c++) {
        if (cells[c]) {
            *cells[c] = (struct hj_value){.type = HJ_TEXT, .null = true};
        }
    }
    if (!explain->decided) {
        return HJ_OK;
    }
    enum hj_code code = hj_verdicts_get(building->store, &building->verdicts, building->place.block,
                                        building->explaining.arena, columns, error);
    for (uint32_t i = 0; code == HJ_OK && i < columns[HJ_VERDICT_ROW].rows; i++) {
        if (columns[HJ_VERDICT_ROW].integers[i] != (int64_t)building->place.row) {
            continue;
        }
        for (int c = 0; c < HJ_VERDICT_COLUMNS; c++) {
            if (cells[c]) {
                *cells[c] = hj_vector_value(&columns[c], i);
            }
        }
    }
    return code;
}

static void set_record(struct building *building, const struct hj_pass_block *block)
{
    struct hj_explain *explain = &building->owner->explain;
    int line = hj_schema_find(&building->owner->loaded.registry.schema, hj_span_of("#line"));
    explain->record = block->records->integers[building->place.row];
    if (line >= 0 && block->input->columns[line]) {
        explain->line = block->input->columns[line]->integers[building->place.row];
    }
}

static void name_firm(struct hj_explain *explain)
{
    for (uint32_t i = 0; i < explain->value_count; i++) {
        const struct hj_explain_value *value = &explain->values[i];
        bool text = !value->value.null && value->value.type == HJ_TEXT;
        if (text && hj_span_is(value->name, "uscc")) {
            explain->uscc = value->value.text;
        } else if (text && hj_span_is(value->name, "name")) {
            explain->name = value->value.text;
        }
    }
}

/* Everything of the firm, while the block is there. */
static enum hj_code explain_block(struct building *building, const struct hj_pass_block *block,
                                  struct hj_error *error)
{
    struct hj_loaded *loaded = &building->owner->loaded;
    struct hj_reference_row row = {loaded->ruleset, block->input, building->place.row};
    struct hj_match_tools tools = hj_tools_view(loaded->tools);
    struct hj_reference_firm firm = hj_reference_firm_of(&row);
    struct hj_reference *reference = NULL;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_reference_new(&reference, loaded->ruleset, &tools, error));
    hj_reference_begin(reference, &firm);
    building->explaining.reference = reference;
    set_record(building, block);
    HJ_TRY(explain_verdict(building, error));
    HJ_TRY(explain_values(building, error));
    HJ_TRY(explain_rules(building, error));
    HJ_TRY(hj_explain_routes(&building->explaining, &building->owner->explain, error));
    HJ_TRY(hj_explain_clusters(building->store, loaded, building->place, building->explaining.arena,
                               &building->owner->explain, error));
    name_firm(&building->owner->explain);
done:
    hj_reference_free(reference);
    return code;
}

static enum hj_code make_roots(struct building *building, struct hj_roots *roots,
                               uint32_t **columns, struct hj_error *error)
{
    const struct hj_loaded *loaded = &building->owner->loaded;
    uint32_t count = loaded->registry.schema.count;
    hj_roots_init(roots, loaded->ruleset, building->explaining.arena);
    for (uint32_t i = 0; i < loaded->ruleset->scope.count; i++) {
        if (loaded->ruleset->scope.names[i].kind == HJ_NAME_FEATURE ||
            loaded->ruleset->scope.names[i].kind == HJ_NAME_DERIVED) {
            hj_roots_name(roots, i);
        }
    }
    *columns = hj_arena_zero(building->explaining.arena, count, sizeof **columns);
    for (uint32_t i = 0; *columns && i < count; i++) {
        (*columns)[i] = i;
    }
    return roots->memory_full || !*columns ? hj_error_memory(error) : HJ_OK;
}

static enum hj_code run_block(struct building *building, struct hj_error *error)
{
    struct hj_loaded *loaded = &building->owner->loaded;
    struct hj_passing *passing = NULL;
    struct hj_roots roots;
    uint32_t *columns = NULL;
    enum hj_code code = make_roots(building, &roots, &columns, error);
    if (code != HJ_OK) {
        return code;
    }
    const struct hj_pass pass = {
        .campaign = building->campaign,
        .store = building->store,
        .loaded = loaded,
        .roots = roots.roots,
        .root_count = roots.count,
        .row = &building->place.row,
        .columns = columns,
        .column_count = loaded->registry.schema.count,
        .context = building,
        .keep_results = true,
        .read = read_findings,
        .flagged = fill_flagged,
    };
    HJ_TRY(hj_pass_open(&pass, &passing, error));
    HJ_TRY(hj_pass_one(passing, building->place.block, error));
    HJ_TRY(explain_block(building, hj_pass_block_at(passing, 0), error));
done:
    hj_pass_close(passing);
    return code;
}

static enum hj_code find_results(struct building *building, struct hj_error *error)
{
    struct hj_loaded *loaded = &building->owner->loaded;
    enum hj_code code =
        hj_findings_keys(building->store, loaded, &loaded->arena, &building->findings, error);
    if (code == HJ_OK) {
        building->verdicts = hj_verdicts_key(loaded, building->findings);
        code = hj_verdicts_check(building->store, &building->verdicts, error);
        building->owner->explain.decided = code == HJ_OK;
    } else {
        building->findings = NULL;
    }
    return code == HJ_CAMPAIGN_NOT_FLAGGED || code == HJ_CAMPAIGN_NOT_DECIDED ? HJ_OK : code;
}

enum hj_code hj_explain_new(struct hj_campaign *campaign, const char *who,
                            struct hj_explain **explain, struct hj_error *error)
{
    struct building building = {.campaign = campaign};
    enum hj_code code = HJ_OK;
    *explain = NULL;
    building.owner = hj_memory_zero(1, sizeof *building.owner);
    if (!building.owner) {
        return hj_error_memory(error);
    }
    building.owner->explain.owner = building.owner;
    building.explaining =
        (struct hj_explaining){.loaded = &building.owner->loaded, .arena = &building.owner->arena};
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_READ, &building.store, error));
    /* One view, locked once and not for every frame. */
    HJ_TRY(hj_store_begin(building.store, error));
    HJ_TRY(hj_loaded_open(campaign, building.store, &building.owner->loaded, error));
    HJ_TRY(hj_tools_make(building.owner->loaded.ruleset, building.owner->loaded.tools, error));
    HJ_TRY(hj_explain_find(campaign, building.store, &building.owner->loaded, who, &building.place,
                           error));
    HJ_TRY(find_results(&building, error));
    HJ_TRY(run_block(&building, error));
    *explain = &building.owner->explain;
done:
    hj_store_close(building.store);
    if (code != HJ_OK) {
        hj_explain_free(&building.owner->explain);
    }
    return code;
}

void hj_explain_free(struct hj_explain *explain)
{
    if (explain) {
        struct owner *owner = explain->owner;
        hj_loaded_release(&owner->loaded);
        hj_arena_release(&owner->arena);
        hj_memory_free(owner);
    }
}
