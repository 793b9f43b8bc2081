/* SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "simulate/answers.h"

#include <math.h>

/* The writer remembers whether the memory was full, so that the parts read as the object they
 * write. */
struct writer {
    struct hj_buffer *out;
    bool full;
};

static void put(struct writer *writer, const char *text)
{
    writer->full = writer->full || !hj_buffer_append(writer->out, hj_span_of(text));
}

static void put_text(struct writer *writer, const char *key, struct hj_span text)
{
    put(writer, key);
    if (text.data) {
        writer->full = writer->full || !hj_json_string(writer->out, text);
    } else {
        put(writer, "null");
    }
}

static void put_count(struct writer *writer, const char *key, int64_t value)
{
    put(writer, key);
    writer->full = writer->full || !hj_json_integer(writer->out, value);
}

/* A count where -1 stands for "there is none". */
static void put_count_or_null(struct writer *writer, const char *key, int64_t value)
{
    if (value >= 0) {
        put_count(writer, key, value);
    } else {
        put(writer, key);
        put(writer, "null");
    }
}

static void put_number(struct writer *writer, const char *key, double value)
{
    put(writer, key);
    if (isfinite(value)) {
        writer->full = writer->full || !hj_json_number(writer->out, value);
    } else {
        put(writer, "null");
    }
}

static void put_truth(struct writer *writer, const char *key, bool value)
{
    put(writer, key);
    put(writer, value ? "true" : "false");
}

static void put_date(struct writer *writer, const char *key, hj_date date, bool given)
{
    char text[11] = "";
    if (given) {
        hj_date_format(date, text);
    }
    put_text(writer, key, given ? hj_span_of(text) : (struct hj_span){NULL, 0});
}

static void put_fan(struct writer *writer, const char *key, const struct hj_fan *fan)
{
    put(writer, key);
    put_number(writer, "{\"p05\":", fan->p05);
    put_number(writer, ",\"p25\":", fan->p25);
    put_number(writer, ",\"p50\":", fan->p50);
    put_number(writer, ",\"p75\":", fan->p75);
    put_number(writer, ",\"p95\":", fan->p95);
    put(writer, "}");
}

static void put_head(struct writer *writer, const struct hj_answers *answers)
{
    double none = HUGE_VAL;
    put_text(writer, "{\"scenario\":", answers->scenario);
    put_text(writer, ",\"counting\":", answers->counting);
    put_count(writer, ",\"baseline\":{\"numerator\":", answers->numerator);
    put_count(writer, ",\"denominator\":", answers->denominator);
    put_number(writer, ",\"ratio\":",
               answers->denominator > 0
                   ? (double)(answers->numerator * answers->scale) / (double)answers->denominator
                   : none);
    put_number(writer, "},\"target\":{\"ratio\":", hj_target_value(answers->target));
    put_date(writer, ",\"deadline\":", answers->deadline, true);
    put_number(writer, ",\"confidence\":", hj_target_value(answers->confidence));
    put_count(writer, ",\"max_denominator\":", answers->max_denominator);
    put_count(writer, ",\"min_removals\":", answers->min_removals);
    put_count(writer, ",\"min_new_hightech\":", answers->min_new_hightech);
    put_number(writer, "},\"outcome\":{\"mean\":", answers->mean);
    put_number(writer, ",\"p05\":", answers->ratio.p05);
    put_number(writer, ",\"p25\":", answers->ratio.p25);
    put_number(writer, ",\"p50\":", answers->ratio.p50);
    put_number(writer, ",\"p75\":", answers->ratio.p75);
    put_number(writer, ",\"p95\":", answers->ratio.p95);
    put_number(writer, ",\"probability\":", answers->probability);
    put_number(writer, ",\"standard_error\":", answers->standard_error);
    put(writer, "}");
}

static void put_months(struct writer *writer, const struct hj_answers *answers)
{
    put(writer, ",\"months\":[");
    for (uint32_t m = 0; m < answers->month_count; m++) {
        const struct hj_answer_month *month = &answers->months[m];
        char text[32];
        snprintf(text, sizeof text, "%04d-%02d", month->year, month->month);
        put_text(writer, m ? ",{\"month\":" : "{\"month\":", hj_span_of(text));
        put_fan(writer, ",\"denominator\":", &month->denominator);
        put_fan(writer, ",\"numerator\":", &month->numerator);
        put_fan(writer, ",\"ratio\":", &month->ratio);
        put_number(writer, ",\"probability\":", month->probability);
        put(writer, "}");
    }
    put(writer, "]");
}

static void put_required(struct writer *writer, const struct hj_answer_required *required)
{
    static const char *const binds[] = {NULL, "hands", "days", "firms"};
    put_truth(writer, ",\"required\":{\"reachable\":", required->reachable);
    put_count(writer, ",\"removals\":", required->removals);
    put_count_or_null(writer, ",\"opened\":", required->opened);
    put_text(writer, ",\"binds\":", hj_span_of(binds[required->binds]));
    put(writer, ",\"by_town\":[");
    for (uint32_t t = 0; t < required->town_count; t++) {
        const struct hj_answer_town *town = &required->towns[t];
        put_text(writer, t ? ",{\"town\":" : "{\"town\":", town->town);
        put_count(writer, ",\"eligible\":", town->eligible);
        put_count(writer, ",\"quota\":", town->quota);
        put_count(writer, ",\"served\":", town->served);
        put(writer, "}");
    }
    put_count_or_null(writer, "],\"opened_at_once\":", required->at_once);
    put_number(writer, ",\"best\":{\"probability\":", required->best_probability);
    put_number(writer, ",\"ratio\":", required->best_ratio);
    put(writer, "}}");
}

