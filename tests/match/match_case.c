/* SPDX-License-Identifier: MIT */
#include "match/match_case.h"

#include "base/buffer.h"
#include "rules/language.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LONGEST_LINE = 4096 };

static void *must(void *memory)
{
    if (!memory) {
        fail_msg("the memory is full");
    }
    return memory;
}

/* ---- rules ---- */

static enum hj_type type_of(struct hj_span word)
{
    static const enum hj_type types[] = {HJ_BOOLEAN, HJ_INTEGER, HJ_NUMBER, HJ_TEXT, HJ_DATE};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (hj_span_is(word, hj_type_name(types[i]))) {
            return types[i];
        }
    }
    fail_msg("no type");
    return HJ_TEXT;
}

/* The next word up to one of the stops; false at the end. */
static bool next_word(const char **text, const char *stops, struct hj_span *word)
{
    *text += strspn(*text, stops);
    size_t size = strcspn(*text, stops);
    *word = (struct hj_span){*text, size};
    *text += size;
    return size > 0;
}

static struct hj_schema schema_of(struct match_case *test, const char *columns)
{
    struct hj_column *made = must(hj_arena_zero(&test->arena, CASE_COLUMNS, sizeof *made));
    struct hj_schema schema = {made, 0};
    struct hj_span word;
    while (next_word(&columns, " ,", &word)) {
        struct hj_column *column = &made[schema.count++];
        column->name = word;
        column->header = word;
        column->origin = HJ_FROM_INPUT;
        assert_true(next_word(&columns, " ,", &word));
        column->type = type_of(word);
    }
    return schema;
}

static struct hj_table_facts facts_of(struct match_case *test, const struct case_table *table)
{
    struct hj_schema *schema = must(hj_arena_zero(&test->arena, 1, sizeof *schema));
    *schema = schema_of(test, table->columns);
    struct hj_table_facts facts = {
        .table = hj_span_of(table->name),
        .schema = schema,
        .loaded = !table->missing,
        .partial_given = true,
        .partial = table->partial,
    };
    if (table->covers) {
        facts.covers = true;
        assert_true(hj_date_parse_iso((struct hj_span){table->covers, 10}, &facts.covers_from));
        assert_true(hj_date_parse_iso((struct hj_span){table->covers + 11, 10}, &facts.covers_to));
    }
    return facts;
}

static void report(const struct hj_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct hj_problem *problem = problems->items[i];
        if (!problem->warning) {
            print_error("%s:%u:%u %s\n", problem->error.file, (unsigned)problem->error.line,
                        (unsigned)problem->error.column, hj_code_name(problem->error.code));
        }
    }
    assert_int_equal(problems->errors, 0);
}

static void add_yaml(struct hj_rules_builder *builder, const char *yaml,
                     struct hj_problems *problems)
{
    struct hj_error error;
    char folder[] = "/tmp/hejian-match-XXXXXX";
    char path[sizeof folder + 16];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/rules.yaml", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fputs(yaml, file) < 0, 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(hj_rules_add_path(builder, path, problems, &error), HJ_OK);
    unlink(path);
    rmdir(folder);
}

void case_init(struct match_case *test, const char *yaml, const struct case_table *tables,
               uint32_t count)
{
    *test = (struct match_case){0};
    struct hj_rules_builder *builder = NULL;
    struct hj_problems problems = {0};
    struct hj_error error;
    struct hj_table_facts facts[CASE_FACTS];
    assert_int_equal(hj_rules_builder_new(&builder, &error), HJ_OK);
    if (yaml) {
        add_yaml(builder, yaml, &problems);
    }
    for (uint32_t i = 0; i < count; i++) {
        facts[i] = facts_of(test, &tables[i]);
    }
    struct hj_freeze_options options = {.tables = facts, .table_count = count};
    assert_true(hj_date_from_civil((struct hj_civil){2026, 6, 30}, &options.as_of));
    assert_int_equal(hj_rules_freeze(builder, &options, &problems, &test->ruleset, &error), HJ_OK);
    hj_rules_builder_free(builder);
    report(&problems);
    hj_problems_release(&problems);
    test->features =
        must(hj_arena_zero(&test->arena, test->ruleset->feature_count, sizeof *test->features));
    test->input.columns = test->columns;
    test->input.column_count = CASE_COLUMNS;
    test->input.facts = test->facts;
    test->input.features = test->features;
    test->input.derived = test->derived;
}

