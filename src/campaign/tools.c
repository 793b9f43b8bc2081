/* SPDX-License-Identifier: MIT */
#include "campaign/tools.h"

static struct hj_text_list list_of(const struct hj_ruleset *ruleset, const char *key)
{
    for (uint32_t i = 0; i < ruleset->name_count; i++) {
        if (hj_span_is(ruleset->names[i].key, key)) {
            return (struct hj_text_list){ruleset->names[i].words.items,
                                         ruleset->names[i].words.count};
        }
    }
    return (struct hj_text_list){NULL, 0};
}

enum hj_code hj_tools_make(const struct hj_ruleset *ruleset, struct hj_tools *tools,
                           struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_text_name_lists lists = {
        .regions = list_of(ruleset, "regions"),
        .region_suffixes = list_of(ruleset, "region_suffixes"),
        .industries = list_of(ruleset, "industries"),
        .forms = list_of(ruleset, "forms"),
        .branches = list_of(ruleset, "branch"),
    };
    if (tools->normal) {
        return HJ_OK;
    }
    HJ_TRY(hj_text_normal_new(&tools->normal, error));
    if (lists.forms.count > 0) {
        HJ_TRY(hj_text_names_new(&tools->names, &lists, tools->normal, error));
        HJ_TRY(hj_text_addresses_new(&tools->addresses, lists.regions, lists.region_suffixes,
                                     tools->normal, error));
    }
done:
    if (code != HJ_OK) {
        hj_tools_release(tools);
    }
    return code;
}

void hj_tools_release(struct hj_tools *tools)
{
    hj_text_addresses_free(tools->addresses);
    hj_text_names_free(tools->names);
    hj_text_normal_free(tools->normal);
    *tools = (struct hj_tools){0};
}
