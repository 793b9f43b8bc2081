/* SPDX-License-Identifier: MIT
 * What a file's headers may mean: a `columns:` mapping to paste into a dictionary. The table whose
 * dictionary knows most of the headers is taken; a header it does not know gets the nearest of
 * those it misses, and a type from the first thousand records, both to be looked at. */
#include "base/json.h"
#include "campaign/campaign.h"
#include "input/dates.h"
#include "input/fold.h"
#include "input/load.h"
#include "input/money.h"
#include "input/number.h"
#include "text/code.h"
#include "text/similarity.h"

enum { RECORDS = 1000 };

struct header {
    struct hj_span text;
    struct hj_vector values; /* of the first block; rows 0: none */
    int field;               /* of the dictionary that was taken; -1: not known */
    int nearest;             /* likewise, a guess */
};

struct proposal {
    const char *file;
    struct hj_arena arena;
    struct hj_dictionaries dictionaries;
    struct header *headers;
    uint32_t count;
    bool enough; /* the first block is there */
    const struct hj_table *table;
    uint32_t known;
    struct hj_money_words money;
    struct hj_buffer *out;
};

/* ---- the first block ---- */

static enum hj_code take_schema(void *context, const struct hj_schema *schema,
                                struct hj_error *error)
{
    struct proposal *proposal = context;
    proposal->headers = hj_arena_zero(&proposal->arena, schema->count, sizeof *proposal->headers);
    if (!proposal->headers) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < schema->count; i++) {
        if (schema->columns[i].origin != HJ_FROM_RECORD) {
            struct header *header = &proposal->headers[proposal->count++];
            header->text = hj_arena_copy(&proposal->arena, schema->columns[i].header);
            header->field = header->nearest = -1;
        }
    }
    return HJ_OK;
}

static enum hj_code take_frame(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                               struct hj_error *error)
{
    struct proposal *proposal = context;
    if (block > 0) {
        proposal->enough = true;
        return hj_error_set(error, HJ_INTERRUPTED);
    }
    if (column >= proposal->count) {
        return HJ_OK;
    }
    struct hj_span kept = hj_arena_copy(&proposal->arena, frame);
    return kept.data
               ? hj_codec_decode(kept, &proposal->arena, &proposal->headers[column].values, error)
               : hj_error_memory(error);
}

static enum hj_code skip_reject(void *context, const struct hj_reject *reject,
                                struct hj_error *error)
{
    (void)context, (void)reject, (void)error;
    return HJ_OK;
}

static enum hj_code read_file(struct proposal *proposal, struct hj_error *error)
{
    const char *files[] = {proposal->file};
    const struct hj_input_sink sink = {proposal, take_schema, take_frame, skip_reject};
    struct hj_input_options options = {
        .table = hj_span_of("headers"),
        .files = files,
        .file_count = 1,
        .threads = 1,
        .slice_size = 256 * 1024,
    };
    struct hj_input_result result;
    enum hj_code code = hj_input_load(&options, &sink, &proposal->arena, &result, error);
    return proposal->enough ? HJ_OK : code;
}

/* ---- headers and dictionaries ---- */

/* The next byte that is no blank, capitals folded; 0 at the end. */
static char next_byte(struct hj_span text, size_t *at)
{
    while (*at < text.size) {
        char byte = text.data[(*at)++];
        if (byte != ' ' && byte != '\t') {
            return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
        }
    }
    return 0;
}

/* As a load compares headers: without blanks and case. */
static bool same_header(struct hj_span a, struct hj_span b)
{
    size_t at_a = 0, at_b = 0;
    char byte;
    do {
        byte = next_byte(a, &at_a);
        if (byte != next_byte(b, &at_b)) {
            return false;
        }
    } while (byte);
    return true;
}

static int find_field(const struct hj_table *table, struct hj_span header)
{
    for (uint32_t f = 0; f < table->field_count; f++) {
        const struct hj_field *field = &table->fields[f];
        if (field->from.size > 0) {
            continue;
        }
        if (same_header(field->name, header)) {
            return (int)f;
        }
        for (uint32_t w = 0; w < field->headers.count; w++) {
            if (same_header(field->headers.items[w], header)) {
                return (int)f;
            }
        }
    }
    return -1;
}

static void try_table(struct proposal *proposal, const struct hj_table *table)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < proposal->count; i++) {
        known += find_field(table, proposal->headers[i].text) >= 0;
    }
    if (known <= proposal->known) {
        return;
    }
    proposal->known = known;
    proposal->table = table;
    for (uint32_t i = 0; i < proposal->count; i++) {
        proposal->headers[i].field = find_field(table, proposal->headers[i].text);
    }
}

