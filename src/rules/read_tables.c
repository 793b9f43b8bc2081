/* SPDX-License-Identifier: MIT
 * `table:` files. */
#include "rules/dictionary.h"

#include "rules/name_index.h"
#include "rules/schema.h"

static const char *const field_types[] = {"text",    "integer", "number", "date",
                                          "boolean", "money",   NULL};
static const char *const personal_kinds[] = {"none", "name", "id", "phone", NULL};

static const struct hj_form null_form = {.kind = HJ_FORM_SCALAR};
static const struct hj_form synonyms = {
    .kind = HJ_FORM_EITHER, .item = &hj_form_texts, .other = &null_form};
static const struct hj_form values_form = {.kind = HJ_FORM_MAP, .item = &synonyms};

/* A field with the nodes that are read once its type is known. */
struct field_draft {
    struct hj_field field;
    const struct hj_yaml *type, *from, *headers, *values;
};

#define FIELD(member) offsetof(struct field_draft, member)
static const struct hj_key field_keys[] = {
    {.name = "type", .read = hj_read_node, .offset = FIELD(type), .choices = field_types},
    {.name = "headers", .read = hj_read_node, .offset = FIELD(headers), .form = &hj_form_texts},
    {.name = "from", .read = hj_read_node, .offset = FIELD(from), .form = &hj_form_text},
    {.name = "values", .read = hj_read_node, .offset = FIELD(values), .form = &values_form},
    {.name = "identifier", .read = hj_read_boolean, .offset = FIELD(field.identifier)},
    {.name = "required", .read = hj_read_boolean, .offset = FIELD(field.required)},
    {.name = "personal",
     .read = hj_read_choice,
     .offset = FIELD(field.personal),
     .choices = personal_kinds},
};
#undef FIELD
static const struct hj_shape field_shape = {.keys = field_keys,
                                            .count = sizeof field_keys / sizeof *field_keys};

bool hj_field_has_currency(const struct hj_field *field)
{
    return field->type == HJ_FIELD_MONEY;
}

bool hj_field_has_raw(const struct hj_field *field)
{
    return field->from.size == 0 && (field->type != HJ_FIELD_TEXT || field->value_count > 0);
}

enum hj_type hj_field_value_type(const struct hj_field *field)
{
    static const enum hj_type types[] = {
        [HJ_FIELD_TEXT] = HJ_TEXT, [HJ_FIELD_INTEGER] = HJ_INTEGER, [HJ_FIELD_NUMBER] = HJ_NUMBER,
        [HJ_FIELD_DATE] = HJ_DATE, [HJ_FIELD_BOOLEAN] = HJ_BOOLEAN, [HJ_FIELD_MONEY] = HJ_NUMBER,
    };
    return types[field->type];
}

struct hj_span hj_field_beside(struct hj_reader *reader, const struct hj_field *field,
                               const char *suffix)
{
    size_t size = strlen(suffix);
    char *name = hj_reader_new(reader, field->name.size + size + 1, 1);
    if (!name || !field->name.data) {
        return field->name; /* the memory is full */
    }
    memcpy(name, field->name.data, field->name.size);
    memcpy(name + field->name.size, suffix, size);
    return (struct hj_span){name, field->name.size + size};
}

/* `values:`: each key a value, with the texts that stand for it. No text may stand for two. */
static void read_values(struct hj_reader *reader, const struct hj_yaml *node,
                        struct hj_field *field)
{
    static const struct hj_key list = {.name = "the texts of a value"};
    if (node->kind != HJ_YAML_MAPPING) {
        hj_reader_shape(reader, node, "values", "a mapping of values to lists of texts");
        return;
    }
    struct hj_name_index known = {0};
    struct hj_value_map *values = hj_reader_new(reader, node->count, sizeof *values);
    for (uint32_t i = 0; values && i < node->count; i++) {
        values[i].value = hj_reader_copy(reader, node->keys[i]->text);
        reader->memory_full |= !hj_name_index_add(&known, values[i].value, i);
    }
    for (uint32_t i = 0; values && i < node->count; i++) {
        const struct hj_yaml *texts = node->items[i];
        if (texts->kind == HJ_YAML_SEQUENCE || !hj_yaml_is_null(texts)) {
            hj_read_list(reader, texts, &list, &values[i].synonyms);
        }
        for (uint32_t j = 0; j < values[i].synonyms.count; j++) {
            struct hj_span text = values[i].synonyms.items[j];
            int64_t owner = hj_name_index_find(&known, text);
            if (owner >= 0 && owner != i) {
                const struct hj_yaml *place =
                    texts->kind == HJ_YAML_SEQUENCE ? texts->items[j] : texts;
                struct hj_problem *problem =
                    hj_reader_problem(reader, place, HJ_RULES_VALUE_TWICE, "text", text);
                hj_error_text(&problem->error, "first", values[owner].value);
            }
            reader->memory_full |= !hj_name_index_add(&known, text, i);
        }
    }
    field->values = values;
    field->value_count = values ? node->count : 0;
    hj_name_index_release(&known);
}

