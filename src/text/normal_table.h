/* SPDX-License-Identifier: MIT
 * Inside text: the table behind struct hj_text_normal. Who makes it and who uses it: at build time
 * a program (cmake/normal_table.c) asks the libraries of the build machine through
 * hj_text_normal_make and writes the answers as a C file, so that a start costs nothing (asking
 * takes 60 ms); hj_text_normal_new hands that table out. A test compares the two. */
#ifndef HJ_TEXT_NORMAL_TABLE_H
#define HJ_TEXT_NORMAL_TABLE_H

#include "text/normal.h"

#include <utf8proc.h>

enum {
    HJ_NORMAL_POINTS = 0x10000, /* of the BMP */
    HJ_NORMAL_LONGEST = 64,     /* bytes of the form of one code point; U+FDFA has 33 */
};

#define HJ_NORMAL_FOLD                                                                             \
    ((utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |                    \
                         UTF8PROC_CASEFOLD | UTF8PROC_IGNORE))

/* An entry holds up to three bytes of UTF-8, the first lowest, and how many they are in its highest
 * byte; or one of these there. */
#define HJ_NORMAL_LONG                                                                             \
    UINT32_C(0x80000000)                     /* an offset into `pool`: a size byte, then the bytes \
                                              */
#define HJ_NORMAL_WHOLE UINT32_C(0xC0000000) /* combines with what stands before it */
#define HJ_NORMAL_KIND UINT32_C(0xC0000000)

struct hj_normal_pair {
    uint32_t from;
    uint32_t to;
};

struct hj_text_normal {
    const uint32_t *entries; /* one a code point of the BMP */
    const unsigned char *pool;
    size_t pool_size;
    const struct hj_normal_pair *simplified; /* by `from`: the code points that t2s changes */
    size_t simplified_count;
};

/* The table that was made when the program was built. */
extern const struct hj_text_normal hj_text_normal_built;

/* Step 2 of text/normal.h. */
uint32_t hj_normal_simplify(const struct hj_text_normal *normal, uint32_t point);
/* Steps 2 to 5 of text/normal.h for a code point that has gone through step 1; 0: dropped. */
uint32_t hj_normal_settle(const struct hj_text_normal *normal, uint32_t point);

/* Asks the libraries; OpenCC is closed again. HJ_OPENCC when its data files are missing or not what
 * they should be, HJ_MEMORY. hj_text_normal_unmake frees; NULL is allowed. */
enum hj_code hj_text_normal_make(struct hj_text_normal **normal,
                                 struct hj_error *error) HJ_MUST_USE;
void hj_text_normal_unmake(struct hj_text_normal *normal);

#endif