/* How alike two headers are, from 0 to 1; longer ones than any header are not. */
static double likeness(struct hj_span a, struct hj_span b)
{
    enum { LONGEST = 64 };
    uint32_t points_a[LONGEST], points_b[LONGEST];
    uint64_t pairs_a[LONGEST], pairs_b[LONGEST];
    if (a.size == 0 || b.size == 0 || a.size > LONGEST || b.size > LONGEST) {
        return 0;
    }
    struct hj_text_points x = {points_a, hj_text_decode(a, points_a)};
    struct hj_text_points y = {points_b, hj_text_decode(b, points_b)};
    struct hj_text_bigrams of_a = {pairs_a, hj_text_bigrams_of(x, pairs_a)};
    struct hj_text_bigrams of_b = {pairs_b, hj_text_bigrams_of(y, pairs_b)};
    return hj_text_jaccard(of_a, of_b);
}

static bool is_taken(const struct proposal *proposal, int field)
{
    for (uint32_t i = 0; i < proposal->count; i++) {
        if (proposal->headers[i].field == field || proposal->headers[i].nearest == field) {
            return true;
        }
    }
    return false;
}

static void find_nearest(struct proposal *proposal, struct header *header)
{
    double best = 0.25; /* half of the pairs of two headers of four characters are 1 in 3 */
    int nearest = -1;
    for (uint32_t f = 0; f < proposal->table->field_count; f++) {
        const struct hj_field *field = &proposal->table->fields[f];
        for (uint32_t w = 0; !is_taken(proposal, (int)f) && w < field->headers.count; w++) {
            double like = likeness(header->text, field->headers.items[w]);
            if (like > best) {
                best = like;
                nearest = (int)f;
            }
        }
    }
    header->nearest = nearest;
}

/* ---- types ---- */

enum guess { GUESS_INTEGER, GUESS_NUMBER, GUESS_DATE, GUESS_BOOLEAN, GUESS_MONEY, GUESS_TEXT };

static bool fits(const struct proposal *proposal, enum guess guess, struct hj_span text)
{
    char room[HJ_FOLD_SIZE];
    struct hj_span folded = hj_input_fold(text, room);
    int64_t integer;
    double number;
    hj_date date;
    bool boolean;
    struct hj_money money;
    if (!folded.data || hj_text_regno_valid(text) || hj_text_uscc_valid(text)) {
        return guess == GUESS_TEXT; /* a code is no number */
    }
    switch (guess) {
    case GUESS_INTEGER:
        /* Leading zeros are part of a code. */
        return hj_input_integer(folded, &integer) && (folded.data[0] != '0' || folded.size == 1) &&
               folded.size < 15;
    case GUESS_NUMBER:
        return hj_input_number(folded, &number) && folded.size < 15;
    case GUESS_DATE:
        return hj_input_date(folded, &date);
    case GUESS_BOOLEAN:
        return hj_input_boolean(folded, &boolean);
    case GUESS_MONEY:
        return hj_input_money(&proposal->money, NULL, folded, &money);
    case GUESS_TEXT:
        return true;
    }
    return true;
}

static const char *guess_type(const struct proposal *proposal, const struct hj_vector *values)
{
    static const char *const names[] = {"integer", "number", "date", "boolean", "money", "text"};
    uint32_t fitting[GUESS_TEXT + 1] = {0};
    uint32_t rows = values->rows < RECORDS ? values->rows : RECORDS, given = 0;
    for (uint32_t row = 0; row < rows; row++) {
        if (hj_vector_is_null(values, row) || hj_vector_text(values, row).size == 0) {
            continue;
        }
        given++;
        for (int guess = 0; guess <= GUESS_TEXT; guess++) {
            fitting[guess] += fits(proposal, (enum guess)guess, hj_vector_text(values, row));
        }
    }
    /* 20190305 is a day before it is a number; 0 and 1 alone are yes and no. */
    static const enum guess order[] = {GUESS_DATE,   GUESS_BOOLEAN, GUESS_INTEGER,
                                       GUESS_NUMBER, GUESS_MONEY,   GUESS_TEXT};
    for (size_t i = 0; given > 0 && i < sizeof order / sizeof *order; i++) {
        /* One in fifty may be a slip: it will be NULL and counted. */
        if (fitting[order[i]] + given / 50 >= given) {
            return names[order[i]];
        }
    }
    return names[GUESS_TEXT];
}

/* ---- the YAML ---- */

static bool add(struct proposal *proposal, const char *text)
{
    return hj_buffer_append(proposal->out, hj_span_of(text));
}

