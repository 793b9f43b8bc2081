/* SPDX-License-Identifier: MIT
 * `letters:`. */
#include "rules/freeze.h"
#include "rules/letters.h"
#include "rules/schema.h"

static const char *const places[] = {
#define PLACE_NAME(id, name) "{" name "}",
    HJ_LETTER_PLACES(PLACE_NAME)
#undef PLACE_NAME
};

static const char *const styles[] = {
#define STYLE_NAME(id, name) name,
    HJ_LETTER_STYLES(STYLE_NAME)
#undef STYLE_NAME
        NULL,
};

enum hj_letter_place hj_letter_place_of(struct hj_span text, size_t *size)
{
    for (size_t i = 0; i < HJ_LETTER_PLACE_COUNT; i++) {
        *size = strlen(places[i]);
        if (text.size >= *size && memcmp(text.data, places[i], *size) == 0) {
            return (enum hj_letter_place)i;
        }
    }
    *size = 0;
    return HJ_LETTER_PLACE_COUNT;
}

/* A brace that begins no place is a place misspelt. */
static void check_places(struct hj_reader *reader, const struct hj_yaml *node, struct hj_span text)
{
    char expected[HJ_ERROR_VALUE] = "";
    for (size_t i = 0, used = 0; i < HJ_LETTER_PLACE_COUNT && used < sizeof expected; i++) {
        int more =
            snprintf(expected + used, sizeof expected - used, "%s%s", i ? " " : "", places[i]);
        used += more > 0 ? (size_t)more : 0;
    }
    for (size_t at = 0; at < text.size; at++) {
        struct hj_span rest = hj_span_slice(text, at, text.size - at);
        size_t size;
        if (rest.data[0] != '{' || hj_letter_place_of(rest, &size) != HJ_LETTER_PLACE_COUNT) {
            continue;
        }
        const char *end = memchr(rest.data, '}', rest.size);
        struct hj_problem *problem = hj_reader_problem(
            reader, node, HJ_RULES_LETTER_PLACE, "place",
            hj_span_slice(rest, 0, end ? (size_t)(end - rest.data) + 1 : rest.size));
        hj_error_text(&problem->error, "expected", hj_span_of(expected));
    }
}

static void read_part(struct hj_reader *reader, const struct hj_yaml *node,
                      struct hj_letter_part *part)
{
    const struct hj_key text_key = {.name = "text"};
    const struct hj_key style_key = {.name = "text", .choices = styles};
    const struct hj_yaml *text = node;
    unsigned style = HJ_LETTER_STYLE_BODY;
    if (node->kind == HJ_YAML_MAPPING && node->count == 1) {
        hj_read_choice(reader, node->keys[0], &style_key, &style);
        text = node->items[0];
    }
    part->style = (enum hj_letter_style)style;
    hj_read_title(reader, text, &text_key, &part->text);
    check_places(reader, text, part->text.zh);
    if (part->text.en.data != part->text.zh.data) {
        check_places(reader, text, part->text.en);
    }
}

struct letter_draft {
    struct hj_letter letter;
    const struct hj_yaml *text;
    unsigned each, with;
};

static const char *const each_names[] = {"role", "campaign", NULL};
static const char *const with_names[] = {"lists", "ask", NULL};

/* A paragraph, or {style: paragraph}. */
static const struct hj_form styled_form = {.kind = HJ_FORM_MAP, .item = &hj_form_title};
static const struct hj_form part_form = {
    .kind = HJ_FORM_EITHER, .item = &hj_form_title, .other = &styled_form};
static const struct hj_form parts_form = {.kind = HJ_FORM_LIST, .item = &part_form};

#define LETTER(member) offsetof(struct letter_draft, member)
static const struct hj_key letter_keys[] = {
    {.name = "id", .required = true, .read = hj_read_id, .offset = LETTER(letter.id)},
    {.name = "title", .required = true, .read = hj_read_title, .offset = LETTER(letter.title)},
    {.name = "with", .read = hj_read_choice, .offset = LETTER(with), .choices = with_names},
    {.name = "each", .read = hj_read_choice, .offset = LETTER(each), .choices = each_names},
    {.name = "stage", .read = hj_read_text, .offset = LETTER(letter.stage)},
    {.name = "roles", .read = hj_read_list, .offset = LETTER(letter.roles)},
    {.name = "font", .read = hj_read_text, .offset = LETTER(letter.font)},
    {.name = "text",
     .required = true,
     .read = hj_read_node,
     .offset = LETTER(text),
     .form = &parts_form},
};
#undef LETTER
static const struct hj_shape letter_shape = {.keys = letter_keys,
                                             .count = sizeof letter_keys / sizeof *letter_keys};
static const struct hj_form letter_form = {.kind = HJ_FORM_MAPPING, .shape = &letter_shape};
const struct hj_form hj_form_of_letters = {.kind = HJ_FORM_LIST, .item = &letter_form};

static void read_letter(struct hj_freeze *freeze, const struct hj_yaml *node,
                        struct hj_letter *letter)
{
    struct hj_reader *reader = &freeze->reader;
    struct letter_draft draft = {.letter = {.place = hj_freeze_place(freeze, node)}};
    if (!hj_read_mapping(reader, node, &letter_shape, &draft)) {
        return;
    }
    if (draft.text->kind != HJ_YAML_SEQUENCE || draft.text->count == 0) {
        hj_reader_shape(reader, draft.text, "text", "a list of paragraphs");
        return;
    }
    struct hj_letter_part *parts = hj_reader_new(reader, draft.text->count, sizeof *parts);
    for (uint32_t i = 0; parts && i < draft.text->count; i++) {
        read_part(reader, draft.text->items[i], &parts[i]);
    }
    draft.letter.parts = parts;
    draft.letter.part_count = parts ? draft.text->count : 0;
    draft.letter.once = draft.each == 1;
    draft.letter.with = (enum hj_letter_with)draft.with;
    *letter = draft.letter;
}

void hj_freeze_letters(struct hj_freeze *freeze)
{
    uint32_t most = hj_section_items(freeze->builder, HJ_SECTION_LETTERS);
    struct hj_letter *letters = hj_reader_new(&freeze->reader, most, sizeof *letters);
    size_t at = 0;
    for (const struct hj_section *section;
         letters && (section = hj_section_next(freeze->builder, HJ_SECTION_LETTERS, &at));) {
        freeze->reader.file = section->file;
        if (section->value->kind != HJ_YAML_SEQUENCE) {
            hj_reader_shape(&freeze->reader, section->value, "letters", "a list of letters");
            continue;
        }
        for (uint32_t i = 0; i < section->value->count; i++) {
            read_letter(freeze, section->value->items[i],
                        &letters[freeze->ruleset->letter_count++]);
        }
    }
    freeze->ruleset->letters = letters;
}
