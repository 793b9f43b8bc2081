#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What rules that have changed leave beside the registry goes with the next decide but one, and what is kept is
right: after any number of edits the store holds no more than after two, an edit taken back is found again, and
every result is as over a new store.

    leftovers.py HEJIAN SOURCE
"""
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

EDITS = (36, 30, 24, 18, 12, 6)  # months
RESULTS = (("findings", "--format", "csv"), ("verdicts", "--format", "csv"), ("clusters", "--format", "csv"),
           ("ratio", "--format", "csv"))


def run(hejian, work, *words):
    done = subprocess.run([hejian, "-C", work, "--lang", "en", *words], capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{words}: {done.returncode}\n{done.stderr.decode()}")
    return done


def stages(hejian, work, months, duplicate_months=12):
    """What flag said."""
    (work / "rules/edited.yaml").write_text(RULES.format(months, duplicate_months), "utf-8")
    said = run(hejian, work, "flag").stderr.decode()
    for stage in ("link", "decide"):
        run(hejian, work, stage)
    return said


def results(hejian, work):
    return [run(hejian, work, *words).stdout for words in RESULTS]


def held(work):
    store = sqlite3.connect(work / "campaign.db")
    counts = [store.execute(text).fetchone()[0] for text in (
        "SELECT count(*) FROM derived", "SELECT count(*) FROM derived_block",
        "SELECT count(*) FROM entry WHERE stage IN ('findings', 'verdicts', 'clusters')")]
    store.close()
    return counts


def keys(work):
    store = sqlite3.connect(work / "campaign.db")
    found = {key for (key,) in store.execute("SELECT key FROM derived")}
    store.close()
    return found


# A rule, and what rests on all firms: peers, clusters.
RULES = """# SPDX-License-Identifier: MIT
features:
  edited_neighbours: {{peers: [address_key, "months_between(established, as_of) / {0}"]}}
rules:
  - id: zombie.edited
    class: zombie
    title: edited
    when: revoked_on IS NOT NULL AND months_between(revoked_on, as_of) >= {0} OR edited_neighbours > 40
  - id: duplicate.edited
    class: duplicate
    title: edited
    same: [[name_key]]
    unless: months_between(established, as_of) < {1}
"""


def begin(source, work):
    shutil.copytree(source / "fixtures/huaiyin", work, ignore=shutil.ignore_patterns("campaign.db*", "lists"))
    (work / "rules").mkdir()
    campaign = (work / "campaign.yaml").read_text("utf-8")
    rules = source / "rules/cn"
    (work / "campaign.yaml").write_text(campaign.replace("rules: [../../rules/cn]", f"rules: [{rules}, rules]"), "utf-8")
    (work / "rules/edited.yaml").write_text(RULES.format(EDITS[0], 12), "utf-8")


def check(hejian, source, folder):
    kept, fresh = folder / "kept", folder / "fresh"
    begin(source, kept)
    run(hejian, kept, "load")
    left_by_load = keys(kept)
    shutil.copytree(kept, fresh)
    counts = []
    for months in EDITS:
        stages(hejian, kept, months)
        counts.append(held(kept))
    faults = []
    if max(counts[2:]) > counts[1]:
        faults.append(f"more is held after {len(EDITS)} edits than after two: {counts}")
    if not left_by_load or left_by_load - keys(kept):
        faults.append(f"what load left is gone: {len(left_by_load - keys(kept))} of {len(left_by_load)}")
    said = stages(hejian, kept, EDITS[-2])
    if "(54 rules as before)" not in said:
        faults.append(f"an edit taken back is not found again: {said}")
    # Long gone, and to be made anew as a whole; the clusters too.
    stages(hejian, kept, EDITS[1], 24)
    for work in (kept, fresh):
        stages(hejian, work, EDITS[0])
    for words, now, wanted in zip(RESULTS, results(hejian, kept), results(hejian, fresh)):
        if now != wanted:
            faults.append(f"{words[0]}: not as over a new store")
    return faults


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        faults = check(hejian, source, pathlib.Path(name))
    print("\n".join(faults) or f"{len(EDITS)} edits")
    sys.exit(1 if faults else 0)


main()
