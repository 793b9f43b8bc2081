#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one end-to-end case, or rewrites what it expects.

A case is a folder: `command` (run by sh, in a copy of the folder, with `hejian` on the PATH and the
sources at $SOURCE), the inputs, and what must come out: `stdout`, `stderr`, `status` (0 where there
is no such file). Seconds in stderr are compared as S.

    run.py HEJIAN SOURCE CASE [--update]
"""
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EXPECTED = ("stdout", "stderr", "status")


def expected(case, name):
    path = case / name
    if not path.exists():
        return "0\n" if name == "status" else ""
    return path.read_text(encoding="utf-8")


def run(hejian, source, case):
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / "case"
        shutil.copytree(case, work, ignore=shutil.ignore_patterns(*EXPECTED))
        environment = dict(os.environ, SOURCE=str(source), LANG="C.UTF-8", LANGUAGE="en", SOURCE_DATE_EPOCH="1782777600",
                           PATH=f"{hejian.parent}:{os.environ['PATH']}")
        done = subprocess.run(["sh", "command"], cwd=work, env=environment, capture_output=True,
                              timeout=120, check=False)
    stderr = done.stderr.decode("utf-8", "backslashreplace")
    stderr = re.sub(r": \d+\.\d s\n", ": S s\n", stderr).replace(str(source), "$SOURCE")
    return {
        "stdout": done.stdout.decode("utf-8", "backslashreplace").replace(str(source), "$SOURCE"),
        "stderr": stderr,
        "status": f"{done.returncode}\n",
    }


def update(case, got):
    for name in EXPECTED:
        path = case / name
        if got[name] in ("", "0\n") and (name != "status" or got[name] == "0\n"):
            path.unlink(missing_ok=True)
        else:
            path.write_text(got[name], encoding="utf-8")


def main():
    hejian, source, case = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    got = run(hejian, source, case)
    if sys.argv[4:] == ["--update"]:
        update(case, got)
        return 0
    failed = False
    for name in EXPECTED:
        want = expected(case, name)
        if got[name] != want:
            failed = True
            sys.stdout.writelines(difflib.unified_diff(
                want.splitlines(True), got[name].splitlines(True), f"expected {name}", name))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
