/* SPDX-License-Identifier: MIT
 * load and flag over 200 firms where the n-th allocation, the n-th change of the disk under SQLite,
 * and the n-th write of our own files fail, for every n: an error of the machine, and the store as
 * it was or whole. */
#include "cmocka_test.h"

#include "base/memory.h"
#include "base/output.h"
#include "faults/faults.h"
#include "hejian.h"

#include <sqlite3.h>
#include <unistd.h>

enum { FIRMS = 200 };

static char folder[64];

static char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void write_registry(int generation)
{
    FILE *file = fopen(path_of("registry.csv"), "wb");
    assert_non_null(file);
    fputs("uscc,name,founded,capital\n", file);
    for (int i = 0; i < FIRMS; i++) {
        fprintf(file, "%018d,Firm %d of %d,20%02d-03-01,%s\n", i, i, generation, i % 25,
                i % 7 ? "10" : "");
    }
    fputs("too,short\n", file); /* one reject of 201 is under the limit */
    fclose(file);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/hejian-sweep-XXXXXX");
    assert_non_null(mkdtemp(folder));
    write_file("campaign.yaml", "campaign: sweep\n"
                                "as_of: 2026-06-30\n"
                                "store: campaign.db\n"
                                "rules: rules.yaml\n"
                                "tables: {registry: registry.csv, visit: visit.csv}\n");
    write_file("rules.yaml",
               "table: registry\n"
               "key: uscc\n"
               "nulls: ['']\n"
               "columns:\n"
               "  uscc: {type: text, identifier: true}\n"
               "  name: {type: text, required: true}\n"
               "  founded: {type: date}\n"
               "  capital: {type: number}\n"
               "features:\n"
               "  visited: {table: visit, agg: exists}\n"
               "rules:\n"
               "  - {id: a, class: abnormal, title: a, when: capital IS NULL}\n"
               "  - {id: b, class: zombie, title: b, when: \"founded < DATE '2010-01-01' AND "
               "name REGEXP '1$'\"}\n"
               "  - {id: c, class: protect, title: c, when: visited}\n");
    write_file("visit.csv", "uscc\n000000000000000007\n000000000000000009\n");
    write_registry(1);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"campaign.db", "campaign.yaml", "registry.csv",
                                        "rejects.csv", "rules.yaml",    "visit.csv"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unlink(path_of(names[i]));
    }
    return rmdir(folder); /* fails where anything else was left behind */
}

static enum hj_code run(enum hj_stage stage)
{
    const struct hj_settings settings = {.threads = 1};
    struct hj_campaign *campaign = NULL;
    struct hj_error error = {0};
    enum hj_code code = hj_open(folder, &settings, &campaign, &error);
    if (code == HJ_OK) {
        code = hj_run(campaign, stage, &error);
    }
    hj_close(campaign);
    return code;
}

/* A number that tells one state of the store from another: of all rows of all its tables. */
static uint64_t fingerprint(void)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    uint64_t sum = 0;
    assert_int_equal(
        sqlite3_open_v2(path_of("campaign.db"), &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_prepare_v2(database,
                                        "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                        "ORDER BY name",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        char *query = sqlite3_mprintf("SELECT * FROM \"%w\"", sqlite3_column_text(statement, 0));
        sqlite3_stmt *rows = NULL;
        assert_int_equal(sqlite3_prepare_v2(database, query, -1, &rows, NULL), SQLITE_OK);
        while (sqlite3_step(rows) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(rows); i++) {
                const unsigned char *bytes = sqlite3_column_blob(rows, i);
                for (int b = 0; b < sqlite3_column_bytes(rows, i); b++) {
                    sum = sum * 31 + bytes[b];
                }
            }
        }
        sqlite3_finalize(rows);
        sqlite3_free(query);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return sum;
}

enum machine { MEMORY, DISK, FILES };

static void fail_at(enum machine machine, uint64_t nth)
{
    hj_memory_fail_at(machine == MEMORY ? nth : 0);
    hj_faults_disk_fail_at(machine == DISK ? nth : 0, HJ_DISK_FULL_ONCE);
    hj_output_fail_at(machine == FILES ? nth : 0);
}

