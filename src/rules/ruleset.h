/* SPDX-License-Identifier: MIT
 * The frozen result of reading rule files: plain structs, const, shared by all threads. Everything
 * lives in the ruleset's arena and goes with hj_ruleset_free. Arrays are in file order (files in
 * the order given, folders read recursively in byte order), rules sorted by id. */
#ifndef HJ_RULES_RULESET_H
#define HJ_RULES_RULESET_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/problem.h"
#include "rules/scope.h"

struct hj_origin_place {
    struct hj_span file;
    uint32_t line, column;
};

/* Text for people in both languages; a plain YAML string stands for both. data NULL: not given. */
struct hj_title {
    struct hj_span zh, en;
};

struct hj_span_list {
    const struct hj_span *items;
    uint32_t count;
};

/* ---- dictionaries: `table:` files ---- */

struct hj_value_map { /* one key of `values:` */
    struct hj_span value;
    struct hj_span_list synonyms;
};

/* HJ_TYPE_MONEY is money: a number in 万 and a text column `<name>_currency` beside it. */
enum hj_field_type {
    HJ_FIELD_TEXT,
    HJ_FIELD_INTEGER,
    HJ_FIELD_NUMBER,
    HJ_FIELD_DATE,
    HJ_FIELD_BOOLEAN,
    HJ_FIELD_MONEY
};

struct hj_field {
    struct hj_span name;
    enum hj_field_type type;
    struct hj_span from; /* `from: column`: made from another column by `values`; empty: none */
    struct hj_span_list headers;
    const struct hj_value_map *values;
    uint32_t value_count;
    bool identifier, required;
    enum hj_personal personal;
};

struct hj_table {
    struct hj_span name;
    struct hj_span key; /* a column of the registry; empty: none */
    struct hj_span_list nulls;
    struct hj_span_list totals; /* words that begin a line of totals, which is no record */
    const struct hj_field *fields;
    uint32_t field_count;
    bool default_partial;
    struct hj_origin_place place;
};

/* `currencies:`: words are compared after trimming; the longest wins. */
struct hj_currency_word {
    struct hj_span word;
    struct hj_span currency; /* ISO 4217; empty: a unit word without a currency */
    double factor;           /* to 万; 0: a currency word without a unit */
};

/* `names:`: word lists by their key (regions, forms, …). */
struct hj_word_list {
    struct hj_span key;
    struct hj_span_list words;
};

/* ---- parameters and features ---- */

struct hj_parameter {
    struct hj_span name;
    struct hj_value value; /* evaluated when frozen */
    struct hj_span text;   /* its expression */
    struct hj_origin_place place;
};

enum hj_aggregate {
    HJ_AGG_COUNT,
    HJ_AGG_EXISTS,
    HJ_AGG_SUM,
    HJ_AGG_MIN,
    HJ_AGG_MAX,
    HJ_AGG_LAST,
    HJ_AGG_RUN
};
enum hj_feature_kind { HJ_FEATURE_PREDICATE, HJ_FEATURE_AGGREGATE, HJ_FEATURE_PEERS };

/* `needs:` of a rule or a feature: columns that a file must have. Where one has not got it the rule
 * judges no firm and the feature is NULL. */
struct hj_need {
    struct hj_span text; /* `scope` of the registry, `survey.result` of another table */
    int fact;            /* the other table, into the ruleset's facts; -1: the registry */
    bool there;
};
struct hj_needs {
    const struct hj_need *items;
    uint32_t count;
    bool lacking; /* one is not there */
};

struct hj_feature {
    struct hj_span name;
    enum hj_feature_kind kind;
    enum hj_type type;
    /* PREDICATE: a named predicate or value over firms */
    struct hj_predicate when;
    /* AGGREGATE: over the records of a fact table that belong to the firm, in record order */
    uint32_t table; /* index into the ruleset's facts */
    enum hj_aggregate aggregate;
    struct hj_predicate where;    /* scope of the fact table; root NULL: every record */
    struct hj_predicate value;    /* SUM, MIN, MAX, LAST; scope of the fact table */
    struct hj_predicate order;    /* RUN, LAST: integer or date; LAST without: record order */
    struct hj_span period_column; /* `period: {column, from, to}`; empty: none */
    struct hj_predicate period_from, period_to; /* constants of type date */
    /* PEERS: how many firms share these values of the firm scope */
    const struct hj_expr *const *peers;
    uint32_t peer_count;
    struct hj_needs needs;
    struct hj_digest digest; /* of the definition and all it rests on */
    struct hj_origin_place place;
};

/* A fact table that some feature uses or a dictionary declares: its scope is its columns. */
struct hj_fact {
    struct hj_span table;
    struct hj_scope scope;
    bool loaded;  /* the campaign has a snapshot of it */
    bool partial; /* absence is unknown */
    bool covers;  /* covers_from, covers_to are set */
    hj_date covers_from, covers_to;
};

/* ---- rules ---- */

enum hj_rule_class { HJ_CLASS_ABNORMAL, HJ_CLASS_ZOMBIE, HJ_CLASS_DUPLICATE, HJ_CLASS_PROTECT };
enum hj_severity { HJ_SEVERITY_INFO, HJ_SEVERITY_LOW, HJ_SEVERITY_MEDIUM, HJ_SEVERITY_HIGH };
enum hj_rule_status { HJ_RULE_DRAFT, HJ_RULE_STABLE, HJ_RULE_RETIRED };
enum hj_strength { HJ_STRENGTH_NONE, HJ_STRENGTH_LEAD, HJ_STRENGTH_PROOF };
enum hj_unknown { HJ_UNKNOWN_BLOCKS, HJ_UNKNOWN_PASSES };

