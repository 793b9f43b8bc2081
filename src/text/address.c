/* SPDX-License-Identifier: MIT */
#include "text/address.h"

#include "base/memory.h"
#include "text/utf8.h"

enum {
    REGION = 1 << 0,
    SUFFIX = 1 << 1,
};

struct hj_text_addresses {
    struct hj_text_words *words;
};

enum hj_code hj_text_addresses_new(struct hj_text_addresses **addresses,
                                   struct hj_text_list regions, struct hj_text_list suffixes,
                                   const struct hj_text_normal *normal, struct hj_error *error)
{
    const struct hj_text_list lists[] = {regions, suffixes};
    *addresses = NULL;
    struct hj_text_addresses *made = hj_memory_zero(1, sizeof *made);
    if (made == NULL) {
        return hj_error_memory(error);
    }
    enum hj_code code = hj_text_words_new(&made->words, lists, 2, normal, error);
    if (code != HJ_OK) {
        hj_memory_free(made);
        return code;
    }
    *addresses = made;
    return HJ_OK;
}

void hj_text_addresses_free(struct hj_text_addresses *addresses)
{
    if (addresses != NULL) {
        hj_text_words_free(addresses->words);
        hj_memory_free(addresses);
    }
}

/* Does the region end with a suffix of its own? 州 is none in 广州, where one character is left. */
static bool has_suffix(const struct hj_text_words *words, struct hj_span region)
{
    size_t size = hj_text_words_end(words, region, SUFFIX).size;
    return size > 0 && hj_text_length(hj_span_slice(region, 0, region.size - size)) >= 2;
}

/* Where the regions at the beginning end that are sure to be regions. */
static size_t regions_end(const struct hj_text_words *words, struct hj_span text)
{
    size_t sure = 0;
    for (size_t at = 0; at < text.size;) {
        size_t region = hj_text_words_at(words, text, at, REGION).size;
        if (region == 0) {
            break;
        }
        sure = at; /* what stood before is followed by a region */
        size_t end = at + region;
        size_t suffix = hj_text_words_at(words, text, end, SUFFIX).size;
        if (has_suffix(words, hj_span_slice(text, at, region))) {
            sure = end;
        } else if (suffix > 0) {
            end += suffix;
            sure = end;
        }
        at = end;
    }
    return sure;
}

struct hj_span hj_text_address_key(const struct hj_text_addresses *addresses,
                                   const struct hj_text_normal *normal, struct hj_span address,
                                   struct hj_arena *arena)
{
    struct hj_span form = hj_text_normalise(normal, address, arena);
    if (form.data == NULL || addresses == NULL) {
        return form;
    }
    size_t end = regions_end(addresses->words, form);
    return end < form.size ? hj_span_slice(form, end, form.size - end) : form;
}
