/* SPDX-License-Identifier: MIT
 * The rules as people read them: plain structs over a frozen ruleset, in the order of ids. */
#include "base/buffer.h"
#include "base/memory.h"
#include "campaign/check.h"
#include "match/inline.h"

struct owner {
    struct hj_rule_files check;
    struct hj_arena arena;
    struct hj_catalogue catalogue;
};

/* What one rule rests on, found by the words of its texts: constants of a tree have lost theirs. */
struct resting {
    const struct hj_ruleset *ruleset;
    struct hj_arena *arena;
    bool dated; /* there is a campaign, whose day parameters may rest on */
    bool *seen; /* one a name of the firm scope */
    struct hj_catalogue_name *names;
    uint32_t count;
    bool memory_full;
};

static void rest_on_text(struct resting *resting, struct hj_span text, bool of_firms);

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || (unsigned char)byte >= 0x80;
}

/* "scope, survey.result" */
static bool append_needs(struct hj_buffer *text, const struct hj_needs *needs)
{
    bool room = true;
    for (uint32_t i = 0; room && i < needs->count; i++) {
        room = hj_buffer_append(text, hj_span_of(i ? ", " : "")) &&
               hj_buffer_append(text, needs->items[i].text);
    }
    return room;
}

/* "peers(address_key)" */
static bool append_peers(struct hj_buffer *text, const struct hj_feature *feature)
{
    bool room = hj_buffer_append(text, hj_span_of("peers("));
    for (uint32_t i = 0; room && i < feature->peer_count; i++) {
        const struct hj_expr *key = feature->peers[i];
        room = hj_buffer_append(text, hj_span_of(i ? ", " : "")) &&
               hj_buffer_append(text, key->name.size ? key->name : hj_span_of("…"));
    }
    return room && hj_buffer_append(text, hj_span_of(")"));
}

/* "count of annual_report where …", "how many firms share …", or the predicate itself; behind it
 * what a file must have. */
static struct hj_span describe(struct resting *resting, const struct hj_feature *feature)
{
    static const char *const aggregates[] = {"count", "exists", "sum", "min", "max", "last", "run"};
    struct hj_buffer text = {0};
    bool room = true;
    switch (feature->kind) {
    case HJ_FEATURE_PREDICATE:
        room = hj_buffer_append(&text, feature->when.text);
        break;
    case HJ_FEATURE_PEERS:
        room = append_peers(&text, feature);
        break;
    case HJ_FEATURE_AGGREGATE:
        room = hj_buffer_append(&text, hj_span_of(aggregates[feature->aggregate])) &&
               hj_buffer_append(&text, hj_span_of(" ")) &&
               hj_buffer_append(&text, feature->value.text) &&
               hj_buffer_append(&text, hj_span_of(feature->value.text.size ? " FROM " : "FROM ")) &&
               hj_buffer_append(&text, resting->ruleset->facts[feature->table].table);
        break;
    }
    if (room && feature->where.text.size) {
        room = hj_buffer_append(&text, hj_span_of(" WHERE ")) &&
               hj_buffer_append(&text, feature->where.text);
    }
    if (room && feature->needs.count > 0) {
        room =
            hj_buffer_append(&text, hj_span_of(" NEEDS ")) && append_needs(&text, &feature->needs);
    }
    struct hj_span copy = hj_arena_copy(resting->arena, hj_buffer_span(&text));
    resting->memory_full = resting->memory_full || !room || !copy.data;
    hj_buffer_release(&text);
    return copy;
}

static void rest_on_name(struct resting *resting, uint32_t index)
{
    const struct hj_name *name = &resting->ruleset->scope.names[index];
    if (resting->seen[index] || hj_span_is(name->name, "as_of") ||
        (name->kind != HJ_NAME_PARAMETER && name->kind != HJ_NAME_FEATURE)) {
        return;
    }
    resting->seen[index] = true;
    struct hj_catalogue_name *entry = &resting->names[resting->count++];
    entry->name = name->name;
    if (name->kind == HJ_NAME_PARAMETER) {
        const struct hj_parameter *parameter = &resting->ruleset->parameters[name->index];
        entry->kind = "parameter";
        entry->text = parameter->text;
        entry->value = parameter->value;
        entry->value.null |= !resting->dated;
        rest_on_text(resting, parameter->text, true);
        return;
    }
    const struct hj_feature *feature = &resting->ruleset->features[name->index];
    entry->kind = "feature";
    entry->text = describe(resting, feature);
    rest_on_text(resting, feature->when.text, true);
    rest_on_text(resting, feature->where.text, false);
    rest_on_text(resting, feature->value.text, false);
    rest_on_text(resting, feature->order.text, false);
    rest_on_text(resting, feature->period_from.text, false);
    rest_on_text(resting, feature->period_to.text, false);
}

