/* SPDX-License-Identifier: MIT
 * A letter as a file that WPS, Word and LibreOffice open and a clerk may go on writing in: a .docx
 * of paragraphs, A4, with the margins of an official letter. Texts are the caller's until the call
 * returns; the same letter gives the same bytes. */
#ifndef HJ_PUBLISH_LETTER_H
#define HJ_PUBLISH_LETTER_H

#include "base/error.h"

enum hj_letter_look {
    HJ_LETTER_LOOK_BODY,    /* the first line set in by two characters */
    HJ_LETTER_LOOK_TITLE,   /* large, centred */
    HJ_LETTER_LOOK_HEADING, /* as body, bold */
    HJ_LETTER_LOOK_ADDRESS, /* not set in */
    HJ_LETTER_LOOK_SIGN,    /* on the right */
    HJ_LETTER_LOOK_MARK     /* centred, red: a draft */
};

struct hj_letter_paragraph {
    enum hj_letter_look look;
    struct hj_span text;
};

struct hj_letter_paper {
    struct hj_span font;
    const struct hj_letter_paragraph *paragraphs;
    size_t count;
};

/* Writes the file at the path, whole or not at all. HJ_OPEN, HJ_WRITE, HJ_MEMORY. */
enum hj_code hj_letter_docx(const struct hj_letter_paper *paper, const char *path,
                            struct hj_error *error) HJ_MUST_USE;

#endif
