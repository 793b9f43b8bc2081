/* SPDX-License-Identifier: MIT
 * Files that cannot be loaded: each with its place, its code and what to do. */
#include "cmocka_test.h"
#include "input/collected.h"

#include "base/memory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct hj_field fields[] = {
    {.name = HJ_SPAN("name"),
     .headers = SPANS(HJ_SPAN("NAME"), HJ_SPAN("TITLE")),
     .required = true},
    {.name = HJ_SPAN("code")},
};
static const struct hj_table dictionary = {
    .name = HJ_SPAN("registry"), .fields = fields, .field_count = COUNT(fields)};

static void check_path(const char *path, enum hj_status status, const char *expected)
{
    struct collected collected;
    struct hj_input_options options = {.table = dictionary.name,
                                       .dictionary = &dictionary,
                                       .files = &path,
                                       .file_count = 1,
                                       .threads = 2,
                                       .slice_size = 64};
    enum hj_code code = collected_load(&collected, &options);
    assert_string_equal(collected_message(&collected), expected);
    assert_int_equal(hj_code_status(code), status);
    collected_release(&collected);
}

struct text_case {
    const char *text;
    size_t size; /* 0: to the NUL */
    const char *expected;
};

static void texts_that_are_no_table_are_refused_with_their_place(void **unused)
{
    static const struct text_case cases[] = {
        {"name\nA\nB\xFF\n", 0,
         "f.csv:3:2: INPUT_NO_ENCODING: the byte 0xFF is neither UTF-8 nor GB18030: save the whole "
         "file as UTF-8"},
        {"name,\xE6\xB7\xAE\xE5\xAE\x89\xE5\xB8\x82\xE5\xAE\x89\xE5\n\nA,B\n", 0,
         "f.csv:1:10: INPUT_NOT_UTF8: the byte 0xE5 is not UTF-8: save the whole file as UTF-8 or "
         "the whole file as GB18030"},
        {"\xEF\xBB\xBFname,code\r\n\r\n\xE6\xB7\xAE,\"B\r\nC\"\rA,\xE6\xB7\xAE\xE6\xB7\n", 0,
         "f.csv:5:4: INPUT_NOT_UTF8: the byte 0xE6 is not UTF-8: save the whole file as UTF-8 or "
         "the whole file as GB18030"},
        {"\xEF\xBB\xBFname,\xE5\n\nA,B\n", 0,
         "f.csv:1:6: INPUT_NOT_UTF8: the byte 0xE5 is not UTF-8: save the whole file as UTF-8 or "
         "the whole file as GB18030"},
        {"name,code\nA,\"x\"\n\"B\n\",\"y\nC,z\n", 0,
         "f.csv:4:3: INPUT_OPEN_QUOTE: the quote opened in line 4 is never closed: everything "
         "after it "
         "would vanish into one cell; close or remove it"},
        {"name,\"code\nA\n", 0,
         "f.csv:1:6: INPUT_OPEN_QUOTE: the quote opened in line 1 is never closed: everything "
         "after it "
         "would vanish into one cell; close or remove it"},
        {"", 0, ":0:0: INPUT_EMPTY: f.csv is empty: there is no header; export it again"},
        {"\xEF\xBB\xBF", 0,
         ":0:0: INPUT_EMPTY: f.csv is empty: there is no header; export it again"},
        {" \n\r\n\t\n", 0,
         "f.csv:1:1: INPUT_EMPTY: f.csv is empty: there is no header; export it again"},
        {"code,x\n", 0,
         "f.csv:1:0: INPUT_MISSING_HEADER: table registry: no header for the required column name; "
         "accepted are NAME, TITLE; add yours to its `headers:` list"},
        {"\n\ncode;name\n1;2\n", 0,
         "f.csv:3:0: INPUT_SEPARATOR: table registry: the header is one field, so column name is "
         "missing; the file seems to be separated by semicolons or tabs: export it with commas"},
        {"NAME,x, title \n", 0,
         "f.csv:1:0: INPUT_TWO_HEADERS: NAME (field 1) and title (field 3) both mean column name: "
         "take "
         "one out of the file or of the `headers:` list"},
        {"name,x,y,x\n", 0,
         "f.csv:1:0: INPUT_SAME_HEADER: fields 2 and 4 have the same header x: rename one"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..", 0,
         ":0:0: INPUT_OLD_WORKBOOK: f.csv is an old workbook (.xls, .et) or one with a password: "
         "open it "
         "and save it as .xlsx without a password"},
        {"\x1F\x8B\x08..", 0,
         ":0:0: INPUT_COMPRESSED: f.csv is compressed: unpack it and name the file inside"},
        {"%PDF-1.4\n", 0, ":0:0: INPUT_NO_TABLE: f.csv holds no table: ask for CSV or .xlsx"},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t size = cases[i].size ? cases[i].size : strlen(cases[i].text);
        check_path(scratch_file("f.csv", cases[i].text, size), HJ_STATUS_DATA, cases[i].expected);
    }
}

