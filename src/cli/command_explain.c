/* SPDX-License-Identifier: MIT
 * explain: why a firm has the verdict it has, for a case officer; --format json for programs. */
#include "cli/conditions.h"
#include "cli/explain_json.h"
#include "cli/explain_pair.h"
#include "cli/message.h"
#include "cli/render.h"
#include "cli/words.h"

#include <inttypes.h>

static struct hj_span pick(struct hj_span zh, struct hj_span en)
{
    bool chinese = strcmp(hj_message_current_language(), "zh") == 0;
    struct hj_span wanted = chinese ? zh : en, other = chinese ? en : zh;
    return wanted.size ? wanted : other;
}

static void print_text(struct hj_span text)
{
    hj_words_print(stdout, text);
}

/* A word of ours, with the word that options know behind it where the language has another. */
static void print_word(struct hj_span word)
{
    char room[HJ_WORD];
    struct hj_span translated = hj_words_translate(word, room);
    print_text(translated);
    if (!hj_span_equal(translated, word)) {
        printf(" (%.*s)", (int)word.size, word.data);
    }
}

static void print_values(const struct hj_explain *explain)
{
    printf("%s\n", _("what is known of it:"));
    for (uint32_t i = 0; i < explain->value_count; i++) {
        const struct hj_explain_value *value = &explain->values[i];
        if (value->value.null || hj_span_is(value->origin, "raw")) {
            continue;
        }
        printf("  %.*s = ", (int)value->name.size, value->name.data);
        hj_conditions_value(stdout, &value->value);
        char room[HJ_WORD];
        struct hj_span origin = hj_words_translate(value->origin, room);
        printf("  (%.*s)\n", (int)origin.size, origin.data);
    }
    printf("  %s", _("not known:"));
    for (uint32_t i = 0; i < explain->value_count; i++) {
        const struct hj_explain_value *value = &explain->values[i];
        if (value->value.null && !hj_span_is(value->origin, "raw")) {
            printf(" %.*s", (int)value->name.size, value->name.data);
        }
    }
    fputc('\n', stdout);
}

static void print_predicate(const char *title, const struct hj_explain_predicate *predicate)
{
    hj_conditions_print(stdout, title, predicate);
}

static void print_rule(const struct hj_explain_rule *rule)
{
    struct hj_span title = pick(rule->title_zh, rule->title_en);
    struct hj_span why = pick(rule->why_zh, rule->why_en);
    printf("  %s  %.*s  %.*s\n", hj_conditions_truth(rule->holds), (int)rule->id.size,
           rule->id.data, (int)title.size, title.data);
    if (why.size > 0) {
        printf("    ");
        print_text(why);
        fputc('\n', stdout);
    }
    for (uint32_t i = 0; i < rule->basis_count; i++) {
        printf("    %s %.*s\n", _("law:"), (int)rule->basis[i].size, rule->basis[i].data);
    }
    print_predicate(_("holds where"), &rule->when);
    for (uint32_t i = 0; i < rule->same_count; i++) {
        printf("    %s", _("same as another in"));
        for (uint32_t v = 0; v < rule->same[i].count; v++) {
            printf("%s%.*s = ", v ? ", " : " ", (int)rule->same[i].values[v].name.size,
                   rule->same[i].values[v].name.data);
            hj_conditions_value(stdout, &rule->same[i].values[v].value);
        }
        fputc('\n', stdout);
    }
    print_predicate(_("unless"), &rule->unless);
}

/* A rule that does not hold takes one line: the first condition that would have to be another. */
static void print_miss(const struct hj_explain_rule *rule)
{
    const struct hj_explain_predicate *part = &rule->when;
    bool excused = rule->unless.count > 0 && !rule->unless.value.null && rule->unless.value.boolean;
    if (excused) {
        part = &rule->unless;
    }
    printf("  %s  %.*s", hj_conditions_truth(rule->holds), (int)rule->id.size, rule->id.data);
    for (uint32_t i = 0; i < part->count; i++) {
        if (part->nodes[i].decides) {
            printf("   %s ", excused ? _("excused by") : _("because not"));
            print_text(part->nodes[i].text);
            break;
        }
    }
    fputc('\n', stdout);
}

