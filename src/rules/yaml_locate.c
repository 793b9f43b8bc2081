/* SPDX-License-Identifier: MIT
 * From a byte of a scalar's text back to the file. Quoted and plain scalars are walked as libyaml
 * reads them (folding, doubled quotes, escapes); in block scalars only spaces and line ends differ
 * between text and file, so everything else is matched in order. */
#include "rules/yaml_tree.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Bytes of the line end at `at`, 0 for none. YAML 1.1, and so libyaml, also knows NEL, LS and PS.
 */
static size_t break_size(struct hj_span bytes, size_t at)
{
    const char *data = bytes.data + at;
    size_t left = bytes.size - at;
    if (left >= 2 && data[0] == '\r' && data[1] == '\n') {
        return 2;
    }
    if (left >= 1 && (data[0] == '\n' || data[0] == '\r')) {
        return 1;
    }
    if (left >= 2 && memcmp(data, "\xC2\x85", 2) == 0) {
        return 2;
    }
    if (left >= 3 &&
        (memcmp(data, "\xE2\x80\xA8", 3) == 0 || memcmp(data, "\xE2\x80\xA9", 3) == 0)) {
        return 3;
    }
    return 0;
}

/* A piece of the file, and how many bytes of text it became. */
struct piece {
    size_t size, gives;
};

/* Spaces with at least one line end: the first one becomes a space or goes, the others stay. */
static struct piece fold(struct hj_span bytes, size_t at, bool after_escape)
{
    struct piece piece = {0, 0};
    size_t first = after_escape ? 0 : 1, breaks = 0, rest = 0;
    while (at + piece.size < bytes.size) {
        size_t size = break_size(bytes, at + piece.size);
        if (size == 0 && !is_blank(bytes.data[at + piece.size])) {
            break;
        }
        if (size > 0) {
            /* LS and PS keep their three bytes, the others are LF */
            size_t gives = size == 3 ? 3 : 1;
            if (breaks == 0 && !after_escape) {
                first = gives;
            } else {
                rest += gives;
            }
            breaks++;
        }
        piece.size += size ? size : 1;
    }
    bool is_line = first == 1;
    piece.gives = is_line ? (rest ? rest : 1) : first + rest;
    return piece;
}

/* Whether the blanks at `at` lead to a line end. */
static bool folds(struct hj_span bytes, size_t at)
{
    while (at < bytes.size && is_blank(bytes.data[at])) {
        at++;
    }
    return at < bytes.size && break_size(bytes, at) > 0;
}

static uint32_t hexadecimal(struct hj_span digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        char digit = digits.data[i];
        unsigned part =
            digit <= '9' ? (unsigned)(digit - '0') : (unsigned)((digit | 0x20) - 'a' + 10);
        value = value * 16 + part;
    }
    return value;
}

static size_t encoded_size(uint32_t point)
{
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

static struct piece escape(struct hj_span bytes, size_t at)
{
    if (at + 1 >= bytes.size) {
        return (struct piece){1, 1};
    }
    size_t size = break_size(bytes, at + 1);
    if (size > 0) {
        struct piece rest = fold(bytes, at + 1 + size, true);
        return (struct piece){1 + size + rest.size, rest.gives};
    }
    char kind = bytes.data[at + 1];
    size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits > 0 && at + 2 + digits <= bytes.size) {
        uint32_t point = hexadecimal(hj_span_slice(bytes, at + 2, digits));
        return (struct piece){2 + digits, encoded_size(point)};
    }
    /* \N and \_ are U+0085 and U+00A0, \L and \P U+2028 and U+2029 */
    bool two = kind == 'N' || kind == '_', three = kind == 'L' || kind == 'P';
    return (struct piece){2, two ? 2 : three ? 3 : 1};
}

/* Position of a byte of a quoted or plain scalar's text. quote: ' or " or 0. */
static size_t in_flow(struct hj_span bytes, size_t from, size_t to, char quote, size_t offset)
{
    size_t at = from + (quote ? 1 : 0), text = 0;
    struct hj_span within = {bytes.data, to};
    while (at < to) {
        struct piece piece = {1, 1};
        char byte = bytes.data[at];
        if ((is_blank(byte) || break_size(within, at) > 0) && folds(within, at)) {
            piece = fold(within, at, false);
        } else if (quote == '\'' && byte == '\'') {
            if (at + 1 >= to || bytes.data[at + 1] != '\'') {
                break;
            }
            piece.size = 2;
        } else if (quote == '"' && byte == '"') {
            break;
        } else if (quote == '"' && byte == '\\') {
            piece = escape(within, at);
        }
        if (text + piece.gives > offset) {
            return at;
        }
        at += piece.size;
        text += piece.gives;
    }
    return at;
}

static bool is_white(struct hj_span bytes, size_t at, size_t *size)
{
    *size = break_size(bytes, at);
    if (*size == 0 && is_blank(bytes.data[at])) {
        *size = 1;
    }
    /* LS and PS stand in the text as they are, so they are matched like letters */
    return *size == 1 || *size == 2;
}

static size_t skip_white(struct hj_span bytes, size_t at)
{
    size_t size = 0;
    while (at < bytes.size && is_white(bytes, at, &size)) {
        at += size;
    }
    return at;
}

