/* SPDX-License-Identifier: MIT */
#include "rules/document.h"

#include "base/memory.h"

#include <errno.h>
#include <sys/stat.h>

enum hj_code hj_rules_builder_new(struct hj_rules_builder **builder, struct hj_error *error)
{
    *builder = hj_memory_zero(1, sizeof **builder);
    return *builder ? HJ_OK : hj_error_memory(error);
}

void hj_rules_builder_free(struct hj_rules_builder *builder)
{
    if (builder) {
        hj_memory_free(builder->disabled);
        hj_memory_free(builder->settings);
        hj_memory_free(builder->sections);
        hj_memory_free(builder->documents);
        hj_arena_release(&builder->arena);
        hj_memory_free(builder);
    }
}

static bool is_read(const struct hj_rules_builder *builder, const struct stat *status)
{
    for (size_t i = 0; i < builder->document_count; i++) {
        if (builder->documents[i]->device == (uint64_t)status->st_dev &&
            builder->documents[i]->inode == (uint64_t)status->st_ino) {
            return true;
        }
    }
    return false;
}

/* An empty document at the end of the list; NULL when the memory is full. */
static struct hj_document *new_document(struct hj_rules_builder *builder)
{
    void *documents = builder->documents;
    if (hj_memory_grow(&documents, &builder->document_capacity, builder->document_count + 1,
                       sizeof *builder->documents) != 0) {
        return NULL;
    }
    builder->documents = documents;
    struct hj_document *document = hj_arena_zero(&builder->arena, 1, sizeof *document);
    if (document) {
        builder->documents[builder->document_count++] = document;
    }
    return document;
}

static enum hj_code add_file(struct hj_rules_builder *builder, const char *path,
                             struct hj_problems *problems, struct hj_error *error)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return hj_error_system(error, HJ_OPEN, path, errno);
    }
    if (is_read(builder, &status)) {
        return HJ_OK;
    }
    struct hj_document *document = new_document(builder);
    if (!document) {
        return hj_error_memory(error);
    }
    document->device = (uint64_t)status.st_dev;
    document->inode = (uint64_t)status.st_ino;
    enum hj_code code = hj_yaml_read(path, &builder->arena, &document->file, problems, error);
    if (code == HJ_OK && !hj_document_sections(builder, &document->file, problems)) {
        code = hj_error_memory(error);
    }
    return code;
}

/* A document that was read and has nothing in it. */
static enum hj_code leave_out_file(struct hj_rules_builder *builder, const char *path,
                                   struct hj_error *error)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return hj_error_system(error, HJ_OPEN, path, errno);
    }
    struct hj_document *document = is_read(builder, &status) ? NULL : new_document(builder);
    if (document) {
        document->device = (uint64_t)status.st_dev;
        document->inode = (uint64_t)status.st_ino;
    }
    return document || is_read(builder, &status) ? HJ_OK : hj_error_memory(error);
}

enum hj_code hj_rules_leave_out(struct hj_rules_builder *builder, const char *path,
                                struct hj_error *error)
{
    const char *const *paths = &path;
    size_t count = 1;
    struct stat status;
    enum hj_code code = HJ_OK;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        code = hj_folder_files(path, &builder->arena, &paths, &count, error);
    }
    for (size_t i = 0; code == HJ_OK && i < count; i++) {
        code = leave_out_file(builder, paths[i], error);
    }
    return code;
}

enum hj_code hj_rules_add_text(struct hj_rules_builder *builder, const char *path,
                               struct hj_span bytes, struct hj_problems *problems,
                               struct hj_error *error)
{
    struct hj_document *document = new_document(builder);
    struct hj_span copy = hj_arena_copy(&builder->arena, bytes);
    if (!document || !copy.data) {
        return hj_error_memory(error);
    }
    enum hj_code code =
        hj_yaml_parse(copy, path, &builder->arena, &document->file, problems, error);
    if (code == HJ_OK && !hj_document_sections(builder, &document->file, problems)) {
        code = hj_error_memory(error);
    }
    return code == HJ_OK && problems->memory_full ? hj_error_memory(error) : code;
}

static enum hj_code add_folder(struct hj_rules_builder *builder, const char *path,
                               struct hj_problems *problems, struct hj_error *error)
{
    const char *const *paths = NULL;
    size_t count = 0;
    enum hj_code code = hj_folder_files(path, &builder->arena, &paths, &count, error);
    for (size_t i = 0; i < count && code == HJ_OK; i++) {
        code = add_file(builder, paths[i], problems, error);
    }
    if (code == HJ_OK && count == 0) {
        struct hj_problem *problem = hj_problems_add(problems, HJ_RULES_EMPTY_FOLDER, true);
        hj_error_text(&problem->error, "file", hj_span_of(path));
        hj_error_place(&problem->error, path, 0, 0);
    }
    return code;
}

enum hj_code hj_rules_add_path(struct hj_rules_builder *builder, const char *path,
                               struct hj_problems *problems, struct hj_error *error)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return hj_error_system(error, HJ_OPEN, path, errno);
    }
    enum hj_code code = S_ISDIR(status.st_mode) ? add_folder(builder, path, problems, error)
                                                : add_file(builder, path, problems, error);
    return code == HJ_OK && problems->memory_full ? hj_error_memory(error) : code;
}

struct settings {
    struct hj_setting **items;
    size_t *count, *capacity;
};

static enum hj_code add_setting(struct hj_rules_builder *builder, struct settings list,
                                struct hj_setting setting, struct hj_error *error)
{
    void *items = *list.items;
    if (hj_memory_grow(&items, list.capacity, *list.count + 1, sizeof setting) != 0) {
        return hj_error_memory(error);
    }
    *list.items = items;
    setting.name = hj_arena_copy(&builder->arena, setting.name);
    setting.expression = hj_arena_copy(&builder->arena, setting.expression);
    setting.place.file = hj_arena_copy(&builder->arena, setting.place.file);
    if (!setting.name.data || !setting.expression.data || !setting.place.file.data) {
        return hj_error_memory(error);
    }
    (*list.items)[(*list.count)++] = setting;
    return HJ_OK;
}

enum hj_code hj_rules_set(struct hj_rules_builder *builder, struct hj_span parameter,
                          struct hj_span expression, struct hj_setting_place place,
                          struct hj_error *error)
{
    struct settings list = {&builder->settings, &builder->setting_count,
                            &builder->setting_capacity};
    return add_setting(builder, list, (struct hj_setting){parameter, expression, place}, error);
}

enum hj_code hj_rules_disable(struct hj_rules_builder *builder, struct hj_span id,
                              struct hj_setting_place place, struct hj_error *error)
{
    struct settings list = {&builder->disabled, &builder->disabled_count,
                            &builder->disabled_capacity};
    return add_setting(builder, list, (struct hj_setting){id, {NULL, 0}, place}, error);
}
