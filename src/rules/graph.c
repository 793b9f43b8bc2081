/* SPDX-License-Identifier: MIT */
#include "rules/graph.h"

#include "base/memory.h"

bool hj_graph_node(struct hj_graph *graph)
{
    void *first = graph->first;
    if (hj_memory_grow(&first, &graph->first_capacity, graph->count + 2, sizeof *graph->first) !=
        0) {
        return false;
    }
    graph->first = first;
    graph->first[graph->count++] = graph->edges;
    graph->first[graph->count] = graph->edges;
    return true;
}

bool hj_graph_edge(struct hj_graph *graph, uint32_t to)
{
    void *edges = graph->to;
    if (hj_memory_grow(&edges, &graph->to_capacity, graph->edges + 1, sizeof *graph->to) != 0) {
        return false;
    }
    graph->to = edges;
    graph->to[graph->edges++] = to;
    graph->first[graph->count] = graph->edges;
    return true;
}

void hj_graph_release(struct hj_graph *graph)
{
    hj_memory_free(graph->to);
    hj_memory_free(graph->first);
    *graph = (struct hj_graph){0};
}

enum state { NEW, OPEN, DONE };

/* The nodes we are in, from the first to the one just entered. */
struct walk {
    const struct hj_graph *graph;
    unsigned char *states;
    size_t *next; /* the edge of each node to be followed next */
    uint32_t *path;
    size_t depth;
    uint32_t *order;
    size_t ordered;
    void (*cycle)(void *context, const uint32_t *nodes, size_t count);
    void *context;
};

static void enter(struct walk *walk, uint32_t node)
{
    walk->states[node] = OPEN;
    walk->next[node] = walk->graph->first[node];
    walk->path[walk->depth++] = node;
}

static void follow(struct walk *walk, uint32_t to)
{
    if (walk->states[to] == NEW) {
        enter(walk, to);
    } else if (walk->states[to] == OPEN) {
        size_t at = walk->depth;
        while (walk->path[--at] != to) {
        }
        walk->cycle(walk->context, walk->path + at, walk->depth - at);
    }
}

static void visit(struct walk *walk, uint32_t start)
{
    enter(walk, start);
    while (walk->depth > 0) {
        uint32_t node = walk->path[walk->depth - 1];
        if (walk->next[node] < walk->graph->first[node + 1]) {
            follow(walk, walk->graph->to[walk->next[node]++]);
        } else {
            walk->states[node] = DONE;
            walk->order[walk->ordered++] = node;
            walk->depth--;
        }
    }
}

bool hj_graph_order(const struct hj_graph *graph, uint32_t *order,
                    void (*cycle)(void *context, const uint32_t *nodes, size_t count),
                    void *context)
{
    struct walk walk = {.graph = graph, .order = order, .cycle = cycle, .context = context};
    walk.states = hj_memory_zero(graph->count, sizeof *walk.states);
    walk.next = hj_memory_zero(graph->count, sizeof *walk.next);
    walk.path = hj_memory_zero(graph->count, sizeof *walk.path);
    bool enough = walk.states && walk.next && walk.path;
    for (size_t i = 0; i < graph->count && enough; i++) {
        if (walk.states[i] == NEW) {
            visit(&walk, (uint32_t)i);
        }
    }
    hj_memory_free(walk.path);
    hj_memory_free(walk.next);
    hj_memory_free(walk.states);
    return enough;
}
