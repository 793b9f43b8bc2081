/* SPDX-License-Identifier: MIT
 * Check characters of Chinese identifiers. Pure; letters are upper case as the standards have them,
 * so a lower-case code is not valid. Text is taken as it is: trim first. */
#ifndef HJ_TEXT_CODE_H
#define HJ_TEXT_CODE_H

#include "base/span.h"

/* 统一社会信用代码, GB 32100-2015: 18 characters of its alphabet (no I O S V Z), 3 to 8 digits, and
 * the check character right. Whether 9 to 17 are a right organisation code (GB 11714) is another
 * question, which is not asked: some issued codes are not. */
bool hj_text_uscc_valid(struct hj_span code);

/* 工商注册号, GS 15-2006: 15 digits, the last by ISO 7064 MOD 11,10. */
bool hj_text_regno_valid(struct hj_span code);

/* Characters 3 to 8, the division of the registering authority, and 9 to 17, the organisation code,
 * of an 18-character code, whether or not its check character is right; NULL span for text of
 * another shape. The result points into the code. */
struct hj_span hj_text_uscc_authority(struct hj_span code);
struct hj_span hj_text_uscc_org_code(struct hj_span code);

#endif
