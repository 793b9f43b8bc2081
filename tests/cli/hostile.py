# SPDX-License-Identifier: MIT
"""Names that attack a terminal: nothing of a registry moves the cursor, turns the writing round,
hides, or breaks a table, in tables, in explain and in messages. CSV keeps the bytes.

    hostile.py HEJIAN SOURCE
"""
import pathlib
import re
import subprocess
import sys
import tempfile

NAMES = {
    "escape": "红\x1b[2J\x1b]0;title\x07蓝",
    "carriage return": "甲公司\r乙公司",
    "newline": "甲公司\n乙公司",
    "tab": "甲\t乙",
    "delete": "甲\x7f乙",
    "C1": "甲\u009b31m乙",
    "override": "甲\u202e司公乙\u202c",
    "isolate": "甲\u2066乙\u2069",
    "mark": "甲\u200f乙\u061c",
    "zero width": "甲\u200b\u200d\ufeff乙",
    "line separator": "甲\u2028乙\u2029丙",
    "tags": "甲\U000e0041\U000e007f乙",
    "long": "长" * 300,
    "percent": "%s%n%s",
    "emoji": "\U0001f469\u200d\U0001f3ed工厂\U0001f600",
    "full-width formula": "＝1＋1",
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../x",
    "lone surrogate's neighbour": "\ud7ff\ue000",
    "interlinear": "甲\ufff9乙\ufffb",
    "soft hyphen": "甲\u00ad乙",
    "broad": "ＡＢ𠮷㐂株式会社",
}
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                     "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")

CAMPAIGN = """campaign: hostile
as_of: 2026-06-30
rules: [rules.yaml]
tables: {registry: registry.csv}
"""
RULES = """table: registry
key: uscc
columns:
  uscc: {type: text, headers: [uscc], identifier: true}
  name: {type: text, headers: [name]}
  town: {type: text, headers: [town]}
---
"""
RULE = """rules:
  - {id: every, class: abnormal, title: every, when: "name IS NOT NULL", evidence: [name]}
"""


def hejian(home, *words):
    return subprocess.run([sys.argv[1], *words], cwd=home, capture_output=True, check=False)


def check(what, output):
    text = output.decode("utf-8")
    found = HARMFUL.search(text)
    assert not found, f"{what}: {found.group()!r} in {text!r}"
    return text


def main():
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        (home / "campaign.yaml").write_text(CAMPAIGN.replace("rules.yaml", "t.yaml, rules.yaml"))
        (home / "t.yaml").write_text(RULES.replace("---\n", ""))
        (home / "rules.yaml").write_text(RULE)
        rows = "".join(f'C{i:02},"{name}","{name}"\n' for i, name in enumerate(NAMES.values()))
        (home / "registry.csv").write_bytes(("uscc,name,town\n" + rows).encode())
        done = hejian(home, "run")
        check("run", done.stderr)
        for words in (["verdicts"], ["findings", "--where", f"name <> '{NAMES['escape']}'"], ["coverage", "--by", "town"],
                      ["status"], ["changes"], ["unmatched"], ["lists"], ["rejects"],
                      ["findings", "--where", "nam\u202e\x1b[2Je IS NULL"], ["findings", "--rule", "a\u202eb\x1b[2J"],
                      ["verdicts", "--town", "\x1b[2J\u202e"], ["\x1b[2J\u202e"], ["--\x1b[2J\u202e"],
                      ["-C", "no\x1b[2J\u202ewhere", "load"], ["lists", "--out", "no/\x1b[2J\u202e"],
                      ["lists", "--issue", "\x1b[2J"], ["simulate", "\u202e\x1b[2J.yaml"], ["headers", "\u202e\x1b[2J.csv"]):
            done = hejian(home, *words)
            check(f"{words}", done.stdout + done.stderr)
        table = check("table", hejian(home, "findings").stdout)
        lines = table.splitlines()
        assert len(lines) == len(NAMES) + 1, table
        assert "长…" in table and max(map(len, lines)) < 200, table
        for i, (what, name) in enumerate(NAMES.items()):
            shown = check(what, hejian(home, "explain", f"C{i:02}").stdout)
            assert "every" in shown, shown
            missing = check(what, hejian(home, "explain", name + "?").stderr)
            assert "error" in missing
            assert name.encode() in hejian(home, "findings", "--format", "csv").stdout, what
        (home / "rules.yaml").write_text(RULE.replace("name IS NOT NULL", "nam\u202ee IS NULL"))
        check("caret", hejian(home, "rules", "check").stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
