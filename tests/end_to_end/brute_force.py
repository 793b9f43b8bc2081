#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random small campaigns whose scenarios leave nothing to chance, worked out a second time firm by firm and day by day as
design.md section 11 says, and compared exactly with `simulate --format json`: firms and high-tech firms at the end of
every month, what is needed today and at the deadline, quotas, the last useful start.

    brute_force.py HEJIAN [CAMPAIGNS]
"""
import calendar
import collections
import csv
import datetime
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

DAY = datetime.timedelta(1)
COUNTS = {"registered": {"active"}, "with_revoked": {"active", "revoked"}}
REGISTRY = ("uscc", "name", "status", "kind", "town")
RULES = """
{table: registry, key: uscc, columns: {
  uscc: {type: text, headers: [uscc], identifier: true}, name: {type: text, headers: [name], required: true},
  status: {type: text, headers: [status], values: {active: [], revoked: [], gone: []}},
  kind: {type: text, headers: [kind]}, town: {type: text, headers: [town]}}}
---
{table: hightech, key: uscc, columns: {
  uscc: {type: text, headers: [uscc], identifier: true}, valid_until: {type: date, headers: [valid_until]}}}
---
{table: cases, key: uscc, columns: {
  uscc: {type: text, headers: [uscc], identifier: true}, route: {type: text, headers: [route]},
  stage: {type: text, headers: [stage]}, date: {type: date, headers: [date]}}}
---
{features: {valid: {table: hightech, agg: exists, where: "valid_until >= as_of"}},
 indicator: per_10k, title: per 10000, numerator: valid, scale: 10000,
 counting: {registered: "status = 'active'", with_revoked: "status IN ('active', 'revoked')"}}
