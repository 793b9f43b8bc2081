# SPDX-License-Identifier: MIT
"""Every text of po/zh_CN.po has a translation with the same placeholders: {name} of library messages,
printf conversions in the same order, command names in backticks; and none of the words that may not
stand on paper.

    placeholders.py SOURCE
"""
import pathlib
import re
import sys

ENTRY = re.compile(r'^msgid ((?:"(?:\\.|[^"\\])*"\n)+)msgstr ((?:"(?:\\.|[^"\\])*"(?:\n|$))+)', re.M)
CONVERSION = re.compile(r"%(?:%|[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:<PRI\w+>|(?:hh|h|ll|l|z|j|t)?[a-zA-Z]))")
NOT_ON_PAPER = ("命中", "保护", "僵尸", "空壳", "压减")


def unquote(block):
    return "".join(re.findall(r'"((?:\\.|[^"\\])*)"', block))


def faults(entry, text, translation):
    if "#, fuzzy" in entry or not translation:
        yield "no translation"
    names = [sorted(set(re.findall(r"\{\w+\}", words))) for words in (text, translation)]
    if names[0] != names[1]:
        yield f"placeholders differ: {names}"
    if "c-format" in entry:
        formats = [CONVERSION.findall(words) for words in (text, translation)]
        if formats[0] != formats[1]:
            yield f"conversions differ: {formats}"
    for ending in ("\\n",):
        if text.endswith(ending) != translation.endswith(ending):
            yield "one of them ends a line"
    for word in NOT_ON_PAPER:
        if word in translation:
            yield f"{word} is no word for people"
    if re.search("[\u4e00-\u9fff]", text):
        yield "Chinese in the sources"


def main():
    po = (pathlib.Path(sys.argv[1]) / "po/zh_CN.po").read_text(encoding="utf-8")
    count = failed = 0
    for match in ENTRY.finditer(po):
        text, translation = unquote(match.group(1)), unquote(match.group(2))
        if not text:
            continue
        count += 1
        entry = po[po.rfind("\n\n", 0, match.start()) + 2:match.end()]
        for fault in faults(entry, text, translation):
            failed += 1
            print(f"po/zh_CN.po: {text!r}: {fault}")
    print(f"{count} texts, {failed} faults")
    return 1 if failed or count < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
