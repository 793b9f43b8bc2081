#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""decide leaves the cohorts of the campaign's scenario in the store: simulate then reads no firm; and whatever
the cohorts rest on may change, simulate answers as over a store that never had any.

    cohorts_kept.py HEJIAN SOURCE
"""
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

CASES_TABLE = """table: cases
key: uscc
columns:
  uscc: {type: text, headers: [uscc], identifier: true}
  route: {type: text, headers: [route]}
  stage: {type: text, headers: [stage]}
  date: {type: date, headers: [date]}
  other: {type: date, headers: [other]}
"""

# What is changed: file, old text, new text, the stage that must run again (none: simulate finds out by itself).
CHANGES = {
    "parameter of a rule": ("rules/rules.yaml", "{two: 2,", "{two: 3,", "flag"),
    "parameter of a route alone": ("rules/rules.yaml", "least: 0}", "least: 6}", "decide"),
    "predicate of a rule": ("rules/rules.yaml", '"dead AND', '"dead AND name != \'firm 3\' AND', "flag"),
    "as_of": ("campaign.yaml", "2026-06-30", "2026-06-25", "flag"),
    "numerator": ("rules/indicator.yaml", "numerator: hightech", "numerator: hightech AND name != 'firm 59'", None),
    "predicate of a counting": ("rules/indicator.yaml", "\"status = 'active'\"",
                                "\"status = 'active' AND name != 'firm 4'\"", None),
    "what a route makes of a firm": ("rules/routes.yaml", "{status: revoked}", "{status: active}", None),
    "a step's name": ("rules/routes.yaml", "name: hearing", "name: heard", None),
    "a route's title": ("rules/routes.yaml", "title: Revocation", "title: Withdrawal", None),
    "counting of the scenario": ("scenario.yaml", "trials:", "counting: with_revoked\ntrials:", None),
    "source of the cases": ("scenario.yaml", "trials:", "cases: {date: other}\ntrials:", None),
    "the scenario's numbers": ("scenario.yaml", "per_month: 12", "per_month: 3", None),
    "a record": ("registry.csv", "A005,firm 5,open,true", "A005,firm 5,open,false", "load"),
    "a case": ("cases.csv", "A001,Revocation,notice,2026-06-01,", "A001,verify,,,", "load"),
    "a town": ("registry.csv", "A003,firm 3,open,true,false,east", "A003,firm 3,open,true,false,north", "load"),
}
STAGES = ("load", "flag", "decide")


def run(hejian, work, *words):
    done = subprocess.run([hejian, "-C", work, "--lang", "en", "-q", *words], capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{words}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def simulate(hejian, work):
    return run(hejian, work, "simulate", "--format", "json")


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def begin(source, work):
    shutil.copytree(source / "tests/end_to_end/cases/simulate_small", work)
    replace(work / "campaign.yaml", "registry: registry.csv", "registry: registry.csv, cases: cases.csv")
    replace(work / "scenario.yaml", "target: 1500.00", "target: 1500.00\ntowns_serve: [revoke]")
    replace(work / "rules/rules.yaml", "{two: 2}", "{two: 2, least: 0}")
    replace(work / "rules/routes.yaml", "\"flagged('zombie.dead')\"",
            "\"flagged('zombie.dead') AND length(name) > least\"")
    replace(work / "rules/routes.yaml", "[{name: notice, days: 60}]",
            "[{name: notice, days: 60}, {name: hearing, days: 10}]")
    (work / "rules/cases.yaml").write_text("# SPDX-License-Identifier: MIT\n" + CASES_TABLE, "utf-8")
    (work / "cases.csv").write_text(
        "uscc,route,stage,date,other\nA000,revoke,hearing,2026-06-20,2026-06-27\n"
        "A001,Revocation,notice,2026-06-01,2026-06-29\nA002,nothing,,,\n", "utf-8")


def stages(hejian, work, first):
    for stage in STAGES[STAGES.index(first):]:
        run(hejian, work, stage, *(["--accept"] if stage == "load" else []))


def check(hejian, folder, whole, before, what):
    file, old, new, stage = CHANGES[what]
    kept, fresh = folder / "kept", folder / "fresh"
    for work in (kept, fresh):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(whole, work)
        replace(work / file, old, new)
    (fresh / "campaign.db").unlink()
    stages(hejian, fresh, "load")
    wanted = simulate(hejian, fresh)
    if wanted == before:
        return [f"{what}: the change changes nothing, so this shows nothing"]
    if stage:
        stages(hejian, kept, stage)
    faults = [] if simulate(hejian, kept) == wanted else [f"{what}: not as over a new store"]
    run(hejian, kept, "decide")
    if simulate(hejian, kept) != wanted:
        faults.append(f"{what}: not as over a new store after decide")
    return faults


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        whole = folder / "whole"
        begin(source, whole)
        stages(hejian, whole, "load")
        before = simulate(hejian, whole)
        faults = []
        for what in CHANGES:
            faults += check(hejian, folder, whole, before, what)
        store = sqlite3.connect(whole / "campaign.db")
        store.execute("DELETE FROM block")
        store.commit()
        store.close()
        if simulate(hejian, whole) != before:
            faults.append("without a firm to read: another answer")
    print("\n".join(faults) or f"{len(CHANGES)} changes")
    sys.exit(1 if faults else 0)


main()
