# SPDX-License-Identifier: MIT
"""Help, man page and completions name exactly the same commands, and the same options of each.

    tables.py HEJIAN SOURCE
"""
import re
import subprocess
import sys

HEJIAN = sys.argv[1]
OPTION = re.compile(r"--([a-z][a-z-]+)")


def hejian(*words):
    return subprocess.run([HEJIAN, "--lang", "en", *words], capture_output=True, text=True,
                          check=True).stdout


def help_commands():
    """command → options of its own, from `help` and `help COMMAND`; '' → those of every command."""
    overview = hejian("help")
    names = re.findall(r"^  ([a-z]+(?: [a-z]+)?)  +\S", overview.split("options of every")[0], re.M)
    commands = {"": set(OPTION.findall(overview.split("options of every command:")[1]))}
    for name in names:
        text = hejian("help", *name.split())
        own, _, always = text.partition("options of every command:")
        assert set(OPTION.findall(always)) == commands[""], name
        commands[name] = set(OPTION.findall(own.partition("\noptions:\n")[2]))
        assert "example:" in text, f"{name}: no example"
        assert hejian(*name.split(), "--help") == text, name
    return commands


def manual_commands():
    text = hejian("generate", "man").replace("\\-", "-")
    always, _, own = text.partition(".SH COMMANDS")
    commands = {"": set(re.findall(r"\\fB--([a-z-]+)", always))}
    for part in own.split('.SS "hejian ')[1:]:
        name = re.match(r"[a-z]+(?: [a-z]+)?(?=[ \"])", part).group()
        commands[name] = set(re.findall(r"^\.TP\n(?:\\fB-.\\fR, )?\\fB--([a-z-]+)", part, re.M))
        for line in re.findall(r"^\.TP\n(.*)", part, re.M):
            assert line.startswith("\\fB") or line == "example:" or part.count(".SH"), line
    return commands


def complete(*words):
    """What bash offers behind these words; the last one is being typed."""
    script = hejian("generate", "bash") + "\n" + "\n".join([
        "COMP_WORDS=(hejian " + " ".join(f"'{word}'" for word in words) + ")",
        f"COMP_CWORD={len(words)}", "_hejian", 'printf "%s\\n" "${COMPREPLY[@]}"'])
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True,
                          check=True).stdout.split()


def bash_commands(names):
    first = complete("")
    found = set()
    for word in first:
        second = [x for x in complete(word, "") if f"{word} {x}" in names] if word not in names else []
        found |= {f"{word} {x}" for x in second} if second else {word}
    commands = {"": {word[2:] for word in complete("--") if word.startswith("--")}}
    for name in found:
        words = {word[2:] for word in complete(*name.split(), "--") if word.startswith("--")}
        commands[name] = words - commands[""]
    return commands


def zsh_commands():
    text = hejian("generate", "zsh")
    listed = set(re.findall(r"^        '([a-z]+(?: [a-z]+)?):", text.partition("    commands=(\n")[2]
                            .partition("    )\n")[0], re.M))
    always = text.partition("    always=(\n")[2].partition("    )\n")[0]
    commands = {name: set() for name in listed}
    commands[""] = set(re.findall(r"'--([a-z-]+)", always))
    for name, own in re.findall(r"^    '([a-z ]+)'\*\) own=\(\n(.*?)^    \) ;;", text, re.M | re.S):
        assert name in listed, name
        commands[name] = set(re.findall(r"'--([a-z-]+)", own))
    return commands


def main():
    expected = help_commands()
    failed = 0
    assert len(expected) > 15 and "where" in expected["findings"]
    for what, found in (("man", manual_commands()), ("bash", bash_commands(set(expected))),
                        ("zsh", zsh_commands())):
        for name in sorted(set(expected) | set(found)):
            if expected.get(name) != found.get(name):
                failed += 1
                print(f"{what}: {name or 'every command'}: help has {expected.get(name)}, "
                      f"{what} has {found.get(name)}")
    assert complete("--lang", "z") == ["zh"]
    assert "generate" not in complete("")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
