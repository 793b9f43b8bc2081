/* SPDX-License-Identifier: MIT */
#include "simulate/trials.h"

#include "base/memory.h"
#include "base/parallel.h"

/* Cases in flight are drawn for some trials at once, flight by flight: then its tables stay near
 * the processor. */
enum { TRIALS_AN_ITEM = 1024, TRIALS_AT_ONCE = 256, CELLS_AT_ONCE = 1 << 16 };

/* What a thread works with; one a thread, reused from trial to trial. */
struct scratch {
    double *shares;                /* one a group */
    int64_t *ended;                /* one an opening: by the deadline */
    int64_t *would;                /* trial by trial, flights by flights, one a month: cases in
                                    * flight that would end */
    int64_t *exits;                /* route by route, one a month: cases that end */
    int64_t *lost;                 /* the same: high-tech firms among them */
    int64_t *all_exits, *hightech; /* one a month: of all routes; change of the numerator */
};

struct run {
    const struct hj_trials_job *job;
    struct hj_case_routes routes;
    uint32_t at_once; /* trials */
    struct hj_trials *trials;
    struct scratch *scratch;
};

/* One trial on its way. */
struct trial {
    const struct hj_plan *plan;
    const struct hj_trials_job *job;
    struct scratch *scratch;
    uint32_t number;
    int64_t *would;  /* its part */
    double lag;      /* days */
    int64_t staying; /* opened and in flight, not ended by the deadline: to check the sums */
};

/* Whether the route's cases are as they were in the trials that were kept. */
static bool is_known(const struct trial *trial, uint32_t route)
{
    const struct hj_kept *known = trial->job->known;
    return known && trial->number < known->count && trial->job->moved != HJ_MOVED_ALL &&
           trial->job->moved != (int64_t)route;
}

static struct hj_random at(const struct trial *trial, enum hj_purpose purpose, uint32_t cohort,
                           uint32_t month)
{
    return hj_simulate_random(trial->plan->scenario->seed, purpose, trial->number, cohort, month);
}

/* From its table where it has one. The two give the same distribution, not the same number. */
static int64_t draw_binomial(struct hj_random random, const struct hj_draw_table *table, int64_t n,
                             double p)
{
    return table ? hj_simulate_look_up(&random, table) : hj_simulate_binomial(&random, n, p);
}

static int64_t draw_poisson(struct hj_random random, const struct hj_draw_table *table, double mean)
{
    return table ? hj_simulate_look_up(&random, table) : hj_simulate_poisson(&random, mean);
}

static void draw_shares(struct trial *trial)
{
    const struct hj_plan *plan = trial->plan;
    for (uint32_t g = 0; g < plan->group_count; g++) {
        if (!plan->groups[g].used || is_known(trial, plan->groups[g].route)) {
            continue;
        }
        struct hj_random random = at(trial, HJ_PURPOSE_SHARE, plan->groups[g].stream, 0);
        trial->scratch->shares[g] = hj_simulate_share(&random, plan->groups[g].share);
    }
    if (plan->scenario->lagged) {
        struct hj_random random = at(trial, HJ_PURPOSE_LAG, 0, 0);
        trial->lag = hj_simulate_triangular(&random, &plan->scenario->lag) * HJ_SIMULATE_MONTH_DAYS;
    }
}

/* P(ended by the end of the month), as N sees it in this trial. */
static double below(const struct trial *trial, const struct hj_opening *opening, uint32_t m)
{
    const struct hj_scenario *scenario = trial->plan->scenario;
    if (!scenario->lagged) {
        return opening->below[m];
    }
    hj_date last = trial->plan->months[m].last;
    last = last < scenario->denominator_date ? last : scenario->denominator_date;
    return hj_simulate_opening_below(trial->plan, opening, (double)last - trial->lag);
}

/* The month in which a case alone ends, by one number; month_count: in none. Cases in flight are
 * mostly alone in their cohort. */
static uint32_t draw_end(const struct trial *trial, const struct hj_opening *opening, double share)
{
    const struct hj_plan *plan = trial->plan;
    struct hj_random random =
        at(trial, opening->flight ? HJ_PURPOSE_FLIGHT : HJ_PURPOSE_CASE, opening->stream, 0);
    double u = hj_simulate_uniform(&random);
    uint32_t m = opening->first;
    while (m < plan->month_count && u > share * below(trial, opening, m)) {
        m++;
    }
    return m;
}

