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

#include "base/buffer.h"
#include "base/problem.h"
#include "column/value.h"
#include "simulate/answers.h" /* plain structs too */

struct hj_campaign;

/* What the caller wants to be told, and may use. All zero is allowed. */
struct hj_settings {
    unsigned threads; /* 0: one a core */
    bool draft;       /* draft rules run too */
    bool accept;      /* load: read again in any case, and take a snapshot that looks wrong */
    const char *now;  /* recorded with each run, as given; NULL: nothing is */
    /* What was done, one call a sentence: a code with named arguments, as in an error. */
    void (*note)(void *context, const struct hj_error *note);
    void (*progress)(void *context, uint64_t done, uint64_t of);
    /* Nanoseconds from any beginning, for the times of a profile; NULL: it has none. */
    uint64_t (*ticks)(void *context);
    /* The text of a code in the language asked for, as hj_code_text gives it in English (NULL).
     * Sentences of results and files are made of it: the reasons of rejects. */
    const char *(*words)(void *context, enum hj_code code);
    void *context;
};

const char *hj_version(void);

/* path: a campaign.yaml, the folder that has one, or NULL for the working folder. When the files
 * have mistakes the campaign is made all the same, hj_problems tells, and HJ_CAMPAIGN_RULES is
 * returned: close it in any case. */
enum hj_code hj_open(const char *path, const struct hj_settings *settings,
                     struct hj_campaign **campaign, struct hj_error *error) HJ_MUST_USE;
void hj_close(struct hj_campaign *campaign); /* NULL is allowed */

/* Mistakes and warnings in campaign.yaml, rule files and scenarios found so far; the campaign's. */
struct hj_problems *hj_problems(struct hj_campaign *campaign);

enum hj_stage { HJ_STAGE_LOAD, HJ_STAGE_FLAG, HJ_STAGE_LINK, HJ_STAGE_DECIDE, HJ_STAGE_COUNT };

/* Runs one stage as one transaction of the store. On failure the store is as before. */
enum hj_code hj_run(struct hj_campaign *campaign, enum hj_stage stage,
                    struct hj_error *error) HJ_MUST_USE;

/* ---- rule files without a run ---- */

/* What `rules check` and `rules test` look at: these files with the campaign's tables and features,
 * or the campaign's own rules where paths is NULL. campaign may be NULL where paths is not.
 * Mistakes and warnings go to problems. */
struct hj_rules_tested {
    uint32_t rules, tests, passed;
};
enum hj_code hj_rules_check(struct hj_campaign *campaign, const char *const *paths, size_t count,
                            struct hj_problems *problems, struct hj_rules_tested *counts,
                            struct hj_error *error) HJ_MUST_USE;
/* Runs the inline tests; each that fails is a problem with its trace. */
enum hj_code hj_rules_test(struct hj_campaign *campaign, const char *const *paths, size_t count,
                           struct hj_problems *problems, struct hj_rules_tested *counts,
                           struct hj_error *error) HJ_MUST_USE;

/* The JSON Schema of rule files, for editors; appended to out. */
enum hj_code hj_rules_schema(struct hj_buffer *out, struct hj_error *error) HJ_MUST_USE;

/* Everything of the rules, for people: what `rules show` and `rules docs` tell. Personal values of
 * tests are masked. */
struct hj_catalogue_law {
    struct hj_span law, article, title_zh, title_en; /* titles: empty where it is a text */
    struct hj_span number, confidence, source;       /* empty: not said */
    bool repealed;
};
struct hj_catalogue_given {
    struct hj_span name;
    struct hj_value value;
};
struct hj_catalogue_test {
    const struct hj_catalogue_given *given;
    uint32_t given_count, line;
    const char *expect; /* "true", "false", "unknown" */
};
struct hj_catalogue_name {
    struct hj_span name;
    const char *kind;      /* "feature" or "parameter" */
    struct hj_span text;   /* its definition */
    struct hj_value value; /* a parameter's, as of the campaign's day; NULL without a campaign */
};
struct hj_catalogue_rule {
    struct hj_span id, title_zh, title_en, why_zh, why_en, false_positives_zh, false_positives_en;
    struct hj_span when, unless, same, model, needs, file; /* needs: "scope, survey.result" */
    uint32_t line, law_count, evidence_count, rests_count, test_count;
    const char *rule_class, *severity, *status, *strength; /* strength: "" or a duplicate's */
    const char *unknown;                                   /* of a protection: blocks, passes; "" */
    const struct hj_catalogue_law *laws;
    const struct hj_span *evidence;
    const struct hj_catalogue_name *rests; /* what `when` and `unless` rest on */
    const struct hj_catalogue_test *tests;
};
struct hj_catalogue {
    const struct hj_catalogue_rule *rules; /* by id, drafts and retired ones too */
    uint32_t count;
    void *owner;
};
/* Arguments as of hj_rules_check. */
enum hj_code hj_catalogue_new(struct hj_campaign *campaign, const char *const *paths, size_t count,
                              struct hj_problems *problems, struct hj_catalogue **catalogue,
                              struct hj_error *error) HJ_MUST_USE;
