/* SPDX-License-Identifier: MIT
 * What rests on what: an order in which each node comes after those it rests on, and the cycles
 * that stand in the way. Walks without recursion, so that a chain of a million names is no deeper
 * than one of ten. */
#ifndef HJ_RULES_GRAPH_H
#define HJ_RULES_GRAPH_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* All zero is empty. Nodes are added in turn, each followed by its edges. */
struct hj_graph {
    size_t *first; /* of each node, into to */
    size_t count, first_capacity;
    uint32_t *to;
    size_t edges, to_capacity;
};

bool hj_graph_node(struct hj_graph *graph) HJ_MUST_USE;
/* The last node added rests on `to`, which may be added later. */
bool hj_graph_edge(struct hj_graph *graph, uint32_t to) HJ_MUST_USE;
void hj_graph_release(struct hj_graph *graph);

/* Fills order (count entries). For each edge that closes a cycle, calls cycle with its nodes, each
 * resting on the next and the last on the first, and goes on without that edge. */
bool hj_graph_order(const struct hj_graph *graph, uint32_t *order,
                    void (*cycle)(void *context, const uint32_t *nodes, size_t count),
                    void *context) HJ_MUST_USE;

#endif