static void add_ends(struct trial *trial, const struct hj_opening *opening, uint32_t m,
                     int64_t ends)
{
    if (opening->flights != HJ_FLIGHTS_NONE) {
        trial->would[(size_t)opening->flights * trial->plan->month_count + m] += ends;
        return;
    }
    size_t place = (size_t)opening->route * trial->plan->month_count + m;
    trial->scratch->exits[place] += ends;
    trial->scratch->lost[place] += opening->hightech ? ends : 0;
}

static int64_t draw_alone(struct trial *trial, const struct hj_opening *opening, double share)
{
    uint32_t m = draw_end(trial, opening, share);
    if (m == trial->plan->month_count) {
        return 1;
    }
    add_ends(trial, opening, m, 1);
    return 0;
}

/* Month by month, of what is left, with chances that are the same in every trial; how many do not
 * end. */
static int64_t look_up_months(struct trial *trial, const struct hj_opening *opening)
{
    struct hj_random random =
        at(trial, opening->flight ? HJ_PURPOSE_FLIGHT : HJ_PURPOSE_CASE, opening->stream, 0);
    int64_t left = opening->firms;
    for (uint32_t m = opening->first; m < trial->plan->month_count && left > 0; m++) {
        int64_t ends = hj_simulate_draw_of(&random, &opening->tables[m - opening->first], left);
        left -= ends;
        add_ends(trial, opening, m, ends);
    }
    return left;
}

/* The same with chances of this trial. */
static int64_t draw_months(struct trial *trial, const struct hj_opening *opening, double share)
{
    const struct hj_plan *plan = trial->plan;
    double before = 0.0;
    int64_t left = opening->firms;
    for (uint32_t m = opening->first; m < plan->month_count && left > 0; m++) {
        double now = share * below(trial, opening, m);
        if (now <= before) {
            continue;
        }
        struct hj_random random =
            at(trial, opening->flight ? HJ_PURPOSE_FLIGHT : HJ_PURPOSE_CASE, opening->stream, m);
        int64_t ends = hj_simulate_binomial(&random, left, (now - before) / (1.0 - before));
        left -= ends;
        add_ends(trial, opening, m, ends);
        before = now;
    }
    return left;
}

static int64_t draw_opening(struct trial *trial, const struct hj_opening *opening, double share)
{
    return opening->firms == 1 ? draw_alone(trial, opening, share)
           : opening->tables   ? look_up_months(trial, opening)
                               : draw_months(trial, opening, share);
}

static void draw_cases(struct trial *trial, uint32_t o)
{
    const struct hj_opening *opening = &trial->plan->openings[o];
    if (is_known(trial, opening->route)) {
        trial->staying += opening->firms;
    } else if (opening->flights == HJ_FLIGHTS_NONE) {
        int64_t left = draw_opening(trial, opening, trial->scratch->shares[opening->group]);
        trial->scratch->ended[o] = opening->firms - left;
        trial->staying += left;
    }
}

/* When the cases in flight would end, for some trials. */
static void draw_would(const struct hj_plan *plan, struct trial *trials, uint64_t count)
{
    for (uint32_t o = 0; o < plan->opening_count; o++) {
        const struct hj_opening *opening = &plan->openings[o];
        for (uint64_t t = 0; opening->flights != HJ_FLIGHTS_NONE && t < count; t++) {
            if (!is_known(&trials[t], opening->route)) {
                trials[t].staying += draw_opening(&trials[t], opening, 1.0);
            }
        }
    }
}

/* Of the cases in flight that would end in a month, those that do. */
static void draw_flown(struct trial *trial, const struct hj_flights *flights, const int64_t *would)
{
    const struct hj_plan *plan = trial->plan;
    double share = trial->scratch->shares[flights->group];
    size_t row = (size_t)flights->route * plan->month_count;
    for (uint32_t m = 0; m < plan->month_count; m++) {
        struct hj_random random = at(trial, HJ_PURPOSE_FLOWN, plan->groups[flights->group].stream,
                                     m | (flights->hightech ? 1u << 16 : 0));
        int64_t ends = would[m] ? hj_simulate_binomial(&random, would[m], share) : 0;
        trial->staying += would[m] - ends;
        trial->scratch->exits[row + m] += ends;
        trial->scratch->lost[row + m] += flights->hightech ? ends : 0;
    }
}

