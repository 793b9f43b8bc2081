/* SPDX-License-Identifier: MIT */
#include "campaign/explain.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "campaign/key_filter.h"
#include "campaign/key_text.h"
#include "campaign/pass.h"
#include "campaign/roots.h"
#include "column/codec.h"
#include "text/normal.h"
#include "text/utf8.h"

#include <errno.h>
#include <inttypes.h>

enum {
    MOST_LISTED = 8,
    WORTH_THREADS = 16, /* blocks; fewer are done before a second thread is there */
};

/* Firms found, in order; of the first few where they are. */
struct search {
    struct hj_span who;
    uint32_t root; /* of the text compared, in a pass */
    uint64_t count;
    struct hj_firm_place places[MOST_LISTED];
};

/* What a block has; taken together in merge. */
struct found {
    uint32_t count;
    uint32_t rows[MOST_LISTED];
};

/* Codes of one town begin alike, so their last bytes are looked at first. */
static bool is_same(struct hj_span text, struct hj_span who)
{
    return text.size == who.size && who.size > 0 &&
           text.data[text.size - 1] == who.data[who.size - 1] && hj_span_equal(text, who);
}

static void look_in(const struct hj_vector *texts, struct hj_span who, struct found *found)
{
    char digits[HJ_KEY_DIGITS];
    for (uint32_t row = 0; hj_key_type(texts->type) && row < texts->rows; row++) {
        if (is_same(hj_key_text(texts, row, digits), who)) {
            if (found->count < MOST_LISTED) {
                found->rows[found->count] = row;
            }
            found->count++;
        }
    }
}

static void take_in(struct search *search, uint32_t block, const struct found *found)
{
    for (uint32_t i = 0; i < found->count; i++) {
        if (search->count < MOST_LISTED && i < MOST_LISTED) {
            search->places[search->count] = (struct hj_firm_place){block, found->rows[i]};
        }
        search->count++;
    }
}

/* ---- by a column as it is stored: its frames and nothing else are read ---- */

struct scan_slot {
    struct hj_buffer frame;
    struct hj_arena arena;
    struct found found;
};

struct scan {
    struct hj_store *store;
    int64_t snapshot;
    uint32_t column;
    const uint32_t *blocks; /* those looked into */
    struct search *search;
    struct scan_slot *slots;
};

static enum hj_code scan_read(void *context, uint64_t item, unsigned slot, bool *end,
                              struct hj_error *error)
{
    struct scan *scan = context;
    struct hj_buffer *frame = &scan->slots[slot].frame;
    (void)end;
    hj_buffer_clear(frame);
    return hj_store_get_block(scan->store, scan->snapshot, scan->column, scan->blocks[item], frame,
                              error);
}

static enum hj_code scan_work(void *context, uint64_t item, unsigned number, unsigned thread,
                              struct hj_error *error)
{
    const struct scan *scan = context;
    struct scan_slot *slot = &scan->slots[number];
    struct hj_vector texts;
    (void)item;
    (void)thread;
    hj_arena_clear(&slot->arena);
    slot->found.count = 0;
    enum hj_code code = hj_codec_decode(hj_buffer_span(&slot->frame), &slot->arena, &texts, error);
    if (code == HJ_OK) {
        look_in(&texts, scan->search->who, &slot->found);
    }
    return code;
}

static enum hj_code scan_merge(void *context, uint64_t item, unsigned slot, struct hj_error *error)
{
    struct scan *scan = context;
    (void)error;
    take_in(scan->search, scan->blocks[item], &scan->slots[slot].found);
    return HJ_OK;
}

static enum hj_code search_stored(const struct hj_campaign *campaign, struct hj_store *store,
                                  const struct hj_snapshot *registry, uint32_t column,
                                  struct search *search, struct hj_error *error)
{
    unsigned slots = 2 * campaign->threads + 1;
    struct hj_arena arena = {0};
    uint32_t *blocks, count;
    struct scan scan = {store, registry->id, column,
                        NULL,  search,       hj_memory_zero(slots, sizeof *scan.slots)};
    enum hj_code code = HJ_OK;
    if (!scan.slots) {
        return hj_error_memory(error);
    }
    HJ_TRY(
        hj_key_filter_blocks(store, registry, column, search->who, &arena, &blocks, &count, error));
    scan.blocks = blocks;
    const struct hj_parallel parallel = {
        .context = &scan,
        .read = scan_read,
        .work = scan_work,
        .merge = scan_merge,
        .items = count,
        .threads = count < WORTH_THREADS ? 1 : campaign->threads,
        .slots = slots,
    };
    HJ_TRY(hj_parallel_run(&parallel, error));
done:
    for (unsigned i = 0; i < slots; i++) {
        hj_buffer_release(&scan.slots[i].frame);
        hj_arena_release(&scan.slots[i].arena);
    }
    hj_memory_free(scan.slots);
    hj_arena_release(&arena);
    return code;
}

/* ---- by a column that is derived ---- */

