/* SPDX-License-Identifier: MIT
 * The rival of the loader: libcsv alone over the same file.
 *
 *     load_baseline FILE [THREADS]
 *
 * The file is cut at line ends into as many chunks as threads, read into memory chunk by chunk (6
 * MiB at a time), and every byte goes through csv_parse with callbacks that only count. A record
 * that a cut splits is counted as libcsv sees it: this is a clock, not a loader. */
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_SIZE = 6 * 1024 * 1024, THREADS_MOST = 64 };

struct chunk {
    int descriptor;
    off_t begin, end;
    uint64_t fields, records, bytes;
    int failed;
    pthread_t thread;
};

static void count_field(void *data, size_t size, void *context)
{
    struct chunk *chunk = context;
    (void)data;
    chunk->fields++;
    chunk->bytes += size;
}

static void count_record(int byte, void *context)
{
    struct chunk *chunk = context;
    (void)byte;
    chunk->records++;
}

static void *run(void *context)
{
    struct chunk *chunk = context;
    struct csv_parser parser;
    char *buffer = malloc(BUFFER_SIZE);
    csv_init(&parser, 0);
    chunk->failed = buffer == NULL;
    for (off_t at = chunk->begin; !chunk->failed && at < chunk->end;) {
        size_t wanted =
            (size_t)(chunk->end - at) < BUFFER_SIZE ? (size_t)(chunk->end - at) : BUFFER_SIZE;
        ssize_t got = pread(chunk->descriptor, buffer, wanted, at);
        chunk->failed = got <= 0 || csv_parse(&parser, buffer, (size_t)got, count_field,
                                              count_record, chunk) != (size_t)got;
        at += got;
    }
    csv_fini(&parser, count_field, count_record, chunk);
    csv_free(&parser);
    free(buffer);
    return NULL;
}

/* The first byte after a line end at or past `at`. */
static off_t next_line(int descriptor, off_t at, off_t size)
{
    char byte = '\0';
    while (at < size && pread(descriptor, &byte, 1, at) == 1 && byte != '\n') {
        at++;
    }
    return at < size ? at + 1 : size;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **arguments)
{
    static struct chunk chunk[THREADS_MOST];
    struct stat status;
    long threads = count > 2 ? strtol(arguments[2], NULL, 10) : 1;
    int descriptor = count > 1 ? open(arguments[1], O_RDONLY) : -1;
    if (descriptor < 0 || fstat(descriptor, &status) != 0 || threads < 1 ||
        threads > THREADS_MOST) {
        fprintf(stderr, "usage: load_baseline FILE [THREADS]\n");
        return 2;
    }
    double began = seconds();
    uint64_t fields = 0, records = 0, bytes = 0;
    int failed = 0;
    for (long i = 0; i < threads; i++) {
        chunk[i].descriptor = descriptor;
        chunk[i].begin = i == 0 ? 0 : chunk[i - 1].end;
        chunk[i].end = next_line(descriptor, status.st_size / threads * (i + 1), status.st_size);
        chunk[i].end = i == threads - 1 ? status.st_size : chunk[i].end;
        failed += pthread_create(&chunk[i].thread, NULL, run, &chunk[i]) != 0;
    }
    for (long i = 0; i < threads && !failed; i++) {
        pthread_join(chunk[i].thread, NULL);
        fields += chunk[i].fields;
        records += chunk[i].records;
        bytes += chunk[i].bytes;
        failed += chunk[i].failed;
    }
    printf("libcsv alone, %ld threads: %.2f s, %" PRIu64 " records, %" PRIu64 " fields, %" PRIu64
           " bytes of cells\n",
           threads, seconds() - began, records, fields, bytes);
    close(descriptor);
    return failed ? 1 : 0;
}
