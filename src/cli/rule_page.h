/* SPDX-License-Identifier: MIT
 * A rule as a page: for the terminal, as Markdown, as HTML, in the language that is set. */
#ifndef HJ_CLI_RULE_PAGE_H
#define HJ_CLI_RULE_PAGE_H

#include "cli/page.h"

/* The protections of the catalogue are named on every page of another class. */
void hj_rule_page_print(FILE *out, enum hj_page_form form, const struct hj_catalogue_rule *rule);
/* One line a rule, by class, with links to the pages. */
void hj_rule_index_print(FILE *out, enum hj_page_form form, const struct hj_catalogue *catalogue);

#endif
