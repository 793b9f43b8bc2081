// SPDX-License-Identifier: MIT
// Addresses and the column of the town. Where a firm stands is drawn once; how it is written (with
// its town, with what the town was called, without) is a matter of the record, so two records of
// one firm may differ in it.
#include <string.h>

#include "firm.h"

// The one of gen_buildings that hosts firms openly.
#define HOSTING_BUILDING 3

struct place {
    const char *community; // NULL in the zone
    const char *road;
    const char *building; // NULL: a house on the road, or a group of the village
    unsigned house;
    bool is_hosted; // one of many firms at a hosting address
    unsigned room;  // 0: none; in a village the house within the group
    bool in_village;
};

static void draw_place(const struct gen_firm *firm, struct place *place)
{
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_ADDRESS, gen_origin(firm));
    const struct gen_town_words *town = &gen_town_names[firm->cell->town];
    size_t communities = gen_count(town->communities, GEN_COMMUNITIES);
    bool in_country = firm->cell->town >= GEN_NANCHENJI && firm->cell->town <= GEN_HUAIGAO;
    place->community =
        communities == 0 ? NULL : town->communities[gen_below(&stream, (uint32_t)communities)];
    place->in_village = in_country && gen_chance(&stream, 550);
    place->road = gen_roads.words[gen_below(&stream, (uint32_t)gen_roads.count)];
    place->house = 1 + gen_below(&stream, place->in_village ? 12 : 280);
    place->building = NULL;
    place->room = 0;
    place->is_hosted = false;
    if (place->in_village && gen_chance(&stream, 650)) {
        place->room = 1 + gen_below(&stream, 80);
    }
    if (!place->in_village && gen_chance(&stream, 220)) {
        size_t building = gen_below(&stream, (uint32_t)gen_buildings.count);
        place->building = gen_buildings.words[building];
        // A building stands on one road; a third of its firms share its hosting rooms.
        place->road = gen_roads.words[(building * 3 + firm->cell->town) % gen_roads.count];
        place->house = 6 + (unsigned)building * 8;
        bool is_shared = gen_chance(&stream, 330);
        place->room = is_shared ? 101 + gen_below(&stream, 2)
                                : 100 * (1 + gen_below(&stream, 18)) + 1 + gen_below(&stream, 24);
        place->is_hosted = is_shared && building == HOSTING_BUILDING;
    }
}

static const char *former_name(const struct gen_firm *firm, struct gen_stream *stream)
{
    const struct gen_town_words *town = &gen_town_names[firm->cell->town];
    size_t formers = gen_count(town->former, GEN_FORMER_NAMES);
    if (formers == 0) {
        return town->name;
    }
    // Where a former name is also the present one (丁集镇), it says nothing of the past: take
    // another.
    size_t first = formers > 1 && strcmp(town->former[0], town->name) == 0 ? 1 : 0;
    return town->former[first + gen_below(stream, (uint32_t)(formers - first))];
}

// One old town is two streets now: without the community it does not say which.
static bool needs_community(const char *town)
{
    return strcmp(town, "王营镇") == 0;
}

static void add_road(const struct place *place, struct gen_text *address)
{
    gen_add(address, place->road);
    gen_add_number(address, place->house, 1);
    gen_add(address, "号");
    if (place->building != NULL) {
        gen_add(address, place->building);
        gen_add_number(address, place->room, 1);
        gen_add(address, place->is_hosted ? "室（集群注册）" : "室");
    }
}

static void write_address(struct gen_firm *firm, struct gen_stream *stream)
{
    static const char *const regions[] = {"淮安市淮阴区", "淮阴区", "江苏省淮安市淮阴区"};
    static const uint16_t region_weights[] = {36, 60, 4};
    struct gen_text address = gen_text_in(firm->address, sizeof firm->address);
    struct place place;
    draw_place(firm, &place);
    gen_add(&address, regions[gen_pick(stream, region_weights, 3)]);
    const char *town = NULL;
    if (firm->cell->town == GEN_ZONE) {
        town = gen_chance(stream, 500) ? "高新区" : NULL;
    } else if (firm->cell->address == GEN_TOWN_NOW) {
        bool as_once = firm->cell->town == GEN_MATOU && gen_chance(stream, 250);
        town = as_once ? "码头镇" : gen_town_names[firm->cell->town].name;
    } else if (firm->cell->address == GEN_TOWN_FORMER) {
        town = former_name(firm, stream);
    }
    if (town != NULL) {
        gen_add(&address, town);
    }
    bool says_community = place.in_village ||
                          (town != NULL && needs_community(town) && gen_chance(stream, 850)) ||
                          (town != NULL && place.community != NULL && gen_chance(stream, 200));
    if (says_community && place.community != NULL) {
        gen_add(&address, place.community);
        gen_add(&address, firm->cell->town < GEN_NANCHENJI ? "社区" : "村");
    }
    if (place.in_village) {
        gen_add_number(&address, place.house, 1);
        gen_add(&address, "组");
        if (place.room > 0) {
            gen_add_number(&address, place.room, 1);
            gen_add(&address, "号");
        }
    } else {
        add_road(&place, &address);
    }
}

// The column of the town: filled for seven firms in ten, one of these seven with a former name.
static void write_town(struct gen_firm *firm, struct gen_stream *stream)
{
    struct gen_text town = gen_text_in(firm->town, sizeof firm->town);
    if (!gen_chance(stream, 700)) {
        return;
    }
    if (firm->cell->town == GEN_ZONE) {
        gen_add(&town, gen_chance(stream, 600) ? "淮安高新技术产业开发区" : "高新区");
        return;
    }
    const char *former = former_name(firm, stream);
    bool says_former = gen_chance(stream, 100);
    if (says_former && !(needs_community(former) && gen_chance(stream, 700))) {
        gen_add(&town, former);
    } else {
        gen_add(&town, gen_town_names[firm->cell->town].name);
    }
}

void gen_address_firm(struct gen_firm *firm)
{
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_ADDRESS, firm->index);
    stream.counter[0] = 8; // past the draws of draw_place
    write_address(firm, &stream);
    write_town(firm, &stream);
}