static enum hj_code look(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct search *search = context;
    struct found *found = hj_arena_zero(block->arena, 1, sizeof *found);
    if (!found) {
        return hj_error_memory(error);
    }
    look_in(&block->results[search->root].vector, search->who, found);
    block->made = found;
    return HJ_OK;
}

static enum hj_code take(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    (void)error;
    take_in(context, block->block, block->made);
    return HJ_OK;
}

/* The firms whose column has exactly that text. */
static enum hj_code search_column(struct hj_campaign *campaign, struct hj_store *store,
                                  const struct hj_loaded *loaded, struct hj_span column,
                                  struct search *search, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_roots roots;
    enum hj_code code = HJ_OK;
    int stored = hj_schema_find(&loaded->registry.schema, column);
    if (stored >= 0) {
        bool there = loaded->registry.schema.columns[stored].header.size > 0;
        return there ? search_stored(campaign, store, &loaded->registry, (uint32_t)stored, search,
                                     error)
                     : HJ_OK;
    }
    hj_roots_init(&roots, loaded->ruleset, &arena);
    int name = hj_scope_find(&loaded->ruleset->scope, column);
    search->root = name < 0 ? HJ_ROOT_NONE : hj_roots_name(&roots, (uint32_t)name);
    if (roots.memory_full) {
        code = hj_error_memory(error);
    } else if (search->root != HJ_ROOT_NONE) {
        const struct hj_pass pass = {
            .campaign = campaign,
            .store = store,
            .loaded = loaded,
            .roots = roots.roots,
            .root_count = roots.count,
            .context = search,
            .work = look,
            .merge = take,
        };
        code = hj_pass_run(&pass, error);
    }
    hj_arena_release(&arena);
    return code;
}

/* ---- by record number: the blocks are in its order ---- */

struct record_search {
    struct hj_store *store;
    const struct hj_snapshot *registry;
    uint32_t column; /* #record */
    int64_t record;
    struct hj_buffer frame;
    struct hj_arena arena;
};

static enum hj_code read_records(struct record_search *search, uint32_t block,
                                 struct hj_vector *records, struct hj_error *error)
{
    hj_buffer_clear(&search->frame);
    hj_arena_clear(&search->arena);
    enum hj_code code = hj_store_get_block(search->store, search->registry->id, search->column,
                                           block, &search->frame, error);
    return code == HJ_OK
               ? hj_codec_decode(hj_buffer_span(&search->frame), &search->arena, records, error)
               : code;
}

static bool has_record(const struct hj_vector *records, int64_t record, uint32_t *row)
{
    for (*row = 0; *row < records->rows; ++*row) {
        if (records->integers[*row] == record) {
            return true;
        }
    }
    return false;
}

static enum hj_code search_blocks(struct record_search *search, struct hj_firm_place *place,
                                  bool *found, struct hj_error *error)
{
    uint32_t low = 0;
    uint32_t high = search->registry->blocks;
    while (low < high && !*found) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t block = middle;
        struct hj_vector records;
        enum hj_code code = read_records(search, block, &records, error);
        /* A block whose records were all rejected says nothing; one before it may. */
        while (code == HJ_OK && records.rows == 0 && block > low) {
            code = read_records(search, --block, &records, error);
        }
        if (code != HJ_OK) {
            return code;
        }
        if (records.rows && search->record < records.integers[0]) {
            high = block;
        } else if (!records.rows || search->record > records.integers[records.rows - 1]) {
            low = middle + 1;
        } else {
            *found = has_record(&records, search->record, &place->row);
            place->block = block;
            low = high;
        }
    }
    return HJ_OK;
}

static struct record_search records_of(struct hj_store *store, const struct hj_loaded *loaded)
{
    int column = hj_schema_find(&loaded->registry.schema, hj_span_of("#record"));
    return (struct record_search){
        .store = store,
        .registry = &loaded->registry,
        .column = (uint32_t)column, /* every snapshot has it: hj_pass_open says so */
    };
}

static void records_release(struct record_search *search)
{
    hj_buffer_release(&search->frame);
    hj_arena_release(&search->arena);
}

static enum hj_code find_record(struct hj_store *store, const struct hj_loaded *loaded,
                                int64_t record, struct hj_firm_place *place, bool *found,
                                struct hj_error *error)
{
    struct record_search search = records_of(store, loaded);
    search.record = record;
    *found = false;
    enum hj_code code = search_blocks(&search, place, found, error);
    records_release(&search);
    return code;
}

enum hj_code hj_explain_records(struct hj_store *store, const struct hj_loaded *loaded,
                                const struct hj_firm_place *places, uint32_t count,
                                int64_t *records, struct hj_error *error)
{
    struct record_search search = records_of(store, loaded);
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; i < count; i++) {
        struct hj_vector vector;
        HJ_TRY(read_records(&search, places[i].block, &vector, error));
        records[i] = vector.integers[places[i].row];
    }
done:
    records_release(&search);
    return code;
}

