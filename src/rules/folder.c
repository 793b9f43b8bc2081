/* SPDX-License-Identifier: MIT */
#include "rules/document.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

struct walk {
    struct hj_arena *arena;
    const char **paths;
    size_t count, capacity;
    struct hj_error *error;
};

/* The folders we are in, so that a link back to one of them ends there. */
struct ancestor {
    const struct ancestor *above;
    dev_t device;
    ino_t inode;
};

static bool is_within(const struct ancestor *above, const struct stat *status)
{
    for (; above; above = above->above) {
        if (above->device == status->st_dev && above->inode == status->st_ino) {
            return true;
        }
    }
    return false;
}

static bool is_rule_file(struct hj_span name)
{
    return (name.size > 5 && memcmp(name.data + name.size - 5, ".yaml", 5) == 0) ||
           (name.size > 4 && memcmp(name.data + name.size - 4, ".yml", 4) == 0);
}

static const char *join(struct walk *walk, const char *folder, const char *name)
{
    size_t front = strlen(folder), size = strlen(name);
    bool slash = front > 0 && folder[front - 1] == '/';
    char *path = hj_arena_new(walk->arena, front + size + 2);
    if (path) {
        memcpy(path, folder, front);
        path[front] = '/';
        memcpy(path + front + (slash ? 0 : 1), name, size + 1);
    }
    return path;
}

static enum hj_code walk_folder(struct walk *walk, const char *path, const struct ancestor *above);

static enum hj_code add_file(struct walk *walk, const char *path)
{
    void *paths = walk->paths;
    if (hj_memory_grow(&paths, &walk->capacity, walk->count + 1, sizeof *walk->paths) != 0) {
        return hj_error_memory(walk->error);
    }
    walk->paths = paths;
    walk->paths[walk->count++] = path;
    return HJ_OK;
}

static enum hj_code take_entry(struct walk *walk, const char *folder, const char *name,
                               const struct ancestor *above)
{
    struct stat status;
    const char *path = join(walk, folder, name);
    if (!path) {
        return hj_error_memory(walk->error);
    }
    bool wanted = is_rule_file(hj_span_of(name));
    if (stat(path, &status) != 0) {
        return wanted ? hj_error_system(walk->error, HJ_OPEN, path, errno) : HJ_OK;
    }
    if (S_ISDIR(status.st_mode)) {
        return is_within(above, &status) ? HJ_OK : walk_folder(walk, path, above);
    }
    return wanted ? add_file(walk, path) : HJ_OK;
}

static enum hj_code walk_folder(struct walk *walk, const char *path, const struct ancestor *above)
{
    struct stat status;
    DIR *folder = opendir(path);
    if (!folder || stat(path, &status) != 0) {
        enum hj_code failed = hj_error_system(walk->error, HJ_OPEN, path, errno);
        if (folder) {
            closedir(folder);
        }
        return failed;
    }
    struct ancestor self = {above, status.st_dev, status.st_ino};
    enum hj_code code = HJ_OK;
    while (code == HJ_OK) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry) {
            code = errno ? hj_error_system(walk->error, HJ_READ, path, errno) : HJ_OK;
            break;
        }
        if (entry->d_name[0] != '.') {
            code = take_entry(walk, path, entry->d_name, &self);
        }
    }
    closedir(folder);
    return code;
}

static int compare_paths(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

enum hj_code hj_folder_files(const char *path, struct hj_arena *arena, const char *const **paths,
                             size_t *count, struct hj_error *error)
{
    struct walk walk = {.arena = arena, .error = error};
    enum hj_code code = walk_folder(&walk, path, NULL);
    if (code == HJ_OK && walk.count > 0) {
        qsort(walk.paths, walk.count, sizeof *walk.paths, compare_paths);
        const char **kept = hj_arena_new(arena, walk.count * sizeof *kept);
        if (kept) {
            memcpy(kept, walk.paths, walk.count * sizeof *kept);
        } else {
            code = hj_error_memory(error);
        }
        *paths = kept;
    }
    *count = code == HJ_OK ? walk.count : 0;
    hj_memory_free(walk.paths);
    return code;
}
