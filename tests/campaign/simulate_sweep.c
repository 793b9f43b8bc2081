/* SPDX-License-Identifier: MIT
 * simulate over a small campaign where the n-th allocation fails, SQLite's among them, for every n:
 * an error of the machine or the very bytes that come without a failure, and the store untouched.
 * The applicants are so many that the table of those who pass is an allocation of its own. */
#include "cmocka_test.h"

#include "base/memory.h"
#include "faults/faults.h"
#include "hejian.h"

#include <unistd.h>

enum { FIRMS = 60 };

static char folder[64];

static const struct {
    const char *name, *text;
} files[] = {
    {"campaign.yaml", "campaign: sweep\n"
                      "as_of: 2026-06-30\n"
                      "store: campaign.db\n"
                      "rules: [rules.yaml, more.yaml]\n"
                      "counting: registered\n"
                      "scenario: one.yaml\n"
                      "tables: {registry: registry.csv}\n"},
    {"rules.yaml", "table: registry\n"
                   "key: uscc\n"
                   "columns:\n"
                   "  uscc: {type: text, identifier: true}\n"
                   "  name: {type: text, required: true}\n"
                   "  status: {type: text, values: {active: [open], revoked: []}}\n"
                   "  hightech: {type: boolean}\n"
                   "  established: {type: date}\n"},
    {"more.yaml", "parameters: {years: 2}\n"
                  "rules: [{id: zombie.old, class: zombie, title: Old, when: \"years = 2 AND "
                  "established < DATE '2015-01-01'\"}]\n"
                  "routes:\n"
                  "  - {id: revoke, title: Revoke, when: \"flagged('zombie.old')\", role: penalty,"
                  " becomes: {status: revoked}, steps: [{name: notice, days: 60}],"
                  " duration: {low: 60, mode: 90, high: 150}}\n"
                  "  - {id: verify, title: Verify, when: \"TRUE\", role: town}\n"
                  "indicator: hightech\n"
                  "title: High-tech firms\n"
                  "numerator: hightech\n"
                  "counting: {registered: \"status = 'active'\"}\n"
                  "scale: 10000\n"},
    {"one.yaml",
     "scenario: one\n"
     "deadline: 2026-12-31\n"
     "target: 1500.00\n"
     "trials: 40\n"
     "open: {revoke: {per_month: 4, from: 2026-07-01}}\n"
     "success: {revoke: {beta: [8, 2], by: batch}}\n"
     "inflow: {history: 24}\n"
     "events: [{month: 2026-10, new_firms: 3}]\n"
     "hightech:\n"
     "  approvals: [{date: 2026-11-30, applicants: 150000, pass: 0.7}, {date: 2026-10-31, "
     "applicants: 4, pass: [14, 6]}]\n"
     "set: {years: 2}\n"},
};

enum { FILE_COUNT = sizeof files / sizeof files[0] };

static char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/hejian-sweep-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < FILE_COUNT; i++) {
        FILE *file = fopen(path_of(files[i].name), "wb");
        assert_non_null(file);
        fputs(files[i].text, file);
        fclose(file);
    }
    FILE *file = fopen(path_of("registry.csv"), "wb");
    assert_non_null(file);
    fputs("uscc,name,status,hightech,established\n", file);
    for (int i = 0; i < FIRMS; i++) {
        fprintf(file, "%018d,Firm %d,open,%s,20%02d-03-01\n", i, i, i % 9 ? "false" : "true",
                5 + i % 21);
    }
    fclose(file);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const made[] = {"campaign.db", "registry.csv", "rejects.csv",
                                       "personal.key"};
    (void)state;
    for (size_t i = 0; i < FILE_COUNT; i++) {
        unlink(path_of(files[i].name));
    }
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        unlink(path_of(made[i]));
    }
    return rmdir(folder); /* fails where anything else was left behind */
}

static void prepare(void)
{
    const struct hj_settings settings = {.threads = 1};
    struct hj_campaign *campaign = NULL;
    struct hj_error error = {0};
    assert_int_equal(hj_open(folder, &settings, &campaign, &error), HJ_OK);
    assert_int_equal(hj_run(campaign, HJ_STAGE_LOAD, &error), HJ_OK);
    assert_int_equal(hj_run(campaign, HJ_STAGE_FLAG, &error), HJ_OK);
    assert_int_equal(hj_run(campaign, HJ_STAGE_DECIDE, &error), HJ_OK);
    hj_close(campaign);
}

static enum hj_code simulate(struct hj_buffer *out)
{
    const struct hj_settings settings = {.threads = 1};
    const struct hj_simulation_options options = {.exact = true};
    struct hj_campaign *campaign = NULL;
    struct hj_simulation *simulation = NULL;
    struct hj_outlook *outlook = NULL;
    struct hj_error error = {0};
    enum hj_code code = hj_open(folder, &settings, &campaign, &error);
    if (code == HJ_OK) {
        code = hj_outlook_new(campaign, NULL, &outlook, &error);
    }
    if (code == HJ_OK) {
        code = hj_simulation_new(campaign, &options, &simulation, &error);
    }
    if (code == HJ_OK) {
        code = hj_simulation_json(simulation, outlook, out, &error);
    }
    hj_simulation_free(simulation);
    hj_outlook_free(outlook);
    hj_close(campaign);
    return code;
}

static void a_full_memory_ends_it_or_changes_nothing(void **state)
{
    struct hj_buffer expected = {0}, out = {0};
    uint64_t failures = 0;
    (void)state;
    prepare();
    hj_memory_fail_at(0);
    assert_int_equal(simulate(&expected), HJ_OK);
    uint64_t calls = hj_memory_calls();
    assert_true(expected.size > 1000 && calls > 1000);
    for (uint64_t nth = 1; nth <= calls; nth++) {
        hj_memory_fail_at(nth);
        enum hj_code code = simulate(&out);
        hj_memory_fail_at(0);
        if (code == HJ_OK) {
            assert_int_equal(out.size, expected.size);
            assert_memory_equal(out.data, expected.data, out.size);
        } else {
            assert_int_equal(hj_code_status(code), HJ_STATUS_MACHINE);
            failures++;
        }
        hj_buffer_release(&out);
    }
    assert_true(failures > calls / 2); /* some of SQLite's are for its cache alone */
    hj_buffer_release(&out);
    hj_buffer_release(&expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_memory_ends_it_or_changes_nothing),
    };
    hj_faults_memory_install();
    hj_faults_disk_install();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
