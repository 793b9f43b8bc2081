/* SPDX-License-Identifier: MIT
 * Answers what REGEXP says, for regexp.py. Reads lines of hexadecimal UTF-8: `P…` compiles a
 * pattern as the language does, `T…` asks it about a text. Writes a line for each text: 1, 0, or ?
 * where the pattern gave up; and `wrong` for a pattern that is none. */
#include "language_case.h"

#include <stdio.h>

static struct hj_span unhex(char *line)
{
    size_t size = 0;
    for (char *at = line; at[0] > ' ' && at[1] > ' '; at += 2) {
        char digits[3] = {at[0], at[1], '\0'};
        line[size++] = (char)strtoul(digits, NULL, 16);
    }
    return (struct hj_span){line, size};
}

static const struct hj_expr *compile(struct language_case *world, struct hj_span pattern)
{
    struct hj_buffer text = {0};
    bool written = hj_buffer_append(&text, hj_span_of("name REGEXP '"));
    for (size_t i = 0; i < pattern.size; i++) {
        struct hj_span byte = hj_span_slice(pattern, i, 1);
        written = written && hj_buffer_append(&text, byte) &&
                  (*byte.data != '\'' || hj_buffer_append(&text, byte));
    }
    written = written && hj_buffer_append(&text, hj_span_of("'"));
    const struct hj_expr *root =
        written ? case_span(world, hj_buffer_span(&text), HJ_BOOLEAN) : NULL;
    hj_buffer_release(&text);
    return root;
}

int main(void)
{
    static char line[65536];
    struct language_case world;
    struct hj_arena arena = {0};
    struct hj_faults faults = {0};
    struct hj_matcher matcher;
    struct hj_error error;
    const struct hj_expr *root = NULL;
    case_init(&world);
    if (hj_matcher_init(&matcher, &error) != HJ_OK) {
        return 3;
    }
    struct hj_scalar scalar = {&arena, NULL, &matcher, &faults};
    while (fgets(line, sizeof line, stdin)) {
        struct hj_span bytes = unhex(line + 1);
        if (line[0] == 'P') {
            root = compile(&world, bytes);
            if (!root) {
                puts("wrong");
            }
            continue;
        }
        struct hj_value operands[2] = {{.type = HJ_TEXT, .text = bytes}, {.type = HJ_TEXT}};
        struct hj_value answer = {.null = true};
        if (root && !hj_scalar_apply(root, operands, &scalar, &answer)) {
            return 3;
        }
        puts(answer.null ? "?" : answer.boolean ? "1" : "0");
    }
    hj_matcher_release(&matcher);
    hj_arena_release(&arena);
    case_release(&world);
    return 0;
}
