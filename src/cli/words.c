/* SPDX-License-Identifier: MIT */
#include "cli/words.h"

#include "cli/command.h"
#include "cli/message.h"

/* What the library says in a word; also the titles of columns in tables for people. */
static const char *const known[] = {
    /* columns of results: rows_*.c of campaign/ */
    N_("record"), N_("uscc"), N_("name"), N_("class"), N_("rule"), N_("severity"), N_("strength"),
    N_("evidence"), N_("unchecked"), N_("cluster"), N_("keep"), N_("probability"), N_("town"),
    N_("route"), N_("role"), N_("protected_by"), N_("blocked_by"), N_("rules"), N_("group"),
    N_("numerator"), N_("denominator"), N_("ratio"), N_("numerator_unknown"),
    N_("denominator_unknown"), N_("table"), N_("file"), N_("line"), N_("reason"), N_("text"),
    N_("status"), N_("title_zh"), N_("title_en"), N_("firms"), N_("holds"), N_("milliseconds"),
    N_("regex_share"), N_("before"), N_("after"), N_("added"), N_("removed"), N_("unchanged"),
    N_("added_records"), N_("removed_records"), N_("records"), N_("stored"), N_("rejected"),
    N_("encoding"), N_("extracted"), N_("files"), N_("key"), N_("why"), N_("change"), N_("firm_id"),
    N_("status_before"), N_("kind"), N_("have"), N_("share"), N_("surveyed"), N_("dead"),
    N_("share_low"), N_("share_high"), N_("number_low"), N_("number_high"), N_("stratum"), N_("by"),
    N_("listed"), N_("positive"), N_("hits"), N_("precision"), N_("precision_low"),
    N_("precision_high"), N_("recall"), N_("recall_low"), N_("recall_high"), N_("unknown"),
    N_("order"), N_("month"), N_("last_start"), N_("counts"), N_("until"), N_("risks"), N_("exits"),
    N_("id"), N_("survey"),
    /* why a record means no firm, what changed, what is covered */
    N_("no firm has the key"), N_("several firms have the key"),
    N_("no key, and no firm has the name"), N_("no key, and several firms have the name"),
    N_("neither key nor name"), N_("arrived"), N_("left"), N_("column"), N_("predicate"),
    N_("total"),
    /* how the files of a table stand */
    N_("not loaded"), N_("as loaded"), N_("changed"),
    /* columns that the program makes */
    N_("name_key"), N_("name_region"), N_("trade_name"), N_("name_industry"), N_("name_form"),
    N_("is_branch"), N_("address_key"), N_("authority"), N_("org_code"), N_("uscc_valid"),
    N_("regno_valid"), N_("community"), N_("town_by"), N_("survivor"),
    /* classes */
    N_("abnormal"), N_("zombie"), N_("duplicate"), N_("protect"), N_("info"), N_("low"),
    N_("medium"), N_("high"), N_("draft"), N_("stable"), N_("retired"), N_("lead"), N_("proof"),
    N_("blocks"), N_("passes"),
    /* where a value comes from */
    N_("input"), N_("raw"), N_("derived"), N_("feature"), N_("parameter"),
    /* types */
    N_("boolean"), N_("integer"), N_("number"), N_("date"),
    /* what a name is already */
    N_("a column of the registry"), N_("a derived column"), N_("a feature"), N_("a parameter"),
    /* why a value could not be computed */
    N_("overflow"), N_("division by zero"), N_("a negative length"), N_("a pattern that gave up"),
    /* what is wrong with a block of the store */
    N_("not a block"), N_("wrong length"), N_("wrong check sum"), N_("unknown form"),
    N_("impossible size"),
    /* what a rule lacks */
    N_("values in the records")};

struct hj_span hj_words_translate(struct hj_span word, char room[HJ_WORD])
{
    if (word.size == 0 || word.size >= HJ_WORD) {
        return word;
    }
    memcpy(room, word.data, word.size);
    room[word.size] = '\0';
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i], room) == 0) {
            return hj_span_of(_(known[i]));
        }
    }
    return word;
}

struct hj_span hj_words_title(struct hj_span name, char room[HJ_WORD])
{
    /* as a type the word has another meaning */
    bool english = strcmp(hj_message_current_language(), "en") == 0;
    if (!english && hj_span_is(name, "number")) {
        return hj_span_of(_("estimated number"));
    }
    return hj_words_translate(name, room);
}

