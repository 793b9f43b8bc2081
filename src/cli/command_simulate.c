/* SPDX-License-Identifier: MIT
 * simulate: what the indicator becomes when the firms of each route leave, and, where there is a
 * scenario, whether the target is reached by the deadline. */
#include "cli/message.h"
#include "cli/outlook.h"
#include "cli/render.h"
#include "cli/simulation.h"

#include "cli/stage.h"
#include <inttypes.h>

static enum hj_code print_json(const struct hj_simulation *simulation,
                               const struct hj_outlook *outlook, struct hj_error *error)
{
    struct hj_buffer out = {0};
    enum hj_code code = hj_simulation_json(simulation, outlook, &out, error);
    if (code == HJ_OK) {
        fwrite(out.data, 1, out.size, stdout);
    }
    hj_buffer_release(&out);
    return code;
}

static void print_table(const struct hj_simulation *simulation, const struct hj_outlook *outlook,
                        bool color)
{
    hj_outlook_print_matrix(outlook, stdout);
    hj_outlook_print_today(outlook, stdout);
    hj_outlook_print_target(outlook, stdout);
    hj_outlook_print_routes(outlook, stdout);
    for (uint32_t i = 0; i < simulation->count; i++) {
        putchar('\n');
        hj_simulation_print(&simulation->items[i], outlook, color, stdout);
    }
    if (simulation->count > 1) {
        putchar('\n');
        hj_simulation_print_rows(simulation, stdout);
    }
    if (simulation->count == 0) {
        printf("\n%s\n", _("no scenario: write one and name it in campaign.yaml (scenario:)"));
    }
}

enum hj_code hj_stage_simulate(struct hj_session *session, struct hj_error *error)
{
    const struct hj_simulation_options options = {.paths = NULL};
    struct hj_outlook *outlook = NULL;
    struct hj_simulation *simulation = NULL;
    enum hj_code code = hj_outlook_new(session->campaign, NULL, &outlook, error);
    if (code == HJ_OK) {
        code = hj_simulation_new(session->campaign, &options, &simulation, error);
    }
    if (code == HJ_OK) {
        print_table(simulation, outlook, session->color_data);
    }
    hj_simulation_free(simulation);
    hj_outlook_free(outlook);
    if (code == HJ_CAMPAIGN_NO_INDICATOR || code == HJ_CAMPAIGN_NO_COUNTING) {
        hj_message_text(stderr, error);
        fprintf(stderr, _(" (no ratio and no what-if until then)\n"));
        return HJ_OK;
    }
    return code;
}

/* The first scenario's target as it is written, for the matrix above it: digits / 10^places. */
static const char *target_of(const struct hj_simulation *simulation, char text[64])
{
    if (simulation->count == 0) {
        return NULL;
    }
    struct hj_target target = simulation->items[0].answers->target;
    int size = snprintf(text, 48, "%0*" PRId64, target.places + 1, target.digits);
    if (target.places > 0) {
        char *point = text + size - target.places;
        memmove(point + 1, point, (size_t)target.places + 1);
        *point = '.';
    }
    return text;
}

int hj_command_simulate(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_outlook *outlook = NULL;
    struct hj_simulation *simulation = NULL;
    enum hj_format format = HJ_FORMAT_TABLE;
    const struct hj_simulation_options options = {
        .paths = arguments->operands,
        .count = arguments->operand_count,
        .target = arguments->value[HJ_OPTION_TARGET],
        .exact = arguments->value[HJ_OPTION_EXACT] != NULL,
    };
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    /* First the scenarios, whose mistakes are told at their places. */
    if (code == HJ_OK) {
        code = hj_simulation_new(session.campaign, &options, &simulation, &error);
    }
    if (code == HJ_OK) {
        char text[64];
        const char *target = options.target ? options.target : target_of(simulation, text);
        code = hj_outlook_new(session.campaign, target, &outlook, &error);
    }
    if (code == HJ_OK && format == HJ_FORMAT_JSON) {
        code = print_json(simulation, outlook, &error);
    } else if (code == HJ_OK && arguments->value[HJ_OPTION_BRIEF]) {
        hj_simulation_print_rows(simulation, stdout);
    } else if (code == HJ_OK) {
        print_table(simulation, outlook, session.color_data);
    }
    hj_simulation_free(simulation);
    hj_outlook_free(outlook);
    return hj_session_end(&session, code, &error);
}
