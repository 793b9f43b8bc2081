/* SPDX-License-Identifier: MIT */
#include "campaign/content.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* Counts up when a load makes something else of the same files. */
enum { LOAD_VERSION = 1 };

static const char group[] = "load";

static struct hj_span bytes_of(const void *data, size_t size)
{
    return (struct hj_span){data, size};
}

static struct hj_digest chain(struct hj_digest digest, struct hj_span next)
{
    const struct hj_span parts[] = {bytes_of(digest.bytes, sizeof digest.bytes), next};
    return hj_digest_of(parts, 2);
}

static struct hj_digest chain_number(struct hj_digest digest, int64_t number)
{
    return chain(digest, bytes_of(&number, sizeof number));
}

static struct hj_digest chain_list(struct hj_digest digest, struct hj_span_list list)
{
    digest = chain_number(digest, list.count);
    for (uint32_t i = 0; i < list.count; i++) {
        digest = chain(digest, list.items[i]);
    }
    return digest;
}

static struct hj_digest chain_field(struct hj_digest digest, const struct hj_field *field)
{
    digest = chain(digest, field->name);
    digest = chain(digest, field->from);
    digest = chain_number(digest, field->type);
    digest = chain_number(digest, field->personal);
    digest = chain_number(digest, 2 * field->identifier + field->required);
    digest = chain_list(digest, field->headers);
    digest = chain_number(digest, field->value_count);
    for (uint32_t i = 0; i < field->value_count; i++) {
        digest = chain(digest, field->values[i].value);
        digest = chain_list(digest, field->values[i].synonyms);
    }
    return digest;
}

static struct hj_digest chain_dictionary(struct hj_digest digest, const struct hj_table *table)
{
    digest = chain(digest, table->key);
    digest = chain_list(digest, table->nulls);
    digest = chain_list(digest, table->totals);
    for (uint32_t i = 0; i < table->field_count; i++) {
        digest = chain_field(digest, &table->fields[i]);
    }
    return digest;
}

/* What all tables depend on. */
static struct hj_digest of_all(const struct hj_content *content)
{
    const struct hj_dictionaries *all = content->dictionaries;
    struct hj_digest digest = {{0}};
    digest = chain_number(digest, LOAD_VERSION);
    digest = chain(digest, hj_span_of(hj_version()));
    digest = chain(digest, content->personal_key);
    for (uint32_t i = 0; i < all->currency_count; i++) {
        const struct hj_currency_word *word = &all->currencies[i];
        digest = chain(digest, word->word);
        digest = chain(digest, word->currency);
        digest = chain(digest, bytes_of(&word->factor, sizeof word->factor));
    }
    for (uint32_t i = 0; i < all->name_count; i++) {
        digest = chain(digest, all->names[i].key);
        digest = chain_list(digest, all->names[i].words);
    }
    return digest;
}

/* The digest of one table whose files have these digests. */
static struct hj_digest digest_of_table(const struct hj_content *content,
                                        const struct hj_config_table *table,
                                        const struct hj_digest *files)
{
    struct hj_digest digest = chain(of_all(content), hj_span_of(table->name));
    for (uint32_t i = 0; i < content->dictionaries->table_count; i++) {
        const struct hj_table *dictionary = &content->dictionaries->tables[i];
        if (hj_span_is(dictionary->name, table->name)) {
            digest = chain_dictionary(digest, dictionary);
        }
    }
    for (uint32_t i = 0; i < table->file_count; i++) {
        /* The name too: rejects bear it. */
        digest = chain(digest, hj_span_of(table->files[i]));
        digest = chain(digest, bytes_of(files[i].bytes, sizeof files[i].bytes));
    }
    return digest;
}

/* The bytes of a table's files: what is compared before any file is read. */
static bool sizes_now(const struct hj_config_table *table, uint64_t *bytes)
{
    *bytes = 0;
    for (uint32_t i = 0; i < table->file_count; i++) {
        struct stat found;
        if (stat(table->files[i], &found) != 0 || !S_ISREG(found.st_mode)) {
            return false;
        }
        *bytes += (uint64_t)found.st_size;
    }
    return true;
}

