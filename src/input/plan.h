/* SPDX-License-Identifier: MIT
 * What becomes of each field of each file: the dictionary applied to the headers that were found.
 * Built once a load in an arena, then const and shared by all threads. */
#ifndef HJ_INPUT_PLAN_H
#define HJ_INPUT_PLAN_H

#include "input/load.h"
#include "input/lookup.h"
#include "input/money.h"

#define HJ_NO_COLUMN UINT32_MAX

/* One column made from a cell. */
struct hj_target {
    uint32_t column;        /* of the schema */
    uint32_t raw, currency; /* columns of the schema, or HJ_NO_COLUMN */
    enum hj_field_type type;
    const struct hj_lookup *values; /* NULL: none */
    bool required, identifier;
    bool hashed;   /* ids and phones: only their keyed hash is stored */
    bool personal; /* no examples of its values are shown */
};

/* The columns made from one field: its own first, then those `from` it. */
struct hj_field_targets {
    const struct hj_target *targets;
    uint32_t count;
};

/* The first record of a file, trimmed; an empty header is named by its place. */
struct hj_headers {
    const char *path;
    const struct hj_span *texts;
    uint32_t count;
    uint64_t line; /* where the header stands; XLSX: its row */
};

struct hj_binding {
    const struct hj_headers *headers;
    const struct hj_field_targets *fields; /* headers->count of them */
};

struct hj_plan {
    struct hj_schema schema;
    const bool *stored; /* a column: some file feeds it, so that every block has its frame */
    uint32_t record_column, line_column;
    uint32_t key_column; /* HJ_NO_COLUMN: none */
    bool hashes;         /* some column is hashed */
    struct hj_lookup nulls;
    struct hj_span_list totals;
    struct hj_money_words money;
    const struct hj_binding *bindings; /* one a file */
};

/* All words that a header may be, of the dictionary: item is the field's index. Exact ones first; a
 * header that is none is looked for again without blanks and with capitals folded. */
struct hj_header_words {
    const struct hj_table *dictionary;
    struct hj_lookup exact, loose;
};
enum hj_code hj_header_words_init(struct hj_header_words *words, const struct hj_table *dictionary,
                                  struct hj_arena *arena, struct hj_error *error) HJ_MUST_USE;
/* The dictionary's field for a header, or -1. */
int hj_header_words_find(const struct hj_header_words *words, struct hj_span header);

/* headers: one a file, which must live as long as the plan; words: of the options' dictionary. */
enum hj_code hj_plan_init(struct hj_plan *plan, const struct hj_input_options *options,
                          const struct hj_headers *headers, const struct hj_header_words *words,
                          struct hj_arena *arena, struct hj_error *error) HJ_MUST_USE;

#endif