/* More than one firm: an error that lists the first few. */
static enum hj_code several(struct hj_store *store, const struct hj_loaded *loaded,
                            const struct search *search, struct hj_error *error)
{
    int64_t records[MOST_LISTED];
    uint32_t count = search->count < MOST_LISTED ? (uint32_t)search->count : MOST_LISTED;
    char list[HJ_ERROR_VALUE] = "";
    size_t used = 0;
    enum hj_code code = hj_explain_records(store, loaded, search->places, count, records, error);
    if (code != HJ_OK) {
        return code;
    }
    for (uint32_t i = 0; i < count; i++) {
        int more =
            snprintf(list + used, sizeof list - used, "%s%" PRId64, i ? ", " : "", records[i]);
        used += (size_t)more;
    }
    code = hj_error_set(error, HJ_EXPLAIN_SEVERAL);
    hj_error_number(error, "count", (int64_t)search->count);
    hj_error_text(error, "who", search->who);
    hj_error_text(error, "records", hj_span_of(list));
    return code;
}

/* A record number as it is printed: what begins with 0 is somebody's code. */
static bool is_number(const char *who, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoll(who, &end, 10);
    return errno == 0 && who[0] >= '1' && who[0] <= '9' && *end == '\0';
}

/* The registry's key, where its dictionary says which. */
static const char *key_column(const struct hj_loaded *loaded, struct hj_arena *arena)
{
    const struct hj_table *dictionary = hj_ruleset_table(loaded->ruleset, loaded->registry.table);
    return dictionary && dictionary->key.size > 0 ? hj_arena_copy(arena, dictionary->key).data
                                                  : NULL;
}

/* The firm that one column calls so: *found; HJ_EXPLAIN_SEVERAL. */
static enum hj_code find_by(struct hj_campaign *campaign, struct hj_store *store,
                            const struct hj_loaded *loaded, const char *column, struct hj_span who,
                            struct hj_firm_place *place, bool *found, struct hj_error *error)
{
    struct search search = {.who = who};
    enum hj_code code = search_column(campaign, store, loaded, hj_span_of(column), &search, error);
    if (code == HJ_OK && search.count > 1) {
        return several(store, loaded, &search, error);
    }
    *found = code == HJ_OK && search.count == 1;
    if (*found) {
        *place = search.places[0];
    }
    return code;
}

/* As a person types it: a code in small letters, a name in another form. NULL data: no memory. */
static struct hj_span in_capitals(struct hj_span who, struct hj_arena *arena)
{
    char *text = hj_arena_new(arena, who.size + 1);
    for (size_t i = 0; text && i < who.size; i++) {
        char c = who.data[i];
        text[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (struct hj_span){text, who.size};
}

static struct hj_span in_normal_form(struct hj_span who, struct hj_arena *arena,
                                     struct hj_error *error)
{
    struct hj_text_normal *normal = NULL;
    struct hj_span form = {NULL, 0};
    if (hj_text_normal_new(&normal, error) == HJ_OK) {
        form = hj_text_normalise(normal, who, arena);
        if (!form.data) {
            (void)hj_error_memory(error);
        }
    }
    hj_text_normal_free(normal);
    return form;
}

enum hj_code hj_explain_find(struct hj_campaign *campaign, struct hj_store *store,
                             const struct hj_loaded *loaded, const char *text,
                             struct hj_firm_place *place, struct hj_error *error)
{
    enum { CODES = 3, NAME_KEY = 4, COLUMNS = 5, WAYS = COLUMNS + CODES };
    struct hj_arena arena = {0};
    const char *const columns[COLUMNS] = {key_column(loaded, &arena), "uscc", "reg_no", "name",
                                          "name_key"};
    struct hj_span who = hj_text_trim(hj_span_of(text));
    struct hj_span capitals = in_capitals(who, &arena);
    struct hj_span normal = in_normal_form(who, &arena, error);
    enum hj_code code = HJ_OK;
    int64_t record;
    bool found = false;
    if (!capitals.data || !normal.data) {
        code = error->code == HJ_OK ? hj_error_memory(error) : error->code;
        goto done;
    }
    if (is_number(text, &record)) {
        HJ_TRY(find_record(store, loaded, record, place, &found, error));
    }
    for (int way = 0; !found && way < WAYS; way++) {
        int column = way % COLUMNS;
        struct hj_span wanted = way >= COLUMNS ? capitals : way == NAME_KEY ? normal : who;
        bool again = column > 0 && columns[0] && strcmp(columns[column], columns[0]) == 0;
        bool same = way >= COLUMNS && hj_span_equal(capitals, who);
        if (columns[column] && !again && !same) {
            HJ_TRY(find_by(campaign, store, loaded, columns[column], wanted, place, &found, error));
        }
    }
    if (!found) {
        hj_error_set(error, HJ_EXPLAIN_NONE);
        hj_error_text(error, "who", hj_span_of(text));
        code = error->code;
    }
done:
    hj_arena_release(&arena);
    return code;
}
