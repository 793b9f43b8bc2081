/* SPDX-License-Identifier: MIT */
#include "campaign/town_table.h"

#include "base/memory.h"
#include "campaign/towns.h"
#include "column/codec.h"
#include "text/address.h"
#include "text/utf8.h"

struct town {
    struct hj_span name;
    struct hj_text_list former;
    struct hj_text_list communities;
    struct hj_span *folded; /* communities in normal form */
};

struct hj_town_table {
    struct hj_arena arena;
    struct hj_text_normal *normal;
    struct hj_text_towns *matcher;
    struct town *towns;
    size_t count;
    struct hj_span *suffixes; /* in normal form */
    size_t suffix_count;
};

void hj_town_table_free(struct hj_town_table *table)
{
    if (table) {
        hj_text_towns_free(table->matcher);
        hj_text_normal_free(table->normal);
        hj_arena_release(&table->arena);
        hj_memory_free(table);
    }
}

/* ; and commas, also the wide ones of Chinese text. */
static bool is_separator(uint32_t point)
{
    return point == ';' || point == ',' || point == 0xff1b || point == 0xff0c || point == 0x3001;
}

/* The items of a cell, trimmed; empty ones are none. */
static bool split(struct hj_span cell, struct hj_arena *arena, struct hj_text_list *list)
{
    struct hj_span *items = hj_arena_zero(arena, cell.size + 1, sizeof *items);
    size_t count = 0, from = 0;
    if (!items) {
        return false;
    }
    for (size_t at = 0; cell.data && from <= cell.size;) {
        size_t end = at;
        bool last = at >= cell.size;
        bool stop = last || is_separator(hj_text_next(cell, &at));
        if (!stop) {
            continue;
        }
        struct hj_span item = hj_text_trim(hj_span_slice(cell, from, end - from));
        if (item.size > 0) {
            items[count++] = item;
        }
        from = last ? cell.size + 1 : at;
    }
    *list = (struct hj_text_list){items, count};
    return true;
}

static bool fold_all(const struct hj_town_table *table, struct hj_text_list list,
                     struct hj_arena *arena, struct hj_span **folded)
{
    *folded = hj_arena_zero(arena, list.count + 1, sizeof **folded);
    for (size_t i = 0; *folded && i < list.count; i++) {
        (*folded)[i] = hj_text_normalise(table->normal, list.items[i], arena);
        if (!(*folded)[i].data) {
            return false;
        }
    }
    return *folded != NULL;
}

/* ---- reading the table ---- */

enum { NAME, FORMER, COMMUNITIES, COLUMNS };

static enum hj_code read_column(struct hj_store *store, const struct hj_snapshot *snapshot,
                                const char *name, uint32_t block, struct hj_arena *arena,
                                struct hj_vector *vector, struct hj_error *error)
{
    int index = hj_schema_find(&snapshot->schema, hj_span_of(name));
    struct hj_buffer frame = {0};
    *vector = (struct hj_vector){.type = HJ_TEXT};
    if (index < 0 || snapshot->schema.columns[index].header.size == 0) {
        return HJ_OK;
    }
    enum hj_code code =
        hj_store_get_block(store, snapshot->id, (uint32_t)index, block, &frame, error);
    if (code == HJ_OK) {
        struct hj_span copy = hj_arena_copy(arena, hj_buffer_span(&frame));
        code = copy.data ? hj_codec_decode(copy, arena, vector, error) : hj_error_memory(error);
    }
    hj_buffer_release(&frame);
    return code;
}

static struct hj_span text_at(const struct hj_vector *vector, uint32_t row)
{
    bool given = row < vector->rows && vector->type == HJ_TEXT && !hj_vector_is_null(vector, row);
    return given ? hj_vector_text(vector, row) : (struct hj_span){NULL, 0};
}

static bool add_town(struct hj_town_table *table, const struct hj_vector columns[COLUMNS],
                     uint32_t row)
{
    struct town *town = &table->towns[table->count];
    town->name = text_at(&columns[NAME], row);
    if (!town->name.data) {
        return true;
    }
    table->count++;
    return split(text_at(&columns[FORMER], row), &table->arena, &town->former) &&
           split(text_at(&columns[COMMUNITIES], row), &table->arena, &town->communities) &&
           fold_all(table, town->communities, &table->arena, &town->folded);
}

static enum hj_code read_towns(struct hj_town_table *table, struct hj_store *store,
                               struct hj_error *error)
{
    static const char *const names[COLUMNS] = {"name", "former", "communities"};
    struct hj_snapshot snapshot;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_current(store, HJ_TOWNS_TABLE, &table->arena, &snapshot, error));
    table->towns = hj_arena_zero(&table->arena, snapshot.stored + 1, sizeof *table->towns);
    if (!table->towns) {
        return hj_error_memory(error);
    }
    for (uint32_t block = 0; block < snapshot.blocks; block++) {
        struct hj_vector columns[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            HJ_TRY(
                read_column(store, &snapshot, names[i], block, &table->arena, &columns[i], error));
        }
        for (uint32_t row = 0; row < columns[NAME].rows; row++) {
            if (!add_town(table, columns, row)) {
                return hj_error_memory(error);
            }
        }
    }
