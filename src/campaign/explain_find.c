/* SPDX-License-Identifier: MIT */
#include "campaign/explain.h"
#include "campaign/pass.h"
#include "campaign/roots.h"

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

/* Takes the block whose records the number may be among. */
struct record_search {
    int64_t record;
    bool found;
    struct hj_firm_place place;
};

static enum hj_code take_record(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct record_search *search = context;
    (void)error;
    for (uint32_t row = 0; !search->found && row < block->records->rows; row++) {
        if (block->records->integers[row] == search->record) {
            search->found = true;
            search->place = (struct hj_firm_place){block->block, row};
        }
    }
    return HJ_OK;
}

static enum hj_code find_record(struct hj_campaign *campaign, struct hj_store *store,
                                const struct hj_loaded *loaded, struct record_search *search,
                                struct hj_error *error)
{
    const struct hj_pass pass = {
        .campaign = campaign,
        .store = store,
        .loaded = loaded,
        .context = search,
        .merge = take_record,
    };
    return hj_pass_run(&pass, error);
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
    struct record_search record = {0};
    enum hj_code code = HJ_OK;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct search search = {.who = hj_span_of(who)};
        HJ_TRY(search_column(campaign, store, loaded, columns[i], &search, error));
        if (search.count > 1) {
            return several(&search, error);
        }
        if (search.count == 1) {
            *place = search.first;
            return HJ_OK;
        }
    }
    if (is_number(who, &record.record)) {
        HJ_TRY(find_record(campaign, store, loaded, &record, error));
    }
    if (!record.found) {
        hj_error_set(error, HJ_EXPLAIN_NONE);
        hj_error_text(error, "who", hj_span_of(who));
        return error->code;
    }
    *place = record.place;
done:
    return code;
}
