#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the console blocks of the documents and compares what they show.

A block begins with ```console. A line "$ command" is run by sh (lines "> " continue it); the lines
behind it are what it prints, standard output and error together. "…" alone on a line stands for any
lines, "…" inside a line for any characters. All blocks of a document run one after the other, each
where the one before ended (cd stays), beginning in a folder that holds a copy of fixtures/huaiyin
as huaiyin/. `<!-- run: command -->` is run and not compared. Documents named *.zh-CN.md speak Chinese.

    console_blocks.py HEJIAN SOURCE DOCUMENT [--update]

--update writes what was printed in place of what does not agree.
"""
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

STEP = re.compile(r"^<!-- run: (?P<hidden>.*?) -->$|^```console\n(?P<block>.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ (?P<command>.*\n(?:> .*\n)*)(?P<output>(?:(?!\$ ).*\n)*)", re.M)
ELISION = "…"


def agrees(expected, got):
    parts = []
    for line in expected.splitlines(True):
        if line.strip() == ELISION:
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append("[^\n]*?".join(re.escape(part) for part in line.split(ELISION)))
    return re.fullmatch("".join(parts), got) is not None


class Shell:
    """Commands in one folder after the other, with hejian on the PATH."""

    def __init__(self, hejian, source, folder, chinese):
        self.cwd = folder
        self.source = source
        self.environment = dict(os.environ, PATH=f"{hejian.parent}:{os.environ['PATH']}",
                                LANG="zh_CN.UTF-8" if chinese else "C.UTF-8", HOME=str(folder),
                                SOURCE=str(source))
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
            self.environment.pop(name, None)

    def run(self, command):
        script = f"{command}\nstatus=$?\npwd > \"$HOME/.where\"\nexit $status"
        done = subprocess.run(["sh", "-c", script], cwd=self.cwd, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
                              check=False)
        self.cwd = pathlib.Path(self.environment["HOME"], ".where").read_text().strip()
        text = done.stdout.decode("utf-8", "backslashreplace").replace(str(self.source), "$SOURCE")
        return text if not text or text.endswith("\n") else text + "\n"


def check(document, shell, update):
    """The document's text as it should be, and how many commands did not agree."""
    failed = count = 0

    def one(match):
        nonlocal failed, count
        count += 1
        command = re.sub(r"\n> ", "\n", match["command"]).rstrip("\n")
        got = shell.run(command)
        if agrees(match["output"], got):
            return match.group()
        failed += 1
        if not update:
            print(f"{document}: $ {command}")
            sys.stdout.writelines(difflib.unified_diff(
                match["output"].splitlines(True), got.splitlines(True), "document", "program", n=1))
        return f"$ {match['command']}{got}"

    def step(match):
        if match["hidden"]:
            shell.run(match["hidden"])
            return match.group()
        return f"```console\n{COMMAND.sub(one, match['block'])}```"

    text = STEP.sub(step, document.read_text(encoding="utf-8"))
    print(f"{document}: {count} commands, {failed} do not agree")
    return text, failed


def main():
    hejian, source, document = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    update = sys.argv[4:] == ["--update"]
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder).resolve()
        shutil.copytree(source / "fixtures/huaiyin", home / "huaiyin",
                        ignore=shutil.ignore_patterns("campaign.db*", "lists", "rejects.csv"))
        campaign = home / "huaiyin/campaign.yaml"
        campaign.write_text(campaign.read_text(encoding="utf-8").replace(
            "../../rules", str(source / "rules")), encoding="utf-8")
        text, failed = check(document, Shell(hejian, source, home, document.name.endswith(".zh-CN.md")),
                             update)
    if update:
        document.write_text(text, encoding="utf-8")
        return 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
