/* SPDX-License-Identifier: MIT
 * `laws:` and `calendar:`, and the legal basis of rules and routes. */
#include "rules/freeze.h"

#include "rules/schema.h"

/* ---- laws ---- */

struct law_draft {
    struct hj_law law;
    unsigned status;
    struct hj_span text; /* dates and the like: for readers of the file */
    struct hj_title note;
};

static const char *const law_states[] = {"in_force", "repealed", NULL};

#define LAW(member) offsetof(struct law_draft, member)
static const struct hj_key law_keys[] = {
    {.name = "title", .required = true, .read = hj_read_title, .offset = LAW(law.title)},
    {.name = "status", .read = hj_read_choice, .offset = LAW(status), .choices = law_states},
    {.name = "number", .read = hj_read_text, .offset = LAW(law.number)},
    {.name = "effective", .read = hj_read_text, .offset = LAW(text)},
    {.name = "repealed_on", .read = hj_read_text, .offset = LAW(text)},
    {.name = "repealed_by", .read = hj_read_text, .offset = LAW(text)},
    {.name = "confidence", .read = hj_read_text, .offset = LAW(law.confidence)},
    {.name = "source", .read = hj_read_text, .offset = LAW(law.source)},
    {.name = "note", .read = hj_read_title, .offset = LAW(note)},
};
#undef LAW
static const struct hj_shape law_shape = {.keys = law_keys,
                                          .count = sizeof law_keys / sizeof *law_keys};
static const struct hj_form law_form = {.kind = HJ_FORM_MAPPING, .shape = &law_shape};
const struct hj_form hj_form_of_laws = {.kind = HJ_FORM_MAP, .item = &law_form};

static void add_law(struct hj_freeze *freeze, struct hj_law *laws, const struct hj_yaml *key,
                    const struct hj_yaml *node)
{
    struct hj_reader *reader = &freeze->reader;
    struct law_draft draft = {.law = {.id = hj_reader_copy(reader, key->text)}};
    if (key->text.size == 0) {
        hj_reader_shape(reader, key, "the id of a law", "a text");
    }
    hj_read_mapping(reader, node, &law_shape, &draft);
    draft.law.repealed = draft.status == 1;
    uint32_t index = freeze->ruleset->law_count;
    if (hj_name_index_find(&freeze->laws, key->text) >= 0) {
        hj_reader_problem(reader, key, HJ_RULES_LAW_TWICE, "law", key->text);
        return;
    }
    reader->memory_full |= !hj_name_index_add(&freeze->laws, draft.law.id, index);
    laws[index] = draft.law;
    freeze->ruleset->law_count++;
}

void hj_freeze_laws(struct hj_freeze *freeze)
{
    uint32_t most = hj_section_items(freeze->builder, HJ_SECTION_LAWS);
    struct hj_law *laws = hj_reader_new(&freeze->reader, most, sizeof *laws);
    size_t at = 0;
    freeze->ruleset->laws = laws;
    for (const struct hj_section *section;
         laws && (section = hj_section_next(freeze->builder, HJ_SECTION_LAWS, &at));) {
        freeze->reader.file = section->file;
        if (section->value->kind != HJ_YAML_MAPPING) {
            hj_reader_shape(&freeze->reader, section->value, "laws", "a mapping of ids to laws");
            continue;
        }
        for (uint32_t i = 0; i < section->value->count && !freeze->reader.memory_full; i++) {
            add_law(freeze, laws, section->value->keys[i], section->value->items[i]);
        }
    }
}

/* ---- basis ---- */

static const struct hj_key basis_keys[] = {
    {.name = "law",
     .required = true,
     .read = hj_read_text,
     .offset = offsetof(struct hj_basis, law)},
    {.name = "article", .read = hj_read_text, .offset = offsetof(struct hj_basis, article)},
};
static const struct hj_shape basis_shape = {.keys = basis_keys,
                                            .count = sizeof basis_keys / sizeof *basis_keys};
static const struct hj_form basis_mapping = {.kind = HJ_FORM_MAPPING, .shape = &basis_shape};
static const struct hj_form basis_item = {
    .kind = HJ_FORM_EITHER, .item = &hj_form_text, .other = &basis_mapping};
static const struct hj_form basis_list = {.kind = HJ_FORM_LIST, .item = &basis_item};
const struct hj_form hj_form_of_basis = {
    .kind = HJ_FORM_EITHER, .item = &basis_list, .other = &basis_item};

static void warn_unknown(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_span law)
{
    struct hj_problem *problem = hj_reader_warning(&freeze->reader, node, HJ_RULES_LAW, "law", law);
    const struct hj_ruleset *ruleset = freeze->ruleset;
    hj_reader_suggest(&freeze->reader, problem, law, &ruleset->laws->id, ruleset->law_count,
                      sizeof *ruleset->laws);
}

