# SPDX-License-Identifier: MIT
"""rules docs and rules show over rules/cn: a page a rule and form and language, links that lead
somewhere, tags that close, every predicate on its page, and no name of a natural person.

    rule_docs.py HEJIAN SOURCE
"""
import csv
import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile

HEJIAN, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
PERSON = "欧阳示例"
RULES = f"""rules:
  - id: a.person
    class: abnormal
    title: {{zh: "<b>标题</b> | *x*", en: "<b>title</b> & co"}}
    why: plain
    when: legal_rep IS NOT NULL AND capital < small_capital
    tests:
      - {{given: {{legal_rep: {PERSON}, capital: 1}}, expect: true}}
---
""".replace("---\n", "")
PARAMETERS = "parameters: {small_capital: \"3\"}\n"


class Balance(html.parser.HTMLParser):
    """Tags that need an end have one, in order."""
    FREE = {"meta"}

    def __init__(self):
        super().__init__()
        self.open, self.text, self.links, self.ids = [], "", [], set()

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name == "href"]
        self.ids |= {value for name, value in attrs if name == "id"}
        if tag not in self.FREE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


def hejian(*words, cwd=None):
    done = subprocess.run([HEJIAN, *words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def page(path):
    parser = Balance()
    parser.feed(path.read_text(encoding="utf-8"))
    assert parser.open == ["html"], (path, parser.open)
    return parser


def check_country(folder):
    out = pathlib.Path(folder) / "docs"
    hejian("rules", "docs", "--out", str(out), str(SOURCE / "rules/cn"))
    pages = {path.stem for path in (out / "zh").glob("*.html")} - {"index"}
    assert len(pages) > 50
    for language in ("zh", "en"):
        index = page(out / language / "index.html")
        other = {"zh": "en", "en": "zh"}[language]
        assert {link.removesuffix(".html") for link in index.links} == pages | {f"../{other}/index"}
        for name in pages:
            found = page(out / language / f"{name}.html")
            assert name in found.text
            for link in found.links:
                place = out / language / link
                assert link[1:] in found.ids if link[0] == "#" else place.is_file(), (name, link)
            for link in re.findall(r"\]\(([^)]*)\)", (out / language / f"{name}.md").read_text(encoding="utf-8")):
                assert (out / language / link).is_file(), (name, link)
            markdown = (out / language / f"{name}.md").read_text(encoding="utf-8")
            assert markdown.startswith("# ") and f"`` {name} ``" in markdown
            assert ("找什么" in found.text) == (language == "zh"), name
            assert "What it finds" in found.text or language == "zh", name
    text = page(out / "zh/zombie.tax-gone.html").text
    assert "公司法第 260 条" in text and "符合的：" in text and "不符合的： 同第一例，但 survey_operating = 是" in text
    assert "stopped_months = 6" in text and "主席令第15号" in text and "可信程度： P" in text
    # No campaign, no day: what rests on it is shown as it is written.
    text = page(out / "en/zombie.long-closed.html").text
    assert "last_report_year = year(add_months(as_of, -6)) - 1" in text and "1968" not in text
    text = page(out / "en/abnormal.one-address.html").text
    assert "same_address: peers(address_key)" in text
    assert "no file has:\nscope" in page(out / "en/abnormal.no-scope.html").text


def check_person(folder):
    rules = pathlib.Path(folder) / "rules"
    rules.mkdir()
    (rules / "rule.yaml").write_text(RULES, encoding="utf-8")
    (rules / "parameters.yaml").write_text(PARAMETERS, encoding="utf-8")
    (rules / "registry.yaml").write_text(
        (SOURCE / "rules/cn/tables/registry.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    shown = hejian("--lang", "zh", "rules", "show", "a.person", str(rules))
    assert PERSON not in shown and "legal_rep = *" in shown and "small_capital = 3" in shown, shown
    out = pathlib.Path(folder) / "own"
    hejian("rules", "docs", "--out", str(out), str(rules))
    for path in out.rglob("*.*"):
        assert PERSON not in path.read_text(encoding="utf-8"), path
    assert "<b>" in page(out / "en/a.person.html").text
    assert "\\<b\\>" in (out / "en/a.person.md").read_text(encoding="utf-8")


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_country(folder)
        check_person(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
