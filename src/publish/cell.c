/* SPDX-License-Identifier: MIT */
#include "publish/cell.h"

#include "base/csv.h"
#include "text/utf8.h"

bool hj_cell_is_formula(struct hj_span text)
{
    static const uint32_t starts[] = {'=',  '+',    '-',    '@',    '\t',
                                      '\r', 0xff1d, 0xff0b, 0xff0d, 0xff20};
    size_t at = 0;
    if (text.size == 0) {
        return false;
    }
    uint32_t first = hj_text_next(text, &at);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (first == starts[i]) {
            return true;
        }
    }
    return false;
}

bool hj_cell_append(struct hj_buffer *out, struct hj_span text)
{
    if (!hj_cell_is_formula(text)) {
        return hj_csv_field(out, text);
    }
    struct hj_buffer marked = {0};
    bool room = hj_buffer_append(&marked, hj_span_of("'")) && hj_buffer_append(&marked, text) &&
                hj_csv_field(out, hj_buffer_span(&marked));
    hj_buffer_release(&marked);
    return room;
}
