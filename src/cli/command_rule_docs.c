/* SPDX-License-Identifier: MIT
 * rules list: the rules, one a row. rules show: everything of one rule. rules docs: a page a rule
 * and an index, Markdown and HTML, in both languages, under OUT/zh and OUT/en. None needs a load.
 */
#include "base/output.h"
#include "cli/message.h"
#include "cli/render.h"
#include "cli/rule_page.h"
#include "cli/session.h"

#include <errno.h>
#include <sys/stat.h>

enum { PATH_SIZE = 4096 };

static enum hj_code make_folder(const char *path, struct hj_error *error)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        return hj_error_system(error, HJ_WRITE, path, errno);
    }
    return HJ_OK;
}

/* rule NULL: the index. */
static enum hj_code write_page(const char *folder, enum hj_page_form form,
                               const struct hj_catalogue *catalogue,
                               const struct hj_catalogue_rule *rule, struct hj_error *error)
{
    char path[PATH_SIZE];
    struct hj_output output = {0};
    struct hj_span name = rule ? rule->id : hj_span_of("index");
    enum hj_code code = HJ_OK;
    if (snprintf(path, sizeof path, "%s/%.*s.%s", folder, (int)name.size, name.data,
                 form == HJ_PAGE_HTML ? "html" : "md") >= (int)sizeof path) {
        return hj_error_system(error, HJ_WRITE, folder, ENAMETOOLONG);
    }
    HJ_TRY(hj_output_open(&output, path, false, error));
    if (rule) {
        hj_rule_page_print(output.stream, form, rule);
    } else {
        hj_rule_index_print(output.stream, form, catalogue);
    }
    HJ_TRY(hj_output_close(&output, error));
done:
    hj_output_discard(&output);
    return code;
}

static enum hj_code write_language(const char *folder, const struct hj_catalogue *catalogue,
                                   struct hj_error *error)
{
    static const enum hj_page_form forms[] = {HJ_PAGE_MARKDOWN, HJ_PAGE_HTML};
    enum hj_code code = make_folder(folder, error);
    for (int form = 0; code == HJ_OK && form < 2; form++) {
        code = write_page(folder, forms[form], catalogue, NULL, error);
        for (uint32_t i = 0; code == HJ_OK && i < catalogue->count; i++) {
            code = write_page(folder, forms[form], catalogue, &catalogue->rules[i], error);
        }
    }
    return code;
}

static enum hj_code write_docs(const char *out, const struct hj_catalogue *catalogue,
                               struct hj_error *error)
{
    static const char *const languages[] = {"zh", "en"};
    bool chinese = hj_message_chinese();
    enum hj_code code = make_folder(out, error);
    for (int i = 0; code == HJ_OK && i < 2; i++) {
        char folder[PATH_SIZE];
        if (snprintf(folder, sizeof folder, "%s/%s", out, languages[i]) >= (int)sizeof folder) {
            code = hj_error_system(error, HJ_WRITE, out, ENAMETOOLONG);
            break;
        }
        hj_message_language(languages[i]);
        code = write_language(folder, catalogue, error);
    }
    hj_message_language(chinese ? "zh" : "en");
    return code;
}

static enum hj_code show(const struct hj_catalogue *catalogue, const char *id,
                         struct hj_error *error)
{
    for (uint32_t i = 0; i < catalogue->count; i++) {
        if (hj_span_is(catalogue->rules[i].id, id)) {
            hj_rule_page_print(stdout, HJ_PAGE_TEXT, &catalogue->rules[i]);
            return HJ_OK;
        }
    }
    hj_error_set(error, HJ_PREDICATE_RULE);
    hj_error_text(error, "id", hj_span_of(id));
    return error->code;
}

/* ---- list ---- */

enum column { ID, CLASS, SEVERITY, STATUS, TITLE_ZH, TITLE_EN, FILE_NAME, LINE, COLUMNS };