static bool is_true(struct hj_value value)
{
    return !value.null && value.boolean;
}

static void print_rules(const struct hj_explain *explain)
{
    printf("\n%s\n", _("rules that hold:"));
    for (uint32_t i = 0; i < explain->rule_count; i++) {
        if (is_true(explain->rules[i].holds)) {
            print_rule(&explain->rules[i]);
        }
    }
    printf("\n%s\n", _("rules that could not judge:"));
    for (uint32_t i = 0; i < explain->rule_count; i++) {
        if (explain->rules[i].holds.null) {
            print_rule(&explain->rules[i]);
        }
    }
    printf("\n%s\n", _("rules that do not hold:"));
    for (uint32_t i = 0; i < explain->rule_count; i++) {
        if (!explain->rules[i].holds.null && !explain->rules[i].holds.boolean) {
            print_miss(&explain->rules[i]);
        }
    }
}

static void print_clusters(const struct hj_explain *explain)
{
    for (uint32_t c = 0; c < explain->cluster_count; c++) {
        const struct hj_explain_cluster *cluster = &explain->clusters[c];
        char room[HJ_WORD];
        struct hj_span strength = hj_words_translate(cluster->strength, room);
        printf(_("cluster %" PRId64 " (%.*s, by %.*s), with the records"), cluster->number,
               (int)strength.size, strength.data, (int)cluster->rules.size, cluster->rules.data);
        for (uint32_t i = 0; i < cluster->record_count; i++) {
            printf(" %" PRId64, cluster->records[i]);
        }
        printf("%s; %s\n", cluster->others > cluster->record_count ? " …" : "",
               cluster->keep ? _("this one stays") : _("another one stays"));
    }
}

static void print_cell(const char *title, struct hj_value value)
{
    if (!value.null) {
        printf("  %s ", title);
        print_text(value.text);
        fputc('\n', stdout);
    }
}

static const char *why_text(enum hj_route_why why)
{
    switch (why) {
    case HJ_ROUTE_CHOSEN:
        return _("chosen");
    case HJ_ROUTE_WHEN:
        return _("its condition does not hold");
    case HJ_ROUTE_WHEN_UNKNOWN:
        return _("its condition is unknown");
    case HJ_ROUTE_UNLESS:
        return _("excluded");
    case HJ_ROUTE_UNLESS_UNKNOWN:
        return _("nobody has checked its exclusion");
    case HJ_ROUTE_UNCHECKED:
        return _("not checked:");
    case HJ_ROUTE_WEAK:
        return _("leads, infos and drafts alone move no firm");
    case HJ_ROUTE_NOTHING:
        return _("nothing was found");
    case HJ_ROUTE_DRAFT:
        return _("draft rules give no route");
    case HJ_ROUTE_PROTECTED:
        return _("open, but the firm is protected");
    case HJ_ROUTE_BLOCKED:
        return _("open, but nobody has checked what may protect the firm");
    case HJ_ROUTE_EARLIER:
    case HJ_ROUTE_WHYS:
        break;
    }
    return _("an earlier route was chosen");
}

/* The names that an `unless` nobody could judge rests on are told as those to check. */
static void print_unknown(const struct hj_explain_predicate *predicate)
{
    const char *before = ": ";
    for (uint32_t i = 0; i < predicate->count; i++) {
        for (uint32_t v = 0; v < predicate->nodes[i].value_count; v++) {
            const struct hj_explain_value *value = &predicate->nodes[i].values[v];
            if (value->value.null) {
                printf("%s%.*s", before, (int)value->name.size, value->name.data);
                before = " ";
            }
        }
    }
}

