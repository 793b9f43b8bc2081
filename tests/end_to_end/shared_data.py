#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real registers, where they lie beside the sources (../shared/data; none of it is in the project): one of
a province by the shipped dictionary, one of another city by rule files alone.

    shared_data.py HEJIAN SOURCE
"""
import csv
import lzma
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
UNPARSED = 0.002  # share of the capital texts that are not NULL


def run(hejian, folder, *words):
    done = subprocess.run([hejian, "-q", "-C", folder, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"hejian {' '.join(words)}: status {done.returncode}\n{done.stderr}")
    return list(csv.reader(done.stdout.splitlines()))[1:]


def check_province(hejian, source, data, folder):
    folder.mkdir()
    with lzma.open(data / "registry-jiangsu.csv.xz") as packed, (folder / "registry.csv").open("wb") as file:
        shutil.copyfileobj(packed, file)
    (folder / "campaign.yaml").write_text(
        f"campaign: province\nas_of: 2026-06-30\nstore: campaign.db\nrules: [{source / 'rules/cn'}]\n"
        "tables: {registry: registry.csv}\n", encoding="utf-8")
    run(hejian, folder, "load")
    (counts,) = run(hejian, folder, "sql", "--format", "csv",
                    "SELECT count(*), sum(capital_raw IS NOT NULL), sum(capital_raw IS NOT NULL AND capital IS NULL),"
                    " sum(established_raw IS NOT NULL), sum(established_raw IS NOT NULL AND established IS NULL),"
                    " count(DISTINCT capital_currency), sum(capital_currency IS NULL AND capital IS NOT NULL) FROM firm")
    firms, texts, unparsed, days, no_days, currencies, bare = map(int, counts)
    print(f"province: {firms} firms; capital: {texts} texts, {unparsed} unparsed, {currencies} currencies, {bare} bare "
          f"numbers; founded: {days} texts, {no_days} unparsed")
    assert firms > 100000 and texts > 100000 and currencies >= 8
    assert unparsed < UNPARSED * texts and no_days == 0


def check_city(hejian, source, data, folder):
    """The rule files are those of the case other_columns, which has an invented table in that shape."""
    shutil.copytree(source / "tests/end_to_end/cases/other_columns", folder, ignore=shutil.ignore_patterns("*.csv"))
    for path in (data / "ningbo").glob("*.csv"):
        shutil.copy(path, folder)
    run(hejian, folder, "load")
    run(hejian, folder, "flag")
    for table in ("firm", "abnormal_list", "annual_report_assets", "serious_violation"):
        ((rows,),) = run(hejian, folder, "sql", "--format", "csv", f"SELECT count(*) FROM {table}")
        assert int(rows) > (900 if table == "firm" else 20)
        print(f"city: {table}: {rows} records")
    assert len(run(hejian, folder, "findings", "--format", "csv")) > 100


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    data = source.parent / "shared/data"
    if not data.is_dir():
        print("skipped: ../shared/data is not there")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        check_province(hejian, source, data, pathlib.Path(name) / "province")
        check_city(hejian, source, data, pathlib.Path(name) / "city")
    return 0


if __name__ == "__main__":
    sys.exit(main())
