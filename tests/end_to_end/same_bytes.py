#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""1, 2, 3 and 8 threads (or $HEJIAN_TEST_THREADS) give the same store content and the same bytes of
every result.

    same_bytes.py HEJIAN GENERATOR SOURCE
"""
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

os.environ["SOURCE_DATE_EPOCH"] = "0"  # runs are recorded with the time
FIRMS = 60000  # four blocks
THREADS = [int(word) for word in os.environ.get("HEJIAN_TEST_THREADS", "1 2 3 8").split()]
RESULTS = (["findings"], ["verdicts"], ["clusters"], ["ratio", "--by", "town"])


def content(path):
    """A digest of every row of every table of the store."""
    digest = hashlib.sha256()
    with sqlite3.connect(path) as store:
        tables = [name for (name,) in store.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        for table in tables:
            digest.update(table.encode())
            for row in sorted(store.execute(f'SELECT * FROM "{table}"'), key=repr):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def run(hejian, campaign, threads):
    seen = {}
    for stage in ("load", "flag", "link", "decide"):
        subprocess.run([hejian, "-q", "--threads", str(threads), "-C", campaign, stage], check=True)
    seen["store"] = content(campaign / "campaign.db")
    for words in RESULTS:
        done = subprocess.run(
            [hejian, "-q", "--threads", str(threads), "-C", campaign, *words, "--format", "csv"],
            check=True, capture_output=True)
        seen[words[0]] = hashlib.sha256(done.stdout).hexdigest()
        assert done.stdout.count(b"\n") > 1, words
    shutil.rmtree(campaign / "lists", ignore_errors=True)
    subprocess.run([hejian, "-q", "--threads", str(threads), "-C", campaign, "lists"], check=True)
    digest = hashlib.sha256()
    for path in sorted((campaign / "lists").glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    seen["lists"] = digest.hexdigest()
    return seen


def main():
    hejian, generator, source = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        data.mkdir()
        subprocess.run([generator, "--firms", str(FIRMS), "--out", data], check=True)
        text = (source / "fixtures/huaiyin/campaign.yaml").read_text(encoding="utf-8")
        (data / "campaign.yaml").write_text(text.replace("../../rules", str(source / "rules")),
                                            encoding="utf-8")
        shutil.copy(source / "fixtures/huaiyin/scenario.yaml", data)
        first = None
        for threads in THREADS:
            for left in data.glob("campaign.db*"):
                left.unlink()
            seen = run(hejian, data, threads)
            first = first or seen
            if seen != first:
                print(f"{threads} threads differ from 1:",
                      [name for name in seen if seen[name] != first[name]])
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
