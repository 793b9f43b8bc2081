/* SPDX-License-Identifier: MIT */
#include "rules/scalar.h"

#include "base/memory.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Bytes of the character at `at`, which is valid UTF-8. */
static size_t character_size(struct hj_span text, size_t at)
{
    unsigned char first = (unsigned char)text.data[at];
    size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return size < text.size - at ? size : text.size - at;
}

/* The pattern's next character, _ or literal, stands at `at`; both move behind it. */
static bool step(struct hj_span text, size_t *at, struct hj_span pattern, size_t *pattern_at)
{
    if (*at >= text.size) {
        return false;
    }
    if (pattern.data[*pattern_at] == '_') {
        *at += character_size(text, *at);
        *pattern_at += 1;
        return true;
    }
    size_t wanted = *pattern_at + (pattern.data[*pattern_at] == '\\');
    size_t size = wanted < pattern.size ? character_size(pattern, wanted) : 0;
    if (size == 0 || text.size - *at < size ||
        memcmp(text.data + *at, pattern.data + wanted, size) != 0) {
        return false;
    }
    *at += size;
    *pattern_at = wanted + size;
    return true;
}

/* Only the last % ever needs to be tried again: what an earlier one could take, it can. */
bool hj_scalar_like(struct hj_span text, struct hj_span pattern)
{
    size_t at = 0;
    size_t pattern_at = 0;
    bool any = false; /* there was a %; it took the text up to retry_at */
    size_t retry_pattern_at = 0;
    size_t retry_at = 0;
    for (;;) {
        if (pattern_at == pattern.size) {
            if (at == text.size) {
                return true;
            }
        } else if (pattern.data[pattern_at] == '%') {
            any = true;
            retry_pattern_at = ++pattern_at;
            retry_at = at;
            continue;
        } else if (step(text, &at, pattern, &pattern_at)) {
            continue;
        }
        if (!any || retry_at >= text.size) {
            return false;
        }
        /* A % at the very end takes the rest at once. */
        retry_at = retry_pattern_at == pattern.size ? text.size
                                                    : retry_at + character_size(text, retry_at);
        at = retry_at;
        pattern_at = retry_pattern_at;
    }
}

static void *matcher_new(size_t size, void *context)
{
    (void)context;
    return hj_memory_new(size);
}

static void matcher_free(void *block, void *context)
{
    (void)context;
    hj_memory_free(block);
}

enum hj_code hj_matcher_init(struct hj_matcher *matcher, struct hj_error *error)
{
    *matcher = (struct hj_matcher){0};
    pcre2_general_context *memory = pcre2_general_context_create(matcher_new, matcher_free, NULL);
    if (!memory) {
        return hj_error_memory(error);
    }
    matcher->data = pcre2_match_data_create(1, memory);
    matcher->limits = pcre2_match_context_create(memory);
    matcher->stack = pcre2_jit_stack_create(32 * 1024, HJ_MATCH_STACK, memory);
    pcre2_general_context_free(memory);
    /* Without a JIT there is no stack, and none is needed. */
    uint32_t jit = 0;
    pcre2_config(PCRE2_CONFIG_JIT, &jit);
    if (!matcher->data || !matcher->limits || (jit && !matcher->stack)) {
        hj_matcher_release(matcher);
        return hj_error_memory(error);
    }
    pcre2_set_match_limit(matcher->limits, HJ_MATCH_LIMIT);
    pcre2_set_depth_limit(matcher->limits, HJ_MATCH_DEPTH);
    pcre2_jit_stack_assign(matcher->limits, NULL, matcher->stack);
    return HJ_OK;
}

void hj_matcher_release(struct hj_matcher *matcher)
{
    if (matcher) {
        pcre2_match_data_free(matcher->data);
        pcre2_match_context_free(matcher->limits);
        pcre2_jit_stack_free(matcher->stack);
        *matcher = (struct hj_matcher){0};
    }
}

enum hj_fault hj_scalar_regexp(const struct pcre2_real_code_8 *regex, struct hj_span text,
                               struct hj_matcher *matcher, bool *matched, bool *memory_full)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)(text.data ? text.data : "");
    /* What pcre2_match does where there is a JIT, without its checks of options and subject. */
    int found = pcre2_jit_match(regex, subject, text.size, 0, 0, matcher->data, matcher->limits);
    if (found == PCRE2_ERROR_JIT_BADOPTION) {
        found = pcre2_match(regex, subject, text.size, 0, PCRE2_NO_UTF_CHECK, matcher->data,
                            matcher->limits);
    }
    *matched = found >= 0;
    *memory_full = found == PCRE2_ERROR_NOMEMORY;
    return found >= 0 || found == PCRE2_ERROR_NOMATCH ? HJ_FAULT_NONE : HJ_FAULT_LIMIT;
}
