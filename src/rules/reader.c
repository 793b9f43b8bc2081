/* SPDX-License-Identifier: MIT */
#include "rules/reader.h"

#include <stdio.h>

enum { MOST_KEYS = 32 }; /* of one shape; what a list of names in a message needs */

bool hj_yaml_is_null(const struct hj_yaml *node)
{
    return node->kind == HJ_YAML_SCALAR && node->plain &&
           (node->text.size == 0 || hj_span_is(node->text, "null") || hj_span_is(node->text, "~"));
}

bool hj_yaml_is_text(const struct hj_yaml *node)
{
    return node->kind == HJ_YAML_SCALAR && node->text.size > 0 && !hj_yaml_is_null(node);
}

void *hj_reader_new(struct hj_reader *reader, size_t count, size_t size)
{
    void *block = hj_arena_zero(reader->arena, count ? count : 1, size);
    reader->memory_full |= !block;
    return block;
}

struct hj_span hj_reader_copy(struct hj_reader *reader, struct hj_span text)
{
    struct hj_span copy = hj_arena_copy(reader->arena, text);
    reader->memory_full |= !copy.data;
    return copy;
}

static struct hj_problem *add_problem(struct hj_reader *reader, const struct hj_yaml *node,
                                      enum hj_code code, bool warning)
{
    return hj_yaml_problem(reader->file, node, 0, code, warning, reader->problems);
}

struct hj_problem *hj_reader_problem(struct hj_reader *reader, const struct hj_yaml *node,
                                     enum hj_code code, const char *name, struct hj_span value)
{
    struct hj_problem *problem = add_problem(reader, node, code, false);
    if (name) {
        hj_error_text(&problem->error, name, value);
    }
    return problem;
}

struct hj_problem *hj_reader_warning(struct hj_reader *reader, const struct hj_yaml *node,
                                     enum hj_code code, const char *name, struct hj_span value)
{
    struct hj_problem *problem = add_problem(reader, node, code, true);
    if (name) {
        hj_error_text(&problem->error, name, value);
    }
    return problem;
}

void hj_reader_shape(struct hj_reader *reader, const struct hj_yaml *node, const char *key,
                     const char *expected)
{
    struct hj_problem *problem = add_problem(reader, node, HJ_YAML_SHAPE, false);
    hj_error_text(&problem->error, "key", hj_span_of(key));
    hj_error_text(&problem->error, "expected", hj_span_of(expected));
}

void hj_reader_suggest(struct hj_reader *reader, struct hj_problem *problem, struct hj_span text,
                       const struct hj_span *first, size_t count, size_t stride)
{
    struct hj_span nearest = hj_yaml_nearest_member(text, first, count, stride);
    if (nearest.data) {
        problem->suggestion = hj_arena_copy(&reader->problems->arena, nearest);
        reader->problems->memory_full |= !problem->suggestion.data;
    }
}

/* "a, b, c" of names; cut where a message would cut it anyway. */
static void join(const struct hj_span *names, size_t count, char text[HJ_ERROR_VALUE])
{
    size_t size = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count && size < HJ_ERROR_VALUE - 1; i++) {
        int written = snprintf(text + size, HJ_ERROR_VALUE - size, "%s%.*s", i ? ", " : "",
                               (int)names[i].size, names[i].data);
        size += written > 0 ? (size_t)written : 0;
    }
}

static size_t key_names(const struct hj_shape *shape, struct hj_span names[MOST_KEYS])
{
    size_t count = shape->count < MOST_KEYS ? shape->count : MOST_KEYS;
    for (size_t i = 0; i < count; i++) {
        names[i] = hj_span_of(shape->keys[i].name);
    }
    return count;
}

static void unknown_key(struct hj_reader *reader, const struct hj_yaml *node,
                        const struct hj_shape *shape)
{
    struct hj_span names[MOST_KEYS];
    size_t count = key_names(shape, names);
    char expected[HJ_ERROR_VALUE];
    join(names, count, expected);
    struct hj_problem *problem = hj_reader_problem(reader, node, HJ_YAML_KEY, "key", node->text);
    hj_error_text(&problem->error, "expected", hj_span_of(expected));
    hj_reader_suggest(reader, problem, node->text, names, count, sizeof *names);
}

static const struct hj_key *find_key(const struct hj_shape *shape, struct hj_span name)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (hj_span_is(name, shape->keys[i].name)) {
            return &shape->keys[i];
        }
    }
    return NULL;
}

static bool report_missing(struct hj_reader *reader, const struct hj_yaml *node,
                           const struct hj_shape *shape)
{
    bool complete = true;
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->keys[i].required && !hj_yaml_get(node, shape->keys[i].name)) {
            hj_reader_problem(reader, node, HJ_YAML_MISSING, "key",
                              hj_span_of(shape->keys[i].name));
            complete = false;
        }
    }
    return complete;
}

bool hj_read_mapping(struct hj_reader *reader, const struct hj_yaml *node,
                     const struct hj_shape *shape, void *into)
{
    if (node->kind != HJ_YAML_MAPPING) {
        struct hj_span names[MOST_KEYS];
        char expected[HJ_ERROR_VALUE];
        join(names, key_names(shape, names), expected);
        struct hj_problem *problem = add_problem(reader, node, HJ_YAML_MAPPING_WANTED, false);
        hj_error_text(&problem->error, "expected", hj_span_of(expected));
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct hj_key *key = find_key(shape, node->keys[i]->text);
        if (!key && !shape->open) {
            unknown_key(reader, node->keys[i], shape);
        } else if (key && key->read) {
            key->read(reader, node->items[i], key, (char *)into + key->offset);
        }
    }
    return report_missing(reader, node, shape);
}
