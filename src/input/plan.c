/* SPDX-License-Identifier: MIT */
#include "input/plan.h"

#include "input/limits.h"
#include "rules/scope.h"

static const struct hj_span record_name = HJ_SPAN("#record"), line_name = HJ_SPAN("#line");
static const struct hj_span raw_suffix = HJ_SPAN("_raw"), currency_suffix = HJ_SPAN("_currency");
static const struct hj_span taken_prefix = HJ_SPAN("input_");

/* What building needs; the plan keeps what it made in the arena. */
struct builder {
    struct hj_plan *plan;
    const struct hj_input_options *options;
    const struct hj_headers *headers;
    struct hj_arena *arena;
    struct hj_error *error;
    const struct hj_header_words *words;
    uint32_t fields;       /* of the dictionary */
    struct hj_span *found; /* a field: its header in the first file that has it */
    struct hj_field_targets *of_field;
    struct hj_lookup undeclared; /* headers the dictionary does not know; item: column */
    struct hj_lookup names;      /* of columns */
    struct hj_column *columns;
    bool *stored;
    uint32_t count, capacity;
};

static struct hj_span join(struct builder *builder, struct hj_span a, struct hj_span b)
{
    char *text = hj_arena_new(builder->arena, a.size + b.size + 1);
    if (!text) {
        return (struct hj_span){NULL, 0};
    }
    memcpy(text, a.data, a.size);
    memcpy(text + a.size, b.data, b.size);
    return (struct hj_span){text, a.size + b.size};
}

static enum hj_type stored_type(enum hj_field_type type)
{
    static const enum hj_type types[] = {
        [HJ_FIELD_TEXT] = HJ_TEXT, [HJ_FIELD_INTEGER] = HJ_INTEGER, [HJ_FIELD_NUMBER] = HJ_NUMBER,
        [HJ_FIELD_DATE] = HJ_DATE, [HJ_FIELD_BOOLEAN] = HJ_BOOLEAN, [HJ_FIELD_MONEY] = HJ_NUMBER,
    };
    return types[type];
}

static bool is_hashed(enum hj_personal personal)
{
    return personal == HJ_PERSONAL_ID || personal == HJ_PERSONAL_PHONE;
}

/* The error of a file, placed at its header. */
static enum hj_code refuse(struct builder *builder, const struct hj_headers *file,
                           enum hj_code code)
{
    hj_error_set(builder->error, code);
    hj_error_text(builder->error, "file", hj_span_of(file->path));
    hj_error_place(builder->error, file->path, file->line, 0);
    return code;
}

/* Adds a column; its index. The caller has seen to the room. */
static uint32_t add_column(struct builder *builder, struct hj_column column, bool stored)
{
    uint32_t index = builder->count++;
    builder->columns[index] = column;
    builder->stored[index] = stored;
    hj_lookup_add(&builder->names, (struct hj_lookup_entry){.key = column.name, .item = index});
    return index;
}

/* ---- columns of the dictionary ---- */

static const struct hj_lookup *make_values(struct builder *builder, const struct hj_field *field)
{
    size_t count = field->value_count;
    for (uint32_t i = 0; i < field->value_count; i++) {
        count += field->values[i].synonyms.count;
    }
    struct hj_lookup *values = hj_arena_new(builder->arena, sizeof *values);
    if (!values || !hj_lookup_init(values, builder->arena, count)) {
        return NULL;
    }
    /* keys first: a key is never the synonym of another */
    for (uint32_t i = 0; i < field->value_count; i++) {
        struct hj_span value = field->values[i].value;
        hj_lookup_add(values, (struct hj_lookup_entry){.key = value, .value = value, .item = i});
    }
    for (uint32_t i = 0; i < field->value_count; i++) {
        const struct hj_value_map *map = &field->values[i];
        for (uint32_t k = 0; k < map->synonyms.count; k++) {
            hj_lookup_add(values, (struct hj_lookup_entry){.key = map->synonyms.items[k],
                                                           .value = map->value,
                                                           .item = i});
        }
    }
    return values;
}

/* A column `<name><suffix>` beside a declared one. */
static bool add_beside(struct builder *builder, const struct hj_column *column,
                       struct hj_span suffix, enum hj_origin origin, uint32_t *index)
{
    struct hj_column beside = *column;
    beside.name = join(builder, column->name, suffix);
    beside.type = HJ_TEXT;
    beside.origin = origin;
    *index = add_column(builder, beside, column->header.size != 0);
    return beside.name.data != NULL;
}

/* Columns of one dictionary field: itself, its currency, its original. header: empty when no file
 * has one. */
