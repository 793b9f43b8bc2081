/* SPDX-License-Identifier: MIT */
#include "store/view.h"

#include "column/schema.h"

#include <stdio.h>
#include <stdlib.h>

static int fail(sqlite3 *connection, int result, char **message)
{
    *message = sqlite3_mprintf("%s", sqlite3_errmsg(connection));
    return result;
}

static const char *copy_text(struct hj_arena *arena, const void *data, size_t size)
{
    struct hj_span text = hj_arena_copy(arena, (struct hj_span){data ? data : "", size});
    return text.data;
}

/* A statement with one text bound, stepped once; the caller finalizes. SQLITE_ROW or SQLITE_DONE,
 * else an error. */
static int ask(sqlite3 *connection, const char *sql, const char *text, sqlite3_stmt **statement)
{
    int result = sqlite3_prepare_v2(connection, sql, -1, statement, NULL);
    if (result == SQLITE_OK) {
        sqlite3_bind_text(*statement, 1, text, -1, SQLITE_STATIC);
        result = sqlite3_step(*statement);
    }
    return result;
}

/* The current snapshot of a table: id, blocks, rows. */
static int find_snapshot(sqlite3 *connection, const char *table, int64_t *id, uint32_t *blocks,
                         uint64_t *rows)
{
    sqlite3_stmt *find = NULL;
    int result = ask(connection,
                     "SELECT s.id, s.blocks, s.stored FROM main.table_current AS t"
                     " JOIN main.snapshot AS s ON s.id = t.snapshot WHERE t.table_name = ?",
                     table, &find);
    *id = 0;
    if (result == SQLITE_ROW) {
        *id = sqlite3_column_int64(find, 0);
        *blocks = (uint32_t)sqlite3_column_int64(find, 1);
        *rows = (uint64_t)sqlite3_column_int64(find, 2);
    }
    sqlite3_finalize(find);
    return result == SQLITE_ROW || result == SQLITE_DONE ? SQLITE_OK : result;
}

static int same_name(const char *a, const char *b)
{
    return sqlite3_stricmp(a, b) == 0;
}

/* SQLite takes names without case: a second one gets a number. */
static bool name_column(struct hj_view *view, struct hj_view_column *column)
{
    const char *wanted = column->name;
    for (unsigned number = 2;; number++) {
        uint32_t i = 0;
        while (i < view->column_count && !same_name(view->columns[i].name, column->name)) {
            i++;
        }
        if (i == view->column_count) {
            return true;
        }
        char name[400];
        int size = snprintf(name, sizeof name, "%.380s_%u", wanted, number);
        column->name = copy_text(&view->arena, name, (size_t)size);
        if (!column->name) {
            return false;
        }
    }
}

static bool add_column(struct hj_view *view, struct hj_view_column column)
{
    if (!column.name || !name_column(view, &column)) {
        return false;
    }
    view->columns[view->column_count++] = column;
    return true;
}

/* Names that are the program's in every table: a column of the files must not stand in their place.
 */
static bool is_ours(const char *name)
{
    return same_name(name, "record") || same_name(name, "line") || same_name(name, "firm");
}

/* One column of the snapshot: shown, or the program's own. */
static bool take_column(struct hj_view *view, sqlite3_stmt *columns)
{
    const char *name = (const char *)sqlite3_column_text(columns, 0);
    int position = sqlite3_column_int(columns, 4);
    bool inner = sqlite3_column_int(columns, 3) == HJ_FROM_RECORD;
    struct hj_view_column column = {
        .name = copy_text(&view->arena, name, name ? strlen(name) : 0),
        .type = (enum hj_type)sqlite3_column_int(columns, 2),
        .source = HJ_VIEW_FRAME,
        .position = (uint32_t)position,
        .absent = !inner && sqlite3_column_bytes(columns, 1) == 0,
    };
    if (!column.name) {
        return false;
    }
    if (strcmp(column.name, "#firm") == 0) {
        view->firm_column = position;
        return true;
    }
    if (strcmp(column.name, "#known") == 0) {
        return true;
    }
    if (strcmp(column.name, "#record") == 0) {
        view->own_record = position;
    }
    column.name += column.name[0] == '#';
    if (!inner && is_ours(column.name)) {
        char taken[32];
        int size = snprintf(taken, sizeof taken, "input_%s", column.name);
        column.name = copy_text(&view->arena, taken, (size_t)size);
    }
    return add_column(view, column);
}

static int read_columns(sqlite3 *connection, struct hj_view *view)
{
    sqlite3_stmt *columns = NULL;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)view->snapshot);
    int result = ask(connection,
                     "SELECT name, header, type, origin, position FROM main.snapshot_column"
                     " WHERE snapshot = CAST(? AS INTEGER) ORDER BY position",
                     id, &columns);
    uint32_t count = 0;
    while (result == SQLITE_ROW) {
        count++;
        result = sqlite3_step(columns);
    }
    if (result == SQLITE_DONE) {
        sqlite3_reset(columns);
        view->columns = hj_arena_zero(&view->arena, (size_t)count + 1, sizeof *view->columns);
        result = view->columns ? sqlite3_step(columns) : SQLITE_NOMEM;
    }
    while (result == SQLITE_ROW && view->column_count < count) {
        result = take_column(view, columns) ? sqlite3_step(columns) : SQLITE_NOMEM;
    }
    sqlite3_finalize(columns);
    return result == SQLITE_DONE || result == SQLITE_ROW ? SQLITE_OK : result;
}

