// SPDX-License-Identifier: MIT
// hejian-generate: writes an invented district register and the fact tables that go with it.
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calendar.h"
#include "plan.h"
#include "tables.h"

#define MAX_FIRMS 80000000U
#define MAX_TABLES 32

enum exit_status { EXIT_DONE = 0, EXIT_USE = 2, EXIT_MACHINE = 3 };

struct options {
    struct gen_run run;
    const char *folder;
    bool wanted[MAX_TABLES];
};

static const char help[] =
    "usage: hejian-generate [OPTION…]\n"
    "Writes an invented district register and its fact tables as CSV. The same options give the "
    "same bytes; a run of\n"
    "fewer firms is a prefix of a longer one.\n\n"
    "  --seed N          which district (default 20260630)\n"
    "  --firms N         records of the register (default 20000; the exact counts hold for "
    "multiples of 20000)\n"
    "  --out DIR         folder for the files (default .), made where it is not there\n"
    "  --tables LIST     names with commas, or all (default all)\n"
    "  --scope-bytes N   the register as big public ones are: twelve columns and scopes of about N "
    "bytes\n"
    "  --as-of DATE      moves every date from 2026-06-30 to this day (default 2026-06-30)\n"
    "  --help            this text\n\n"
    "Exit status: 0 done, 2 wrong use, 3 the machine (disk, permission, memory).\n";

static bool read_number(const char *text, uint64_t high, uint64_t *number)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value > high) {
        return false;
    }
    *number = value;
    return true;
}

static void list_tables(FILE *file)
{
    for (size_t i = 0; i < gen_tables_count; i++) {
        fprintf(file, "%s%s", i == 0 ? "" : ", ", gen_tables[i].name);
    }
    fputs("\n", file);
}

static bool choose_tables(const char *list, bool *wanted)
{
    memset(wanted, 0, MAX_TABLES * sizeof *wanted);
    while (*list != '\0') {
        size_t length = strcspn(list, ",");
        bool is_known = length == 3 && strncmp(list, "all", 3) == 0;
        for (size_t i = 0; i < gen_tables_count; i++) {
            bool is_named = strlen(gen_tables[i].name) == length &&
                            strncmp(gen_tables[i].name, list, length) == 0;
            wanted[i] = wanted[i] || is_named || (length == 3 && strncmp(list, "all", 3) == 0);
            is_known = is_known || is_named;
        }
        if (!is_known) {
            fprintf(stderr, "hejian-generate: no table '%.*s'; there are: ", (int)length, list);
            list_tables(stderr);
            return false;
        }
        list += length + (list[length] == ',' ? 1 : 0);
    }
    return true;
}

static bool use_as_of(const char *text, struct gen_run *run)
{
    int32_t day = 0;
    if (!gen_read_date(text, &day) || gen_year_of(day) < 2000 || gen_year_of(day) > 2099) {
        return false;
    }
    run->shift_days = day - run->frame;
    run->shift_years = gen_year_of(day) - GEN_FRAME_YEAR;
    return true;
}

static bool use_option(int option, const char *value, struct options *options)
{
    uint64_t number = 0;
    bool is_right = false;
    switch (option) {
    case 's':
        is_right = read_number(value, UINT64_MAX, &options->run.seed);
        break;
    case 'f':
        is_right = read_number(value, MAX_FIRMS, &options->run.firms) && options->run.firms > 0;
        break;
    case 'o':
        options->folder = value;
        is_right = value[0] != '\0';
        break;
    case 't':
        return choose_tables(value, options->wanted);
    case 'b':
        is_right = read_number(value, GEN_MAX_SCOPE / 2, &number) && number > 0;
        options->run.scope_bytes = (size_t)number;
        options->run.narrow = true;
        break;
    case 'a':
        is_right = use_as_of(value, &options->run);
        break;
    default:
        return false;
    }
    if (!is_right) {
        fprintf(stderr, "hejian-generate: '%s' is no value for this option\n", value);
    }
    return is_right;
}