static void check_law(struct hj_freeze *freeze, const struct hj_yaml *node,
                      const struct hj_basis *basis)
{
    if (!hj_freeze_warns(freeze)) {
        return;
    }
    const struct hj_yaml *law = hj_yaml_get(node, "law");
    if (basis->law_index < 0) {
        warn_unknown(freeze, law, basis->law);
    } else if (freeze->ruleset->laws[basis->law_index].repealed) {
        hj_reader_warning(&freeze->reader, law, HJ_RULES_LAW_REPEALED, "law", basis->law);
    }
}

static bool read_basis(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_basis *basis)
{
    basis->law_index = -1;
    if (hj_yaml_is_text(node)) {
        basis->law = hj_reader_copy(&freeze->reader, node->text);
        if (hj_freeze_warns(freeze)) {
            hj_reader_warning(&freeze->reader, node, HJ_RULES_BASIS_TEXT, "text", node->text);
        }
        return true;
    }
    if (!hj_read_mapping(&freeze->reader, node, &basis_shape, basis) || !basis->law.data) {
        return false;
    }
    basis->law_index = (int)hj_name_index_find(&freeze->laws, basis->law);
    check_law(freeze, node, basis);
    return true;
}

const struct hj_basis *hj_freeze_basis(struct hj_freeze *freeze, const struct hj_yaml *node,
                                       uint32_t *count)
{
    *count = 0;
    bool list = node->kind == HJ_YAML_SEQUENCE;
    uint32_t most = list ? node->count : 1;
    struct hj_basis *basis = hj_reader_new(&freeze->reader, most, sizeof *basis);
    for (uint32_t i = 0; basis && i < most; i++) {
        *count += read_basis(freeze, list ? node->items[i] : node, &basis[*count]);
    }
    return basis;
}

/* ---- calendar ---- */

struct days {
    hj_date *items;
    uint32_t count;
};

static int compare_days(const void *a, const void *b)
{
    const hj_date *left = a;
    const hj_date *right = b;
    return (*left > *right) - (*left < *right);
}

static void add_days(struct hj_reader *reader, const struct hj_yaml *node, const struct hj_key *key,
                     void *target)
{
    struct days *days = target;
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(reader, node, key->name, "a list of dates");
        return;
    }
    hj_date *items = hj_reader_new(reader, days->count + node->count, sizeof *items);
    if (!items) {
        return;
    }
    if (days->count > 0) {
        memcpy(items, days->items, days->count * sizeof *items);
    }
    days->items = items;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct hj_yaml *item = node->items[i];
        if (item->kind == HJ_YAML_SCALAR && hj_date_parse_iso(item->text, &items[days->count])) {
            days->count++;
        } else {
            hj_reader_shape(reader, item, key->name, "a list of dates such as 2026-10-01");
        }
    }
}

static void sort_days(struct days *days)
{
    uint32_t kept = 0;
    if (days->count > 0) {
        qsort(days->items, days->count, sizeof *days->items, compare_days);
    }
    for (uint32_t i = 0; i < days->count; i++) {
        if (kept == 0 || days->items[kept - 1] != days->items[i]) {
            days->items[kept++] = days->items[i];
        }
    }
    days->count = kept;
}

struct calendar {
    struct days holidays, workdays;
};

static const struct hj_form days_form = {.kind = HJ_FORM_LIST, .item = &hj_form_date};

static const struct hj_key calendar_keys[] = {
    {.name = "holidays",
     .read = add_days,
     .offset = offsetof(struct calendar, holidays),
     .form = &days_form},
    {.name = "workdays",
     .read = add_days,
     .offset = offsetof(struct calendar, workdays),
     .form = &days_form},
};
static const struct hj_shape calendar_shape = {
    .keys = calendar_keys, .count = sizeof calendar_keys / sizeof *calendar_keys};
const struct hj_form hj_form_of_calendar = {.kind = HJ_FORM_MAPPING, .shape = &calendar_shape};

void hj_freeze_calendar(struct hj_freeze *freeze)
{
    struct calendar calendar = {0};
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_CALENDAR, &at));) {
        freeze->reader.file = section->file;
        hj_read_mapping(&freeze->reader, section->value, &calendar_shape, &calendar);
    }
    sort_days(&calendar.holidays);
    sort_days(&calendar.workdays);
    freeze->ruleset->calendar = (struct hj_calendar){
        .holidays = calendar.holidays.items,
        .holiday_count = calendar.holidays.count,
        .workdays = calendar.workdays.items,
        .workday_count = calendar.workdays.count,
    };
}
