/* SPDX-License-Identifier: MIT */
#include "rules/schema.h"

#include "base/buffer.h"
#include "rules/document.h"

const struct hj_form hj_form_predicate = {.kind = HJ_FORM_PREDICATE};
const struct hj_form hj_form_text = {.kind = HJ_FORM_TEXT};
const struct hj_form hj_form_scalar = {.kind = HJ_FORM_SCALAR};
const struct hj_form hj_form_texts = {.kind = HJ_FORM_TEXTS};
const struct hj_form hj_form_title = {.kind = HJ_FORM_TITLE};
const struct hj_form hj_form_positive = {.kind = HJ_FORM_POSITIVE};
const struct hj_form hj_form_from_zero = {.kind = HJ_FORM_FROM_ZERO};
const struct hj_form hj_form_days = {.kind = HJ_FORM_DAYS};
const struct hj_form hj_form_date = {.kind = HJ_FORM_DATE};
const struct hj_form hj_form_any = {.kind = HJ_FORM_ANY};

static struct hj_form form_of(const struct hj_key *key)
{
    static const struct {
        void (*read)(struct hj_reader *, const struct hj_yaml *, const struct hj_key *, void *);
        enum hj_form_kind kind;
    } readers[] = {
        {hj_read_text, HJ_FORM_TEXT},       {hj_read_id, HJ_FORM_ID},
        {hj_read_title, HJ_FORM_TITLE},     {hj_read_list, HJ_FORM_TEXTS},
        {hj_read_boolean, HJ_FORM_BOOLEAN}, {hj_read_positive, HJ_FORM_POSITIVE},
        {hj_read_days, HJ_FORM_DAYS},       {hj_read_node, HJ_FORM_PREDICATE},
    };
    if (key->form) {
        return *key->form;
    }
    if (key->choices) {
        return (struct hj_form){.kind = HJ_FORM_CHOICE, .choices = key->choices};
    }
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (key->read == readers[i].read) {
            return (struct hj_form){.kind = readers[i].kind};
        }
    }
    return hj_form_any;
}

/* ---- JSON ---- */

struct writer {
    struct hj_buffer *out;
    unsigned depth;
    bool whole; /* nothing was lost for want of memory */
};

static void put(struct writer *writer, const char *text)
{
    writer->whole = writer->whole && hj_buffer_append(writer->out, hj_span_of(text));
}

/* Keys and choices hold no character that JSON writes in another way. */
static void put_quoted(struct writer *writer, const char *text)
{
    put(writer, "\"");
    put(writer, text);
    put(writer, "\"");
}

static void put_line(struct writer *writer)
{
    put(writer, "\n");
    for (unsigned i = 0; i < writer->depth; i++) {
        put(writer, "  ");
    }
}

static void put_key(struct writer *writer, bool first, const char *name)
{
    put(writer, first ? "" : ",");
    put_line(writer);
    put_quoted(writer, name);
    put(writer, ": ");
}

static void open_object(struct writer *writer)
{
    put(writer, "{");
    writer->depth++;
}

static void close_object(struct writer *writer)
{
    writer->depth--;
    put_line(writer);
    put(writer, "}");
}

/* ---- forms ---- */

/* What stands in the schema once, and what is shorter than a reference. Scalars of YAML are typed
 * by whoever reads them: 260 is a text here where a text is wanted. */