/* Position of a byte of a block scalar's text. */
static size_t in_block(struct hj_span bytes, const struct hj_yaml *scalar, size_t offset)
{
    struct hj_span within = {bytes.data, scalar->to};
    size_t at = scalar->from;
    while (at < within.size && break_size(within, at) == 0) {
        at++; /* the line with | or > and its signs */
    }
    size_t white = 0; /* white bytes of the text since the last letter */
    for (size_t i = 0; i < offset && i < scalar->text.size; i++) {
        char byte = scalar->text.data[i];
        if (is_blank(byte) || byte == '\n') {
            white++;
            continue;
        }
        at = skip_white(within, at) + 1;
        white = 0;
    }
    bool at_letter = offset < scalar->text.size && !is_blank(scalar->text.data[offset]) &&
                     scalar->text.data[offset] != '\n';
    if (at_letter) {
        return skip_white(within, at);
    }
    while (white > 0 && at < within.size && is_blank(within.data[at])) {
        at++;
        white--;
    }
    return at;
}

static size_t position_of(const struct hj_yaml_file *file, const struct hj_yaml *scalar,
                          size_t offset)
{
    if (scalar->kind != HJ_YAML_SCALAR || scalar->from >= scalar->to) {
        return scalar->from;
    }
    char first = file->bytes.data[scalar->from];
    if (!scalar->plain && (first == '|' || first == '>')) {
        return in_block(file->bytes, scalar, offset);
    }
    char quote = !scalar->plain && (first == '\'' || first == '"') ? first : '\0';
    return in_flow(file->bytes, scalar->from, scalar->to, quote, offset);
}

static bool is_line_end(struct hj_span bytes, size_t at)
{
    char byte = bytes.data[at];
    return byte == '\n' || (byte == '\r' && !(at + 1 < bytes.size && bytes.data[at + 1] == '\n'));
}

static size_t line_begin(struct hj_span bytes, size_t at)
{
    while (at > 0 && !is_line_end(bytes, at - 1)) {
        at--;
    }
    bool mark = at == 0 && bytes.size >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0;
    return mark ? 3 : at;
}

static uint32_t points_between(struct hj_span bytes, size_t from, size_t to)
{
    uint32_t count = 0;
    for (size_t i = from; i < to; i++) {
        count += ((unsigned char)bytes.data[i] & 0xC0u) != 0x80u;
    }
    return count;
}

static uint32_t lines_between(struct hj_span bytes, size_t from, size_t to)
{
    uint32_t count = 0;
    for (size_t i = from; i < to; i++) {
        count += is_line_end(bytes, i);
    }
    return count;
}

struct hj_yaml hj_yaml_place_of(const struct hj_yaml_file *file, size_t at)
{
    if (at > file->bytes.size) {
        at = file->bytes.size;
    }
    return (struct hj_yaml){
        .line = 1 + lines_between(file->bytes, 0, at),
        .column = 1 + points_between(file->bytes, line_begin(file->bytes, at), at),
        .from = (uint32_t)at,
        .to = (uint32_t)at,
    };
}

void hj_yaml_locate(const struct hj_yaml_file *file, const struct hj_yaml *scalar, size_t offset,
                    uint32_t *line, uint32_t *column)
{
    size_t at = position_of(file, scalar, offset);
    *line = scalar->line + lines_between(file->bytes, scalar->from, at);
    *column = *line == scalar->line
                  ? scalar->column + points_between(file->bytes, scalar->from, at)
                  : 1 + points_between(file->bytes, line_begin(file->bytes, at), at);
}

/* A longer line helps nobody, and thousands of problems would copy it thousands of times. */
enum { LONGEST_LINE = 4096 };

static void copy_line(const struct hj_yaml_file *file, size_t at, struct hj_problem *problem,
                      struct hj_problems *problems)
{
    struct hj_span bytes = file->bytes;
    size_t end = at;
    while (end < bytes.size && end < at + LONGEST_LINE && bytes.data[end] != '\n' &&
           bytes.data[end] != '\r') {
        end++;
    }
    size_t begin = at;
    while (begin > 0 && at - begin < LONGEST_LINE && !is_line_end(bytes, begin - 1)) {
        begin--;
    }
    if (end - begin < LONGEST_LINE) {
        begin = begin == 0 ? line_begin(bytes, 0) : begin;
        problem->source = hj_arena_copy(&problems->arena, hj_span_slice(bytes, begin, end - begin));
        problems->memory_full |= !problem->source.data;
    }
}

struct hj_problem *hj_yaml_problem(const struct hj_yaml_file *file, const struct hj_yaml *node,
                                   size_t offset, enum hj_code code, bool warning,
                                   struct hj_problems *problems)
{
    struct hj_problem *problem = hj_problems_add(problems, code, warning);
    uint32_t line = 0, column = 0;
    hj_yaml_locate(file, node, offset, &line, &column);
    hj_error_place(&problem->error, file->path.data, line, column);
    copy_line(file, position_of(file, node, offset), problem, problems);
    size_t quotes = node->plain ? 0 : 2;
    bool as_written = node->kind == HJ_YAML_SCALAR && node->text.size > 0 &&
                      node->to - node->from == node->text.size + quotes;
    if (as_written && offset == 0) {
        problem->width = points_between(node->text, 0, node->text.size);
    }
    return problem;
}
