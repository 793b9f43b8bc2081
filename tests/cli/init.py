# SPDX-License-Identifier: MIT
"""init: the file it writes runs as it is, in both languages, once a table is there; it never
overwrites; each of its commented lines is right when its mark is taken away.

    init.py HEJIAN SOURCE
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HEJIAN, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])


def hejian(folder, *words, status=0):
    done = subprocess.run([HEJIAN, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == status, (words, done.returncode, done.stdout, done.stderr)
    return done


def try_language(folder, language):
    name = f"区县 {language}: #1"
    hejian(folder, "--lang", language, "init", name)
    path = pathlib.Path(folder) / name / "campaign.yaml"
    text = path.read_text(encoding="utf-8")
    assert (("口径" in text) == (language == "zh")) and "@" not in text, text
    again = hejian(folder, "--lang", language, "init", name, status=2)
    assert path.read_text(encoding="utf-8") == text and again.stdout == ""
    home = path.parent
    missing = hejian(home, "load", status=1)
    assert "registry.csv" in missing.stderr, missing.stderr
    shutil.copy(SOURCE / "fixtures/huaiyin/registry.csv", home)
    hejian(home, "load")
    hejian(home, "rules", "check")
    # Every commented setting and table in turn, then one counting with all of them.
    tables = re.findall(r"^  # (\w+): (\w+\.csv)", text, re.M)
    known = {path.stem for path in (SOURCE / "rules/cn/tables").glob("*.yaml")}
    known -= {"truth"}  # of an evaluation, no department gives it
    assert "hightech_application" in text
    known -= {"hightech_application"}  # the fixture has none
    assert {table for table, _ in tables} | {"registry"} == known, known
    for table, file in tables:
        shutil.copy(SOURCE / "fixtures/huaiyin" / f"{table}.csv", home / file)
    opened = re.sub(r"^  # (\w+: \w+\.csv)", r"  \1", text, flags=re.M)
    opened = re.sub(r"^# (counting: registered)", r"\1", opened, flags=re.M)
    opened = re.sub(r"^# (official:|roles:|  \S+: \S)", r"\1", opened, flags=re.M)
    opened = re.sub(r"^as_of: [0-9-]+", "as_of: 2026-06-30", opened, flags=re.M)
    path.write_text(opened, encoding="utf-8")
    ratio = hejian(home, "run")
    assert "148 / 14200" in ratio.stdout, ratio.stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        for language in ("zh", "en"):
            try_language(folder, language)
        file = pathlib.Path(folder) / "file"
        file.write_text("")
        hejian(folder, "init", "file", status=3)
        hejian(folder, "init", "no/such/parent", status=3)
    return 0


if __name__ == "__main__":
    sys.exit(main())
