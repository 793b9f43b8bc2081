/* SPDX-License-Identifier: MIT
 * What derived columns and norm() need, made from the ruleset's word lists: the normal form of
 * text, the parser of names, the keys of addresses. Made when a pass first needs it. */
#ifndef HJ_CAMPAIGN_TOOLS_H
#define HJ_CAMPAIGN_TOOLS_H

#include "match/program.h"

struct hj_tools {
    struct hj_text_normal *normal;       /* NULL: not made yet */
    struct hj_text_names *names;         /* NULL: the rules have no `names:` */
    struct hj_text_addresses *addresses; /* NULL: likewise */
};

/* Makes them unless they are there. */
enum hj_code hj_tools_make(const struct hj_ruleset *ruleset, struct hj_tools *tools,
                           struct hj_error *error) HJ_MUST_USE;
void hj_tools_release(struct hj_tools *tools);

static inline struct hj_match_tools hj_tools_view(const struct hj_tools *tools)
{
    return (struct hj_match_tools){tools->normal, tools->names, tools->addresses};
}

#endif
