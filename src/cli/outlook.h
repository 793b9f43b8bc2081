/* SPDX-License-Identifier: MIT
 * The indicator and what the routes make of it, for people and as JSON. */
#ifndef HJ_CLI_OUTLOOK_H
#define HJ_CLI_OUTLOOK_H

#include "hejian.h"

#include <stdio.h>

/* Today's ratio by every counting, beside the official figure. */
void hj_outlook_print_today(const struct hj_outlook *outlook, FILE *out);
/* What the target takes under today's counts. Nothing without a target. */
void hj_outlook_print_target(const struct hj_outlook *outlook, FILE *out);
/* The matrix route × counting, which stands above every ratio: what the exit of a firm by the route
 * takes from the denominator; - where no firm has the route. Nothing where there are no routes. */
void hj_outlook_print_matrix(const struct hj_outlook *outlook, FILE *out);
/* What becomes of the ratio when the firms of each route leave. */
void hj_outlook_print_routes(const struct hj_outlook *outlook, FILE *out);

#endif
