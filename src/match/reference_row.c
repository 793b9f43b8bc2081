/* SPDX-License-Identifier: MIT
 * A row of a block as the source of a firm's values. */
#include "match/reference.h"

static struct hj_value vector_value(const struct hj_vector *vector, uint32_t row)
{
    return vector ? hj_vector_value(vector, row) : (struct hj_value){.null = true};
}

static struct hj_value column(void *context, uint32_t index)
{
    const struct hj_reference_row *firm = context;
    const struct hj_match_input *input = firm->input;
    return vector_value(index < input->column_count ? input->columns[index] : NULL, firm->row);
}

/* The first record of the part whose firm is not before the row. */
static uint32_t first_of(const struct hj_match_part *part, uint32_t firm)
{
    uint32_t from = 0;
    uint32_t to = part->rows;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (part->firms[middle] < firm) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

static uint32_t records(void *context, uint32_t fact)
{
    const struct hj_reference_row *firm = context;
    uint32_t count = 0;
    for (uint32_t i = 0; firm->input->facts && i < firm->input->facts[fact].part_count; i++) {
        const struct hj_match_part *part = &firm->input->facts[fact].parts[i];
        count += first_of(part, firm->row + 1) - first_of(part, firm->row);
    }
    return count;
}

static struct hj_value record(void *context, uint32_t fact, uint32_t index, uint32_t name)
{
    const struct hj_reference_row *firm = context;
    for (uint32_t i = 0; i < firm->input->facts[fact].part_count; i++) {
        const struct hj_match_part *part = &firm->input->facts[fact].parts[i];
        uint32_t first = first_of(part, firm->row);
        uint32_t here = first_of(part, firm->row + 1) - first;
        if (index < here) {
            return vector_value(name < part->column_count ? part->columns[name] : NULL,
                                first + index);
        }
        index -= here;
    }
    return (struct hj_value){.null = true};
}

static bool known_key(void *context, uint32_t fact)
{
    const struct hj_reference_row *firm = context;
    const struct hj_match_facts *facts = firm->input->facts;
    return facts && facts[fact].known_key && hj_bits_get(facts[fact].known_key, firm->row);
}

static struct hj_value flagged(void *context, uint32_t rule)
{
    const struct hj_reference_row *firm = context;
    struct hj_value value = {.type = HJ_BOOLEAN, .null = true};
    const struct hj_truth *truth = firm->input->flagged ? &firm->input->flagged[rule] : NULL;
    if (truth && truth->yes) {
        value.null = hj_bits_get(truth->unknown, firm->row);
        value.boolean = hj_bits_get(truth->yes, firm->row);
    }
    return value;
}

static bool given(void *context, uint32_t index, struct hj_value *value)
{
    const struct hj_reference_row *firm = context;
    const struct hj_name *name = &firm->ruleset->scope.names[index];
    const struct hj_vector *vector = NULL;
    if (name->kind == HJ_NAME_FEATURE && firm->input->features) {
        vector = firm->input->features[name->index];
    } else if (name->kind == HJ_NAME_DERIVED && firm->input->derived) {
        vector = firm->input->derived[name->index];
    }
    if (vector) {
        *value = hj_vector_value(vector, firm->row);
    }
    return vector != NULL;
}

struct hj_reference_firm hj_reference_firm_of(struct hj_reference_row *row)
{
    return (struct hj_reference_firm){
        .context = row,
        .column = column,
        .records = records,
        .record = record,
        .known_key = known_key,
        .flagged = flagged,
        .given = given,
    };
}
