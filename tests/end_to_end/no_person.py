#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No output of the demonstration names a natural person: not the names, ids and phones of its tables, in
whatever a command prints or writes, but for the store, rejects.csv, and the books of the roles whose
layout has `full_names`.

    no_person.py HEJIAN SOURCE

Every command of `hejian help` must have a row in RUNS or stand in INSIDE with the reason; rows of commands
that this program does not have are left out.
"""
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

# What holds persons, by the dictionaries' `personal:`; the fixture's headers are the first ones.
PERSONAL = {"registry": {"法定代表人": "name", "法定代表人证件号": "id", "联系电话": "phone"},
            "survey": {"核查人": "name"}, "decisions": {"决定人": "name"}}
# Commands that look inside the store or hold no campaign's data, and why.
INSIDE = {"sql": "inside the store by design", "init": "writes a campaign without data",
          "help": "has no data"}
FIRM = "$FIRM"  # a firm with findings, in a cluster
ONCE = {"load", "flag", "link", "decide", "run", "evaluate", "rules"}  # in one language
RUNS = [
    ("load",), ("flag",), ("link",), ("decide",), ("load", "--accept"), ("run",), ("status",),
    ("status", "--format", "json"),
    *((command, "--format", form) for form in ("csv", "json", "table") for command in (
        "findings", "clusters", "verdicts", "rejects", "coverage", "changes", "unmatched", "ratio",
        "survey", "plan", "watch")),
    ("survey", "--draw", "50", "--seed", "7", "--format", "csv"),
    ("survey", "--by", "town", "--format", "csv"), ("survey", "--by", "rule", "--format", "csv"),
    ("verdicts", "--where", "legal_rep IS NOT NULL", "--format", "csv"),
    ("findings", "--where", "length(legal_rep) = 3", "--format", "json"),
    ("ratio", "--by", "town", "--format", "csv"),
    ("evaluate", "--truth", "truth.csv", "--by", "class", "--format", "csv"),
    ("explain", FIRM), ("explain", FIRM, "--format", "json"),
    ("simulate", "--format", "table"), ("simulate", "--format", "json"),
    ("watch", "--by", "risk", "--format", "csv"),
    ("lists",), ("lists", "--stage", "摸排"), ("lists", "--issue", "2026-07-01"),
    ("ask", "tax"),
    ("rules", "check"), ("rules", "test"), ("rules", "schema"), ("rules", "list", "--format", "csv"),
    ("rules", "show", "zombie.revoked-3y"), ("rules", "docs"), ("rules", "profile"),
    ("rules", "diff", "$RULES/zombie.yaml", "$RULES/zombie.yaml"),
    ("headers", "registry.csv"), ("headers", "survey.csv"), ("headers", "decisions.csv"),
]
REFUSED = {"lists", "run"}  # may end with 1: what they say is looked at all the same
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
DIGITS = re.compile(r"[0-9][0-9 -]{5,}[0-9Xx]")


def fail(text):
    sys.exit(f"no_person: {text}")


# ---- who is who ----

class People:
    """The persons of the fixture, and what tells their names from other text."""

    def __init__(self, folder, source):
        self.names, self.numbers, others = set(), set(), set()
        for path in [*(source / "rules/cn").rglob("*.*"), source / "po/zh_CN.po"]:
            others.update(HAN.findall(path.read_text(encoding="utf-8")))
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    for header, value in row.items():
                        kind = PERSONAL.get(path.stem, {}).get(header)
                        if kind == "name" and value:
                            self.names.add(value)
                        elif kind:
                            self.numbers.update([digits_of(value)] if value else [])
                        else:
                            others.update(HAN.findall(value or ""))
        self.names -= {"N/A", "无"}
        self.numbers -= {digits_of("N/A"), ""}
        self.lengths = sorted({len(name) for name in self.names})
        # A name that is also a part of a firm's name, an address or the rules' words tells nothing
        # there; such ones are looked for as a whole run of characters.
        self.common = {part for run in others for part in self.parts(run)}
        self.plain = self.common & others

    def parts(self, run):
        return {run[i:i + length] for length in self.lengths for i in range(len(run) - length + 1)
                } & self.names

    def found_in(self, runs):
        """Names among runs of Han characters."""
        found = set()
        for run in runs:
            parts = self.parts(run)
            found |= {name for name in parts if name not in self.common
                      or (name == run and name not in self.plain)}
        return found


def digits_of(text):
    return re.sub(r"[^0-9Xx]", "", text or "").upper()


# ---- what came out ----

def texts_of(path):
    """The text of a file; of a workbook, that of every part."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    return [path.read_bytes().decode("utf-8", "replace")]


class Outputs:
    def __init__(self, people):
        self.people, self.looked_at, self.allowed, self.full = people, 0, 0, set()

    def shown(self, texts):
        """Names and numbers of persons in texts."""
        texts = list(texts)
        self.looked_at += sum(len(text) for text in texts)
        names = self.people.found_in({run for text in texts for run in HAN.findall(text)})
        numbers = {digits_of(word) for text in texts for word in DIGITS.findall(text)}
        return names, numbers & self.people.numbers

    def look(self, name, texts, names_allowed=False):
        names, numbers = self.shown(texts)
        if numbers:
            fail(f"{name} shows {len(numbers)} ids or phones, among them {min(numbers)}")
        if names and not names_allowed:
            fail(f"{name} names {len(names)} persons, among them {sorted(names)[:5]}")
        if names_allowed:
            self.allowed += 1
            self.full |= names


