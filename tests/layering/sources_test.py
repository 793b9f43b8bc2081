# SPDX-License-Identifier: MIT
"""Each breach that sources.py looks for is found in a tree that has it, and no other is."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import sources  # noqa: E402

LICENCE = "/* SPDX-License-Identifier: MIT */\n"
SOUND = {
    "base/span.h": LICENCE + "#ifndef S\n#define S\ntypedef int span;\n#endif\n",
    "column/vector.h": LICENCE + '#include "base/span.h"\n',
    "column/vector.c": LICENCE + '#include "column/vector.h"\n\n/* 存续 */\nstatic int x; // 吊销\n',
    "store/store.h": LICENCE + '#include "column/vector.h"\n',
    "campaign/load.c": LICENCE + '#include "hejian.h"\n#include "store/store.h"\n',
    "cli/main.c": LICENCE + '#include "base/span.h"\n#include "hejian.h"\n\nint f(void)\n{\n    puts("x");\n}\n',
    "hejian.h": LICENCE + '#include "base/span.h"\n',
}

BREACHES = [
    ("layers", "base/a.c", '#include "column/vector.h"\n', "base may not include column/vector.h"),
    ("layers", "store/a.c", '#include "text/utf8.h"\n', "store may not include text/utf8.h"),
    ("layers", "publish/a.c", '#include "store/store.h"\n', "publish may not include store/store.h"),
    ("layers", "cli/a.c", '#include "store/store.h"\n', "cli may not include store/store.h"),
    ("layers", "cli/a.c", '#include "column/vector.h"\n', "cli may not include column/vector.h"),
    ("layers", "match/a.c", '#include "hejian.h"\n', "match may not include hejian.h"),
    ("layers", "base/a.c", '#include "campaign/load.c"\n', "includes campaign/load.c"),
    ("layers", "column/a.c", '#include "vector.h"\n', "vector.h is not there"),
    ("layers", "util/a.c", "", "util/ is no room"),
    ("words", "base/a.c", 'const char *x = "存续";\n', "Chinese outside a comment"),
    ("words", "base/a.c", 'const char *x = "/* 存 */";\n', "Chinese outside a comment"),
    ("words", "base/a.c", "int 存续;\n", "Chinese outside a comment"),
    ("words", "base/a.c", 'const char *x = "\\u5b58";\n', "Chinese in escapes"),
    ("words", "base/a.c", 'const char *x = "\\xe5\\xad\\x98";\n', "Chinese in escapes"),
    ("words", "base/a.c", 'const char *x = "https://www.gsxt.gov.cn/";\n', "an authority"),
    ("house", "base/a.c", "", "no licence line"),
    ("house", "base/a.c", LICENCE + "\n" * 500, "longer than 500 lines"),
    ("house", "base/a.c", LICENCE + "int f(void)\n{\n" + "    x();\n" * 68 + "}\n", "71 lines"),
    ("house", "base/a.c", LICENCE + "int x = f(malloc(3));\n", "heap"),
    ("house", "text/a.c", LICENCE + "int x = printf(3);\n", "prints"),
    ("house", "text/a.c", LICENCE + "int x = fputs(y, stderr);\n", "prints"),
    ("house", "text/a.c", LICENCE + "int x = exit(3);\n", "exits"),
    ("house", "text/a.c", LICENCE + "int x = time (NULL);\n", "clock"),
    ("house", "text/a.c", LICENCE + "#pragma omp parallel for\n", "OpenMP"),
    ("headers", "base/a.h", LICENCE + "struct span { undefined_type x; };\n", "compile alone"),
    ("headers", "base/a.h", LICENCE + "struct span { int x; };\n", "compile alone"),
]


def check(kind, source):
    if kind == "headers":
        return list(sources.headers(source, COMPILER))
    return list(getattr(sources, kind)(source))


def plant(root, more):
    for name, text in {"base/banned.h": LICENCE, **SOUND, **more}.items():
        path = root / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class Sources(unittest.TestCase):
    def test_a_sound_tree_has_no_breach(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            plant(root, {})
            for kind in ("layers", "words", "house", "headers"):
                self.assertEqual(check(kind, root), [], kind)

    def test_every_breach_is_found(self):
        for kind, name, text, message in BREACHES:
            with self.subTest(kind=kind, text=text), tempfile.TemporaryDirectory() as folder:
                root = pathlib.Path(folder)
                plant(root, {"text/utf8.h": LICENCE, name: text})
                found = check(kind, root)
                self.assertEqual(len(found), 1, found)
                self.assertIn(message, found[0])
                self.assertIn(name, found[0])


if __name__ == "__main__":
    COMPILER = sys.argv.pop(1)
    unittest.main()