static int open_table(sqlite3 *connection, const char *table, struct hj_view *view)
{
    int result = find_snapshot(connection, table, &view->snapshot, &view->blocks, &view->rows);
    if (result != SQLITE_OK || !view->snapshot) {
        return result;
    }
    result = read_columns(connection, view);
    if (result != SQLITE_OK) {
        return result;
    }
    view->fact = view->firm_column >= 0;
    /* A table that an older load left behind belongs to blocks that are gone. */
    view->blocks = view->snapshot < view->registry ? 0 : view->blocks;
    const struct hj_view_column firm = {.name = "firm", .type = HJ_INTEGER, .source = HJ_VIEW_FIRM};
    if (view->fact && !add_column(view, firm)) {
        return SQLITE_NOMEM;
    }
    for (uint32_t i = 0; i < view->column_count; i++) {
        const struct hj_view_column *column = &view->columns[i];
        bool record = !view->fact && view->snapshot == view->registry &&
                      (int)column->position == view->own_record;
        if (record || column->source == HJ_VIEW_FIRM) {
            view->lookup = (int)i;
        }
    }
    return SQLITE_OK;
}

/* The columns that are computed go behind those of the store, as far as SQLite takes so many; a
 * name that is taken stays the stored column's. */
static int add_computed(sqlite3 *connection, struct hj_view *view,
                        const struct hj_computed *computed)
{
    size_t room = (size_t)view->column_count + computed->count;
    uint32_t most = (uint32_t)sqlite3_limit(connection, SQLITE_LIMIT_COLUMN, -1);
    struct hj_view_column *columns = hj_arena_new(&view->arena, room * sizeof *columns);
    if (!columns) {
        return SQLITE_NOMEM;
    }
    memcpy(columns, view->columns, view->column_count * sizeof *columns);
    view->columns = columns;
    for (uint32_t c = 0; c < computed->count && view->column_count < most; c++) {
        const struct hj_computed_column *column = &computed->columns[c];
        uint32_t i = 0;
        while (i < view->column_count && !same_name(columns[i].name, column->name)) {
            i++;
        }
        if (i == view->column_count) {
            columns[view->column_count++] =
                (struct hj_view_column){column->name, column->type, HJ_VIEW_COMPUTED, c, false};
        }
    }
    return SQLITE_OK;
}

/* ---- what stages made: the description in the store ---- */

/* The next field of a line, up to a tab or the line's end. */
static struct hj_span next_field(struct hj_span *line)
{
    size_t size = 0;
    while (size < line->size && line->data[size] != '\t') {
        size++;
    }
    struct hj_span field = hj_span_slice(*line, 0, size);
    size += size < line->size;
    *line = hj_span_slice(*line, size, line->size - size);
    return field;
}

