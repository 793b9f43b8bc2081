/* SPDX-License-Identifier: MIT
 * The module of SQLite behind store/view.h: one table a name, columns decoded block by block where
 * a statement asks for them. */
#include "base/memory.h"
#include "store/view_table.h"

struct cursor {
    sqlite3_vtab_cursor base;
    uint32_t block, part, row; /* where it stands */
    uint32_t rows;             /* of the batch: one part of one block */
    uint32_t step, end;        /* the next block is block + step, while it is under end */
    uint32_t only;             /* the one row that a look-up found, + 1; 0: all */
    bool loaded, eof;
    uint32_t loaded_block, loaded_part;
    struct hj_arena arena;     /* of the batch */
    struct hj_vector *vectors; /* one a column and one for #firm */
    bool *ready;               /* likewise */
    sqlite3_int64 rowid;
};

static struct hj_view_table *table_of(const struct cursor *cursor)
{
    return (struct hj_view_table *)cursor->base.pVtab;
}

/* ---- a batch: one part of one block ---- */

static int read_column(struct cursor *cursor, uint32_t column)
{
    struct hj_view_table *table = table_of(cursor);
    const struct hj_view *view = &table->view;
    struct hj_vector *vector = &cursor->vectors[column];
    int result = SQLITE_OK;
    if (cursor->ready[column]) {
        return SQLITE_OK;
    }
    *vector = (struct hj_vector){.type = HJ_TEXT};
    if (column == view->column_count) {
        result = hj_view_table_frame(table, view->snapshot, cursor->block, view->firm_column,
                                     &cursor->arena, vector);
    } else if (view->columns[column].source == HJ_VIEW_COMPUTED) {
        result = hj_view_table_compute(table, view->columns[column].position, cursor->block,
                                       &cursor->arena, vector);
    } else if (view->made) {
        const struct hj_view_cell *cell =
            &view->parts[(size_t)cursor->part * view->column_count + column];
        result = hj_view_table_derived(table, &cell->key, cursor->block, &cursor->arena, vector);
    } else if (!view->columns[column].absent) {
        result = hj_view_table_frame(table, view->snapshot, cursor->block,
                                     (int)view->columns[column].position, &cursor->arena, vector);
    }
    cursor->ready[column] = result == SQLITE_OK;
    return result;
}

/* The column whose rows are the batch's. */
static uint32_t leading_column(const struct hj_view *view)
{
    for (uint32_t i = 0; i < view->column_count; i++) {
        bool leads = view->made ? view->columns[i].source == HJ_VIEW_RECORD
                                : view->columns[i].source == HJ_VIEW_FRAME &&
                                      (int)view->columns[i].position == view->own_record;
        if (leads) {
            return i;
        }
    }
    return 0;
}

static int load_batch(struct cursor *cursor)
{
    const struct hj_view *view = &table_of(cursor)->view;
    int result = SQLITE_OK;
    bool same = cursor->loaded && cursor->loaded_block == cursor->block &&
                cursor->loaded_part == cursor->part;
    if (!same) {
        uint32_t column = leading_column(view);
        memset(cursor->ready, 0, (size_t)view->column_count + 1);
        hj_arena_clear(&cursor->arena);
        result = read_column(cursor, column);
        cursor->rows = cursor->vectors[column].rows;
        cursor->loaded = result == SQLITE_OK;
        cursor->loaded_block = cursor->block;
        cursor->loaded_part = cursor->part;
    }
    cursor->row = 0;
    return result;
}

/* From where the cursor stands to the first batch that has rows. */
static int find_batch(struct cursor *cursor)
{
    const struct hj_view *view = &table_of(cursor)->view;
    uint32_t parts = view->made ? view->part_count : 1;
    while (cursor->block < cursor->end) {
        for (; cursor->part < parts; cursor->part++) {
            int result = load_batch(cursor);
            if (result != SQLITE_OK || cursor->rows > 0) {
                return result;
            }
        }
        cursor->part = 0;
        cursor->block += cursor->step;
    }
    cursor->eof = true;
    return SQLITE_OK;
}

/* ---- the module ---- */

