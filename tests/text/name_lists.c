/* SPDX-License-Identifier: MIT */
#include "name_lists.h"
#include "base/memory.h"
#include "cmocka_test.h"

#include <glob.h>
#include <yaml.h>

static struct hj_text_list *list_named(struct name_lists *lists, const char *name, size_t *index)
{
    static const char *const names[] = {"regions", "region_suffixes", "industries", "forms",
                                        "branch"};
    struct hj_text_list *all[] = {&lists->lists.regions, &lists->lists.region_suffixes,
                                  &lists->lists.industries, &lists->lists.forms,
                                  &lists->lists.branches};
    for (size_t i = 0; i < 5; i++) {
        if (strcmp(names[i], name) == 0) {
            *index = i;
            return all[i];
        }
    }
    return NULL;
}

static void add(struct name_lists *lists, struct hj_text_list *list, size_t index,
                const yaml_event_t *event)
{
    void *items = lists->items[index];
    assert_int_equal(
        hj_memory_grow(&items, &lists->capacity[index], list->count + 1, sizeof(struct hj_span)),
        0);
    lists->items[index] = items;
    list->items = items;
    struct hj_span text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    lists->items[index][list->count++] = hj_arena_copy(&lists->arena, text);
}

/* A list is a sequence whose key is one of the names; whatever stands around it does not matter. */
static size_t read_file(struct name_lists *lists, const char *path)
{
    FILE *file = fopen(path, "rb");
    yaml_parser_t parser;
    assert_non_null(file);
    assert_true(yaml_parser_initialize(&parser));
    yaml_parser_set_input_file(&parser, file);
    struct hj_text_list *named = NULL;
    struct hj_text_list *open = NULL;
    size_t index = 0;
    size_t words = 0;
    for (bool end = false; !end;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            fail_msg("%s:%zu: %s", path, parser.problem_mark.line + 1, parser.problem);
        }
        end = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_SCALAR_EVENT && open != NULL) {
            add(lists, open, index, &event);
            words++;
        } else if (event.type == YAML_SCALAR_EVENT) {
            named = list_named(lists, (const char *)event.data.scalar.value, &index);
        } else if (event.type == YAML_SEQUENCE_START_EVENT) {
            open = named;
        } else if (event.type == YAML_SEQUENCE_END_EVENT) {
            open = named = NULL;
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    assert_int_equal(fclose(file), 0);
    return words;
}

size_t name_lists_read(struct name_lists *lists, const char *folder)
{
    char pattern[4096];
    glob_t found;
    size_t words = 0;
    (void)snprintf(pattern, sizeof pattern, "%s/*.yaml", folder);
    if (glob(pattern, 0, NULL, &found) != 0) {
        return 0;
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        words += read_file(lists, found.gl_pathv[i]);
    }
    globfree(&found);
    return words;
}

void name_lists_release(struct name_lists *lists)
{
    for (size_t i = 0; i < 5; i++) {
        hj_memory_free(lists->items[i]);
    }
    hj_arena_release(&lists->arena);
}
