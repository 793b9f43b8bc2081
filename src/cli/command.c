/* SPDX-License-Identifier: MIT */
#include "cli/command.h"

const struct hj_option_definition hj_options[HJ_OPTION_COUNT] = {
#define HJ_OPTION_ROW(id, letter, name, argument, help)                                            \
    [HJ_OPTION_##id] = {letter, name, argument, help},
    HJ_OPTIONS(HJ_OPTION_ROW)
#undef HJ_OPTION_ROW
};

#define FILTERS (HJ_TAKES(FORMAT) | HJ_TAKES(WHERE) | HJ_TAKES(DRAFT))
#define ANY SIZE_MAX

const struct hj_command hj_commands[] = {
    {"run", "", N_("the whole campaign: load, flag, decide, ratio, what-if, lists"),
     HJ_TAKES(DRAFT) | HJ_TAKES(ACCEPT), 0, 0, hj_command_run},
    {"load", "", N_("read the tables into the store"), HJ_TAKES(ACCEPT), 0, 0, hj_command_stage},
    {"flag", "", N_("run the rules, then decide"), HJ_TAKES(DRAFT), 0, 0, hj_command_stage},
    {"link", "", N_("find firms that are registered twice"), HJ_TAKES(DRAFT), 0, 0,
     hj_command_stage},
    {"decide", "", N_("routes and verdicts from the findings"), HJ_TAKES(DRAFT), 0, 0,
     hj_command_stage},
    {"findings", "", N_("which rule holds for which firm, on what evidence"),
     FILTERS | HJ_TAKES(RULE) | HJ_TAKES(CLASS) | HJ_TAKES(TOWN), 0, 0, hj_command_rows},
    {"clusters", "", N_("firms that are the same, or a lead that they may be"),
     FILTERS | HJ_TAKES(TOWN), 0, 0, hj_command_rows},
    {"verdicts", "", N_("what each firm comes to: class, route, protections"),
     FILTERS | HJ_TAKES(RULE) | HJ_TAKES(CLASS) | HJ_TAKES(TOWN) | HJ_TAKES(ROUTE), 0, 0,
     hj_command_rows},
    {"rejects", "", N_("records that the last load could not take"), HJ_TAKES(FORMAT), 0, 0,
     hj_command_rows},
    {"explain", "CODE|NAME|RECORD", N_("why a firm has the verdict it has"),
     HJ_TAKES(FORMAT) | HJ_TAKES(DRAFT), 1, 1, hj_command_explain},
    {"ratio", "", N_("the indicator today, by every counting"),
     HJ_TAKES(FORMAT) | HJ_TAKES(WHERE) | HJ_TAKES(BY) | HJ_TAKES(TARGET), 0, 0, hj_command_ratio},
    {"simulate", "", N_("what the indicator becomes when the firms of each route leave"),
     HJ_TAKES(FORMAT) | HJ_TAKES(TARGET), 0, 0, hj_command_simulate},
    {"lists", "", N_("the lists for each department and town"), HJ_TAKES(OUT) | HJ_TAKES(STAGE) | HJ_TAKES(ISSUE), 0, 0,
     hj_command_lists},
    {"rules", "check|test|list [PATH…]", N_("check rule files, run their tests, list them"),
     HJ_TAKES(FORMAT) | HJ_TAKES(DRAFT), 1, ANY, hj_command_rules},
    {NULL, NULL, NULL, 0, 0, 0, NULL},
};