void case_release(struct match_case *test)
{
    hj_ruleset_free(test->ruleset);
    hj_arena_release(&test->arena);
}

/* ---- blocks ---- */

static bool append(struct hj_vector_builder *builder, struct hj_span word)
{
    char text[64];
    hj_date date = 0;
    assert_true(word.size < sizeof text || builder->type == HJ_TEXT);
    (void)snprintf(text, sizeof text, "%.*s", (int)word.size, word.data);
    if (hj_span_is(word, "-")) {
        return hj_vector_append_null(builder);
    }
    switch (builder->type) {
    case HJ_BOOLEAN:
        return hj_vector_append_boolean(builder, *word.data == 'T');
    case HJ_INTEGER:
        return hj_vector_append_integer(builder, strtoll(text, NULL, 10));
    case HJ_NUMBER:
        return hj_vector_append_number(builder, strtod(text, NULL));
    case HJ_TEXT:
        return hj_vector_append_text(builder,
                                     hj_span_is(word, "''") ? (struct hj_span){"", 0} : word);
    case HJ_DATE:
        assert_true(hj_date_parse_iso(word, &date));
        return hj_vector_append_date(builder, date);
    }
    return false;
}

static const void *keep(struct match_case *test, const void *from, size_t size)
{
    void *copy = must(hj_arena_new(&test->arena, size + 1));
    return size ? memcpy(copy, from, size) : copy;
}

const struct hj_vector *case_vector(struct match_case *test, enum hj_type type, const char *values)
{
    static const size_t sizes[] = {
        [HJ_BOOLEAN] = 0, [HJ_INTEGER] = 8, [HJ_NUMBER] = 8, [HJ_TEXT] = 4, [HJ_DATE] = 4};
    struct hj_vector_builder builder;
    struct hj_span word;
    hj_vector_builder_init(&builder, type);
    while (next_word(&values, " ", &word)) {
        assert_true(append(&builder, word));
    }
    struct hj_vector view = hj_vector_builder_view(&builder);
    size_t words = hj_bits_words(view.rows) * sizeof(uint64_t);
    view.nulls = view.nulls ? keep(test, view.nulls, words) : NULL;
    if (type == HJ_TEXT) {
        view.text.bytes = keep(test, view.text.bytes, view.text.offsets[view.rows]);
        view.text.offsets = keep(test, view.text.offsets, (view.rows + 1) * sizes[type]);
    } else {
        view.booleans = keep(test, view.booleans, sizes[type] ? view.rows * sizes[type] : words);
    }
    hj_vector_builder_release(&builder);
    return keep(test, &view, sizeof view);
}

const struct hj_vector *case_dictionary(struct match_case *test, const char *values)
{
    const struct hj_vector *plain = case_vector(test, HJ_TEXT, values);
    struct hj_vector *made = must(hj_arena_zero(&test->arena, 1, sizeof *made));
    uint16_t *codes = must(hj_arena_zero(&test->arena, plain->rows + 1, sizeof *codes));
    struct hj_vector_builder builder;
    hj_vector_builder_init(&builder, HJ_TEXT);
    for (uint32_t row = 0; row < plain->rows; row++) {
        if (hj_vector_is_null(plain, row)) {
            continue;
        }
        struct hj_span text = hj_vector_text(plain, row);
        struct hj_vector entries = hj_vector_builder_view(&builder);
        uint32_t entry = 0;
        while (entry < entries.rows && !hj_span_equal(hj_vector_entry(&entries, entry), text)) {
            entry++;
        }
        if (entry == entries.rows) {
            assert_true(hj_vector_append_text(&builder, text));
        }
        codes[row] = (uint16_t)entry;
    }
    struct hj_vector entries = hj_vector_builder_view(&builder);
    *made = *plain;
    made->text.codes = codes;
    made->text.entries = entries.rows;
    made->text.bytes = keep(test, entries.text.bytes, entries.text.offsets[entries.rows]);
    made->text.offsets = keep(test, entries.text.offsets, (entries.rows + 1) * sizeof(uint32_t));
    hj_vector_builder_release(&builder);
    return made;
}

