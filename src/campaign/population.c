/* SPDX-License-Identifier: MIT */
#include "campaign/population.h"

#include "campaign/indicator.h"

enum hj_code hj_population_root(struct hj_rows *rows, uint32_t *root, struct hj_error *error)
{
    struct hj_indicator_roots roots;
    uint32_t counting;
    *root = rows->where;
    if (rows->where != HJ_ROOT_NONE || !rows->loaded.ruleset->indicator ||
        rows->campaign->config.counting.size == 0) {
        return HJ_OK;
    }
    enum hj_code code =
        hj_indicator_counting(rows->campaign, rows->loaded.ruleset, &counting, error);
    if (code == HJ_OK) {
        code = hj_indicator_roots(&rows->roots, counting, NULL, &roots, error);
    }
    if (code == HJ_OK) {
        *root = roots.denominator;
    }
    return code;
}

static uint32_t find_boolean(struct hj_rows *rows, const char *name)
{
    const struct hj_scope *scope = &rows->loaded.ruleset->scope;
    int index = hj_scope_find(scope, hj_span_of(name));
    return index < 0 || scope->names[index].type != HJ_BOOLEAN
               ? HJ_ROOT_NONE
               : hj_roots_name(&rows->roots, (uint32_t)index);
}

enum hj_code hj_survey_roots(struct hj_rows *rows, struct hj_survey_roots *roots,
                             struct hj_error *error)
{
    const char *const names[] = {HJ_SURVEY_DEAD, HJ_SURVEY_ALIVE};
    uint32_t *const places[] = {&roots->dead, &roots->alive};
    for (int i = 0; i < 2; i++) {
        *places[i] = find_boolean(rows, names[i]);
        if (*places[i] == HJ_ROOT_NONE) {
            hj_error_set(error, HJ_SURVEY_NAMES);
            hj_error_text(error, "name", hj_span_of(names[i]));
            return error->code;
        }
    }
    roots->random = find_boolean(rows, HJ_SURVEY_RANDOM);
    roots->aim = find_boolean(rows, HJ_SURVEY_AIM);
    return HJ_OK;
}

int hj_survey_result(const struct hj_pass_block *block, const struct hj_survey_roots *roots,
                     uint32_t row)
{
    if (hj_bits_get(block->results[roots->dead].truth.yes, row)) {
        return 1;
    }
    return hj_bits_get(block->results[roots->alive].truth.yes, row) ? 0 : -1;
}

enum hj_code hj_group_root(struct hj_rows *rows, const char *by, uint32_t *root,
                           struct hj_error *error)
{
    static const char *const names[] = {"town", "authority", "type"};
    *root = HJ_ROOT_NONE;
    if (!by) {
        *root = hj_roots_find(&rows->roots, names[0]);
        return HJ_OK;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], by) == 0) {
            *root = hj_roots_find(&rows->roots, by);
            if (*root != HJ_ROOT_NONE) {
                return HJ_OK;
            }
        }
    }
    hj_error_set(error, HJ_CAMPAIGN_GROUP);
    hj_error_text(error, "group", hj_span_of(by));
    hj_error_text(error, "expected", hj_span_of("town, authority, type"));
    return error->code;
}

struct hj_span hj_group_name(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    struct hj_value value = hj_rows_value(block, root, row);
    return value.null || value.type != HJ_TEXT ? (struct hj_span){"", 0} : value.text;
}
