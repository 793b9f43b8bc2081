/* SPDX-License-Identifier: MIT
 * The file as bytes, and what holds of it as a whole. The tree is yaml_tree.c's. */
#include "rules/yaml_tree.h"

#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_FILE = 64 * 1024 * 1024 };

struct hj_yaml *hj_yaml_get(const struct hj_yaml *mapping, const char *key)
{
    if (!mapping || mapping->kind != HJ_YAML_MAPPING) {
        return NULL;
    }
    for (uint32_t i = 0; i < mapping->count; i++) {
        if (hj_span_is(mapping->keys[i]->text, key)) {
            return mapping->items[i];
        }
    }
    return NULL;
}

static struct hj_problem *file_problem(const struct hj_yaml_file *file, enum hj_code code,
                                       struct hj_problems *problems)
{
    struct hj_problem *problem = hj_problems_add(problems, code, false);
    hj_error_text(&problem->error, "file", file->path);
    hj_error_place(&problem->error, file->path.data, 0, 0);
    return problem;
}

/* Reads until the end or until `room` is full; the number of bytes, or -1 with errno. */
static ssize_t read_all(int descriptor, char *room, size_t size)
{
    size_t filled = 0;
    while (filled < size) {
        ssize_t got = read(descriptor, room + filled, size - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        filled += (size_t)got;
    }
    return (ssize_t)filled;
}

/* The bytes of an open file into the arena; *large where it is more than may be. */
static enum hj_code read_bytes(int descriptor, const char *path, struct hj_arena *arena,
                               struct hj_span *bytes, bool *large, struct hj_error *error)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return hj_error_system(error, HJ_READ, path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        hj_error_set(error, HJ_NOT_A_FILE);
        hj_error_text(error, "file", hj_span_of(path));
        return error->code;
    }
    *large = status.st_size > LARGEST_FILE;
    if (*large) {
        return HJ_OK;
    }
    size_t size = (size_t)status.st_size;
    char *room = hj_arena_new(arena, size + 1);
    if (!room) {
        return hj_error_memory(error);
    }
    ssize_t filled = read_all(descriptor, room, size);
    if (filled < 0) {
        return hj_error_system(error, HJ_READ, path, errno);
    }
    *bytes = (struct hj_span){room, (size_t)filled};
    return HJ_OK;
}

enum hj_code hj_yaml_read(const char *path, struct hj_arena *arena, struct hj_yaml_file *file,
                          struct hj_problems *problems, struct hj_error *error)
{
    *file = (struct hj_yaml_file){0};
    /* O_NONBLOCK: a FIFO named by mistake is refused, not waited for */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return hj_error_system(error, HJ_OPEN, path, errno);
    }
    struct hj_span bytes = {NULL, 0};
    bool large = false;
    enum hj_code code = read_bytes(descriptor, path, arena, &bytes, &large, error);
    close(descriptor);
    if (code != HJ_OK) {
        return code;
    }
    if (large) {
        file->path = hj_arena_copy(arena, hj_span_of(path));
        if (!file->path.data) {
            return hj_error_memory(error);
        }
        file_problem(file, HJ_YAML_LARGE, problems);
        return HJ_OK;
    }
    return hj_yaml_parse(bytes, path, arena, file, problems, error);
}

/* Where the bytes begin that are read: behind a byte order mark. */
static size_t text_begins(struct hj_span bytes)
{
    return bytes.size >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

enum hj_code hj_yaml_parse(struct hj_span bytes, const char *path, struct hj_arena *arena,
                           struct hj_yaml_file *file, struct hj_problems *problems,
                           struct hj_error *error)
{
    *file = (struct hj_yaml_file){.path = hj_arena_copy(arena, hj_span_of(path)), .bytes = bytes};
    if (!file->path.data) {
        return hj_error_memory(error);
    }
    size_t bad = 0;
    if (bytes.size == 0) {
        return HJ_OK;
    }
    if (bytes.size > LARGEST_FILE) {
        file_problem(file, HJ_YAML_LARGE, problems);
    } else if (!hj_text_utf8_valid(bytes, &bad)) {
        struct hj_yaml place = hj_yaml_place_of(file, bad);
        hj_yaml_problem(file, &place, 0, HJ_YAML_ENCODING, false, problems);
    } else if (!hj_yaml_build(file, text_begins(bytes), arena, problems)) {
        return hj_error_memory(error);
    }
    return problems->memory_full ? hj_error_memory(error) : HJ_OK;
}
