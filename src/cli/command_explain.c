/* SPDX-License-Identifier: MIT
 * explain: why a firm has the verdict it has, for a case officer; --format json for programs. */
#include "cli/conditions.h"
#include "cli/explain_json.h"
#include "cli/explain_pair.h"
#include "cli/explain_words.h"
#include "cli/message.h"
#include "cli/render.h"
#include "cli/words.h"

#include <inttypes.h>

/* A word of ours, with the word that options know behind it where the language has another. */
static void print_word(struct hj_span word)
{
    char room[HJ_WORD];
    struct hj_span translated = hj_words_translate(word, room);
    hj_explain_print_text(translated);
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
        fputs("  ", stdout);
        hj_explain_print_name(stdout, value);
        fputs(" = ", stdout);
        hj_conditions_value(stdout, &value->value);
        char room[HJ_WORD];
        struct hj_span origin = hj_words_translate(value->origin, room);
        printf("  (%.*s)\n", (int)origin.size, origin.data);
    }
    printf("  %s", _("not known:"));
    const char *before = " ";
    for (uint32_t i = 0; i < explain->value_count; i++) {
        const struct hj_explain_value *value = &explain->values[i];
        if (value->value.null && !hj_span_is(value->origin, "raw")) {
            fputs(before, stdout);
            hj_explain_print_name(stdout, value);
            before = _(", ");
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
    struct hj_span title = hj_message_pick(rule->title_zh, rule->title_en);
    struct hj_span why = hj_message_pick(rule->why_zh, rule->why_en);
    printf("  %s  %.*s  %.*s\n", hj_conditions_truth(rule->holds), (int)rule->id.size,
           rule->id.data, (int)title.size, title.data);
    if (why.size > 0) {
        printf("    ");
        hj_explain_print_text(why);
        fputc('\n', stdout);
    }
    for (uint32_t i = 0; i < rule->basis_count; i++) {
        printf("    %s ", _("law:"));
        hj_explain_print_basis(rule->basis[i]);
        fputc('\n', stdout);
    }
    print_predicate(_("holds where"), &rule->when);
    for (uint32_t i = 0; i < rule->same_count; i++) {
        printf("    %s", _("same as another in"));
        for (uint32_t v = 0; v < rule->same[i].count; v++) {
            fputs(v ? ", " : " ", stdout);
            hj_explain_print_name(stdout, &rule->same[i].values[v]);
            fputs(" = ", stdout);
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
            hj_explain_print_text(part->nodes[i].text);
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

static void print_ids(const struct hj_explain *explain, const char *title, struct hj_value value)
{
    if (!value.null) {
        printf("  %s ", title);
        hj_explain_print_ids(explain, value.text);
        fputc('\n', stdout);
    }
}

static void print_chosen(const struct hj_explain *explain)
{
    struct hj_span title = {"", 0};
    if (explain->route.null) {
        return;
    }
    for (uint32_t i = 0; i < explain->route_count; i++) {
        const struct hj_explain_route *route = &explain->routes[i];
        if (hj_span_equal(route->id, explain->route.text)) {
            title = hj_message_pick(route->title_zh, route->title_en);
        }
    }
    printf("  %s ", _("route:"));
    hj_explain_print_text(explain->route.text);
    fputs(title.size ? "  " : "", stdout);
    hj_explain_print_text(title);
    fputc('\n', stdout);
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
                fputs(before, stdout);
                hj_explain_print_name(stdout, value);
                before = _(", ");
            }
        }
    }
}

static void print_route(const struct hj_explain *explain, const struct hj_explain_route *route)
{
    struct hj_span title = hj_message_pick(route->title_zh, route->title_en);
    printf("  %.*s  %.*s: %s", (int)route->id.size, route->id.data, (int)title.size, title.data,
           why_text(route->why));
    for (uint32_t i = 0; route->why == HJ_ROUTE_UNCHECKED && i < route->unchecked_count; i++) {
        fputs(i > 0 ? "; " : " ", stdout);
        hj_explain_print_ids(explain, route->unchecked[i]);
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
    print_chosen(explain);
    print_ids(explain, _("protected by:"), explain->protected_by);
    print_ids(explain, _("blocked by what nobody has checked:"), explain->blocked_by);
    print_ids(explain, _("not checked:"), explain->unchecked);
    printf("%s\n", _("routes:"));
    for (uint32_t i = 0; i < explain->route_count; i++) {
        print_route(explain, &explain->routes[i]);
    }
}

static void print_explain(const struct hj_explain *explain)
{
    printf(_("record %" PRId64 " of the registry, line %" PRId64 "\n"), explain->record,
           explain->line);
    fputs("  ", stdout);
    hj_explain_print_text(explain->uscc);
    fputs(explain->uscc.size ? "  " : "", stdout);
    hj_explain_print_text(explain->name);
    fputc('\n', stdout);
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
