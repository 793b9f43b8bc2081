/* SPDX-License-Identifier: MIT
 * The firms that an estimate or an evaluation is about: those of --where; without it those that the
 * campaign's counting counts; without an indicator or a counting all. */
#ifndef HJ_CAMPAIGN_POPULATION_H
#define HJ_CAMPAIGN_POPULATION_H

#include "campaign/rows.h"

/* After hj_rows_begin_roots; HJ_ROOT_NONE: all. */
enum hj_code hj_population_root(struct hj_rows *rows, uint32_t *root,
                                struct hj_error *error) HJ_MUST_USE;

static inline bool hj_population_has(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    return root == HJ_ROOT_NONE || hj_bits_get(block->results[root].truth.yes, row);
}

/* Names of the firm scope that say what a visit found; both are the rules' own. */
#define HJ_SURVEY_DEAD "survey_dead"
#define HJ_SURVEY_ALIVE "survey_alive"
/* Both may be missing. Whether the visit was drawn at random: where some visits were, estimates
 * rest on these alone. Whether a firm is of those that visits are often aimed at, from other tables
 * than the survey: if visits were drawn at random, as many of the visited are as of all. */
#define HJ_SURVEY_RANDOM "survey_random"
#define HJ_SURVEY_AIM "survey_aim"
struct hj_survey_roots {
    uint32_t dead, alive, random, aim; /* the last two may be HJ_ROOT_NONE */
};
/* HJ_SURVEY_NAMES where the rules have no such names. */
enum hj_code hj_survey_roots(struct hj_rows *rows, struct hj_survey_roots *roots,
                             struct hj_error *error) HJ_MUST_USE;
/* 1: dead; 0: alive; -1: not surveyed, or the visit said nothing. */
int hj_survey_result(const struct hj_pass_block *block, const struct hj_survey_roots *roots,
                     uint32_t row);

/* The root that groups are told by: `by` (NULL: town), which must be one of the names that a scope
 * can have; HJ_CAMPAIGN_GROUP otherwise. */
enum hj_code hj_group_root(struct hj_rows *rows, const char *by, uint32_t *root,
                           struct hj_error *error) HJ_MUST_USE;
/* The group's name for a row; empty where there is none. */
struct hj_span hj_group_name(const struct hj_pass_block *block, uint32_t root, uint32_t row);

#endif