static int table_connect(sqlite3 *connection, void *context, int argc, const char *const *argv,
                         sqlite3_vtab **result, char **message)
{
    struct hj_view_table *table = hj_memory_zero(1, sizeof *table);
    (void)argc;
    if (!table) {
        return SQLITE_NOMEM;
    }
    table->views = context;
    table->connection = connection;
    /* An eponymous table is named as its module. */
    int code = hj_view_table_prepare(table, argv[0], message);
    if (code != SQLITE_OK) {
        hj_view_table_close(&table->base);
        return code;
    }
    *result = &table->base;
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const struct hj_view *view = &((struct hj_view_table *)base)->view;
    double rows = (double)view->rows + 1;
    info->estimatedCost = rows;
    info->estimatedRows = (sqlite3_int64)rows;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].usable && info->aConstraint[i].iColumn == view->lookup &&
            info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ && view->lookup >= 0 &&
            !view->own) {
            info->aConstraintUsage[i].argvIndex = 1;
            info->idxNum = 1;
            info->estimatedCost = view->fact || view->made ? rows / (view->blocks + 1) + 50 : 20;
            info->estimatedRows = view->fact || view->made ? 5 : 1;
            return SQLITE_OK;
        }
    }
    return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *base, sqlite3_vtab_cursor **result)
{
    const struct hj_view *view = &((struct hj_view_table *)base)->view;
    struct cursor *cursor = hj_memory_zero(1, sizeof *cursor);
    size_t columns = (size_t)view->column_count + 1;
    if (!cursor) {
        return SQLITE_NOMEM;
    }
    cursor->vectors = hj_memory_zero(columns, sizeof *cursor->vectors);
    cursor->ready = hj_memory_zero(columns, sizeof *cursor->ready);
    *result = &cursor->base;
    if (!cursor->vectors || !cursor->ready) {
        hj_memory_free(cursor->vectors);
        hj_memory_free(cursor->ready);
        hj_memory_free(cursor);
        return SQLITE_NOMEM;
    }
    return SQLITE_OK;
}

static int cursor_close(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;
    hj_memory_free(cursor->vectors);
    hj_memory_free(cursor->ready);
    hj_arena_release(&cursor->arena);
    hj_memory_free(cursor);
    return SQLITE_OK;
}

/* The row of the first record that is not under `record`. */
static uint32_t find_row(const struct hj_vector *records, int64_t record)
{
    uint32_t low = 0, high = records->rows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (records->integers[middle] < record) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Narrows the cursor to the registry's block that has the record. */
static int look_up(struct cursor *cursor, int64_t record)
{
    struct hj_view_table *table = table_of(cursor);
    const struct hj_view *view = &table->view;
    uint32_t low = 0, high = view->registry_blocks;
    int result = SQLITE_OK;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct hj_vector *records = hj_view_table_records(table, middle, &result);
        if (!records) {
            return result;
        }
        if (records->rows == 0 || records->integers[records->rows - 1] < record) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    cursor->block = low;
    cursor->step = view->registry_blocks + 1;
    cursor->end = low < view->registry_blocks ? (view->fact ? view->blocks : low + 1) : 0;
    if (cursor->end > 0 && !view->fact && !view->made) {
        const struct hj_vector *records = hj_view_table_records(table, low, &result);
        if (!records) {
            return result;
        }
        uint32_t row = find_row(records, record);
        bool found = row < records->rows && records->integers[row] == record;
        cursor->only = row + 1;
        cursor->end = found ? cursor->end : 0;
    }
    return SQLITE_OK;
}

static int cursor_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
                         sqlite3_value **argv)
{
    struct cursor *cursor = (struct cursor *)base;
    const struct hj_view *view = &table_of(cursor)->view;
    int result = SQLITE_OK;
    (void)text;
    cursor->block = cursor->part = cursor->only = 0;
    cursor->step = 1;
    cursor->end = view->blocks;
    cursor->eof = false;
    cursor->rowid = 0;
    if (number == 1 && argc == 1 && sqlite3_value_type(argv[0]) == SQLITE_INTEGER) {
        result = look_up(cursor, sqlite3_value_int64(argv[0]));
    }
    if (result == SQLITE_OK) {
        result = find_batch(cursor);
    }
    if (result == SQLITE_OK && cursor->only > 0 && !cursor->eof) {
        cursor->row = cursor->only - 1;
    }
    return result;
}

static int cursor_next(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;
    cursor->rowid++;
    cursor->row++;
    if (cursor->only > 0) {
        cursor->eof = true;
        return SQLITE_OK;
    }
    if (cursor->row < cursor->rows) {
        return SQLITE_OK;
    }
    cursor->part++;
    return find_batch(cursor);
}

static int cursor_eof(sqlite3_vtab_cursor *base)
{
    return ((struct cursor *)base)->eof;
}