static void rest_on_text(struct resting *resting, struct hj_span text, bool of_firms)
{
    bool quoted = false;
    for (size_t at = 0; at < text.size; at++) {
        size_t end = at;
        quoted = quoted != (text.data[at] == '\'');
        while (!quoted && end < text.size && is_word(text.data[end])) {
            end++;
        }
        if (end > at) {
            int found = hj_scope_find(&resting->ruleset->scope, hj_span_slice(text, at, end - at));
            bool is_parameter =
                found >= 0 && resting->ruleset->scope.names[found].kind == HJ_NAME_PARAMETER;
            if (found >= 0 && (of_firms || is_parameter)) {
                rest_on_name(resting, (uint32_t)found);
            }
            at = end - 1;
        }
    }
}

static bool add_rests(struct owner *owner, const struct hj_rule *rule,
                      struct hj_catalogue_rule *result)
{
    const struct hj_ruleset *ruleset = owner->check.ruleset;
    struct resting resting = {
        .ruleset = ruleset, .arena = &owner->arena, .dated = owner->check.campaign != NULL};
    resting.seen = hj_arena_zero(&owner->arena, ruleset->scope.count, sizeof *resting.seen);
    resting.names = hj_arena_zero(&owner->arena, ruleset->scope.count, sizeof *resting.names);
    if (!resting.seen || !resting.names) {
        return false;
    }
    rest_on_text(&resting, rule->when.text, true);
    rest_on_text(&resting, rule->unless.text, true);
    result->rests = resting.names;
    result->rests_count = resting.count;
    return !resting.memory_full;
}

static bool add_laws(struct owner *owner, const struct hj_rule *rule,
                     struct hj_catalogue_rule *result)
{
    const struct hj_ruleset *ruleset = owner->check.ruleset;
    struct hj_catalogue_law *laws = hj_arena_zero(&owner->arena, rule->basis_count, sizeof *laws);
    for (uint32_t i = 0; laws && i < rule->basis_count; i++) {
        const struct hj_basis *basis = &rule->basis[i];
        laws[i] = (struct hj_catalogue_law){.law = basis->law, .article = basis->article};
        if (basis->law_index >= 0) {
            const struct hj_law *law = &ruleset->laws[basis->law_index];
            laws[i].title_zh = law->title.zh;
            laws[i].title_en = law->title.en;
            laws[i].number = law->number;
            laws[i].confidence = law->confidence;
            laws[i].source = law->source;
            laws[i].repealed = law->repealed;
        }
    }
    result->laws = laws;
    result->law_count = rule->basis_count;
    return laws != NULL;
}

static bool add_tests(struct owner *owner, const struct hj_rule *rule,
                      struct hj_catalogue_rule *result)
{
    const struct hj_ruleset *ruleset = owner->check.ruleset;
    struct hj_catalogue_test *tests = hj_arena_zero(&owner->arena, rule->test_count, sizeof *tests);
    for (uint32_t t = 0; tests && t < rule->test_count; t++) {
        const struct hj_rule_test *test = &rule->tests[t];
        struct hj_catalogue_given *given =
            hj_arena_zero(&owner->arena, test->given_count, sizeof *given);
        if (!given) {
            return false;
        }
        for (uint32_t i = 0; i < test->given_count; i++) {
            given[i].name = ruleset->scope.names[test->given[i].name].name;
            given[i].value = hj_rule_files_shown(ruleset, given[i].name, test->given[i].value);
        }
        tests[t] = (struct hj_catalogue_test){.given = given,
                                              .given_count = test->given_count,
                                              .line = test->place.line,
                                              .expect = hj_expect_name(test->expect)};
    }
    result->tests = tests;
    result->test_count = rule->test_count;
    return tests != NULL;
}

static bool add_evidence(struct owner *owner, const struct hj_rule *rule,
                         struct hj_catalogue_rule *result)
{
    struct hj_span *evidence = hj_arena_zero(&owner->arena, rule->evidence_count, sizeof *evidence);
    for (uint32_t i = 0; evidence && i < rule->evidence_count; i++) {
        evidence[i] = owner->check.ruleset->scope.names[rule->evidence[i]].name;
    }
    result->evidence = evidence;
    result->evidence_count = rule->evidence_count;
    return evidence != NULL;
}

