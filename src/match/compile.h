/* SPDX-License-Identifier: MIT
 * Trees → the graph of a program: equal sub-predicates become one node, AND and OR flat and sorted
 * by cost, named predicates inlined. Used by program.c alone; intern.c keeps nodes unique. */
#ifndef HJ_MATCH_COMPILE_H
#define HJ_MATCH_COMPILE_H

#include "match/node.h"

/* How deep evaluation may recurse: up to 800 bytes of stack a level. A predicate alone may have
 * 2,000 (HJ_PREDICATE_DEPTH and the checker's own nodes). */
enum { HJ_MATCH_LEVELS = 3000 };

struct hj_compiler {
    struct hj_program
        *program;           /* nodes and operands grow here, on the heap until they are frozen */
    struct hj_error *error; /* set once, where something failed */
    size_t node_capacity, operand_capacity;
    uint32_t *slots; /* node + 1 by its hash, linear probing; 0: empty */
    uint32_t slot_count;
    int32_t *features; /* node of each feature, or HJ_NO_NODE */
    uint32_t levels;   /* of recursion */
};

/* The node of a tree over a space, or HJ_NO_NODE with the error set. */
int32_t hj_compile_tree(struct hj_compiler *compiler, uint32_t space, const struct hj_expr *expr);

/* The one node that equals the prototype (kind, op, type, space, index, literal) with these
 * operands: found or added. HJ_NO_NODE with the error set when the memory is full. */
int32_t hj_compile_intern(struct hj_compiler *compiler, struct hj_node node,
                          const uint32_t *operands, uint32_t count);
/* Sorts by cost and drops repetitions; returns how many are left, or HJ_NO_NODE. */
int32_t hj_compile_order(struct hj_compiler *compiler, uint32_t *nodes, uint32_t count);
/* The set of an IN whose operands are a value and literals. NULL with the error set. */
const struct hj_node_set *hj_compile_set(struct hj_compiler *compiler, const uint32_t *operands,
                                         uint32_t count);

#endif
