/* SPDX-License-Identifier: MIT */
#include "rules/lex.h"

#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

static const char *const spellings[HJ_TOKEN_COUNT] = {
#define HJ_TOKEN_SPELLING(name, spelling) [HJ_TOKEN_##name] = spelling,
    HJ_TOKENS(HJ_TOKEN_SPELLING)
#undef HJ_TOKEN_SPELLING
};

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;
}

bool hj_word_is(struct hj_span text, const char *word)
{
    size_t at = 0;
    while (at < text.size && word[at] && lower(text.data[at]) == lower(word[at])) {
        at++;
    }
    return at == text.size && word[at] == '\0';
}

static struct hj_span rest_of(const struct hj_lexer *lexer)
{
    struct hj_span text = lexer->source->text;
    return hj_span_slice(text, lexer->at, text.size - lexer->at);
}

static char byte_at(const struct hj_lexer *lexer, size_t at)
{
    return at < lexer->source->text.size ? lexer->source->text.data[at] : '\0';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Letters of any script, ideographs, and _; marks and digits only inside. Ideographs newer than the
 * library's tables stand on planes 2 and 3. */
static bool is_letter(uint32_t point, bool inside)
{
    if (point < 0x80) {
        return point == '_' || (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') ||
               (inside && is_digit((char)point));
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    bool letter = (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
                  category == UTF8PROC_CATEGORY_NL ||
                  (category == UTF8PROC_CATEGORY_CN && point >= 0x20000 && point < 0x3fffe);
    return letter ||
           (inside && category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_NO);
}

static bool letter_at(const struct hj_lexer *lexer, size_t at, bool inside, size_t *after)
{
    if (at >= lexer->source->text.size) {
        return false;
    }
    *after = at;
    return is_letter(hj_text_next(lexer->source->text, after), inside);
}

static struct hj_problem *mistake(struct hj_lexer *lexer, struct hj_token *token, size_t to,
                                  enum hj_code code)
{
    token->kind = HJ_TOKEN_BAD;
    return hj_source_problem(lexer->source, token->from, to, code, false);
}

/* What was typed for what was meant; full-width forms are reckoned. */
static const struct {
    const char *typed, *meant;
} lookalikes[] = {
    {"==", "="}, {"&&", "AND"}, {"||", "OR"}, {"!", "NOT"}, {"`", "\""}, {"“", "'"},
    {"”", "'"},  {"‘", "'"},    {"’", "'"},   {"「", "'"},  {"」", "'"}, {"、", ","},
    {"≠", "<>"}, {"≤", "<="},   {"≥", ">="},  {"≦", "<="},  {"≧", ">="}, {"×", "*"},
    {"÷", "/"},  {"−", "-"},    {"–", "-"},   {"—", "-"},
};

static void bad_character(struct hj_lexer *lexer, struct hj_token *token)
{
    struct hj_span rest = rest_of(lexer);
    size_t size = 0;
    uint32_t point = hj_text_next(rest, &size);
    struct hj_span meant = {NULL, 0};
    char full_width = (char)(point - 0xFF01 + '!');
    if (point >= 0xFF01 && point <= 0xFF5E) {
        meant = (struct hj_span){&full_width, 1};
    }
    for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++) {
        struct hj_span typed = hj_span_of(lookalikes[i].typed);
        if (rest.size >= typed.size && memcmp(rest.data, typed.data, typed.size) == 0) {
            meant = hj_span_of(lookalikes[i].meant);
            size = typed.size;
            break;
        }
    }
    struct hj_problem *problem = mistake(lexer, token, token->from + size, HJ_PREDICATE_CHARACTER);
    char code[16];
    bool printable = point >= 0x20 && (point < 0x7f || point > 0x9f);
    snprintf(code, sizeof code, "U+%04X", (unsigned)point);
    hj_error_text(&problem->error, "character",
                  printable ? hj_span_slice(rest, 0, size) : hj_span_of(code));
    hj_source_suggest(lexer->source, problem, meant);
}

/* Between two quotes, doubled ones inside; token->text is what is meant, lexer->at behind it. */
static void scan_quoted(struct hj_lexer *lexer, struct hj_token *token, char quote)
{
    struct hj_span text = lexer->source->text;
    size_t opened = lexer->at++;
    size_t doubled = 0;
    for (;; lexer->at++) {
        if (lexer->at >= text.size) {
            token->kind = HJ_TOKEN_BAD;
            struct hj_problem *problem =
                hj_source_problem(lexer->source, opened, opened + 1, HJ_PREDICATE_OPEN, false);
            hj_error_text(&problem->error, "quote", (struct hj_span){&quote, 1});
            return;
        }
        if (text.data[lexer->at] == quote) {
            if (byte_at(lexer, lexer->at + 1) != quote) {
                break;
            }
            doubled++;
            lexer->at++;
        }
    }
    token->text = hj_span_slice(text, opened + 1, lexer->at - opened - 1);
    lexer->at++;
    if (doubled == 0) {
        return;
    }
    char *bytes = hj_arena_new(lexer->arena, token->text.size);
    if (!bytes) {
        token->kind = HJ_TOKEN_BAD;
        lexer->memory_full = true;
        return;
    }
    size_t size = 0;
    for (size_t i = 0; i < token->text.size; i++) {
        bytes[size++] = token->text.data[i];
        i += token->text.data[i] == quote;
    }
    token->text = (struct hj_span){bytes, size};
}

/* One part of a name, in double quotes or not. */
static void scan_part(struct hj_lexer *lexer, struct hj_token *token)
{
    size_t from = lexer->at;
    if (byte_at(lexer, from) == '"') {
        token->kind = HJ_TOKEN_QUOTED;
        scan_quoted(lexer, token, '"');
        if (token->kind != HJ_TOKEN_BAD && token->text.size == 0) {
            mistake(lexer, token, lexer->at, HJ_PREDICATE_NAME_EMPTY);
        }
        return;
    }
    size_t after = from;
    while (letter_at(lexer, lexer->at, true, &after)) {
        lexer->at = after;
    }
    token->text = hj_span_slice(lexer->source->text, from, lexer->at - from);
}

static void append_part(struct hj_lexer *lexer, struct hj_token *token, struct hj_span before)
{
    char *bytes = hj_arena_new(lexer->arena, before.size + 1 + token->text.size);
    if (!bytes) {
        token->kind = HJ_TOKEN_BAD;
        lexer->memory_full = true;
        return;
    }
    memcpy(bytes, before.data, before.size);
    bytes[before.size] = '.';
    memcpy(bytes + before.size + 1, token->text.data, token->text.size);
    token->text = (struct hj_span){bytes, before.size + 1 + token->text.size};
}

/* A name, or two with a dot between (a.town of a pair); a word alone may be a keyword. */
static void scan_name(struct hj_lexer *lexer, struct hj_token *token)
{
    token->kind = HJ_TOKEN_NAME;
    scan_part(lexer, token);
    size_t after = 0;
    bool dotted =
        token->kind != HJ_TOKEN_BAD && byte_at(lexer, lexer->at) == '.' &&
        (byte_at(lexer, lexer->at + 1) == '"' || letter_at(lexer, lexer->at + 1, false, &after));
    if (dotted) {
        struct hj_span before = token->text;
        lexer->at++;
        scan_part(lexer, token);
        if (token->kind != HJ_TOKEN_BAD) {
            append_part(lexer, token, before);
        }
    }
    for (int kind = HJ_TOKEN_AND; kind < HJ_TOKEN_COUNT && !dotted; kind++) {
        if (token->kind == HJ_TOKEN_NAME && hj_word_is(token->text, spellings[kind])) {
            token->kind = (enum hj_token_kind)kind;
        }
    }
}

static size_t skip_digits(const struct hj_lexer *lexer, size_t at)
{
    while (is_digit(byte_at(lexer, at))) {
        at++;
    }
    return at;
}

/* The double of a decimal: as an integer with an exponent, so that no locale has a say. */
static bool read_number(struct hj_lexer *lexer, struct hj_token *token, struct hj_span digits)
{
    char *text = hj_arena_new(lexer->scratch, digits.size + 32);
    if (!text) {
        lexer->memory_full = true;
        return false;
    }
    enum { FARTHEST = 100000000 }; /* exponent; a text has a million digits at most */
    int64_t exponent = 0;
    size_t size = 0;
    bool fraction = false;
    size_t at = 0;
    for (; at < digits.size && digits.data[at] != 'e' && digits.data[at] != 'E'; at++) {
        if (digits.data[at] == '.') {
            fraction = true;
        } else {
            text[size++] = digits.data[at];
            exponent -= fraction;
        }
    }
    if (at < digits.size) {
        bool negative = digits.data[at + 1] == '-';
        int64_t given = 0;
        for (at += is_digit(digits.data[at + 1]) ? 1 : 2; at < digits.size; at++) {
            given = given < FARTHEST ? given * 10 + (digits.data[at] - '0') : FARTHEST;
        }
        exponent += negative ? -given : given;
    }
    snprintf(text + size, 32, "e%lld", (long long)exponent);
    token->number = strtod(text, NULL);
    return true;
}

/* Up to 2^63. */
static bool read_integer(struct hj_token *token, struct hj_span digits)
{
    for (size_t i = 0; i < digits.size; i++) {
        unsigned digit = (unsigned)(digits.data[i] - '0');
        if (token->integer > (UINT64_C(1) << 63) / 10 || token->integer * 10 + digit > UINT64_C(1)
                                                                                           << 63) {
            return false;
        }
        token->integer = token->integer * 10 + digit;
    }
    return true;
}

static void scan_number(struct hj_lexer *lexer, struct hj_token *token)
{
    token->kind = HJ_TOKEN_INTEGER;
    lexer->at = skip_digits(lexer, lexer->at);
    if (byte_at(lexer, lexer->at) == '.') {
        token->kind = HJ_TOKEN_NUMBER;
        lexer->at = skip_digits(lexer, lexer->at + 1);
    }
    char letter = byte_at(lexer, lexer->at);
    char sign = byte_at(lexer, lexer->at + 1);
    size_t exponent = lexer->at + 1 + (sign == '+' || sign == '-');
    if ((letter == 'e' || letter == 'E') && is_digit(byte_at(lexer, exponent))) {
        token->kind = HJ_TOKEN_NUMBER;
        lexer->at = skip_digits(lexer, exponent);
    }
    struct hj_span digits =
        hj_span_slice(lexer->source->text, token->from, lexer->at - token->from);
    enum hj_code code = HJ_OK;
    size_t end = lexer->at;
    for (size_t after = end; letter_at(lexer, end, true, &after);) {
        end = after;
    }
    if (end > lexer->at) {
        code = HJ_PREDICATE_NUMBER;
        digits.size = end - token->from;
    } else if (token->kind == HJ_TOKEN_NUMBER) {
        if (!read_number(lexer, token, digits)) {
            token->kind = HJ_TOKEN_BAD;
            return;
        }
        code = token->number <= 1.7976931348623157e308 ? HJ_OK : HJ_PREDICATE_NUMBER_LARGE;
    } else if (!read_integer(token, digits)) {
        code = HJ_PREDICATE_NUMBER_LARGE;
    }
    if (code != HJ_OK) {
        struct hj_problem *problem = mistake(lexer, token, token->from + digits.size, code);
        hj_error_text(&problem->error, "number", digits);
    }
}

static void scan_symbol(struct hj_lexer *lexer, struct hj_token *token)
{
    struct hj_span rest = rest_of(lexer);
    char second = byte_at(lexer, lexer->at + 1);
    if ((rest.data[0] == '-' && second == '-') || (rest.data[0] == '/' && second == '*')) {
        mistake(lexer, token, lexer->at + 2, HJ_PREDICATE_COMMENT);
        return;
    }
    if (rest.data[0] == '!' && second == '=') {
        token->kind = HJ_TOKEN_NOT_EQUAL;
        lexer->at += 2;
        return;
    }
    if (rest.data[0] != '=' || second != '=') {
        for (int kind = HJ_TOKEN_OPEN; kind < HJ_TOKEN_AND; kind++) {
            size_t size = strlen(spellings[kind]);
            if (rest.size >= size && memcmp(rest.data, spellings[kind], size) == 0) {
                token->kind = (enum hj_token_kind)kind;
                lexer->at += size;
                return;
            }
        }
    }
    bad_character(lexer, token);
}

struct hj_token hj_lexer_next(struct hj_lexer *lexer)
{
    struct hj_span text = lexer->source->text;
    for (size_t after = lexer->at; after < text.size;) {
        if (!hj_text_is_space(hj_text_next(text, &after))) {
            break;
        }
        lexer->at = after;
    }
    struct hj_token token = {.kind = HJ_TOKEN_END, .from = lexer->at};
    size_t after = 0;
    char first = byte_at(lexer, lexer->at);
    if (lexer->at == text.size) {
        token.to = lexer->at;
        return token;
    }
    if (first == '\'') {
        token.kind = HJ_TOKEN_TEXT;
        scan_quoted(lexer, &token, '\'');
    } else if (first == '"' || letter_at(lexer, lexer->at, false, &after)) {
        scan_name(lexer, &token);
    } else if (is_digit(first) || (first == '.' && is_digit(byte_at(lexer, lexer->at + 1)))) {
        scan_number(lexer, &token);
    } else {
        scan_symbol(lexer, &token);
    }
    token.to = lexer->at;
    return token;
}
