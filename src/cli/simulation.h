/* SPDX-License-Identifier: MIT
 * The answers of a simulation as a page that is read in ten seconds: numbers said as people say
 * them. */
#ifndef HJ_CLI_SIMULATION_H
#define HJ_CLI_SIMULATION_H

#include "hejian.h"

#include <stdio.h>

/* Probabilities are rounded to 5 % ("about"); the page says what binds in one sentence. outlook:
 * for the titles of routes. */
void hj_simulation_print(const struct hj_simulated *simulated, const struct hj_outlook *outlook,
                         FILE *out);

#endif
