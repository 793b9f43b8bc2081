/* SPDX-License-Identifier: MIT
 * libyaml's events into a tree. What is no plain tree of texts (aliases, tags, merge keys, keys
 * that are no text or stand twice) is a problem and left out; the rest is kept, so that one run can
 * tell what else is wrong in the file. */
#include "rules/yaml_tree.h"

#include "base/memory.h"
#include "rules/name_index.h"

#include <yaml.h>

enum { DEEPEST = 64 };

/* A collection that is still open: its items lie on the stack from `base` on, keys and values in
 * turn; NULL for one that was left out. */
struct level {
    struct hj_yaml *node;
    size_t base;
};

/* Where in the bytes we are. libyaml counts characters, and counts more line ends than editors do.
 */
struct cursor {
    size_t characters, byte;
    uint32_t line, column;
};

struct tree {
    struct hj_yaml_file *file;
    struct hj_arena *arena;
    struct hj_problems *problems;
    struct cursor cursor;
    size_t begins;
    struct hj_yaml **stack;
    size_t count, capacity;
    struct level levels[DEEPEST];
    unsigned depth;
    unsigned documents;
    bool stopped, memory_full;
};

static void step(struct tree *tree)
{
    const struct hj_span bytes = tree->file->bytes;
    struct cursor *cursor = &tree->cursor;
    char byte = bytes.data[cursor->byte++];
    while (cursor->byte < bytes.size &&
           ((unsigned char)bytes.data[cursor->byte] & 0xC0u) == 0x80u) {
        cursor->byte++;
    }
    cursor->characters++;
    cursor->column++;
    bool pair = byte == '\r' && cursor->byte < bytes.size && bytes.data[cursor->byte] == '\n';
    if (byte == '\n' || (byte == '\r' && !pair)) {
        cursor->line++;
        cursor->column = 1;
    }
}

/* Events come in the order of the file, so this is one walk over it. */
static void move_to(struct tree *tree, size_t characters)
{
    if (characters < tree->cursor.characters) {
        tree->cursor = (struct cursor){.byte = tree->begins, .line = 1, .column = 1};
    }
    while (tree->cursor.characters < characters && tree->cursor.byte < tree->file->bytes.size) {
        step(tree);
    }
}

static struct hj_yaml here(const struct tree *tree)
{
    uint32_t byte = (uint32_t)tree->cursor.byte;
    return (struct hj_yaml){
        .line = tree->cursor.line, .column = tree->cursor.column, .from = byte, .to = byte};
}

static struct hj_problem *problem_at(struct tree *tree, const struct hj_yaml *node,
                                     enum hj_code code)
{
    return hj_yaml_problem(tree->file, node, 0, code, false, tree->problems);
}

static bool push(struct tree *tree, struct hj_yaml *node)
{
    void *stack = tree->stack;
    if (hj_memory_grow(&stack, &tree->capacity, tree->count + 1, sizeof(struct hj_yaml *)) != 0) {
        tree->memory_full = true;
        return false;
    }
    tree->stack = stack;
    tree->stack[tree->count++] = node;
    return true;
}

static struct hj_yaml *new_node(struct tree *tree, enum hj_yaml_kind kind)
{
    struct hj_yaml *node = hj_arena_zero(tree->arena, 1, sizeof *node);
    if (!node) {
        tree->memory_full = true;
        return NULL;
    }
    *node = here(tree);
    node->kind = kind;
    return node;
}

static void refuse_properties(struct tree *tree, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    struct hj_yaml node = here(tree);
    if (anchor) {
        problem_at(tree, &node, HJ_YAML_ALIAS);
    }
    if (tag) {
        static const char standard[] = "tag:yaml.org,2002:";
        const char *text = (const char *)tag;
        char written[HJ_ERROR_VALUE];
        bool short_form = strncmp(text, standard, sizeof standard - 1) == 0;
        snprintf(written, sizeof written, "%s%s", short_form ? "!!" : "",
                 short_form ? text + sizeof standard - 1 : text);
        struct hj_problem *problem = problem_at(tree, &node, HJ_YAML_TAG);
        hj_error_text(&problem->error, "tag", hj_span_of(written));
    }
}

static void add_scalar(struct tree *tree, const yaml_event_t *event)
{
    refuse_properties(tree, event->data.scalar.anchor, event->data.scalar.tag);
    struct hj_yaml *node = new_node(tree, HJ_YAML_SCALAR);
    if (!node) {
        return;
    }
    struct hj_span text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    node->text = hj_arena_copy(tree->arena, text);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    move_to(tree, event->end_mark.index);
    node->to = (uint32_t)tree->cursor.byte;
    tree->memory_full |= !node->text.data;
    push(tree, node);
}

static void open_collection(struct tree *tree, enum hj_yaml_kind kind)
{
    if (tree->depth == DEEPEST) {
        struct hj_yaml node = here(tree);
        struct hj_problem *problem = problem_at(tree, &node, HJ_YAML_DEEP);
        hj_error_number(&problem->error, "limit", DEEPEST);
        tree->stopped = true;
        return;
    }
    struct hj_yaml *node = new_node(tree, kind);
    if (node && push(tree, node)) {
        tree->levels[tree->depth++] = (struct level){node, tree->count};
    }
}