static void put_frontier(struct writer *writer, const struct hj_answers *answers)
{
    put(writer, ",\"frontier\":[");
    for (uint32_t i = 0; i < answers->frontier_count; i++) {
        put_count(writer, i ? ",{\"removals\":" : "{\"removals\":", answers->frontier[i].removals);
        put_count(writer, ",\"new_hightech\":", answers->frontier[i].new_hightech);
        put(writer, "}");
    }
    put(writer, "]");
}

static void put_sensitivity(struct writer *writer, const struct hj_answers *answers)
{
    put(writer, ",\"sensitivity\":[");
    for (uint32_t i = 0; i < answers->sensitivity_count; i++) {
        const struct hj_answer_sensitivity *item = &answers->sensitivity[i];
        put_text(writer, i ? ",{\"parameter\":" : "{\"parameter\":", item->parameter);
        put_number(writer, ",\"low\":", item->low);
        put_number(writer, ",\"high\":", item->high);
        put_number(writer, ",\"low_value\":", item->low_value);
        put_number(writer, ",\"high_value\":", item->high_value);
        put_number(writer, ",\"low_ratio\":", item->low_ratio);
        put_number(writer, ",\"high_ratio\":", item->high_ratio);
        put(writer, "}");
    }
    put(writer, "]");
}

static void put_starts(struct writer *writer, const struct hj_answers *answers)
{
    put(writer, ",\"last_useful_start\":[");
    for (uint32_t i = 0; i < answers->start_count; i++) {
        const struct hj_answer_start *start = &answers->starts[i];
        put_text(writer, i ? ",{\"route\":" : "{\"route\":", start->route);
        put_date(writer, ",\"date\":", start->date, start->useful);
        put_date(writer, ",\"last_possible\":", start->last, start->possible);
        put(writer, "}");
    }
    put(writer, "]");
}

static void put_endings(struct writer *writer, const struct hj_answers *answers)
{
    put_number(writer, ",\"watch\":{\"exits_each\":", answers->exits_each);
    put(writer, ",\"ending\":[");
    for (uint32_t i = 0; i < answers->ending_count; i++) {
        const struct hj_answer_ending *ending = &answers->endings[i];
        char text[32];
        snprintf(text, sizeof text, "%04d-%02d", ending->year, ending->month);
        put_text(writer, i ? ",{\"month\":" : "{\"month\":", hj_span_of(text));
        put_count(writer, ",\"firms\":", ending->firms);
        put(writer, "}");
    }
    put(writer, "]}");
}

/* Where N comes from; source null: the scenario does not say. */
static void put_source(struct writer *writer, const struct hj_answer_denominator *source)
{
    struct hj_span none = {NULL, 0};
    put_text(writer, ",\"denominator\":{\"source\":", source->source.size ? source->source : none);
    put_date(writer, ",\"date\":", source->date, true);
    put_date(writer, ",\"numerator_date\":", source->numerator, true);
    put(writer, ",\"update_lag\":");
    if (source->lagged) {
        put_number(writer, "[", source->low);
        put_number(writer, ",", source->mode);
        put_number(writer, ",", source->high);
        put(writer, "]}");
    } else {
        put(writer, "null}");
    }
}

static void put_expected(struct writer *writer, const struct hj_answer_expected *expected)
{
    put_number(writer, ",\"expected\":{\"founded\":", expected->founded);
    put_number(writer, ",\"closed\":", expected->closed);
    put_number(writer, ",\"renewed\":", expected->renewed);
    put_number(writer, ",\"approved\":", expected->approved);
    put(writer, "}");
}

bool hj_simulate_json(const struct hj_answers *answers, struct hj_span more, struct hj_buffer *out)
{
    struct writer writer = {out, false};
    put_head(&writer, answers);
    put_months(&writer, answers);
    put_required(&writer, &answers->required);
    put_frontier(&writer, answers);
    put_sensitivity(&writer, answers);
    put_starts(&writer, answers);
    put_endings(&writer, answers);
    put_number(&writer, ",\"idle\":{\"ratio\":", answers->idle_ratio);
    put_number(&writer, ",\"probability\":", answers->idle_probability);
    put_count(&writer, "},\"planned\":{\"cases\":", answers->planned_cases);
    put_count(&writer, ",\"stock\":", answers->stock);
    put_count(&writer, ",\"in_flight\":", answers->in_flight);
    put_truth(&writer, "},\"without_effect\":", answers->source.without_effect);
    put_source(&writer, &answers->source);
    put_expected(&writer, &answers->expected);
    put_count(&writer, ",\"trials\":", (int64_t)answers->trials);
    writer.full = writer.full || !hj_buffer_append(out, more);
    put(&writer, "}");
    return !writer.full;
}