static const struct hj_result_column list_columns[COLUMNS] = {
    [ID] = {.name = "rule", .type = HJ_TEXT},
    [CLASS] = {.name = "class", .type = HJ_TEXT},
    [SEVERITY] = {.name = "severity", .type = HJ_TEXT},
    [STATUS] = {.name = "status", .type = HJ_TEXT},
    [TITLE_ZH] = {.name = "title_zh", .type = HJ_TEXT},
    [TITLE_EN] = {.name = "title_en", .type = HJ_TEXT},
    [FILE_NAME] = {.name = "file", .type = HJ_TEXT},
    [LINE] = {.name = "line", .type = HJ_INTEGER},
};

struct listing {
    const struct hj_catalogue *catalogue;
    uint32_t next;
    struct hj_value values[COLUMNS];
};

static struct hj_value text_of(struct hj_span text)
{
    return (struct hj_value){.type = HJ_TEXT, .null = text.data == NULL, .text = text};
}

static enum hj_code next_rule(void *context, const struct hj_value **values, struct hj_error *error)
{
    struct listing *listing = context;
    (void)error;
    *values = NULL;
    if (listing->next < listing->catalogue->count) {
        const struct hj_catalogue_rule *rule = &listing->catalogue->rules[listing->next++];
        listing->values[ID] = text_of(rule->id);
        listing->values[CLASS] = text_of(hj_span_of(rule->rule_class));
        listing->values[SEVERITY] = text_of(hj_span_of(rule->severity));
        listing->values[STATUS] = text_of(hj_span_of(rule->status));
        listing->values[TITLE_ZH] = text_of(rule->title_zh);
        listing->values[TITLE_EN] = text_of(rule->title_en);
        listing->values[FILE_NAME] = text_of(rule->file);
        listing->values[LINE] = (struct hj_value){.type = HJ_INTEGER, .integer = rule->line};
        *values = listing->values;
    }
    return HJ_OK;
}

static enum hj_code list(const struct hj_catalogue *catalogue, const struct hj_arguments *arguments,
                         struct hj_error *error)
{
    struct listing listing = {.catalogue = catalogue};
    const struct hj_render_source source = {
        .context = &listing, .next = next_rule, .columns = list_columns, .width = COLUMNS};
    enum hj_format format;
    uint64_t count;
    enum hj_code code = hj_format_read(arguments, &format, error);
    return code == HJ_OK ? hj_render(&source, format, &count, error) : code;
}

int hj_command_rule_docs(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_catalogue *catalogue = NULL;
    bool one = strcmp(command->name, "rules show") == 0;
    bool docs = strcmp(command->name, "rules docs") == 0;
    const char *out =
        arguments->value[HJ_OPTION_OUT] ? arguments->value[HJ_OPTION_OUT] : "rule-docs";
    enum hj_code code = hj_session_open_if_there(&session, arguments, &error);
    const char *const *paths = arguments->operands + one;
    size_t count = arguments->operand_count - one;
    if (code == HJ_OK && !session.campaign && count == 0) {
        hj_error_set(&error, HJ_COMMAND_OPERANDS);
        hj_error_text(&error, "command", hj_span_of(command->name));
        hj_error_text(&error, "operands", hj_span_of(command->operands));
        code = error.code;
    }
    if (code == HJ_OK) {
        struct hj_problems *problems =
            session.campaign ? hj_problems(session.campaign) : &session.problems;
        code = hj_catalogue_new(session.campaign, paths, count, problems, &catalogue, &error);
    }
    if (code == HJ_OK) {
        code = one    ? show(catalogue, arguments->operands[0], &error)
               : docs ? write_docs(out, catalogue, &error)
                      : list(catalogue, arguments, &error);
    }
    if (code == HJ_OK && docs && !session.quiet) {
        fprintf(stderr, _("pages of %u rules are in %s\n"), catalogue->count, out);
    }
    hj_catalogue_free(catalogue);
    return hj_session_end(&session, code, &error);
}
