/* SPDX-License-Identifier: MIT
 * Words of data on their way to a person: made harmless for a terminal, and, where they are words
 * of the program itself (titles of columns, types, classes), in the person's language. CSV and JSON
 * never go through here. */
#ifndef HJ_CLI_WORDS_H
#define HJ_CLI_WORDS_H

#include "base/buffer.h"

#include <stdint.h>
#include <stdio.h>

/* Control characters (C0, DEL, C1), line separators, marks that turn the direction of writing,
 * invisible ones, and bytes that are not UTF-8 become '?', one each. False: the memory is full. */
bool hj_words_harmless(struct hj_span text, struct hj_buffer *out);
void hj_words_print(FILE *out, struct hj_span text);
/* The same, left-justified to a number of columns of the terminal. */
void hj_words_left(FILE *out, struct hj_span text, size_t width);

/* The word in the person's language, or itself: only words listed in words.c are looked up. The
 * result may be in `room`. */
enum { HJ_WORD = 64 };
struct hj_span hj_words_translate(struct hj_span word, char room[HJ_WORD]);

/* The title of a result's column in a table for people. */
struct hj_span hj_words_title(struct hj_span name, char room[HJ_WORD]);
/* A cell of that column: words of the program in the person's language, all else as it is. */
struct hj_span hj_words_cell(const char *column, struct hj_span text, char room[HJ_WORD]);

/* The same for what a rule lacks (NOTE_UNKNOWN): items with ", " between. Cut where room is full.
 */
void hj_words_missing(const char *items, char *room, size_t size);

#endif
