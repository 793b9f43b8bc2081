/* SPDX-License-Identifier: MIT
 * Inside of the stage link: what its two files share. link.c finds who belongs together,
 * link_clusters.c chooses the record that stays and writes the clusters. */
#ifndef HJ_CAMPAIGN_LINK_H
#define HJ_CAMPAIGN_LINK_H

#include "campaign/campaign.h"
#include "column/codec.h"
#include "link/cluster.h"

/* Partitions: proof and lead. */
enum { HJ_LINK_PROOF, HJ_LINK_LEAD, HJ_LINK_PARTITIONS };

struct hj_link {
    struct hj_campaign *campaign;
    struct hj_store *store;
    struct hj_loaded loaded;
    struct hj_digest key;
    uint32_t firms;   /* of the registry */
    uint32_t *firsts; /* first firm of each block, and one more */
    struct hj_clusters *clusters[HJ_LINK_PARTITIONS];
    uint64_t **holds; /* one a rule: bits over all firms; NULL: not by link */
    struct hj_codec codec;
    struct hj_buffer frame; /* the frame of the last hj_link_encode */
    struct hj_arena block;  /* what is made for one block */
    uint64_t cluster_count, member_count;
};

enum hj_code hj_link_encode(struct hj_link *link, const struct hj_vector *vector,
                            struct hj_error *error) HJ_MUST_USE;
/* The frozen clusters into the store, with the record of each that stays. */
enum hj_code hj_link_write_clusters(struct hj_link *link, struct hj_error *error) HJ_MUST_USE;

#endif
