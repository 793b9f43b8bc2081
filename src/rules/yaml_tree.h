/* SPDX-License-Identifier: MIT
 * What yaml.c, yaml_tree.c and yaml_locate.c share. */
#ifndef HJ_RULES_YAML_TREE_H
#define HJ_RULES_YAML_TREE_H

#include "rules/yaml.h"

/* Makes file->root of file->bytes from byte `from` on, which are UTF-8; NULL where something stands
 * in the way, which is then a problem. False: the memory is full. */
bool hj_yaml_build(struct hj_yaml_file *file, size_t from, struct hj_arena *arena,
                   struct hj_problems *problems) HJ_MUST_USE;

/* A node without content at a byte of the file, for problems that no node stands for. Lines end in
 * LF, CR LF or CR, as editors count them. */
struct hj_yaml hj_yaml_place_of(const struct hj_yaml_file *file, size_t at);

#endif
