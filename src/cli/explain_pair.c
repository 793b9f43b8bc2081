/* SPDX-License-Identifier: MIT */
#include "cli/explain_pair.h"

#include "cli/conditions.h"
#include "cli/explain_words.h"
#include "cli/message.h"
#include "cli/words.h"

#include <inttypes.h>

struct hj_value hj_pair_column(const struct hj_explain_tuple *a, const struct hj_explain_tuple *b,
                               uint32_t column)
{
    bool unknown = a->values[column].value.null || b->values[column].value.null;
    return (struct hj_value){.type = HJ_BOOLEAN,
                             .null = unknown,
                             .boolean = !unknown && a->hashes[column] == b->hashes[column]};
}

struct hj_value hj_pair_tuple(const struct hj_explain_tuple *a, const struct hj_explain_tuple *b)
{
    struct hj_value all = {.type = HJ_BOOLEAN, .boolean = true};
    for (uint32_t i = 0; i < a->count; i++) {
        struct hj_value same = hj_pair_column(a, b, i);
        if (!same.null && !same.boolean) {
            return same;
        }
        all = same.null ? same : all;
    }
    return all;
}

const struct hj_explain_cluster *hj_pair_cluster(const struct hj_explain *a,
                                                 const struct hj_explain *b, uint32_t *index)
{
    while (*index < a->cluster_count) {
        const struct hj_explain_cluster *cluster = &a->clusters[(*index)++];
        for (uint32_t i = 0; i < b->cluster_count; i++) {
            if (b->clusters[i].number == cluster->number) {
                return cluster;
            }
        }
    }
    return NULL;
}

static void print_tuple(const struct hj_explain_tuple *a, const struct hj_explain_tuple *b)
{
    printf("    %s\n", hj_conditions_truth(hj_pair_tuple(a, b)));
    for (uint32_t i = 0; i < a->count; i++) {
        printf("      %s  ", hj_conditions_truth(hj_pair_column(a, b, i)));
        hj_explain_print_name(stdout, &a->values[i]);
        fputs("   [", stdout);
        hj_conditions_value(stdout, &a->values[i].value);
        fputs(" | ", stdout);
        hj_conditions_value(stdout, &b->values[i].value);
        fputs("]\n", stdout);
    }
}

static void print_firm(const struct hj_explain *firm)
{
    printf(_("record %" PRId64 " of the registry, line %" PRId64 "\n"), firm->record, firm->line);
    fputs("  ", stdout);
    hj_words_print(stdout, firm->uscc);
    fputs("  ", stdout);
    hj_words_print(stdout, firm->name);
    fputc('\n', stdout);
}

static void print_rule(const struct hj_explain_rule *a, const struct hj_explain_rule *b)
{
    struct hj_span title = hj_message_pick(a->title_zh, a->title_en);
    char room[HJ_WORD];
    struct hj_span strength = hj_words_translate(hj_span_of(a->strength), room);
    printf("  %.*s  %.*s (%.*s)\n", (int)a->id.size, a->id.data, (int)title.size, title.data,
           (int)strength.size, strength.data);
    for (uint32_t i = 0; i < a->same_count; i++) {
        print_tuple(&a->same[i], &b->same[i]);
    }
}

void hj_pair_print(const struct hj_explain *a, const struct hj_explain *b)
{
    print_firm(a);
    print_firm(b);
    printf("\n%s\n", _("what duplicate rules compare:"));
    for (uint32_t i = 0; i < a->rule_count; i++) {
        if (a->rules[i].same_count > 0) {
            print_rule(&a->rules[i], &b->rules[i]);
        }
    }
    printf("\n%s\n", _("clusters that hold both:"));
    uint32_t index = 0, found = 0;
    for (const struct hj_explain_cluster *cluster; (cluster = hj_pair_cluster(a, b, &index));) {
        char room[HJ_WORD];
        struct hj_span strength = hj_words_translate(cluster->strength, room);
        printf(_("  cluster %" PRId64 " (%.*s, by %.*s)\n"), cluster->number, (int)strength.size,
               strength.data, (int)cluster->rules.size, cluster->rules.data);
        found++;
    }
    if (found == 0) {
        printf("  %s\n", _("none"));
    }
}
