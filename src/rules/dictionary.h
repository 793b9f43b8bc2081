/* SPDX-License-Identifier: MIT
 * The parts of rule files that a load needs: tables, currencies, word lists. Called by the builder
 * and by freezing, each with its own arena. */
#ifndef HJ_RULES_DICTIONARY_H
#define HJ_RULES_DICTIONARY_H

#include "rules/document.h"
#include "rules/reader.h"

/* Each reads all sections of its kind into arrays of the reader's arena; a full memory is noted in
 * the reader. */
void hj_read_tables(const struct hj_rules_builder *builder, struct hj_reader *reader,
                    struct hj_dictionaries *dictionaries);
void hj_read_currencies(const struct hj_rules_builder *builder, struct hj_reader *reader,
                        struct hj_dictionaries *dictionaries);
void hj_read_names(const struct hj_rules_builder *builder, struct hj_reader *reader,
                   struct hj_dictionaries *dictionaries);

/* Columns that a field adds beside itself: <name>_currency of money, <name>_raw of what is typed or
 * mapped (a column that is made from another has its original there). */
bool hj_field_has_currency(const struct hj_field *field);
bool hj_field_has_raw(const struct hj_field *field);
enum hj_type hj_field_value_type(const struct hj_field *field);
/* The name with a suffix, in the reader's arena. */
struct hj_span hj_field_beside(struct hj_reader *reader, const struct hj_field *field,
                               const char *suffix);

#endif