static void read_field(struct hj_reader *reader, const struct hj_yaml *name,
                       const struct hj_yaml *node, struct hj_field *field)
{
    struct field_draft draft = {.field = {.name = hj_reader_copy(reader, name->text)}};
    static const struct hj_key type = {.name = "type", .choices = field_types};
    static const struct hj_key from = {.name = "from"}, headers = {.name = "headers"};
    hj_read_mapping(reader, node, &field_shape, &draft);
    if (draft.type) {
        hj_read_choice(reader, draft.type, &type, &draft.field.type);
    } else if (!draft.from && node->kind == HJ_YAML_MAPPING) {
        hj_reader_problem(reader, node, HJ_YAML_MISSING, "key", hj_span_of("type"));
    }
    if (draft.from) {
        hj_read_text(reader, draft.from, &from, &draft.field.from);
        if (!draft.values) {
            hj_reader_problem(reader, node, HJ_YAML_MISSING, "key", hj_span_of("values"));
        }
        if (draft.headers) {
            hj_reader_problem(reader, draft.headers, HJ_RULES_FROM_HEADERS, NULL, name->text);
        }
    } else if (draft.headers) {
        hj_read_list(reader, draft.headers, &headers, &draft.field.headers);
    } else {
        /* a column without headers is known by its own name */
        struct hj_span *own = hj_reader_new(reader, 1, sizeof *own);
        if (own) {
            *own = draft.field.name;
            draft.field.headers = (struct hj_span_list){own, 1};
        }
    }
    if (draft.values) {
        read_values(reader, draft.values, &draft.field);
    }
    *field = draft.field;
}

/* ---- what holds between the columns of a table ---- */

static void check_headers(struct hj_reader *reader, const struct hj_table *table,
                          const struct hj_yaml *columns)
{
    struct hj_name_index known = {0};
    for (uint32_t i = 0; i < table->field_count; i++) {
        const struct hj_yaml *node = hj_yaml_get(columns->items[i], "headers");
        for (uint32_t j = 0; j < table->fields[i].headers.count; j++) {
            struct hj_span header = table->fields[i].headers.items[j];
            int64_t owner = hj_name_index_find(&known, header);
            if (owner >= 0 && owner != i) {
                const struct hj_yaml *place = !node ? columns->keys[i]
                                              : node->kind == HJ_YAML_SEQUENCE && j < node->count
                                                  ? node->items[j]
                                                  : node;
                struct hj_problem *problem =
                    hj_reader_problem(reader, place, HJ_RULES_HEADER_TWICE, "header", header);
                hj_error_text(&problem->error, "column", table->fields[owner].name);
            }
            reader->memory_full |= !hj_name_index_add(&known, header, i);
        }
    }
    hj_name_index_release(&known);
}

/* The names of all columns that the table will have; <name>_raw and the like may clash with others.
 */
static void check_names(struct hj_reader *reader, const struct hj_table *table,
                        const struct hj_yaml *columns)
{
    static const char *const suffixes[] = {"_currency", "_raw"};
    struct hj_name_index known = {0};
    for (uint32_t i = 0; i < table->field_count; i++) {
        reader->memory_full |= !hj_name_index_add(&known, table->fields[i].name, i);
    }
    for (uint32_t i = 0; i < table->field_count; i++) {
        const struct hj_field *field = &table->fields[i];
        for (unsigned j = 0; j < 2; j++) {
            bool has = j == 0 ? hj_field_has_currency(field) : hj_field_has_raw(field);
            struct hj_span name =
                has ? hj_field_beside(reader, field, suffixes[j]) : (struct hj_span){"", 0};
            int64_t owner = has ? hj_name_index_find(&known, name) : -1;
            if (owner >= 0) {
                struct hj_problem *problem = hj_reader_problem(
                    reader, columns->keys[owner], HJ_RULES_COLUMN_MADE, "column", name);
                hj_error_text(&problem->error, "from", field->name);
            }
        }
        if (field->name.size == 0) {
            hj_reader_shape(reader, columns->keys[i], "the name of a column", "a text");
        }
    }
    hj_name_index_release(&known);
}

static const struct hj_field *find_field(const struct hj_table *table, struct hj_span name)
{
    for (uint32_t i = 0; i < table->field_count; i++) {
        if (hj_span_equal(table->fields[i].name, name)) {
            return &table->fields[i];
        }
    }
    return NULL;
}