static const struct {
    const char *name, *schema;
} forms[] = {
    [HJ_FORM_PREDICATE] = {"predicate",
                           "{\"description\": \"an expression of the rule language, see "
                           "docs/language.md\", \"type\": [\"string\", \"number\", "
                           "\"boolean\"], \"minLength\": 1}"},
    [HJ_FORM_TEXT] = {"text",
                      "{\"type\": [\"string\", \"number\", \"boolean\"], \"minLength\": 1}"},
    [HJ_FORM_ID] = {"id", "{\"type\": [\"string\", \"number\"], \"pattern\": "
                          "\"^[A-Za-z0-9._-]+$\"}"},
    [HJ_FORM_SCALAR] = {"scalar", "{\"type\": [\"string\", \"number\", \"boolean\", \"null\"]}"},
    [HJ_FORM_TEXTS] = {"texts", "{\"anyOf\": [{\"$ref\": \"#/$defs/scalar\"}, {\"type\": "
                                "\"array\", \"items\": {\"$ref\": \"#/$defs/scalar\"}}]}"},
    [HJ_FORM_TITLE] = {"title", "{\"anyOf\": [{\"$ref\": \"#/$defs/text\"}, {\"type\": \"object\", "
                                "\"properties\": {\"zh\": {\"$ref\": \"#/$defs/text\"}, \"en\": "
                                "{\"$ref\": \"#/$defs/text\"}}, \"additionalProperties\": false, "
                                "\"minProperties\": 1}]}"},
    [HJ_FORM_BOOLEAN] = {NULL, "{\"type\": \"boolean\"}"},
    [HJ_FORM_POSITIVE] = {NULL, "{\"type\": \"number\", \"exclusiveMinimum\": 0}"},
    [HJ_FORM_FROM_ZERO] = {NULL, "{\"type\": \"number\", \"minimum\": 0}"},
    [HJ_FORM_DAYS] = {NULL, "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 100000}"},
    [HJ_FORM_DATE] = {NULL,
                      "{\"type\": \"string\", \"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}"},
    [HJ_FORM_ANY] = {NULL, "{}"},
};

#define FORMS (sizeof forms / sizeof *forms)

static void put_form(struct writer *writer, const struct hj_form *form);

/* true and false stand as words and as truths. */
static void put_choices(struct writer *writer, const char *const *choices)
{
    put(writer, "{\"enum\": [");
    for (unsigned i = 0; choices[i]; i++) {
        put(writer, i ? ", " : "");
        put_quoted(writer, choices[i]);
        if (strcmp(choices[i], "true") == 0 || strcmp(choices[i], "false") == 0) {
            put(writer, ", ");
            put(writer, choices[i]);
        }
    }
    put(writer, "]}");
}

static void put_required(struct writer *writer, const struct hj_shape *shape)
{
    bool any = false;
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->keys[i].required) {
            if (!any) {
                put_key(writer, false, "required");
            }
            put(writer, any ? ", " : "[");
            put_quoted(writer, shape->keys[i].name);
            any = true;
        }
    }
    put(writer, any ? "]" : "");
}

static void put_properties(struct writer *writer, const struct hj_shape *shape, bool first)
{
    for (size_t i = 0; i < shape->count; i++) {
        struct hj_form form = form_of(&shape->keys[i]);
        put_key(writer, first && i == 0, shape->keys[i].name);
        put_form(writer, &form);
    }
}

static void put_mapping(struct writer *writer, const struct hj_shape *shape)
{
    open_object(writer);
    put_key(writer, true, "type");
    put(writer, "\"object\"");
    put_key(writer, false, "properties");
    open_object(writer);
    put_properties(writer, shape, true);
    close_object(writer);
    put_required(writer, shape);
    put_key(writer, false, "additionalProperties");
    put(writer, "false");
    close_object(writer);
}

/* {"type": …, key: item} */
static void put_around(struct writer *writer, const char *type, const char *key,
                       const struct hj_form *item)
{
    put(writer, "{\"type\": ");
    put_quoted(writer, type);
    put(writer, ", ");
    put_quoted(writer, key);
    put(writer, ": ");
    put_form(writer, item);
    put(writer, "}");
}

static void put_form(struct writer *writer, const struct hj_form *form)
{
    if ((size_t)form->kind < FORMS && forms[form->kind].name) {
        put(writer, "{\"$ref\": \"#/$defs/");
        put(writer, forms[form->kind].name);
        put(writer, "\"}");
    } else if ((size_t)form->kind < FORMS && forms[form->kind].schema) {
        put(writer, forms[form->kind].schema);
    } else if (form->kind == HJ_FORM_CHOICE) {
        put_choices(writer, form->choices);
    } else if (form->kind == HJ_FORM_MAPPING) {
        put_mapping(writer, form->shape);
    } else if (form->kind == HJ_FORM_MAP) {
        put_around(writer, "object", "additionalProperties", form->item);
    } else if (form->kind == HJ_FORM_LIST) {
        put_around(writer, "array", "items", form->item);
    } else {
        put(writer, "{\"anyOf\": [");
        put_form(writer, form->item);
        put(writer, ", ");
        put_form(writer, form->other);
        put(writer, "]}");
    }
}

