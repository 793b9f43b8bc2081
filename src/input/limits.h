/* SPDX-License-Identifier: MIT
 * What the loader takes at most. A file past a limit is refused or its record rejected, in clear
 * words; nothing makes the program grow without bound. */
#ifndef HJ_INPUT_LIMITS_H
#define HJ_INPUT_LIMITS_H

#include <stdint.h>

enum {
    HJ_LIMIT_CELL = 1024 * 1024,        /* bytes of one cell: design.md section 7 */
    HJ_LIMIT_RECORD = 16 * 1024 * 1024, /* bytes of one record */
    HJ_LIMIT_COLUMNS = 1000,            /* of one table: SQLite's tables have at most 2,000 */
    HJ_LIMIT_REJECT_TEXT = 4096,        /* bytes of a rejected record that are kept */
    HJ_SLICE_SIZE = 6 * 1024 * 1024,
    HJ_SLICE_SLACK = 256 * 1024,         /* read past a slice for its last record */
    HJ_BOOK_SHEETS = 256,                /* of one workbook */
    HJ_BOOK_ROWS = 1048576,              /* of one sheet, as .xlsx has it */
    HJ_BOOK_STRINGS = 256 * 1024 * 1024, /* bytes of its shared texts, which are held in memory */
    HJ_BOOK_BLOCK = 16384,               /* rows of a sheet that make a block */
    HJ_HEADER_ROWS = 10,                 /* of a sheet, in which the header is looked for */
    HJ_MISFIT_EXAMPLES = 5,              /* as struct hj_misfit has */
};

/* Bytes that the parts of one workbook may unpack to. */
#define HJ_BOOK_BYTES (UINT64_C(4) * 1024 * 1024 * 1024)

#endif