/* "uscc, name_key; org_code, name_key" */
static bool add_same(struct owner *owner, const struct hj_rule *rule,
                     struct hj_catalogue_rule *result)
{
    struct hj_buffer text = {0};
    bool room = true;
    for (uint32_t s = 0; room && s < rule->same_count; s++) {
        room = s == 0 || hj_buffer_append(&text, hj_span_of("; "));
        for (uint32_t i = 0; room && i < rule->same[s].count; i++) {
            uint32_t name = rule->same[s].names[i];
            room = (i == 0 || hj_buffer_append(&text, hj_span_of(", "))) &&
                   hj_buffer_append(&text, owner->check.ruleset->scope.names[name].name);
        }
    }
    result->same = hj_arena_copy(&owner->arena, hj_buffer_span(&text));
    hj_buffer_release(&text);
    return room && result->same.data;
}

static bool add_needs(struct owner *owner, const struct hj_rule *rule,
                      struct hj_catalogue_rule *result)
{
    struct hj_buffer text = {0};
    bool room = append_needs(&text, &rule->needs);
    result->needs = hj_arena_copy(&owner->arena, hj_buffer_span(&text));
    hj_buffer_release(&text);
    return room && result->needs.data;
}

static bool add_rule(struct owner *owner, const struct hj_rule *rule,
                     struct hj_catalogue_rule *result)
{
    static const char *const statuses[] = {"draft", "stable", "retired"};
    bool protects = rule->rule_class == HJ_CLASS_PROTECT;
    *result = (struct hj_catalogue_rule){
        .id = rule->id,
        .title_zh = rule->title.zh,
        .title_en = rule->title.en,
        .why_zh = rule->why.zh,
        .why_en = rule->why.en,
        .false_positives_zh = rule->false_positives.zh,
        .false_positives_en = rule->false_positives.en,
        .when = rule->when.text,
        .unless = rule->unless.text,
        .model = rule->model,
        .file = rule->place.file,
        .line = rule->place.line,
        .rule_class = hj_rule_class_name(rule->rule_class),
        .severity = hj_severity_name(rule->severity),
        .status = statuses[rule->status],
        .strength = hj_strength_name(rule->strength),
        .unknown = !protects                            ? ""
                   : rule->unknown == HJ_UNKNOWN_BLOCKS ? "blocks"
                                                        : "passes",
    };
    return add_rests(owner, rule, result) && add_laws(owner, rule, result) &&
           add_evidence(owner, rule, result) && add_tests(owner, rule, result) &&
           add_same(owner, rule, result) && add_needs(owner, rule, result);
}

enum hj_code hj_catalogue_new(struct hj_campaign *campaign, const char *const *paths, size_t count,
                              struct hj_problems *problems, struct hj_catalogue **catalogue,
                              struct hj_error *error)
{
    struct owner *owner = hj_memory_zero(1, sizeof *owner);
    *catalogue = NULL;
    if (!owner) {
        return hj_error_memory(error);
    }
    *catalogue = &owner->catalogue;
    owner->catalogue.owner = owner;
    owner->check = (struct hj_rule_files){
        .campaign = campaign, .paths = paths, .path_count = count, .problems = problems};
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_rule_files_read(&owner->check, error));
    if (owner->check.all.errors > 0) {
        hj_rule_files_report(&owner->check);
        HJ_TRY(hj_campaign_problems(&owner->check.all, error));
    }
    const struct hj_ruleset *ruleset = owner->check.ruleset;
    struct hj_catalogue_rule *rules =
        hj_arena_zero(&owner->arena, ruleset->rule_count, sizeof *rules);
    for (uint32_t i = 0; rules && i < ruleset->rule_count; i++) {
        if (hj_rule_files_asks(&owner->check, &ruleset->rules[i]) &&
            !add_rule(owner, &ruleset->rules[i], &rules[owner->catalogue.count++])) {
            rules = NULL;
        }
    }
    owner->catalogue.rules = rules;
    code = rules ? HJ_OK : hj_error_memory(error);
done:
    return code;
}

void hj_catalogue_free(struct hj_catalogue *catalogue)
{
    if (catalogue) {
        struct owner *owner = catalogue->owner;
        hj_rule_files_release(&owner->check);
        hj_arena_release(&owner->arena);
        hj_memory_free(owner);
    }
}
