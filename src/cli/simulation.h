/* SPDX-License-Identifier: MIT
 * The answers of a simulation as a page that is read in ten seconds: numbers said as people say
 * them. */
#ifndef HJ_CLI_SIMULATION_H
#define HJ_CLI_SIMULATION_H

#include "base/decimal.h"
#include "hejian.h"

#include <stdio.h>

/* Probabilities are rounded to 5 % ("about"); the page says what binds in one sentence. outlook:
 * for the titles of routes. color: what must not be overlooked is red. */
void hj_simulation_print(const struct hj_simulated *simulated, const struct hj_outlook *outlook,
                         bool color, FILE *out);
/* Several scenarios side by side, one a row. */
void hj_simulation_print_rows(const struct hj_simulation *simulation, FILE *out);

/* ---- how numbers are said: simulation.c ---- */

/* To 5 %, and never certain. */
void hj_simulation_say_chance(double probability, char text[64]);
/* To one decimal; - where N = 0. */
void hj_simulation_say_ratio(double ratio, char text[HJ_DECIMAL_TEXT]);
/* To two figures, as large numbers are said. */
int64_t hj_simulation_rounded(int64_t count);

/* ---- what the answers rest on: simulation_basis.c ---- */

void hj_simulation_print_source(const struct hj_answer_denominator *source, bool color, FILE *out);
void hj_simulation_print_expected(const struct hj_answers *answers, FILE *out);
void hj_simulation_print_towns(const struct hj_answer_required *required, FILE *out);

#endif