struct hj_basis {
    struct hj_span law;     /* id of a law, or free text */
    struct hj_span article; /* empty: none */
    int law_index;          /* into laws; -1: free text */
};

struct hj_given {          /* one `given:` value of an inline test */
    uint32_t name;         /* into the firm scope */
    struct hj_value value; /* may be null */
};

enum hj_expect { HJ_EXPECT_FALSE, HJ_EXPECT_TRUE, HJ_EXPECT_UNKNOWN };

struct hj_rule_test {
    const struct hj_given *given;
    uint32_t given_count;
    enum hj_expect expect;
    struct hj_origin_place place;
};

struct hj_same_tuple { /* `same:`: names of the firm scope */
    const uint32_t *names;
    uint32_t count;
};

struct hj_rule {
    struct hj_span id;
    enum hj_rule_class rule_class;
    enum hj_severity severity;
    enum hj_rule_status status;
    enum hj_strength strength; /* duplicate rules; else NONE */
    enum hj_unknown unknown;   /* protections */
    bool blocks_said;          /* `unknown: blocks` stands there, and is not the default alone */
    struct hj_title title, why, false_positives;
    struct hj_predicate when, unless; /* when.root NULL: a duplicate rule with `same` or `model` */
    const struct hj_same_tuple *same;
    uint32_t same_count;
    struct hj_span model;
    const struct hj_basis *basis;
    uint32_t basis_count;
    const uint32_t *evidence; /* names of the firm scope; default: those of `when`, in order */
    uint32_t evidence_count;
    struct hj_needs needs;
    const struct hj_rule_test *tests;
    uint32_t test_count;
    struct hj_digest digest; /* of the definition and all it rests on; not of titles */
    struct hj_origin_place place;
};

/* ---- routes and the indicator ---- */

struct hj_becomes {
    uint32_t name; /* an input column of the firm scope */
    struct hj_value value;
};

struct hj_step {
    struct hj_title name;
    uint32_t days, working_days;
};

struct hj_route {
    struct hj_span id, role;
    struct hj_title title;
    struct hj_predicate when, unless;
    enum hj_unknown unless_unknown;
    const uint32_t *requires_checked; /* names of the firm scope */
    uint32_t requires_count;
    const struct hj_step *steps;
    uint32_t step_count;
    bool has_duration;
    double low, mode, high;           /* days */
    bool gone;                        /* `becomes: gone`: leaves the registry */
    const struct hj_becomes *becomes; /* none and not gone: the route moves no firm */
    uint32_t becomes_count;
    bool has_success;
    double success_a, success_b; /* Beta */
    const struct hj_basis *basis;
    uint32_t basis_count;
    struct hj_origin_place place;
};

struct hj_counting {
    struct hj_span id;
    struct hj_predicate when;
};

struct hj_indicator {
    struct hj_span id;
    struct hj_title title;
    struct hj_predicate numerator;
    const struct hj_counting *countings;
    uint32_t counting_count;
    double scale;
    struct hj_origin_place place;
};

struct hj_law {
    struct hj_span id;
    struct hj_title title;
    struct hj_span number, confidence, source; /* empty: not said */
    bool repealed;
};

/* `calendar: {holidays: […], workdays: […]}`: where working days differ from Monday to Friday.
 * Sorted, each day once. */
struct hj_calendar {
    const hj_date *holidays;
    uint32_t holiday_count;
    const hj_date *workdays;
    uint32_t workday_count;
};

/* `watch:`, what is looked at in firms of the numerator: risks, and (counted) other ways of
 * counting them that are shown side by side. */
struct hj_watch {
    struct hj_span id;
    struct hj_title title;
    bool counted;
    struct hj_predicate when;
    struct hj_origin_place place;
};

struct hj_ruleset {
    hj_date as_of;
    const struct hj_table *tables;
    uint32_t table_count;
    const struct hj_currency_word *currencies;
    uint32_t currency_count;
    const struct hj_word_list *names;
    uint32_t name_count;
    const struct hj_parameter *parameters;
    uint32_t parameter_count;
    struct hj_scope scope; /* of firms */
    const struct hj_fact *facts;
    uint32_t fact_count;
    const struct hj_feature *features; /* in an order in which each rests only on earlier ones */
    uint32_t feature_count;
    /* Those that run, sorted by id: stable, and draft where asked. Behind them in the same array,
     * sorted by id too, the idle ones (draft, retired, disabled): read but not compiled. */
    const struct hj_rule *rules;
    uint32_t rule_count, idle_count;
    const struct hj_predicate *survivor; /* which record of a firm stays: the first value that
                                            differs decides, the greater one stays */
    uint32_t survivor_count;
    const struct hj_route *routes;
    uint32_t route_count;
    const struct hj_indicator *indicator; /* NULL: none */
    const struct hj_predicate *plan;      /* which case is opened first: as survivor */
    uint32_t plan_count;
    const struct hj_watch *watch; /* in the files' order */
    uint32_t watch_count;
    const struct hj_law *laws;
    uint32_t law_count;
    struct hj_calendar calendar;
    const struct hj_lists *lists;    /* rules/lists.h; never NULL when there are no mistakes */
    const struct hj_letter *letters; /* rules/letters.h */
    uint32_t letter_count;
    struct hj_regexes *regexes; /* the patterns of all predicates */
    struct hj_arena arena;
};

void hj_ruleset_free(struct hj_ruleset *ruleset);

/* The dictionary of a table, or NULL. */
const struct hj_table *hj_ruleset_table(const struct hj_ruleset *ruleset, struct hj_span name);
const char *hj_rule_class_name(enum hj_rule_class rule_class);
const char *hj_severity_name(enum hj_severity severity);
const char *hj_strength_name(enum hj_strength strength); /* "" for NONE */

#endif
