/* SPDX-License-Identifier: MIT
 * explain --pair: two firms beside each other as duplicate rules see them. */
#ifndef HJ_CLI_EXPLAIN_PAIR_H
#define HJ_CLI_EXPLAIN_PAIR_H

#include "hejian.h"

/* Both explained by the same campaign. */
void hj_pair_print(const struct hj_explain *a, const struct hj_explain *b);
enum hj_code hj_pair_print_json(const struct hj_explain *a, const struct hj_explain *b,
                                struct hj_error *error) HJ_MUST_USE;

/* Whether the column of a tuple is the same for both: NULL where one has no value. */
struct hj_value hj_pair_column(const struct hj_explain_tuple *a, const struct hj_explain_tuple *b,
                               uint32_t column);
/* Whether the tuple is: FALSE where a column differs, else NULL where one is unknown. */
struct hj_value hj_pair_tuple(const struct hj_explain_tuple *a, const struct hj_explain_tuple *b);
/* The cluster that holds both, of a's and from the index on; NULL: there is none. */
const struct hj_explain_cluster *hj_pair_cluster(const struct hj_explain *a,
                                                 const struct hj_explain *b, uint32_t *index);

#endif
