/* SPDX-License-Identifier: MIT */
#include "rules/yaml.h"

#include "text/similarity.h"

#include <string.h>

enum { LONGEST = 64 }; /* bytes; a longer name is no misspelling that a suggestion would help */

struct spelling {
    uint32_t points[LONGEST];
    size_t size;
    uint64_t letters; /* which of 64 classes of characters occur */
};

static uint32_t lower(uint32_t point)
{
    return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
}

static void spell(struct hj_span text, struct spelling *spelling)
{
    spelling->size = hj_text_decode(text, spelling->points);
    spelling->letters = 0;
    for (size_t i = 0; i < spelling->size; i++) {
        spelling->points[i] = lower(spelling->points[i]);
        spelling->letters |= UINT64_C(1) << (spelling->points[i] % 64);
    }
}

static unsigned bits_of(uint64_t word)
{
    unsigned count = 0;
    for (; word; word &= word - 1) {
        count++;
    }
    return count;
}

/* An edit changes at most one letter on each side. This look refuses nearly all candidates, so that
 * thousands of unknown names among thousands of candidates stay cheap. */
static bool may_be_near(const struct spelling *a, const struct spelling *b, size_t limit)
{
    size_t difference = a->size > b->size ? a->size - b->size : b->size - a->size;
    return difference <= limit && bits_of(a->letters & ~b->letters) <= limit &&
           bits_of(b->letters & ~a->letters) <= limit;
}

/* The one candidate that begins with the text and goes on: `new_firms`. Empty where there are more.
 */
static struct hj_span only_longer(struct hj_span text, const struct hj_span *first, size_t count,
                                  size_t stride)
{
    enum { LEAST = 4 };
    struct hj_span found = {NULL, 0};
    for (size_t i = 0; text.size >= LEAST && i < count; i++) {
        struct hj_span candidate;
        memcpy(&candidate, (const char *)first + i * stride, sizeof candidate);
        if (candidate.size > text.size && memcmp(candidate.data, text.data, text.size) == 0) {
            if (found.size) {
                return (struct hj_span){NULL, 0};
            }
            found = candidate;
        }
    }
    return found;
}

struct hj_span hj_yaml_nearest(struct hj_span text, const struct hj_span *candidates, size_t count)
{
    return hj_yaml_nearest_member(text, candidates, count, sizeof *candidates);
}

struct hj_span hj_yaml_nearest_member(struct hj_span text, const struct hj_span *first,
                                      size_t count, size_t stride)
{
    struct hj_span best = {NULL, 0};
    struct hj_text_scratch scratch = {0};
    struct spelling wanted, found;
    if (text.size == 0 || text.size > LONGEST || hj_text_scratch_reserve(&scratch, LONGEST) != 0) {
        return best;
    }
    spell(text, &wanted);
    /* a third, but one wrong letter always: `whn` */
    size_t limit = wanted.size < 3 ? 1 : wanted.size / 3;
    for (size_t i = 0; i < count; i++) {
        struct hj_span candidate;
        memcpy(&candidate, (const char *)first + i * stride, sizeof candidate);
        if (candidate.size == 0 || candidate.size > LONGEST || hj_span_equal(candidate, text)) {
            continue;
        }
        spell(candidate, &found);
        if (!may_be_near(&wanted, &found, limit)) {
            continue;
        }
        size_t distance =
            hj_text_damerau((struct hj_text_points){wanted.points, wanted.size},
                            (struct hj_text_points){found.points, found.size}, limit, &scratch);
        if (distance <= limit && distance < wanted.size) {
            best = candidate;
            if (distance == 0) {
                break;
            }
            limit = distance - 1;
        }
    }
    hj_text_scratch_release(&scratch);
    return best.size ? best : only_longer(text, first, count, stride);
}