"""


class World:
    """A campaign and its scenario."""

    def __init__(self, seed):
        r = random.Random(seed)
        self.as_of = datetime.date(2026, r.randint(1, 9), r.choice((1, 15, 20, 28)))
        self.deadline = self.as_of + DAY * r.randint(20, 190)
        span = (self.deadline - self.as_of).days
        some_day = lambda: self.as_of + DAY * r.randint(1, span)
        self.holidays = {some_day() for _ in range(r.randint(0, 9))}
        self.workdays = {day for day in (some_day() for _ in range(4)) if day.weekday() > 4} - self.holidays
        self.counting = r.choice(sorted(COUNTS))
        self.routes = {}
        for name in ("r0", "r1", "r2")[: r.randint(1, 3)]:
            source = r.choice(("active", "active", "revoked"))
            self.routes[name] = {
                "steps": [(r.choice(("days", "working_days")), r.randint(0, 30)) for _ in range(r.randint(1, 3))],
                "role": r.choice("ab"), "source": source,
                "becomes": "gone" if source == "revoked" else r.choice(("revoked", "gone"))}
        self.firms, self.certificates, self.cases = [], {}, {}
        towns = ("east", "west", "")
        add = lambda status="active", kind="": self.firms.append(
            [f"A{len(self.firms):03d}", f"firm {len(self.firms)}", status, kind, r.choice(towns)])
        for name, route in self.routes.items():
            for _ in range(r.randint(0, 40)):
                add(route["source"], name)
        for _ in range(150):
            add()
        for firm in self.firms[-10:]:
            self.certificates[firm[0]] = self.as_of + DAY * r.randint(1, 2 * span)
        for _ in range(r.randint(0, 6)):
            name = r.choice(sorted(self.routes))
            add(self.routes[name]["source"], r.choice(("", name)))
            self.cases[self.firms[-1][0]] = (name, r.randrange(len(self.routes[name]["steps"])),
                                             self.as_of - DAY * r.randint(0, 50))
        r.shuffle(self.firms)
        self.open = {}
        for name in r.sample(sorted(self.routes), len(self.routes)):
            how = {"per_month": r.randint(0, 15)} if r.random() < 0.6 else {"batch": (r.randint(1, 30), r.randint(1, 3))}
            self.open[name] = how | ({"from": some_day()} if r.random() < 0.4 else {})
        self.success = {name: r.choice((1, 1, 0)) for name in self.routes}
        self.capacity = []
        if r.random() < 0.6:
            self.capacity.append({"role": next(iter(self.routes.values()))["role"], "per_month": r.randint(0, 15)})
            self.capacity.append({"route": r.choice(sorted(self.routes)), "officers": r.randint(1, 3),
                                  "visits_per_day": 0.5, "officers_per_visit": 2})
        self.events = {some_day().strftime("%Y-%m"): {key: r.randint(0, 4) for key in
                       ("new_firms", "exits", "new_hightech", "lost_hightech")} for _ in range(r.randint(0, 2))}
        self.approvals = [(some_day(), r.randint(1, 6), r.choice((0, 1))) for _ in range(r.randint(0, 2))]
        self.renewals = r.choice((None, (1, None), (1, some_day()), (0, None)))
        self.numerator_snapshot = r.choice((self.deadline, some_day()))
        self.denominator_date = r.choice((self.deadline, some_day()))

    def months(self):
        first = self.as_of + DAY
        while first <= self.deadline:
            last = min(first.replace(day=calendar.monthrange(first.year, first.month)[1]), self.deadline)
            yield first, last
            first = last + DAY

    def works(self, day):
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def after(self, day, steps):
        for unit, count in steps:
            while count:
                day += DAY
                count -= unit == "days" or self.works(day)
        return day

    def leaves(self, status, name):
        counts = COUNTS[self.counting]
        return status in counts and self.routes[name]["becomes"] not in counts


def scenario(world, target):
    """As YAML in flow style: JSON, but for the days."""
    hightech = {"approvals": [{"date": str(day), "applicants": n, "pass": share} for day, n, share in world.approvals]}
    if world.renewals:
        hightech["renewals"] = {"pass": world.renewals[0]} | ({"date": str(world.renewals[1])} if world.renewals[1] else {})
    opened = {name: {key: {"size": value[0], "every": value[1]} if key == "batch" else str(value) if key == "from" else value
                     for key, value in how.items()} for name, how in world.open.items()}
    return json.dumps({
        "deadline": str(world.deadline), "numerator_snapshot": str(world.numerator_snapshot), "target": target, "trials": 3,
        "open": opened, "success": world.success, "capacity": world.capacity, "hightech": hightech,
        "events": [{"month": month} | event for month, event in world.events.items()],
        "denominator": {"source": "register", "date": str(world.denominator_date)}})


def write(world, folder):
    (folder / "rules").mkdir()
    documents = RULES.split("---")
    days = lambda of: [str(day) for day in sorted(of)]
    documents.append(json.dumps({"calendar": {"holidays": days(world.holidays), "workdays": days(world.workdays)}}))
    documents.append(json.dumps({"rules": [{"id": f"zombie.{name}", "class": "zombie", "severity": "high", "title": name,
                                            "when": f"kind = '{name}'"} for name in world.routes]}))
    routes = [{"id": name, "title": name, "when": f"flagged('zombie.{name}')", "role": route["role"],
               "steps": [{"name": f"s{i}", unit: count} for i, (unit, count) in enumerate(route["steps"])],
               "becomes": {"status": route["becomes"]}} for name, route in world.routes.items()]
    documents.append(json.dumps({"routes": routes + [{"id": "verify", "title": "verify", "when": "TRUE", "role": "a"}]}))
    for i, text in enumerate(documents):
        (folder / "rules" / f"{i}.yaml").write_text(text)
    tables = {
        "registry": [REGISTRY, *world.firms],
        "hightech": [("uscc", "valid_until"), *world.certificates.items()],
        "cases": [("uscc", "route", "stage", "date"),
                  *((firm, name, f"s{stage}", day) for firm, (name, stage, day) in world.cases.items())]}
    for name, records in tables.items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(records)
    files = {name: f"{name}.csv" if name == "registry" else {"files": [f"{name}.csv"], "partial": False} for name in tables}
    (folder / "campaign.yaml").write_text(json.dumps({
        "campaign": "random", "as_of": str(world.as_of), "store": "campaign.db", "rules": ["rules"],
        "counting": world.counting, "tables": files}))


def open_cases(world, stock):
    """(route, day) of every case that the plan opens, month by month."""
    left, months = collections.Counter(stock), list(world.months())
    for number, (first, last) in enumerate(months):
        hands = [cap.get("per_month", math.floor(
            cap.get("officers", 0) * Fraction(str(cap.get("visits_per_day", 0))) / cap.get("officers_per_visit", 1)
            * sum(world.works(first + DAY * i) for i in range((last - first).days + 1)))) for cap in world.capacity]
        for name, how in world.open.items():
            begin = how.get("from", first)
            start = next((i for i, month in enumerate(months) if month[1] >= how.get("from", month[1])), None)
            size, every = how["batch"] if "batch" in how else (how["per_month"], 1)
            if start is None or number < start or (number - start) % every:
                continue
            caps = [i for i, cap in enumerate(world.capacity)
                    if name == cap.get("route") or world.routes[name]["role"] == cap.get("role")]
            taken = min([size, left[name], *(hands[i] for i in caps)])
            left[name] -= taken
            for i in caps:
                hands[i] -= taken
            for _ in range(taken):
                yield name, max(first, begin)


def work_out(world):
    """Firms and high-tech firms today and at the end of every month; firms that could be opened by route and town; N at
    the deadline with nothing opened."""
    status = {firm[0]: firm[2] for firm in world.firms}
    n, h = sum(of in COUNTS[world.counting] for of in status.values()), len(world.certificates)
    stock, towns = collections.Counter(), collections.Counter()
    for firm, _, of, kind, town in world.firms:
        if kind and firm not in world.cases and world.leaves(of, kind):
            stock[kind] += 1
            towns[town] += 1
    ends = collections.Counter()
    for firm, (name, stage, day) in world.cases.items():
        if world.leaves(status[firm], name) and world.success[name]:
            ends[max(world.after(day, world.routes[name]["steps"][stage:]), world.as_of + DAY)] += 1
    flights, changes = +ends, collections.Counter()
    for name, day in open_cases(world, stock):
        if world.success[name]:
            ends[world.after(day, world.routes[name]["steps"])] += 1
    for day in world.certificates.values():
        changes[day] -= 1
        if world.renewals and world.renewals[0]:
            changes[max(day, world.renewals[1] or day)] += 1
    for day, applicants, share in world.approvals:
        changes[day] += applicants * share
    until = lambda of, day: sum(count for when, count in of.items() if when <= day)
    rows, idle, cases = [], n, n
    for first, last in world.months():
        event = world.events.get(first.strftime("%Y-%m"), {})
        seen = min(last, world.denominator_date)
        if first <= world.denominator_date:
            idle += event.get("new_firms", 0) - event.get("exits", 0)
            cases += event.get("new_firms", 0) - event.get("exits", 0)
        if first <= world.numerator_snapshot:
            changes[first] += event.get("new_hightech", 0) - event.get("lost_hightech", 0)
        rows.append((cases - until(ends, seen), h + until(changes, min(last, world.numerator_snapshot))))
    return n, h, rows, stock, towns, idle - until(flights, world.denominator_date)


def check(hejian, seed, folder):
    world = World(seed)
    write(world, folder)
    n, h, rows, stock, towns, idle = work_out(world)
    target = f"{10000 * (rows[-1][1] + random.Random(seed).randint(-1, 3)) / rows[-1][0]:.2f}"
    (folder / "scenario.yaml").write_text(scenario(world, target))
    for words in (["load"], ["flag"], ["simulate", "scenario.yaml", "--format", "json"]):
        done = subprocess.run([hejian, "-q", *words], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (seed, words, done.stderr)
    got = json.loads(done.stdout)
    months = [(month["denominator"]["p50"], month["numerator"]["p50"]) for month in got["months"]]
    assert months == rows, (seed, months, rows)
    assert all(fan["p05"] == fan["p95"] for month in got["months"] for fan in (month["denominator"], month["numerator"]))
    exact = Fraction(target)
    most = lambda hightech: math.floor(hightech * 10000 / exact)
    today = got["target"]
    assert (got["baseline"]["numerator"], got["baseline"]["denominator"]) == (h, n), (seed, got["baseline"])
    assert (today["max_denominator"], today["min_removals"]) == (most(h), max(0, n - most(h))), (seed, today)
    assert today["min_new_hightech"] == max(0, math.ceil(n * exact / 10000) - h), (seed, today)
    required, last = got["required"], rows[-1]
    assert got["outcome"]["probability"] == (last[0] <= most(last[1])), (seed, got["outcome"])
    assert required["removals"] == max(0, idle - most(last[1])), (seed, required, idle)
    for point in got["frontier"]:
        assert point["removals"] == max(0, idle - most(last[1] + point["new_hightech"])), (seed, point)
    assert required["reachable"] == bool(got["outcome"]["probability"]), (seed, required)
    if required["reachable"] and all(world.success.values()):
        assert required["opened"] == required["removals"], (seed, required)
    wanted = next((count for count in (required["opened"], required["opened_at_once"]) if count is not None), sum(towns.values()))
    quotas = {town["town"] or "": (town["eligible"], town["quota"]) for town in required["by_town"]}
    assert {town: both[0] for town, both in quotas.items() if both[0]} == dict(towns), (seed, quotas, towns)
    assert sum(quota for _, quota in quotas.values()) == min(wanted, sum(towns.values())), (seed, quotas, wanted)
    for eligible, quota in quotas.values():
        assert quota <= eligible and abs(quota - wanted * Fraction(eligible, max(1, sum(towns.values())))) < 1, (seed, quotas)
    starts = {start["route"]: start["date"] for start in got["last_useful_start"]}
    for name in starts:
        days = (world.as_of + DAY * i for i in range((world.denominator_date - world.as_of).days, 0, -1))
        useful = (str(day) for day in days if world.after(day, world.routes[name]["steps"]) <= world.denominator_date)
        assert starts[name] == (next(useful, None) if stock[name] else None), (seed, name, starts)


def main():
    hejian = pathlib.Path(sys.argv[1]).resolve()
    campaigns = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    for seed in range(campaigns):
        with tempfile.TemporaryDirectory() as folder:
            check(hejian, seed, pathlib.Path(folder))
    print(f"{campaigns} campaigns are as they are worked out by hand")


main()
