/* SPDX-License-Identifier: MIT
 * The text of one predicate with the way back to where a person wrote it, so that every mistake has
 * its file, line, column and source line. Used by lex.c, parse.c and check.c. */
#ifndef HJ_RULES_SOURCE_H
#define HJ_RULES_SOURCE_H

#include "rules/yaml.h"

struct hj_source {
    struct hj_span text;
    const struct hj_yaml_file *file; /* NULL: text was typed, `name` is what messages call it */
    const struct hj_yaml *node;      /* the scalar whose text it is; with file */
    const char *name;
    struct hj_problems *problems;
};

/* Adds a problem over bytes from..to of the text, of which at least one character of one line is
 * underlined; from may be the end of the text. Never NULL. */
struct hj_problem *hj_source_problem(const struct hj_source *source, size_t from, size_t to,
                                     enum hj_code code, bool warning);
/* Copies the suggestion to the problem's list. */
void hj_source_suggest(const struct hj_source *source, struct hj_problem *problem,
                       struct hj_span suggestion);

#endif
