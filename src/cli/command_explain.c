/* SPDX-License-Identifier: MIT
 * explain: why a firm has the verdict it has, for a case officer; --format json for programs. */
#include "base/csv.h"
#include "cli/explain_json.h"
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

static const char *truth(struct hj_value value)
{
    if (value.null) {
        return _("UNKNOWN");
    }
    return value.boolean ? _("TRUE") : _("FALSE");
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

static void print_value(const struct hj_value *value)
{
    char room[HJ_VALUE_TEXT];
    if (value->null) {
        print_text(hj_span_of(_("unknown")));
    } else if (value->type == HJ_BOOLEAN) {
        print_text(hj_span_of(value->boolean ? _("true") : _("false")));
    } else {
        print_text(hj_value_text(value, room));
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
        print_value(&value->value);
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

static void print_node(const struct hj_explain_node *node, unsigned indent)
{
    printf("%*s%s  ", (int)(indent + 2 * node->depth), "", truth(node->value));
    print_text(node->text);
    for (uint32_t i = 0; i < node->value_count; i++) {
        printf("%s%.*s = ", i ? ", " : "   [", (int)node->values[i].name.size,
               node->values[i].name.data);
        print_value(&node->values[i].value);
    }
    printf("%s%s\n", node->value_count ? "]" : "", node->decides ? _("   <- decides") : "");
}

static void print_predicate(const char *title, const struct hj_explain_predicate *predicate)
{
    if (predicate->count > 0) {
        printf("    %s\n", title);
    }
    for (uint32_t i = 0; i < predicate->count; i++) {
        print_node(&predicate->nodes[i], 6);
    }
}

static void print_rule(const struct hj_explain_rule *rule)
{
    struct hj_span title = pick(rule->title_zh, rule->title_en);
    struct hj_span why = pick(rule->why_zh, rule->why_en);
    printf("  %s  %.*s  %.*s\n", truth(rule->holds), (int)rule->id.size, rule->id.data,
           (int)title.size, title.data);
    if (why.size > 0) {
        printf("    ");
        print_text(why);
        fputc('\n', stdout);
    }
    for (uint32_t i = 0; i < rule->basis_count; i++) {
        printf("    %s %.*s\n", _("law:"), (int)rule->basis[i].size, rule->basis[i].data);
    }
    print_predicate(_("holds where"), &rule->when);
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
    printf("  %s  %.*s", truth(rule->holds), (int)rule->id.size, rule->id.data);
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

static void print_cell(const char *title, struct hj_value value)
{
    if (!value.null) {
        printf("  %s ", title);
        print_text(value.text);
        fputc('\n', stdout);
    }
}

static void print_route(const struct hj_explain_route *route)
{
    struct hj_span title = pick(route->title_zh, route->title_en);
    const char *why = _("its condition does not hold");
    if (route->chosen) {
        why = _("chosen");
    } else if (route->unless.count > 0 && is_true(route->unless.value)) {
        why = _("excluded");
    } else if (route->unless.count > 0 && route->unless.value.null && is_true(route->when.value)) {
        why = _("nobody has checked its exclusion");
    } else if (route->unchecked_count > 0 && is_true(route->when.value)) {
        why = _("not checked:");
    } else if (is_true(route->when.value)) {
        why = _("an earlier route was chosen, or none is open");
    } else if (route->when.value.null) {
        why = _("its condition is unknown");
    }
    printf("  %.*s  %.*s: %s", (int)route->id.size, route->id.data, (int)title.size, title.data,
           why);
    for (uint32_t i = 0; !route->chosen && is_true(route->when.value) && i < route->unchecked_count;
         i++) {
        printf(" %.*s", (int)route->unchecked[i].size, route->unchecked[i].data);
    }
    fputc('\n', stdout);
}

static void print_verdict(const struct hj_explain *explain)
{
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

int hj_command_explain(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_explain *explain = NULL;
    enum hj_format format = HJ_FORMAT_TABLE;
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    if (code == HJ_OK) {
        code = hj_explain_new(session.campaign, arguments->operands[0], &explain, &error);
    }
    if (code == HJ_OK && format == HJ_FORMAT_JSON) {
        code = hj_explain_print_json(explain, &error);
    } else if (code == HJ_OK) {
        print_explain(explain);
    }
    hj_explain_free(explain);
    return hj_session_end(&session, code, &error);
}