/* The cases of all routes; those that are known come from where they were kept. */
static void draw_routes(struct trial *trial)
{
    const struct hj_plan *plan = trial->plan;
    const struct hj_kept *known = trial->job->known;
    struct scratch *scratch = trial->scratch;
    size_t cells = (size_t)plan->scenario->route_count * plan->month_count;
    memset(scratch->exits, 0, cells * sizeof *scratch->exits);
    memset(scratch->lost, 0, cells * sizeof *scratch->lost);
    draw_shares(trial);
    for (uint32_t o = 0; o < plan->opening_count; o++) {
        draw_cases(trial, o);
    }
    for (uint32_t i = 0; i < plan->flights_count; i++) {
        if (!is_known(trial, plan->flights[i].route)) {
            draw_flown(trial, &plan->flights[i], &trial->would[(size_t)i * plan->month_count]);
        }
    }
    for (uint32_t r = 0; known && r < plan->scenario->route_count; r++) {
        if (!is_known(trial, r) || known->row[r] == HJ_KEPT_NONE) {
            continue;
        }
        size_t from = ((size_t)trial->number * known->rows + known->row[r]) * plan->month_count;
        size_t to = (size_t)r * plan->month_count;
        for (uint32_t m = 0; m < plan->month_count; m++) {
            scratch->exits[to + m] = known->exits[from + m];
            scratch->lost[to + m] = known->hightech[from + m];
            trial->staying -= known->exits[from + m];
        }
    }
}

static void draw_numerator(struct trial *trial)
{
    const struct hj_plan *plan = trial->plan;
    int64_t *change = trial->scratch->hightech;
    double share = 0.0;
    if (plan->scenario->renewed && plan->ending_count > 0) {
        struct hj_random random = at(trial, HJ_PURPOSE_RENEWAL, 0, 0);
        share = hj_simulate_share(&random, &plan->scenario->renewal);
    }
    for (uint32_t i = 0; i < plan->ending_count; i++) {
        const struct hj_ending *ending = &plan->endings[i];
        change[ending->leave] -= ending->firms;
        if (ending->back < plan->month_count) {
            struct hj_random random = at(trial, HJ_PURPOSE_RENEWAL, 1 + i, 0);
            change[ending->back] += draw_binomial(random, ending->table, ending->firms, share);
        }
    }
    for (uint32_t i = 0; i < plan->granting_count; i++) {
        const struct hj_granting *granting = &plan->grantings[i];
        uint32_t cohort = 2 * plan->granting_streams[i];
        struct hj_random random = at(trial, HJ_PURPOSE_APPROVAL, cohort, 0);
        double pass = hj_simulate_share(&random, granting->pass);
        change[granting->month] += draw_binomial(at(trial, HJ_PURPOSE_APPROVAL, cohort + 1, 0),
                                                 granting->table, granting->applicants, pass);
    }
}

/* The months in order; false: the sums do not agree. */
static bool count_months(const struct trial *trial, struct hj_trials *trials)
{
    const struct hj_plan *plan = trial->plan;
    const int64_t *exits = trial->scratch->all_exits, *hightech = trial->scratch->hightech;
    int64_t n = plan->denominator, h = plan->numerator, loose = plan->loose;
    int64_t left = n - loose;
    for (uint32_t m = 0; m < plan->month_count; m++) {
        int64_t founded =
            plan->new_firms[m] + draw_poisson(at(trial, HJ_PURPOSE_FOUNDED, 0, m),
                                              plan->founded_tables[m], plan->founded[m]);
        int64_t closed = plan->exits[m] + draw_poisson(at(trial, HJ_PURPOSE_CLOSED, 0, m),
                                                       plan->closed_tables[m], plan->closed[m]);
        loose += founded;
        closed = closed < loose ? closed : loose;
        loose -= closed;
        n += founded - closed - exits[m];
        h += hightech[m] + plan->hightech[m];
        left -= exits[m];
        if (n != loose + left) {
            return false;
        }
        h = h > plan->least_numerator ? h : plan->least_numerator;
        size_t place = (size_t)m * trials->count + trial->number;
        trials->denominators[place] = (int32_t)n;
        trials->numerators[place] = (int32_t)h;
    }
    return left - trial->staying == plan->idle;
}

