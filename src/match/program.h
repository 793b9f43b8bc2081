/* SPDX-License-Identifier: MIT
 * A program is what one pass over the blocks computes: a list of roots (predicates and values over
 * firms) compiled into one graph of nodes in which equal sub-predicates stand once, named
 * predicates are inlined, and derived columns and features are nodes like any other. So what two
 * rules share is computed once a block.
 *
 * Frozen: made once, then const and shared by all threads; a worker (match/worker.h) runs it. It
 * points into the ruleset and the tools, which must outlive it. */
#ifndef HJ_MATCH_PROGRAM_H
#define HJ_MATCH_PROGRAM_H

#include "rules/ruleset.h"
#include "text/address.h"
#include "text/name.h"
#include "text/normal.h"

struct hj_program;

/* What derived columns and norm() need. Each may be NULL: without `normal` name_key, address_key
 * and norm() are NULL; without `names` the parts of a name and is_branch are; without `addresses`
 * address_key is the plain normal form. */
struct hj_match_tools {
    const struct hj_text_normal *normal;
    const struct hj_text_names *names;
    const struct hj_text_addresses *addresses;
};

struct hj_program_options {
    const struct hj_ruleset *ruleset;
    struct hj_match_tools tools;
    /* Trees over the firm scope (or compiled against it), of any type. A NULL root stands for a
     * predicate that is not given: FALSE for every firm. The trees must outlive the program. */
    const struct hj_expr *const *roots;
    uint32_t root_count;
};

/* A fact table that some root rests on. */
struct hj_program_fact {
    uint32_t fact;           /* index into the ruleset's facts */
    const uint32_t *columns; /* indices into the fact table's schema, ascending */
    uint32_t column_count;
};

/* What must be in a worker's input; lists are ascending and may be empty. */
struct hj_program_needs {
    const uint32_t *columns; /* stored columns of the registry, by index into its schema */
    uint32_t column_count;
    const struct hj_program_fact *facts; /* by fact; only those that are loaded */
    uint32_t fact_count;
    const uint32_t *peers; /* features of kind PEERS, by index into the ruleset's features */
    uint32_t peers_count;
    const uint32_t
        *flagged; /* rules that flagged('…') asks for, by index into the ruleset's rules */
    uint32_t flagged_count;
};

/* HJ_MEMORY; HJ_MATCH_TOO_DEEP where predicates that rest on one another are nested too deep to be
 * evaluated. The caller frees. */
enum hj_code hj_program_new(struct hj_program **program, const struct hj_program_options *options,
                            struct hj_error *error) HJ_MUST_USE;
void hj_program_free(struct hj_program *program);

const struct hj_program_needs *hj_program_needs(const struct hj_program *program);
/* Nodes of the graph: what is left after sharing. For tests. */
uint32_t hj_program_nodes(const struct hj_program *program);

#endif
