/* SPDX-License-Identifier: MIT */
#include "match/literals.h"

#include "match/literal_pattern.h"

/* ---- LIKE ---- */

/* A LIKE pattern cut at its % and _, backslashes taken out. */
struct runs {
    struct hj_span *items;
    uint32_t count;
    bool any_one;              /* there is a _ */
    bool open_start, open_end; /* it begins, ends with % or _ */
};

static bool is_wild(char byte)
{
    return byte == '%' || byte == '_';
}

static bool cut(struct hj_span pattern, struct hj_arena *arena, struct runs *runs)
{
    char *bytes = hj_arena_new(arena, pattern.size);
    *runs = (struct runs){.items = hj_arena_zero(arena, pattern.size + 1, sizeof *runs->items)};
    if (!bytes || !runs->items) {
        return false;
    }
    bool inside = false;
    for (size_t i = 0; i < pattern.size; i++) {
        if (is_wild(pattern.data[i])) {
            runs->any_one = runs->any_one || pattern.data[i] == '_';
            runs->open_start = runs->open_start || i == 0;
            runs->open_end = i + 1 == pattern.size;
            inside = false;
            continue;
        }
        i += pattern.data[i] == '\\' && i + 1 < pattern.size;
        if (!inside) {
            runs->items[runs->count++] = (struct hj_span){bytes, 0};
            inside = true;
        }
        *bytes++ = pattern.data[i];
        runs->items[runs->count - 1].size++;
    }
    return true;
}

/* The longest run, and the longest of the others. */
static void choose_runs(const struct runs *runs, struct hj_literals *literals)
{
    const struct hj_span *first = NULL;
    const struct hj_span *second = NULL;
    for (uint32_t i = 0; i < runs->count; i++) {
        if (!first || runs->items[i].size > first->size) {
            second = first;
            first = &runs->items[i];
        } else if (!second || runs->items[i].size > second->size) {
            second = &runs->items[i];
        }
    }
    if (first) {
        literals->sets[literals->set_count++] = (struct hj_literal_set){first, 1};
    }
    if (second && second->size >= HJ_LITERAL_BYTES) {
        literals->sets[literals->set_count++] = (struct hj_literal_set){second, 1};
    }
}

static bool like(struct hj_span pattern, struct hj_arena *arena, struct hj_literals *literals)
{
    struct runs runs;
    if (!cut(pattern, arena, &runs)) {
        return false;
    }
    choose_runs(&runs, literals);
    if (runs.count == 1 && !runs.any_one) {
        literals->exact = true;
        literals->at_start = !runs.open_start;
        literals->at_end = !runs.open_end;
    }
    return true;
}

bool hj_literals_of(enum hj_operator op, struct hj_span pattern, struct hj_arena *arena,
                    struct hj_literals *literals)
{
    *literals = (struct hj_literals){.set_count = 0};
    return op == HJ_OP_LIKE ? like(pattern, arena, literals)
                            : hj_literals_of_regexp(pattern, arena, literals);
}

/* ---- one text ---- */

/* The last byte of a Chinese character tells more than its first; both spare most calls. */
static bool starts_at(struct hj_span text, size_t at, struct hj_span literal)
{
    return text.size - at >= literal.size &&
           text.data[at + literal.size - 1] == literal.data[literal.size - 1] &&
           text.data[at] == literal.data[0] &&
           memcmp(text.data + at, literal.data, literal.size) == 0;
}

static bool contains(struct hj_span text, struct hj_span literal)
{
    char last = literal.data[literal.size - 1];
    for (size_t end = literal.size; end <= text.size; end++) {
        const char *found = memchr(text.data + end - 1, last, text.size - end + 1);
        if (!found) {
            return false;
        }
        end = (size_t)(found - text.data) + 1;
        if (starts_at(text, end - literal.size, literal)) {
            return true;
        }
    }
    return false;
}

/* At the very end, the very beginning, or both. */
static bool is_at_edge(const struct hj_literals *literals, struct hj_span text)
{
    const struct hj_literal_set *set = &literals->sets[0];
    for (uint32_t i = 0; i < set->count; i++) {
        struct hj_span literal = set->items[i];
        size_t at = literals->at_end ? text.size - literal.size : 0;
        if (text.size >= literal.size && (at == 0 || !literals->at_start) &&
            starts_at(text, at, literal)) {
            return true;
        }
    }
    return false;
}

static bool has_any(const struct hj_literal_set *set, struct hj_span text)
{
    for (uint32_t i = 0; i < set->count; i++) {
        if (contains(text, set->items[i])) {
            return true;
        }
    }
    return false;
}

bool hj_literals_in(const struct hj_literals *literals, struct hj_span text)
{
    if (literals->exact && (literals->at_start || literals->at_end)) {
        bool newline = literals->newline && text.size > 0 && text.data[text.size - 1] == '\n';
        return is_at_edge(literals, text) ||
               (newline && is_at_edge(literals, hj_span_slice(text, 0, text.size - 1)));
    }
    for (uint32_t set = 0; set < literals->set_count; set++) {
        if (!has_any(&literals->sets[set], text)) {
            return false;
        }
    }
    return true;
}
