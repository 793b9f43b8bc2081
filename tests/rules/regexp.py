# SPDX-License-Identifier: MIT
"""REGEXP against an engine that is not PCRE2: Python's re, on a fixed table of patterns and texts.

regexp.py PROGRAM. Both know characters, not bytes; \\d, \\w, \\s and \\b are ASCII in both (PCRE2 without
UCP, re.ASCII); `.` stops at LF and `$` also matches before a last LF in both. Patterns are of the syntax
that the two share, and each is asked about every text.
"""
import re
import subprocess
import sys

PATTERNS = r"""
a
^a
a$
^a$
^$
.
^.$
^..$
^.{3}$
a|b
有限
公司$
^江苏
有限(责任)?公司
有.{0,2}公司
有.+公司
[有无]限
[^有无]限
^(11|12|3|51|52|61|62)
[0-9]{2,}
^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$
^\d+$
\d{4}-\d{2}-\d{2}
\D
\w+
^\w+$
\W
\s
^\S+$
\bab\b
\bab
𠮷
^.𠮷.$
^[𠮷䶮]
[𠀀-𪛟]
[一-鿿]{4,}
^[^一-鿿]*$
a.b
a\nb
a[\s\S]b
(?s)a.b
(?m)^b
(?m)a$
\n
\n$
劳务派遣|物业
食品(销售|经营)
(a+)+b
(a|ab)(c|bcd)(d*)
(?:有限|责任)公司
(?=有)有限
(?!存)续
^(?!江苏)
(?<=有)限
(?<!有)限
(红)光|(紅)光
(.)\1
(..).*\1
^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}
x*
x?y*z?
(?:)
\.
\\
\(有限\)
[（(]有限[)）]
a{2,3}
a{2}
^a{1,}?$
a*?b
[.]
[\]]
[a\-z]
[+,-]
é
e\u0301
ß
[À-ÿ]
\x41
\u4e2d
(?x) a \s* b   # with spaces
^\s|\s$
(?i:AB)
[^a]
[^\n]
^[^\n]*$
0
科技.*分公司
^.*分公司$
(?:营业部|分公司|办事处)(?:[(（].*[)）])?$
(注销|吊销)(?!.*恢复)
""".strip("\n").split("\n")

TEXTS = [
    "", "a", "A", "ab", "aB", "AB", "abc", "abcd", "b", "ba", "aa", "aaa", "aaaa", "aab", "xab", "ab c", "x ab y", "xyz", "z",
    " ", "  a ", "\t", "\n", "a\n", "\na", "a\nb", "a\nb\n", "\n\n", "a\n\n", "\r\n", "a\r", "b\na",
    "é", "e\u0301", "É", "ß", "ẞ", "ſ", "ÿ", "Ａ", "ＡＢＣ", "０１", "٣", "\u3000", "\u00a0", "\u2028", "\u0085", "\ufeff", "\u200b",
    "（有限）", "(有限)", "有限", "无限", "有限公司", "有限责任公司", "有限责任制公司", "淮安市红光科技有限公司", "淮安市紅光科技有限公司",
    "江苏省淮安市清江浦区淮海路1号", "淮安市红光科技有限公司清江浦分公司", "某某营业部（筹）", "某某办事处(二)", "存续", "吊销", "注销", "注销后恢复",
    "已续", "中", "张", "张三", "𠮷", "𠮷野家", "a𠮷b", "䶮", "𪚥𪚥", "😀", "中国中国", "0", "1", "11", "110", "1130", "3100", "9100", "51",
    "2023-06-30", "91350100M000100Y43", "91350100m000100y43", "91350100M000100Y4O", "320483000067848", "10.0.0.1", "256.1.1.1", "1.2.3.4.5",
    "劳务派遣;物业管理", "食品销售；餐饮服务", "食品经营", "+", ",", "-", ".", "\\", "]", "[", "%", "_", "'", "a-z", "x]y", "a.b", "a  b", "a" * 40 + "b",
]


def main():
    lines = []
    for pattern in PATTERNS:
        ours = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", pattern)
        lines.append("P" + ours.encode().hex())
        lines.extend("T" + text.encode().hex() for text in TEXTS)
    run = subprocess.run([sys.argv[1]], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    answers = run.stdout.split()
    if "wrong" in answers or len(answers) != len(PATTERNS) * len(TEXTS):
        sys.exit(f"{answers.count('wrong')} patterns are refused, {len(answers)} answers")
    differences, matches = 0, 0
    for pattern in PATTERNS:
        theirs = re.compile(pattern, re.ASCII)
        for text in TEXTS:
            answer, expected = answers.pop(0), "1" if theirs.search(text) else "0"
            matches += expected == "1"
            if answer != expected:
                differences += 1
                print(f"{pattern!r} on {text!r}: ours {answer}, Python {expected}", file=sys.stderr)
    if differences or not matches:
        sys.exit(f"{differences} differences")
    print(f"{len(PATTERNS)} patterns on {len(TEXTS)} texts, {matches} matches")


main()
