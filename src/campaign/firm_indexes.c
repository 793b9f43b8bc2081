/* SPDX-License-Identifier: MIT */
#include "campaign/firm_indexes.h"

#include "base/memory.h"
#include "campaign/key_text.h"

struct hj_firm_index {
    struct hj_span column;
    struct hj_firms *firms; /* NULL: the registry has no such column */
};

struct source {
    struct hj_store *store;
    const struct hj_snapshot *registry;
};

static enum hj_code index_column(const struct source *source, struct hj_span column,
                                 const struct hj_text_normal *normal, struct hj_firms **firms,
                                 struct hj_error *error)
{
    const struct hj_schema *schema = &source->registry->schema;
    int index = hj_schema_find(schema, column);
    bool there = index >= 0 && schema->columns[index].header.size > 0 &&
                 hj_key_type(schema->columns[index].type);
    return there ? hj_firms_new(source->store, source->registry, (uint32_t)index, normal, firms,
                                error)
                 : HJ_OK;
}

static enum hj_code need_keys(struct hj_firm_indexes *indexes, const struct source *source,
                              struct hj_span column, const struct hj_firms **firms,
                              struct hj_error *error)
{
    void *keys = indexes->keys;
    for (size_t i = 0; i < indexes->count; i++) {
        if (hj_span_equal(indexes->keys[i].column, column)) {
            *firms = indexes->keys[i].firms;
            return HJ_OK;
        }
    }
    if (hj_memory_grow(&keys, &indexes->capacity, indexes->count + 1, sizeof *indexes->keys) != 0) {
        return hj_error_memory(error);
    }
    indexes->keys = keys;
    struct hj_firm_index *index = &indexes->keys[indexes->count++];
    *index = (struct hj_firm_index){.column = column};
    enum hj_code code = index_column(source, column, NULL, &index->firms, error);
    *firms = index->firms;
    return code;
}

enum hj_code hj_firm_indexes_need(struct hj_firm_indexes *indexes, struct hj_store *store,
                                  const struct hj_snapshot *registry, struct hj_span key,
                                  bool by_name, struct hj_fact_firms *firms, struct hj_error *error)
{
    const struct source source = {store, registry};
    enum hj_code code = HJ_OK;
    *firms = (struct hj_fact_firms){
        .registry_blocks = registry->blocks,
        .key_is_code = hj_span_is(key, "uscc"),
    };
    HJ_TRY(need_keys(indexes, &source, key, &firms->keys, error));
    if (by_name && !indexes->normal) {
        HJ_TRY(hj_text_normal_new(&indexes->normal, error));
        HJ_TRY(index_column(&source, hj_span_of("name"), indexes->normal, &indexes->names, error));
        HJ_TRY(index_column(&source, hj_span_of("former_names"), indexes->normal, &indexes->former,
                            error));
    }
    firms->names = indexes->names;
    firms->former = indexes->former;
    firms->normal = indexes->normal;
done:
    return code;
}

void hj_firm_indexes_release(struct hj_firm_indexes *indexes)
{
    for (size_t i = 0; i < indexes->count; i++) {
        hj_firms_free(indexes->keys[i].firms);
    }
    hj_memory_free(indexes->keys);
    hj_firms_free(indexes->names);
    hj_firms_free(indexes->former);
    hj_text_normal_free(indexes->normal);
    *indexes = (struct hj_firm_indexes){0};
}
