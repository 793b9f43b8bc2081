/* SPDX-License-Identifier: MIT
 * Prints small scenarios and what every trial of them gave, as one JSON array, for naive.py, which
 * works them out a second time from the same counters. */
#include "simulate_case.h"

enum { CASES = 8, TRIALS = 300 };

/* Case 0 is as it stands; each of the others adds something. */
static void change(struct simulate_case *test, int number)
{
    static const hj_date holidays[] = {20728, 20729}; /* 2026-10-02 */
    static struct hj_scenario_event events[1];
    static struct hj_scenario_approval approvals[1];
    test->scenario.trials = TRIALS;
    case_open(test, 0, 700);
    case_open(test, 1, 80);
    test->routes[0].share = case_beta(88, 12);
    test->routes[1].share = case_beta(0.7, 0.3);
    if (number >= 1) {
        for (int m = 0; m < 12; m++) {
            test->scenario.flow.founded[m] = 110.0 + m;
            test->scenario.flow.closed[m] = 6.5;
        }
    }
    if (number >= 2) {
        test->routes[0].by = HJ_SHARE_BATCH;
        test->routes[1].by = HJ_SHARE_TOWN;
        test->firms[3] = case_stock(1, 1, 31);
        test->cohorts.count = 4;
    }
    if (number >= 3) {
        test->rules[0].has_duration = true;
        test->rules[0].low = 107;
        test->rules[0].mode = 140;
        test->rules[0].high = 180;
        test->calendar.holidays = holidays;
        test->calendar.holiday_count = 2;
    }
    if (number >= 4) {
        test->certificates[0] = (struct hj_certificates){case_day("2026-11-06"), 20};
        test->certificates[1] = (struct hj_certificates){case_day("2026-12-13"), 26};
        test->certificates[2] = (struct hj_certificates){case_day("2027-12-13"), 100};
        test->cohorts.certificate_count = 3;
        test->scenario.renewed = true;
        test->scenario.renewal = case_beta(44, 6);
        approvals[0] = (struct hj_scenario_approval){case_day("2026-11-30"), 24, case_beta(14, 6)};
        test->scenario.approvals = approvals;
        test->scenario.approval_count = 1;
    }
    if (number >= 5) {
        test->firms[4] = (struct hj_cohort){0, 1, case_day("2026-06-20"), 0, true, false, 40};
        test->firms[5] = (struct hj_cohort){0, 0, case_day("2026-03-11"), 1, true, false, 9};
        test->firms[6] = (struct hj_cohort){1, 0, case_day("2026-05-29"), 1, true, false, 1};
        test->firms[7] = (struct hj_cohort){0, 1, case_day("2026-05-29"), 1, true, false, 1};
        test->cohorts.count = 8;
        events[0] = (struct hj_scenario_event){case_day("2026-10-01"), 300, 20, 2, 1};
        test->scenario.events = events;
        test->scenario.event_count = 1;
    }
    if (number >= 6) {
        test->scenario.lagged = true;
        test->scenario.lag = (struct hj_triangle){0.5, 1, 2};
        test->scenario.as_of = case_day("2026-06-17");
        test->routes[1].from = case_day("2026-07-20");
    }
    if (number >= 7) {
        test->routes[0].share = case_fixed(0.8);
        test->scenario.lagged = false;
        test->scenario.renewal = case_fixed(0.9);
    }
}

static void print_route(const struct simulate_case *test, uint32_t r)
{
    const struct hj_scenario_route *route = &test->routes[r];
    printf("{\"steps\":[");
    for (uint32_t s = 0; s < route->route->step_count; s++) {
        printf("%s[%u,%u]", s ? "," : "", route->route->steps[s].days,
               route->route->steps[s].working_days);
    }
    printf("],\"duration\":[%g,%g,%g],\"share\":[%.17g,%.17g,%d,%.17g],\"by\":%d,\"per_month\":%d,"
           "\"from\":%d}",
           route->route->low, route->route->mode, route->route->high, route->share.a,
           route->share.b, route->share.fixed, route->share.value, (int)route->by,
           (int)route->per_month, route->from);
}

