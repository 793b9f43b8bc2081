/* SPDX-License-Identifier: MIT
 * `lists:`: words, terms, columns, layouts. */
#include "rules/freeze_lists.h"

#include "rules/identifiers.h"
#include "rules/schema.h"

/* ---- terms ---- */

struct hj_span hj_list_term_of(struct hj_list_terms terms, struct hj_span from)
{
    /* the last one counts: a later file replaces what an earlier one says */
    for (uint32_t i = terms.count; i > 0; i--) {
        if (hj_span_equal(terms.items[i - 1].from, from)) {
            return terms.items[i - 1].to;
        }
    }
    return from;
}

void hj_freeze_list_terms(struct hj_freeze *freeze, const struct hj_yaml *node, const char *key,
                          struct hj_list_terms *terms)
{
    struct hj_reader *reader = &freeze->reader;
    if (!node) {
        return;
    }
    if (node->kind != HJ_YAML_MAPPING) {
        hj_reader_shape(reader, node, key, "a mapping of texts to texts");
        return;
    }
    struct hj_list_term *items = hj_reader_new(reader, terms->count + node->count, sizeof *items);
    if (!items) {
        return;
    }
    uint32_t count = terms->count;
    if (count > 0) {
        memcpy(items, terms->items, count * sizeof *items);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->items[i]->kind != HJ_YAML_SCALAR) {
            hj_reader_shape(reader, node->items[i], key, "a mapping of texts to texts");
            continue;
        }
        items[count++] = (struct hj_list_term){hj_reader_copy(reader, node->keys[i]->text),
                                               hj_reader_copy(reader, node->items[i]->text)};
    }
    *terms = (struct hj_list_terms){items, count};
}

/* ---- expressions ---- */

struct name_search {
    const struct hj_scope *scope;
    bool missing;
};

static void look_up(void *context, struct hj_span name)
{
    struct name_search *search = context;
    search->missing = search->missing || hj_scope_find(search->scope, name) < 0;
}

bool hj_freeze_list_expression(struct hj_freeze *freeze, const struct hj_yaml *node,
                               const char *key, bool lenient, struct hj_predicate *predicate)
{
    struct name_search search = {.scope = &freeze->ruleset->scope};
    *predicate = (struct hj_predicate){0};
    if (lenient && node->kind == HJ_YAML_SCALAR) {
        freeze->reader.memory_full |=
            !hj_identifiers(node->text, &freeze->scratch, look_up, &search);
        if (search.missing) {
            return false;
        }
    }
    const struct hj_compile compile = {
        .scope = &freeze->ruleset->scope,
        .node = node,
        .key = key,
        .wanted = HJ_ANY_TYPE,
        .over_firms = true,
    };
    hj_freeze_compile(freeze, &compile, predicate);
    return true;
}

/* ---- columns ---- */

struct column_draft {
    struct hj_list_column column;
    const struct hj_yaml *value, *says, *terms;
    struct hj_span_list answers;
    bool has_answers, optional;
};

static void read_answers(struct hj_reader *reader, const struct hj_yaml *node,
                         const struct hj_key *key, void *target)
{
    struct column_draft *draft = target;
    draft->has_answers = true;
    hj_read_list(reader, node, key, &draft->answers);
}

static const char *const says_names[] = {
#define SAYS_NAME(id, name) name,
    HJ_LIST_SAYS(SAYS_NAME)
#undef SAYS_NAME
        NULL,
};

static const struct hj_form terms_form = {.kind = HJ_FORM_MAP, .item = &hj_form_scalar};

#define COLUMN(member) offsetof(struct column_draft, member)
static const struct hj_key column_keys[] = {
    {.name = "title", .required = true, .read = hj_read_title, .offset = COLUMN(column.title)},
    {.name = "value", .read = hj_read_node, .offset = COLUMN(value), .form = &hj_form_texts},
    {.name = "says", .read = hj_read_node, .offset = COLUMN(says), .choices = says_names},
    {.name = "answer", .read = read_answers, .form = &hj_form_texts},
    {.name = "width", .read = hj_read_positive, .offset = COLUMN(column.width)},
    {.name = "words", .read = hj_read_node, .offset = COLUMN(terms), .form = &terms_form},
    {.name = "unknown", .read = hj_read_text, .offset = COLUMN(column.unknown)},
    {.name = "mask", .read = hj_read_boolean, .offset = COLUMN(column.masked)},
    {.name = "optional", .read = hj_read_boolean, .offset = COLUMN(optional)},
};
#undef COLUMN
static const struct hj_shape column_shape = {.keys = column_keys,
                                             .count = sizeof column_keys / sizeof *column_keys};
