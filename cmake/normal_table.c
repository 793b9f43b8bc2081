/* SPDX-License-Identifier: MIT
 * Run by the build: writes the table of normal forms as a C file.
 *
 *     normal_table FILE */
#include "text/normal_table.h"

#include <inttypes.h>

static void write_entries(FILE *file, const struct hj_text_normal *table)
{
    fputs("static const uint32_t entries[HJ_NORMAL_POINTS] = {", file);
    for (size_t i = 0; i < HJ_NORMAL_POINTS; i++) {
        fprintf(file, "%s0x%" PRIX32 "U,", i % 8 ? " " : "\n    ", table->entries[i]);
    }
    fputs("\n};\n\n", file);
}

static void write_pool(FILE *file, const struct hj_text_normal *table)
{
    fputs("static const unsigned char pool[] = {", file);
    for (size_t i = 0; i < table->pool_size; i++) {
        fprintf(file, "%s%u,", i % 16 ? " " : "\n    ", table->pool[i]);
    }
    fputs("\n};\n\n", file);
}

static void write_simplified(FILE *file, const struct hj_text_normal *table)
{
    fputs("static const struct hj_normal_pair simplified[] = {", file);
    for (size_t i = 0; i < table->simplified_count; i++) {
        fprintf(file, "%s{0x%" PRIX32 "U, 0x%" PRIX32 "U},", i % 4 ? " " : "\n    ",
                table->simplified[i].from, table->simplified[i].to);
    }
    fputs("\n};\n\n", file);
}

static int write_table(const char *path, const struct hj_text_normal *table)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        return 1;
    }
    fputs("/* SPDX-License-Identifier: MIT\n * Written by cmake/normal_table.c. */\n", file);
    fputs("#include \"text/normal_table.h\"\n\n", file);
    write_entries(file, table);
    write_pool(file, table);
    write_simplified(file, table);
    fputs("const struct hj_text_normal hj_text_normal_built = {\n"
          "    .entries = entries,\n"
          "    .pool = pool,\n"
          "    .pool_size = sizeof pool,\n"
          "    .simplified = simplified,\n"
          "    .simplified_count = sizeof simplified / sizeof simplified[0],\n"
          "};\n",
          file);
    int failed = ferror(file);
    return fclose(file) != 0 || failed;
}

int main(int count, char **arguments)
{
    struct hj_text_normal *table = NULL;
    struct hj_error error = {0};
    if (count != 2) {
        fputs("usage: normal_table FILE\n", stderr);
        return 2;
    }
    if (hj_text_normal_make(&table, &error) != HJ_OK) {
        char text[1024];
        hj_error_render(&error, hj_code_text(error.code), text, sizeof text);
        fprintf(stderr, "normal_table: %s\n", text);
        return 1;
    }
    int failed = write_table(arguments[1], table);
    if (failed) {
        fprintf(stderr, "normal_table: cannot write %s\n", arguments[1]);
    }
    hj_text_normal_unmake(table);
    return failed ? 3 : 0;
}