/* How many cases, in the plan's order, it took to get from N without them to the target. */
static int32_t count_needed(struct trial *trial, int64_t n, int64_t h)
{
    const struct hj_plan *plan = trial->plan;
    int64_t lacking = n - hj_simulate_most_denominator(plan, h), cases = 0;
    if (lacking <= 0) {
        return 0;
    }
    for (uint32_t i = 0; i < plan->order_count; i++) {
        const struct hj_opening *opening = &plan->openings[plan->order[i]];
        int64_t ended = trial->scratch->ended[plan->order[i]];
        if (ended >= lacking) {
            struct hj_random random = at(trial, HJ_PURPOSE_PLACE, 0, 0);
            return (int32_t)(cases + hj_simulate_place(&random, opening->firms, ended, lacking));
        }
        cases += opening->firms;
        lacking -= ended;
    }
    return INT32_MAX;
}

static void sum_routes(const struct trial *trial, const struct hj_case_routes *routes)
{
    const struct scratch *scratch = trial->scratch;
    uint32_t months = trial->plan->month_count;
    memset(scratch->all_exits, 0, months * sizeof *scratch->all_exits);
    memset(scratch->hightech, 0, months * sizeof *scratch->hightech);
    for (uint32_t i = 0; i < routes->count; i++) {
        size_t row = (size_t)routes->items[i] * months;
        for (uint32_t m = 0; m < months; m++) {
            scratch->all_exits[m] += scratch->exits[row + m];
            scratch->hightech[m] -= scratch->lost[row + m];
        }
    }
}

static bool run_trial(struct trial *trial, const struct run *run)
{
    const struct hj_plan *plan = trial->plan;
    struct hj_trials *trials = run->trials;
    draw_routes(trial);
    sum_routes(trial, &run->routes);
    draw_numerator(trial);
    bool right = count_months(trial, trials);
    if (run->job->known) {
        return right;
    }
    int64_t opened = 0;
    for (uint32_t i = 0; i < plan->order_count; i++) {
        opened += trial->scratch->ended[plan->order[i]];
    }
    size_t last = (size_t)(plan->month_count - 1) * trials->count + trial->number;
    trials->opened_exits[trial->number] = (int32_t)opened;
    trials->cases[trial->number] =
        count_needed(trial, trials->denominators[last] + opened, trials->numerators[last]);
    if (run->job->keep) {
        hj_simulate_keep_trial(run->job->keep, plan, trial->number, trial->scratch->exits,
                               trial->scratch->lost);
    }
    return right;
}

static enum hj_code run_some(struct run *run, struct scratch *scratch, uint64_t first,
                             uint64_t count, struct hj_error *error)
{
    const struct hj_plan *plan = run->job->plan;
    size_t cells = (size_t)plan->flights_count * plan->month_count;
    struct trial trials[TRIALS_AT_ONCE];
    memset(scratch->would, 0, count * cells * sizeof *scratch->would);
    for (uint64_t i = 0; i < count; i++) {
        trials[i] = (struct trial){
            .plan = plan,
            .job = run->job,
            .scratch = scratch,
            .number = (uint32_t)(first + i),
            .would = &scratch->would[i * cells],
        };
    }
    draw_would(plan, trials, count);
    for (uint64_t i = 0; i < count; i++) {
        if (!run_trial(&trials[i], run)) {
            hj_error_set(error, HJ_SIMULATE_SUMS);
            hj_error_number(error, "trial", (int64_t)(first + i));
            return error->code;
        }
    }
    return HJ_OK;
}