/* Runs the stage with each call failing in turn, until it has no more calls to fail. Each failure
 * must be the machine's fault and leave the store as before (or whole: a commit may have been
 * reached). */
static void sweep(enum hj_stage stage, enum machine machine)
{
    uint64_t before = fingerprint();
    uint64_t nth = 1, failures = 0;
    enum hj_code code = HJ_MEMORY;
    while (code != HJ_OK) {
        fail_at(machine, nth);
        code = run(stage);
        fail_at(machine, 0);
        if (code != HJ_OK) {
            assert_int_equal(hj_code_status(code), HJ_STATUS_MACHINE);
            uint64_t after = fingerprint();
            if (after != before) {
                assert_true(machine != MEMORY); /* the commit was there, what followed failed */
                break;
            }
            failures++;
        }
        nth++;
        assert_true(nth < 100000);
    }
    assert_true(failures > 0);
    assert_int_equal(run(stage), HJ_OK);
}

/* A store with the first registry, then another registry to be loaded. */
static void load_first(void)
{
    static int generation = 1;
    write_registry(generation++);
    assert_int_equal(run(HJ_STAGE_LOAD), HJ_OK);
    assert_int_equal(run(HJ_STAGE_FLAG), HJ_OK);
    write_registry(generation++);
}

static void load_survives_a_full_memory(void **state)
{
    (void)state;
    load_first();
    sweep(HJ_STAGE_LOAD, MEMORY);
}

static void load_survives_a_full_disk(void **state)
{
    (void)state;
    load_first();
    sweep(HJ_STAGE_LOAD, DISK);
}

static void load_survives_failing_files(void **state)
{
    (void)state;
    load_first();
    sweep(HJ_STAGE_LOAD, FILES);
}

static void flag_survives_a_full_memory(void **state)
{
    (void)state;
    load_first();
    assert_int_equal(run(HJ_STAGE_LOAD), HJ_OK);
    sweep(HJ_STAGE_FLAG, MEMORY);
}

static void flag_survives_a_full_disk(void **state)
{
    (void)state;
    load_first();
    assert_int_equal(run(HJ_STAGE_LOAD), HJ_OK);
    sweep(HJ_STAGE_FLAG, DISK);
}

/* One statement over computed columns, with a look-up in it; its rows. */
static enum hj_code query(uint64_t *rows)
{
    static const char text[] =
        "SELECT f.name_key, visited, (SELECT authority FROM firm WHERE"
        " record = 201 - f.record) FROM firm AS f WHERE NOT is_branch OR is_branch IS NULL";
    const struct hj_settings settings = {.threads = 1};
    struct hj_campaign *campaign = NULL;
    struct hj_sql *sql = NULL;
    struct hj_error error = {0};
    const struct hj_value *values = NULL;
    *rows = 0;
    enum hj_code code = hj_open(folder, &settings, &campaign, &error);
    if (code == HJ_OK) {
        code = hj_sql_open(campaign, text, &sql, &error);
    }
    while (code == HJ_OK && (code = hj_sql_next(sql, &values, &error)) == HJ_OK && values) {
        ++*rows;
    }
    hj_sql_close(sql);
    hj_close(campaign);
    return code;
}

static void sql_survives_a_full_memory(void **state)
{
    (void)state;
    load_first();
    uint64_t rows, failures = 0;
    enum hj_code code = HJ_MEMORY;
    for (uint64_t nth = 1; code != HJ_OK; nth++) {
        fail_at(MEMORY, nth);
        code = query(&rows);
        fail_at(MEMORY, 0);
        assert_true(code == HJ_OK ? rows == FIRMS : hj_code_status(code) == HJ_STATUS_MACHINE);
        failures += code != HJ_OK;
        assert_true(nth < 100000);
    }
    assert_true(failures > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_survives_a_full_memory),
        cmocka_unit_test(load_survives_a_full_disk),
        cmocka_unit_test(load_survives_failing_files),
        cmocka_unit_test(flag_survives_a_full_memory),
        cmocka_unit_test(flag_survives_a_full_disk),
        cmocka_unit_test(sql_survives_a_full_memory),
    };
    hj_faults_disk_install();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