done:
    return code;
}

static enum hj_code build(struct hj_town_table *table, struct hj_text_list suffixes,
                          struct hj_error *error)
{
    struct hj_text_town *towns = hj_arena_zero(&table->arena, table->count + 1, sizeof *towns);
    if (!towns || !fold_all(table, suffixes, &table->arena, &table->suffixes)) {
        return hj_error_memory(error);
    }
    table->suffix_count = suffixes.count;
    for (size_t i = 0; i < table->count; i++) {
        towns[i] = (struct hj_text_town){table->towns[i].name, table->towns[i].former,
                                         table->towns[i].communities};
    }
    return hj_text_towns_new(&table->matcher, towns, table->count, suffixes, table->normal, error);
}

enum hj_code hj_town_table_new(struct hj_store *store, const struct hj_dictionaries *names,
                               struct hj_town_table **result, struct hj_error *error)
{
    struct hj_town_table *table = hj_memory_zero(1, sizeof *table);
    struct hj_text_list suffixes = {NULL, 0};
    enum hj_code code = HJ_OK;
    *result = table;
    if (!table) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < names->name_count; i++) {
        if (hj_span_is(names->names[i].key, "community_suffixes")) {
            suffixes =
                (struct hj_text_list){names->names[i].words.items, names->names[i].words.count};
        }
    }
    HJ_TRY(hj_text_normal_new(&table->normal, error));
    HJ_TRY(read_towns(table, store, error));
    HJ_TRY(build(table, suffixes, error));
done:
    return code;
}

/* ---- finding ---- */

static bool stands_at(struct hj_span text, size_t at, struct hj_span word)
{
    return word.size > 0 && word.size <= text.size - at &&
           memcmp(text.data + at, word.data, word.size) == 0;
}

/* Whether the text has the community's name with a suffix behind it: without one it may be a road.
 */
static bool names_community(const struct hj_town_table *table, struct hj_span text,
                            struct hj_span name)
{
    for (size_t at = 0; at + name.size <= text.size; at++) {
        if (!stands_at(text, at, name)) {
            continue;
        }
        for (size_t i = 0; i < table->suffix_count; i++) {
            if (stands_at(text, at + name.size, table->suffixes[i])) {
                return true;
            }
        }
    }
    return false;
}

/* The longest of the town's communities that the text names. */
static struct hj_span community_of(const struct hj_town_table *table, const struct town *town,
                                   struct hj_span text)
{
    struct hj_span found = {NULL, 0};
    size_t longest = 0;
    for (size_t i = 0; i < town->communities.count; i++) {
        if (town->folded[i].size > longest && names_community(table, text, town->folded[i])) {
            longest = town->folded[i].size;
            found = town->communities.items[i];
        }
    }
    return found;
}

static struct hj_text_town_match match(const struct hj_town_table *table, struct hj_span text)
{
    return text.data ? hj_text_town_of(table->matcher, text)
                     : (struct hj_text_town_match){.found = HJ_TEXT_TOWN_NONE};
}

/* Both texts one behind the other, with a space that no name has between them. */
static struct hj_span join(struct hj_span first, struct hj_span second, struct hj_arena *arena)
{
    char *both = hj_arena_new(arena, first.size + second.size + 1);
    if (!both) {
        return (struct hj_span){NULL, 0};
    }
    memcpy(both, first.data, first.size);
    both[first.size] = ' ';
    if (second.size > 0) {
        memcpy(both + first.size + 1, second.data, second.size);
    }
    return (struct hj_span){both, first.size + 1 + second.size};
}

static struct hj_span how(const struct hj_text_town_match *match, bool by_column)
{
    if (match->by_community) {
        return hj_span_of("community");
    }
    if (match->by_former) {
        return hj_span_of("former");
    }
    return hj_span_of(by_column ? "column" : "name");
}

bool hj_town_table_find(const struct hj_town_table *table, struct hj_span column,
                        struct hj_span address, struct hj_arena *arena, struct hj_town_found *found)
{
    *found = (struct hj_town_found){.town = {NULL, 0}};
    struct hj_span told = {NULL, 0}, place = {NULL, 0};
    if (column.data && !(told = hj_text_normalise(table->normal, column, arena)).data) {
        return false;
    }
    if (address.data && !(place = hj_text_normalise(table->normal, address, arena)).data) {
        return false;
    }
    struct hj_text_town_match match_found = match(table, told);
    found->by_column = match_found.found != HJ_TEXT_TOWN_NONE;
    if (match_found.found == HJ_TEXT_TOWN_AMBIGUOUS && place.data) {
        struct hj_span both = join(told, place, arena);
        if (!both.data) {
            return false;
        }
        match_found = match(table, both);
    } else if (match_found.found == HJ_TEXT_TOWN_NONE) {
        match_found = match(table, place);
    }
    found->ambiguous = match_found.found == HJ_TEXT_TOWN_AMBIGUOUS;
    if (match_found.found == HJ_TEXT_TOWN_ONE) {
        const struct town *town = &table->towns[match_found.town];
        found->town = town->name;
        found->community = place.data ? community_of(table, town, place) : place;
        found->by = how(&match_found, found->by_column);
    }
    return true;
}
