/* SPDX-License-Identifier: MIT */
#include "base/codes.h"

static const struct {
    const char *name;
    enum hj_status status;
    const char *text;
} codes[HJ_CODE_COUNT] = {[HJ_OK] = {"OK", HJ_STATUS_DONE, "done"},
#define HJ_CODE_ROW(name, status, text) [HJ_##name] = {#name, HJ_STATUS_##status, text},
                          HJ_CODES(HJ_CODE_ROW)
#undef HJ_CODE_ROW
};

const char *hj_code_name(enum hj_code code)
{
    return codes[code].name;
}

const char *hj_code_text(enum hj_code code)
{
    return codes[code].text;
}

enum hj_status hj_code_status(enum hj_code code)
{
    return codes[code].status;
}