static enum hj_code work(void *context, uint64_t item, unsigned slot, unsigned thread,
                         struct hj_error *error)
{
    struct run *run = context;
    uint64_t first = item * TRIALS_AN_ITEM, end = first + TRIALS_AN_ITEM;
    enum hj_code code = HJ_OK;
    (void)slot;
    end = end < run->trials->count ? end : run->trials->count;
    for (uint64_t t = first; t < end; t += run->at_once) {
        uint64_t count = end - t < run->at_once ? end - t : run->at_once;
        HJ_TRY(run_some(run, &run->scratch[thread], t, count, error));
    }
done:
    return code;
}

static bool make_room(struct hj_trials *trials)
{
    size_t cells = (size_t)trials->months * trials->count;
    trials->denominators = hj_memory_zero(cells, sizeof *trials->denominators);
    trials->numerators = hj_memory_zero(cells, sizeof *trials->numerators);
    trials->opened_exits = hj_memory_zero(trials->count, sizeof *trials->opened_exits);
    trials->cases = hj_memory_zero(trials->count, sizeof *trials->cases);
    return trials->denominators && trials->numerators && trials->opened_exits && trials->cases;
}

static bool make_scratch(struct run *run, struct hj_arena *arena)
{
    const struct hj_plan *plan = run->job->plan;
    struct scratch *scratch = run->scratch;
    size_t cells = (size_t)plan->scenario->route_count * plan->month_count + 1;
    size_t would = (size_t)plan->flights_count * plan->month_count + 1;
    size_t at_once =
        CELLS_AT_ONCE / would < TRIALS_AT_ONCE ? CELLS_AT_ONCE / would : TRIALS_AT_ONCE;
    bool full = false;
    run->at_once = at_once ? (uint32_t)at_once : 1;
    for (unsigned i = 0; i < run->job->threads; i++) {
        scratch[i] = (struct scratch){
            .shares = hj_arena_zero(arena, plan->group_count + 1u, sizeof(double)),
            .ended = hj_arena_zero(arena, plan->opening_count + 1u, sizeof(int64_t)),
            .would = hj_arena_zero(arena, run->at_once * would, sizeof(int64_t)),
            .exits = hj_arena_zero(arena, cells, sizeof(int64_t)),
            .lost = hj_arena_zero(arena, cells, sizeof(int64_t)),
            .all_exits = hj_arena_zero(arena, plan->month_count, sizeof(int64_t)),
            .hightech = hj_arena_zero(arena, plan->month_count, sizeof(int64_t)),
        };
        full = full || !scratch[i].shares || !scratch[i].ended || !scratch[i].would ||
               !scratch[i].exits || !scratch[i].lost || !scratch[i].all_exits ||
               !scratch[i].hightech;
    }
    return !full;
}

enum hj_code hj_simulate_trials_job(const struct hj_trials_job *ask, struct hj_trials *trials,
                                    struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct run run = {.job = ask, .trials = trials};
    enum hj_code code = HJ_OK;
    *trials = (struct hj_trials){.count = ask->count, .months = ask->plan->month_count};
    run.scratch = hj_memory_zero(ask->threads, sizeof *run.scratch);
    if (!run.scratch || !make_scratch(&run, &arena) ||
        !hj_simulate_case_routes(ask->plan, &arena, &run.routes) || !make_room(trials)) {
        code = hj_error_memory(error);
        goto done;
    }
    const struct hj_parallel job = {
        .context = &run,
        .work = work,
        .items = (ask->count + TRIALS_AN_ITEM - 1) / TRIALS_AN_ITEM,
        .threads = ask->threads,
        .slots = 2 * ask->threads + 1,
    };
    HJ_TRY(hj_parallel_run(&job, error));
done:
    if (code != HJ_OK) {
        hj_simulate_trials_release(trials);
    }
    hj_memory_free(run.scratch);
    hj_arena_release(&arena);
    return code;
}

enum hj_code hj_simulate_trials(const struct hj_plan *plan, uint64_t count, unsigned threads,
                                struct hj_trials *trials, struct hj_error *error)
{
    const struct hj_trials_job job = {.plan = plan, .count = count, .threads = threads};
    return hj_simulate_trials_job(&job, trials, error);
}

void hj_simulate_trials_release(struct hj_trials *trials)
{
    hj_memory_free(trials->denominators);
    hj_memory_free(trials->numerators);
    hj_memory_free(trials->opened_exits);
    hj_memory_free(trials->cases);
    *trials = (struct hj_trials){0};
}
