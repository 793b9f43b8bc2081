#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`findings` when every rule holds for every firm: rows are made a part of a block at a time, so that memory does not
grow with their number; and all of them are there, in order.

    findings_memory.py HEJIAN
"""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

FIRMS, RULES, MOST_MEGABYTES = 2_000, 300, 150  # 540,000 rows of one block: 350 MB where they are made at once

hejian = pathlib.Path(sys.argv[1]).resolve()
work = pathlib.Path(tempfile.mkdtemp())


def holds(firm, rule):
    return firm >= rule * 3 or rule % 2 == 0


(work / "campaign.yaml").write_text("campaign: many\nas_of: 2026-06-30\nstore: campaign.db\nrules: rules.yaml\n"
                                    "tables: {registry: registry.csv}\n")
rules = ["table: registry", "key: uscc", "columns:", "  uscc: {type: text, identifier: true}",
         "  name: {type: text, required: true}", "  size: {type: integer}", "  closed: {type: date}", "nulls: ['']", "rules:"]
for rule in range(RULES):
    when = f"size >= {rule * 3}" if rule % 2 else "name IS NOT NULL"
    unless = ", unless: \"closed > DATE '2030-01-01'\", evidence: [size]" if rule % 5 == 0 else ""
    rules.append(f'  - {{id: r{rule:03}, class: abnormal, title: r, when: "{when}"{unless}}}')
(work / "rules.yaml").write_text("\n".join(rules) + "\n")
(work / "registry.csv").write_text("uscc,name,size,closed\n" + "".join(
    f"{firm:018},Firm {firm},{firm},{'' if firm % 3 else '2020-02-02'}\n" for firm in range(FIRMS)))
for stage in ("load", "flag"):
    subprocess.run([hejian, "-q", "-C", work, stage], check=True)
with open(work / "findings.csv", "wb") as file:
    run = subprocess.Popen([hejian, "-q", "-C", work, "findings", "--format", "csv"], stdout=file)
    _, status, usage = os.wait4(run.pid, 0)
assert status == 0, status
with open(work / "findings.csv", encoding="utf-8-sig", newline="") as file:
    rows = csv.reader(file)
    header = next(rows)
    record, rule, unchecked = (header.index(name) for name in ("record", "rule", "unchecked"))
    found = [(int(row[record]), row[rule], row[unchecked]) for row in rows]
wanted = [(firm + 1, f"r{rule:03}", "closed" if rule % 5 == 0 and firm % 3 else "")
          for firm in range(FIRMS) for rule in range(RULES) if holds(firm, rule)]
assert found == wanted, (len(found), len(wanted), [pair for pair in zip(found, wanted) if pair[0] != pair[1]][:3])
assert usage.ru_maxrss < MOST_MEGABYTES * 1024, f"{usage.ru_maxrss // 1024} MB"
print(f"{len(found)} findings, peak {usage.ru_maxrss // 1024} MB")
