/* SPDX-License-Identifier: MIT
 * Aggregate features: the records of a fact table are evaluated part by part and folded firm by
 * firm, all features of the table in one pass. The records of a firm follow on one another, so a
 * feature has one state, not one a firm. */
#include "match/fold.h"
#include "match/rowset.h"

#include "match/worker_state.h"

enum { NO_FIRM = -1 };

/* One feature of the table at hand. */
struct running {
    const struct hj_node_aggregate *aggregate;
    struct hj_cell *cell; /* of the feature, among the firms; NULL: the input has its values */
    struct hj_fold fold;  /* of the firm at hand */
    int64_t firm;         /* NO_FIRM: none yet */
    bool keep_text;       /* its texts are computed: they go with the part */
};

/* The trees of one feature over the records of one part. */
struct trees {
    const uint64_t *wanted; /* records */
    struct hj_view where, value, order;
    const struct hj_cell *faulty[3]; /* those with a fault somewhere; else NULL */
};

static const struct hj_node *node_at(const struct hj_program *program, int32_t node)
{
    return node == HJ_NO_NODE ? NULL : &program->nodes[node];
}

/* ---- firms ---- */

/* Whether the firm's values are asked for. */
static bool is_wanted(const struct hj_worker *worker, uint32_t firm)
{
    return !worker->input->only || hj_bits_get(worker->input->only, firm);
}

static bool known_absent(const struct hj_worker *worker, const struct running *running,
                         uint32_t fact, uint32_t firm)
{
    const struct hj_match_facts *facts = worker->input->facts;
    return running->aggregate->absence && facts && facts[fact].known_key &&
           hj_bits_get(facts[fact].known_key, firm);
}

/* Without records: what absence says, for every firm that is asked for. */
static bool start(struct hj_worker *worker, uint32_t fact, uint32_t index, struct running *running)
{
    struct hj_rowset *firms = &worker->firms;
    const struct hj_node_aggregate *aggregate = &worker->program->facts[fact].aggregates[index];
    const struct hj_node *node = &worker->program->nodes[aggregate->node];
    const struct hj_node *value = node_at(worker->program, aggregate->value);
    if (worker->input->features && worker->input->features[node->index]) {
        *running = (struct running){.aggregate = aggregate, .firm = NO_FIRM};
        return true;
    }
    *running = (struct running){
        .aggregate = aggregate,
        .cell = hj_rowset_cell(firms, node),
        .firm = NO_FIRM,
        .keep_text = value && value->type == HJ_TEXT && value->kind == HJ_NODE_OPERATOR,
    };
    if (!hj_cell_open(firms, node, running->cell)) {
        return false;
    }
    for (uint32_t firm = 0; firm < firms->rows; firm++) {
        if (!is_wanted(worker, firm)) {
            continue;
        }
        struct hj_value absent = hj_fold_finish(&running->fold, aggregate->feature,
                                                known_absent(worker, running, fact, firm));
        hj_cell_put(running->cell, firm, &absent);
    }
    return true;
}

/* A text that was computed for the part moves to where the block's texts are. */
static bool keep_text(struct hj_worker *worker, const struct running *running,
                      struct hj_value *value)
{
    if (!running->keep_text || value->null || !value->text.data) {
        return true;
    }
    value->text = hj_arena_copy(&worker->arena, value->text);
    return value->text.data != NULL;
}

/* The firm at hand has no more records. */
static bool finish(struct hj_worker *worker, uint32_t fact, struct running *running)
{
    if (running->firm == NO_FIRM) {
        return true;
    }
    uint32_t firm = (uint32_t)running->firm;
    struct hj_cell *cell = running->cell;
    struct hj_value value = hj_fold_finish(&running->fold, running->aggregate->feature,
                                           known_absent(worker, running, fact, firm));
    if (!keep_text(worker, running, &value)) {
        return false;
    }
    cell->nulls[firm / 64] &= ~(UINT64_C(1) << (firm % 64));
    hj_cell_put(cell, firm, &value);
    for (int fault = HJ_FAULT_NONE; value.null && fault < HJ_FAULT_COUNT; fault++) {
        if ((running->fold.faults >> fault & 1) &&
            !hj_cell_fault(&worker->firms, cell, firm, (enum hj_fault)fault)) {
            return false;
        }
    }
    hj_fold_clear(&running->fold);
    return true;
}

/* ---- records ---- */

/* The records of firms that are asked for; *any: there are some. NULL: the memory is full. */
static const uint64_t *wanted_of(const struct hj_worker *worker, struct hj_rowset *records,
                                 const uint32_t *firms, bool *any)
{
    *any = true;
    if (!worker->input->only) {
        return records->all;
    }
    uint64_t *wanted = hj_arena_zero(records->arena, records->words, sizeof *wanted);
    *any = false;
    for (uint32_t row = 0; wanted && row < records->rows; row++) {
        if (is_wanted(worker, firms[row])) {
            hj_bits_set(wanted, row);
            *any = true;
        }
    }
    return wanted;
}

