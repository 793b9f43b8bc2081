# SPDX-License-Identifier: MIT
"""Rules of the house that a compiler does not check.

    sources.py layers|words|house SOURCE_DIR
    sources.py headers SOURCE_DIR COMPILER

layers   a room includes only rooms before it; only campaign/ includes store/; the command line
         includes only hejian.h, base/ and its own; no .c is included
words    no Chinese outside comments, no address of an authority: policy is data
house    licence line, lengths of files and functions, heap and clock through their one door
headers  every header compiles alone

Prints a line for each breach and exits 1 if there is any.
"""
import pathlib
import re
import subprocess
import sys

ROOMS = ("base text column rules input match link decide simulate assess publish store campaign"
         " cli").split()
FILE_LINES = 500
FUNCTION_LINES = 70

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)

# Calls that only these files may make; below cli/ nothing prints, exits or asks where it runs.
DOORS = [
    (r"\b(?:malloc|calloc|realloc|strdup|strndup)\s*\(", {"base/memory.c"}, "heap"),
    (r"\b(?:printf|puts|putchar|perror)\s*\(|\bstd(?:out|err)\b", set(), "prints"),
    (r"\b(?:exit|_exit|abort|quick_exit)\s*\(", set(), "exits"),
    (r"\b(?:getenv|secure_getenv|time|clock|clock_gettime|gettimeofday|nl_langinfo)\s*\(", set(),
     "environment, clock or locale"),
    (r"#\s*pragma\s+omp\b", {"base/parallel.c"}, "OpenMP"),
]


def files(source, *endings):
    root = source / "src"
    for path in sorted(root.rglob("*")):
        if path.suffix in endings and path.is_file():
            yield path, path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def blank(match):
    """A comment as spaces, so that places stay."""
    return re.sub(r"[^\n]", " ", match.group())


def without_comments(text):
    return TOKEN.sub(lambda m: blank(m) if m.group().startswith("/") else m.group(), text)


def without_strings(text):
    return TOKEN.sub(blank, text)


def room_of(name):
    return name.split("/")[0] if "/" in name else ""


def may_include(room, target):
    """Whether a file of the room (empty: hejian.h itself) may include the target."""
    if target == "hejian.h":
        return room in ("campaign", "cli")
    other = room_of(target)
    if other == room and room:
        return True
    if other not in ROOMS:
        return False
    if room == "":
        return other in ("base", "column") or target == "simulate/answers.h"
    if room == "cli":
        return other == "base"
    if room == "store":
        return other in ("base", "column")
    if other == "store":
        return room == "campaign"
    return ROOMS.index(other) < ROOMS.index(room)


def layers(source):
    for path, name, text in files(source, ".c", ".h"):
        room = room_of(name)
        if room and room not in ROOMS:
            yield f"{path}:1: {room}/ is no room"
            continue
        for match in INCLUDE.finditer(without_comments(text)):
            if match.group(1) == "<":
                continue
            line = line_of(text, match.start())
            target = match.group(2)
            if target.endswith(".c"):
                yield f"{path}:{line}: includes {target}"
            elif not (source / "src" / target).is_file():
                yield f"{path}:{line}: {target} is not there (paths begin at src/)"
            elif not may_include(room, target):
                yield f"{path}:{line}: {room or 'hejian.h'} may not include {target}"


def literal(text):
    """The characters of a string literal, its escapes undone."""
    body = text[1:-1]
    raw = bytearray()
    at = 0
    while at < len(body):
        escape = re.match(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]+)|([0-7]{1,3})|.)",
                          body[at:], re.S)
        if not escape:
            raw += body[at].encode()
            at += 1
            continue
        if escape.group(1) or escape.group(2):
            raw += chr(int(escape.group(1) or escape.group(2), 16)).encode(errors="replace")
        elif escape.group(3) or escape.group(4):
            raw.append(int(escape.group(3) or escape.group(4), 16 if escape.group(3) else 8) & 255)
        else:
            raw += b" "
        at += escape.end()
    return raw.decode(errors="replace")


def words(source):
    for path, name, text in files(source, ".c", ".h"):
        code = without_comments(text)
        for match in HAN.finditer(code):
            yield f"{path}:{line_of(code, match.start())}: Chinese outside a comment"
        for match in TOKEN.finditer(code):
            line = line_of(code, match.start())
            if match.group().startswith('"'):
                value = literal(match.group())
                if HAN.search(value) and not HAN.search(match.group()):
                    yield f"{path}:{line}: Chinese in escapes"
                if re.search(r"\bgov\.\w\w\b|\.gov\b", value):
                    yield f"{path}:{line}: the address of an authority"


def functions(text):
    """(line, lines) of every function: from its head to the brace that closes it at the margin."""
    lines = without_strings(text).split("\n")
    head = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
            while start > 1 and lines[start - 2].strip() and not lines[start - 2].startswith("}"):
                start -= 1
            head = start
        elif line.startswith("}") and head:
            yield head, number - head + 1
            head = None


def house(source):
    for path, name, text in files(source, ".c", ".h"):
        if "SPDX-License-Identifier: MIT" not in text.split("\n")[0]:
            yield f"{path}:1: no licence line"
        if text.count("\n") > FILE_LINES:
            yield f"{path}:{FILE_LINES}: longer than {FILE_LINES} lines"
        for line, size in functions(text):
            if size > FUNCTION_LINES:
                yield f"{path}:{line}: a function of {size} lines"
        code = without_strings(text)
        for pattern, allowed, what in DOORS:
            if room_of(name) == "cli" and what != "OpenMP" or name in allowed:
                continue
            for match in re.finditer(pattern, code):
                yield f"{path}:{line_of(code, match.start())}: {what}: {match.group().strip()}"


def headers(source, compiler):
    flags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Werror", "-fsyntax-only",
             f"-I{source / 'src'}", "-include", str(source / "src/base/banned.h"), "-xc", "-"]
    for path, name, _ in files(source, ".h"):
        # Twice: a header without its guard shows.
        run = subprocess.run([compiler, *flags], input=f'#include "{name}"\n#include "{name}"\n',
                             capture_output=True, text=True, check=False)
        if run.returncode != 0:
            yield f"{path}:1: does not compile alone\n{run.stderr}"


def main(arguments):
    check = {"layers": layers, "words": words, "house": house, "headers": headers}[arguments[0]]
    breaches = list(check(pathlib.Path(arguments[1]), *arguments[2:]))
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
