/* SPDX-License-Identifier: MIT
 * The quick way for regular records: a physical line whose fields are either plain, or quoted with
 * no quote inside, is cut into them where it lies. What libcsv would say of such a line is known
 * without asking; every other line is libcsv's. Measured on 3.1 million records, one thread: the
 * whole room takes 4.2 s of processor time with it, 6.3 s without, libcsv alone 2.4 s. Pure. */
#ifndef HJ_INPUT_SPLIT_H
#define HJ_INPUT_SPLIT_H

#include "base/span.h"

/* The fields of the line, which ends in LF, CR, CRLF or nothing, as libcsv gives them; spans point
 * into it. 0: the line is blank, irregular, or has more fields than there is room for. */
size_t hj_split(struct hj_span line, struct hj_span *fields, size_t room);

#endif
