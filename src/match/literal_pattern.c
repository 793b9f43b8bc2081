/* SPDX-License-Identifier: MIT
 * A regular expression read for its literals. Every part of it becomes either the few texts that it
 * matches (`texts`), or, where these are many or unknown, the sets of texts of which a match has
 * one each (`sets`). Parts side by side are multiplied as long as the texts stay few. */
#include "match/literal_pattern.h"

#include "text/utf8.h"

enum {
    MOST_TEXTS = 64,  /* of one part */
    MOST_SETS = 8,    /* kept while reading; the best are chosen at the end */
    MOST_CLASS = 4,   /* characters of a [class] that are still a choice between texts */
    MOST_LEVELS = 50, /* of groups; deeper ones say nothing */
};

struct texts {
    struct hj_span items[MOST_TEXTS];
    uint32_t count;
};

struct part {
    bool finite;      /* it matches `texts` and nothing else … */
    bool conditional; /* … but not everywhere: there is a ^, $ or \b in it */
    struct texts texts;
    struct hj_literal_set sets[MOST_SETS];
    uint32_t set_count;
};

struct reader {
    struct hj_span pattern;
    size_t at;
    struct hj_arena *arena;
    unsigned levels;
    bool unknown; /* something that is not known here: nothing is said */
    bool memory_full;
};

static bool at_end(const struct reader *reader)
{
    return reader->at >= reader->pattern.size;
}

static char peek(const struct reader *reader)
{
    return at_end(reader) ? '\0' : reader->pattern.data[reader->at];
}

static bool stopped(const struct reader *reader)
{
    return reader->unknown || reader->memory_full;
}

/* ---- parts ---- */

static void set_text(struct part *part, struct hj_span text)
{
    *part = (struct part){.finite = true};
    part->texts.items[0] = text;
    part->texts.count = 1;
}

/* How good a set is to search for: its shortest text, then how few they are. */
static size_t shortest_of(const struct hj_span *items, uint32_t count)
{
    size_t shortest = count ? items[0].size : 0;
    for (uint32_t i = 1; i < count; i++) {
        shortest = items[i].size < shortest ? items[i].size : shortest;
    }
    return shortest;
}

static bool is_better(const struct hj_literal_set *a, const struct hj_literal_set *b)
{
    size_t left = shortest_of(a->items, a->count);
    size_t right = shortest_of(b->items, b->count);
    return left != right ? left > right : a->count < b->count;
}

static void add_set(struct part *part, struct hj_literal_set set)
{
    if (part->set_count < MOST_SETS && shortest_of(set.items, set.count) >= 1) {
        part->sets[part->set_count++] = set;
    }
}

static void add_texts(struct reader *reader, struct part *part, const struct texts *texts)
{
    size_t size = texts->count * sizeof *texts->items;
    struct hj_span *copy = hj_arena_new(reader->arena, size);
    if (!copy) {
        reader->memory_full = true;
        return;
    }
    memcpy(copy, texts->items, size);
    add_set(part, (struct hj_literal_set){copy, texts->count});
}

/* The texts of a finite part become a set: more follows that is not finite. */
static void close_texts(struct reader *reader, struct part *part)
{
    if (part->finite) {
        add_texts(reader, part, &part->texts);
        part->finite = false;
        part->texts.count = 0;
    }
}

static struct hj_span join(struct reader *reader, struct hj_span a, struct hj_span b)
{
    char *bytes = hj_arena_new(reader->arena, a.size + b.size);
    if (!bytes) {
        reader->memory_full = true;
        return (struct hj_span){"", 0};
    }
    if (a.size) {
        memcpy(bytes, a.data, a.size);
    }
    if (b.size) {
        memcpy(bytes + a.size, b.data, b.size);
    }
    return (struct hj_span){bytes, a.size + b.size};
}

static void multiply(struct reader *reader, struct texts *a, const struct texts *b)
{
    struct texts product = {.count = 0};
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t k = 0; k < b->count && !reader->memory_full; k++) {
            product.items[product.count++] = join(reader, a->items[i], b->items[k]);
        }
    }
    *a = product;
}