enum hj_code hj_content_put(struct hj_store *store, const struct hj_content *content,
                            const struct hj_config_table *table,
                            const struct hj_input_result *result, struct hj_snapshot *snapshot,
                            struct hj_error *error)
{
    struct hj_arena arena = {0};
    char text[400];
    uint64_t bytes = 0;
    struct hj_digest *files = hj_arena_zero(&arena, result->file_count, sizeof *files);
    if (!files) {
        return hj_error_memory(error);
    }
    struct hj_span encoding = hj_span_of(""), sheet = hj_span_of("");
    for (uint32_t i = 0; i < result->file_count; i++) {
        files[i] = result->files[i].content;
        bytes += result->files[i].bytes;
        encoding = i == 0 ? result->files[i].encoding : encoding;
        sheet = i == 0 && result->files[i].sheet.data ? result->files[i].sheet : sheet;
    }
    snapshot->content = digest_of_table(content, table, files);
    int size = snprintf(text, sizeof text, "%" PRIu64 "\t%.*s\t%.*s", bytes,
                        (int)(encoding.size < 64 ? encoding.size : 64), encoding.data,
                        (int)(sheet.size < 300 ? sheet.size : 300), sheet.data);
    enum hj_code code =
        hj_store_put_entry(store, group, table->name, (struct hj_span){text, (size_t)size}, error);
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_content_note(struct hj_store *store, const char *table, struct hj_arena *arena,
                             struct hj_content_note *note, struct hj_error *error)
{
    struct hj_span text;
    *note = (struct hj_content_note){{NULL, 0}, {NULL, 0}, 0};
    enum hj_code code = hj_store_get_entry(store, group, table, arena, &text, error);
    if (code != HJ_OK || !text.data) {
        return code;
    }
    const char *first = memchr(text.data, '\t', text.size);
    size_t left = first ? text.size - (size_t)(first + 1 - text.data) : 0;
    const char *second = first ? memchr(first + 1, '\t', left) : NULL;
    note->bytes = strtoull(text.data, NULL, 10);
    if (second) {
        note->encoding = (struct hj_span){first + 1, (size_t)(second - first - 1)};
        note->sheet = (struct hj_span){second + 1, text.size - (size_t)(second + 1 - text.data)};
    }
    return HJ_OK;
}

/* The digest of a file as input makes it; false: it cannot be read, which the load will tell. */
static bool digest_file(const char *path, XXH3_state_t *state, char *buffer, size_t size,
                        struct hj_digest *digest)
{
    XXH128_canonical_t canonical;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got = file < 0 ? -1 : 1;
    XXH3_128bits_reset(state);
    while (got > 0) {
        got = read(file, buffer, size);
        if (got > 0) {
            XXH3_128bits_update(state, buffer, (size_t)got);
        } else if (got < 0 && errno == EINTR) {
            got = 1;
        }
    }
    if (file >= 0) {
        close(file);
    }
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
    memcpy(digest->bytes, canonical.digest, sizeof digest->bytes);
    return got == 0;
}

static bool same_files(const struct hj_content *content, const struct hj_config_table *table,
                       const struct hj_snapshot *snapshot, struct hj_arena *arena)
{
    enum { CHUNK = 1024 * 1024 };
    struct hj_digest *files = hj_arena_zero(arena, table->file_count, sizeof *files);
    XXH3_state_t *state = XXH3_createState();
    char *buffer = hj_arena_new(arena, CHUNK);
    bool same = files && state && buffer;
    for (uint32_t i = 0; same && i < table->file_count; i++) {
        same = digest_file(table->files[i], state, buffer, CHUNK, &files[i]);
    }
    XXH3_freeState(state);
    if (!same) {
        return false;
    }
    struct hj_digest digest = digest_of_table(content, table, files);
    return memcmp(digest.bytes, snapshot->content.bytes, sizeof digest.bytes) == 0;
}

enum hj_code hj_content_unchanged(struct hj_store *store, const struct hj_content *content,
                                  bool *unchanged, struct hj_error *error)
{
    const struct hj_config *config = &content->campaign->config;
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    *unchanged = config->table_count > 0;
    for (uint32_t i = 0; *unchanged && i < config->table_count; i++) {
        struct hj_content_note note;
        struct hj_snapshot snapshot;
        uint64_t bytes;
        HJ_TRY(hj_store_current(store, config->tables[i].name, &arena, &snapshot, error));
        HJ_TRY(hj_content_note(store, config->tables[i].name, &arena, &note, error));
        *unchanged = snapshot.id != 0 && note.encoding.data &&
                     sizes_now(&config->tables[i], &bytes) && bytes == note.bytes;
    }
    for (uint32_t i = 0; *unchanged && i < config->table_count; i++) {
        struct hj_snapshot snapshot;
        HJ_TRY(hj_store_current(store, config->tables[i].name, &arena, &snapshot, error));
        *unchanged = same_files(content, &config->tables[i], &snapshot, &arena);
    }
done:
    hj_arena_release(&arena);
    return code;
}
