/* SPDX-License-Identifier: MIT
 * The way back from a byte of a scalar's text to the file, in every style that YAML has. */
#include "base/memory.h"
#include "cmocka_test.h"
#include "rules/yaml.h"

#include <unistd.h>

struct parsed {
    struct hj_arena arena;
    struct hj_problems problems;
    struct hj_yaml_file file;
};

static void parse(struct parsed *parsed, struct hj_span text)
{
    struct hj_error error;
    memset(parsed, 0, sizeof *parsed);
    assert_int_equal(
        hj_yaml_parse(text, "test.yaml", &parsed->arena, &parsed->file, &parsed->problems, &error),
        HJ_OK);
}

static void release(struct parsed *parsed)
{
    hj_problems_release(&parsed->problems);
    hj_arena_release(&parsed->arena);
}

/* The byte of the file at a line and column. */
static size_t byte_at(struct hj_span text, uint32_t line, uint32_t column)
{
    size_t at = text.size >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (uint32_t i = 1; i < line; at++) {
        bool pair = text.data[at] == '\r' && at + 1 < text.size && text.data[at + 1] == '\n';
        i += text.data[at] == '\n' || (text.data[at] == '\r' && !pair);
    }
    for (uint32_t i = 1; i < column && at < text.size; i++) {
        do {
            at++;
        } while (at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80);
    }
    return at;
}

/* ---- by hand: where the word `here` of the value of `a` stands ---- */

static const struct {
    const char *name, *yaml;
    uint32_t line, column;
} places[] = {
    {"plain", "a: x here", 1, 6},
    {"plain after Chinese", "键: 1\na: 中文 here", 2, 7},
    {"plain over lines", "a: one\n  two\n\n  here", 4, 3},
    {"plain in flow", "b: 1\na: [1, {c: here}]", 2, 12},
    {"single", "a: 'x here'", 1, 7},
    {"single doubled", "a: 'it''s ''here'", 1, 13},
    {"single over lines", "a: 'one\n   two\n   here'", 3, 4},
    {"double", "a: \"x here\"", 1, 7},
    {"double escapes", "a: \"\\t\\u4e2d\\x41 \\\"here\"", 1, 20},
    {"double astral escape", "a: \"\\U0001F600here\"", 1, 15},
    {"double escaped break", "a: \"one \\\n    two \\\n    here\"", 3, 5},
    {"double folded", "a: \"one\n\n  here\"", 3, 3},
    {"literal", "a: |\n  one\n  two here", 3, 7},
    {"literal indented more", "a: |\n  one\n    here\n", 3, 5},
    {"literal with signs", "a: |2-\n   x\n  here\n", 3, 3},
    {"folded", "a: >-\n  one\n  two\n  here AND\n", 4, 3},
    {"folded blank lines", "a: >\n\n  one\n\n\n  here\n", 6, 3},
    {"folded, more indented", "a: >\n  one\n    two\n  here\n", 4, 3},
    {"carriage returns", "b: 1\r\na: >-\r\n  one\r\n  here\r\n", 4, 3},
    {"old Mac", "b: 1\ra: here\r", 2, 4},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "a: here",
     1, 4},
    {"line separator inside", "b: 'x\xE2\x80\xA8'\na: here", 2, 4},
};

static const struct hj_yaml *find_here(const struct hj_yaml *node)
{
    if (node->kind == HJ_YAML_SCALAR) {
        return strstr(node->text.data, "here") ? node : NULL;
    }
    const struct hj_yaml *found = NULL;
    for (uint32_t i = 0; i < node->count && !found; i++) {
        found = find_here(node->items[i]);
    }
    return found;
}

static void places_are_those_of_the_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct parsed parsed;
        uint32_t line = 0, column = 0;
        parse(&parsed, hj_span_of(places[i].yaml));
        print_message("%s\n", places[i].name);
        assert_int_equal(parsed.problems.count, 0);
        const struct hj_yaml *node = find_here(parsed.file.root);
        const char *here = node ? strstr(node->text.data, "here") : NULL;
        if (!here) {
            fail();
            return;
        }
        size_t offset = (size_t)(here - node->text.data);
        hj_yaml_locate(&parsed.file, node, offset, &line, &column);
        assert_int_equal(line, places[i].line);
        assert_int_equal(column, places[i].column);
        release(&parsed);
    }
}

