# SPDX-License-Identifier: MIT
"""On a terminal: colours and the bar only where there is one, NO_COLOR, --color, --progress.

    terminal.py HEJIAN SOURCE
"""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile

HEJIAN = sys.argv[1]
COLOR = b"\033[1;31m"


def on_terminal(folder, *words, **environment):
    """What a terminal gets on standard error."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([HEJIAN, *words], cwd=folder, stderr=theirs, stdout=subprocess.DEVNULL,
                               env={"PATH": os.environ["PATH"], "TERM": "xterm", **environment})
    os.close(theirs)
    output = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        output += part
    process.wait()
    os.close(ours)
    return output


def in_pipe(folder, *words):
    return subprocess.run([HEJIAN, *words], cwd=folder, capture_output=True, check=False,
                          env={"PATH": os.environ["PATH"], "TERM": "xterm"}).stderr


def has_terminals():
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        return False
    return True


def main():
    with tempfile.TemporaryDirectory() as folder:
        words = ["-C", "nowhere", "load"]
        assert COLOR in on_terminal(folder, *words)
        assert COLOR not in on_terminal(folder, *words, NO_COLOR="1")
        assert COLOR in on_terminal(folder, *words, NO_COLOR="")
        assert COLOR not in on_terminal(folder, *words, TERM="dumb")
        assert COLOR not in on_terminal(folder, "--color", "never", *words)
        assert COLOR not in in_pipe(folder, *words)
        assert COLOR in in_pipe(folder, "--color", "always", *words)
        assert b"--color cannot be pink" in in_pipe(folder, "--color", "pink", *words)
        home = pathlib.Path(folder)
        (home / "campaign.yaml").write_text(
            "campaign: c\nas_of: 2026-06-30\nrules: [rules.yaml]\ntables: {registry: registry.csv}\n")
        (home / "rules.yaml").write_text(
            "table: registry\nkey: uscc\ncolumns:\n  uscc: {type: text, headers: [uscc]}\n")
        (home / "registry.csv").write_text("uscc\nA\n")
        assert b"\r[" not in on_terminal(folder, "load"), "a bar before two seconds"
        assert b"\r[" in in_pipe(folder, "--progress", "always", "load", "--accept"), "no bar where it is asked for"
        assert b"\r[" not in in_pipe(folder, "load", "--accept")
    return 0


if __name__ == "__main__":
    if not has_terminals():
        print("skipped: this machine has no pseudo-terminals")
        sys.exit(77)
    sys.exit(main())
