/* SPDX-License-Identifier: MIT */
#include "campaign/campaign.h"

#include "base/memory.h"
#include "base/parallel.h"

const char *hj_version(void)
{
    return HEJIAN_VERSION;
}

enum hj_code hj_open(const char *path, const struct hj_settings *settings,
                     struct hj_campaign **result, struct hj_error *error)
{
    struct hj_campaign *campaign = hj_memory_zero(1, sizeof *campaign);
    *result = campaign;
    if (!campaign) {
        return hj_error_memory(error);
    }
    campaign->settings = *settings;
    campaign->threads = settings->threads ? settings->threads : hj_parallel_cores();
    enum hj_code code =
        hj_config_read(path, &campaign->arena, &campaign->problems, &campaign->config, error);
    return code == HJ_OK ? hj_campaign_problems(&campaign->problems, error) : code;
}

void hj_close(struct hj_campaign *campaign)
{
    if (campaign) {
        hj_problems_release(&campaign->problems);
        hj_arena_release(&campaign->arena);
        hj_memory_free(campaign);
    }
}

struct hj_problems *hj_problems(struct hj_campaign *campaign)
{
    return &campaign->problems;
}

void hj_campaign_note(const struct hj_campaign *campaign, const struct hj_error *note)
{
    if (campaign->settings.note) {
        campaign->settings.note(campaign->settings.context, note);
    }
}

void hj_campaign_sentence(const struct hj_campaign *campaign, const struct hj_error *error,
                          char *out, size_t size)
{
    const struct hj_settings *settings = &campaign->settings;
    const char *text = settings->words ? settings->words(settings->context, error->code)
                                       : hj_code_text(error->code);
    hj_error_render(error, text, out, size);
}

const char *hj_campaign_beside_store(const struct hj_campaign *campaign, struct hj_arena *arena,
                                     const char *name)
{
    const char *store = campaign->config.store;
    const char *slash = strrchr(store, '/');
    size_t folder = slash ? (size_t)(slash - store) + 1 : 0;
    size_t size = folder + strlen(name) + 1;
    char *path = hj_arena_new(arena, size);
    if (path) {
        snprintf(path, size, "%.*s%s", (int)folder, store, name);
    }
    return path;
}

static struct hj_setting_place place_of(const struct hj_config *config,
                                        const struct hj_config_setting *setting)
{
    return (struct hj_setting_place){
        .file = hj_span_of(config->file),
        .line = setting->place.line,
        .yaml = setting->yaml,
        .name = setting->name_node,
        .value = setting->value_node,
    };
}

enum hj_code hj_campaign_add_rules(const struct hj_campaign *campaign,
                                   struct hj_rules_builder *builder, struct hj_problems *problems,
                                   struct hj_error *error)
{
    const struct hj_config *config = &campaign->config;
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; i < config->rule_count; i++) {
        code = hj_rules_add_path(builder, config->rules[i].path, problems, error);
        if (code != HJ_OK) {
            hj_error_place(error, config->file, config->rules[i].place.line,
                           config->rules[i].place.column);
            goto done;
        }
    }
    for (uint32_t i = 0; i < config->setting_count; i++) {
        const struct hj_config_setting *setting = &config->settings[i];
        HJ_TRY(hj_rules_set(builder, setting->parameter, setting->value, place_of(config, setting),
                            error));
    }
    for (uint32_t i = 0; i < config->disabled_count; i++) {
        const struct hj_config_setting *setting = &config->disabled[i];
        HJ_TRY(hj_rules_disable(builder, setting->parameter, place_of(config, setting), error));
    }
done:
    return code;
}

enum hj_code hj_campaign_problems(const struct hj_problems *problems, struct hj_error *error)
{
    if (problems->memory_full) {
        return hj_error_memory(error);
    }
    if (problems->errors == 0) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_CAMPAIGN_RULES);
    hj_error_number(error, "count", (int64_t)problems->errors);
    return error->code;
}

enum hj_code hj_campaign_rules(struct hj_campaign *campaign, struct hj_rules_builder **builder,
                               struct hj_error *error)
{
    enum hj_code code = hj_rules_builder_new(builder, error);
    if (code == HJ_OK) {
        code = hj_campaign_add_rules(campaign, *builder, &campaign->problems, error);
    }
    return code == HJ_OK ? hj_campaign_problems(&campaign->problems, error) : code;
}

enum hj_code hj_run(struct hj_campaign *campaign, enum hj_stage stage, struct hj_error *error)
{
    static enum hj_code (*const stages[HJ_STAGE_COUNT])(struct hj_campaign *, struct hj_error *) = {
        [HJ_STAGE_LOAD] = hj_campaign_load,
        [HJ_STAGE_FLAG] = hj_campaign_flag,
        [HJ_STAGE_LINK] = hj_campaign_link,
        [HJ_STAGE_DECIDE] = hj_campaign_decide,
    };
    return stages[stage](campaign, error);
}