static bool need_tree(struct hj_rowset *records, const uint64_t *wanted, int32_t index,
                      struct hj_view *view, const struct hj_cell **faulty)
{
    const struct hj_node *node = node_at(records->program, index);
    *view = (struct hj_view){.constant = true, .value = {.null = true}};
    *faulty = NULL;
    if (!node) {
        return true;
    }
    if (!hj_rowset_need(records, node, wanted)) {
        return false;
    }
    *view = hj_view_of(records, node);
    if (node->kind != HJ_NODE_LITERAL && hj_rowset_cell(records, node)->faults) {
        *faulty = hj_rowset_cell(records, node);
    }
    return true;
}

static unsigned faults_of(const struct trees *trees, uint32_t row)
{
    unsigned faults = 0;
    for (size_t tree = 0; tree < sizeof trees->faulty / sizeof *trees->faulty; tree++) {
        for (int fault = HJ_FAULT_NONE; trees->faulty[tree] && fault < HJ_FAULT_COUNT; fault++) {
            const uint64_t *bits = trees->faulty[tree]->faults[fault];
            faults |= bits && hj_bits_get(bits, row) ? 1U << fault : 0;
        }
    }
    return faults;
}

static bool fold_record(struct hj_worker *worker, uint32_t fact, struct running *running,
                        const struct hj_fold_record *record, uint32_t firm)
{
    if (running->firm != firm) {
        if (!finish(worker, fact, running)) {
            return false;
        }
        running->firm = firm;
    }
    return hj_fold_add(&running->fold, running->aggregate->feature, record, &worker->arena);
}

/* Records that are FALSE say nothing, but to a RUN. */
static uint64_t telling(const struct running *running, const struct trees *trees, size_t word)
{
    if (running->aggregate->where == HJ_NO_NODE ||
        running->aggregate->feature->aggregate == HJ_AGG_RUN) {
        return trees->wanted[word];
    }
    return (trees->where.yes[word] | trees->where.nulls[word]) & trees->wanted[word];
}

static bool fold_part(struct hj_worker *worker, uint32_t fact, struct running *running,
                      const struct hj_rowset *records, const struct trees *trees,
                      const uint32_t *firms)
{
    bool filtered = running->aggregate->where != HJ_NO_NODE;
    bool faulty = trees->faulty[0] || trees->faulty[1] || trees->faulty[2];
    struct hj_fold_record record = {.value = {.null = true}, .order = {.null = true}};
    for (size_t word = 0; word < records->words; word++) {
        uint64_t left = telling(running, trees, word);
        for (; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            record.unknown = filtered && hj_bits_get(trees->where.nulls, row);
            record.counts = !filtered || hj_bits_get(trees->where.yes, row);
            if (running->aggregate->value != HJ_NO_NODE) {
                record.value = hj_view_value(&trees->value, row);
            }
            if (running->aggregate->order != HJ_NO_NODE) {
                record.order = hj_view_value(&trees->order, row);
            }
            if (faulty) {
                record.faults = faults_of(trees, row);
            }
            if (!fold_record(worker, fact, running, &record, firms[row])) {
                return false;
            }
        }
    }
    return true;
}

static bool run_part(struct hj_worker *worker, uint32_t fact, const struct hj_match_part *part,
                     struct running *running)
{
    const struct hj_node_fact *table = &worker->program->facts[fact];
    struct hj_rowset records;
    hj_arena_clear(&worker->part_arena);
    if (!hj_worker_rowset(worker, &worker->part_arena, fact + 1, part->rows, &records)) {
        return false;
    }
    records.columns = part->columns;
    records.column_count = part->column_count;
    bool any;
    const uint64_t *wanted = wanted_of(worker, &records, part->firms, &any);
    if (!wanted || !any) {
        return wanted;
    }
    for (uint32_t i = 0; i < table->count; i++) {
        const struct hj_node_aggregate *aggregate = &table->aggregates[i];
        struct trees trees = {.wanted = wanted};
        if (!running[i].cell) {
            continue;
        }
        if (!need_tree(&records, wanted, aggregate->where, &trees.where, &trees.faulty[0]) ||
            !need_tree(&records, wanted, aggregate->value, &trees.value, &trees.faulty[1]) ||
            !need_tree(&records, wanted, aggregate->order, &trees.order, &trees.faulty[2]) ||
            !fold_part(worker, fact, &running[i], &records, &trees, part->firms) ||
            !keep_text(worker, &running[i], &running[i].fold.value)) {
            return false;
        }
    }
    return true;
}

bool hj_run_facts(struct hj_worker *worker, uint32_t fact)
{
    const struct hj_node_fact *table = &worker->program->facts[fact];
    const struct hj_match_facts *facts = worker->input->facts;
    struct running *running = hj_arena_zero(&worker->arena, table->count, sizeof *running);
    if (!running) {
        return false;
    }
    for (uint32_t i = 0; i < table->count; i++) {
        if (!start(worker, fact, i, &running[i])) {
            return false;
        }
    }
    bool loaded = facts && worker->program->ruleset->facts[fact].loaded;
    for (uint32_t i = 0; loaded && i < facts[fact].part_count; i++) {
        if (!run_part(worker, fact, &facts[fact].parts[i], running)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < table->count; i++) {
        if (!finish(worker, fact, &running[i])) {
            return false;
        }
        if (running[i].cell) {
            hj_cell_complete(&worker->firms, running[i].cell);
        }
    }
    return true;
}
