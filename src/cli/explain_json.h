/* SPDX-License-Identifier: MIT
 * explain as JSON, to standard output. */
#ifndef HJ_CLI_EXPLAIN_JSON_H
#define HJ_CLI_EXPLAIN_JSON_H

#include "hejian.h"

enum hj_code hj_explain_print_json(const struct hj_explain *explain,
                                   struct hj_error *error) HJ_MUST_USE;

#endif
