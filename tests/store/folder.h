/* SPDX-License-Identifier: MIT
 * A folder of its own for each test, with one store in it. */
#ifndef HJ_TESTS_STORE_FOLDER_H
#define HJ_TESTS_STORE_FOLDER_H

/* clang-format off */
#include "cmocka_test.h"
/* clang-format on */
#include "store/store.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static char path[96]; /* of the store */
static struct hj_error failure;

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

static inline int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/hejian-store-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/campaign.db", folder);
    return 0;
}

/* Files in the folder; removed where asked. */
static inline size_t list_files(bool removed)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    for (struct dirent *entry = readdir(open); entry; entry = readdir(open)) {
        char file[512];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
        count++;
        if (removed && unlink(file) != 0) {
            rmdir(file);
        }
    }
    closedir(open);
    return count;
}

static inline int remove_folder(void **state)
{
    (void)state;
    chmod(folder, 0700);
    list_files(true);
    return rmdir(folder);
}

/* The call works, or the test ends with its error. */
#define WORKS(call)                                                                                \
    do {                                                                                           \
        if ((call) != HJ_OK) {                                                                     \
            const char *reason = hj_error_argument(&failure, "reason");                            \
            fail_msg("%s: %s: %s", #call, hj_code_name(failure.code), reason ? reason : "");       \
        }                                                                                          \
    } while (0)

/* The call gives this error; `failure` then holds it. */
#define GIVES(expected, call) assert_int_equal((call), (expected))

static inline struct hj_store *open_store(enum hj_store_mode mode)
{
    struct hj_store *store;
    WORKS(hj_store_open(path, mode, &store, &failure));
    return store;
}

static inline struct hj_store *begin_store(void)
{
    struct hj_store *store = open_store(HJ_STORE_CREATE);
    WORKS(hj_store_begin(store, &failure));
    return store;
}

static inline void commit_and_close(struct hj_store *store)
{
    WORKS(hj_store_commit(store, &failure));
    hj_store_close(store);
}

static inline struct hj_span text(const char *literal)
{
    return hj_span_of(literal);
}

static inline int64_t add_snapshot(struct hj_store *store, const char *table)
{
    static const struct hj_column columns[] = {
        {HJ_SPAN("uscc"), HJ_SPAN("code"), HJ_TEXT, HJ_FROM_INPUT, HJ_PERSONAL_NONE},
        {HJ_SPAN("legal_rep"), HJ_SPAN(""), HJ_TEXT, HJ_FROM_INPUT, HJ_PERSONAL_NAME},
        {HJ_SPAN("record"), HJ_SPAN(""), HJ_INTEGER, HJ_FROM_RECORD, HJ_PERSONAL_NONE},
    };
    struct hj_snapshot snapshot = {
        .table = hj_span_of(table), .stored = 7, .blocks = 1, .schema = {columns, 3}};
    WORKS(hj_store_add_snapshot(store, &snapshot, &failure));
    return snapshot.id;
}

#endif