/* Whether the pair stays; says why not. */
static bool keep_pair(struct tree *tree, const struct hj_yaml *key, const struct hj_yaml *value,
                      const struct hj_name_index *known, const struct hj_yaml *node)
{
    if (!key) {
        return false;
    }
    if (key->kind != HJ_YAML_SCALAR) {
        problem_at(tree, key, HJ_YAML_KEY_TEXT);
        return false;
    }
    if (key->plain && hj_span_is(key->text, "<<")) {
        problem_at(tree, key, HJ_YAML_MERGE);
        return false;
    }
    int64_t first = hj_name_index_find(known, key->text);
    if (first >= 0) {
        struct hj_problem *problem = problem_at(tree, key, HJ_YAML_TWICE);
        hj_error_text(&problem->error, "key", key->text);
        hj_error_number(&problem->error, "line", node->keys[first]->line);
        return false;
    }
    return value != NULL;
}

static void close_mapping(struct tree *tree, struct hj_yaml *node, struct hj_yaml **pairs,
                          size_t count)
{
    struct hj_name_index known = {0};
    node->keys = hj_arena_new(tree->arena, (count + 1) * sizeof(struct hj_yaml *));
    node->items = hj_arena_new(tree->arena, (count + 1) * sizeof(struct hj_yaml *));
    if (!node->keys || !node->items) {
        tree->memory_full = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct hj_yaml *key = pairs[2 * i], *value = pairs[2 * i + 1];
        if (keep_pair(tree, key, value, &known, node)) {
            tree->memory_full |= !hj_name_index_add(&known, key->text, node->count);
            node->keys[node->count] = key;
            node->items[node->count++] = value;
        }
    }
    hj_name_index_release(&known);
}

static void close_sequence(struct tree *tree, struct hj_yaml *node, struct hj_yaml **items,
                           size_t count)
{
    node->items = hj_arena_new(tree->arena, (count + 1) * sizeof(struct hj_yaml *));
    if (!node->items) {
        tree->memory_full = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (items[i]) {
            node->items[node->count++] = items[i];
        }
    }
}

static void close_collection(struct tree *tree)
{
    struct level level = tree->levels[--tree->depth];
    size_t count = tree->count - level.base;
    level.node->to = (uint32_t)tree->cursor.byte;
    if (level.node->kind == HJ_YAML_MAPPING) {
        close_mapping(tree, level.node, tree->stack + level.base, count / 2);
    } else {
        close_sequence(tree, level.node, tree->stack + level.base, count);
    }
    tree->count = level.base;
}

static void begin_document(struct tree *tree)
{
    if (++tree->documents > 1) {
        struct hj_yaml node = here(tree);
        problem_at(tree, &node, HJ_YAML_DOCUMENTS);
        tree->stopped = true;
    }
}

static void take_event(struct tree *tree, const yaml_event_t *event)
{
    move_to(tree, event->start_mark.index);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        begin_document(tree);
        break;
    case YAML_ALIAS_EVENT: {
        struct hj_yaml node = here(tree);
        problem_at(tree, &node, HJ_YAML_ALIAS);
        push(tree, NULL);
        break;
    }
    case YAML_SCALAR_EVENT:
        add_scalar(tree, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        refuse_properties(tree, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        open_collection(tree, HJ_YAML_SEQUENCE);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_properties(tree, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        open_collection(tree, HJ_YAML_MAPPING);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_collection(tree);
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

/* libyaml's own words, with what helps most often in front. */
static void broken(struct tree *tree, const yaml_parser_t *parser)
{
    struct hj_yaml node;
    if (parser->error == YAML_READER_ERROR) {
        node = hj_yaml_place_of(tree->file, tree->begins + parser->problem_offset);
    } else {
        move_to(tree, parser->problem_mark.index);
        node = here(tree);
    }
    struct hj_problem *problem = problem_at(tree, &node, HJ_YAML_BROKEN);
    const char *reason = parser->problem ? parser->problem : "it ends too early";
    if (node.from < tree->file->bytes.size && tree->file->bytes.data[node.from] == '\t') {
        reason = "a tab stands here; indent with spaces";
    }
    char text[HJ_ERROR_VALUE];
    if (parser->context && parser->error != YAML_READER_ERROR) {
        snprintf(text, sizeof text, "%s (%s from line %zu)", reason, parser->context,
                 parser->context_mark.line + 1);
        reason = text;
    }
    hj_error_text(&problem->error, "reason", hj_span_of(reason));
    tree->stopped = true;
}

static void read_events(struct tree *tree, yaml_parser_t *parser)
{
    bool ended = false;
    while (!ended && !tree->stopped && !tree->memory_full) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            tree->memory_full |= parser->error == YAML_MEMORY_ERROR;
            if (!tree->memory_full) {
                broken(tree, parser);
            }
            return;
        }
        ended = event.type == YAML_STREAM_END_EVENT;
        take_event(tree, &event);
        yaml_event_delete(&event);
    }
}

/* `key:` alone in a file of comments gives an empty scalar as root: nothing is in it. */
static bool is_empty(const struct hj_yaml *root)
{
    return root->kind == HJ_YAML_SCALAR && root->plain && root->text.size == 0;
}

bool hj_yaml_build(struct hj_yaml_file *file, size_t from, struct hj_arena *arena,
                   struct hj_problems *problems)
{
    struct tree tree = {.file = file, .arena = arena, .problems = problems, .begins = from};
    tree.cursor = (struct cursor){.byte = from, .line = 1, .column = 1};
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return false;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)file->bytes.data + from,
                                 file->bytes.size - from);
    read_events(&tree, &parser);
    yaml_parser_delete(&parser);
    if (!tree.stopped && !tree.memory_full && tree.count > 0 && tree.stack[0] &&
        !is_empty(tree.stack[0])) {
        file->root = tree.stack[0];
    }
    hj_memory_free(tree.stack);
    return !tree.memory_full;
}
