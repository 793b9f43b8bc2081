#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same tables as UTF-8, GB18030 and UTF-16 CSV and as workbooks of LibreOffice give the same store
content, the same findings and the same verdicts.

    round_trip.py HEJIAN GENERATOR SOURCE csv|xlsx

Two kinds of workbooks: every cell a text, as careful people keep them, equal to the last cell; and dates
and numbers as spreadsheets make them of themselves, where only the originals (`_raw`) may be written
otherwise. Without LibreOffice the workbooks are skipped.
"""
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FIRMS = 2000
SKIPPED = 77
ENCODINGS = {"GB18030": "gb18030", "UTF-16LE": "utf-16-le", "UTF-16BE": "utf-16-be"}
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
RESULTS = ("findings", "verdicts")
# Tables whose dates and amounts LibreOffice may turn into numbers.
TYPED = ("registry", "annual_report", "financials", "social_insurance", "hightech")
COLUMNS = 40  # more than any table has
TEXT, STANDARD, DATE = 2, 1, 5  # what LibreOffice calls the kinds of a column


def run(hejian, campaign, *words):
    done = subprocess.run([hejian, "-q", "-C", campaign, *words], capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"hejian {' '.join(words)}: status {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def make_campaign(folder, tables, suffix, source):
    """The demonstration's campaign over tables in `folder`, whose files end so."""
    text = (source / "fixtures/huaiyin/campaign.yaml").read_text(encoding="utf-8")
    text = text.replace("../../rules", str(source / "rules")).replace(".csv", suffix)
    given = set(re.findall(r"^  (\w+): .*" + re.escape(suffix), text, re.M))
    assert set(tables) >= given, given
    (folder / "campaign.yaml").write_text(text, encoding="utf-8")
    shutil.copy(source / "fixtures/huaiyin/scenario.yaml", folder)
    return sorted(given)


def content(hejian, folder, tables, book, raw=True):
    """Everything the store holds and what follows from it, by name. The rows of a book are not the
    lines of a file with line breaks in its cells."""
    seen = {}
    for table in tables:
        name = "firm" if table == "registry" else table
        rows = run(hejian, folder, "sql", "--format", "csv", f'SELECT * FROM "{name}"').decode()
        rows = list(csv.reader(rows.splitlines(keepends=True)))
        assert len(rows) > 1, f"{table} is empty"
        kept = [i for i, header in enumerate(rows[0])
                if (raw or not header.endswith("_raw")) and (not book or header != "line")]
        seen[table] = [[row[i] for i in kept] for row in rows]
    for name in RESULTS:
        rows = run(hejian, folder, name, "--format", "csv").decode().splitlines()
        assert len(rows) > 1, f"no {name}"
        seen[name] = [[line] for line in rows]
    return seen


def compare(name, expected, found):
    for part, rows in expected.items():
        for number, (want, got) in enumerate(zip(rows, found[part])):
            if want != got:
                cells = [f"{rows[0][i]}: {a!r} and {b!r}" for i, (a, b) in enumerate(zip(want, got))
                         if a != b]
                sys.exit(f"{name}: {part} differs from UTF-8 in row {number}: {'; '.join(cells)}")
        if len(rows) != len(found[part]):
            sys.exit(f"{name}: {part} has {len(found[part])} rows, UTF-8 {len(rows)}")
    print(f"{name}: {sum(len(rows) for rows in expected.values())} rows equal")


def load(hejian, folder, key):
    if key:  # the same key gives ids and phones the same hash
        shutil.copy(key, folder / "personal.key")
        (folder / "personal.key").chmod(0o600)
    run(hejian, folder, "load")
    run(hejian, folder, "flag")
    run(hejian, folder, "decide")


def recode(data, folder, encoding):
    folder.mkdir()
    for path in data.glob("*.csv"):
        text = path.read_bytes().decode("utf-8")
        (folder / path.name).write_bytes(MARKS.get(encoding, b"") + text.encode(encoding))


# ---- workbooks ----

def convert(office, profile, folder, paths, kinds):
    """CSV files as workbooks in `folder`; kinds: one a column."""
    columns = "/".join(f"{i + 1}/{kind}" for i, kind in enumerate(kinds))
    done = subprocess.run(
        [office, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
         f"--infilter=CSV:44,34,76,1,{columns}", "--convert-to", "xlsx", "--outdir", folder, *paths],
        capture_output=True, text=True, check=False, timeout=300)
    missing = [path.name for path in paths if not (folder / f"{path.stem}.xlsx").exists()]
    assert not missing, f"LibreOffice made no workbook of {missing}: {done.stdout}{done.stderr}"


def kind_of(values):
    """What a spreadsheet would take a column for; codes stay texts, or they would be destroyed."""
    values = [value for value in values if value]
    if values and all(re.fullmatch(r"-?(0|[1-9]\d{0,8})(\.\d+)?", value) for value in values):
        return STANDARD
    dates = sum(bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) for value in values)
    return DATE if dates > len(values) / 2 else TEXT


def typed_books(office, profile, data, folder):
    """The tables of TYPED with dates as dates and numbers as numbers, the others as they are."""
    typed = 0
    for name in TYPED:
        with open(data / f"{name}.csv", encoding="utf-8", newline="") as file:
            columns = list(zip(*csv.reader(file)))
        kinds = [kind_of(column[1:]) for column in columns]
        typed += sum(kind != TEXT for kind in kinds)
        convert(office, profile, folder, [data / f"{name}.csv"], kinds)
    assert typed >= 10, typed


def check_encodings(hejian, root, source, files, tables):
    data = root / "UTF-8"
    expected = content(hejian, data, tables, False)
    for shown, encoding in ENCODINGS.items():
        folder = root / shown
        recode(data, folder, encoding)
        make_campaign(folder, files, ".csv", source)
        load(hejian, folder, data / "personal.key")
        compare(shown, expected, content(hejian, folder, tables, False))


def check_books(hejian, root, source, files, tables, office):
    data, books, profile = root / "UTF-8", root / "books", root / "profile"
    books.mkdir()
    paths = sorted(data / f"{table}.csv" for table in files)
    convert(office, profile, books, paths, [TEXT] * COLUMNS)
    make_campaign(books, files, ".xlsx", source)
    load(hejian, books, data / "personal.key")
    compare("workbooks of texts", content(hejian, data, tables, True),
            content(hejian, books, tables, True))
    typed_books(office, profile, data, books)
    load(hejian, books, data / "personal.key")
    compare("workbooks of dates and numbers", content(hejian, data, tables, True, False),
            content(hejian, books, tables, True, False))


def main():
    hejian, generator, source = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if sys.argv[4] == "xlsx" and not office:
        print("skipped: LibreOffice is not installed (libreoffice-calc-nogui)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        data = root / "UTF-8"
        data.mkdir()
        subprocess.run([generator, "--firms", str(FIRMS), "--out", data], check=True,
                       stdout=subprocess.DEVNULL)
        files = {path.stem for path in data.glob("*.csv")}
        tables = make_campaign(data, files, ".csv", source)
        load(hejian, data, None)
        if sys.argv[4] == "csv":
            check_encodings(hejian, root, source, files, tables)
        else:
            check_books(hejian, root, source, files, tables, office)
    return 0


if __name__ == "__main__":
    sys.exit(main())
