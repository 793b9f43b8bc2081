/* SPDX-License-Identifier: MIT */
#include "cli/session.h"

#include "cli/message.h"

#include <errno.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

double hj_session_seconds(const struct hj_session *session)
{
    return now() - session->started;
}

static uint64_t ticks(void *context)
{
    (void)context;
    return (uint64_t)(now() * 1e9);
}

static enum hj_code usage_error(struct hj_error *error, enum hj_option option, const char *value)
{
    hj_error_set(error, HJ_OPTION_VALUE);
    hj_error_text(error, "option", hj_span_of(hj_options[option].name));
    hj_error_text(error, "value", hj_span_of(value));
    return error->code;
}

/* auto, always, never: for colour and progress. */
static enum hj_code read_when(const struct hj_arguments *arguments, enum hj_option option,
                              bool automatic, bool *result, struct hj_error *error)
{
    const char *value = arguments->value[option];
    *result = automatic;
    if (!value || strcmp(value, "auto") == 0) {
        return HJ_OK;
    }
    *result = strcmp(value, "always") == 0;
    return *result || strcmp(value, "never") == 0 ? HJ_OK : usage_error(error, option, value);
}

static enum hj_code read_threads(const struct hj_arguments *arguments, unsigned *threads,
                                 struct hj_error *error)
{
    const char *value = arguments->value[HJ_OPTION_THREADS];
    char *end;
    if (!value) {
        return HJ_OK;
    }
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || number < 1 || number > 1024) {
        return usage_error(error, HJ_OPTION_THREADS, value);
    }
    *threads = (unsigned)number;
    return HJ_OK;
}

/* Memory past the limit is refused like any that is not there: the command ends, nothing is lost.
 * Less than LEAST_MEMORY would not even start the threads. */
static enum hj_code limit_memory(const struct hj_arguments *arguments, struct hj_error *error)
{
    enum { LEAST_MEMORY = 64 << 20 };
    static const char units[] = "KMGT";
    const char *value = arguments->value[HJ_OPTION_MAX_MEMORY];
    char *end;
    if (!value) {
        return HJ_OK;
    }
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if (errno != 0 || end == value || *value == '-' || (*end && (!unit || end[1] != '\0')) ||
        number > UINT64_MAX >> shift || number << shift < LEAST_MEMORY) {
        return usage_error(error, HJ_OPTION_MAX_MEMORY, value);
    }
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) == 0 && number << shift < limit.rlim_cur) {
        limit.rlim_cur = (rlim_t)(number << shift);
        if (setrlimit(RLIMIT_DATA, &limit) != 0) {
            return usage_error(error, HJ_OPTION_MAX_MEMORY, value);
        }
    }
    return HJ_OK;
}

static void clear_bar(struct hj_session *session)
{
    if (session->bar_drawn) {
        fputs("\r\033[K", stderr);
        session->bar_drawn = false;
    }
}

static void draw_bar(void *context, uint64_t done, uint64_t of)
{
    enum { WIDTH = 40 };
    struct hj_session *session = context;
    if (!session->bar || of == 0 || hj_session_seconds(session) < session->bar_after) {
        return;
    }
    unsigned filled = (unsigned)(WIDTH * done / of);
    fprintf(stderr, "\r[%.*s%*s] %3u %%", (int)filled, "########################################",
            (int)(WIDTH - filled), "", (unsigned)(100 * done / of));
    fflush(stderr);
    session->bar_drawn = true;
}

static void say(void *context, const struct hj_error *note)
{
    struct hj_session *session = context;
    if (!session->quiet) {
        clear_bar(session);
        hj_message_text(stderr, note);
        fputc('\n', stderr);
    }
}

static const char *words(void *context, enum hj_code code)
{
    (void)context;
    return hj_translate(hj_code_text(code));
}

