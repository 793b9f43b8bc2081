# SPDX-License-Identifier: MIT
"""docs/language.md names every operator and function of HJ_OPERATORS, shows every signature of
src/rules/operators.c as it stands there, and no function that is not there.

    language.py SOURCE
"""
import pathlib
import re
import sys


def main():
    source = pathlib.Path(sys.argv[1])
    page = (source / "docs/language.md").read_text(encoding="utf-8")
    table = (source / "src/rules/expr.h").read_text(encoding="utf-8")
    rows = re.findall(r'^    X\((\w+), "([^"]*)", (SYMBOL|FUNCTION|INNER)\)', table, re.M)
    usages = re.findall(r'^    ROW\(.*, "([^"]+)"\),$',
                        (source / "src/rules/operators.c").read_text(encoding="utf-8"), re.M)
    assert len(rows) > 35 and len(usages) > 40, (len(rows), len(usages))
    code = {word for word in re.findall(r"`([^`\n]+)`", page)}
    failed = [f"{name}: `{spelling}` is not in docs/language.md" for name, spelling, kind in rows
              if spelling and not any(spelling in word for word in code)]
    failed += [f"the signature `{usage}` is not in docs/language.md" for usage in usages
               if usage not in code]
    functions = {spelling for _, spelling, kind in rows if kind == "FUNCTION"} | {"peers"}
    failed += [f"docs/language.md has {name}(), the language has not"
               for name in {match for word in code for match in re.findall(r"\b([a-z_]+)\(", word)}
               if name not in functions]
    print("\n".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
