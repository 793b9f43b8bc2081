/* SPDX-License-Identifier: MIT */
#include "campaign/config_fields.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void hj_config_shape(struct hj_config_reader *reader, const struct hj_yaml *node, const char *key,
                     const char *expected)
{
    struct hj_problem *problem =
        hj_yaml_problem(reader->file, node, 0, HJ_YAML_SHAPE, false, reader->problems);
    hj_error_text(&problem->error, "key", hj_span_of(key));
    hj_error_text(&problem->error, "expected", hj_span_of(expected));
}

static void unknown_key(struct hj_config_reader *reader, const struct hj_yaml *key,
                        const struct hj_config_field *fields, size_t count)
{
    struct hj_problem *problem =
        hj_yaml_problem(reader->file, key, 0, HJ_YAML_KEY, false, reader->problems);
    struct hj_span names[32];
    char list[HJ_ERROR_VALUE] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && i < sizeof names / sizeof *names; i++) {
        names[i] = hj_span_of(fields[i].key);
        int more = snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", fields[i].key);
        used += (size_t)more < sizeof list - used ? (size_t)more : 0;
    }
    hj_error_text(&problem->error, "key", key->text);
    hj_error_text(&problem->error, "expected", hj_span_of(list));
    problem->suggestion = hj_yaml_nearest(key->text, names, count);
}

static const struct hj_config_field *find_field(const struct hj_config_field *fields, size_t count,
                                                struct hj_span key)
{
    for (size_t i = 0; i < count; i++) {
        if (hj_span_is(key, fields[i].key)) {
            return &fields[i];
        }
    }
    return NULL;
}

void hj_config_mapping(struct hj_config_reader *reader, const struct hj_yaml *node,
                       const struct hj_config_field *fields, size_t count, void *target)
{
    if (node->kind != HJ_YAML_MAPPING) {
        hj_config_shape(reader, node, "this", "a mapping");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct hj_config_field *field = find_field(fields, count, node->keys[i]->text);
        if (field) {
            field->read(reader, node->items[i], target);
        } else {
            unknown_key(reader, node->keys[i], fields, count);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (fields[i].required && !hj_yaml_get(node, fields[i].key)) {
            struct hj_problem *problem =
                hj_yaml_problem(reader->file, node, 0, HJ_YAML_MISSING, false, reader->problems);
            hj_error_text(&problem->error, "key", hj_span_of(fields[i].key));
        }
    }
}

bool hj_config_text(struct hj_config_reader *reader, const struct hj_yaml *node,
                    struct hj_span *text)
{
    if (node->kind != HJ_YAML_SCALAR || node->text.size == 0) {
        hj_config_shape(reader, node, "this", "a text");
        return false;
    }
    *text = node->text;
    return true;
}

bool hj_config_date(struct hj_config_reader *reader, const struct hj_yaml *node, hj_date *date)
{
    if (node->kind != HJ_YAML_SCALAR || !hj_date_parse_iso(node->text, date)) {
        hj_config_shape(reader, node, "this", "a day, as 2026-06-30");
        return false;
    }
    return true;
}

bool hj_config_boolean(struct hj_config_reader *reader, const struct hj_yaml *node, bool *value)
{
    *value = hj_span_is(node->text, "true");
    if (node->kind != HJ_YAML_SCALAR || (!*value && !hj_span_is(node->text, "false"))) {
        hj_config_shape(reader, node, "this", "true or false");
        return false;
    }
    return true;
}

/* The whole text as one finite number in decimal. */
static bool parse_number(struct hj_span text, double *value)
{
    char *end = NULL;
    if (text.size == 0 || strspn(text.data, "0123456789+-.eE") != text.size) {
        return false;
    }
    errno = 0;
    *value = strtod(text.data, &end);
    return errno == 0 && end == text.data + text.size && isfinite(*value);
}

bool hj_config_count(struct hj_config_reader *reader, const struct hj_yaml *node, int64_t *value)
{
    char *end = NULL;
    errno = 0;
    bool digits = node->kind == HJ_YAML_SCALAR && node->text.size > 0 &&
                  strspn(node->text.data, "0123456789") == node->text.size;
    if (digits) {
        *value = strtoll(node->text.data, &end, 10);
    }
    if (!digits || errno != 0) {
        hj_config_shape(reader, node, "this", "a whole number from 0 on");
        return false;
    }
    return true;
}

bool hj_config_share(struct hj_config_reader *reader, const struct hj_yaml *node, bool *share,
                     double *value)
{
    struct hj_span text = node->kind == HJ_YAML_SCALAR ? node->text : (struct hj_span){"", 0};
    *share = text.size > 0 && text.data[text.size - 1] == '%';
    if (*share) {
        text.size--;
        while (text.size > 0 && text.data[text.size - 1] == ' ') {
            text.size--;
        }
        struct hj_span number = hj_arena_copy(reader->arena, text);
        if (!number.data) {
            reader->memory_full = true;
            return false;
        }
        text = number;
    }
    if (!parse_number(text, value) || *value < 0 || (*share && *value > 100)) {
        hj_config_shape(reader, node, "max_rejects", "a number of records, or a share as 1%");
        return false;
    }
    if (*share) {
        *value /= 100;
    }
    return true;
}

const char *hj_config_join(struct hj_config_reader *reader, const char *path)
{
    size_t size = strlen(reader->folder) + strlen(path) + 1;
    char *joined = hj_arena_new(reader->arena, size);
    if (!joined) {
        reader->memory_full = true;
        return NULL;
    }
    snprintf(joined, size, "%s%s", path[0] == '/' ? "" : reader->folder, path);
    return joined;
}

const char *hj_config_path_of(struct hj_config_reader *reader, const struct hj_yaml *node)
{
    if (node->kind != HJ_YAML_SCALAR || node->text.size == 0 ||
        strlen(node->text.data) != node->text.size) {
        hj_config_shape(reader, node, "this", "a path");
        return NULL;
    }
    return hj_config_join(reader, node->text.data);
}

void hj_config_add_setting(struct hj_config_reader *reader, struct hj_config_setting **settings,
                           uint32_t *count, const struct hj_yaml *key, const struct hj_yaml *value)
{
    struct hj_config_setting *longer = hj_arena_zero(reader->arena, *count + 1, sizeof *longer);
    if (!longer) {
        reader->memory_full = true;
        return;
    }
    if (*count) {
        memcpy(longer, *settings, *count * sizeof *longer);
    }
    if (hj_config_text(reader, key, &longer[*count].parameter) &&
        hj_config_text(reader, value, &longer[*count].value)) {
        longer[*count].place = (struct hj_config_place){key->line, key->column};
        longer[*count].yaml = reader->file;
        longer[*count].name_node = key;
        longer[*count].value_node = value;
        (*count)++;
    }
    *settings = longer;
}