struct hj_span hj_words_cell(const char *column, struct hj_span text, char room[HJ_WORD])
{
    static const char *const ours[] = {"class", "severity", "strength", "status", "kind",
                                       "by",    "change",   "why",      "group"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (strcmp(ours[i], column) == 0) {
            return hj_words_translate(text, room);
        }
    }
    return text;
}

/* One item of what is missing, translated around its name. */
static int translate_item(struct hj_span item, char *room, size_t size)
{
    static const struct {
        const char *before, *behind, *format;
    } forms[] = {
        {"table ", " (not loaded)", N_("table {name} (not loaded)")},
        {"table ", " (partial)", N_("table {name} (partial)")},
        {"valid and unique keys for table ", "", N_("valid and unique keys for table {name}")},
        {"column ", "", N_("column {name}")}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t before = strlen(forms[i].before), behind = strlen(forms[i].behind);
        if (item.size > before + behind && memcmp(item.data, forms[i].before, before) == 0 &&
            memcmp(item.data + item.size - behind, forms[i].behind, behind) == 0) {
            const char *text = _(forms[i].format);
            const char *name = strstr(text, "{name}");
            return snprintf(room, size, "%.*s%.*s%s", (int)(name - text), text,
                            (int)(item.size - before - behind), item.data + before,
                            name + strlen("{name}"));
        }
    }
    char word[HJ_WORD];
    struct hj_span other = hj_words_translate(item, word);
    return snprintf(room, size, "%.*s", (int)other.size, other.data);
}

void hj_words_missing(const char *items, char *room, size_t size)
{
    size_t used = 0;
    room[0] = '\0';
    while (*items) {
        const char *end = strstr(items, ", ");
        struct hj_span item = {items, end ? (size_t)(end - items) : strlen(items)};
        char text[512];
        int length = translate_item(item, text, sizeof text);
        const char *between = used ? _(", ") : "";
        if (length < 0 ||
            used + strlen(between) + (size_t)length + strlen(_(", ")) + strlen("…") >= size) {
            snprintf(room + used, size - used, "%s…", between);
            return;
        }
        used += (size_t)snprintf(room + used, size - used, "%s%s", between, text);
        items += item.size + (end ? 2 : 0);
    }
}

/* The bytes of the character at `at`, 0 where there is none; its code point. */
static size_t decode(struct hj_span text, size_t at, uint32_t *point)
{
    const unsigned char *bytes = (const unsigned char *)text.data + at;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = bytes[0] < 0x80                       ? 1
                  : bytes[0] >= 0xC2 && bytes[0] < 0xE0 ? 2
                  : (bytes[0] & 0xF0u) == 0xE0          ? 3
                  : bytes[0] >= 0xF0 && bytes[0] < 0xF5 ? 4
                                                        : 0;
    if (size == 0 || size > text.size - at) {
        return 0;
    }
    *point = size == 1 ? bytes[0] : bytes[0] & (0xFFu >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xC0u) != 0x80) {
            return 0;
        }
        *point = *point << 6 | (bytes[i] & 0x3Fu);
    }
    bool surrogate = *point >= 0xD800 && *point < 0xE000;
    return *point < least[size] || surrogate || *point > 0x10FFFF ? 0 : size;
}

static bool is_harmful(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xAD || point == 0x61C ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
           (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE007F);
}

/* The next piece of the text as it may be shown; *at moves behind it. */
static struct hj_span next_piece(struct hj_span text, size_t *at)
{
    uint32_t point = 0;
    size_t from = *at, size = decode(text, from, &point);
    *at += size ? size : 1;
    return size == 0 || is_harmful(point) ? hj_span_of("?") : hj_span_slice(text, from, size);
}

bool hj_words_harmless(struct hj_span text, struct hj_buffer *out)
{
    bool room = true;
    for (size_t at = 0; room && at < text.size;) {
        room = hj_buffer_append(out, next_piece(text, &at));
    }
    return room;
}

void hj_words_print(FILE *out, struct hj_span text)
{
    for (size_t at = 0; at < text.size;) {
        struct hj_span piece = next_piece(text, &at);
        fwrite(piece.data, 1, piece.size, out);
    }
}

void hj_words_left(FILE *out, struct hj_span text, size_t width)
{
    hj_words_print(out, text);
    for (size_t used = hj_display_width(text); used < width; used++) {
        fputc(' ', out);
    }
}
