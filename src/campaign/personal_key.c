/* SPDX-License-Identifier: MIT */
#include "campaign/personal_key.h"

#include "base/output.h"

#include <errno.h>
#include <openssl/rand.h>

enum { KEY_SIZE = 32 };

static bool is_needed(const struct hj_dictionaries *dictionaries)
{
    for (uint32_t t = 0; t < dictionaries->table_count; t++) {
        for (uint32_t f = 0; f < dictionaries->tables[t].field_count; f++) {
            enum hj_personal personal = dictionaries->tables[t].fields[f].personal;
            if (personal == HJ_PERSONAL_ID || personal == HJ_PERSONAL_PHONE) {
                return true;
            }
        }
    }
    return false;
}

static enum hj_code make_key(const char *path, unsigned char bytes[KEY_SIZE],
                             struct hj_error *error)
{
    struct hj_output output;
    if (RAND_bytes(bytes, KEY_SIZE) != 1) {
        return hj_error_system(error, HJ_READ, "random numbers", EIO);
    }
    enum hj_code code = hj_output_open(&output, path, true, error);
    if (code == HJ_OK) {
        code = hj_output_write(&output, (struct hj_span){(const char *)bytes, KEY_SIZE}, error);
    }
    if (code == HJ_OK) {
        code = hj_output_close(&output, error);
    }
    hj_output_discard(&output);
    return code;
}

enum hj_code hj_personal_key(const struct hj_campaign *campaign,
                             const struct hj_dictionaries *dictionaries, struct hj_arena *arena,
                             struct hj_span *key, struct hj_error *error)
{
    *key = (struct hj_span){"", 0};
    if (!is_needed(dictionaries)) {
        return HJ_OK;
    }
    const char *path = hj_campaign_beside_store(campaign, arena, "personal.key");
    unsigned char *bytes = hj_arena_new(arena, KEY_SIZE);
    if (!path || !bytes) {
        return hj_error_memory(error);
    }
    *key = (struct hj_span){(const char *)bytes, KEY_SIZE};
    FILE *file = fopen(path, "rb");
    if (!file) {
        return errno == ENOENT ? make_key(path, bytes, error)
                               : hj_error_system(error, HJ_OPEN, path, errno);
    }
    size_t size = fread(bytes, 1, KEY_SIZE, file);
    bool longer = fgetc(file) != EOF;
    fclose(file);
    if (size == KEY_SIZE && !longer) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_CAMPAIGN_PERSONAL_KEY);
    hj_error_text(error, "file", hj_span_of(path));
    return error->code;
}