static const char *field_type(enum hj_field_type type)
{
    static const char *const names[] = {
        [HJ_FIELD_TEXT] = "text", [HJ_FIELD_INTEGER] = "integer", [HJ_FIELD_NUMBER] = "number",
        [HJ_FIELD_DATE] = "date", [HJ_FIELD_BOOLEAN] = "boolean", [HJ_FIELD_MONEY] = "money"};
    return names[type];
}

/* A JSON string is a YAML string. */
static bool add_header(struct proposal *proposal, const struct header *header, const char *type)
{
    return add(proposal, ": {type: ") && add(proposal, type) && add(proposal, ", headers: [") &&
           hj_json_string(proposal->out, header->text) && add(proposal, "]");
}

static bool add_known(struct proposal *proposal, const struct header *header, int index)
{
    static const char *const personal[] = {
        [HJ_PERSONAL_NAME] = "name", [HJ_PERSONAL_ID] = "id", [HJ_PERSONAL_PHONE] = "phone"};
    const struct hj_field *field = &proposal->table->fields[index];
    bool room = add(proposal, "  ") && hj_buffer_append(proposal->out, field->name) &&
                add_header(proposal, header, field_type(field->type));
    room = room && (!field->identifier || add(proposal, ", identifier: true")) &&
           (!field->required || add(proposal, ", required: true"));
    if (room && field->personal != HJ_PERSONAL_NONE) {
        room = add(proposal, ", personal: ") && add(proposal, personal[field->personal]);
    }
    return room && add(proposal, "}\n");
}

static bool add_line(struct proposal *proposal, uint32_t place)
{
    const struct header *header = &proposal->headers[place];
    char name[24];
    if (header->field >= 0) {
        return add_known(proposal, header, header->field);
    }
    const char *type = guess_type(proposal, &header->values);
    if (header->nearest >= 0) {
        const struct hj_field *field = &proposal->table->fields[header->nearest];
        return add(proposal, "  # ? a guess: like ") &&
               hj_json_string(proposal->out,
                              field->headers.count ? field->headers.items[0] : field->name) &&
               add(proposal, "; its values look like ") && add(proposal, type) &&
               add(proposal, "\n") && add_known(proposal, header, header->nearest);
    }
    snprintf(name, sizeof name, "  column_%u", place + 1);
    return add(proposal,
               "  # ? no dictionary knows this header: give it a name, or leave it out\n") &&
           add(proposal, name) && add_header(proposal, header, type) && add(proposal, "}\n");
}

static bool add_all(struct proposal *proposal)
{
    char line[120];
    snprintf(line, sizeof line, "# %u headers, of which the dictionary knows %u; look at every ?\n",
             proposal->count, proposal->known);
    bool room = add(proposal, line) && add(proposal, "table: ");
    if (proposal->table) {
        room =
            room && hj_buffer_append(proposal->out, proposal->table->name) &&
            (proposal->table->key.size == 0 ||
             (add(proposal, "\nkey: ") && hj_buffer_append(proposal->out, proposal->table->key)));
    } else {
        room = room && add(proposal, "NAME  # ?");
    }
    room = room && add(proposal, "\ncolumns:\n");
    for (uint32_t i = 0; room && i < proposal->count; i++) {
        room = add_line(proposal, i);
    }
    return room;
}

static enum hj_code match(struct proposal *proposal, struct hj_error *error)
{
    for (uint32_t i = 0; i < proposal->dictionaries.table_count; i++) {
        try_table(proposal, &proposal->dictionaries.tables[i]);
    }
    for (uint32_t i = 0; proposal->table && i < proposal->count; i++) {
        if (proposal->headers[i].field < 0) {
            find_nearest(proposal, &proposal->headers[i]);
        }
    }
    return hj_money_words_init(&proposal->money, &proposal->arena,
                               proposal->dictionaries.currencies,
                               proposal->dictionaries.currency_count)
               ? HJ_OK
               : hj_error_memory(error);
}

enum hj_code hj_headers(struct hj_campaign *campaign, const char *file, struct hj_buffer *out,
                        struct hj_error *error)
{
    struct proposal proposal = {.file = file, .out = out};
    struct hj_rules_builder *builder = NULL;
    enum hj_code code = HJ_OK;
    if (campaign) {
        HJ_TRY(hj_campaign_rules(campaign, &builder, error));
        HJ_TRY(hj_rules_dictionaries(builder, &campaign->problems, &proposal.dictionaries, error));
        HJ_TRY(hj_campaign_problems(&campaign->problems, error));
    }
    HJ_TRY(read_file(&proposal, error));
    HJ_TRY(match(&proposal, error));
    code = add_all(&proposal) ? HJ_OK : hj_error_memory(error);
done:
    hj_rules_builder_free(builder);
    hj_arena_release(&proposal.arena);
    return code;
}
