/* SPDX-License-Identifier: MIT
 * The stage flag alone, by the clock:
 *
 *     rules_flag CAMPAIGN THREADS
 *
 * prints seconds, seconds of processor, and peak memory in KB.
 * The command `hejian flag` decides afterwards, which no rival does. */
#include "hejian.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double processor(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
           (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

int main(int count, char **arguments)
{
    struct hj_campaign *campaign = NULL;
    struct hj_error error = {0};
    struct rusage before, after;
    if (count != 3) {
        fprintf(stderr, "usage: rules_flag CAMPAIGN THREADS\n");
        return 2;
    }
    const struct hj_settings settings = {.threads = (unsigned)strtoul(arguments[2], NULL, 10)};
    double began = seconds();
    getrusage(RUSAGE_SELF, &before);
    enum hj_code code = hj_open(arguments[1], &settings, &campaign, &error);
    if (code == HJ_OK) {
        code = hj_run(campaign, HJ_STAGE_FLAG, &error);
    }
    getrusage(RUSAGE_SELF, &after);
    if (code == HJ_OK) {
        printf("%.3f %.3f %ld\n", seconds() - began, processor(&after) - processor(&before),
               after.ru_maxrss);
    } else {
        char text[1024];
        hj_error_render(&error, hj_code_text(error.code), text, sizeof text);
        fprintf(stderr, "rules_flag: %s\n", text);
    }
    hj_close(campaign);
    return code == HJ_OK ? 0 : 1;
}