static void print_firms(const struct simulate_case *test)
{
    printf(",\"cohorts\":[");
    for (uint32_t i = 0; i < test->cohorts.count; i++) {
        const struct hj_cohort *cohort = &test->firms[i];
        printf("%s[%u,%d,%d,%u,%d]", i ? "," : "", cohort->route, cohort->stage, cohort->since,
               cohort->town, (int)cohort->firms);
    }
    printf("],\"certificates\":[");
    for (uint32_t i = 0; i < test->cohorts.certificate_count; i++) {
        printf("%s[%d,%d]", i ? "," : "", test->certificates[i].end,
               (int)test->certificates[i].firms);
    }
    printf("]");
}

static void print_chances(const struct hj_scenario *scenario)
{
    printf(",\"lag\":[%g,%g,%g],\"renewal\":[%g,%g,%d,%.17g]",
           scenario->lagged ? scenario->lag.low : 0.0, scenario->lag.mode,
           scenario->lagged ? scenario->lag.high : 0.0, scenario->renewal.a, scenario->renewal.b,
           scenario->renewal.fixed, scenario->renewal.value);
    printf(",\"approvals\":[");
    for (uint32_t i = 0; i < scenario->approval_count; i++) {
        const struct hj_scenario_approval *approval = &scenario->approvals[i];
        printf("%s[%d,%d,%g,%g]", i ? "," : "", approval->date, (int)approval->applicants,
               approval->pass.a, approval->pass.b);
    }
    printf("],\"events\":[");
    for (uint32_t i = 0; i < scenario->event_count; i++) {
        const struct hj_scenario_event *event = &scenario->events[i];
        printf("%s[%d,%d,%d,%d]", i ? "," : "", event->day, (int)event->new_firms,
               (int)event->exits, (int)(event->new_hightech - event->lost_hightech));
    }
    printf("],\"founded\":[");
    for (int m = 0; m < 12; m++) {
        printf("%s%g", m ? "," : "", scenario->flow.founded[m]);
    }
    printf("],\"closed\":[");
    for (int m = 0; m < 12; m++) {
        printf("%s%g", m ? "," : "", scenario->flow.closed[m]);
    }
    printf("]");
}

static void print_trials(const struct hj_trials *trials)
{
    printf(",\"trials\":[");
    for (uint64_t t = 0; t < trials->count; t++) {
        printf("%s[", t ? "," : "");
        for (uint32_t m = 0; m < trials->months; m++) {
            size_t at = (size_t)m * trials->count + t;
            printf("%d,%d,", trials->denominators[at], trials->numerators[at]);
        }
        printf("%d,%d]", trials->opened_exits[t], trials->cases[t]);
    }
    printf("]");
}

static void print_case(void **state)
{
    (void)state;
    printf("[");
    for (int number = 0; number < CASES; number++) {
        struct simulate_case test;
        case_init(&test);
        change(&test, number);
        const struct hj_scenario *scenario = &test.scenario;
        struct hj_plan plan = case_plan(&test);
        struct hj_trials trials = case_trials(&plan);
        printf(
            "%s{\"as_of\":%d,\"deadline\":%d,\"seed\":%d,\"numerator\":148,\"denominator\":14200,"
            "\"target\":120,\"scale\":10000,\"holidays\":[",
            number ? ",\n" : "", scenario->as_of, scenario->deadline, (int)scenario->seed);
        for (uint32_t i = 0; i < test.calendar.holiday_count; i++) {
            printf("%s%d", i ? "," : "", test.calendar.holidays[i]);
        }
        printf("],\"routes\":[");
        print_route(&test, 0);
        printf(",");
        print_route(&test, 1);
        printf("]");
        print_firms(&test);
        print_chances(scenario);
        print_trials(&trials);
        printf("}");
        hj_simulate_trials_release(&trials);
        case_release(&test);
    }
    printf("]\n");
    fflush(stdout);
}

int main(void)
{
    print_case(NULL);
    return 0;
}