static void give_value(sqlite3_context *context, const struct hj_vector *vector, uint32_t row)
{
    if (row >= vector->rows || hj_vector_is_null(vector, row)) {
        sqlite3_result_null(context);
        return;
    }
    struct hj_value value = hj_vector_value(vector, row);
    char day[11];
    switch (value.type) {
    case HJ_BOOLEAN:
        sqlite3_result_int(context, value.boolean);
        break;
    case HJ_INTEGER:
        sqlite3_result_int64(context, value.integer);
        break;
    case HJ_NUMBER:
        sqlite3_result_double(context, value.number);
        break;
    case HJ_TEXT:
        sqlite3_result_text64(context, value.text.data, value.text.size, SQLITE_TRANSIENT,
                              SQLITE_UTF8);
        break;
    case HJ_DATE:
        hj_date_format(value.date, day);
        sqlite3_result_text(context, day, -1, SQLITE_TRANSIENT);
        break;
    }
}

/* The record number of the firm whose row in its block the vector holds. */
static int give_record(struct cursor *cursor, sqlite3_context *context,
                       const struct hj_vector *rows)
{
    struct hj_view_table *table = table_of(cursor);
    const struct hj_view *view = &table->view;
    uint32_t block = view->fact ? cursor->block % (view->registry_blocks + 1) : cursor->block;
    int result = SQLITE_OK;
    for (uint32_t i = 0; view->own && result == SQLITE_OK && i < view->column_count; i++) {
        if (view->columns[i].source == HJ_VIEW_BLOCK) {
            result = read_column(cursor, i);
            bool given = result == SQLITE_OK && cursor->row < cursor->vectors[i].rows;
            block = given ? (uint32_t)cursor->vectors[i].integers[cursor->row] : UINT32_MAX;
        }
    }
    if (result != SQLITE_OK || (view->fact && block == view->registry_blocks)) {
        return result; /* a record that means no firm: NULL */
    }
    const struct hj_vector *records = hj_view_table_records(table, block, &result);
    if (records && cursor->row < rows->rows) {
        give_value(context, records, (uint32_t)rows->integers[cursor->row]);
    }
    return result;
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int number)
{
    struct cursor *cursor = (struct cursor *)base;
    const struct hj_view *view = &table_of(cursor)->view;
    uint32_t column = (uint32_t)number;
    enum hj_view_source source = view->columns[column].source;
    if (source == HJ_VIEW_CONSTANT) {
        struct hj_span text = view->parts[(size_t)cursor->part * view->column_count + column].text;
        if (text.size > 0) {
            sqlite3_result_text64(context, text.data, text.size, SQLITE_TRANSIENT, SQLITE_UTF8);
        }
        return SQLITE_OK;
    }
    uint32_t read = source == HJ_VIEW_FIRM ? view->column_count : column;
    int result = read_column(cursor, read);
    if (result != SQLITE_OK) {
        return result;
    }
    if (source == HJ_VIEW_FIRM || source == HJ_VIEW_RECORD) {
        return give_record(cursor, context, &cursor->vectors[read]);
    }
    give_value(context, &cursor->vectors[column], cursor->row);
    return SQLITE_OK;
}

static int cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = ((struct cursor *)base)->rowid;
    return SQLITE_OK;
}

/* No xCreate: the tables are there by their names, and nothing is ever created. */
static const sqlite3_module module = {
    .iVersion = 1,
    .xConnect = table_connect,
    .xBestIndex = best_index,
    .xDisconnect = hj_view_table_close,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_eof,
    .xColumn = cursor_column,
    .xRowid = cursor_rowid,
};

int hj_views_register(sqlite3 *connection, struct hj_views *views, char **message)
{
    static const char names[] =
        "SELECT 'firm' UNION SELECT table_name FROM main.table_current"
        " WHERE table_name <> 'registry' AND substr(table_name, 1, 1) <> '#'"
        " UNION SELECT name FROM main.entry WHERE stage = '" HJ_VIEW_GROUP "'"
        " UNION SELECT 'finding' UNION SELECT 'verdict' UNION SELECT 'cluster_member'";
    sqlite3_stmt *list = NULL;
    int result = sqlite3_prepare_v2(connection, names, -1, &list, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_step(list);
    }
    while (result == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(list, 0);
        result = sqlite3_create_module_v2(connection, name, &module, views, NULL);
        result = result == SQLITE_OK ? sqlite3_step(list) : result;
    }
    if (result != SQLITE_DONE) {
        *message = sqlite3_mprintf("%s", sqlite3_errmsg(connection));
    }
    sqlite3_finalize(list);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}
