/* SPDX-License-Identifier: MIT */
#include "link/cluster.h"

#include "base/memory.h"

struct hj_clusters {
    uint32_t count;
    uint32_t *parent;  /* union-find; the root of a cluster is its first firm */
    uint32_t *members; /* after freezing: cluster by cluster */
    uint32_t *starts;  /* of each cluster in members, and one more */
    uint32_t clusters;
};

enum hj_code hj_clusters_new(struct hj_clusters **result, uint32_t count, struct hj_error *error)
{
    struct hj_clusters *clusters = hj_memory_zero(1, sizeof *clusters);
    *result = clusters;
    if (clusters) {
        clusters->parent = hj_memory_new(count * sizeof *clusters->parent);
    }
    if (!clusters || !clusters->parent) {
        hj_clusters_free(clusters);
        *result = NULL;
        return hj_error_memory(error);
    }
    clusters->count = count;
    for (uint32_t i = 0; i < count; i++) {
        clusters->parent[i] = i;
    }
    return HJ_OK;
}

void hj_clusters_free(struct hj_clusters *clusters)
{
    if (clusters) {
        hj_memory_free(clusters->parent);
        hj_memory_free(clusters->members);
        hj_memory_free(clusters->starts);
        hj_memory_free(clusters);
    }
}

static uint32_t find(struct hj_clusters *clusters, uint32_t firm)
{
    uint32_t *parent = clusters->parent;
    while (parent[firm] != firm) {
        parent[firm] = parent[parent[firm]];
        firm = parent[firm];
    }
    return firm;
}

/* The smaller root stays the root, so that the root of a cluster is its first firm. */
void hj_clusters_join(struct hj_clusters *clusters, uint32_t a, uint32_t b)
{
    uint32_t x = find(clusters, a), y = find(clusters, b);
    if (x < y) {
        clusters->parent[y] = x;
    } else {
        clusters->parent[x] = y;
    }
}

/* Sizes of the clusters at their roots; 0 elsewhere. */
static uint32_t *count_sizes(struct hj_clusters *clusters)
{
    uint32_t *sizes = hj_memory_zero(clusters->count, sizeof *sizes);
    for (uint32_t i = 0; sizes && i < clusters->count; i++) {
        sizes[find(clusters, i)]++;
    }
    return sizes;
}

enum hj_code hj_clusters_freeze(struct hj_clusters *clusters, struct hj_error *error)
{
    uint32_t *place = count_sizes(clusters);
    uint32_t members = 0;
    if (!place) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < clusters->count; i++) {
        clusters->clusters += place[i] > 1;
        members += place[i] > 1 ? place[i] : 0;
    }
    clusters->members = hj_memory_new(members * sizeof *clusters->members);
    clusters->starts = hj_memory_new((clusters->clusters + (size_t)1) * sizeof *clusters->starts);
    if (!clusters->members || !clusters->starts) {
        hj_memory_free(place);
        return hj_error_memory(error);
    }
    uint32_t cluster = 0, at = 0;
    for (uint32_t i = 0; i < clusters->count; i++) {
        uint32_t size = place[i];
        if (size > 1) {
            clusters->starts[cluster++] = at;
            place[i] = at; /* from here on: where the next member goes */
            at += size;
        } else {
            place[i] = UINT32_MAX;
        }
    }
    clusters->starts[cluster] = at;
    for (uint32_t i = 0; i < clusters->count; i++) {
        uint32_t root = find(clusters, i);
        if (place[root] != UINT32_MAX) {
            clusters->members[place[root]++] = i;
        }
    }
    hj_memory_free(place);
    return HJ_OK;
}

uint32_t hj_clusters_count(const struct hj_clusters *clusters)
{
    return clusters->clusters;
}

const uint32_t *hj_clusters_members(const struct hj_clusters *clusters, uint32_t cluster,
                                    uint32_t *count)
{
    *count = clusters->starts[cluster + 1] - clusters->starts[cluster];
    return clusters->members + clusters->starts[cluster];
}