/* ---- a file ---- */

static const struct {
    const char *key;
    const struct hj_form *form;
    bool beside; /* its keys stand beside the top key */
} sections[HJ_SECTION_COUNT] = {
    [HJ_SECTION_PLAN] = {"plan", &hj_form_of_plan, false},
    [HJ_SECTION_WATCH] = {"watch", &hj_form_of_watch, false},
    [HJ_SECTION_TABLE] = {"table", &hj_form_of_table, true},
    [HJ_SECTION_CURRENCIES] = {"currencies", &hj_form_of_currencies, false},
    [HJ_SECTION_NAMES] = {"names", &hj_form_of_names, false},
    [HJ_SECTION_PARAMETERS] = {"parameters", &hj_form_of_parameters, false},
    [HJ_SECTION_FEATURES] = {"features", &hj_form_of_features, false},
    [HJ_SECTION_RULES] = {"rules", &hj_form_of_rules, false},
    [HJ_SECTION_MODELS] = {"models", &hj_form_of_models, false},
    [HJ_SECTION_SURVIVOR] = {"survivor", &hj_form_of_survivor, false},
    [HJ_SECTION_ROUTES] = {"routes", &hj_form_of_routes, false},
    [HJ_SECTION_INDICATOR] = {"indicator", &hj_form_of_indicator, true},
    [HJ_SECTION_LAWS] = {"laws", &hj_form_of_laws, false},
    [HJ_SECTION_CALENDAR] = {"calendar", &hj_form_of_calendar, false},
    [HJ_SECTION_LISTS] = {"lists", &hj_form_of_lists, false},
    [HJ_SECTION_LETTERS] = {"letters", &hj_form_of_letters, false},
};

/* A top key brings the keys that its kind needs; those of its kind alone need it. */
static void put_dependencies(struct writer *writer)
{
    bool first = true;
    for (size_t i = 0; i < HJ_SECTION_COUNT; i++) {
        const struct hj_shape *shape = sections[i].form->shape;
        for (size_t k = 0; sections[i].beside && k < shape->count; k++) {
            bool top = strcmp(shape->keys[k].name, sections[i].key) == 0;
            bool any = false;
            put_key(writer, first, shape->keys[k].name);
            put(writer, "[");
            first = false;
            for (size_t other = 0; other < shape->count; other++) {
                bool wanted = top ? other != k && shape->keys[other].required
                                  : strcmp(shape->keys[other].name, sections[i].key) == 0;
                if (wanted) {
                    put(writer, any ? ", " : "");
                    put_quoted(writer, shape->keys[other].name);
                    any = true;
                }
            }
            put(writer, "]");
        }
    }
}

static void put_definitions(struct writer *writer)
{
    bool first = true;
    for (size_t i = 0; i < FORMS; i++) {
        if (forms[i].name) {
            put_key(writer, first, forms[i].name);
            put(writer, forms[i].schema);
            first = false;
        }
    }
}

bool hj_rules_write_schema(struct hj_buffer *out)
{
    struct writer writer = {.out = out, .whole = true};
    open_object(&writer);
    put_key(&writer, true, "$schema");
    put(&writer, "\"https://json-schema.org/draft/2020-12/schema\"");
    put_key(&writer, false, "title");
    put(&writer, "\"A rule file of hejian\"");
    put_key(&writer, false, "type");
    put(&writer, "[\"object\", \"null\"]");
    put_key(&writer, false, "properties");
    open_object(&writer);
    for (size_t i = 0; i < HJ_SECTION_COUNT; i++) {
        if (sections[i].beside) {
            put_properties(&writer, sections[i].form->shape, i == 0);
        } else {
            put_key(&writer, i == 0, sections[i].key);
            put_form(&writer, sections[i].form);
        }
    }
    close_object(&writer);
    put_key(&writer, false, "dependentRequired");
    open_object(&writer);
    put_dependencies(&writer);
    close_object(&writer);
    put_key(&writer, false, "additionalProperties");
    put(&writer, "false");
    put_key(&writer, false, "$defs");
    open_object(&writer);
    put_definitions(&writer);
    close_object(&writer);
    close_object(&writer);
    put(&writer, "\n");
    return writer.whole;
}
