/* SPDX-License-Identifier: MIT
 * What hj_split takes, it takes as libcsv does; what it leaves is irregular or blank. */
#include "input/split.h"
#include "cmocka_test.h"

#include <csv.h>

enum { ROOM = 16, LINE_SIZE = 64 };

struct fields {
    struct hj_span field[ROOM];
    size_t count;
    char bytes[4 * LINE_SIZE];
    size_t used;
    unsigned records;
};

static void take_field(void *data, size_t size, void *context)
{
    struct fields *fields = context;
    if (size) {
        memcpy(fields->bytes + fields->used, data, size);
    }
    if (fields->count < ROOM) {
        fields->field[fields->count] = (struct hj_span){fields->bytes + fields->used, size};
    }
    fields->used += size;
    fields->count++;
}

static void take_record(int byte, void *context)
{
    struct fields *fields = context;
    (void)byte;
    fields->records++;
}

static struct fields *libcsv(struct hj_span line)
{
    static struct fields fields;
    struct csv_parser parser;
    fields = (struct fields){.count = 0};
    csv_init(&parser, 0);
    csv_parse(&parser, line.data, line.size, take_field, take_record, &fields);
    csv_set_opts(&parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_fini(&parser, take_field, take_record, &fields);
    csv_free(&parser);
    return &fields;
}

static uint64_t state = 1;

static uint32_t draw(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static void lines_are_cut_as_libcsv_cuts_them(void **unused)
{
    static const char *const pieces[] = {"x",     "yz",  ",",   ",", "\"", "\"\"",
                                         "\"x\"", ",\"", "\",", " ", "\t"};
    static const char *const ends[] = {"\n", "\r\n", "\r", ""};
    unsigned taken = 0;
    (void)unused;
    for (unsigned round = 0; round < 200000; round++) {
        char line[LINE_SIZE];
        size_t size = 0;
        for (uint32_t left = draw(12); left > 0; left--) {
            const char *piece = pieces[draw(sizeof pieces / sizeof pieces[0])];
            memcpy(line + size, piece, strlen(piece));
            size += strlen(piece);
        }
        const char *end = ends[draw(4)];
        memcpy(line + size, end, strlen(end));
        size += strlen(end);
        struct hj_span found[ROOM];
        size_t count = hj_split((struct hj_span){line, size}, found, ROOM);
        const struct fields *expected = libcsv((struct hj_span){line, size});
        if (count == 0) {
            continue;
        }
        taken++;
        assert_int_equal(expected->records, 1);
        assert_int_equal(count, expected->count);
        for (size_t i = 0; i < count; i++) {
            assert_true(hj_span_equal(found[i], expected->field[i]));
        }
    }
    assert_true(taken > 50000);
}

static size_t fields_of(const char *line, size_t room)
{
    struct hj_span found[ROOM];
    return hj_split(hj_span_of(line), found, room);
}

static void irregular_lines_are_left_to_libcsv(void **unused)
{
    (void)unused;
    assert_int_equal(fields_of("a,b,c\n", 3), 3);
    assert_int_equal(fields_of("\"a\",\"b,c\",\r\n", 3), 3);
    assert_int_equal(fields_of("a,b,c,d\n", 3), 0);
    assert_int_equal(fields_of("a,\"b\"\"c\"\n", 3), 0);
    assert_int_equal(fields_of("a,\"b\n", 3), 0);
    assert_int_equal(fields_of("a,\"b\" ,c\n", 3), 0);
    assert_int_equal(fields_of(" \t\n", 3), 0);
    assert_int_equal(fields_of("\n", 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_cut_as_libcsv_cuts_them),
        cmocka_unit_test(irregular_lines_are_left_to_libcsv),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
