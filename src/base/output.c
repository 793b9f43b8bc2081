/* SPDX-License-Identifier: MIT */
#include "base/output.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_uint_fast64_t countdown;

void hj_output_fail_at(uint64_t nth)
{
    atomic_store(&countdown, nth);
}

/* True once, at the write that a test asked to fail. */
static bool must_fail(void)
{
    return atomic_load(&countdown) > 0 && atomic_fetch_sub(&countdown, 1) == 1;
}

static char *part_name(const char *path)
{
    static const char suffix[] = ".hejian-part";
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    size_t size = strlen(path) + sizeof suffix + 1;
    char *part = hj_memory_new(size);
    if (part) {
        snprintf(part, size, "%.*s.%s%s", (int)folder, path, path + folder, suffix);
    }
    return part;
}

enum hj_code hj_output_open(struct hj_output *output, const char *path, bool private_file,
                            struct hj_error *error)
{
    *output = (struct hj_output){0};
    size_t size = strlen(path) + 1;
    output->path = hj_memory_new(size);
    output->part = part_name(path);
    if (!output->path || !output->part) {
        hj_output_discard(output);
        return hj_error_memory(error);
    }
    memcpy(output->path, path, size);
    unlink(output->part);
    int file =
        open(output->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, private_file ? 0600 : 0666);
    if (file >= 0) {
        output->stream = fdopen(file, "wb");
    }
    if (!output->stream) {
        enum hj_code code = hj_error_system(error, HJ_OPEN, path, errno);
        if (file >= 0) {
            close(file);
        }
        hj_output_discard(output);
        return code;
    }
    return HJ_OK;
}

enum hj_code hj_output_write(struct hj_output *output, struct hj_span bytes, struct hj_error *error)
{
    if (must_fail()) {
        return hj_error_system(error, HJ_WRITE, output->path, ENOSPC);
    }
    if (bytes.size && fwrite(bytes.data, 1, bytes.size, output->stream) != bytes.size) {
        return hj_error_system(error, HJ_WRITE, output->path, errno);
    }
    return HJ_OK;
}

enum hj_code hj_output_close(struct hj_output *output, struct hj_error *error)
{
    int number = 0;
    if (must_fail()) {
        number = ENOSPC;
    } else if (fflush(output->stream) != 0 || ferror(output->stream) ||
               fsync(fileno(output->stream)) != 0) {
        number = errno ? errno : EIO;
    }
    if (fclose(output->stream) != 0 && number == 0) {
        number = errno;
    }
    output->stream = NULL;
    if (number == 0 && rename(output->part, output->path) != 0) {
        number = errno;
    }
    enum hj_code code = HJ_OK;
    if (number != 0) {
        code = hj_error_system(error, HJ_WRITE, output->path, number);
    }
    hj_output_discard(output);
    return code;
}

void hj_output_discard(struct hj_output *output)
{
    if (!output) {
        return;
    }
    if (output->stream) {
        fclose(output->stream);
    }
    if (output->part) {
        unlink(output->part);
    }
    hj_memory_free(output->part);
    hj_memory_free(output->path);
    *output = (struct hj_output){0};
}