void hj_catalogue_free(struct hj_catalogue *catalogue); /* NULL is allowed */

/* ---- results ---- */

enum hj_result {
    HJ_RESULT_FINDINGS,
    HJ_RESULT_CLUSTERS,
    HJ_RESULT_VERDICTS,
    HJ_RESULT_REJECTS,
    HJ_RESULT_RATIO,
    HJ_RESULT_CHANGES,
    HJ_RESULT_UNMATCHED,
    HJ_RESULT_COVERAGE,
    HJ_RESULT_SURVEY,
    HJ_RESULT_DRAW,        /* whom to visit next */
    HJ_RESULT_EVALUATION,  /* against a truth file; without one against the survey */
    HJ_RESULT_PROFILE,     /* what each rule costs */
    HJ_RESULT_DIFF,        /* what a change of rule files does */
    HJ_RESULT_PLAN,        /* whose case to open first, and when */
    HJ_RESULT_WATCH,       /* firms of the numerator that may drop out of it */
    HJ_RESULT_WATCH_RISKS, /* the same counted by risk */
    HJ_RESULT_COUNT
};

/* A column of a result: name and type are part of the contract (design.md section 12). */
struct hj_result_column {
    const char *name;
    enum hj_type type;
    bool json;    /* a text that is JSON */
    int decimals; /* numbers in CSV: half-up to so many; 0: the shortest form */
    bool masked;  /* may hold a natural person's name */
    bool whole;   /* a sentence: tables for people do not cut it */
};

