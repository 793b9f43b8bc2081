/* SPDX-License-Identifier: MIT
 * Every error and warning the library can give: one line each, with the exit status it leads to and
 * its English text. {name} stands for a named argument. The command line translates the text; a test
 * proves that each code has a case that raises it. Adding an error is one line here and its test. */
#ifndef HJ_BASE_CODES_H
#define HJ_BASE_CODES_H

/* What the exit status says: design.md section 12. */
enum hj_status {
    HJ_STATUS_DONE = 0,
    HJ_STATUS_DATA = 1,    /* the data or the rules are at fault */
    HJ_STATUS_USE = 2,     /* the program was used wrongly */
    HJ_STATUS_MACHINE = 3, /* disk, permission, memory */
    HJ_STATUS_INTERRUPTED = 130,
};

#define HJ_CODES(X)                                                                                \
    /* the machine */                                                                              \
    X(MEMORY, MACHINE, "out of memory")                                                            \
    X(OPEN, MACHINE, "cannot open {file}: {reason}")                                               \
    X(READ, MACHINE, "cannot read {file}: {reason}")                                               \
    X(WRITE, MACHINE, "cannot write {file}: {reason}")                                             \
    X(NOT_A_FILE, DATA, "{file} is not a file")                                                    \
    X(INTERRUPTED, INTERRUPTED, "interrupted")                                                     \
    X(THREADS, MACHINE, "cannot start a thread: {reason}")                                         \
    X(OPENCC, MACHINE, "the data files of OpenCC are missing ({file})")                            \
    /* the store */                                                                                \
    X(STORE, MACHINE, "store {file}: {reason}")                                                    \
    X(STORE_FOREIGN, DATA, "{file} is not a hejian store")                                         \
    X(STORE_VERSION, DATA, "store {file} has layout {found}, this program writes {expected}")      \
    X(STORE_DAMAGED, DATA, "store {file}: damaged block ({reason}); load the tables again")        \
    X(STORE_EMPTY, DATA, "nothing is loaded yet: run `hejian load` first") \
    /* YAML files of every kind */                                                                  \
    X(YAML_KEY, DATA, "unknown key {key}; expected one of {expected}")                              \
    X(YAML_MISSING, DATA, "{key} is missing")                                                       \
    X(YAML_SHAPE, DATA, "{key} must be {expected}")                                                 \
    /* the campaign */                                                                              \
    X(CAMPAIGN_MISSING, USE, "{file} is not there: name the campaign with -C, or make one with `hejian init DIR`") \
    X(CAMPAIGN_FILE, DATA, "table {table}: {file} is not there")                                    \
    X(CAMPAIGN_REJECTS, DATA, "table {table}: {rejected} of {records} records were rejected, more than max_rejects allows ({limit}); see {file}") \
    X(CAMPAIGN_TABLE, DATA, "the campaign has no table {table}")                                    \
    X(CAMPAIGN_RULES, DATA, "the rules have {count} mistakes")                                      \
    X(CAMPAIGN_COUNTING, DATA, "counting: {counting} is none of the indicator; expected one of {expected}") \
    X(CAMPAIGN_NO_COUNTING, DATA, "the campaign chooses no counting; set `counting:` to one of {expected}") \
    X(CAMPAIGN_NO_INDICATOR, DATA, "no rule file has an `indicator:`")                              \
    X(CAMPAIGN_NOT_FLAGGED, DATA, "no findings for the data as loaded: run `hejian flag` first")    \
    X(CAMPAIGN_BUSY, MACHINE, "another run holds {file}") \
    /* evaluation */                                                                               \
    X(MATCH_TOO_DEEP, DATA, "predicates rest on one another more than {limit} levels deep")

enum hj_code {
    HJ_OK = 0,
#define HJ_CODE_ENUM(name, status, text) HJ_##name,
    HJ_CODES(HJ_CODE_ENUM)
#undef HJ_CODE_ENUM
        HJ_CODE_COUNT
};

/* "OPEN" and so on: stable, for tests and machines. */
const char *hj_code_name(enum hj_code code);
/* The English text, with {name} for arguments. */
const char *hj_code_text(enum hj_code code);
enum hj_status hj_code_status(enum hj_code code);

#endif
