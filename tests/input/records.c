/* SPDX-License-Identifier: MIT
 * The records of a load are those of one sequential libcsv parse, whatever the slices and threads:
 * the oracle here is that parse, fed byte by byte. */
#include "cmocka_test.h"
#include "input/collected.h"

#include "text/utf8.h"

#include <csv.h>

enum { COLUMNS = 3, RECORDS = 4096, TEXT_SIZE = 65536 };

/* ---- the oracle ---- */

struct oracle_record {
    size_t cells; /* fields it has; at most COLUMNS are kept */
    struct hj_span cell[COLUMNS];
    uint64_t line;
    size_t begin, end; /* of its bytes, with the line end */
};

struct oracle {
    struct oracle_record record[RECORDS];
    size_t count;
    struct oracle_record next;
    char bytes[4 * TEXT_SIZE];
    size_t used;
    bool ended;
};

static struct oracle oracle;

static void oracle_cell(void *data, size_t size, void *context)
{
    (void)context;
    if (oracle.next.cells < COLUMNS) {
        char *copy = oracle.bytes + oracle.used;
        if (size) {
            memcpy(copy, data, size);
        }
        oracle.used += size;
        oracle.next.cell[oracle.next.cells] = hj_text_trim((struct hj_span){copy, size});
    }
    oracle.next.cells++;
}

static void oracle_end(int byte, void *context)
{
    (void)byte;
    (void)context;
    oracle.ended = true;
}

static void oracle_keep(size_t end)
{
    oracle.next.end = end;
    oracle.record[oracle.count++] = oracle.next;
    oracle.next = (struct oracle_record){0};
    oracle.ended = false;
}

/* False when the text ends inside a quoted field. */
static bool oracle_parse(const char *text, size_t size)
{
    struct csv_parser parser;
    uint64_t line = 1;
    size_t line_begin = 0;
    oracle.count = oracle.used = 0;
    oracle.next = (struct oracle_record){0};
    oracle.ended = false;
    csv_init(&parser, 0);
    int between = parser.pstate;
    for (size_t i = 0; i < size; i++) {
        bool idle = parser.pstate == between;
        csv_parse(&parser, text + i, 1, oracle_cell, oracle_end, NULL);
        if (idle && (parser.pstate != between || oracle.ended)) {
            oracle.next.line = line;
            oracle.next.begin = line_begin;
        }
        if (oracle.ended) {
            oracle_keep(i + 1);
        }
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n'))) {
            line++;
            line_begin = i + 1;
        }
    }
    csv_set_opts(&parser, CSV_STRICT | CSV_STRICT_FINI);
    bool closed = csv_fini(&parser, oracle_cell, oracle_end, NULL) == 0;
    if (closed && oracle.ended) {
        oracle_keep(size);
    }
    csv_free(&parser);
    return closed;
}

/* ---- comparison ---- */

static struct hj_span shown(const char *text, const struct oracle_record *record)
{
    struct hj_span bytes = {text + record->begin, record->end - record->begin};
    while (bytes.size &&
           (bytes.data[bytes.size - 1] == '\n' || bytes.data[bytes.size - 1] == '\r')) {
        bytes.size--;
    }
    return bytes;
}

static void check_row(const struct collected *collected, size_t row,
                      const struct oracle_record *record, size_t number)
{
    static const char *const names[COLUMNS] = {"a", "b", "c"};
    char expected[32];
    snprintf(expected, sizeof expected, "%zu", number);
    assert_string_equal(collected_cell(collected, row, "#record"), expected);
    snprintf(expected, sizeof expected, "%u", (unsigned)record->line);
    assert_string_equal(collected_cell(collected, row, "#line"), expected);
    for (size_t i = 0; i < COLUMNS; i++) {
        const char *cell = collected_cell(collected, row, names[i]);
        assert_int_equal(cell == NULL, record->cell[i].size == 0);
        if (cell) {
            assert_int_equal(strlen(cell), record->cell[i].size);
            assert_memory_equal(cell, record->cell[i].data, record->cell[i].size);
        }
    }
}

/* Record 0 of the oracle is the header. */
static void check_records(const struct collected *collected, const char *text)
{
    size_t row = 0, reject = 0;
    assert_int_equal(collected->result.records, oracle.count - 1);
    for (size_t i = 1; i < oracle.count; i++) {
        const struct oracle_record *record = &oracle.record[i];
        if (record->cells == COLUMNS) {
            check_row(collected, row++, record, i);
            continue;
        }
        assert_true(reject < collected->reject_count);
        const struct collected_reject *found = &collected->reject[reject++];
        struct hj_span bytes = shown(text, record);
        assert_int_equal(found->reason, HJ_INPUT_FIELD_COUNT);
        assert_int_equal(found->record, i);
        assert_int_equal(found->line, record->line);
        assert_int_equal(found->text_size, bytes.size);
        assert_memory_equal(found->text, bytes.data, bytes.size);
    }
    assert_int_equal(row, collected->rows);
    assert_int_equal(row, collected->result.stored);
    assert_int_equal(reject, collected->result.rejected);
}

/* ---- random texts ---- */

static uint64_t state;

