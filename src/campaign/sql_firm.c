/* SPDX-License-Identifier: MIT */
#include "campaign/sql_firm.h"

#include "base/memory.h"
#include "campaign/pass.h"
#include "campaign/roots.h"

struct hj_sql_firm {
    struct hj_campaign *campaign;
    /* Of its own: a pass reads on several threads while the statement holds its connection. */
    struct hj_store *store;
    struct hj_loaded loaded;
    uint32_t *names; /* of the scope, one a column */
    struct hj_computed computed;
    struct hj_roots roots; /* what was asked for so far */
    struct hj_passing *passing;
    uint32_t passed;       /* roots of the pass */
    uint32_t first, count; /* its window of blocks */
};

/* A pass that has all roots, and has done the block. A statement that goes from block to block gets
 * a window at a time, on all cores; any other step, or one more column, one block. */
static enum hj_code pass_over(struct hj_sql_firm *firm, uint32_t block, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    bool next = firm->count > 0 && block == firm->first + firm->count;
    if (firm->passed < firm->roots.count) {
        const struct hj_pass pass = {
            .campaign = firm->campaign,
            .store = firm->store,
            .loaded = &firm->loaded,
            .roots = firm->roots.roots,
            .root_count = firm->roots.count,
            .keep_results = true,
        };
        hj_pass_close(firm->passing);
        firm->passing = NULL;
        firm->passed = firm->count = 0;
        next = false;
        HJ_TRY(hj_pass_open(&pass, &firm->passing, error));
        firm->passed = firm->roots.count;
    }
    if (block - firm->first < firm->count) {
        goto done;
    }
    uint32_t count = 1;
    firm->count = 0;
    HJ_TRY(next ? hj_pass_window(firm->passing, &count, error)
                : hj_pass_one(firm->passing, block, error));
    firm->first = block;
    firm->count = count;
done:
    return code;
}

static enum hj_code compute(void *context, uint32_t column, uint32_t block, struct hj_arena *arena,
                            struct hj_vector *vector, struct hj_error *error)
{
    struct hj_sql_firm *firm = context;
    uint32_t root = hj_roots_name(&firm->roots, firm->names[column]);
    if (firm->roots.memory_full) {
        return hj_error_memory(error);
    }
    enum hj_code code = pass_over(firm, block, error);
    if (code != HJ_OK) {
        return code;
    }
    const struct hj_pass_block *done = hj_pass_block_at(firm->passing, block - firm->first);
    return hj_vector_copy(&done->results[root].vector, arena, vector) ? HJ_OK
                                                                      : hj_error_memory(error);
}

/* The names of the scope that are no stored columns and no parameters. */
static enum hj_code list_columns(struct hj_sql_firm *firm, struct hj_error *error)
{
    const struct hj_scope *scope = &firm->loaded.ruleset->scope;
    struct hj_arena *arena = &firm->loaded.arena;
    struct hj_computed_column *columns = hj_arena_new(arena, scope->count * sizeof *columns);
    uint32_t count = 0;
    firm->names = hj_arena_new(arena, scope->count * sizeof *firm->names);
    hj_roots_init(&firm->roots, firm->loaded.ruleset, arena);
    if (!columns || !firm->names || firm->roots.memory_full) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < scope->count; i++) {
        const struct hj_name *name = &scope->names[i];
        if (name->kind == HJ_NAME_DERIVED || name->kind == HJ_NAME_FEATURE) {
            columns[count].name = hj_arena_copy(arena, name->name).data;
            columns[count].type = name->type;
            if (!columns[count].name) {
                return hj_error_memory(error);
            }
            firm->names[count++] = i;
        }
    }
    firm->computed = (struct hj_computed){columns, count, firm, compute};
    return HJ_OK;
}

/* The rules as loaded. What is to be said of them is no affair of a statement. */
static enum hj_code open_rules(struct hj_sql_firm *firm, struct hj_error *error)
{
    struct hj_problems said = firm->campaign->problems;
    firm->campaign->problems = (struct hj_problems){0};
    enum hj_code code = hj_loaded_open(firm->campaign, firm->store, &firm->loaded, error);
    hj_problems_release(&firm->campaign->problems);
    firm->campaign->problems = said;
    return code;
}

enum hj_code hj_sql_firm_open(struct hj_campaign *campaign, struct hj_sql_firm **result,
                              struct hj_error *error)
{
    struct hj_sql_firm *firm = hj_memory_zero(1, sizeof *firm);
    enum hj_code code = HJ_OK;
    *result = firm;
    if (!firm) {
        return hj_error_memory(error);
    }
    firm->campaign = campaign;
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_READ, &firm->store, error));
    HJ_TRY(hj_store_begin(firm->store, error));
    code = open_rules(firm, error);
    if (code == HJ_OK) {
        return list_columns(firm, error);
    }
    if (code != HJ_MEMORY && code != HJ_INTERRUPTED) {
        struct hj_error note = {0};
        hj_error_set(&note, HJ_NOTE_SQL_STORED);
        hj_campaign_note(campaign, &note);
        code = HJ_OK;
    }
done:
    return code;
}

const struct hj_computed *hj_sql_firm_columns(const struct hj_sql_firm *firm)
{
    return &firm->computed;
}

void hj_sql_firm_close(struct hj_sql_firm *firm)
{
    if (firm) {
        hj_pass_close(firm->passing);
        hj_loaded_release(&firm->loaded);
        hj_store_close(firm->store);
        hj_memory_free(firm);
    }
}
