#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""--max-memory: a command that needs more ends with status 3 and says so, one that needs less does its work, a size that
is none is wrong use.

    max_memory.py HEJIAN
"""
import pathlib
import subprocess
import sys
import tempfile

hejian = pathlib.Path(sys.argv[1]).resolve()
NEEDS_200_MB = "SELECT length(hex(zeroblob(100000000)))"

with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    (work / "campaign.yaml").write_text("campaign: small\nas_of: 2026-06-30\nstore: campaign.db\nrules: rules.yaml\n"
                                        "tables: {registry: registry.csv}\n")
    (work / "rules.yaml").write_text("table: registry\nkey: uscc\ncolumns: {uscc: {type: text, identifier: true}}\n")
    (work / "registry.csv").write_text("uscc\n1\n")

    def run(size, *command):
        return subprocess.run([hejian, "--lang", "en", "-q", "-C", work, "--max-memory", size, *command],
                              capture_output=True, text=True)

    for size, command, status, out, err in [
            ("64M", ["load"], 0, "", ""),
            ("128M", ["sql", NEEDS_200_MB], 3, "", "out of memory"),
            ("1G", ["sql", NEEDS_200_MB], 0, "200000000", ""),
            ("63M", ["status"], 2, "", "--max-memory cannot be 63M"),
            ("2X", ["status"], 2, "", "--max-memory cannot be 2X"),
            ("-2G", ["status"], 2, "", "--max-memory cannot be -2G"),
            ("99999999T", ["status"], 2, "", "--max-memory cannot be 99999999T")]:
        done = run(size, *command)
        if done.returncode != status or out not in done.stdout or err not in done.stderr:
            sys.exit(f"--max-memory {size} {command}: status {done.returncode}, wanted {status}\n{done.stdout}{done.stderr}")
