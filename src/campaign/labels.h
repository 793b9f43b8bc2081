/* SPDX-License-Identifier: MIT
 * What is known of firms from outside of the run: a file with a column of records or keys and one
 * of states (`evaluate --truth`). Read by the dictionary `truth` of the rules where there is one,
 * as any table is: CSV or workbook, in any encoding. */
#ifndef HJ_CAMPAIGN_LABELS_H
#define HJ_CAMPAIGN_LABELS_H

#include "campaign/campaign.h"

enum hj_label { HJ_LABEL_NONE, HJ_LABEL_NEGATIVE, HJ_LABEL_POSITIVE };

/* States that count as positive when the person names none: a text parameter of the rules. */
#define HJ_LABELS_PARAMETER "truth_positive"

struct hj_labels;

/* positive: states joined by commas; NULL: the parameter's. Errors: a column is missing, no state
 * is named, no row has one. */
enum hj_code hj_labels_read(struct hj_campaign *campaign, const struct hj_loaded *loaded,
                            const char *file, const char *positive, struct hj_labels **labels,
                            struct hj_error *error) HJ_MUST_USE;
/* By record where the file has records, else by key (NULL key: NONE). */
enum hj_label hj_labels_find(const struct hj_labels *labels, int64_t record, struct hj_span key);
void hj_labels_free(struct hj_labels *labels); /* NULL is allowed */

#endif
