/* SPDX-License-Identifier: MIT
 * Reading YAML mappings into structs by a table of keys: what every kind of rule file is read with.
 * Adding a key is one line of a table. A wrong value is a problem at its place, and reading goes
 * on.
 *
 *     static const struct hj_key keys[] = {
 *         {.name = "id", .required = true, .read = hj_read_id, .offset = offsetof(struct hj_route,
 * id)}, …
 *     };
 *     static const struct hj_shape shape = {.keys = keys, .count = sizeof keys / sizeof *keys}; */
#ifndef HJ_RULES_READER_H
#define HJ_RULES_READER_H

#include "rules/ruleset.h"
#include "rules/yaml.h"

/* What a value looks like in YAML, as far as an editor can know it: schema.c writes the JSON Schema
 * of rule files from the tables of keys and from these. */
enum hj_form_kind {
    HJ_FORM_PREDICATE, /* an expression of the language; what it names is not looked at */
    HJ_FORM_TEXT,      /* a scalar that says something */
    HJ_FORM_ID,
    HJ_FORM_SCALAR, /* a text, or null */
    HJ_FORM_TEXTS,  /* a list of texts, or one */
    HJ_FORM_TITLE,  /* a text, or {zh: …, en: …} */
    HJ_FORM_BOOLEAN,
    HJ_FORM_CHOICE,
    HJ_FORM_POSITIVE,
    HJ_FORM_FROM_ZERO,
    HJ_FORM_DAYS,
    HJ_FORM_DATE,
    HJ_FORM_ANY,
    HJ_FORM_MAPPING, /* of the keys of `shape` */
    HJ_FORM_MAP,     /* of any key to `item` */
    HJ_FORM_LIST,    /* of `item` */
    HJ_FORM_EITHER   /* `item` or `other` */
};

struct hj_form {
    enum hj_form_kind kind;
    const struct hj_shape *shape;
    const struct hj_form *item, *other;
    const char *const *choices; /* of CHOICE */
};

/* The forms that hold nothing else, for the tables of others. */
extern const struct hj_form hj_form_predicate, hj_form_text, hj_form_scalar, hj_form_texts,
    hj_form_title, hj_form_positive, hj_form_from_zero, hj_form_days, hj_form_date, hj_form_any;

struct hj_reader {
    const struct hj_yaml_file *file;
    struct hj_arena *arena; /* of what is read; texts are copied into it */
    struct hj_problems *problems;
    bool memory_full;
};

struct hj_key {
    const char *name;
    bool required;
    /* Reads the value into the field at `target`. NULL: the key is known and somebody else's. */
    void (*read)(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                 void *target);
    size_t offset;              /* of the field in the struct that is filled */
    const char *const *choices; /* the names of an enum in order, then NULL; of hj_read_choice, or
                                 * of a node that is read by it later */
    /* Of a value that hj_read_node or a reader of one's own takes; else, and without, it follows
     * from the reader: hj_read_node alone is a predicate. */
    const struct hj_form *form;
};

struct hj_shape {
    const struct hj_key *keys;
    size_t count;
    bool open; /* other keys are somebody else's: no problem */
};

/* Reads every key of the mapping by its line. False when it is no mapping or a required key is
 * missing (all that is there has been read). */
bool hj_read_mapping(struct hj_reader *reader, const struct hj_yaml *node,
                     const struct hj_shape *shape, void *into);

/* Readers of fields. On a wrong shape the field keeps what it had. */
void hj_read_node(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target); /* const struct hj_yaml * */
void hj_read_text(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target); /* struct hj_span */
void hj_read_id(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                void *target); /* struct hj_span */
void hj_read_title(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                   void *target); /* struct hj_title */
void hj_read_list(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target); /* struct hj_span_list; one text is a list of one */
void hj_read_boolean(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                     void *target); /* bool */
void hj_read_choice(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                    void *target); /* an enum */
void hj_read_from_zero(struct hj_reader *reader, const struct hj_yaml *node,
                       const struct hj_key *key, void *target);
void hj_read_positive(struct hj_reader *reader, const struct hj_yaml *node,
                      const struct hj_key *key, void *target); /* double > 0 */
void hj_read_days(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                  void *target); /* uint32_t, up to 100,000 */

/* Whether the node is a scalar that says something: not `key:` alone and not a plain null. */
bool hj_yaml_is_text(const struct hj_yaml *node);
bool hj_yaml_is_null(const struct hj_yaml *node);

/* Memory of the reader's arena; NULL sets memory_full. */
void *hj_reader_new(struct hj_reader *reader, size_t count, size_t size);
struct hj_span hj_reader_copy(struct hj_reader *reader, struct hj_span text);

/* A problem at the node, with {name} = value where name is not NULL. */
struct hj_problem *hj_reader_problem(struct hj_reader *reader, const struct hj_yaml *node,
                                     enum hj_code code, const char *name, struct hj_span value);
struct hj_problem *hj_reader_warning(struct hj_reader *reader, const struct hj_yaml *node,
                                     enum hj_code code, const char *name, struct hj_span value);
/* "{key} must be {expected}" at the node. */
void hj_reader_shape(struct hj_reader *reader, const struct hj_yaml *node, const char *key,
                     const char *expected);
/* The nearest candidate as the problem's suggestion, if there is one. Candidates are members of
 * structs: the first one's address, how many, bytes from one to the next. */
void hj_reader_suggest(struct hj_reader *reader, struct hj_problem *problem, struct hj_span text,
                       const struct hj_span *first, size_t count, size_t stride);

#endif
