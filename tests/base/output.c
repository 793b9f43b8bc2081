/* SPDX-License-Identifier: MIT */
#include "base/output.h"
#include "base/memory.h"
#include "cmocka_test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static char path[96];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/hejian-output-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/list.csv", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

/* Files in the folder: none may be left over. */
static size_t files(void)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    for (struct dirent *entry = readdir(open); entry; entry = readdir(open)) {
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    }
    closedir(open);
    return count;
}

static void assert_content(const char *expected)
{
    char text[100];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(text, expected, size);
}

static void write_whole(const char *text)
{
    struct hj_output output;
    struct hj_error error;
    assert_int_equal(hj_output_open(&output, path, false, &error), HJ_OK);
    assert_int_equal(hj_output_write(&output, hj_span_of(text), &error), HJ_OK);
    assert_int_equal(hj_output_close(&output, &error), HJ_OK);
}

static void a_file_is_there_only_when_it_is_closed(void **state)
{
    (void)state;
    struct hj_output output;
    struct hj_error error;
    assert_int_equal(hj_output_open(&output, path, false, &error), HJ_OK);
    assert_int_equal(hj_output_write(&output, hj_span_of("one"), &error), HJ_OK);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(hj_output_close(&output, &error), HJ_OK);
    assert_content("one");
    assert_int_equal(files(), 1);
    assert_null(output.stream);
}

static void the_old_file_stays_until_then(void **state)
{
    (void)state;
    struct hj_output output;
    struct hj_error error;
    write_whole("old");
    assert_int_equal(hj_output_open(&output, path, false, &error), HJ_OK);
    assert_int_equal(hj_output_write(&output, hj_span_of("new"), &error), HJ_OK);
    assert_content("old");
    hj_output_discard(&output);
    hj_output_discard(&output);
    assert_content("old");
    assert_int_equal(files(), 1);
    write_whole("new");
    assert_content("new");
}

static void what_a_killed_program_left_is_replaced(void **state)
{
    (void)state;
    char part[128];
    snprintf(part, sizeof part, "%s/.list.csv.hejian-part", folder);
    FILE *left = fopen(part, "wb");
    assert_non_null(left);
    fputs("much longer than what comes now", left);
    fclose(left);
    write_whole("whole");
    assert_content("whole");
    assert_int_equal(files(), 1);
}

static void a_private_file_is_for_its_owner(void **state)
{
    (void)state;
    struct hj_output output;
    struct hj_error error;
    struct stat file;
    mode_t mask = umask(022);
    for (int is_private = 0; is_private <= 1; is_private++) {
        assert_int_equal(hj_output_open(&output, path, is_private, &error), HJ_OK);
        assert_int_equal(hj_output_close(&output, &error), HJ_OK);
        assert_int_equal(stat(path, &file), 0);
        assert_int_equal(file.st_mode & 0777, is_private ? 0600 : 0644);
    }
    /* Also where a killed program left its part for all to read. */
    char part[128];
    snprintf(part, sizeof part, "%s/.list.csv.hejian-part", folder);
    fclose(fopen(part, "wb"));
    assert_int_equal(hj_output_open(&output, path, true, &error), HJ_OK);
    assert_int_equal(hj_output_close(&output, &error), HJ_OK);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    umask(mask);
}

static void every_write_that_fails_leaves_the_old_file(void **state)
{
    (void)state;
    write_whole("old");
    for (uint64_t nth = 1; nth <= 4; nth++) { /* three writes and the close */
        struct hj_output output;
        struct hj_error error = {0};
        enum hj_code code = hj_output_open(&output, path, false, &error);
        assert_int_equal(code, HJ_OK);
        hj_output_fail_at(nth);
        for (int i = 0; i < 3 && code == HJ_OK; i++) {
            code = hj_output_write(&output, hj_span_of("new"), &error);
        }
        if (code == HJ_OK) {
            code = hj_output_close(&output, &error);
        }
        hj_output_discard(&output);
        hj_output_fail_at(0);
        assert_int_equal(code, HJ_WRITE);
        assert_string_equal(hj_error_argument(&error, "file"), path);
        assert_string_equal(hj_error_argument(&error, "reason"), "No space left on device");
        assert_content("old");
        assert_int_equal(files(), 1);
    }
}

static void a_real_full_disk_is_an_error(void **state)
{
    (void)state;
    struct hj_output output;
    struct hj_error error;
    if (access("/dev/full", W_OK) != 0) {
        skip();
    }
    assert_int_equal(hj_output_open(&output, path, false, &error), HJ_OK);
    fclose(output.stream);
    output.stream = fopen("/dev/full", "wb");
    assert_non_null(output.stream);
    assert_int_equal(hj_output_write(&output, hj_span_of("x"), &error), HJ_OK);
    assert_int_equal(hj_output_close(&output, &error), HJ_WRITE);
    assert_string_equal(hj_error_argument(&error, "reason"), "No space left on device");
    assert_int_equal(files(), 0);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    struct hj_output output;
    struct hj_error error;
    assert_int_equal(hj_output_open(&output, "/tmp/no/such/folder/x", false, &error), HJ_OPEN);
    assert_string_equal(hj_error_argument(&error, "reason"), "No such file or directory");
    assert_int_equal(hj_code_status(error.code), HJ_STATUS_MACHINE);
    hj_output_discard(&output);
    hj_output_discard(NULL);
}

static void a_full_memory_is_an_error(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth <= 2; nth++) {
        struct hj_output output;
        struct hj_error error;
        hj_memory_fail_at(nth);
        assert_int_equal(hj_output_open(&output, path, false, &error), HJ_MEMORY);
        hj_memory_fail_at(0);
        assert_int_equal(files(), 0);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_there_only_when_it_is_closed),
        IN_FOLDER(the_old_file_stays_until_then),
        IN_FOLDER(what_a_killed_program_left_is_replaced),
        IN_FOLDER(a_private_file_is_for_its_owner),
        IN_FOLDER(every_write_that_fails_leaves_the_old_file),
        IN_FOLDER(a_real_full_disk_is_an_error),
        IN_FOLDER(a_folder_that_is_not_there_is_an_error),
        IN_FOLDER(a_full_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
