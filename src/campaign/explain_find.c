/* SPDX-License-Identifier: MIT */
#include "campaign/explain.h"
#include "campaign/pass.h"
#include "campaign/roots.h"
#include "column/codec.h"

#include <errno.h>
#include <inttypes.h>

enum { MOST_LISTED = 8 };

struct search {
    struct hj_span who;
    uint32_t root; /* of the text compared */
    uint64_t count;
    struct hj_firm_place first;
    int64_t records[MOST_LISTED];
};

/* What a block has; taken together in merge. */
struct found {
    uint32_t count;
    uint32_t rows[MOST_LISTED];
};

static enum hj_code look(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct search *search = context;
    struct found *found = hj_arena_zero(block->arena, 1, sizeof *found);
    if (!found) {
        return hj_error_memory(error);
    }
    const struct hj_vector *texts = &block->results[search->root].vector;
    for (uint32_t row = 0; texts->type == HJ_TEXT && row < texts->rows; row++) {
        if (!hj_vector_is_null(texts, row) &&
            hj_span_equal(hj_vector_text(texts, row), search->who)) {
            if (found->count < MOST_LISTED) {
                found->rows[found->count] = row;
            }
            found->count++;
        }
    }
    block->made = found;
    return HJ_OK;
}

static enum hj_code take(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct search *search = context;
    const struct found *found = block->made;
    (void)error;
    for (uint32_t i = 0; i < found->count; i++) {
        if (search->count == 0) {
            search->first = (struct hj_firm_place){block->block, found->rows[0]};
        }
        if (search->count < MOST_LISTED && i < MOST_LISTED) {
            search->records[search->count] = block->records->integers[found->rows[i]];
        }
        search->count++;
    }
    return HJ_OK;
}

static enum hj_code several(const struct search *search, struct hj_error *error)
{
    char list[HJ_ERROR_VALUE] = "";
    size_t used = 0;
    for (uint64_t i = 0; i < search->count && i < MOST_LISTED; i++) {
        int more = snprintf(list + used, sizeof list - used, "%s%" PRId64, i ? ", " : "",
                            search->records[i]);
        used += (size_t)more;
    }
    hj_error_set(error, HJ_EXPLAIN_SEVERAL);
    hj_error_number(error, "count", (int64_t)search->count);
    hj_error_text(error, "who", search->who);
    hj_error_text(error, "records", hj_span_of(list));
    return error->code;
}

/* The firms whose column has exactly that text. */
static enum hj_code search_column(struct hj_campaign *campaign, struct hj_store *store,
                                  const struct hj_loaded *loaded, const char *column,
                                  struct search *search, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_roots roots;
    enum hj_code code = HJ_OK;
    hj_roots_init(&roots, loaded->ruleset, &arena);
    search->root = hj_roots_find(&roots, column);
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

static enum hj_code find_record(struct hj_store *store, const struct hj_loaded *loaded,
                                int64_t record, struct hj_firm_place *place, bool *found,
                                struct hj_error *error)
{
    int column = hj_schema_find(&loaded->registry.schema, hj_span_of("#record"));
    struct record_search search = {
        .store = store,
        .registry = &loaded->registry,
        .column = (uint32_t)column,
        .record = record,
    };
    *found = false;
    enum hj_code code = column < 0 ? HJ_OK : search_blocks(&search, place, found, error);
    hj_buffer_release(&search.frame);
    hj_arena_release(&search.arena);
    return code;
}

static bool is_number(const char *who, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoll(who, &end, 10);
    return errno == 0 && end != who && *end == '\0' && *number > 0;
}

enum hj_code hj_explain_find(struct hj_campaign *campaign, struct hj_store *store,
                             const struct hj_loaded *loaded, const char *who,
                             struct hj_firm_place *place, struct hj_error *error)
{
    static const char *const columns[] = {"uscc", "reg_no", "name", "name_key"};
    enum hj_code code = HJ_OK;
    int64_t record;
    bool found = false;
    if (is_number(who, &record)) {
        HJ_TRY(find_record(store, loaded, record, place, &found, error));
    }
    for (size_t i = 0; !found && i < sizeof columns / sizeof *columns; i++) {
        struct search search = {.who = hj_span_of(who)};
        HJ_TRY(search_column(campaign, store, loaded, columns[i], &search, error));
        if (search.count > 1) {
            return several(&search, error);
        }
        if (search.count == 1) {
            *place = search.first;
            found = true;
        }
    }
    if (!found) {
        hj_error_set(error, HJ_EXPLAIN_NONE);
        hj_error_text(error, "who", hj_span_of(who));
        return error->code;
    }
done:
    return code;
}
