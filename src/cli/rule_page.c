/* SPDX-License-Identifier: MIT */
#include "cli/rule_page.h"

#include "cli/command.h"
#include "cli/message.h"
#include "cli/render.h"
#include "cli/words.h"

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || (unsigned char)byte >= 0x80;
}

static bool is_rest(const struct hj_catalogue_rule *rule, struct hj_span name)
{
    for (uint32_t i = 0; i < rule->rests_count; i++) {
        if (hj_span_equal(rule->rests[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* A predicate; in HTML its names lead to what they stand for. */
static void linked(const struct hj_page *page, const struct hj_catalogue_rule *rule,
                   struct hj_span words)
{
    const struct hj_page plain = hj_page_plain(page);
    bool quoted = false;
    size_t end = 0;
    for (size_t at = 0; at < words.size; at = end) {
        quoted = quoted != (words.data[at] == '\'');
        end = at + 1;
        while (is_word(words.data[at]) && end < words.size && is_word(words.data[end])) {
            end++;
        }
        struct hj_span part = hj_span_slice(words, at, end - at);
        bool link = page->form == HJ_PAGE_HTML && !quoted && is_rest(rule, part);
        fputs(link ? "<a href=\"#" : "", page->out);
        hj_page_text(&plain, link ? part : (struct hj_span){"", 0});
        fputs(link ? "\">" : "", page->out);
        hj_page_text(&plain, part);
        fputs(link ? "</a>" : "", page->out);
    }
}

static void predicate(const struct hj_page *page, const struct hj_catalogue_rule *rule,
                      struct hj_span words)
{
    static const char *const forms[][2] = {
        {"  ", "\n"}, {"```sql\n", "\n```\n"}, {"<pre>", "</pre>\n"}};
    fputs(forms[page->form][0], page->out);
    linked(page, rule, words);
    fputs(forms[page->form][1], page->out);
}

static void print_facts(const struct hj_page *page, const struct hj_catalogue_rule *rule)
{
    const char *const facts[][2] = {{_("class:"), rule->rule_class},
                                    {_("severity:"), rule->severity},
                                    {_("status:"), rule->status},
                                    {_("strength:"), rule->strength},
                                    {_("where it is unknown:"), rule->unknown}};
    hj_page_list_begin(page);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (facts[i][1][0]) {
            hj_page_item_begin(page);
            hj_page_text(page, hj_span_of(facts[i][0]));
            fputc(' ', page->out);
            hj_page_word(page, facts[i][1]);
            hj_page_item_end(page);
        }
    }
    hj_page_item_begin(page);
    hj_page_text(page, hj_span_of(_("stands in:")));
    fputc(' ', page->out);
    hj_page_text(page, rule->file);
    fprintf(page->out, ":%u", rule->line);
    hj_page_item_end(page);
    hj_page_list_end(page);
}

static void print_predicates(const struct hj_page *page, const struct hj_catalogue_rule *rule)
{
    hj_page_heading(page, _("What it finds"));
    if (rule->when.size) {
        predicate(page, rule, rule->when);
    }
    if (rule->needs.size) {
        hj_page_paragraph(page, hj_span_of(_("It judges nobody where no file has:")));
        hj_page_block(page, rule->needs);
    }
    if (rule->same.size) {
        hj_page_paragraph(
            page, hj_span_of(_("Firms for which all of these are equal (one group is enough):")));
        hj_page_block(page, rule->same);
    }
    if (rule->model.size) {
        hj_page_paragraph(page, hj_span_of(_("Firms that the model holds for the same:")));
        hj_page_block(page, rule->model);
    }
    hj_page_heading(page, _("Exclusions"));
    if (rule->unless.size) {
        predicate(page, rule, rule->unless);
        hj_page_paragraph(page,
                          hj_span_of(_("Where this is unknown the finding says so: not checked.")));
    } else {
        hj_page_paragraph(page, hj_span_of(_("none of its own")));
    }
    if (strcmp(rule->rule_class, "protect") != 0) {
        hj_page_paragraph(
            page, hj_span_of(_("A firm that an exclusion rule of class protect holds for is on "
                               "no list, whatever this rule says.")));
    }
}

/* ", article 260": the words of the language around the number. */
static void print_article(const struct hj_page *page, struct hj_span article)
{
    const char *words = _(", article {article}");
    const char *mark = strstr(words, "{article}");
    hj_page_text(page, (struct hj_span){words, (size_t)(mark - words)});
    hj_page_text(page, article);
    hj_page_text(page, hj_span_of(mark + strlen("{article}")));
}

/* Number, and how well the text is known: what a lawyer looks up first. */
static void print_sureness(const struct hj_page *page, const struct hj_catalogue_law *law)
{
    if (law->number.size) {
        fputs(" — ", page->out);
        hj_page_text(page, law->number);
    }
    if (law->confidence.size || law->source.size) {
        fputs("; ", page->out);
        hj_page_text(page, hj_span_of(_("how well it is known:")));
        fputc(' ', page->out);
        hj_page_text(page, law->confidence);
        fputs(law->confidence.size && law->source.size ? ", " : "", page->out);
        hj_page_text(page, law->source);
    }
}

static void print_laws(const struct hj_page *page, const struct hj_catalogue_rule *rule)
{
    if (rule->law_count == 0) {
        return;
    }
    hj_page_heading(page, _("Law"));
    hj_page_list_begin(page);
    for (uint32_t i = 0; i < rule->law_count; i++) {
        const struct hj_catalogue_law *law = &rule->laws[i];
        struct hj_span title = hj_message_pick(law->title_zh, law->title_en);
        hj_page_item_begin(page);
        hj_page_text(page, title.size ? title : law->law);
        if (law->article.size) {
            print_article(page, law->article);
        }
        fputs(law->repealed ? _(" (repealed)") : "", page->out);
        print_sureness(page, law);
        hj_page_item_end(page);
    }
    hj_page_list_end(page);
}

static bool same_value(const struct hj_value *a, const struct hj_value *b)
{
    char left[HJ_VALUE_TEXT], right[HJ_VALUE_TEXT];
    return a->null == b->null &&
           (a->null ||
            (a->type == b->type && hj_span_equal(hj_value_text(a, left), hj_value_text(b, right))));
}

static const struct hj_catalogue_given *given_in(const struct hj_catalogue_test *test,
                                                 struct hj_span name)
{
    for (uint32_t i = 0; test && i < test->given_count; i++) {
        if (hj_span_equal(test->given[i].name, name)) {
            return &test->given[i];
        }
    }
    return NULL;
}

/* Whether the test gives all that the first one does, so that what differs is enough. */
static bool gives_all(const struct hj_catalogue_test *test, const struct hj_catalogue_test *first)
{
    for (uint32_t i = 0; first && i < first->given_count; i++) {
        if (!given_in(test, first->given[i].name)) {
            return false;
        }
    }
    return first != NULL;
}

/* The values of a test; behind the first example only those in which it differs from it. */
static void print_given(const struct hj_page *page, const struct hj_catalogue_test *test,
                        const struct hj_catalogue_test *first)
{
    char room[HJ_VALUE_TEXT];
    const char *before = " ";
    first = gives_all(test, first) ? first : NULL;
    if (first) {
        fputc(' ', page->out);
        hj_page_text(page, hj_span_of(_("as the first, but")));
    }
    for (uint32_t i = 0; i < test->given_count; i++) {
        const struct hj_catalogue_given *given = &test->given[i];
        const struct hj_catalogue_given *other = given_in(first, given->name);
        if (other && same_value(&given->value, &other->value)) {
            continue;
        }
        fputs(before, page->out);
        before = ", ";
        hj_page_code(page, given->name);
        fputs(" = ", page->out);
        if (!given->value.null && given->value.type == HJ_BOOLEAN) {
            hj_page_text(page, hj_span_of(given->value.boolean ? _("true") : _("false")));
            continue;
        }
        hj_page_text(page, given->value.null ? hj_span_of(_("unknown"))
                                             : hj_value_text(&given->value, room));
    }
}

static void print_tests(const struct hj_page *page, const struct hj_catalogue_rule *rule)
{
    static const struct {
        const char *expect, *words;
    } kinds[] = {{"true", N_("A firm that it finds:")},
                 {"false", N_("One that it does not:")},
                 {"unknown", N_("One that it cannot judge:")}};
    const struct hj_catalogue_test *first = NULL;
    if (rule->test_count == 0) {
        return;
    }
    hj_page_heading(page, _("Worked examples"));
    hj_page_list_begin(page);
    for (size_t kind = 0; kind < 3; kind++) {
        for (uint32_t i = 0; i < rule->test_count; i++) {
            if (strcmp(rule->tests[i].expect, kinds[kind].expect) == 0) {
                hj_page_item_begin(page);
                hj_page_text(page, hj_span_of(_(kinds[kind].words)));
                print_given(page, &rule->tests[i], first);
                hj_page_item_end(page);
                first = first ? first : &rule->tests[i];
            }
        }
    }
    hj_page_list_end(page);
}

/* A rule over pairs has no inline tests: its first group of columns is the example. */
static void print_pair(const struct hj_page *page, const struct hj_catalogue_rule *rule)
{
    struct hj_span group = rule->same;
    const char *end = group.size ? memchr(group.data, ';', group.size) : NULL;
    group.size = end ? (size_t)(end - group.data) : group.size;
    size_t last = group.size;
    while (last > 0 && group.data[last - 1] != ',' && group.data[last - 1] != ' ') {
        last--;
    }
    if (group.size == 0 || rule->test_count > 0) {
        return;
    }
    hj_page_heading(page, _("Worked examples"));
    hj_page_list_begin(page);
    hj_page_item_begin(page);
    hj_page_text(page, hj_span_of(_("two records that it lists, equal in:")));
    fputc(' ', page->out);
    hj_page_code(page, group);
    hj_page_item_end(page);
    hj_page_item_begin(page);
    hj_page_text(
        page,
        hj_span_of(
            _("two records that this does not list, where one has nothing or another value in:")));
    fputc(' ', page->out);
    hj_page_code(page, hj_span_slice(group, last, group.size - last));
    hj_page_item_end(page);
    hj_page_list_end(page);
}

static void link_to(const struct hj_page *page, const char *folder, struct hj_span name,
                    const char *words)
{
    const char *end = page->form == HJ_PAGE_HTML ? ".html" : ".md";
    if (page->form == HJ_PAGE_HTML) {
        fprintf(page->out, "<a href=\"%s%.*s%s\">", folder, (int)name.size, name.data, end);
        hj_page_text(page, hj_span_of(words));
        fputs("</a>", page->out);
    } else {
        fputc('[', page->out);
        hj_page_text(page, hj_span_of(words));
        fprintf(page->out, "](%s%.*s%s)", folder, (int)name.size, name.data, end);
    }
}

/* To the index, and to the same page in the other language. name empty: this is the index. */
static void print_links(const struct hj_page *page, struct hj_span name)
{
    bool chinese = hj_message_chinese();
    if (page->form == HJ_PAGE_TEXT) {
        return;
    }
    fputs(page->form == HJ_PAGE_HTML ? "<p class=\"links\">" : "\n", page->out);
    if (name.size) {
        link_to(page, "", hj_span_of("index"), _("The rules"));
        fputs(" · ", page->out);
    }
    link_to(page, chinese ? "../en/" : "../zh/", name.size ? name : hj_span_of("index"),
            chinese ? _("in English") : _("in Chinese"));
    fputs(page->form == HJ_PAGE_HTML ? "</p>\n" : "\n", page->out);
}

static void definition(const struct hj_page *page, const struct hj_catalogue_rule *rule,
                       struct hj_span words)
{
    if (page->form != HJ_PAGE_HTML) {
        hj_page_code(page, words);
        return;
    }
    fputs("<code>", page->out);
    linked(page, rule, words);
    fputs("</code>", page->out);
}

static void print_rests(const struct hj_page *page, const struct hj_catalogue_rule *rule)
{
    char room[HJ_VALUE_TEXT];
    if (rule->rests_count > 0) {
        hj_page_heading(page, _("What it rests on"));
    }
    hj_page_list_begin(page);
    for (uint32_t i = 0; i < rule->rests_count; i++) {
        const struct hj_catalogue_name *name = &rule->rests[i];
        bool is_parameter = strcmp(name->kind, "parameter") == 0;
        struct hj_span value =
            is_parameter && !name->value.null ? hj_value_text(&name->value, room) : name->text;
        if (page->form == HJ_PAGE_HTML) {
            fputs("<li id=\"", page->out);
            hj_page_text(page, name->name);
            fputs("\">", page->out);
        } else {
            hj_page_item_begin(page);
        }
        hj_page_word(page, name->kind);
        fputc(' ', page->out);
        hj_page_code(page, name->name);
        fputs(is_parameter ? " = " : ": ", page->out);
        definition(page, rule, name->text);
        if (!hj_span_equal(value, name->text)) {
            fputs(" = ", page->out);
            hj_page_code(page, value);
        }
        hj_page_item_end(page);
    }
    hj_page_list_end(page);
    if (rule->evidence_count > 0) {
        hj_page_heading(page, _("Evidence"));
    }
    for (uint32_t i = 0; i < rule->evidence_count; i++) {
        fputs(i ? ", " : page->form == HJ_PAGE_TEXT ? "  " : "", page->out);
        hj_page_code(page, rule->evidence[i]);
    }
    fputc('\n', page->out);
}

void hj_rule_page_print(FILE *out, enum hj_page_form form, const struct hj_catalogue_rule *rule)
{
    const struct hj_page page = {out, form};
    struct hj_span why = hj_message_pick(rule->why_zh, rule->why_en);
    struct hj_span wrong = hj_message_pick(rule->false_positives_zh, rule->false_positives_en);
    hj_page_head(&page, hj_message_pick(rule->title_zh, rule->title_en), rule->id);
    print_facts(&page, rule);
    if (why.size) {
        hj_page_heading(&page, _("Why"));
        hj_page_paragraph(&page, why);
    }
    print_predicates(&page, rule);
    print_laws(&page, rule);
    if (wrong.size) {
        hj_page_heading(&page, _("Where it may be wrong"));
        hj_page_paragraph(&page, wrong);
    }
    print_tests(&page, rule);
    print_pair(&page, rule);
    print_rests(&page, rule);
    print_links(&page, rule->id);
}

void hj_rule_index_print(FILE *out, enum hj_page_form form, const struct hj_catalogue *catalogue)
{
    static const char *const classes[] = {"abnormal", "zombie", "duplicate", "protect"};
    const struct hj_page page = {out, form};
    hj_page_head(&page, hj_span_of(_("The rules")), (struct hj_span){"", 0});
    hj_page_paragraph(&page,
                      hj_span_of(_("A draft runs only where it is asked for (--draft), and moves "
                                   "no firm.")));
    for (size_t c = 0; c < 4; c++) {
        char room[HJ_WORD];
        struct hj_span name = hj_words_translate(hj_span_of(classes[c]), room);
        char title[HJ_WORD];
        snprintf(title, sizeof title, "%.*s", (int)name.size, name.data);
        hj_page_heading(&page, title);
        hj_page_list_begin(&page);
        for (uint32_t i = 0; i < catalogue->count; i++) {
            const struct hj_catalogue_rule *rule = &catalogue->rules[i];
            if (strcmp(rule->rule_class, classes[c]) != 0) {
                continue;
            }
            int size = (int)rule->id.size;
            hj_page_item_begin(&page);
            fprintf(out,
                    form == HJ_PAGE_HTML ? "<a href=\"%.*s.html\">%.*s</a> " : "[%.*s](%.*s.md) ",
                    size, rule->id.data, size, rule->id.data);
            hj_page_text(&page, hj_message_pick(rule->title_zh, rule->title_en));
            if (strcmp(rule->status, "stable") != 0) {
                fputs(" — ", out);
                hj_page_word(&page, rule->status);
            }
            hj_page_item_end(&page);
        }
        hj_page_list_end(&page);
    }
    print_links(&page, (struct hj_span){"", 0});
}
