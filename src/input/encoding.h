/* SPDX-License-Identifier: MIT
 * Which encoding a text file has, and reading it as UTF-8.
 *
 * A byte order mark decides. Without one: what is valid UTF-8 is UTF-8; else what decodes as
 * GB18030 from end to end is GB18030; else the file is refused with the place. Where text that can
 * only be UTF-8 stands before the first byte that is none, the file is half one and half the other,
 * and refused with that place. GB18030 and never GBK, which has no place for rare characters of
 * names. */
#ifndef HJ_INPUT_ENCODING_H
#define HJ_INPUT_ENCODING_H

#include "input/source.h"

/* Sets encoding, charset, text_begin, size and checkpoints of an open file. A long file of UTF-8 is
 * looked at only as far as makes it certain: the load checks every byte anyway. */
enum hj_code hj_encoding_find(struct hj_source *source, struct hj_error *error) HJ_MUST_USE;

/* hj_source_read for a source with a charset. */
enum hj_code hj_encoding_read(const struct hj_source *source, uint64_t offset, char *bytes,
                              size_t size, size_t *got, struct hj_error *error) HJ_MUST_USE;

#endif
