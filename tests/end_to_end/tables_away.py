#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""For each table of the fixture taken away: no rule flags a firm that it did not flag with it, unless
the finding says that its exclusions are unchecked (a rule holds where `unless` is not TRUE, design.md
section 10), protections among them; and a rule that lost findings is named as one that could not judge,
with the table.

    tables_away.py HEJIAN SOURCE
"""
import csv
import io
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def run(hejian, work, *words):
    done = subprocess.run([hejian, "-C", work, "--lang", "en", *words], capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{words}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout.decode(), done.stderr.decode()


def flagged(hejian, work):
    """(record, rule) → unchecked, what the flag stage said, and rule → what is missing."""
    run(hejian, work, "load", "--accept")
    said = run(hejian, work, "flag")[1]
    missing = dict(re.findall(r"^(\S+): could not judge \d+ of \d+ firms; missing: (.*)$", said, re.M))
    rows = csv.DictReader(io.StringIO(run(hejian, work, "-q", "findings", "--format", "csv")[0]))
    return {(row["record"], row["rule"]): row["unchecked"] for row in rows}, missing


def check(table, whole, part, missing):
    faults = []
    new = {key: unchecked for key, unchecked in part.items() if key not in whole}
    for key, unchecked in new.items():
        if not unchecked:
            faults.append(f"without {table}: {key[1]} flags record {key[0]}, and nothing is unchecked")
    for rule in sorted({rule for _, rule in whole.keys() - part.keys()}):
        if f"table {table} (not loaded)" not in missing.get(rule, ""):
            faults.append(f"without {table}: {rule} lost findings; missing: {missing.get(rule)}")
    print(f"{table:<20} lost {len(whole.keys() - part.keys()):>6}  unchecked more {len(new):>5}")
    return faults


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    faults = []
    lost_any = False
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / "huaiyin"
        shutil.copytree(source / "fixtures" / "huaiyin", work)
        path = work / "campaign.yaml"
        text = path.read_text("utf-8").replace("../../rules", str(source / "rules"))
        path.write_text(text, "utf-8")
        tables = re.findall(r"^  (\w+): ", text.split("\ntables:\n")[1].split("\nscenario:")[0], re.M)
        whole, _ = flagged(hejian, work)
        for table in tables:
            if table == "registry":
                continue
            path.write_text(re.sub(rf"^  {table}: .*\n", "", text, flags=re.M), "utf-8")
            part, missing = flagged(hejian, work)
            lost_any |= bool(whole.keys() - part.keys())
            faults += check(table, whole, part, missing)
    if not lost_any:
        faults.append("no table mattered: the test tries nothing")
    if faults:
        sys.exit("\n".join(faults))


main()