static void the_end_of_a_text_has_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        uint32_t line, column;
    } ends[] = {
        {"a: abc", 1, 7}, {"a: 'abc'", 1, 8}, {"a: >-\n  ab\n  cd\n", 3, 5}, {"a: ''", 1, 5}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct parsed parsed;
        uint32_t line = 0, column = 0;
        parse(&parsed, hj_span_of(ends[i].yaml));
        const struct hj_yaml *node = parsed.file.root->items[0];
        hj_yaml_locate(&parsed.file, node, node->text.size, &line, &column);
        assert_int_equal(line, ends[i].line);
        assert_int_equal(column, ends[i].column);
        hj_yaml_locate(&parsed.file, node, 1000, &line, &column);
        assert_int_equal(line, ends[i].line);
        release(&parsed);
    }
}

/* ---- at random: every letter of the text is where its place says ---- */

static uint32_t seed = 1;

static uint32_t draw(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void make_scalar(char *text, size_t size)
{
    static const char *const heads[] = {"a: ",      "a: '",      "a: \"",      "a: |\n  ",
                                        "a: >\n  ", "a: [x, \"", "a: >2+\n  ", "a: |-\n   "};
    static const char *const tails[] = {"", "'", "\"", "", "", "\"]", "", ""};
    static const char *const pieces[] = {
        "b",   "c",     "中",     " ",   "  ",         "\n  ",          "\n\n  ", "''",
        "\\n", "\\x41", "\\\n  ", "\t",  "é",          "\n    ",        "\\\"",   "\\u4e2d",
        "𠮷",  "d",     "\r\n  ", "\\L", "\xC2\x85  ", "\xE2\x80\xA8  "};
    uint32_t style = draw(sizeof heads / sizeof *heads);
    size_t at = (size_t)snprintf(text, size, "%s", heads[style]);
    for (uint32_t i = draw(24); i > 0 && at + 16 < size; i--) {
        at += (size_t)snprintf(text + at, size - at, "%s",
                               pieces[draw(sizeof pieces / sizeof *pieces)]);
    }
    snprintf(text + at, size - at, "%s\n", tails[style]);
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Every letter of the text stands at its place, or an escape does. NEL, LS and PS are white too, of
 * a kind that may move; they are left out. */
static size_t check_letters(const struct parsed *parsed, const struct hj_yaml *node)
{
    size_t checked = 0;
    for (size_t offset = 0; offset < node->text.size; offset++) {
        unsigned char byte = (unsigned char)node->text.data[offset];
        bool letter = !is_white((char)byte) && (byte & 0xC0) != 0x80;
        bool mark =
            byte == 0xC2 || (byte == 0xE2 && (unsigned char)node->text.data[offset + 1] == 0x80);
        if (!letter || mark) {
            continue;
        }
        uint32_t line = 0, column = 0;
        hj_yaml_locate(&parsed->file, node, offset, &line, &column);
        size_t at = byte_at(parsed->file.bytes, line, column);
        assert_true(at < parsed->file.bytes.size);
        char found = parsed->file.bytes.data[at];
        assert_true(found == (char)byte || found == '\\');
        checked++;
    }
    return checked;
}

static void letters_are_where_their_places_say(void **state)
{
    (void)state;
    size_t checked = 0, whole = 0;
    for (unsigned round = 0; round < 100000; round++) {
        char text[512];
        struct parsed parsed;
        make_scalar(text, sizeof text);
        parse(&parsed, hj_span_of(text));
        if (parsed.file.root && parsed.file.root->kind == HJ_YAML_MAPPING &&
            parsed.file.root->count > 0) {
            const struct hj_yaml *node = parsed.file.root->items[0];
            node = node->kind == HJ_YAML_SEQUENCE ? node->items[node->count - 1] : node;
            if (node->kind == HJ_YAML_SCALAR) {
                checked += check_letters(&parsed, node);
                whole++;
            }
        }
        release(&parsed);
    }
    print_message("%zu scalars, %zu letters\n", whole, checked);
    assert_true(whole > 20000 && checked > 100000);
}

/* ---- what is no plain tree ---- */

static const struct {
    const char *yaml;
    enum hj_code code;
    uint32_t line, column;
} broken[] = {
    {"a: [1, 2\nb: 3\n", HJ_YAML_BROKEN, 2, 2},
    {"a: \"open\n", HJ_YAML_BROKEN, 2, 1},
    {"a:\n\tb: 1\n", HJ_YAML_BROKEN, 2, 1},
    {"a: &x 1\n", HJ_YAML_ALIAS, 1, 4},
    {"a: 1\nb: *a\n", HJ_YAML_ALIAS, 2, 4},
    {"a: !!str 1\n", HJ_YAML_TAG, 1, 4},
    {"a: 1\n<<: {b: 2}\n", HJ_YAML_MERGE, 2, 1},
    {"a: 1\nb: 2\na: 3\n", HJ_YAML_TWICE, 3, 1},
    {"? [a, b]\n: 1\n", HJ_YAML_KEY_TEXT, 1, 3},
    {"a: 1\n---\nb: 2\n", HJ_YAML_DOCUMENTS, 2, 1},
    {"a: 中\xFF\n", HJ_YAML_ENCODING, 1, 5},
    {"a: 1\nb: \x01\n", HJ_YAML_BROKEN, 2, 4},
    {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", HJ_YAML_DEEP, 1, 65},
};

static void what_is_no_plain_tree_is_a_problem(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct parsed parsed;
        parse(&parsed, hj_span_of(broken[i].yaml));
        print_message("%s", broken[i].yaml);
        assert_int_equal(parsed.problems.count, 1);
        const struct hj_error *error = &parsed.problems.items[0]->error;
        assert_string_equal(hj_code_name(error->code), hj_code_name(broken[i].code));
        assert_int_equal(error->line, broken[i].line);
        assert_int_equal(error->column, broken[i].column);
        assert_string_equal(error->file, "test.yaml");
        release(&parsed);
    }
}

static void several_mistakes_of_a_file_are_all_told(void **state)
{
    (void)state;
    struct parsed parsed;
    parse(&parsed, hj_span_of("a: &x 1\na: 2\nb: *x\nc: !t 3\n"));
    assert_int_equal(parsed.problems.count, 4);
    hj_problems_sort(&parsed.problems);
    assert_string_equal(hj_error_argument(&parsed.problems.items[3]->error, "tag"), "!t");
    assert_non_null(parsed.file.root);
    assert_int_equal(parsed.file.root->count, 2); /* a and c */
    release(&parsed);
}

static void an_empty_file_holds_nothing(void **state)
{
    (void)state;
    static const char *const empty[] = {"", "\n", "# a remark\n", "---\n...\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct parsed parsed;
        parse(&parsed, hj_span_of(empty[i]));
        assert_int_equal(parsed.problems.count, 0);
        assert_null(parsed.file.root);
        release(&parsed);
    }
}

static void what_is_no_file_is_an_error(void **state)
{
    (void)state;
    struct parsed parsed;
    struct hj_error error;
    memset(&parsed, 0, sizeof parsed);
    assert_int_equal(hj_yaml_read("/", &parsed.arena, &parsed.file, &parsed.problems, &error),
                     HJ_NOT_A_FILE);
    char path[] = "/tmp/hejian-large-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(ftruncate(descriptor, 64 * 1024 * 1024 + 1), 0);
    assert_int_equal(close(descriptor), 0);
    assert_int_equal(hj_yaml_read(path, &parsed.arena, &parsed.file, &parsed.problems, &error),
                     HJ_OK);
    assert_null(parsed.file.root);
    assert_int_equal(parsed.problems.items[0]->error.code, HJ_YAML_LARGE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(
        hj_yaml_read("/nowhere/at.yaml", &parsed.arena, &parsed.file, &parsed.problems, &error),
        HJ_OPEN);
    release(&parsed);
}

/* ---- suggestions ---- */

static void the_nearest_name_is_suggested(void **state)
{
    (void)state;
    static const struct hj_span names[] = {HJ_SPAN("when"), HJ_SPAN("unless"), HJ_SPAN("capital"),
                                           HJ_SPAN("Status"), HJ_SPAN("注册资金")};
    static const struct {
        const char *text, *nearest;
    } cases[] = {{"whne", "when"},
                 {"whn", "when"},
                 {"captial", "capital"},
                 {"STATUS", "Status"},
                 {"注册资本", "注册资金"},
                 {"elsewhere", ""},
                 {"", ""},
                 {"x", ""},
                 {"capitals_of_all", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hj_span found =
            hj_yaml_nearest(hj_span_of(cases[i].text), names, sizeof names / sizeof *names);
        assert_true(hj_span_is(found, cases[i].nearest));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_those_of_the_file),
        cmocka_unit_test(the_end_of_a_text_has_a_place),
        cmocka_unit_test(letters_are_where_their_places_say),
        cmocka_unit_test(what_is_no_plain_tree_is_a_problem),
        cmocka_unit_test(several_mistakes_of_a_file_are_all_told),
        cmocka_unit_test(an_empty_file_holds_nothing),
        cmocka_unit_test(what_is_no_file_is_an_error),
        cmocka_unit_test(the_nearest_name_is_suggested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