static void paths_that_are_no_file_are_refused(void **unused)
{
    char path[256];
    (void)unused;
    snprintf(path, sizeof path, "%s/none.csv", scratch_folder());
    check_path(path, HJ_STATUS_MACHINE,
               ":0:0: OPEN: cannot open none.csv: No such file or directory");
    snprintf(path, sizeof path, "%s/folder", scratch_folder());
    mkdir(path, 0700);
    check_path(path, HJ_STATUS_DATA, ":0:0: NOT_A_FILE: folder is not a file");
    snprintf(path, sizeof path, "%s/pipe", scratch_folder());
    assert_int_equal(mkfifo(path, 0600), 0);
    check_path(path, HJ_STATUS_DATA, ":0:0: NOT_A_FILE: pipe is not a file");
    check_path("/dev/null", HJ_STATUS_DATA, ":0:0: NOT_A_FILE: /dev/null is not a file");
}

static void a_file_that_may_not_be_read_is_refused(void **unused)
{
    const char *path = scratch_text("secret.csv", "name\nA\n");
    (void)unused;
    chmod(path, 0);
    uid_t user = geteuid();
    if (user == 0) { /* root may read every file */
        assert_int_equal(seteuid(65534), 0);
    }
    check_path(path, HJ_STATUS_MACHINE, ":0:0: OPEN: cannot open secret.csv: Permission denied");
    assert_int_equal(seteuid(user), 0);
}

static void too_many_columns_are_refused_with_the_limit(void **unused)
{
    static char text[100000];
    size_t size = 4;
    (void)unused;
    memcpy(text, "name", 4);
    for (unsigned i = 1; i < 10000; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, ",c%u", i);
    }
    text[size++] = '\n';
    check_path(
        scratch_file("wide.csv", text, size), HJ_STATUS_DATA,
        "wide.csv:1:0: INPUT_COLUMNS: 10000 columns, and a table may have 1000: leave out what "
        "is not needed");
}

static void a_header_without_end_is_refused(void **unused)
{
    size_t size = 3 * 1024 * 1024;
    char *text = malloc(size);
    (void)unused;
    assert_non_null(text);
    memset(text, 'x', size);
    check_path(
        scratch_file("long.csv", text, size), HJ_STATUS_DATA,
        "long.csv:1:1: INPUT_LONG_HEADER: the header record is longer than 1048576 bytes: is a "
        "quote left open in it?");
    free(text);
}

/* ---- sizes ---- */

/* Writes name,code records of which one holds `size` bytes in one cell. */
static const char *huge_cell(size_t size, const char *quote)
{
    static char path[256];
    static char piece[65536];
    snprintf(path, sizeof path, "%s/huge.csv", scratch_folder());
    memset(piece, 'x', sizeof piece);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fprintf(file, "name,code\nA,1\nB,%s", quote);
    for (size_t left = size; left > 0;) {
        size_t part = left < sizeof piece ? left : sizeof piece;
        assert_int_equal(fwrite(piece, 1, part, file), part);
        left -= part;
    }
    fprintf(file, "%s\nC,3\n", quote);
    fclose(file);
    return path;
}

static void check_huge(size_t size, const char *quote, bool rejected)
{
    struct collected collected;
    const char *path = huge_cell(size, quote);
    struct hj_input_options options = {.dictionary = &dictionary,
                                       .files = &path,
                                       .file_count = 1,
                                       .threads = 2,
                                       .slice_size = 65536};
    assert_int_equal(collected_load(&collected, &options), HJ_OK);
    assert_int_equal(collected.result.records, 3);
    assert_int_equal(collected.result.rejected, rejected);
    assert_string_equal(collected_cell(&collected, 0, "name"), "A");
    assert_string_equal(collected_cell(&collected, rejected ? 1 : 2, "name"), "C");
    assert_string_equal(collected_cell(&collected, rejected ? 1 : 2, "#line"), "4");
    if (rejected) {
        assert_int_equal(collected.reject[0].reason, HJ_INPUT_CELL_SIZE);
        assert_int_equal(collected.reject[0].record, 2);
        assert_int_equal(collected.reject[0].text_size, 4096);
        assert_memory_equal(collected.reject[0].text, "B,", 2);
    } else {
        assert_int_equal(strlen(collected_cell(&collected, 1, "code")), size);
    }
    collected_release(&collected);
}

