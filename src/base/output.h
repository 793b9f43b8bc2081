/* SPDX-License-Identifier: MIT
 * A file that is whole or not there: it is written beside its final name (`.name.hejian-part`) and
 * renamed when it is closed. A killed program leaves at most that file, which the next run
 * replaces. */
#ifndef HJ_BASE_OUTPUT_H
#define HJ_BASE_OUTPUT_H

#include "base/error.h"

#include <stdio.h>

struct hj_output {
    FILE *stream; /* write here, with fwrite or hj_output_write */
    char *path;
    char *part;
};

/* private_file: mode 0600, else 0666 less the umask. */
enum hj_code hj_output_open(struct hj_output *output, const char *path, bool private_file,
                            struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_output_write(struct hj_output *output, struct hj_span bytes,
                             struct hj_error *error) HJ_MUST_USE;
/* Flushes, syncs, renames. On error the part file is removed and the old file stays. */
enum hj_code hj_output_close(struct hj_output *output, struct hj_error *error) HJ_MUST_USE;
/* Throws away what was written, if it is still open. NULL and closed are allowed. */
void hj_output_discard(struct hj_output *output);

/* For tests: the nth write to any output from now fails, once (0: none). */
void hj_output_fail_at(uint64_t nth);

#endif
