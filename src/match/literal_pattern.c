/* SPDX-License-Identifier: MIT
 * A regular expression read for its literals (literal_part.h). */
#include "match/literal_pattern.h"

#include "match/literal_part.h"

#include "text/utf8.h"

enum {
    MOST_CLASS = 10,  /* characters of a [class] that are still a choice between texts */
    MOST_LEVELS = 50, /* of groups; deeper ones say nothing */
};

struct reader {
    struct hj_span pattern;
    size_t at;
    struct hj_part_maker maker;
    unsigned levels;
    bool unknown; /* something that is not known here: nothing is said */
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
    return reader->unknown || reader->maker.memory_full || reader->maker.used > HJ_PART_MEMORY;
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
static void read_escape(struct reader *reader, struct hj_part *part)
{
    static const char controls[] = "n\nt\tr\r";
    char byte = peek(reader);
    if (at_end(reader)) {
        reader->unknown = true;
    } else if (!is_word(byte)) {
        hj_part_set_text(part, next_character(reader));
    } else if (is_one_of(byte, "ntr")) {
        hj_part_set_text(part, (struct hj_span){strchr(controls, byte) + 1, 1});
        reader->at++;
    } else if (is_one_of(byte, "dDwWsShHvVNRX")) {
        *part = (struct hj_part){.finite = false};
        reader->at++;
    } else if (is_one_of(byte, "bBAzZG")) {
        hj_part_set_text(part, (struct hj_span){"", 0});
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

/* Behind the first character of a range like 0-9: its other digits. */
static void read_digits(struct reader *reader, struct hj_part *part, char first)
{
    static const char digits[] = "0123456789";
    struct hj_span rest =
        hj_span_slice(reader->pattern, reader->at, reader->pattern.size - reader->at);
    if (first < '0' || first > '9' || rest.size < 2 || rest.data[0] != '-' ||
        rest.data[1] < first || rest.data[1] > '9' ||
        part->texts.count + (uint32_t)(rest.data[1] - first) > MOST_CLASS) {
        return;
    }
    for (char digit = (char)(first + 1); digit <= rest.data[1]; digit++) {
        part->texts.items[part->texts.count++] = (struct hj_span){digits + (digit - '0'), 1};
    }
    reader->at += 2;
}

/* Behind [. A class of a few plain characters is a choice; any other is some character. */
static void read_class(struct reader *reader, struct hj_part *part)
{
    *part = (struct hj_part){.finite = peek(reader) != '^'};
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
            read_digits(reader, part, character.data[0]);
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

/* Applies the quantifier; *open: between the texts and what follows may be more of them. */
static void repeat_part(struct reader *reader, struct hj_part *part, enum repeat repeat, bool *open)
{
    *open = false;
    if (repeat == MAYBE && part->finite && part->texts.count < HJ_PART_TEXTS) {
        part->texts.items[part->texts.count++] = (struct hj_span){"", 0};
        /* x?+ matches less than x or nothing; all that counts is that it is not more. */
        part->conditional = part->conditional || reader->pattern.data[reader->at - 1] == '+';
    } else if (repeat == MAYBE || repeat == ANY) {
        *part = (struct hj_part){.conditional = part->conditional};
    } else if (repeat == SOME) {
        *open = true;
    }
}

/* ---- groups, sequences, alternatives ---- */

static void read_alternatives(struct reader *reader, struct hj_part *part);

/* Behind (. */
static void read_group(struct reader *reader, struct hj_part *part)
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

/* As many plain characters as there are, but for one that a quantifier belongs to. */
static void read_plain(struct reader *reader, struct hj_part *part)
{
    size_t from = reader->at;
    size_t last;
    do {
        last = reader->at;
        next_character(reader);
    } while (!at_end(reader) && !is_one_of(peek(reader), "\\^$.[]|()?*+{}"));
    if (last > from && is_one_of(peek(reader), "?*+{")) {
        reader->at = last;
    }
    hj_part_set_text(part, hj_span_slice(reader->pattern, from, reader->at - from));
}

static void read_atom(struct reader *reader, struct hj_part *part)
{
    char byte = peek(reader);
    if (byte == '^' || byte == '$') {
        reader->at++;
        hj_part_set_text(part, (struct hj_span){"", 0});
        part->conditional = true;
    } else if (byte == '.') {
        reader->at++;
        *part = (struct hj_part){.finite = false};
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
        read_plain(reader, part);
    }
}

static void read_sequence(struct reader *reader, struct hj_part *whole)
{
    struct hj_part_texts run = {.items = {{"", 0}}, .count = 1};
    *whole = (struct hj_part){.finite = true};
    while (!stopped(reader) && !at_end(reader) && peek(reader) != '|' && peek(reader) != ')') {
        struct hj_part next = {.finite = false};
        bool open = false;
        read_atom(reader, &next);
        if (!stopped(reader)) {
            repeat_part(reader, &next, read_quantifier(reader), &open);
            hj_part_append(&reader->maker, whole, &run, &next);
        }
        if (open) {
            hj_part_end_run(&reader->maker, whole, &run);
            if (next.finite) {
                run = next.texts; /* of x+y the last x stands before y */
            }
        }
    }
    if (whole->finite) {
        whole->texts = run;
    } else {
        hj_part_end_run(&reader->maker, whole, &run);
    }
}

static void read_alternatives(struct reader *reader, struct hj_part *part)
{
    read_sequence(reader, part);
    while (!stopped(reader) && peek(reader) == '|') {
        struct hj_part branch = {.finite = false};
        reader->at++;
        read_sequence(reader, &branch);
        hj_part_add_branch(&reader->maker, part, &branch);
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
    struct reader reader = {.pattern = hj_arena_copy(arena, pattern), .maker = {.arena = arena}};
    struct hj_part part = {.finite = false};
    if (!reader.pattern.data) {
        return false;
    }
    read_alternatives(&reader, &part);
    if (stopped(&reader) || !at_end(&reader)) {
        return !reader.maker.memory_full;
    }
    found.exact = part.finite && !part.conditional;
    hj_part_close(&reader.maker, &part);
    const struct hj_literal_set *best = hj_part_best_set(&part);
    if (reader.maker.memory_full || !best) {
        return !reader.maker.memory_full;
    }
    found.sets[found.set_count++] = *best;
    part.sets[best - part.sets] = part.sets[--part.set_count];
    best = hj_part_best_set(&part);
    if (best && !found.exact && hj_part_shortest(best) >= HJ_LITERAL_BYTES) {
        found.sets[found.set_count++] = *best;
    }
    *literals = found;
    return true;
}
