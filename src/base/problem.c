/* SPDX-License-Identifier: MIT */
#include "base/problem.h"

#include "base/memory.h"

struct hj_problem *hj_problems_add(struct hj_problems *problems, enum hj_code code, bool warning)
{
    struct hj_problem *problem = NULL;
    void *items = problems->items;
    if (hj_memory_grow(&items, &problems->capacity, problems->count + 1, sizeof *problems->items) ==
        0) {
        problems->items = items;
        problem = hj_arena_zero(&problems->arena, 1, sizeof *problem);
    }
    if (problem) {
        problems->items[problems->count++] = problem;
    } else {
        problems->memory_full = true;
        problem = &problems->overflow;
        *problem = (struct hj_problem){0};
    }
    hj_error_set(&problem->error, code);
    problem->warning = warning;
    problem->width = 1;
    problems->errors += !warning;
    return problem;
}

static bool comes_after(const struct hj_problem *a, const struct hj_problem *b)
{
    int order = strcmp(a->error.file, b->error.file);
    if (order != 0) {
        return order > 0;
    }
    if (a->error.line != b->error.line) {
        return a->error.line > b->error.line;
    }
    return a->error.column > b->error.column;
}

/* Insertion sort: stable, and lists are short and nearly sorted. */
void hj_problems_sort(struct hj_problems *problems)
{
    for (size_t i = 1; i < problems->count; i++) {
        struct hj_problem *problem = problems->items[i];
        size_t at = i;
        while (at > 0 && comes_after(problems->items[at - 1], problem)) {
            problems->items[at] = problems->items[at - 1];
            at--;
        }
        problems->items[at] = problem;
    }
}

void hj_problems_release(struct hj_problems *problems)
{
    if (problems) {
        hj_arena_release(&problems->arena);
        hj_memory_free(problems->items);
        *problems = (struct hj_problems){0};
    }
}
