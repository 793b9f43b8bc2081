/* SPDX-License-Identifier: MIT
 * Names of list files (design.md section 12): safe on every file system for any town, and never the
 * same for two towns. Pure functions. */
#ifndef HJ_PUBLISH_FILE_NAME_H
#define HJ_PUBLISH_FILE_NAME_H

#include "base/buffer.h"
#include "base/date.h"

/* Appends one part: letters, digits and Han stay, everything else is `_`, at most 40 bytes; where
 * that changed it, `_` and 8 hexadecimal digits of a hash of the original follow. False: the memory
 * is full. */
bool hj_file_name_part(struct hj_buffer *out, struct hj_span part);

struct hj_list_name {
    struct hj_span campaign, role;
    /* data NULL: none, for which `unlocated` stands; a town that is called so gets a hash too. */
    struct hj_span town, unlocated;
    hj_date as_of;
    unsigned version;
    const char *ending; /* "csv", "xlsx" */
};
/* Appends <campaign>_<role>_<town>_<yyyymmdd>_v<n>.<ending>. */
bool hj_file_name_list(struct hj_buffer *out, const struct hj_list_name *name);

#endif
