/* SPDX-License-Identifier: MIT
 * What pages are made of, in three forms: for the terminal, as Markdown, as HTML. */
#ifndef HJ_CLI_PAGE_H
#define HJ_CLI_PAGE_H

#include "hejian.h"

#include <stdio.h>

enum hj_page_form { HJ_PAGE_TEXT, HJ_PAGE_MARKDOWN, HJ_PAGE_HTML };

struct hj_page {
    FILE *out;
    enum hj_page_form form;
};

/* The same page where Markdown means nothing: inside of code. */
struct hj_page hj_page_plain(const struct hj_page *page);
void hj_page_head(const struct hj_page *page, struct hj_span title, struct hj_span id);
/* The text with what means something in the form made harmless. */
void hj_page_text(const struct hj_page *page, struct hj_span words);
/* Words of the language as they were written. */
void hj_page_code(const struct hj_page *page, struct hj_span words);
/* A word of ours with the one that options know: "suspected (zombie)". */
void hj_page_word(const struct hj_page *page, const char *name);
void hj_page_heading(const struct hj_page *page, const char *words);
void hj_page_paragraph(const struct hj_page *page, struct hj_span words);
/* Code on lines of its own. */
void hj_page_block(const struct hj_page *page, struct hj_span words);
void hj_page_list_begin(const struct hj_page *page);
void hj_page_list_end(const struct hj_page *page);
void hj_page_item_begin(const struct hj_page *page);
void hj_page_item_end(const struct hj_page *page);

#endif
