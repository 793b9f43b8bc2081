/* SPDX-License-Identifier: MIT */
#include "rules/identifiers.h"

#include "rules/lex.h"

static bool is_name(const struct hj_token *token)
{
    return token->kind == HJ_TOKEN_NAME || token->kind == HJ_TOKEN_QUOTED;
}

static bool is_end(const struct hj_token *token)
{
    return token->kind == HJ_TOKEN_END || token->kind == HJ_TOKEN_BAD;
}

bool hj_identifiers(struct hj_span text, struct hj_arena *arena,
                    void (*visit)(void *context, struct hj_span name), void *context)
{
    /* the checker will tell what is wrong with the text */
    struct hj_problems ignored = {0};
    struct hj_source source = {.text = text, .name = "", .problems = &ignored};
    struct hj_lexer lexer = {.source = &source, .arena = arena, .scratch = &ignored.arena};
    struct hj_token token = hj_lexer_next(&lexer);
    while (!is_end(&token)) {
        struct hj_token after = hj_lexer_next(&lexer);
        bool function = token.kind == HJ_TOKEN_NAME && after.kind == HJ_TOKEN_OPEN;
        if (is_name(&token) && !function) {
            visit(context, token.text);
        }
        token = after;
    }
    hj_problems_release(&ignored);
    return !lexer.memory_full;
}

bool hj_identifier_is_plain(struct hj_span text)
{
    struct hj_problems ignored = {0};
    struct hj_source source = {.text = text, .name = "", .problems = &ignored};
    struct hj_lexer lexer = {.source = &source, .arena = &ignored.arena, .scratch = &ignored.arena};
    struct hj_token token = hj_lexer_next(&lexer);
    bool plain = token.kind == HJ_TOKEN_NAME && token.from == 0 && token.to == text.size;
    hj_problems_release(&ignored);
    return plain;
}