void case_rows(struct match_case *test, uint32_t rows)
{
    test->input.rows = rows;
}

static const struct hj_name *name_of(const struct hj_scope *scope, const char *name)
{
    int found = hj_scope_find(scope, hj_span_of(name));
    if (found < 0) {
        fail_msg("no name %s", name);
    }
    return &scope->names[found];
}

void case_column(struct match_case *test, const char *name, const char *values)
{
    const struct hj_name *column = name_of(&test->ruleset->scope, name);
    test->columns[column->index] = case_vector(test, column->type, values);
    assert_int_equal(test->columns[column->index]->rows, test->input.rows);
}

void case_coded_column(struct match_case *test, const char *name, const char *values)
{
    const struct hj_name *column = name_of(&test->ruleset->scope, name);
    test->columns[column->index] = case_dictionary(test, values);
    assert_int_equal(test->columns[column->index]->rows, test->input.rows);
}

static uint32_t fact_of(const struct match_case *test, const char *table)
{
    uint32_t fact = 0;
    while (fact < test->ruleset->fact_count &&
           !hj_span_is(test->ruleset->facts[fact].table, table)) {
        fact++;
    }
    assert_true(fact < test->ruleset->fact_count);
    return fact;
}

void case_records(struct match_case *test, const char *table, const char *firms, ...)
{
    uint32_t fact = fact_of(test, table);
    struct hj_match_facts *facts = &test->facts[fact];
    struct hj_match_part *part = &test->parts[fact][facts->part_count++];
    const struct hj_vector *rows = case_vector(test, HJ_INTEGER, firms);
    uint32_t *list = must(hj_arena_zero(&test->arena, rows->rows + 1, sizeof *list));
    const struct hj_vector **columns =
        must(hj_arena_zero(&test->arena, CASE_COLUMNS, sizeof *columns));
    for (uint32_t i = 0; i < rows->rows; i++) {
        list[i] = (uint32_t)rows->integers[i];
    }
    va_list arguments;
    va_start(arguments, firms);
    for (const char *name = va_arg(arguments, const char *); name;
         name = va_arg(arguments, const char *)) {
        const struct hj_name *column = name_of(&test->ruleset->facts[fact].scope, name);
        columns[column->index] = case_vector(test, column->type, va_arg(arguments, const char *));
        assert_int_equal(columns[column->index]->rows, rows->rows);
    }
    va_end(arguments);
    *part = (struct hj_match_part){rows->rows, list, columns, CASE_COLUMNS};
    facts->parts = test->parts[fact];
}

void case_known_key(struct match_case *test, const char *table, const char *known)
{
    test->facts[fact_of(test, table)].known_key = case_vector(test, HJ_BOOLEAN, known)->booleans;
}

void case_feature(struct match_case *test, const char *name, const char *values)
{
    const struct hj_name *feature = name_of(&test->ruleset->scope, name);
    assert_int_equal(feature->kind, HJ_NAME_FEATURE);
    test->features[feature->index] = case_vector(test, feature->type, values);
}

/* ---- results ---- */

const struct hj_expr *case_expr(struct match_case *test, const char *text)
{
    struct hj_problems problems = {0};
    struct hj_predicate predicate = {0};
    struct hj_error error;
    struct hj_language language = {
        .scope = &test->ruleset->scope,
        .parameters = test->ruleset->parameters,
        .as_of = test->ruleset->as_of,
        .rules = test->ruleset->rules,
        .rule_count = test->ruleset->rule_count,
        .regexes = test->ruleset->regexes,
        .arena = &test->arena,
        .problems = &problems,
    };
    assert_int_equal(hj_language_compile(&language, hj_span_of(text), HJ_ANY_TYPE, NULL, NULL,
                                         "test", &predicate, &error),
                     HJ_OK);
    report(&problems);
    hj_problems_release(&problems);
    return predicate.root;
}

