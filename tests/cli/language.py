# SPDX-License-Identifier: MIT
"""Which language is spoken: --lang before the environment, in gettext's order; Chinese also where
Debian has no Chinese locale; machine fields in neither.

    language.py HEJIAN SOURCE
"""
import subprocess
import sys
import tempfile

CASES = [  # environment, words, speaks Chinese
    ({}, [], False),
    ({}, ["--lang", "zh"], True),
    ({}, ["--lang=zh"], True),
    ({"LANG": "zh_CN.UTF-8"}, [], True),
    ({"LANG": "C.UTF-8"}, [], False),
    ({"LANG": "C.UTF-8"}, ["--lang", "zh"], True),
    ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN:en"}, [], True),
    ({"LC_ALL": "zh_CN.GB18030", "LANG": "en_US.UTF-8"}, [], True),
    ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, [], False),
    ({"LC_MESSAGES": "zh_CN", "LANG": "en_US.UTF-8"}, [], True),
    ({"LANG": "zh_CN.UTF-8"}, ["--lang", "en"], False),
    ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, [], False),
]


def run(environment, *words, cwd=None):
    return subprocess.run([sys.argv[1], *words], env={"PATH": "/usr/bin:/bin", **environment},
                          cwd=cwd, capture_output=True, text=True, check=False)


def main():
    for environment, words, chinese in CASES:
        text = run(environment, *words, "help").stdout
        assert ("核减行动" in text) == chinese, (environment, words, text[:200])
        assert ("commands:" in text) != chinese, (environment, words)
    assert run({}, "--lang", "fr", "help").returncode == 2
    with tempfile.TemporaryDirectory() as folder:
        missing = run({}, "--lang", "zh", "-C", folder, "load")
        assert missing.returncode == 2 and "找不到" in missing.stderr, missing
    return 0


if __name__ == "__main__":
    sys.exit(main())