static bool add_field(struct builder *builder, const struct hj_field *field, struct hj_span header,
                      enum hj_personal personal, struct hj_target *target)
{
    bool hashed = is_hashed(personal);
    struct hj_column column = {
        .name = field->name,
        .header = header,
        .type = hashed ? HJ_TEXT : stored_type(field->type),
        .origin = HJ_FROM_INPUT,
        .personal = personal,
    };
    *target = (struct hj_target){
        .column = add_column(builder, column, header.size != 0),
        .raw = HJ_NO_COLUMN,
        .currency = HJ_NO_COLUMN,
        .type = hashed ? HJ_FIELD_TEXT : field->type,
        .required = field->required,
        .identifier = field->identifier,
        .hashed = hashed,
        .personal = personal != HJ_PERSONAL_NONE,
    };
    builder->plan->hashes = builder->plan->hashes || hashed;
    if (field->value_count) {
        target->values = make_values(builder, field);
        if (!target->values) {
            return false;
        }
    }
    if (target->type == HJ_FIELD_MONEY &&
        !add_beside(builder, &column, currency_suffix, HJ_FROM_INPUT, &target->currency)) {
        return false;
    }
    bool original = (target->type != HJ_FIELD_TEXT || target->values) && !hashed;
    return !original || field->from.size ||
           add_beside(builder, &column, raw_suffix, HJ_FROM_RAW, &target->raw);
}

static bool is_from(const struct hj_field *field, const struct hj_field *source)
{
    return field->from.size && hj_span_equal(field->from, source->name);
}

/* The field whose cells fill this one: itself, or what it is `from`; -1: there is none. */
static int source_of(const struct hj_table *dictionary, uint32_t field)
{
    if (!dictionary->fields[field].from.size) {
        return (int)field;
    }
    for (uint32_t i = 0; i < dictionary->field_count; i++) {
        if (is_from(&dictionary->fields[field], &dictionary->fields[i])) {
            return (int)i;
        }
    }
    return -1;
}

/* Targets of all fields: each field's own before those made from it, so that a cell's are together;
 * columns stand in the dictionary's order all the same. */
static bool add_dictionary(struct builder *builder)
{
    const struct hj_span none = HJ_SPAN("");
    const struct hj_table *dictionary = builder->options->dictionary;
    struct hj_target *made = hj_arena_zero(builder->arena, builder->fields + 1, sizeof *made);
    struct hj_target *grouped = hj_arena_zero(builder->arena, builder->fields + 1, sizeof *grouped);
    if (!made || !grouped) {
        return false;
    }
    for (uint32_t i = 0; i < builder->fields; i++) {
        const struct hj_field *field = &dictionary->fields[i];
        int source = source_of(dictionary, i);
        struct hj_span header = source < 0 ? none : builder->found[source];
        enum hj_personal personal = field->personal;
        if (source >= 0 && personal == HJ_PERSONAL_NONE && !field->value_count) {
            personal = dictionary->fields[source].personal; /* a copy is as private */
        }
        if (!add_field(builder, field, header, personal, &made[i])) {
            return false;
        }
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < builder->fields; i++) {
        if (dictionary->fields[i].from.size) {
            continue;
        }
        builder->of_field[i].targets = grouped + count;
        grouped[count++] = made[i];
        for (uint32_t k = 0; k < builder->fields; k++) {
            if (is_from(&dictionary->fields[k], &dictionary->fields[i])) {
                grouped[count++] = made[k];
            }
        }
        builder->of_field[i].count = (uint32_t)(grouped + count - builder->of_field[i].targets);
    }
    return true;
}

/* ---- headers ---- */

static enum hj_code two_headers(struct builder *builder, const struct hj_headers *file,
                                uint32_t first, uint32_t second, int field)
{
    if (field < 0) {
        refuse(builder, file, HJ_INPUT_SAME_HEADER);
    } else {
        refuse(builder, file, HJ_INPUT_TWO_HEADERS);
        hj_error_text(builder->error, "column", builder->options->dictionary->fields[field].name);
    }
    hj_error_text(builder->error, "first", file->texts[first]);
    hj_error_text(builder->error, "second", file->texts[second]);
    hj_error_number(builder->error, "at", (int64_t)first + 1);
    hj_error_number(builder->error, "again", (int64_t)second + 1);
    return builder->error->code;
}