static void write_value(char *line, const struct hj_value *value)
{
    size_t at = strlen(line);
    char *end = line + at;
    size_t room = LONGEST_LINE - at;
    const char *space = at ? " " : "";
    if (value->null) {
        (void)snprintf(end, room, "%s%s", space, value->type == HJ_BOOLEAN ? "U" : "-");
        return;
    }
    char date[11];
    switch (value->type) {
    case HJ_BOOLEAN:
        (void)snprintf(end, room, "%s%s", space, value->boolean ? "T" : "F");
        break;
    case HJ_INTEGER:
        (void)snprintf(end, room, "%s%lld", space, (long long)value->integer);
        break;
    case HJ_NUMBER:
        (void)snprintf(end, room, "%s%.15g", space, value->number);
        break;
    case HJ_TEXT:
        (void)snprintf(end, room, "%s%.*s", space, value->text.size ? (int)value->text.size : 2,
                       value->text.size ? value->text.data : "''");
        break;
    case HJ_DATE:
        hj_date_format(value->date, date);
        (void)snprintf(end, room, "%s%s", space, date);
        break;
    }
}

static void check_reference(struct match_case *test, const struct hj_expr *root,
                            const char *expected)
{
    struct hj_reference *reference = NULL;
    struct hj_error error;
    char line[LONGEST_LINE] = "";
    assert_int_equal(hj_reference_new(&reference, test->ruleset, &test->tools, &error), HJ_OK);
    for (uint32_t row = 0; row < test->input.rows; row++) {
        struct hj_reference_row source = {test->ruleset, &test->input, row};
        struct hj_reference_firm firm = hj_reference_firm_of(&source);
        struct hj_value value;
        hj_reference_begin(reference, &firm);
        assert_int_equal(hj_reference_value(reference, root, &value, &error), HJ_OK);
        write_value(line, &value);
    }
    hj_reference_free(reference);
    if (strcmp(line, expected) != 0) {
        fail_msg("reference: %s, expected %s", line, expected);
    }
}

/* Runs the one root; the caller frees worker and program. */
static const struct hj_match_result *run(struct match_case *test, const struct hj_expr *root,
                                         struct hj_program **program, struct hj_worker **worker)
{
    struct hj_error error;
    struct hj_program_options options = {test->ruleset, test->tools, &root, 1};
    const struct hj_match_result *results = NULL;
    assert_int_equal(hj_program_new(program, &options, &error), HJ_OK);
    assert_int_equal(hj_worker_new(worker, *program, &error), HJ_OK);
    assert_int_equal(hj_worker_run(*worker, &test->input, &results, &error), HJ_OK);
    return results;
}

void case_check(struct match_case *test, const char *text, const char *expected)
{
    struct hj_program *program = NULL;
    struct hj_worker *worker = NULL;
    char line[LONGEST_LINE] = "";
    const struct hj_expr *root = case_expr(test, text);
    const struct hj_match_result *results = run(test, root, &program, &worker);
    for (uint32_t row = 0; row < test->input.rows; row++) {
        struct hj_value value = hj_vector_value(&results->vector, row);
        write_value(line, &value);
    }
    hj_worker_free(worker);
    hj_program_free(program);
    if (strcmp(line, expected) != 0) {
        fail_msg("%s: %s, expected %s", text, line, expected);
    }
    check_reference(test, root, expected);
}

uint32_t case_faults(struct match_case *test, const char *text, enum hj_fault fault)
{
    struct hj_program *program = NULL;
    struct hj_worker *worker = NULL;
    uint32_t rows = run(test, case_expr(test, text), &program, &worker)->faults[fault];
    hj_worker_free(worker);
    hj_program_free(program);
    return rows;
}
