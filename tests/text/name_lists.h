/* SPDX-License-Identifier: MIT
 * Reads `names:` files for the tests of this room, which knows no YAML. */
#ifndef HJ_TESTS_TEXT_NAME_LISTS_H
#define HJ_TESTS_TEXT_NAME_LISTS_H

#include "text/name.h"

struct name_lists {
    struct hj_arena arena;
    struct hj_text_name_lists lists;
    struct hj_span *items[5];
    size_t capacity[5];
};

/* Adds the lists of every *.yaml in the folder; the number of words, 0 when there is no such
 * folder. Fails the test when a file cannot be read. */
size_t name_lists_read(struct name_lists *lists, const char *folder);
void name_lists_release(struct name_lists *lists);

#endif
