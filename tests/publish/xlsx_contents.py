#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The lists of the fixture, and of a campaign with hostile names, looked at from outside: what must
and what must never stand in them (docs/lists.md).

    xlsx_contents.py HEJIAN SOURCE
"""
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def run(hejian, folder, *words, status=0):
    done = subprocess.run([hejian, "-C", str(folder), *words], capture_output=True, check=False)
    assert done.returncode == status, (words, done.returncode, done.stderr.decode())
    return done.stdout.decode(), done.stderr.decode()


class Book:
    """A workbook by its unzipped parts."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as parts:
            self.parts = {name: parts.read(name) for name in parts.namelist()}
        self.strings = []
        if "xl/sharedStrings.xml" in self.parts:
            for item in tree.fromstring(self.parts["xl/sharedStrings.xml"]).findall("m:si", NAMES):
                self.strings.append("".join(text.text or "" for text in item.iter()
                                            if text.tag.endswith("}t")))
        book = tree.fromstring(self.parts["xl/workbook.xml"])
        self.titles = [sheet.get("name") for sheet in book.find("m:sheets", NAMES)]
        self.defined = {name.get("name") for name in book.iter(f"{{{NAMES['m']}}}definedName")}

    def sheet(self, index):
        return tree.fromstring(self.parts[f"xl/worksheets/sheet{index + 1}.xml"])

    def rows(self, index):
        rows = []
        for row in self.sheet(index).iter(f"{{{NAMES['m']}}}row"):
            cells = []
            for cell in row.findall("m:c", NAMES):
                value = cell.find("m:v", NAMES)
                text = "" if value is None else value.text
                cells.append(self.strings[int(text)] if cell.get("t") == "s" else text)
            rows.append(cells)
        return rows


def check_book(path):
    """What every book has: a cover, frozen and repeated headers, A4, no formula."""
    book = Book(path)
    for name, part in book.parts.items():
        assert b"<f>" not in part and b"<f " not in part, f"{path}: a formula in {name}"
    assert "_xlnm.Print_Titles" in book.defined, path
    firms = 0
    for index in range(1, len(book.titles)):
        sheet = book.sheet(index)
        if book.titles[index] == "answers":
            continue
        assert sheet.find(".//m:pane", NAMES).get("state") == "frozen", path
        setup = sheet.find("m:pageSetup", NAMES)
        assert setup.get("paperSize") == "9" and setup.get("orientation") == "landscape", path
        assert sheet.find("m:autoFilter", NAMES) is not None, path
        firms += len(book.rows(index)) - 1
    try:
        import openpyxl
        openpyxl.load_workbook(path)
    except ImportError:
        pass
    return book, firms


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_fixture(hejian, source, work):
    folder = work / "huaiyin"
    shutil.copytree(source / "fixtures" / "huaiyin", folder)
    text = (folder / "campaign.yaml").read_text(encoding="utf-8")
    (folder / "campaign.yaml").write_text(text.replace("../../rules/cn", str(source / "rules" / "cn")),
                                          encoding="utf-8")
    run(hejian, folder, "run")
    verdicts = list(csv.DictReader(run(hejian, folder, "verdicts", "--format", "csv")[0].splitlines()))
    with open(folder / "registry.csv", encoding="utf-8", newline="") as file:
        registry = list(csv.DictReader(file))
    listed = {}
    for path in sorted((folder / "lists").glob("*.csv")):
        rows = read_csv(path)
        book, firms = check_book(path.with_suffix(".xlsx"))
        assert firms == len(rows), path
        assert "草稿，不作移送" in sum(book.rows(0), []), path
        for row in rows:
            listed.setdefault(row["统一社会信用代码/注册号"], []).append((path.name, row))
    check_verdicts(verdicts, listed)
    check_persons(registry, listed)
    clues = [row["线索编号"] for entries in listed.values() for _, row in entries]
    assert len(clues) == len(set(clues)), "two firms on one clue number"
    check_stage(hejian, folder, listed)
    check_repeat(hejian, folder)


def check_verdicts(verdicts, listed):
    shared = {}
    for verdict in verdicts:
        shared[verdict["uscc"]] = shared.get(verdict["uscc"], 0) + 1
    routed = 0
    for verdict in verdicts:
        entries = listed.get(verdict["uscc"], [])
        if shared[verdict["uscc"]] > 1 or not verdict["uscc"]:
            continue
        if verdict["protected_by"] or verdict["blocked_by"] or not verdict["route"]:
            assert not entries, f"{verdict['uscc']} is on {entries[0][0]}"
            continue
        only_leads = all(rule.startswith("duplicate.") for rule in verdict["rules"].split(";"))
        assert len(entries) == 1 or only_leads, verdict
        for name, _ in entries:
            assert f"_{verdict['role']}_" in name, (name, verdict)
            assert f"_{verdict['town'] or '未定位'}_" in name, (name, verdict)
        for _, row in entries:
            for title, answer in row.items():
                if title in ("有效期内高新技术企业", "有参保人员", "规模以上企业", "歇业备案期内", "清算中"):
                    assert answer in ("否", "未核对"), (title, answer)
        routed += len(entries)
    assert routed > 5000, routed