static bool open_outputs(const struct options *options, struct gen_output *outputs)
{
    if (mkdir(options->folder, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "hejian-generate: %s: %s\n", options->folder, strerror(errno));
        return false;
    }
    for (size_t i = 0; i < gen_tables_count; i++) {
        if (!options->wanted[i]) {
            continue;
        }
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/%s.csv", options->folder, gen_tables[i].name);
        if (length < 0 || (size_t)length >= sizeof path) {
            fprintf(stderr, "hejian-generate: %s: the path is too long\n", options->folder);
            return false;
        }
        if (!gen_output_open(&outputs[i], path)) {
            fprintf(stderr, "hejian-generate: %s: %s\n", path, strerror(errno));
            return false;
        }
        bool is_narrow = options->run.narrow && gen_tables[i].write_firm == gen_write_registry;
        gen_line(&outputs[i], is_narrow ? gen_narrow_header : gen_tables[i].header);
    }
    return true;
}

static bool write_firms(const struct options *options, struct gen_output *outputs)
{
    static struct gen_plan plan;
    static struct gen_firm firm;
    const struct gen_run *run = &options->run;
    for (uint64_t first = 0; first < run->firms; first += GEN_BLOCK) {
        const char *mistake = gen_plan_fill(&plan, run->seed, first / GEN_BLOCK);
        if (mistake != NULL) {
            fprintf(stderr, "hejian-generate: the quotas do not add up: %s\n", mistake);
            return false;
        }
        uint64_t count = run->firms - first < GEN_BLOCK ? run->firms - first : GEN_BLOCK;
        for (uint16_t place = 0; place < count; place++) {
            gen_firm_make(&firm, run, &plan, place);
            for (size_t i = 0; i < gen_tables_count; i++) {
                if (options->wanted[i] && gen_tables[i].write_firm != NULL) {
                    gen_tables[i].write_firm(&firm, &outputs[i]);
                }
            }
        }
        for (size_t i = 0; i < gen_tables_count; i++) {
            if (outputs[i].failed) {
                return true; // said when the files are closed
            }
        }
    }
    for (size_t i = 0; i < gen_tables_count; i++) {
        if (options->wanted[i] && gen_tables[i].write_district != NULL) {
            gen_tables[i].write_district(run, &outputs[i]);
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    static const struct option names[] = {
        {"seed", required_argument, NULL, 's'},
        {"firms", required_argument, NULL, 'f'},
        {"out", required_argument, NULL, 'o'},
        {"tables", required_argument, NULL, 't'},
        {"scope-bytes", required_argument, NULL, 'b'},
        {"as-of", required_argument, NULL, 'a'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    static struct gen_output outputs[MAX_TABLES];
    struct options options = {.run = {.seed = 20260630, .firms = GEN_BLOCK}, .folder = "."};
    options.run.frame = gen_day(GEN_FRAME_YEAR, GEN_FRAME_MONTH, GEN_FRAME_DAY);
    choose_tables("all", options.wanted);
    int option = 0;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            fputs("Tables: ", stdout);
            list_tables(stdout);
            return EXIT_DONE;
        }
        if (option == '?' || !use_option(option, optarg, &options)) {
            fputs("Try 'hejian-generate --help'.\n", stderr);
            return EXIT_USE;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "hejian-generate: '%s' is not expected\nTry 'hejian-generate --help'.\n",
                argv[optind]);
        return EXIT_USE;
    }
    bool is_whole = open_outputs(&options, outputs) && write_firms(&options, outputs);
    for (size_t i = 0; i < gen_tables_count; i++) {
        if (!gen_output_close(&outputs[i])) {
            fprintf(stderr, "hejian-generate: %s.csv: not written in full\n", gen_tables[i].name);
            is_whole = false;
        }
    }
    return is_whole ? EXIT_DONE : EXIT_MACHINE;
}
