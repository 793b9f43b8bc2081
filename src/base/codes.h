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
    X(NOT_A_FILE, MACHINE, "{file} is not a file")                                                 \
    X(INTERRUPTED, INTERRUPTED, "interrupted")                                                     \
    X(THREADS, MACHINE, "cannot start a thread: {reason}")                                         \
    X(OPENCC, MACHINE, "the data files of OpenCC are missing ({file})")                            \
    /* the store */                                                                                \
    X(STORE, MACHINE, "store {file}: {reason}")                                                    \
    X(STORE_FOREIGN, DATA, "{file} is not a hejian store")                                         \
    X(STORE_VERSION, DATA, "store {file} has layout {found}, this program writes {expected}")      \
    X(STORE_DAMAGED, DATA, "store {file}: damaged block ({reason}); load the tables again")        \
    X(STORE_EMPTY, DATA, "nothing is loaded yet: run `hejian load` first")

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
