/* SPDX-License-Identifier: MIT */
#include "rules/source.h"

#include "text/utf8.h"

enum { LONGEST_LINE = 64 * 1024 }; /* bytes; a longer one is not shown */

/* Characters of from..to that stand on the line of `from`. */
static uint32_t width_of(struct hj_span text, size_t from, size_t to)
{
    uint32_t width = 0;
    for (size_t at = from; at < to && at < text.size && text.data[at] != '\n'; width++) {
        hj_text_next(text, &at);
    }
    return width ? width : 1;
}

/* A typed text: line and column are its own. */
static struct hj_problem *typed_problem(const struct hj_source *source, size_t from,
                                        enum hj_code code, bool warning)
{
    struct hj_span text = source->text;
    uint64_t line = 1;
    size_t start = 0;
    for (size_t at = 0; at < from; at++) {
        if (text.data[at] == '\n') {
            line++;
            start = at + 1;
        }
    }
    uint64_t column = 1;
    for (size_t at = start; at < from; column++) {
        hj_text_next(text, &at);
    }
    size_t end = start;
    while (end < text.size && text.data[end] != '\n') {
        end++;
    }
    struct hj_problem *problem = hj_problems_add(source->problems, code, warning);
    hj_error_place(&problem->error, source->name, line, column);
    if (end > start && end - start <= LONGEST_LINE) {
        problem->source =
            hj_arena_copy(&source->problems->arena, hj_span_slice(text, start, end - start));
        source->problems->memory_full |= !problem->source.data;
    }
    return problem;
}

struct hj_problem *hj_source_problem(const struct hj_source *source, size_t from, size_t to,
                                     enum hj_code code, bool warning)
{
    struct hj_problem *problem = source->file ? hj_yaml_problem(source->file, source->node, from,
                                                                code, warning, source->problems)
                                              : typed_problem(source, from, code, warning);
    problem->width = width_of(source->text, from, to);
    /* A folded scalar goes on where its line in the file has ended. */
    size_t held = hj_text_length(problem->source);
    if (held && problem->error.column <= held) {
        size_t rest = held - problem->error.column + 1;
        problem->width = problem->width < rest ? problem->width : (uint32_t)rest;
    }
    return problem;
}

void hj_source_suggest(const struct hj_source *source, struct hj_problem *problem,
                       struct hj_span suggestion)
{
    if (suggestion.size) {
        problem->suggestion = hj_arena_copy(&source->problems->arena, suggestion);
        source->problems->memory_full |= !problem->suggestion.data;
    }
}
