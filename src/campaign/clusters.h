/* SPDX-License-Identifier: MIT
 * Clusters in the store: one record a firm and cluster, in the order of clusters, in blocks of
 * their own under the digest of all they were made from. Proof clusters come first. */
#ifndef HJ_CAMPAIGN_CLUSTERS_H
#define HJ_CAMPAIGN_CLUSTERS_H

#include "campaign/campaign.h"
#include "column/vector.h"

enum hj_cluster_column {
    HJ_CLUSTER_NUMBER,   /* INTEGER: from 1 */
    HJ_CLUSTER_BLOCK,    /* INTEGER: of the registry */
    HJ_CLUSTER_ROW,      /* INTEGER: in the block */
    HJ_CLUSTER_KEEP,     /* BOOLEAN: the record that stays; one a cluster */
    HJ_CLUSTER_STRENGTH, /* TEXT: proof, lead */
    HJ_CLUSTER_RULE,     /* TEXT: the rules that join the firm, by ; */
    HJ_CLUSTER_COLUMNS
};

/* Whether a rule joins firms; without one there is nothing to link, and no cluster. */
bool hj_clusters_asked(const struct hj_ruleset *ruleset);
/* The digest of the clusters on what is loaded: of the duplicate rules and the survivor's order. */
struct hj_digest hj_clusters_key(const struct hj_loaded *loaded);
/* The digest of the derived blocks of one column. */
struct hj_digest hj_clusters_column_key(const struct hj_digest *key, int column);
/* The notes that say which keys have clusters: how many blocks of them. */
#define HJ_CLUSTERS_NOTES "clusters"
/* How many blocks of clusters there are; *found false: link has not been run on this. */
enum hj_code hj_clusters_blocks(struct hj_store *store, const struct hj_digest *key,
                                uint32_t *blocks, bool *found, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_clusters_done(struct hj_store *store, const struct hj_digest *key, uint32_t blocks,
                              struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_clusters_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_vector columns[HJ_CLUSTER_COLUMNS],
                             struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_clusters_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, const struct hj_span frames[HJ_CLUSTER_COLUMNS],
                             struct hj_error *error) HJ_MUST_USE;

/* The digest of the derived blocks of `survivor`. */
struct hj_digest hj_survivor_key(const struct hj_digest *key);
/* The column `survivor` of a block of the registry: TRUE and FALSE for firms of a proof cluster,
 * else NULL. Rows 0: link has not been run. */
enum hj_code hj_survivor_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_vector *survivor,
                             struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_survivor_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, struct hj_span frame,
                             struct hj_error *error) HJ_MUST_USE;

#endif