static void show_problems(struct hj_session *session, struct hj_problems *problems)
{
    clear_bar(session);
    for (; session->problems_shown < problems->count; session->problems_shown++) {
        const struct hj_problem *problem = problems->items[session->problems_shown];
        if (!problem->warning || !session->quiet) {
            hj_message_problem(stderr, problem, session->color);
        }
    }
}

static bool terminal_takes_color(int file)
{
    const char *term = getenv("TERM");
    const char *no_color = getenv("NO_COLOR");
    return isatty(file) && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

/* The time that runs are recorded with, in UTC; SOURCE_DATE_EPOCH where one is wanted that does not
 * pass, so that a run can be repeated to the byte. */
static void read_clock(char room[32])
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    time_t seconds = fixed ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
    struct tm parts;
    if (!gmtime_r(&seconds, &parts) || strftime(room, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        room[0] = '\0';
    }
}

enum hj_code hj_session_start(struct hj_session *session, const struct hj_arguments *arguments,
                              struct hj_error *error)
{
    *session = (struct hj_session){.arguments = arguments, .started = now()};
    read_clock(session->clock);
    session->quiet = arguments->value[HJ_OPTION_QUIET] != NULL;
    enum hj_code code = read_when(arguments, HJ_OPTION_COLOR, terminal_takes_color(STDERR_FILENO),
                                  &session->color, error);
    if (code == HJ_OK) {
        code = read_when(arguments, HJ_OPTION_COLOR, terminal_takes_color(STDOUT_FILENO),
                         &session->color_data, error);
    }
    if (code == HJ_OK) {
        code = read_when(arguments, HJ_OPTION_PROGRESS, isatty(STDERR_FILENO) && !session->quiet,
                         &session->bar, error);
    }
    const char *progress = arguments->value[HJ_OPTION_PROGRESS];
    session->bar_after = progress && strcmp(progress, "always") == 0 ? 0 : 2;
    return code;
}

enum hj_code hj_session_open(struct hj_session *session, const struct hj_arguments *arguments,
                             struct hj_error *error)
{
    struct hj_settings settings = {
        .draft = arguments->value[HJ_OPTION_DRAFT] != NULL,
        .accept = arguments->value[HJ_OPTION_ACCEPT] != NULL,
        .now = session->clock,
        .note = say,
        .progress = draw_bar,
        .ticks = ticks,
        .words = words,
        .context = session,
    };
    enum hj_code code = hj_session_start(session, arguments, error);
    if (code == HJ_OK) {
        code = read_threads(arguments, &settings.threads, error);
    }
    if (code == HJ_OK) {
        code = limit_memory(arguments, error);
    }
    if (code == HJ_OK) {
        code = hj_open(arguments->value[HJ_OPTION_CAMPAIGN], &settings, &session->campaign, error);
    }
    return code;
}

enum hj_code hj_session_open_if_there(struct hj_session *session,
                                      const struct hj_arguments *arguments, struct hj_error *error)
{
    bool there = arguments->value[HJ_OPTION_CAMPAIGN] || access("campaign.yaml", F_OK) == 0;
    return there ? hj_session_open(session, arguments, error)
                 : hj_session_start(session, arguments, error);
}

static void close_session(struct hj_session *session)
{
    clear_bar(session);
    hj_close(session->campaign);
    hj_problems_release(&session->problems);
}

int hj_session_end(struct hj_session *session, enum hj_code code, const struct hj_error *error)
{
    struct hj_problems *problems =
        session->campaign ? hj_problems(session->campaign) : &session->problems;
    if (session->problems_shown == 0) {
        hj_problems_sort(problems);
    }
    show_problems(session, problems);
    int status = code == HJ_OK ? HJ_STATUS_DONE : (int)hj_code_status(code);
    if (code != HJ_OK) {
        hj_message_error(stderr, error, session->color);
    }
    close_session(session);
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        struct hj_error write_error;
        hj_error_system(&write_error, HJ_WRITE, _("standard output"), errno ? errno : EIO);
        hj_message_error(stderr, &write_error, false);
        status = HJ_STATUS_MACHINE;
    }
    return status;
}
