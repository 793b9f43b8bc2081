/* SPDX-License-Identifier: MIT
 * Drop-downs: in the sheet where they are short, else through a hidden sheet: the format drops a
 * list of more than 255 characters without a word. */
#include "base/memory.h"
#include "publish/book_writer.h"
#include "text/utf8.h"

enum { LONGEST_LIST = 255 };

static size_t list_length(const struct hj_book_column *column)
{
    size_t length = 0;
    for (size_t i = 0; i < column->answer_count; i++) {
        length += hj_text_length(column->answers[i]) + 1;
    }
    return length;
}

/* The list in a column of the hidden sheet; range gets what names it. */
static enum hj_code hide_list(struct hj_book_writer *writer, const struct hj_book_column *column,
                              char *range, size_t size)
{
    enum hj_code code = HJ_OK;
    if (!writer->hidden) {
        writer->hidden = hj_book_add_sheet(writer, hj_span_of("answers"));
        if (!writer->hidden) {
            return writer->error->code;
        }
        worksheet_hide(writer->hidden);
    }
    uint16_t at = writer->hidden_columns++;
    for (size_t i = 0; code == HJ_OK && i < column->answer_count; i++) {
        code = hj_book_put(writer, writer->hidden, (lxw_row_t)i, at, column->answers[i], NULL);
    }
    char name[LXW_MAX_COL_NAME_LENGTH];
    lxw_col_to_name(name, at, 1);
    const char *sheet = writer->hidden->quoted_name;
    snprintf(range, size, "=%s!%s$1:%s$%zu", sheet, name, name, column->answer_count);
    return code;
}

enum hj_code hj_book_answers(struct hj_book_writer *writer, lxw_worksheet *sheet,
                             const struct hj_book_answers *answers)
{
    const struct hj_book_column *column = answers->column;
    struct hj_buffer texts = {0};
    char **list = hj_memory_zero(column->answer_count + 1, sizeof *list);
    lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST};
    char range[128] = "";
    enum hj_code code = HJ_OK;
    bool room = list != NULL;
    for (size_t i = 0; room && i < column->answer_count; i++) {
        room = hj_buffer_append(&texts, column->answers[i]) &&
               hj_buffer_append(&texts, (struct hj_span){"", 1});
    }
    if (!room) {
        code = hj_error_memory(writer->error);
        goto done;
    }
    for (size_t i = 0, at = 0; i < column->answer_count; i++) {
        list[i] = texts.data + at;
        at += strlen(list[i]) + 1;
    }
    validation.value_list = list;
    if (list_length(column) > LONGEST_LIST) {
        HJ_TRY(hide_list(writer, column, range, sizeof range));
        validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        validation.value_list = NULL;
        validation.value_formula = range;
    }
    HJ_TRY(hj_book_fail(writer,
                        worksheet_data_validation_range(sheet, 1, answers->index, answers->last,
                                                        answers->index, &validation)));
done:
    hj_memory_free(list);
    hj_buffer_release(&texts);
    return code;
}
