/* SPDX-License-Identifier: MIT
 * SQL over the campaign's store. It looks inside the store: nothing is masked. */
#include "base/memory.h"
#include "campaign/sql_firm.h"
#include "store/query.h"

struct hj_sql {
    struct hj_sql_firm *firm;
    struct hj_store *store;
    struct hj_query *query;
    struct hj_result_column *columns;
};

enum hj_code hj_sql_open(struct hj_campaign *campaign, const char *text, struct hj_sql **result,
                         struct hj_error *error)
{
    struct hj_sql *sql = hj_memory_zero(1, sizeof *sql);
    enum hj_code code = HJ_OK;
    *result = sql;
    if (!sql) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_sql_firm_open(campaign, &sql->firm, error));
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_READ, &sql->store, error));
    HJ_TRY(hj_store_begin(sql->store, error));
    HJ_TRY(hj_query_open(sql->store, hj_span_of(text), hj_sql_firm_columns(sql->firm), &sql->query,
                         error));
    uint32_t count = hj_query_columns(sql->query);
    sql->columns = hj_memory_zero(count, sizeof *sql->columns);
    if (!sql->columns) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < count; i++) {
        sql->columns[i].name = hj_query_name(sql->query, i);
        sql->columns[i].type = hj_query_type(sql->query, i);
    }
done:
    return code;
}

const struct hj_result_column *hj_sql_columns(const struct hj_sql *sql, uint32_t *count)
{
    *count = hj_query_columns(sql->query);
    return sql->columns;
}

enum hj_code hj_sql_next(struct hj_sql *sql, const struct hj_value **values, struct hj_error *error)
{
    return hj_query_next(sql->query, values, error);
}

void hj_sql_close(struct hj_sql *sql)
{
    if (sql) {
        hj_query_close(sql->query);
        hj_store_close(sql->store);
        hj_sql_firm_close(sql->firm);
        hj_memory_free(sql->columns);
        hj_memory_free(sql);
    }
}
