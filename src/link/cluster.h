/* SPDX-License-Identifier: MIT
 * Clusters: firms that are the same, or a lead that they may be. Pairs and groups are joined as
 * they are found; what hangs together is one cluster. One object a partition (proof, lead). Pure; 8
 * bytes a firm.
 *
 *     hj_clusters_new(&clusters, firms, error)
 *     hj_clusters_join(clusters, a, b)          builder; any order gives the same clusters
 *     hj_clusters_freeze(clusters, error)       then const
 */
#ifndef HJ_LINK_CLUSTER_H
#define HJ_LINK_CLUSTER_H

#include "base/error.h"

struct hj_clusters;

/* firms are numbered 0 .. count-1 over the whole registry. HJ_MEMORY. The caller frees. */
enum hj_code hj_clusters_new(struct hj_clusters **clusters, uint32_t count,
                             struct hj_error *error) HJ_MUST_USE;
void hj_clusters_free(struct hj_clusters *clusters);

void hj_clusters_join(struct hj_clusters *clusters, uint32_t a, uint32_t b);
enum hj_code hj_clusters_freeze(struct hj_clusters *clusters, struct hj_error *error) HJ_MUST_USE;

/* Clusters of two and more, numbered by their first firm. */
uint32_t hj_clusters_count(const struct hj_clusters *clusters);
/* The firms of a cluster, ascending; *count of them; valid as long as the object. */
const uint32_t *hj_clusters_members(const struct hj_clusters *clusters, uint32_t cluster,
                                    uint32_t *count);

#endif
