#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`explain CODE` over a register of several blocks: load leaves a filter of each block's codes, and only blocks that may
have the code are looked into. A store without filters, as loaded before there were any, answers the same.

    find_by_code.py HEJIAN
"""
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

FIRMS, PADDING = 30_000, 500  # three slices of 6 MiB

hejian = pathlib.Path(sys.argv[1]).resolve()
work = pathlib.Path(tempfile.mkdtemp())
store = work / "campaign.db"


def code_of(firm):
    return "" if firm % 1000 == 7 else f"{firm % 29_990 * 7919:018}"  # the last ten have the codes of the first ten


def explain(who, status=0):
    done = subprocess.run([hejian, "-q", "-C", work, "explain", who], capture_output=True, text=True)
    assert done.returncode == status, (who, done.returncode, done.stderr)
    return done.stdout if status == 0 else done.stderr


def ask_all():
    found = {who: explain(code_of(who)) for who in (10, 14_000, 29_989)}
    for who, said in found.items():
        assert f"Firm {who} " in said, (who, said[:300])
    several = explain(code_of(29_995), status=1)
    assert "6, 29996" in several, several
    none = explain("999999999999999999", status=1)
    name = explain("Firm 20000 Ltd")
    return found, several, none, name


(work / "campaign.yaml").write_text("campaign: find\nas_of: 2026-06-30\nstore: campaign.db\nrules: rules.yaml\n"
                                    "tables: {registry: registry.csv}\n")
(work / "rules.yaml").write_text("table: registry\nkey: uscc\nnulls: ['']\ncolumns:\n"
                                 "  uscc: {type: text, identifier: true}\n  name: {type: text, required: true}\n"
                                 "  scope: {type: text}\n")
with open(work / "registry.csv", "w", encoding="utf-8") as file:
    file.write("uscc,name,scope\n")
    for firm in range(FIRMS):
        file.write(f"{code_of(firm)},Firm {firm} Ltd,{'x' * PADDING}\n")
subprocess.run([hejian, "-q", "-C", work, "load"], check=True)
with_filters = ask_all()

database = sqlite3.connect(store)
frames = [frame for (frame,) in database.execute("SELECT frame FROM derived_block ORDER BY block")]
assert len(frames) == 3, len(frames)
# The first block's filter in the place of the last one's: its codes are not there any more, so it is the filter that
# is asked, and not the codes.
database.execute("UPDATE derived_block SET frame = ? WHERE block = 2", (frames[0],))
database.commit()
explain(code_of(29_980), status=1)
database.execute("DELETE FROM derived_block")
database.execute("DELETE FROM derived")
database.commit()
assert ask_all() == with_filters
print("codes are found through filters and without")