static void cells_up_to_1_mib_are_taken(void **unused)
{
    (void)unused;
    check_huge(1024 * 1024, "", false);
    check_huge(1024 * 1024, "\"", false);
    check_huge(1024 * 1024 + 1, "", true);
    check_huge(1024 * 1024 + 1, "\"", true);
    check_huge(5000000, "", true);
    check_huge(5000000, "\"", true);
}

/* The whole test must not need memory for the line: what is allocated stays small. */
static void a_line_of_300_mb_needs_no_memory_for_it(void **unused)
{
    (void)unused;
    check_huge((size_t)300 * 1000 * 1000, "", true);
    check_huge((size_t)300 * 1000 * 1000, "\"", true);
}

static void a_record_past_16_mib_is_a_reject(void **unused)
{
    struct collected collected;
    char path[256];
    static char cell[1000000];
    (void)unused;
    snprintf(path, sizeof path, "%s/wide.csv", scratch_folder());
    memset(cell, 'x', sizeof cell);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fprintf(file, "name");
    for (int i = 0; i < 20; i++) {
        fprintf(file, ",c%d", i);
    }
    fprintf(file, "\nA");
    for (int i = 0; i < 20; i++) {
        fprintf(file, ",");
        fwrite(cell, 1, sizeof cell, file);
    }
    fprintf(file, "\nB,,,,,,,,,,,,,,,,,,,,\n");
    fclose(file);
    const char *list = path;
    struct hj_input_options options = {
        .dictionary = &dictionary, .files = &list, .file_count = 1, .threads = 2};
    assert_int_equal(collected_load(&collected, &options), HJ_OK);
    assert_int_equal(collected.result.stored, 1);
    assert_int_equal(collected.reject[0].reason, HJ_INPUT_RECORD_SIZE);
    collected_release(&collected);
}

/* ---- changes while reading ---- */

struct changer {
    const char *path;
    bool done;
};

static void change_file(void *context, uint64_t bytes, uint64_t of)
{
    struct changer *changer = context;
    (void)of;
    if (!changer->done && bytes > 0) {
        int file = open(changer->path, O_WRONLY | O_APPEND);
        assert_int_equal(write(file, "Z,9\n", 4), 4);
        close(file);
        changer->done = true;
    }
}

static void a_file_that_changes_while_it_is_read_is_refused(void **unused)
{
    static char text[20000];
    struct collected collected;
    size_t size = (size_t)snprintf(text, sizeof text, "name,code\n");
    (void)unused;
    while (size < 10000) {
        size += (size_t)snprintf(text + size, sizeof text - size, "A,1\n");
    }
    struct changer changer = {.path = scratch_file("growing.csv", text, size)};
    struct hj_input_options options = {.dictionary = &dictionary,
                                       .files = &changer.path,
                                       .file_count = 1,
                                       .threads = 1,
                                       .slice_size = 100,
                                       .progress = change_file,
                                       .progress_context = &changer};
    assert_int_equal(collected_load(&collected, &options), HJ_INPUT_CHANGED);
    assert_string_equal(
        collected_message(&collected),
        ":0:0: INPUT_CHANGED: growing.csv changed while it was read: wait until it is "
        "written and load again");
    collected_release(&collected);
}

static int remove_scratch(void **unused)
{
    (void)unused;
    scratch_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_that_are_no_table_are_refused_with_their_place),
        cmocka_unit_test(paths_that_are_no_file_are_refused),
        cmocka_unit_test(a_file_that_may_not_be_read_is_refused),
        cmocka_unit_test(too_many_columns_are_refused_with_the_limit),
        cmocka_unit_test(a_header_without_end_is_refused),
        cmocka_unit_test(cells_up_to_1_mib_are_taken),
        cmocka_unit_test(a_line_of_300_mb_needs_no_memory_for_it),
        cmocka_unit_test(a_record_past_16_mib_is_a_reject),
        cmocka_unit_test(a_file_that_changes_while_it_is_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