def full_name_roles(source):
    """The roles whose layout writes persons out."""
    layouts = (source / "rules/cn/lists.yaml").read_text(encoding="utf-8").split("\n    - id: ")[1:]
    roles = set()
    for layout in layouts:
        if re.search(r"^      full_names: true", layout, re.M):
            roles.update(re.search(r"^      roles: \[(.*)\]", layout, re.M).group(1).split(", "))
    assert roles, "no layout has full_names"
    return roles


def check_files(folder, before, outputs, roles):
    """Every file that the commands made."""
    outside = {"campaign.db", "rejects.csv", "personal.key"}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path in before or path.name.split("-")[0] in outside:
            continue
        # <campaign>_<role>_<town>_…; where the town is unknown another layout writes the book
        allowed = any(f"_{role}_" in path.name for role in roles) and "_未定位_" not in path.name
        outputs.look(path.relative_to(folder), texts_of(path), allowed)


# ---- the commands ----

def add_rejects(folder):
    """Records that cannot be taken, with all their persons."""
    with (folder / "registry.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("一号公司,91320804MA00000000,,,2019-01-01,,欧阳铁证甲,320000199001011234,13800009999\n")
        file.write(",91320804MA00000001,,,2019-01-01,,欧阳铁证乙,32000019900101123X,13800009998,,,,,,,,,,,,,\n")


def known_commands(hejian):
    text = subprocess.run([hejian, "--lang", "en", "help"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^  ([a-z]+(?: [a-z]+)?)  ", text.split("options of every command")[0], re.M)


def clustered_firm(hejian, folder):
    done = subprocess.run([hejian, "-q", "-C", folder, "clusters", "--format", "csv"],
                          capture_output=True, text=True, check=True)
    return next(csv.DictReader(done.stdout.splitlines()))["record"]


def run_one(hejian, folder, run, words, language, outputs):
    line = [hejian, "--lang", language, "-C", folder]
    for word in run:
        for key, value in words.items():
            word = word.replace(key, value)
        line.append(word)
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)
    name = f"hejian {' '.join(run)} ({language})"
    if done.returncode > (run[0] in REFUSED):
        fail(f"{name}: status {done.returncode}\n{done.stderr.decode()}")
    outputs.look(name, [done.stdout.decode("utf-8", "replace")])
    outputs.look(f"{name}, standard error", [done.stderr.decode("utf-8", "replace")])


def run_all(hejian, source, folder, outputs):
    words = {"$RULES": str(source / "rules/cn")}
    present = known_commands(hejian)
    covered = {run[0] for run in RUNS} | {" ".join(run[:2]) for run in RUNS} | set(INSIDE)
    for command in present:
        if command not in covered:
            fail(f"`{command}` has no row in RUNS: add one, or say in INSIDE why it shows nobody")
    for run in RUNS:
        if not any(run[0] == command.split()[0] for command in present):
            continue
        if run[0] == "explain" and FIRM not in words:
            words[FIRM] = clustered_firm(hejian, folder)
        if run == ("load", "--accept"):  # forty firms leave
            lines = (folder / "registry.csv").read_text(encoding="utf-8").splitlines(keepends=True)
            (folder / "registry.csv").write_text("".join(lines[:1] + lines[41:]), encoding="utf-8")
        once = run[0] in ONCE or "--issue" in run
        for language in ("zh",) if once else ("zh", "en"):
            run_one(hejian, folder, run, words, language, outputs)


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "huaiyin"
        shutil.copytree(source / "fixtures/huaiyin", folder,
                        ignore=shutil.ignore_patterns("campaign.db*", "lists*", "rejects.csv"))
        path = folder / "campaign.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("../../rules", str(source / "rules")),
                        encoding="utf-8")
        add_rejects(folder)
        people = People(folder, source)
        assert len(people.names) > 10000 and len(people.numbers) > 100
        assert len(people.common) < len(people.names) / 10, len(people.common)
        before = set(folder.rglob("*"))
        outputs = Outputs(people)
        names, numbers = outputs.shown(texts_of(folder / "registry.csv"))
        assert len(names) > 10000 and len(numbers) > 1000, "the test is blind"
        run_all(hejian, source, folder, outputs)
        check_files(folder, before, outputs, full_name_roles(source))
        rejects = (folder / "rejects.csv").read_text(encoding="utf-8")
        assert "欧阳铁证甲" in rejects and "13800009998" in rejects, "the rejects are not what was tested"
        assert (folder / "rejects.csv").stat().st_mode & 0o077 == 0
        assert outputs.allowed > 0 and len(outputs.full) > 100, "no book has full names"
        print(f"{outputs.looked_at} characters without any of {len(people.names)} persons "
              f"({len(people.common)} of their names are also parts of other text) and "
              f"{len(people.numbers)} ids and phones; {len(outputs.full)} in {outputs.allowed} files "
              "that may name them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