static uint32_t draw(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

/* Pieces by how often they come; the first rows make most records regular. */
struct piece {
    const char *text;
    unsigned weight;
};

static const struct piece tame[] = {
    {"x", 8},
    {"yy", 8},
    {"\xE6\xB7\xAE", 4},
    {",", 14},
    {"\n", 6},
    {"\r\n", 2},
    {"\r", 1},
    {" ", 2},
    {"\"x,y\"", 3},
    {"\"\"", 2},
    {"\t", 1},
    {"x,y,z\n", 12},
    {"\n                                                            \n", 1},
    {"\"x\n y\",", 1},
    {"\"x\"\"y\"", 1},
    {"\n\n", 1},
    {"\xE3\x80\x80", 1},
};
static const struct piece wild[] = {
    {"x", 4},   {",", 8},    {"\"", 6},   {"\n", 5},           {"\r\n", 3},    {"\r", 2},
    {" ", 3},   {"\"\"", 3}, {"\t", 1},   {"\xE6\xB7\xAE", 2}, {"x,y,z\n", 6}, {"\"x\n\ny\"", 2},
    {"\",", 4}, {",\"", 4},  {"\"\n", 4}, {"\n\"", 2},
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static size_t random_text(char *text, size_t size, const struct piece *pieces, size_t count)
{
    unsigned total = 0;
    size_t used = (size_t)snprintf(text, size, "a,b,c\n");
    for (size_t i = 0; i < count; i++) {
        total += pieces[i].weight;
    }
    while (used + 64 < size) {
        size_t at = 0;
        for (unsigned left = draw(total); left >= pieces[at].weight; at++) {
            left -= pieces[at].weight;
        }
        size_t length = strlen(pieces[at].text);
        memcpy(text + used, pieces[at].text, length);
        used += length;
    }
    return used;
}

static void compare(const char *text, size_t size, uint32_t slice_size)
{
    static const unsigned threads[] = {1, 2, 3, 8};
    struct collected collected, first = {0};
    const char *path = scratch_file("random.csv", text, size);
    bool closed = oracle_parse(text, size);
    for (size_t i = 0; i < COUNT(threads); i++) {
        struct hj_input_options options = {
            .table = HJ_SPAN("t"),
            .files = &path,
            .file_count = 1,
            .threads = threads[i],
            .compression = HJ_COMPRESS_LZ4,
            .slice_size = slice_size,
        };
        enum hj_code code = collected_load(&collected, &options);
        assert_int_equal(code, closed ? HJ_OK : HJ_INPUT_OPEN_QUOTE);
        if (closed) {
            check_records(&collected, text);
        }
        if (i > 0) {
            assert_int_equal(collected.bytes.size, first.bytes.size);
            assert_memory_equal(collected.bytes.data, first.bytes.data, first.bytes.size);
            assert_string_equal(collected.error.file, first.error.file);
            assert_int_equal(collected.error.line, first.error.line);
            assert_int_equal(collected.error.column, first.error.column);
            collected_release(&collected);
        } else {
            first = collected;
        }
    }
    collected_release(&first);
}

static void random_texts(const struct piece *pieces, size_t count, unsigned rounds)
{
    static char text[TEXT_SIZE];
    static const uint32_t sizes[] = {16, 17, 23, 64, 100, 333, 1024, 4096};
    for (unsigned round = 0; round < rounds; round++) {
        state = round * 977 + count;
        size_t size = random_text(text, 128 + draw(round % 10 == 0 ? 20000 : 1500), pieces, count);
        compare(text, size, sizes[draw(COUNT(sizes))]);
    }
}

static void random_texts_give_the_records_of_a_sequential_parse(void **unused)
{
    (void)unused;
    random_texts(tame, COUNT(tame), 300);
}

static void stray_quotes_give_the_records_of_a_sequential_parse(void **unused)
{
    (void)unused;
    random_texts(wild, COUNT(wild), 600);
}

/* A quoted cell that is longer than many slices, with lines in it that look like records. */
static void cells_longer_than_slices_are_one_cell(void **unused)
{
    static char text[40000];
    size_t size = 0;
    (void)unused;
    size += (size_t)snprintf(text, sizeof text, "a,b,c\n1,2,3\n4,\"");
    while (size < 30000) {
        size += (size_t)snprintf(text + size, sizeof text - size, "x,y,z\n");
    }
    size += (size_t)snprintf(text + size, sizeof text - size, "\",5\n6,7,8\n");
    compare(text, size, 64);
    compare(text, size, 4096);
    assert_int_equal(oracle.count, 4);
}

static void a_cut_between_cr_and_lf_makes_no_line(void **unused)
{
    char text[256];
    (void)unused;
    for (size_t pad = 0; pad < 40; pad++) {
        int size = snprintf(text, sizeof text, "a,b,c\r\n%.*s,y,z\r\n\r\n1,2,3\r\r\n4,5,6",
                            (int)pad + 1, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        compare(text, (size_t)size, 16);
    }
}

/* libcsv passes over the spaces that a record begins with; the reject shows them. */
static void spaces_longer_than_slices_begin_a_record(void **unused)
{
    static char text[2000];
    (void)unused;
    for (int spaces = 1; spaces < 900; spaces += 97) {
        int size = snprintf(text, sizeof text, "a,b,c\n%*s)%*s\n\n%*s\n1,2,3\n", spaces, "", 40, "",
                            spaces, "");
        compare(text, (size_t)size, 16);
    }
    assert_int_equal(oracle.count, 3);
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
        cmocka_unit_test(random_texts_give_the_records_of_a_sequential_parse),
        cmocka_unit_test(stray_quotes_give_the_records_of_a_sequential_parse),
        cmocka_unit_test(cells_longer_than_slices_are_one_cell),
        cmocka_unit_test(a_cut_between_cr_and_lf_makes_no_line),
        cmocka_unit_test(spaces_longer_than_slices_begin_a_record),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
