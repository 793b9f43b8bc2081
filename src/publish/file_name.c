/* SPDX-License-Identifier: MIT */
#include "publish/file_name.h"

#include "base/hash.h"
#include "text/utf8.h"

#include <inttypes.h>

enum { LONGEST_PART = 40 };

/* Letters and digits of ASCII, and Han: the blocks of CJK ideographs. */
static bool is_kept(uint32_t point)
{
    static const uint32_t ranges[][2] = {{'0', '9'},         {'A', 'Z'},       {'a', 'z'},
                                         {0x3400, 0x4dbf},   {0x4e00, 0x9fff}, {0xf900, 0xfaff},
                                         {0x20000, 0x323af}, {0x3007, 0x3007}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (point >= ranges[i][0] && point <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

static bool append_part(struct hj_buffer *out, struct hj_span part, bool changed)
{
    size_t start = out->size;
    bool room = true;
    for (size_t at = 0; room && at < part.size;) {
        size_t from = at;
        bool kept = is_kept(hj_text_next(part, &at));
        struct hj_span piece = kept ? hj_span_slice(part, from, at - from) : hj_span_of("_");
        if (out->size - start + piece.size > LONGEST_PART) {
            changed = true;
            break;
        }
        changed = changed || !kept;
        room = hj_buffer_append(out, piece);
    }
    if (room && changed) {
        char hash[16];
        uint32_t low = (uint32_t)hj_hash_bytes(part);
        int size = snprintf(hash, sizeof hash, "_%08" PRIx32, low);
        room = hj_buffer_append(out, (struct hj_span){hash, (size_t)size});
    }
    return room;
}

bool hj_file_name_part(struct hj_buffer *out, struct hj_span part)
{
    return append_part(out, part, false);
}

bool hj_file_name_list(struct hj_buffer *out, const struct hj_list_name *name)
{
    struct hj_civil day = hj_date_to_civil(name->as_of);
    bool taken = name->town.data && hj_span_equal(name->town, name->unlocated);
    char tail[64];
    int size = snprintf(tail, sizeof tail, "_%04d%02d%02d_v%u.%s", day.year, day.month, day.day,
                        name->version, name->ending);
    return hj_file_name_part(out, name->campaign) && hj_buffer_append(out, hj_span_of("_")) &&
           hj_file_name_part(out, name->role) && hj_buffer_append(out, hj_span_of("_")) &&
           append_part(out, name->town.data ? name->town : name->unlocated, taken) &&
           hj_buffer_append(out, (struct hj_span){tail, (size_t)size});
}