/* a followed by b, into a. `run` are the texts that end at the border, as long as they are known.
 */
static void append(struct reader *reader, struct part *whole, struct texts *run,
                   const struct part *next)
{
    whole->conditional = whole->conditional || next->conditional;
    if (next->finite && run->count * next->texts.count <= MOST_TEXTS) {
        multiply(reader, run, &next->texts);
        return;
    }
    add_texts(reader, whole, run);
    whole->finite = false;
    for (uint32_t i = 0; i < next->set_count; i++) {
        add_set(whole, next->sets[i]);
    }
    run->count = 1;
    run->items[0] = (struct hj_span){"", 0};
    if (next->finite) {
        *run = next->texts;
    }
}

/* ---- characters ---- */

static struct hj_span next_character(struct reader *reader)
{
    size_t from = reader->at;
    hj_text_next(reader->pattern, &reader->at);
    return hj_span_slice(reader->pattern, from, reader->at - from);
}

static bool is_one_of(char byte, const char *bytes)
{
    return byte != '\0' && strchr(bytes, byte) != NULL;
}

static bool is_word(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

/* Behind a backslash. */
static void read_escape(struct reader *reader, struct part *part)
{
    static const char controls[] = "n\nt\tr\r";
    char byte = peek(reader);
    if (at_end(reader)) {
        reader->unknown = true;
    } else if (!is_word(byte)) {
        set_text(part, next_character(reader));
    } else if (is_one_of(byte, "ntr")) {
        set_text(part, (struct hj_span){strchr(controls, byte) + 1, 1});
        reader->at++;
    } else if (is_one_of(byte, "dDwWsShHvVNRX")) {
        *part = (struct part){.finite = false};
        reader->at++;
    } else if (is_one_of(byte, "bBAzZG")) {
        set_text(part, (struct hj_span){"", 0});
        part->conditional = true;
        reader->at++;
    } else {
        reader->unknown = true;
    }
}

/* [:alpha:] inside a class; [. and [= and what looks like one and is none are not known. */
static bool skip_named_class(struct reader *reader)
{
    struct hj_span rest =
        hj_span_slice(reader->pattern, reader->at, reader->pattern.size - reader->at);
    if (rest.size < 2 || !is_one_of(rest.data[1], ":.=")) {
        return false;
    }
    size_t at = 2;
    while (at < rest.size && (is_word(rest.data[at]) || rest.data[at] == '^')) {
        at++;
    }
    bool named = rest.data[1] == ':' && at + 1 < rest.size && rest.data[at] == ':' &&
                 rest.data[at + 1] == ']';
    reader->unknown = reader->unknown || !named;
    reader->at += named ? at + 2 : 0;
    return named;
}

/* Behind [. A class of a few plain characters is a choice; any other is some character. */
static void read_class(struct reader *reader, struct part *part)
{
    *part = (struct part){.finite = peek(reader) != '^'};
    reader->at += peek(reader) == '^';
    for (bool first = true; first || peek(reader) != ']'; first = false) {
        if (at_end(reader)) {
            reader->unknown = true;
            return;
        }
        if (peek(reader) == '\\') {
            reader->at++;
            /* Anything but \Q, \E and \c] is one character, or a class of them. */
            reader->unknown = reader->unknown || at_end(reader) || is_one_of(peek(reader), "QEc");
            part->finite = false;
        } else if (peek(reader) == '[' || peek(reader) == '-' || part->texts.count == MOST_CLASS) {
            part->finite = false;
        }
        if (reader->unknown) {
            return;
        }
        if (peek(reader) == '[' && skip_named_class(reader)) {
            continue;
        }
        if (reader->unknown) {
            return;
        }
        struct hj_span character = next_character(reader);
        if (part->finite) {
            part->texts.items[part->texts.count++] = character;
        }
    }
    reader->at++;
}

/* ---- quantifiers ---- */

enum repeat { ONCE, MAYBE, ANY, SOME };

/* {n}, {n,} or {n,m}: whether it may be none at all. */
static enum repeat read_braces(struct reader *reader)
{
    bool some = false;
    size_t digits = 0;
    for (reader->at++; peek(reader) >= '0' && peek(reader) <= '9'; reader->at++) {
        some = some || peek(reader) != '0';
        digits++;
    }
    if (peek(reader) == ',') {
        reader->at++;
        while (peek(reader) >= '0' && peek(reader) <= '9') {
            reader->at++;
        }
    }
    reader->unknown = reader->unknown || digits == 0 || peek(reader) != '}';
    reader->at++;
    return some ? SOME : ANY;
}

static enum repeat read_quantifier(struct reader *reader)
{
    enum repeat repeat = ONCE;
    char byte = peek(reader);
    if (byte == '{') {
        repeat = read_braces(reader);
    } else if (is_one_of(byte, "?*+")) {
        repeat = byte == '?' ? MAYBE : byte == '*' ? ANY : SOME;
        reader->at++;
    }
    if (repeat != ONCE && is_one_of(peek(reader), "?+")) {
        reader->at++; /* lazy, possessive */
    }
    return repeat;
}

/* Applies the quantifier; *open: what follows does not touch the texts. */
static void repeat_part(struct reader *reader, struct part *part, enum repeat repeat, bool *open)
{
    *open = false;
    if (repeat == MAYBE && part->finite && part->texts.count < MOST_TEXTS) {
        part->texts.items[part->texts.count++] = (struct hj_span){"", 0};
        /* x?+ matches less than x or nothing; all that counts is that it is not more. */
        part->conditional = part->conditional || reader->pattern.data[reader->at - 1] == '+';
    } else if (repeat == MAYBE || repeat == ANY) {
        *part = (struct part){.conditional = part->conditional};
    } else if (repeat == SOME) {
        *open = true;
    }
}

/* ---- groups, sequences, alternatives ---- */

static void read_alternatives(struct reader *reader, struct part *part);

/* Behind (. */
static void read_group(struct reader *reader, struct part *part)
{
    if (peek(reader) == '*') {
        reader->unknown = true;
    } else if (peek(reader) == '?') {
        reader->at++;
        reader->unknown = reader->unknown || peek(reader) != ':';
        reader->at++;
    }
    reader->levels++;
    reader->unknown = reader->unknown || reader->levels > MOST_LEVELS;
    if (!stopped(reader)) {
        read_alternatives(reader, part);
    }
    reader->levels--;
    reader->unknown = reader->unknown || peek(reader) != ')';
    reader->at++;
}

static void read_atom(struct reader *reader, struct part *part)
{
    char byte = peek(reader);
    if (byte == '^' || byte == '$') {
        reader->at++;
        set_text(part, (struct hj_span){"", 0});
        part->conditional = true;
    } else if (byte == '.') {
        reader->at++;
        *part = (struct part){.finite = false};
    } else if (byte == '[') {
        reader->at++;
        read_class(reader, part);
    } else if (byte == '(') {
        reader->at++;
        read_group(reader, part);
    } else if (byte == '\\') {
        reader->at++;
        read_escape(reader, part);
    } else if (is_one_of(byte, "?*+{")) {
        reader->unknown = true;
    } else {
        set_text(part, next_character(reader));
    }
}

static void read_sequence(struct reader *reader, struct part *whole)
{
    struct texts run = {.items = {{"", 0}}, .count = 1};
    *whole = (struct part){.finite = true};
    while (!stopped(reader) && !at_end(reader) && peek(reader) != '|' && peek(reader) != ')') {
        struct part next = {.finite = false};
        bool open = false;
        read_atom(reader, &next);
        if (!stopped(reader)) {
            repeat_part(reader, &next, read_quantifier(reader), &open);
            append(reader, whole, &run, &next);
        }
        if (open) {
            add_texts(reader, whole, &run);
            whole->finite = false;
            run.count = 1;
            run.items[0] = (struct hj_span){"", 0};
        }
    }
    if (whole->finite) {
        whole->texts = run;
    } else {
        add_texts(reader, whole, &run);
    }
}

static const struct hj_literal_set *best_set(const struct part *part)
{
    const struct hj_literal_set *best = NULL;
    for (uint32_t i = 0; i < part->set_count; i++) {
        best = !best || is_better(&part->sets[i], best) ? &part->sets[i] : best;
    }
    return best;
}

/* Adds another branch: as texts while all branches are texts and few, else as a set of one of each.
 */
static void add_branch(struct reader *reader, struct part *part, struct part *branch)
{
    part->conditional = part->conditional || branch->conditional;
    uint32_t count = part->texts.count + branch->texts.count;
    if (part->finite && branch->finite && count <= MOST_TEXTS) {
        memcpy(part->texts.items + part->texts.count, branch->texts.items,
               branch->texts.count * sizeof *branch->texts.items);
        part->texts.count = count;
        return;
    }
    close_texts(reader, part);
    close_texts(reader, branch);
    const struct hj_literal_set *left = best_set(part);
    const struct hj_literal_set *right = best_set(branch);
    struct texts both = {.count = 0};
    if (left && right && left->count + right->count <= MOST_TEXTS) {
        memcpy(both.items, left->items, left->count * sizeof *both.items);
        memcpy(both.items + left->count, right->items, right->count * sizeof *both.items);
        both.count = left->count + right->count;
    }
    part->set_count = 0;
    if (both.count) {
        add_texts(reader, part, &both);
    }
}

static void read_alternatives(struct reader *reader, struct part *part)
{
    read_sequence(reader, part);
    while (!stopped(reader) && peek(reader) == '|') {
        struct part branch = {.finite = false};
        reader->at++;
        read_sequence(reader, &branch);
        add_branch(reader, part, &branch);
    }
}

/* ---- the whole pattern ---- */

/* Behind a [class] that begins at i, more or less: one with [:names:] is no choice of texts anyway.
 */
static size_t behind_class(struct hj_span pattern, size_t i)
{
    i += 1;
    i += i < pattern.size && pattern.data[i] == '^';
    i += i < pattern.size && pattern.data[i] == ']';
    while (i < pattern.size && pattern.data[i] != ']') {
        i += pattern.data[i] == '\\' ? 2 : 1;
    }
    return i;
}

/* ^ at the very beginning and $ at the very end, unless they belong to one of several alternatives.
 */
static void strip_anchors(struct hj_span *pattern, struct hj_literals *literals)
{
    unsigned level = 0;
    for (size_t i = 0; i < pattern->size; i++) {
        char byte = pattern->data[i];
        if (byte == '|' && level == 0) {
            return;
        }
        level += byte == '(';
        level -= byte == ')' && level > 0;
        i = byte == '[' ? behind_class(*pattern, i) : i + (byte == '\\');
    }
    if (pattern->size && pattern->data[0] == '^') {
        literals->at_start = true;
        *pattern = hj_span_slice(*pattern, 1, pattern->size - 1);
    }
    size_t size = pattern->size;
    if (size && pattern->data[size - 1] == '$' && !(size > 1 && pattern->data[size - 2] == '\\')) {
        literals->at_end = true;
        literals->newline = true;
        pattern->size--;
    }
}

bool hj_literals_of_regexp(struct hj_span pattern, struct hj_arena *arena,
                           struct hj_literals *literals)
{
    struct hj_literals found = {.set_count = 0};
    strip_anchors(&pattern, &found);
    struct reader reader = {.pattern = hj_arena_copy(arena, pattern), .arena = arena};
    struct part part = {.finite = false};
    if (!reader.pattern.data) {
        return false;
    }
    read_alternatives(&reader, &part);
    if (stopped(&reader) || !at_end(&reader)) {
        return !reader.memory_full;
    }
    found.exact = part.finite && !part.conditional;
    close_texts(&reader, &part);
    const struct hj_literal_set *best = best_set(&part);
    if (reader.memory_full || !best) {
        return !reader.memory_full;
    }
    found.sets[found.set_count++] = *best;
    part.sets[best - part.sets] = part.sets[--part.set_count];
    best = best_set(&part);
    if (best && !found.exact && shortest_of(best->items, best->count) >= HJ_LITERAL_BYTES) {
        found.sets[found.set_count++] = *best;
    }
    *literals = found;
    return true;
}