def check_persons(registry, listed):
    ids = {row["法定代表人证件号"] for row in registry} | {row["联系电话"] for row in registry}
    ids.discard("")
    names = {row["统一社会信用代码"]: row["法定代表人"] for row in registry}
    for code, entries in listed.items():
        for path, row in entries:
            assert not ids.intersection(row.values()), path
            whole = names.get(code)
            if whole and len(whole) > 1 and not re.search("_(处罚|登记)_", path):
                assert row.get("法定代表人", "") != whole, (path, code)


def check_stage(hejian, folder, listed):
    run(hejian, folder, "lists", "--stage", "摸排", "--out", str(folder / "visits"))
    files = sorted((folder / "visits").glob("*.xlsx"))
    assert files and all("_摸排_" in path.name for path in files), files
    for path in files:
        book, _ = check_book(path)
        for index in range(1, len(book.titles)):
            assert len(book.rows(index)[0]) == 8, path
            assert len(book.sheet(index).findall(".//m:dataValidation", NAMES)) == 3, path
        for row in read_csv(path.with_suffix(".csv")):
            assert row["统一社会信用代码"] in listed, path
    assert any(len(Book(path).titles) > 3 for path in files), "no sheet a community"


def check_repeat(hejian, folder):
    """The same store gives the same bytes, on any number of threads."""
    run(hejian, folder, "--threads", "3", "lists", "--out", str(folder / "again"))
    first = sorted((folder / "lists").iterdir())
    assert [path.name for path in first] == sorted(path.name for path in (folder / "again").iterdir())
    for path in first:
        assert path.read_bytes() == (folder / "again" / path.name).read_bytes(), path


HOSTILE = ["../../x", "=cmd|' /C calc'!A0", "line\nbreak", "\u202egnp.exe", "x" * 300, "a/b\\c:*?",
           "'quoted'", "@SUM(A1)", "\uff1d1", "tab\there", "&amp;<b>&</b>", ".", "\uff0b1", "\uff20x", "\uff0d1", "+1", "-1",
           "\tlead", "\rreturn", "re\rturn", "\u200b=2", "\ufeff+3", "\u2066=1\u2069", "\U0001f600\U0001f3ed",
           "\U0001f469\u200d\U0001f3ed", "con", "a/b", "a\\b", "\x1b[2J", "\u2028line", "\U000e0041tag", "=\"a\"&\"b\""]
# What no text on paper may hold: marks that are not seen and change what is seen, controls but the line feed.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\xad"
                    "\ufff9-\ufffb\U000e0000-\U000e007f]")


def check_hostile(hejian, work):
    folder = work / "hostile"
    folder.mkdir()
    with open(folder / "registry.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["uscc", "name", "status", "town", "legal_rep"])
        for number, text in enumerate(HOSTILE):
            writer.writerow([f"9132080400000{number:05d}", text, "gone", text, text])
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    (folder / "campaign.yaml").write_text(
        "campaign: ../evil\nas_of: 2026-06-30\nrules: [rules.yaml]\ntables:\n  registry: registry.csv\n",
        encoding="utf-8")
    run(hejian, folder, "run")
    before = {path for path in work.rglob("*") if folder not in path.parents}
    files = sorted((folder / "lists").iterdir())
    assert len(files) == 2 * len(HOSTILE), files
    for path in files:
        assert re.fullmatch(r"[0-9A-Za-z_\u4e00-\u9fff]+\.(csv|xlsx)", path.name), path
    for path in files:
        if path.suffix == ".xlsx":
            book, firms = check_book(path)
            assert firms == 1
            assert not any(UNSEEN.search(text) for text in book.strings), path
            assert not any(UNSEEN.search(title) or len(title) > 31 for title in book.titles), book.titles
        else:
            for row in csv.reader(open(path, encoding="utf-8", newline="")):
                for cell in row:
                    assert not cell or cell[0] not in "=+-@\t\r\uff1d\uff0b\uff0d\uff20", cell
                    assert not UNSEEN.search(cell), cell
    assert before == {path for path in work.rglob("*") if folder not in path.parents}


RULES = """
table: registry
key: uscc
columns:
  uscc: {type: text, headers: [uscc], identifier: true}
  name: {type: text, headers: [name], required: true}
  status: {type: text, headers: [status]}
  town: {type: text, headers: [town]}
  legal_rep: {type: text, headers: [legal_rep], personal: name}
rules:
  - {id: gone, class: zombie, severity: high, title: Gone, when: "status = 'gone'"}
routes:
  - {id: check, title: Check, when: "TRUE", role: "=office/x", steps: [{name: visit, days: 10}]}
"""


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        check_hostile(hejian, pathlib.Path(folder))
        check_fixture(hejian, source, pathlib.Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