static bool read_digest(struct hj_span text, struct hj_digest *digest)
{
    for (size_t i = 0; i < sizeof digest->bytes && 2 * i + 1 < text.size; i++) {
        const char pair[3] = {text.data[2 * i], text.data[2 * i + 1], '\0'};
        digest->bytes[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    return text.size == 2 * sizeof digest->bytes;
}

static enum hj_view_source source_of(struct hj_span word)
{
    if (hj_span_is(word, "constant")) {
        return HJ_VIEW_CONSTANT;
    }
    if (hj_span_is(word, "record")) {
        return HJ_VIEW_RECORD;
    }
    return hj_span_is(word, "block") ? HJ_VIEW_BLOCK : HJ_VIEW_DERIVED;
}

static bool read_part(struct hj_view *view, struct hj_span line)
{
    struct hj_view_cell *cells = &view->parts[(size_t)view->part_count * view->column_count];
    for (uint32_t i = 0; i < view->column_count; i++) {
        cells[i].text = next_field(&line);
        if (view->columns[i].source != HJ_VIEW_CONSTANT &&
            !read_digest(cells[i].text, &cells[i].key)) {
            return false;
        }
    }
    view->part_count++;
    return true;
}

static bool read_line(struct hj_view *view, struct hj_span line)
{
    struct hj_span kind = next_field(&line);
    if (hj_span_is(kind, "p")) {
        return read_part(view, line);
    }
    if (hj_span_is(kind, "c")) {
        struct hj_span name = next_field(&line);
        struct hj_span type = next_field(&line);
        struct hj_view_column column = {
            .name = copy_text(&view->arena, name.data, name.size),
            .type = (enum hj_type)(type.size ? type.data[0] - '0' : HJ_TEXT),
            .source = source_of(next_field(&line)),
        };
        if (column.source == HJ_VIEW_RECORD) {
            view->lookup = (int)view->column_count;
        }
        return add_column(view, column);
    }
    view->snapshot = strtoll(kind.data, NULL, 10);
    view->blocks = (uint32_t)strtoul(next_field(&line).data, NULL, 10);
    view->own = hj_span_is(next_field(&line), "1");
    return true;
}

static int read_description(struct hj_view *view, const char *text, size_t size)
{
    struct hj_span left = {copy_text(&view->arena, text, size), size};
    size_t lines = 1, cells = 0;
    for (size_t i = 0; left.data && i < size; i++) {
        lines += text[i] == '\n';
        cells += text[i] == '\n' || text[i] == '\t';
    }
    view->columns = hj_arena_zero(&view->arena, lines, sizeof *view->columns);
    view->parts = hj_arena_zero(&view->arena, cells + lines, sizeof *view->parts);
    if (!left.data || !view->columns || !view->parts) {
        return SQLITE_NOMEM;
    }
    while (left.size > 0) {
        const char *end = memchr(left.data, '\n', left.size);
        size_t line = end ? (size_t)(end - left.data) : left.size;
        if (line > 0 && !read_line(view, hj_span_slice(left, 0, line))) {
            return SQLITE_CORRUPT;
        }
        line += end != NULL;
        left = hj_span_slice(left, line, left.size - line);
    }
    view->made = true;
    /* Made from an older snapshot: nothing of the data as loaded. */
    view->blocks = view->snapshot == view->registry ? view->blocks : 0;
    view->rows = 1000;
    return SQLITE_OK;
}

static int open_made(sqlite3 *connection, const char *name, struct hj_view *view, bool *found)
{
    sqlite3_stmt *find = NULL;
    int result = ask(connection,
                     "SELECT value FROM main.entry WHERE stage = '" HJ_VIEW_GROUP "' AND name = ?",
                     name, &find);
    *found = result == SQLITE_ROW;
    if (*found) {
        result = read_description(view, (const char *)sqlite3_column_text(find, 0),
                                  (size_t)sqlite3_column_bytes(find, 0));
    }
    sqlite3_finalize(find);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* Where record numbers of the registry stand. */
static int find_registry(sqlite3 *connection, struct hj_view *view)
{
    sqlite3_stmt *find = NULL;
    uint64_t rows;
    int result =
        find_snapshot(connection, "registry", &view->registry, &view->registry_blocks, &rows);
    if (result != SQLITE_OK || !view->registry) {
        return result;
    }
    result = ask(connection,
                 "SELECT c.position FROM main.snapshot_column AS c JOIN main.table_current AS t"
                 " ON t.snapshot = c.snapshot AND t.table_name = 'registry' WHERE c.name = ?",
                 "#record", &find);
    view->record_column = result == SQLITE_ROW ? sqlite3_column_int(find, 0) : -1;
    sqlite3_finalize(find);
    return result == SQLITE_ROW || result == SQLITE_DONE ? SQLITE_OK : result;
}

int hj_view_open(sqlite3 *connection, const char *name, const struct hj_computed *computed,
                 struct hj_view *view, char **message)
{
    bool found = false, firm = strcmp(name, "firm") == 0;
    *view =
        (struct hj_view){.record_column = -1, .own_record = -1, .firm_column = -1, .lookup = -1};
    int result = find_registry(connection, view);
    if (result == SQLITE_OK && !firm) {
        result = open_made(connection, name, view, &found);
    }
    if (result == SQLITE_OK && !found) {
        result = open_table(connection, firm ? "registry" : name, view);
    }
    if (result == SQLITE_OK && firm && computed && view->column_count > 0) {
        result = add_computed(connection, view, computed);
    }
    if (result != SQLITE_OK) {
        return fail(connection, result, message);
    }
    if (view->column_count == 0) {
        *message = sqlite3_mprintf("the store has no %s yet: run the stage that makes it", name);
        return SQLITE_EMPTY;
    }
    return SQLITE_OK;
}

void hj_view_release(struct hj_view *view)
{
    hj_arena_release(&view->arena);
    *view = (struct hj_view){0};
}

char *hj_view_declaration(const struct hj_view *view)
{
    static const char *const types[] = {[HJ_BOOLEAN] = "BOOLEAN",
                                        [HJ_INTEGER] = "INTEGER",
                                        [HJ_NUMBER] = "REAL",
                                        [HJ_TEXT] = "TEXT",
                                        [HJ_DATE] = "DATE"};
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendall(text, "CREATE TABLE x(");
    for (uint32_t i = 0; i < view->column_count; i++) {
        const struct hj_view_column *column = &view->columns[i];
        const char *type =
            column->type <= HJ_DATE && types[column->type] ? types[column->type] : "";
        sqlite3_str_appendf(
            text, "%s\"%w\" %s%s", i ? ", " : "", column->name, type,
            column->source == HJ_VIEW_BLOCK || column->source == HJ_VIEW_COMPUTED ? " HIDDEN" : "");
    }
    sqlite3_str_appendall(text, ")");
    return sqlite3_str_finish(text);
}
