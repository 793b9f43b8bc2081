# SPDX-License-Identifier: MIT
"""Every id in docs/coverage.md is there: rules, routes, names of rules/cn, countings, paths.

    coverage_rows.py SOURCE
"""
import pathlib
import re
import sys


def main():
    source = pathlib.Path(sys.argv[1])
    files = [path.read_text(encoding="utf-8") for path in (source / "rules/cn").rglob("*.yaml")]
    rules = "\n".join(files)
    known = set(re.findall(r"^ *- id: (\S+)$", rules, flags=re.M))
    known |= set(re.findall(r"^ *([a-z_0-9]+):", rules, flags=re.M))
    known |= {"unless", "requires_checked", "duration", "hejian ask court", "hejian ask tax"}
    missing = []
    for number, line in enumerate((source / "docs/coverage.md").read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("|"):
            continue
        for word in re.findall(r"`([^`]+)`", line):
            if "…" not in word and word not in known and not (source / word).exists():
                missing.append(f"docs/coverage.md:{number}: there is no {word}")
    print("\n".join(missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