static const struct hj_form column_form = {.kind = HJ_FORM_MAPPING, .shape = &column_shape};
static const struct hj_form columns_form = {.kind = HJ_FORM_MAP, .item = &column_form};

static void read_says(struct hj_freeze *freeze, const struct hj_yaml *node,
                      struct hj_list_column *column)
{
    const struct hj_key key = {.name = "says", .choices = says_names};
    unsigned says = HJ_LIST_SAYS_COUNT;
    hj_read_choice(&freeze->reader, node, &key, &says);
    if (says == HJ_LIST_VALUE || says == HJ_LIST_ANSWER) {
        hj_reader_shape(&freeze->reader, node, "says", "what `value:` and `answer:` do not say");
    }
    column->says = says < HJ_LIST_SAYS_COUNT ? (enum hj_list_says)says : HJ_LIST_ANSWER;
}

static void read_parts(struct hj_freeze *freeze, const struct column_draft *draft,
                       struct hj_list_column *column)
{
    const struct hj_yaml *node = draft->value;
    bool list = node->kind == HJ_YAML_SEQUENCE;
    uint32_t count = list ? node->count : 1;
    struct hj_list_part *parts = hj_reader_new(&freeze->reader, count, sizeof *parts);
    column->says = HJ_LIST_VALUE;
    for (uint32_t i = 0; parts && i < count; i++) {
        const struct hj_yaml *item = list ? node->items[i] : node;
        struct hj_list_part *part = &parts[column->part_count];
        if (!hj_freeze_list_expression(freeze, item, "value", draft->optional, &part->value)) {
            continue;
        }
        part->personal = hj_list_personal(freeze, part->value.root);
        if (part->personal == HJ_PERSONAL_ID || part->personal == HJ_PERSONAL_PHONE) {
            hj_reader_problem(&freeze->reader, item, HJ_RULES_LIST_PERSONAL, "column", column->id);
        }
        column->part_count += part->value.root != NULL;
    }
    column->parts = parts;
    column->absent = column->part_count == 0;
}

static void read_column(struct hj_lists_draft *draft, const struct hj_yaml *key,
                        const struct hj_yaml *node)
{
    struct hj_freeze *freeze = draft->freeze;
    struct hj_reader *reader = &freeze->reader;
    struct column_draft made = {.column = {.id = hj_reader_copy(reader, key->text), .width = 10}};
    hj_read_mapping(reader, node, &column_shape, &made);
    if ((made.value != NULL) + (made.says != NULL) + made.has_answers != 1) {
        hj_reader_problem(reader, key, HJ_RULES_LIST_COLUMN, "column", key->text);
        return;
    }
    made.column.answers = made.answers;
    if (made.value) {
        read_parts(freeze, &made, &made.column);
    } else if (made.says) {
        read_says(freeze, made.says, &made.column);
    } else {
        made.column.says = HJ_LIST_ANSWER;
    }
    hj_freeze_list_terms(freeze, made.terms, "words", &made.column.terms);
    int64_t known = hj_name_index_find(&draft->column_index, key->text);
    uint32_t index = known >= 0 ? (uint32_t)known : draft->lists->column_count++;
    reader->memory_full |= !hj_name_index_add(&draft->column_index, made.column.id, index);
    draft->columns[index] = made.column;
}

/* The columns of one `columns:` mapping. */
static void freeze_columns(struct hj_lists_draft *draft, const struct hj_yaml *node)
{
    if (node->kind != HJ_YAML_MAPPING) {
        hj_reader_shape(&draft->freeze->reader, node, "columns", "a mapping of names to columns");
        return;
    }
    for (uint32_t i = 0; i < node->count && !draft->freeze->reader.memory_full; i++) {
        read_column(draft, node->keys[i], node->items[i]);
    }
}

/* ---- sections ---- */

struct section_nodes {
    const struct hj_yaml *words, *names, *tables, *columns, *layouts;
    struct hj_span font;
};