/* NULL members filter nothing. where is a predicate over firms. */
struct hj_filter {
    const char *rule, *rule_class, *town, *route, *where;
    const char
        *by; /* ratio, coverage, survey, draw: town, authority or type (NULL: the total alone;
              * of survey and draw the town); evaluation: class, route, rule or town */
    const char *const *paths; /* profile: rule files beside the campaign's; only their rules */
    size_t path_count;
    const char *truth;      /* evaluation: the file; NULL: the survey */
    const char *positive;   /* evaluation: states that count, by commas; NULL: what the rules say */
    const char *allocation; /* draw: proportional (NULL) or optimal */
    int64_t draw;           /* draw: how many firms */
    uint64_t seed;          /* draw: below 2^56 */
    const char *old_rules, *new_rules; /* diff: a file or folder each, both given */
    const char *scenario;              /* plan, watch: the file; NULL: the campaign's */
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

/* NULL members: the campaign's folder, the hand-over to departments, a draft. */
struct hj_lists_options {
    const char *folder;
    const char *stage; /* of a layout */
    const char *issue; /* the day on which they are sent: what was sent is recorded */
};
/* Writes the lists, one workbook and one CSV file a role and town. options may be NULL. */
enum hj_code hj_lists(struct hj_campaign *campaign, const struct hj_lists_options *options,
                      struct hj_error *error) HJ_MUST_USE;

/* Writes the books that a department is to answer for (`ask:` layouts of the rules): code and name
 * of a firm, a mark and a day to fill in. Rests on `load` alone. role: as a layout, the rules or
 * the campaign call it (HJ_CAMPAIGN_ASK). options may be NULL; its stage is not read. */
enum hj_code hj_ask(struct hj_campaign *campaign, const char *role,
                    const struct hj_lists_options *options, struct hj_error *error) HJ_MUST_USE;

/* ---- why ---- */

/* A name of the firm scope and its value; personal values are masked. */
struct hj_explain_value {
    struct hj_span name, origin; /* origin: input, raw, derived, feature */
    struct hj_span header;   /* of a column: the file's, else the dictionary's first; or empty */
    struct hj_span evidence; /* what lists call it where it is missing; empty: nothing */
    struct hj_value value;
};

/* One line of a predicate: a sub-condition with its value (TRUE, FALSE, or NULL for UNKNOWN) and
 * the values of the names in it. */
struct hj_explain_node {
    unsigned depth;
    struct hj_span text;
    struct hj_value value;
    bool decides; /* another value of this condition could change the result */
    const struct hj_explain_value *values;
    uint32_t value_count;
};

struct hj_explain_predicate {
    struct hj_value value;
    const struct hj_explain_node *nodes; /* count 0: not given */
    uint32_t count;
};

/* What a test that failed found; in the problem that tells of it. */
struct hj_test_trace {
    struct hj_explain_predicate when, unless;
};

/* A tuple of `same:`; hashes are of the values unmasked, to compare two firms by. */
struct hj_explain_tuple {
    const struct hj_explain_value *values;
    const uint64_t *hashes;
    uint32_t count;
};

struct hj_explain_rule {
    struct hj_span id, title_zh, title_en, why_zh, why_en;
    const char *rule_class, *severity, *strength; /* strength: "" or a duplicate's */
    struct hj_value holds;                        /* NULL: could not judge */
    struct hj_explain_predicate when, unless;
    const struct hj_explain_tuple *same; /* of a duplicate rule, which has no `when` */
    uint32_t same_count;
    const struct hj_span *basis; /* "law article" */
    uint32_t basis_count;
};

/* Why a route is the firm's, or is not: the first of its own conditions that keeps it away, else
 * what keeps every route away, else that an earlier one was taken. */
enum hj_route_why {
    HJ_ROUTE_CHOSEN,
    HJ_ROUTE_WHEN,           /* its condition does not hold */
    HJ_ROUTE_WHEN_UNKNOWN,   /* … or is unknown */
    HJ_ROUTE_UNLESS,         /* excluded */
    HJ_ROUTE_UNLESS_UNKNOWN, /* nobody has checked its exclusion */
    HJ_ROUTE_UNCHECKED,      /* nor what it requires to be checked */
    HJ_ROUTE_WEAK,           /* it moves the firm; there are only leads, infos and drafts */
    HJ_ROUTE_NOTHING,        /* nothing was found */
    HJ_ROUTE_DRAFT,          /* … but by draft rules */
    HJ_ROUTE_PROTECTED,
    HJ_ROUTE_BLOCKED,
    HJ_ROUTE_EARLIER,
    HJ_ROUTE_WHYS
};
const char *hj_route_why_name(enum hj_route_why why); /* "chosen", "when", "when_unknown", … */

struct hj_explain_route {
    struct hj_span id, title_zh, title_en, role;
    enum hj_route_why why;
    struct hj_explain_predicate when, unless;
    const struct hj_span *unchecked; /* of requires_checked, what is unknown */
    uint32_t unchecked_count;
};

/* A cluster that the firm is in. */
struct hj_explain_cluster {
    int64_t number;
    struct hj_span strength, rules; /* rules: those that join the firm, by ; */
    bool keep;
    uint32_t others;        /* firms in it besides this one */
    const int64_t *records; /* the first of them */
    uint32_t record_count;
};

struct hj_explain {
    int64_t record, line;
    const struct hj_explain_value *values;
    uint32_t value_count;
    const struct hj_explain_rule *rules;
    uint32_t rule_count;
    bool decided; /* there is a verdict stage to quote */
    struct hj_value verdict_class, route, protected_by, blocked_by, unchecked;
    const struct hj_explain_route *routes;
    uint32_t route_count;
    const struct hj_explain_cluster *clusters; /* the proof before the lead */
    uint32_t cluster_count;
    struct hj_span uscc, name; /* empty: none */
    void *owner;
};

/* who: a record number (which wins where a firm has that number as its code), a code, or a name.
 * HJ_EXPLAIN_NONE, HJ_EXPLAIN_SEVERAL. */
enum hj_code hj_explain_new(struct hj_campaign *campaign, const char *who,
                            struct hj_explain **explain, struct hj_error *error) HJ_MUST_USE;
void hj_explain_free(struct hj_explain *explain); /* NULL is allowed */

/* A `columns:` mapping for a file's headers as YAML to paste, appended to out: those that a
 * dictionary of the campaign knows, guesses with a question mark for the rest. campaign may be
 * NULL. */
enum hj_code hj_headers(struct hj_campaign *campaign, const char *file, struct hj_buffer *out,
                        struct hj_error *error) HJ_MUST_USE;

/* Where the campaign stands; a store that is not there yet is no error. */
struct hj_standing_table {
    struct hj_span name;
    bool loaded;
    bool as_files; /* the files have the sizes they had at the load */
    uint64_t records, stored, rejected;
    struct hj_span encoding; /* of the first file */
    bool extracted_given;
    hj_date extracted;
};
struct hj_standing {
    const struct hj_standing_table *tables; /* in the campaign's order */
    uint32_t table_count;
    bool current[HJ_STAGE_COUNT]; /* the stage has been run on what is there */
    uint32_t rules;
    const struct hj_span *runs; /* all there were, JSON objects, oldest first */
    uint32_t run_count;
    const char *next; /* the command to run next */
    void *owner;
};
enum hj_code hj_standing_new(struct hj_campaign *campaign, struct hj_standing **standing,
                             struct hj_error *error) HJ_MUST_USE;
void hj_standing_free(struct hj_standing *status); /* NULL is allowed */

/* One SELECT over what the store holds, as SQLite's tables firm, finding, verdict, cluster_member
 * and each fact table by its name; nothing is masked. firm also has what the campaign's rules make
 * of a firm, as hidden columns. Columns have the types that SQLite declares, values their own.
 * Close in any case, before the campaign. */
struct hj_sql;
enum hj_code hj_sql_open(struct hj_campaign *campaign, const char *text, struct hj_sql **sql,
                         struct hj_error *error) HJ_MUST_USE;
const struct hj_result_column *hj_sql_columns(const struct hj_sql *sql, uint32_t *count);
enum hj_code hj_sql_next(struct hj_sql *sql, const struct hj_value **values,
                         struct hj_error *error) HJ_MUST_USE;
void hj_sql_close(struct hj_sql *sql); /* NULL is allowed */

/* Columns that the text takes on a terminal: wide characters take two. */
size_t hj_display_width(struct hj_span text);

/* ---- the indicator, and what it becomes when the firms of each route leave ---- */

struct hj_counts {
    int64_t numerator, denominator; /* predicates TRUE; the numerator implies the counting */
    int64_t numerator_unknown, denominator_unknown; /* UNKNOWN: not counted, but said */
};

/* What opening every case of one route does under one counting. */
struct hj_effect {
    int64_t firms;       /* of the route that are counted in the denominator today */
    int64_t denominator; /* how many of them leave it */
    int64_t numerator;   /* how many leave the numerator with it */
};

struct hj_outlook_route {
    struct hj_span id, title_zh, title_en, role;
    bool moves;                      /* the route changes the registry (`becomes`) */
    int64_t firms;                   /* with this route */
    const struct hj_effect *effects; /* one a counting */
};

struct hj_outlook_target {
    int64_t max_denominator, min_removals, min_new; /* design.md section 11, under today's counts */
};

struct hj_outlook {
    struct hj_span indicator, title_zh, title_en;
    int64_t scale;
    uint32_t counting_count, chosen; /* chosen: index of the campaign's counting */
    const struct hj_span *countings;
    const struct hj_counts *counts; /* one a counting */
    bool official;
    int64_t official_numerator, official_denominator;
    struct hj_span official_source;
    bool decided; /* there are verdicts: routes is filled */
    uint32_t route_count;
    const struct hj_outlook_route *routes;
    bool has_target;
    struct hj_span target_text;
    double target;
    const struct hj_outlook_target *targets; /* one a counting */
    void *owner;
};

/* target: a decimal such as "120.00", or NULL for the scenario's, if there is one. */
enum hj_code hj_outlook_new(struct hj_campaign *campaign, const char *target,
                            struct hj_outlook **outlook, struct hj_error *error) HJ_MUST_USE;
void hj_outlook_free(struct hj_outlook *outlook); /* NULL is allowed */

/* The ratio of a count; 0 where the denominator is 0. */
double hj_ratio(int64_t numerator, int64_t denominator, int64_t scale);
/* Whether the target holds with so many firms, in exact arithmetic. */
bool hj_outlook_reaches(const struct hj_outlook *outlook, int64_t numerator, int64_t denominator);

/* ---- what-if: scenarios ---- */

struct hj_simulated {
    const struct hj_answers *answers;
    const struct hj_exact *exact;           /* NULL: not asked for, or there is no closed form */
    const struct hj_difference *difference; /* to the first scenario, trial by trial; NULL: none */
    int64_t cases_left_out;                 /* in flight, with a route that is none of the rules' */
    uint32_t rank_today, rank_then, ranked; /* among the peers, then with the median; 0: no peers */
    bool rules_set;        /* `set:` ran the rules again: the outlook's routes are without it */
    bool peers_without_us; /* there are peers, and none of them has the official figures */
};

struct hj_simulation {
    const struct hj_simulated *items; /* one a scenario, in the order given */
    uint32_t count;
    void *owner;
};

/* paths: scenario files; NULL or count 0: the campaign's (none: count is 0). target: in place of
 * the files', or NULL. exact: closed forms beside the trials where there are some. Mistakes in a
 * scenario are problems, and HJ_SCENARIO_MISTAKES is returned. */
struct hj_simulation_options {
    const char *const *paths;
    size_t count;
    const char *target;
    bool exact;
};
enum hj_code hj_simulation_new(struct hj_campaign *campaign,
                               const struct hj_simulation_options *options,
                               struct hj_simulation **simulation,
                               struct hj_error *error) HJ_MUST_USE;
void hj_simulation_free(struct hj_simulation *simulation); /* NULL is allowed */
/* The JSON of design.md section 12 and a line end: an object, or an array where there are several.
 * outlook (may be NULL) adds the matrix route × counting. */
enum hj_code hj_simulation_json(const struct hj_simulation *simulation,
                                const struct hj_outlook *outlook, struct hj_buffer *out,
                                struct hj_error *error) HJ_MUST_USE;

#endif
