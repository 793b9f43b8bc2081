/* SPDX-License-Identifier: MIT */
#include "cli/command.h"

const struct hj_option_definition hj_options[HJ_OPTION_COUNT] = {
#define HJ_OPTION_ROW(id, letter, name, argument, help)                                            \
    [HJ_OPTION_##id] = {letter, name, argument, help},
    HJ_OPTIONS(HJ_OPTION_ROW)
#undef HJ_OPTION_ROW
};

const struct hj_command hj_commands[] = {
#define HJ_COMMAND_ROW(run, name, operands, summary, details, example, takes, min, max)            \
    {name, operands, summary, details, example, takes, min, max, hj_command_##run},
    HJ_COMMANDS(HJ_COMMAND_ROW)
#undef HJ_COMMAND_ROW
        {NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL},
};
