/* SPDX-License-Identifier: MIT
 * The rows of all sheets, one behind the other. */
#include "base/output.h"
#include "publish/book.h"
#include "publish/cell.h"

static bool append_row(const struct hj_book *book, const struct hj_span *cells,
                       struct hj_buffer *out)
{
    bool room = true;
    for (size_t i = 0; room && i < book->column_count; i++) {
        struct hj_span text = cells ? cells[i] : book->columns[i].title;
        room = (i == 0 || hj_buffer_append(out, hj_span_of(","))) && hj_cell_append(out, text);
    }
    return room && hj_buffer_append(out, hj_span_of("\n"));
}

enum hj_code hj_book_csv(const struct hj_book *book, const char *path, struct hj_error *error)
{
    struct hj_output output = {0};
    struct hj_buffer text = {0};
    enum hj_code code = HJ_OK;
    bool room = append_row(book, NULL, &text);
    for (size_t s = 0; room && s < book->sheet_count; s++) {
        for (size_t row = 0; room && row < book->sheets[s].row_count; row++) {
            room = append_row(book, book->sheets[s].rows[row], &text);
        }
    }
    if (!room) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(hj_output_open(&output, path, false, error));
    HJ_TRY(hj_output_write(&output, hj_buffer_span(&text), error));
    HJ_TRY(hj_output_close(&output, error));
done:
    hj_output_discard(&output);
    hj_buffer_release(&text);
    return code;
}
