/* SPDX-License-Identifier: MIT */
#include "cli/explain_words.h"

#include "cli/message.h"
#include "cli/words.h"

void hj_explain_print_text(struct hj_span text)
{
    hj_words_print(stdout, text);
}

static void print_titled(FILE *out, struct hj_span title, struct hj_span name)
{
    if (title.size > 0 && !hj_span_equal(title, name)) {
        hj_words_print(out, title);
        fputc(' ', out);
    }
    hj_words_print(out, name);
}

/* Whether the program makes the column, so that it can say what it is. */
static bool is_made(const struct hj_explain_value *value)
{
    static const char *const stored[] = {"firm_id", "town", "community", "town_by"};
    bool made = hj_span_is(value->origin, "derived");
    for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
        made = made || hj_span_is(value->name, stored[i]);
    }
    return made;
}

void hj_explain_print_name(FILE *out, const struct hj_explain_value *value)
{
    char room[HJ_WORD];
    struct hj_span title = value->header;
    if (title.size == 0 && is_made(value)) {
        title = hj_words_translate(value->name, room);
    }
    print_titled(out, hj_message_chinese() ? title : value->name, value->name);
}

static void print_id(const struct hj_explain *explain, struct hj_span id)
{
    for (uint32_t i = 0; i < explain->rule_count; i++) {
        const struct hj_explain_rule *rule = &explain->rules[i];
        if (hj_span_equal(rule->id, id)) {
            hj_explain_print_text(id);
            fputc(' ', stdout);
            hj_explain_print_text(hj_message_pick(rule->title_zh, rule->title_en));
            return;
        }
    }
    struct hj_span title = {"", 0};
    for (uint32_t i = 0; hj_message_chinese() && i < explain->value_count; i++) {
        if (hj_span_equal(explain->values[i].name, id)) {
            title = explain->values[i].evidence;
        }
    }
    print_titled(stdout, title, id);
}

void hj_explain_print_ids(const struct hj_explain *explain, struct hj_span ids)
{
    for (size_t at = 0; at < ids.size;) {
        const char *end = memchr(ids.data + at, ';', ids.size - at);
        size_t size = end ? (size_t)(end - ids.data) - at : ids.size - at;
        fputs(at ? "; " : "", stdout);
        print_id(explain, hj_span_slice(ids, at, size));
        at += size + 1;
    }
}

/* "公司法2023 241": the article is what stands behind the last blank, where that is a number. */
void hj_explain_print_basis(struct hj_span basis)
{
    size_t at = basis.size;
    while (at > 0 && basis.data[at - 1] >= '0' && basis.data[at - 1] <= '9') {
        at--;
    }
    if (at == basis.size || at < 2 || basis.data[at - 1] != ' ') {
        hj_explain_print_text(basis);
        return;
    }
    struct hj_span law = hj_span_slice(basis, 0, at - 1);
    hj_explain_print_text(law);
    printf(_(", article %.*s"), (int)(basis.size - at), basis.data + at);
}
