/* SPDX-License-Identifier: MIT
 * The readers of single values. */
#include "rules/reader.h"

#include <errno.h>
#include <math.h>

void hj_read_node(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target)
{
    (void)reader;
    (void)key;
    memcpy(target, &node, sizeof node);
}

void hj_read_text(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target)
{
    struct hj_span *text = target;
    if (hj_yaml_is_text(node)) {
        *text = hj_reader_copy(reader, node->text);
    } else {
        hj_reader_shape(reader, node, key->name, "a text");
    }
}

static bool is_id(struct hj_span text)
{
    for (size_t i = 0; i < text.size; i++) {
        char letter = text.data[i];
        bool fine = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
                    (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' ||
                    letter == '-';
        if (!fine) {
            return false;
        }
    }
    return true;
}

void hj_read_id(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                void *target)
{
    hj_read_text(reader, node, key, target);
    if (hj_yaml_is_text(node) && !is_id(node->text)) {
        hj_reader_problem(reader, node, HJ_RULES_ID, "id", node->text);
    }
}

void hj_read_title(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                   void *target)
{
    static const struct hj_key keys[] = {
        {.name = "zh", .read = hj_read_text, .offset = offsetof(struct hj_title, zh)},
        {.name = "en", .read = hj_read_text, .offset = offsetof(struct hj_title, en)},
    };
    static const struct hj_shape shape = {.keys = keys, .count = sizeof keys / sizeof *keys};
    struct hj_title *title = target;
    if (hj_yaml_is_text(node)) {
        title->zh = hj_reader_copy(reader, node->text);
        title->en = title->zh;
        return;
    }
    if (node->kind != HJ_YAML_MAPPING || node->count == 0) {
        hj_reader_shape(reader, node, key->name, "a text or {zh: …, en: …}");
        return;
    }
    hj_read_mapping(reader, node, &shape, title);
    /* one language is better than none for the readers of the other */
    if (!title->zh.data) {
        title->zh = title->en;
    }
    if (!title->en.data) {
        title->en = title->zh;
    }
}

void hj_read_list(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target)
{
    struct hj_span_list *list = target;
    bool single = node->kind == HJ_YAML_SCALAR;
    if (node->kind == HJ_YAML_MAPPING || (single && node->plain && node->text.size == 0)) {
        hj_reader_shape(reader, node, key->name, "a list of texts");
        return;
    }
    uint32_t count = single ? 1 : node->count, kept = 0;
    struct hj_span *items = hj_reader_new(reader, count, sizeof *items);
    for (uint32_t i = 0; items && i < count; i++) {
        const struct hj_yaml *item = single ? node : node->items[i];
        if (item->kind != HJ_YAML_SCALAR || (item->plain && item->text.size == 0)) {
            hj_reader_shape(reader, item, key->name, "a list of texts");
        } else {
            items[kept++] = hj_reader_copy(reader, item->text);
        }
    }
    *list = (struct hj_span_list){items, items ? kept : 0};
}

void hj_read_boolean(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                     void *target)
{
    bool *value = target;
    bool yes = node->kind == HJ_YAML_SCALAR && hj_span_is(node->text, "true");
    bool no = node->kind == HJ_YAML_SCALAR && hj_span_is(node->text, "false");
    if (yes || no) {
        *value = yes;
    } else {
        hj_reader_shape(reader, node, key->name, "true or false");
    }
}

void hj_read_choice(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                    void *target)
{
    struct hj_span names[16];
    unsigned count = 0;
    char expected[HJ_ERROR_VALUE] = "";
    size_t size = 0;
    for (; key->choices[count] && count < sizeof names / sizeof *names; count++) {
        names[count] = hj_span_of(key->choices[count]);
        if (node->kind == HJ_YAML_SCALAR && hj_span_equal(node->text, names[count])) {
            memcpy(target, &count, sizeof count); /* an enum has the size of unsigned */
            return;
        }
        int written = snprintf(expected + size, sizeof expected - size, "%s%s", count ? ", " : "",
                               key->choices[count]);
        size += written > 0 ? (size_t)written : 0;
    }
    struct hj_problem *problem =
        hj_reader_problem(reader, node, HJ_YAML_CHOICE, "key", hj_span_of(key->name));
    hj_error_text(&problem->error, "expected", hj_span_of(expected));
    if (node->kind == HJ_YAML_SCALAR) {
        hj_reader_suggest(reader, problem, node->text, names, count, sizeof *names);
    }
}

/* The whole text as a number in digits; false where it is something else (also hexadecimal, inf).
 */
static bool number_of(const struct hj_yaml *node, double *value)
{
    if (node->kind != HJ_YAML_SCALAR || node->text.size == 0 ||
        strspn(node->text.data, "0123456789.eE+-") != node->text.size) {
        return false;
    }
    char *end = NULL;
    errno = 0;
    *value = strtod(node->text.data, &end);
    return end == node->text.data + node->text.size && errno == 0 && isfinite(*value);
}

void hj_read_positive(struct hj_reader *reader, const struct hj_yaml *node,
                      const struct hj_key *key, void *target)
{
    double *number = target, value = 0;
    if (number_of(node, &value) && value > 0) {
        *number = value;
    } else {
        hj_reader_shape(reader, node, key->name, "a number above 0");
    }
}

void hj_read_from_zero(struct hj_reader *reader, const struct hj_yaml *node,
                       const struct hj_key *key, void *target)
{
    double *number = target, value = 0;
    if (number_of(node, &value) && value >= 0) {
        *number = value;
    } else {
        hj_reader_shape(reader, node, key->name, "a number from 0 on");
    }
}

void hj_read_days(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target)
{
    uint32_t *days = target;
    double value = 0;
    if (number_of(node, &value) && value >= 0 && value <= 100000 && floor(value) == value) {
        *days = (uint32_t)value;
    } else {
        hj_reader_shape(reader, node, key->name, "a whole number of days");
    }
}
