/* SPDX-License-Identifier: MIT
 * `currencies:` and `names:` files. */
#include "rules/dictionary.h"

#include "rules/name_index.h"
#include "rules/schema.h"

/* ---- currencies: {units: {万元: 1, …}, words: {CNY: [人民币, …], …}} ---- */

struct words {
    struct hj_currency_word *items;
    uint32_t count;
    struct hj_name_index known;
};

struct currency_nodes {
    const struct hj_yaml *units, *words;
};

static const struct hj_form units_form = {.kind = HJ_FORM_MAP, .item = &hj_form_positive};
static const struct hj_form words_form = {.kind = HJ_FORM_MAP, .item = &hj_form_texts};
const struct hj_form hj_form_of_names = {.kind = HJ_FORM_MAP, .item = &hj_form_texts};

static const struct hj_key currency_keys[] = {
    {.name = "units",
     .read = hj_read_node,
     .offset = offsetof(struct currency_nodes, units),
     .form = &units_form},
    {.name = "words",
     .read = hj_read_node,
     .offset = offsetof(struct currency_nodes, words),
     .form = &words_form},
};
static const struct hj_shape currency_shape = {
    .keys = currency_keys, .count = sizeof currency_keys / sizeof *currency_keys};
const struct hj_form hj_form_of_currencies = {.kind = HJ_FORM_MAPPING, .shape = &currency_shape};

static void add_word(struct hj_reader *reader, struct words *words, const struct hj_yaml *node,
                     struct hj_currency_word word)
{
    if (!hj_yaml_is_text(node)) {
        hj_reader_shape(reader, node, "a word", "a text");
        return;
    }
    int64_t first = hj_name_index_find(&words->known, node->text);
    if (first >= 0) {
        struct hj_problem *problem =
            hj_reader_problem(reader, node, HJ_RULES_VALUE_TWICE, "text", node->text);
        struct hj_span owner = words->items[first].currency;
        hj_error_text(&problem->error, "first", owner.size ? owner : hj_span_of("units"));
        return;
    }
    word.word = hj_reader_copy(reader, node->text);
    reader->memory_full |= !hj_name_index_add(&words->known, word.word, words->count);
    words->items[words->count++] = word;
}

static void add_units(struct hj_reader *reader, struct words *words, const struct hj_yaml *node)
{
    static const struct hj_key factor = {.name = "the factor of a unit"};
    if (node->kind != HJ_YAML_MAPPING) {
        hj_reader_shape(reader, node, "units", "a mapping of words to factors");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        struct hj_currency_word word = {.currency = {"", 0}};
        hj_read_positive(reader, node->items[i], &factor, &word.factor);
        add_word(reader, words, node->keys[i], word);
    }
}

static bool is_currency(struct hj_span code)
{
    bool letters = code.size == 3;
    for (size_t i = 0; i < code.size; i++) {
        letters &= code.data[i] >= 'A' && code.data[i] <= 'Z';
    }
    return letters;
}

static void add_currency(struct hj_reader *reader, struct words *words, const struct hj_yaml *code,
                         const struct hj_yaml *texts)
{
    if (!is_currency(code->text)) {
        hj_reader_problem(reader, code, HJ_RULES_CURRENCY, "code", code->text);
    }
    if (texts->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(reader, texts, "the words of a currency", "a list of texts");
        return;
    }
    struct hj_currency_word word = {.currency = hj_reader_copy(reader, code->text)};
    for (uint32_t i = 0; i < texts->count; i++) {
        add_word(reader, words, texts->items[i], word);
    }
}

static void add_currencies(struct hj_reader *reader, struct words *words,
                           const struct hj_yaml *node)
{
    if (node->kind != HJ_YAML_MAPPING) {
        hj_reader_shape(reader, node, "words", "a mapping of currency codes to lists of texts");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        add_currency(reader, words, node->keys[i], node->items[i]);
    }
}

static uint32_t count_texts(const struct hj_yaml *node)
{
    uint32_t count = node->kind == HJ_YAML_SCALAR ? 1 : 0;
    for (uint32_t i = 0; i < node->count; i++) {
        count += count_texts(node->items[i]);
    }
    return count;
}

void hj_read_currencies(const struct hj_rules_builder *builder, struct hj_reader *reader,
                        struct hj_dictionaries *dictionaries)
{
    uint32_t most = 0;
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(builder, HJ_SECTION_CURRENCIES, &at));) {
        most += count_texts(section->value);
    }
    struct words words = {.items = hj_reader_new(reader, most, sizeof *words.items)};
    at = 0;
    for (const struct hj_section *section;
         words.items && (section = hj_section_next(builder, HJ_SECTION_CURRENCIES, &at));) {
        struct currency_nodes nodes = {0};
        reader->file = section->file;
        hj_read_mapping(reader, section->value, &currency_shape, &nodes);
        if (nodes.units) {
            add_units(reader, &words, nodes.units);
        }
        if (nodes.words) {
            add_currencies(reader, &words, nodes.words);
        }
    }
    hj_name_index_release(&words.known);
    dictionaries->currencies = words.items;
    dictionaries->currency_count = words.items ? words.count : 0;
}

/* ---- names: {key: [words], …}; lists of one key in several files are joined ---- */

static void add_list(struct hj_reader *reader, const struct hj_yaml *key,
                     const struct hj_yaml *node, struct hj_word_list *list)
{
    static const struct hj_key words = {.name = "a word list"};
    struct hj_span_list more = {NULL, 0};
    hj_read_list(reader, node, &words, &more);
    if (list->words.count == 0) {
        list->key = hj_reader_copy(reader, key->text);
        list->words = more;
        return;
    }
    struct hj_span *items = hj_reader_new(reader, list->words.count + more.count, sizeof *items);
    if (items && more.count > 0) {
        memcpy(items, list->words.items, list->words.count * sizeof *items);
        memcpy(items + list->words.count, more.items, more.count * sizeof *items);
        list->words = (struct hj_span_list){items, list->words.count + more.count};
    }
}

void hj_read_names(const struct hj_rules_builder *builder, struct hj_reader *reader,
                   struct hj_dictionaries *dictionaries)
{
    uint32_t most = hj_section_items(builder, HJ_SECTION_NAMES), count = 0;
    struct hj_word_list *lists = hj_reader_new(reader, most, sizeof *lists);
    struct hj_name_index known = {0};
    size_t at = 0;
    for (const struct hj_section *section;
         lists && (section = hj_section_next(builder, HJ_SECTION_NAMES, &at));) {
        const struct hj_yaml *node = section->value;
        reader->file = section->file;
        if (node->kind != HJ_YAML_MAPPING) {
            hj_reader_shape(reader, node, "names", "a mapping of keys to lists of words");
            continue;
        }
        for (uint32_t i = 0; i < node->count; i++) {
            int64_t found = hj_name_index_find(&known, node->keys[i]->text);
            if (found < 0) {
                found = count++;
                reader->memory_full |=
                    !hj_name_index_add(&known, node->keys[i]->text, (uint32_t)found);
            }
            add_list(reader, node->keys[i], node->items[i], &lists[found]);
        }
    }
    hj_name_index_release(&known);
    dictionaries->names = lists;
    dictionaries->name_count = lists ? count : 0;
}
