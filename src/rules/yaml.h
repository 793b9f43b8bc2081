/* SPDX-License-Identifier: MIT
 * YAML files as trees with places: libyaml's parser, without aliases, tags, merge keys, duplicate
 * keys or more than one document (each is a problem with its place). Scalars stay text; who reads
 * them types them. */
#ifndef HJ_RULES_YAML_H
#define HJ_RULES_YAML_H

#include "base/arena.h"
#include "base/problem.h"

enum hj_yaml_kind { HJ_YAML_SCALAR, HJ_YAML_SEQUENCE, HJ_YAML_MAPPING };

struct hj_yaml {
    enum hj_yaml_kind kind;
    bool plain;             /* a scalar without quotes, not a block: `null` and `true` mean it */
    uint32_t line, column;  /* where it begins; 1-based, column in code points */
    uint32_t from, to;      /* the same as bytes of the file; of a collection, where it ends too */
    struct hj_span text;    /* of a scalar, NUL after it */
    uint32_t count;         /* items, or pairs */
    struct hj_yaml **keys;  /* scalars; of a mapping */
    struct hj_yaml **items; /* of a sequence; the values of a mapping */
};

struct hj_yaml_file {
    struct hj_span path;  /* as given */
    struct hj_span bytes; /* the whole file */
    struct hj_yaml *root; /* NULL: empty or broken */
};

/* Reads and parses the file; the tree is the arena's. Broken YAML is a problem (root NULL), a file
 * that cannot be read an error. At most 64 MiB, 64 levels. */
enum hj_code hj_yaml_read(const char *path, struct hj_arena *arena, struct hj_yaml_file *file,
                          struct hj_problems *problems, struct hj_error *error) HJ_MUST_USE;
/* The same for bytes in memory; `path` is for messages. */
enum hj_code hj_yaml_parse(struct hj_span bytes, const char *path, struct hj_arena *arena,
                           struct hj_yaml_file *file, struct hj_problems *problems,
                           struct hj_error *error) HJ_MUST_USE;

/* The value under a key, or NULL. */
struct hj_yaml *hj_yaml_get(const struct hj_yaml *mapping, const char *key);

/* The file's line and column of byte `offset` of a scalar's text: also inside quotes, escapes,
 * folded and literal blocks. */
void hj_yaml_locate(const struct hj_yaml_file *file, const struct hj_yaml *scalar, size_t offset,
                    uint32_t *line, uint32_t *column);
/* Adds a problem at a node (at byte `offset` of its text), with its source line. */
struct hj_problem *hj_yaml_problem(const struct hj_yaml_file *file, const struct hj_yaml *node,
                                   size_t offset, enum hj_code code, bool warning,
                                   struct hj_problems *problems);
/* "did you mean": the candidate nearest to text (Damerau–Levenshtein at most a third), or empty. */
struct hj_span hj_yaml_nearest(struct hj_span text, const struct hj_span *candidates, size_t count);
/* The same over names that are members of structs: the first one's, how many, bytes from one to the
 * next. */
struct hj_span hj_yaml_nearest_member(struct hj_span text, const struct hj_span *first,
                                      size_t count, size_t stride);

#endif
