/* SPDX-License-Identifier: MIT
 * rules check | test: rule files without a run; schema: what they look like; profile, diff: results
 * of rules. */
#include "cli/message.h"
#include "cli/render.h"

static enum hj_code check(struct hj_session *session, bool test, struct hj_error *error)
{
    struct hj_rules_tested counts;
    struct hj_problems *problems =
        session->campaign ? hj_problems(session->campaign) : &session->problems;
    const char *const *paths = session->arguments->operands;
    size_t count = session->arguments->operand_count;
    enum hj_code code =
        test ? hj_rules_test(session->campaign, paths, count, problems, &counts, error)
             : hj_rules_check(session->campaign, paths, count, problems, &counts, error);
    if (code != HJ_OK && code != HJ_CAMPAIGN_RULES) {
        return code;
    }
    if (test) {
        printf(_("%u rules, %u tests: %u passed, %u failed\n"), counts.rules, counts.tests,
               counts.passed, counts.tests - counts.passed);
    } else {
        printf(_("%u rules: %zu errors, %zu warnings\n"), counts.rules, problems->errors,
               problems->count - problems->errors);
    }
    return code;
}

/* profile and diff are results as any other. */
static enum hj_code print_result(struct hj_session *session, enum hj_result result,
                                 struct hj_error *error)
{
    const struct hj_arguments *arguments = session->arguments;
    struct hj_filter filter = {.rule = arguments->value[HJ_OPTION_RULE]};
    enum hj_format format;
    uint64_t count;
    if (result == HJ_RESULT_DIFF) {
        filter.old_rules = arguments->operands[0];
        filter.new_rules = arguments->operands[1];
    } else {
        filter.paths = arguments->operands;
        filter.path_count = arguments->operand_count;
    }
    enum hj_code code = hj_session_open(session, arguments, error);
    if (code == HJ_OK) {
        code = hj_format_read(session->arguments, &format, error);
    }
    if (code == HJ_OK) {
        code = hj_render_rows(session, result, &filter, format, &count, error);
    }
    return code;
}

static enum hj_code print_schema(struct hj_error *error)
{
    struct hj_buffer schema = {0};
    enum hj_code code = hj_rules_schema(&schema, error);
    if (code == HJ_OK) {
        fwrite(schema.data, 1, schema.size, stdout);
    }
    hj_buffer_release(&schema);
    return code;
}

int hj_command_rules(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session = {.arguments = arguments};
    struct hj_error error = {0};
    enum hj_code code;
    static const struct {
        const char *name;
        enum hj_result result;
    } results[] = {{"rules profile", HJ_RESULT_PROFILE}, {"rules diff", HJ_RESULT_DIFF}};
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        if (strcmp(command->name, results[i].name) == 0) {
            code = print_result(&session, results[i].result, &error);
            return hj_session_end(&session, code, &error);
        }
    }
    if (strcmp(command->name, "rules schema") == 0) {
        code = print_schema(&error);
        return hj_session_end(&session, code, &error);
    }
    code = hj_session_open_if_there(&session, arguments, &error);
    if (code == HJ_OK && !session.campaign && arguments->operand_count == 0) {
        hj_error_set(&error, HJ_COMMAND_OPERANDS);
        hj_error_text(&error, "command", hj_span_of(command->name));
        hj_error_text(&error, "operands", hj_span_of(command->operands));
        code = error.code;
    }
    if (code == HJ_OK) {
        code = check(&session, strcmp(command->name, "rules test") == 0, &error);
    }
    return hj_session_end(&session, code, &error);
}