static enum hj_code missing_header(struct builder *builder, const struct hj_headers *file,
                                   const struct hj_field *field)
{
    char list[HJ_ERROR_VALUE];
    size_t size = 0;
    for (uint32_t i = 0; i < field->headers.count; i++) {
        struct hj_span header = field->headers.items[i];
        if (size + header.size + 2 > sizeof list) {
            break;
        }
        size += (size_t)snprintf(list + size, sizeof list - size, "%s%.*s", i ? ", " : "",
                                 (int)header.size, header.data);
    }
    /* a file of one column with another separator in it is the usual cause */
    struct hj_span only = file->texts[0];
    bool separator = file->count == 1 &&
                     (memchr(only.data, ';', only.size) || memchr(only.data, '\t', only.size));
    refuse(builder, file, separator ? HJ_INPUT_SEPARATOR : HJ_INPUT_MISSING_HEADER);
    hj_error_text(builder->error, "table", builder->options->table);
    hj_error_text(builder->error, "column", field->name);
    hj_error_text(builder->error, "headers", (struct hj_span){list, size});
    return builder->error->code;
}

/* Looks up every header of a file; field[i] is the dictionary's field or -1. */
static enum hj_code match_file(struct builder *builder, const struct hj_headers *file, int *field)
{
    uint32_t *seen = hj_arena_zero(builder->arena, builder->fields + 1, sizeof *seen);
    struct hj_lookup unknown;
    if (!seen || !hj_lookup_init(&unknown, builder->arena, file->count)) {
        return hj_error_memory(builder->error);
    }
    for (uint32_t i = 0; i < file->count; i++) {
        field[i] = hj_header_words_find(builder->words, file->texts[i]);
        if (field[i] < 0) {
            const struct hj_lookup_entry *first = hj_lookup_find(&unknown, file->texts[i]);
            if (first) {
                return two_headers(builder, file, first->item, i, -1);
            }
            hj_lookup_add(&unknown, (struct hj_lookup_entry){.key = file->texts[i], .item = i});
            continue;
        }
        if (seen[field[i]]) {
            return two_headers(builder, file, seen[field[i]] - 1, i, field[i]);
        }
        seen[field[i]] = i + 1;
        if (!builder->found[field[i]].size) {
            builder->found[field[i]] = file->texts[i];
        }
    }
    for (uint32_t i = 0; i < builder->fields; i++) {
        const struct hj_field *wanted = &builder->options->dictionary->fields[i];
        if (wanted->required && !wanted->from.size && !seen[i]) {
            return missing_header(builder, file, wanted);
        }
    }
    return HJ_OK;
}

/* Names that the program keeps for itself; of the registry also those of the columns it makes. */
static bool is_kept(const struct builder *builder, struct hj_span name)
{
    static const struct hj_span derived[] = {
#define DERIVED(name, type, input) HJ_SPAN(#name),
        HJ_DERIVED_COLUMNS(DERIVED)
#undef DERIVED
    };
    bool kept = hj_span_equal(name, record_name) || hj_span_equal(name, line_name);
    bool registry = hj_span_is(builder->options->table, "registry");
    for (size_t i = 0; registry && i < sizeof derived / sizeof derived[0]; i++) {
        kept = kept || hj_span_equal(name, derived[i]);
    }
    return kept;
}

/* A header that the dictionary does not know becomes a text column of that name; where a column of
 * the program has the name already, `input_` stands before it. */
static bool add_undeclared(struct builder *builder, struct hj_span header,
                           struct hj_field_targets *targets)
{
    const struct hj_lookup_entry *known = hj_lookup_find(&builder->undeclared, header);
    struct hj_target *target = hj_arena_zero(builder->arena, 1, sizeof *target);
    if (!target) {
        return false;
    }
    struct hj_column column = {
        .name = header, .header = header, .type = HJ_TEXT, .origin = HJ_FROM_HEADER};
    while (!known && column.name.data &&
           (hj_lookup_find(&builder->names, column.name) || is_kept(builder, column.name))) {
        column.name = join(builder, taken_prefix, column.name);
    }
    if (!column.name.data) {
        return false;
    }
    *target = (struct hj_target){
        .column = known ? known->item : add_column(builder, column, true),
        .raw = HJ_NO_COLUMN,
        .currency = HJ_NO_COLUMN,
        .type = HJ_FIELD_TEXT,
    };
    if (!known) {
        struct hj_lookup_entry entry = {.key = header, .item = target->column};
        hj_lookup_add(&builder->undeclared, entry);
    }
    *targets = (struct hj_field_targets){.targets = target, .count = 1};
    return true;
}

static bool bind_file(struct builder *builder, const struct hj_headers *file, const int *field,
                      struct hj_binding *binding)
{
    struct hj_field_targets *fields = hj_arena_zero(builder->arena, file->count, sizeof *fields);
    if (!fields) {
        return false;
    }
    *binding = (struct hj_binding){.headers = file, .fields = fields};
    for (uint32_t i = 0; i < file->count; i++) {
        if (field[i] >= 0) {
            fields[i] = builder->of_field[field[i]];
        } else if (!add_undeclared(builder, file->texts[i], &fields[i])) {
            return false;
        }
    }
    return true;
}

/* ---- the whole ---- */

