/* SPDX-License-Identifier: MIT
 * Words that explain says of a firm, one by one: names, ids, laws. JSON has
 * them as they are; here people read them. */
#ifndef HJ_CLI_EXPLAIN_WORDS_H
#define HJ_CLI_EXPLAIN_WORDS_H

#include "hejian.h"

#include <stdio.h>

void hj_explain_print_text(struct hj_span text);
/* A name of the rules; in Chinese behind what the file or the program calls it:
 * "成立日期 established". */
void hj_explain_print_name(FILE *out, const struct hj_explain_value *value);
/* Ids of rules and names, joined by ; each with its title where it has one. */
void hj_explain_print_ids(const struct hj_explain *explain, struct hj_span ids);
/* A law and its article. */
void hj_explain_print_basis(struct hj_span basis);

#endif