static void print_route(const struct hj_explain_route *route)
{
    struct hj_span title = pick(route->title_zh, route->title_en);
    printf("  %.*s  %.*s: %s", (int)route->id.size, route->id.data, (int)title.size, title.data,
           why_text(route->why));
    for (uint32_t i = 0; route->why == HJ_ROUTE_UNCHECKED && i < route->unchecked_count; i++) {
        printf(" %.*s", (int)route->unchecked[i].size, route->unchecked[i].data);
    }
    if (route->why == HJ_ROUTE_UNLESS_UNKNOWN) {
        print_unknown(&route->unless);
    }
    fputc('\n', stdout);
}

static void print_verdict(const struct hj_explain *explain)
{
    if (explain->cluster_count > 0) {
        printf("\n%s\n", _("registered twice?"));
        print_clusters(explain);
    }
    printf("\n%s\n", _("verdict:"));
    if (!explain->decided) {
        printf("  %s\n", _("none yet: run `hejian flag`"));
        return;
    }
    if (explain->verdict_class.null && explain->protected_by.null) {
        printf("  %s\n", _("nothing was found"));
    }
    if (!explain->verdict_class.null) {
        printf("  %s ", _("class:"));
        print_word(explain->verdict_class.text);
        fputc('\n', stdout);
    }
    print_cell(_("route:"), explain->route);
    print_cell(_("protected by:"), explain->protected_by);
    print_cell(_("blocked by what nobody has checked:"), explain->blocked_by);
    print_cell(_("not checked:"), explain->unchecked);
    printf("%s\n", _("routes:"));
    for (uint32_t i = 0; i < explain->route_count; i++) {
        print_route(&explain->routes[i]);
    }
}

static void print_explain(const struct hj_explain *explain)
{
    printf(_("record %" PRId64 " of the registry, line %" PRId64 "\n"), explain->record,
           explain->line);
    print_values(explain);
    print_rules(explain);
    print_verdict(explain);
}

static enum hj_code print_pair(struct hj_session *session, enum hj_format format,
                               struct hj_error *error)
{
    struct hj_explain *firms[2] = {NULL, NULL};
    enum hj_code code = HJ_OK;
    for (size_t i = 0; code == HJ_OK && i < 2; i++) {
        code = hj_explain_new(session->campaign, session->arguments->operands[i], &firms[i], error);
    }
    if (code == HJ_OK && format == HJ_FORMAT_JSON) {
        code = hj_pair_print_json(firms[0], firms[1], error);
    } else if (code == HJ_OK) {
        hj_pair_print(firms[0], firms[1]);
    }
    hj_explain_free(firms[0]);
    hj_explain_free(firms[1]);
    return code;
}

static enum hj_code check_operands(const struct hj_command *command,
                                   const struct hj_arguments *arguments, struct hj_error *error)
{
    size_t wanted = arguments->value[HJ_OPTION_PAIR] ? 2 : 1;
    if (arguments->operand_count == wanted) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_COMMAND_OPERANDS);
    hj_error_text(error, "command", hj_span_of(command->name));
    hj_error_text(error, "operands",
                  hj_span_of(wanted == 2 ? "--pair FIRM FIRM" : command->operands));
    return error->code;
}

int hj_command_explain(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_explain *explain = NULL;
    enum hj_format format = HJ_FORMAT_TABLE;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = check_operands(command, arguments, &error);
    }
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    bool pair = arguments->value[HJ_OPTION_PAIR] != NULL;
    if (code == HJ_OK && pair) {
        code = print_pair(&session, format, &error);
    } else if (code == HJ_OK) {
        code = hj_explain_new(session.campaign, arguments->operands[0], &explain, &error);
    }
    if (explain && format == HJ_FORMAT_JSON) {
        code = hj_explain_print_json(explain, &error);
    } else if (explain) {
        print_explain(explain);
    }
    hj_explain_free(explain);
    return hj_session_end(&session, code, &error);
}