/* Room for every column there can be: three a field, one a header, two hidden. */
static enum hj_code make_room(struct builder *builder)
{
    size_t headers = 0;
    for (uint32_t i = 0; i < builder->options->file_count; i++) {
        if (builder->headers[i].count > HJ_LIMIT_COLUMNS) {
            refuse(builder, &builder->headers[i], HJ_INPUT_COLUMNS);
            hj_error_number(builder->error, "count", builder->headers[i].count);
            hj_error_number(builder->error, "limit", HJ_LIMIT_COLUMNS);
            return builder->error->code;
        }
        headers += builder->headers[i].count;
    }
    builder->capacity = (uint32_t)(builder->fields * 3 + headers + 2);
    builder->columns = hj_arena_zero(builder->arena, builder->capacity, sizeof *builder->columns);
    builder->stored = hj_arena_zero(builder->arena, builder->capacity, sizeof *builder->stored);
    builder->found = hj_arena_zero(builder->arena, builder->fields + 1, sizeof *builder->found);
    builder->of_field =
        hj_arena_zero(builder->arena, builder->fields + 1, sizeof *builder->of_field);
    if (!builder->columns || !builder->stored || !builder->found || !builder->of_field ||
        !hj_lookup_init(&builder->names, builder->arena, builder->capacity) ||
        !hj_lookup_init(&builder->undeclared, builder->arena, headers)) {
        return hj_error_memory(builder->error);
    }
    return HJ_OK;
}

static bool add_words(struct builder *builder, struct hj_lookup *lookup,
                      const struct hj_span_list *words)
{
    uint32_t count = words ? words->count : 0;
    if (!hj_lookup_init(lookup, builder->arena, count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        hj_lookup_add(lookup, (struct hj_lookup_entry){.key = words->items[i]});
    }
    return true;
}

static void finish(struct builder *builder)
{
    struct hj_plan *plan = builder->plan;
    const struct hj_table *dictionary = builder->options->dictionary;
    struct hj_column hidden = {
        .name = record_name, .header = record_name, .type = HJ_INTEGER, .origin = HJ_FROM_RECORD};
    plan->record_column = add_column(builder, hidden, true);
    hidden.name = hidden.header = line_name;
    plan->line_column = add_column(builder, hidden, true);
    plan->schema = (struct hj_schema){.columns = builder->columns, .count = builder->count};
    plan->stored = builder->stored;
    plan->key_column = HJ_NO_COLUMN;
    if (dictionary && dictionary->key.size) {
        int key = hj_schema_find(&plan->schema, dictionary->key);
        plan->key_column = key < 0 ? HJ_NO_COLUMN : (uint32_t)key;
    }
}

static enum hj_code build(struct builder *builder)
{
    uint32_t files = builder->options->file_count;
    int **field = hj_arena_zero(builder->arena, files, sizeof *field);
    struct hj_binding *bindings = hj_arena_zero(builder->arena, files, sizeof *bindings);
    if (!field || !bindings) {
        return hj_error_memory(builder->error);
    }
    for (uint32_t i = 0; i < files; i++) {
        field[i] = hj_arena_zero(builder->arena, builder->headers[i].count, sizeof **field);
        enum hj_code code = field[i] ? match_file(builder, &builder->headers[i], field[i])
                                     : hj_error_memory(builder->error);
        if (code != HJ_OK) {
            return code;
        }
    }
    const struct hj_table *dictionary = builder->options->dictionary;
    bool made = add_words(builder, &builder->plan->nulls, dictionary ? &dictionary->nulls : NULL) &&
                add_dictionary(builder) &&
                hj_money_words_init(&builder->plan->money, builder->arena,
                                    builder->options->currencies, builder->options->currency_count);
    for (uint32_t i = 0; made && i < files; i++) {
        made = bind_file(builder, &builder->headers[i], field[i], &bindings[i]);
    }
    if (!made) {
        return hj_error_memory(builder->error);
    }
    builder->plan->bindings = bindings;
    builder->plan->totals = dictionary ? dictionary->totals : (struct hj_span_list){NULL, 0};
    finish(builder);
    return HJ_OK;
}

enum hj_code hj_plan_init(struct hj_plan *plan, const struct hj_input_options *options,
                          const struct hj_headers *headers, const struct hj_header_words *words,
                          struct hj_arena *arena, struct hj_error *error)
{
    *plan = (struct hj_plan){0};
    struct builder builder = {
        .plan = plan,
        .options = options,
        .headers = headers,
        .words = words,
        .arena = arena,
        .error = error,
        .fields = options->dictionary ? options->dictionary->field_count : 0,
    };
    enum hj_code code = make_room(&builder);
    return code == HJ_OK ? build(&builder) : code;
}
