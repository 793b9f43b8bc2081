/* SPDX-License-Identifier: MIT
 * Library errors as sentences: the only place that renders and translates them. */
#ifndef HJ_CLI_MESSAGE_H
#define HJ_CLI_MESSAGE_H

#include "hejian.h"

#include <stdio.h>

/* gettext under a short name. */
const char *hj_translate(const char *text) __attribute__((format_arg(1)));
#define _(text) hj_translate(text)

/* Sets the language: "zh", "en", or NULL for the environment's. */
void hj_message_language(const char *language);
/* "zh" or "en". */
const char *hj_message_current_language(void);
bool hj_message_chinese(void);
/* Of two titles the one in the language, else the other. */
struct hj_span hj_message_pick(struct hj_span zh, struct hj_span en);

/* `file:line:col: error: text`, or `hejian: error: text` where there is no place. */
void hj_message_error(FILE *out, const struct hj_error *error, bool color);
/* The same with the source line, a caret and the suggestion. */
void hj_message_problem(FILE *out, const struct hj_problem *problem, bool color);
/* "did you mean: {prefix}{name}"; nothing where name is NULL. */
void hj_message_suggest(FILE *out, const char *name, const char *prefix);
/* The sentence alone, without a line end. */
void hj_message_text(FILE *out, const struct hj_error *error);

#endif
