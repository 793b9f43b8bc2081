/* SPDX-License-Identifier: MIT
 * The JSON Schema of rule files (draft 2020-12), for editors: written from the tables of keys that
 * the files are read by. What only the checker knows (names, types, what goes with which class) is
 * not in it. */
#ifndef HJ_RULES_SCHEMA_H
#define HJ_RULES_SCHEMA_H

#include "rules/reader.h"

/* What stands under each top key; table and indicator stand among the keys of their file. */
extern const struct hj_form hj_form_of_table, hj_form_of_currencies, hj_form_of_names,
    hj_form_of_parameters, hj_form_of_features, hj_form_of_rules, hj_form_of_models,
    hj_form_of_survivor, hj_form_of_routes, hj_form_of_indicator, hj_form_of_laws,
    hj_form_of_calendar, hj_form_of_lists, hj_form_of_letters, hj_form_of_plan, hj_form_of_watch;
/* Parts of them that stand in a file of their own. */
extern const struct hj_form hj_form_of_basis, hj_form_of_tests, hj_form_of_period,
    hj_form_of_layouts;

/* Appends the schema to out; false when the memory is full. */
struct hj_buffer;
bool hj_rules_write_schema(struct hj_buffer *out) HJ_MUST_USE;

#endif