static void unknown_column(struct hj_reader *reader, const struct hj_table *table,
                           const struct hj_yaml *node)
{
    struct hj_problem *problem =
        hj_reader_problem(reader, node, HJ_RULES_TABLE_COLUMN, "column", node->text);
    hj_error_text(&problem->error, "table", table->name);
    if (table->field_count > 0) {
        hj_reader_suggest(reader, problem, node->text, &table->fields->name, table->field_count,
                          sizeof *table->fields);
    }
}

static void check_references(struct hj_reader *reader, const struct hj_table *table,
                             const struct hj_section *section)
{
    const struct hj_yaml *columns = hj_yaml_get(section->root, "columns");
    const struct hj_yaml *key = hj_yaml_get(section->root, "key");
    if (key && hj_yaml_is_text(key) && !find_field(table, key->text)) {
        unknown_column(reader, table, key);
    }
    for (uint32_t i = 0; i < table->field_count; i++) {
        const struct hj_yaml *from = hj_yaml_get(columns->items[i], "from");
        if (!from || !hj_yaml_is_text(from)) {
            continue;
        }
        const struct hj_field *source = find_field(table, from->text);
        if (!source) {
            unknown_column(reader, table, from);
        } else if (source->type != HJ_FIELD_TEXT || source->from.size > 0) {
            hj_reader_problem(reader, from, HJ_RULES_FROM_TEXT, "column", from->text);
        }
    }
}

static void read_columns(struct hj_reader *reader, const struct hj_yaml *node,
                         const struct hj_key *key, void *target)
{
    struct hj_table *table = target;
    if (node->kind != HJ_YAML_MAPPING || node->count == 0) {
        hj_reader_shape(reader, node, key->name, "a mapping of names to columns");
        return;
    }
    struct hj_field *fields = hj_reader_new(reader, node->count, sizeof *fields);
    for (uint32_t i = 0; fields && i < node->count; i++) {
        read_field(reader, node->keys[i], node->items[i], &fields[i]);
    }
    table->fields = fields;
    table->field_count = fields ? node->count : 0;
    if (fields) {
        check_names(reader, table, node);
        check_headers(reader, table, node);
    }
}

static const struct hj_form field_form = {.kind = HJ_FORM_MAPPING, .shape = &field_shape};
static const struct hj_form columns_form = {.kind = HJ_FORM_MAP, .item = &field_form};

static const struct hj_key table_keys[] = {
    {.name = "table",
     .required = true,
     .read = hj_read_text,
     .offset = offsetof(struct hj_table, name)},
    {.name = "key", .read = hj_read_text, .offset = offsetof(struct hj_table, key)},
    {.name = "nulls", .read = hj_read_list, .offset = offsetof(struct hj_table, nulls)},
    {.name = "totals", .read = hj_read_list, .offset = offsetof(struct hj_table, totals)},
    {.name = "columns", .required = true, .read = read_columns, .form = &columns_form},
    {.name = "default_partial",
     .read = hj_read_boolean,
     .offset = offsetof(struct hj_table, default_partial)},
};
/* other sections may stand in the same file */
static const struct hj_shape table_shape = {
    .keys = table_keys, .count = sizeof table_keys / sizeof *table_keys, .open = true};
const struct hj_form hj_form_of_table = {.kind = HJ_FORM_MAPPING, .shape = &table_shape};

static uint32_t count_sections(const struct hj_rules_builder *builder, enum hj_section_kind kind)
{
    uint32_t count = 0;
    size_t at = 0;
    while (hj_section_next(builder, kind, &at)) {
        count++;
    }
    return count;
}

void hj_read_tables(const struct hj_rules_builder *builder, struct hj_reader *reader,
                    struct hj_dictionaries *dictionaries)
{
    uint32_t count = count_sections(builder, HJ_SECTION_TABLE), kept = 0;
    struct hj_table *tables = hj_reader_new(reader, count, sizeof *tables);
    struct hj_name_index known = {0};
    size_t at = 0;
    for (const struct hj_section *section;
         tables && (section = hj_section_next(builder, HJ_SECTION_TABLE, &at));) {
        struct hj_table *table = &tables[kept];
        reader->file = section->file;
        table->place = (struct hj_origin_place){.file = hj_reader_copy(reader, section->file->path),
                                                .line = section->value->line};
        hj_read_mapping(reader, section->root, &table_shape, table);
        check_references(reader, table, section);
        int64_t first = hj_name_index_find(&known, table->name);
        if (first >= 0) {
            struct hj_problem *problem =
                hj_reader_problem(reader, section->value, HJ_RULES_TWICE, "name", table->name);
            hj_error_text(&problem->error, "file", tables[first].place.file);
            hj_error_number(&problem->error, "line", tables[first].place.line);
            *table = (struct hj_table){0};
            continue;
        }
        reader->memory_full |= !hj_name_index_add(&known, table->name, kept++);
    }
    hj_name_index_release(&known);
    dictionaries->tables = tables;
    dictionaries->table_count = kept;
}
