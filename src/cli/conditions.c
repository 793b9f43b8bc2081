/* SPDX-License-Identifier: MIT */
#include "cli/conditions.h"

#include "cli/explain_words.h"
#include "cli/message.h"
#include "cli/render.h"
#include "cli/words.h"

const char *hj_conditions_truth(struct hj_value value)
{
    if (value.null) {
        return _("UNKNOWN");
    }
    return value.boolean ? _("TRUE") : _("FALSE");
}

void hj_conditions_value(FILE *out, const struct hj_value *value)
{
    char room[HJ_VALUE_TEXT];
    if (value->null) {
        hj_words_print(out, hj_span_of(_("unknown")));
    } else if (value->type == HJ_BOOLEAN) {
        hj_words_print(out, hj_span_of(value->boolean ? _("true") : _("false")));
    } else {
        hj_words_print(out, hj_value_text(value, room));
    }
}

static void print_node(FILE *out, const struct hj_explain_node *node, unsigned indent)
{
    fprintf(out, "%*s%s  ", (int)(indent + 2 * node->depth), "", hj_conditions_truth(node->value));
    hj_words_print(out, node->text);
    for (uint32_t i = 0; i < node->value_count; i++) {
        fputs(i ? ", " : "   [", out);
        hj_explain_print_name(out, &node->values[i]);
        fputs(" = ", out);
        hj_conditions_value(out, &node->values[i].value);
    }
    fprintf(out, "%s%s\n", node->value_count ? "]" : "", node->decides ? _("   <- decides") : "");
}

void hj_conditions_print(FILE *out, const char *title, const struct hj_explain_predicate *predicate)
{
    if (predicate->count > 0) {
        fprintf(out, "    %s\n", title);
    }
    for (uint32_t i = 0; i < predicate->count; i++) {
        print_node(out, &predicate->nodes[i], 6);
    }
}
