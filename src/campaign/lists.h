/* SPDX-License-Identifier: MIT
 * Inside of the stage lists: the firms of each list with their cells, gathered in one pass over the
 * blocks, then written list by list. In memory are the cells of the firms that are listed, no
 * others. */
#ifndef HJ_CAMPAIGN_LISTS_H
#define HJ_CAMPAIGN_LISTS_H

#include "campaign/findings.h"
#include "campaign/pass.h"
#include "campaign/roots.h"
#include "campaign/verdicts.h"
#include "publish/book.h"
#include "publish/file_name.h"
#include "rules/lists.h"

/* One column of a book: exclusions stand for as many as there are protections. */
struct hj_list_field {
    uint32_t column; /* of the lists' columns */
    const struct hj_list_slot *slot;
    bool below;                       /* in the cell of the one before */
    const struct hj_rule *protection; /* NULL: none */
    uint32_t when, unless;            /* roots of the protection */
    bool new_page;
};

/* Roots of a layout, and its columns spread out. */
struct hj_list_plan {
    const struct hj_list_layout *layout;
    struct hj_list_field *fields;
    uint32_t field_count, repeated;
    uint32_t when, sheets; /* roots; HJ_ROOT_NONE */
    uint32_t *sort;        /* roots */
    bool has_exclusions;
};

struct hj_list_firm {
    struct hj_span *cells; /* one a field; data NULL: empty */
    struct hj_span sheet;  /* data NULL: none */
    const struct hj_span *sort;
    struct hj_span clue, later; /* later: the clue where others have the same */
    uint32_t number, clue_cell; /* cells that are filled last; UINT32_MAX: none */
    int64_t record;
    int route;
};

struct hj_list {
    const struct hj_list_plan *plan;
    struct hj_span role, town; /* town data NULL: unknown */
    struct hj_list_firm *firms;
    size_t count, capacity;
    unsigned version;
};

/* Where the verdicts of a run of lists went; they add up. */
struct hj_list_counts {
    uint64_t verdicts, listed, protected_, blocked, leads, elsewhere;
};

struct hj_list_run {
    struct hj_campaign *campaign;
    const struct hj_lists_options *options;
    const char *ask; /* whom `ask` asks; NULL: lists */
    bool issued;
    hj_date issue;
    struct hj_store *store;
    struct hj_loaded loaded;
    struct hj_digest verdicts;
    struct hj_roots roots;
    uint32_t *column_roots; /* first root of a column's parts */
    uint32_t town;          /* root */
    uint32_t who;           /* root of firm_id */
    struct hj_list_plan *plans;
    uint32_t plan_count;
    struct hj_list *lists; /* by role, town, layout */
    size_t count, capacity;
    struct hj_arena scratch; /* of a firm */
    struct hj_span *recent;  /* cells of firms before, by hash: most are said of many firms */
    struct hj_buffer text;
    struct hj_buffer written;      /* names of the files so far, a line each */
    struct hj_buffer kept;         /* names of drafts that are not written over */
    struct hj_store_entry *drafts; /* what the store remembers of drafts */
    size_t draft_count;
    struct hj_list_counts counts;
    uint64_t *held; /* firms that each rule holds back, by rule */
};

static inline struct hj_span hj_list_title(struct hj_title title)
{
    return title.zh.data ? title.zh : title.en;
}

/* Adds roots and plans for the layouts of the stage; HJ_CAMPAIGN_STAGE when none is. */
enum hj_code hj_list_plans(struct hj_list_run *run, struct hj_error *error) HJ_MUST_USE;

/* What the verdict of a firm says, and where the firm stands. */
struct hj_list_case {
    const struct hj_pass_block *block;
    uint32_t row;
    struct hj_value verdict[HJ_VERDICT_COLUMNS];
    int route; /* index of the ruleset's; -1: none */
};

/* The first plan that fits, or NULL. */
const struct hj_list_plan *hj_list_plan_of(const struct hj_list_run *run,
                                           const struct hj_list_case *firm);
/* Fills the firm's cells; texts are the run's. False: the memory is full. */
bool hj_list_fill(struct hj_list_run *run, const struct hj_list_plan *plan,
                  const struct hj_list_case *which, struct hj_list_firm *firm) HJ_MUST_USE;

/* Sorts the firms, numbers them, writes both files. */
enum hj_code hj_list_write(struct hj_list_run *run, struct hj_list *list, const char *folder,
                           struct hj_error *error) HJ_MUST_USE;

/* The version that the list is, or as a draft would be; a later one where somebody has changed the
 * draft of that number in the folder. */
enum hj_code hj_list_version(struct hj_list_run *run, struct hj_list *list, const char *folder,
                             struct hj_error *error) HJ_MUST_USE;
/* What the list's files are called. */
struct hj_list_name hj_list_file(const struct hj_list_run *run, const struct hj_list *list);
/* Records what was sent. */
enum hj_code hj_list_record(struct hj_list_run *run, const struct hj_list *list,
                            struct hj_error *error) HJ_MUST_USE;
/* Remembers a file of this run. False: the memory is full. */
bool hj_list_note_file(struct hj_list_run *run, const char *path) HJ_MUST_USE;
/* *version becomes the first from it on for which no file `name` with one of the endings (NULL
 * behind them) is a draft that somebody has changed; those that are passed over are named. */
enum hj_code hj_list_spare_drafts(struct hj_list_run *run, const char *folder,
                                  struct hj_list_name name, const char *const *endings,
                                  unsigned *version, struct hj_error *error) HJ_MUST_USE;
/* Reads what the store remembers of drafts. */
enum hj_code hj_list_read_drafts(struct hj_list_run *run, struct hj_error *error) HJ_MUST_USE;
/* Removes the drafts of earlier runs in the campaign's own folder that this run has not replaced,
 * but none that somebody has changed, and remembers those of this run. */
enum hj_code hj_list_settle_drafts(struct hj_list_run *run, const char *folder,
                                   struct hj_error *error) HJ_MUST_USE;
/* What stands in the file's name for the role: of a stage its name. */
struct hj_span hj_list_recipient(const struct hj_list_run *run, const struct hj_list *list);

/* Makes the folder where it is not there. */
enum hj_code hj_list_folder(const char *folder, struct hj_error *error) HJ_MUST_USE;
/* Reads the day of --issue; the store is opened, what is loaded read, a transaction begun where
 * something is issued. */
enum hj_code hj_list_open(struct hj_list_run *run, struct hj_error *error) HJ_MUST_USE;
void hj_list_release(struct hj_list_run *run);
/* One firm more on the list. */
enum hj_code hj_list_add(struct hj_list_run *run, struct hj_list *list,
                         const struct hj_list_case *which, struct hj_error *error) HJ_MUST_USE;

/* The letters that go with the lists (rules/letters.h), written beside them. */
enum hj_code hj_list_letters(struct hj_list_run *run, const char *folder,
                             struct hj_error *error) HJ_MUST_USE;
/* What the campaign calls a role. */
struct hj_span hj_list_role_name(const struct hj_list_run *run, struct hj_span role);
/* The first 16 digits of what the verdicts rest on. */
void hj_list_hash(const struct hj_list_run *run, char text[17]);

/* HJ_CAMPAIGN_UNMATCHED when records that the numerator rests on hold and mean no firm, and the
 * campaign does not waive them by name. */
enum hj_code hj_list_unmatched(struct hj_list_run *run, struct hj_error *error) HJ_MUST_USE;

#endif
