/* SPDX-License-Identifier: MIT
 * libhejian: open a campaign, run its stages, read every result through one cursor.
 *
 *     struct hj_settings settings = {.threads = 2};
 *     struct hj_campaign *campaign;
 *     struct hj_error error;
 *     if (hj_open("fixtures/huaiyin", &settings, &campaign, &error) == HJ_OK &&
 *         hj_run(campaign, HJ_STAGE_LOAD, &error) == HJ_OK &&
 *         hj_run(campaign, HJ_STAGE_FLAG, &error) == HJ_OK) { … hj_rows_open(…) … }
 *     hj_close(campaign);
 *
 * One thread at a time uses a campaign; what runs in parallel is inside. The library never prints,
 * exits, or reads the clock, the environment or the locale. */
#ifndef HEJIAN_H
#define HEJIAN_H

#include "base/problem.h"
#include "column/value.h"

struct hj_campaign;

/* What the caller wants to be told, and may use. All zero is allowed. */
struct hj_settings {
    unsigned threads;     /* 0: one a core */
    uint64_t max_memory;  /* bytes; 0: no bound beyond what the stages promise */
    bool draft;           /* draft rules run too */
    bool accept;          /* load: take a snapshot that looks wrong */
    /* What was done, one call a sentence: a code with named arguments, as in an error. */
    void (*note)(void *context, const struct hj_error *note);
    void (*progress)(void *context, uint64_t done, uint64_t of);
    void *context;
};

const char *hj_version(void);

/* path: a campaign.yaml, the folder that has one, or NULL for the working folder. When the files have
 * mistakes the campaign is made all the same, hj_problems tells, and HJ_CAMPAIGN_RULES is returned:
 * close it in any case. */
enum hj_code hj_open(const char *path, const struct hj_settings *settings,
                     struct hj_campaign **campaign, struct hj_error *error) HJ_MUST_USE;
void hj_close(struct hj_campaign *campaign); /* NULL is allowed */

/* Mistakes and warnings in campaign.yaml, rule files and scenarios found so far; the campaign's. */
struct hj_problems *hj_problems(struct hj_campaign *campaign);

enum hj_stage { HJ_STAGE_LOAD, HJ_STAGE_FLAG, HJ_STAGE_DECIDE, HJ_STAGE_COUNT };

/* Runs one stage as one transaction of the store. On failure the store is as before. */
enum hj_code hj_run(struct hj_campaign *campaign, enum hj_stage stage, struct hj_error *error) HJ_MUST_USE;

/* ---- results ---- */

enum hj_result { HJ_RESULT_FINDINGS, HJ_RESULT_VERDICTS, HJ_RESULT_REJECTS, HJ_RESULT_RATIO, HJ_RESULT_RULES, HJ_RESULT_COUNT };

/* A column of a result: name and type are part of the contract (design.md section 12). */
struct hj_result_column {
    const char *name;
    enum hj_type type;
    bool json;        /* a text that is JSON */
    int decimals;     /* numbers in CSV: half-up to so many; 0: the shortest form */
    bool masked;      /* may hold a natural person's name */
};

/* NULL members filter nothing. where is a predicate over firms. */
struct hj_filter {
    const char *rule, *rule_class, *town, *route, *where;
    const char *by;   /* ratio: town, authority or type; NULL: the total alone */
};

struct hj_rows;

const char *hj_result_name(enum hj_result result);
const struct hj_result_column *hj_result_columns(enum hj_result result, uint32_t *count);

/* The cursor reads the store block by block; close it before the campaign. */
enum hj_code hj_rows_open(struct hj_campaign *campaign, enum hj_result result,
                          const struct hj_filter *filter, struct hj_rows **rows,
                          struct hj_error *error) HJ_MUST_USE;
/* *values: one a column, valid until the next call; NULL at the end. */
enum hj_code hj_rows_next(struct hj_rows *rows, const struct hj_value **values,
                          struct hj_error *error) HJ_MUST_USE;
void hj_rows_close(struct hj_rows *rows); /* NULL is allowed */

#endif