#define WORD_KEY(id, word)                                                                         \
    {.name = word, .read = hj_read_text, .offset = HJ_LIST_WORD_##id * sizeof(struct hj_span)},
static const struct hj_key word_keys[] = {HJ_LIST_WORDS(WORD_KEY)};
#undef WORD_KEY
static const struct hj_shape word_shape = {.keys = word_keys,
                                           .count = sizeof word_keys / sizeof *word_keys};
static const struct hj_form words_form = {.kind = HJ_FORM_MAPPING, .shape = &word_shape};

#define NODE(member) offsetof(struct section_nodes, member)
static const struct hj_key section_keys[] = {
    {.name = "font", .read = hj_read_text, .offset = NODE(font)},
    {.name = "words", .read = hj_read_node, .offset = NODE(words), .form = &words_form},
    {.name = "names", .read = hj_read_node, .offset = NODE(names), .form = &terms_form},
    {.name = "tables", .read = hj_read_node, .offset = NODE(tables), .form = &terms_form},
    {.name = "columns", .read = hj_read_node, .offset = NODE(columns), .form = &columns_form},
    {.name = "layouts", .read = hj_read_node, .offset = NODE(layouts), .form = &hj_form_of_layouts},
};
#undef NODE
static const struct hj_shape section_shape = {.keys = section_keys,
                                              .count = sizeof section_keys / sizeof *section_keys};
const struct hj_form hj_form_of_lists = {.kind = HJ_FORM_MAPPING, .shape = &section_shape};

/* Everything but the layouts, which may name columns of any file. */
static void read_section(struct hj_lists_draft *draft, const struct hj_yaml *node)
{
    struct section_nodes nodes = {0};
    hj_read_mapping(&draft->freeze->reader, node, &section_shape, &nodes);
    if (nodes.font.data) {
        draft->lists->font = nodes.font;
    }
    if (nodes.words) {
        hj_read_mapping(&draft->freeze->reader, nodes.words, &word_shape, draft->lists->words);
    }
    hj_freeze_list_terms(draft->freeze, nodes.names, "names", &draft->lists->names);
    hj_freeze_list_terms(draft->freeze, nodes.tables, "tables", &draft->lists->tables);
    if (nodes.columns) {
        freeze_columns(draft, nodes.columns);
    }
}

static void read_layouts(struct hj_lists_draft *draft, const struct hj_yaml *section)
{
    const struct hj_yaml *node = hj_yaml_get(section, "layouts");
    if (!node) {
        return;
    }
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(&draft->freeze->reader, node, "layouts", "a list of layouts");
        return;
    }
    for (uint32_t i = 0; i < node->count && !draft->freeze->reader.memory_full; i++) {
        hj_freeze_list_layout(draft, node->items[i]);
    }
}

static uint32_t count_under(const struct hj_yaml *section, const char *key)
{
    const struct hj_yaml *node =
        section->kind == HJ_YAML_MAPPING ? hj_yaml_get(section, key) : NULL;
    return node ? node->count : 0;
}

static bool make_room(struct hj_lists_draft *draft, const struct hj_yaml *own)
{
    struct hj_freeze *freeze = draft->freeze;
    uint32_t columns = count_under(own, "columns"), layouts = count_under(own, "layouts");
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_LISTS, &at));) {
        columns += count_under(section->value, "columns");
        layouts += count_under(section->value, "layouts");
    }
    draft->lists = hj_reader_new(&freeze->reader, 1, sizeof *draft->lists);
    draft->columns = hj_reader_new(&freeze->reader, columns, sizeof *draft->columns);
    draft->layouts = hj_reader_new(&freeze->reader, layouts, sizeof *draft->layouts);
    return !freeze->reader.memory_full;
}

static void read_all(struct hj_lists_draft *draft, const struct hj_yaml_file *own)
{
    struct hj_freeze *freeze = draft->freeze;
    const struct hj_yaml *own_section = hj_yaml_get(own->root, "lists");
    size_t at = 0;
    if (!make_room(draft, own_section)) {
        return;
    }
    freeze->reader.file = own;
    read_section(draft, own_section);
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_LISTS, &at));) {
        freeze->reader.file = section->file;
        read_section(draft, section->value);
    }
    at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_LISTS, &at));) {
        freeze->reader.file = section->file;
        if (section->value->kind == HJ_YAML_MAPPING) {
            read_layouts(draft, section->value);
        }
    }
    freeze->reader.file = own;
    read_layouts(draft, own_section);
    draft->lists->columns = draft->columns;
    draft->lists->layouts = draft->layouts;
    freeze->ruleset->lists = draft->lists;
}

void hj_freeze_lists(struct hj_freeze *freeze)
{
    struct hj_lists_draft draft = {.freeze = freeze};
    struct hj_yaml_file own = {0};
    struct hj_error error;
    /* the place of its problems outlives the freeze, and so must its tree */
    enum hj_code code = hj_yaml_parse(hj_span_of(hj_lists_own), "(the program's own layout)",
                                      freeze->reader.arena, &own, freeze->reader.problems, &error);
    if (code != HJ_OK || !own.root) {
        freeze->reader.memory_full |= code != HJ_OK;
        return;
    }
    read_all(&draft, &own);
    hj_name_index_release(&draft.column_index);
}
