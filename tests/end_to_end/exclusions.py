# SPDX-License-Identifier: MIT
"""What keeps a firm off a list or a route does so, and would be missed: on the fixture, and again with each
protection, each exclusion of a route and each `unless` of a rule taken away (docs/coverage.md, the last table).

    exclusions.py HEJIAN SOURCE
"""
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NOWHERE = re.compile(r"清退|除名|迁出|迁移")  # no lawful route of this district
# What no list may have a column for.
NEVER = re.compile(r"证件|身份证|电话|手机|账号|家庭住址|备注|税额|欠税金额|权重|概率|得分|评分|分母|比值")


def code(body):
    """With its check character (GB 32100)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(letters.index(letter) * pow(3, i, 31) for i, letter in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


# Firms that the fixture lacks: a revoked branch, a dead cooperative and a sole proprietorship that nobody reaches,
# without which routes have no firm, and for each protection a firm long dead that nothing else keeps off the lists.
BRANCH, COOPERATIVE, SOLE = code("91320804MA1TEXT01"), code("93320804MA1TEXT02"), code("91320804MA1TEXT03")
PROTECTED = {
    "protect.valid-hightech": ("hightech.csv", "{name},{code},GR202432000001,2024-11-06,2027-11-06"),
    "protect.tech-sme": ("tech_sme.csv", "{name},{code},202632080400000001,2026"),
    "protect.above-scale": ("above_scale.csv", "{code},{name},2026"),
    "protect.suspended": ("liquidation.csv", "{code},歇业备案,2025-03-01,"),
    "protect.liquidating": ("liquidation.csv", "{code},清算备案,2025-03-01,"),
    "protect.bankruptcy": ("judicial.csv", "{code},破产,,,2025-03-01,"),
    "protect.insured": ("social_insurance.csv", "{code},3,2026-05-01,2026-06-29"),
    "protect.recently-changed": None,
    "protect.open-case": ("cases.csv", "{code},revoke,法制审核,2026-06-01,"),
    "protect.decided-keep": ("decisions.csv", "{code},keep,,在经营,某人,2026-06-01,2027-06-01"),
}
PROTECTED_CODES = {name: code(f"91320804MA1TEXT{i + 10}") for i, name in enumerate(PROTECTED)}


def append(path, line):
    with open(path, "a", encoding="utf-8") as file:
        file.write(line + "\n")


def add_firms(home):
    append(home / "registry.csv", f"试例一贸易有限公司淮阴分公司,{BRANCH},,,2012-03-05,有限责任公司分公司,,,,,销售,F51,江苏,"
           '淮安,,,"吊销，未注销",2020-01-06,,2012-03-05,,')
    append(home / "tax.csv", f"{BRANCH},正常,2019-06-05,,2026-06-29,否")
    dead = {COOPERATIVE: ("农民专业合作社", "2012-03-05"), SOLE: ("个人独资企业", "2012-03-05")}
    dead.update((key, ("有限责任公司", "2026-03-05" if PROTECTED[name] is None else "2012-03-05"))
                for name, key in PROTECTED_CODES.items())
    for i, (key, (kind, approved)) in enumerate(dead.items()):
        append(home / "registry.csv", f"淮安市试例{i}号商行,{key},,,2012-03-05,{kind},,,,,销售,F51,江苏,淮安,,,存续,,,{approved},,")
        append(home / "tax.csv", f"{key},从未登记,,,2026-06-29,否")
        append(home / "abnormal_list.csv", f"{key},2022-07-05,通过登记的住所或者经营场所无法联系,,,")
    for name, fact in PROTECTED.items():
        if fact:
            append(home / fact[0], fact[1].format(code=PROTECTED_CODES[name], name="试例"))


class Campaign:
    """The fixture in a folder, with a copy of the rules that a test may change."""

    def __init__(self, hejian, source, folder):
        self.hejian = hejian
        self.home = folder / "huaiyin"
        self.rules = folder / "cn"
        self.source = source
        shutil.copytree(source / "fixtures/huaiyin", self.home,
                        ignore=shutil.ignore_patterns("campaign.db*", "lists", "rejects.csv"))
        add_firms(self.home)
        path = self.home / "campaign.yaml"
        self.text = path.read_text(encoding="utf-8").replace("../../rules/cn", "../cn")
        self.restore()

    def restore(self):
        shutil.rmtree(self.rules, ignore_errors=True)
        shutil.copytree(self.source / "rules/cn", self.rules)
        (self.home / "campaign.yaml").write_text(self.text, encoding="utf-8")

    def run(self, *words, status=0):
        done = subprocess.run([self.hejian, "-q", "-C", self.home, *words], capture_output=True, text=True, check=False)
        assert done.returncode == status, (words, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout

    def verdicts(self, *words):
        self.run("flag")
        self.run("decide")
        return list(csv.DictReader(self.run("verdicts", "--format", "csv", *words).splitlines()))

    def edit(self, name, pattern, replacement):
        path = self.rules / name
        text = path.read_text(encoding="utf-8")
        made, count = re.subn(pattern, replacement, text, flags=re.M)
        assert count == 1, (name, pattern, count)
        path.write_text(made, encoding="utf-8")

    def make_unknown(self, feature):
        """Nobody has answered: the feature is NULL for every firm."""
        found = 0
        for path in self.rules.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            made, count = re.subn(rf"^  {feature}:.*\n(?:(?:    .*)?\n)*?(?=  \S|\S|\Z)",
                                  f'  {feature}: {{when: "NULL OR NULL"}}\n', text, flags=re.M)
            found += count
            if count:
                path.write_text(made, encoding="utf-8")
        assert found == 1, (feature, found)


def routes_of(rules):
    """id → title, the names of `unless` and of `requires_checked`, whether the firm leaves by it."""
    text = (rules / "routes.yaml").read_text(encoding="utf-8")
    routes = {}
    for block in re.split(r"^  - id: ", text, flags=re.M)[1:]:
        unless = re.search(r"^    unless: (>-\n(?:      .*\n)+|.*\n)", block, flags=re.M)
        checked = re.search(r"^    requires_checked: \[([^]]*)\]", block, flags=re.M)
        names = re.findall(r"[a-z_]+", checked.group(1)) if checked else []
        others = re.findall(r"\b[a-z_]+\b", unless.group(1)) if unless else []
        routes[block.split("\n")[0]] = {"title": re.search("zh: (.*?)[,}]", block).group(1), "checked": names,
                                        "unless": others, "leaves": "    becomes:" in block}
    return routes


def without(campaign, route, name):
    """The route forgets the exclusion, wherever it names it."""
    path = campaign.rules / "routes.yaml"
    parts = re.split(r"(?=^  - id: )", path.read_text(encoding="utf-8"), flags=re.M)
    for i, part in enumerate(parts):
        if not part.startswith(f"  - id: {route}\n"):
            continue
        def unless(match):
            left = [word for word in re.findall(r"[a-z_]+", match.group(1)) if word not in ("OR", name)]
            return f'    unless: "{" OR ".join(left)}"\n' if left else ""
        def checked(match):
            left = [word for word in re.findall(r"[a-z_]+", match.group(1)) if word != name]
            return f"    requires_checked: [{', '.join(left)}]\n" if left else ""
        part = re.sub(r"^    unless: (>-\n(?:      .*\n)+|.*\n)", unless, part, flags=re.M)
        parts[i] = re.sub(r"^    requires_checked: \[([^]]*)\]\n", checked, part, flags=re.M)
    path.write_text("".join(parts), encoding="utf-8")


def count(verdicts, route):
    return sum(verdict["route"] == route for verdict in verdicts)


# ---- as it stands ----

def check_lists(campaign, verdicts):
    """No protected and no blocked firm has a route, or is on a list; no lead by name alone is; no forbidden column."""
    for verdict in verdicts:
        assert not (verdict["protected_by"] or verdict["blocked_by"]) or verdict["route"] == "", verdict
    campaign.run("lists")
    files = sorted((campaign.home / "lists").glob("*.csv"))
    keys = {}
    for verdict in verdicts:
        keys.setdefault(verdict["uscc"], []).append(verdict)
    listed = 0
    for path in files:
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for title in rows[0]:
            assert not NEVER.search(title), (path, title)
        for row in rows:
            listed += 1
            firms = keys.get(row["统一社会信用代码/注册号"], [])
            assert not firms or any(may_be_listed(firm) for firm in firms), (path, firms)
    assert listed == sum(map(may_be_listed, verdicts)), listed


def may_be_listed(verdict):
    leads = {"duplicate.moved-code", "duplicate.same-person-and-date", "duplicate.same-name", "duplicate.reordered-name",
             "duplicate.form-variant", "duplicate.same-trade-name"}
    return (not verdict["protected_by"] and not verdict["blocked_by"] and verdict["route"] != ""
            and not set(verdict["rules"].split(";")) <= leads)


def check_checked(campaign, routes):
    """Under no route is there a firm of which something that it requires to be checked is unknown."""
    for route, what in routes.items():
        if what["checked"]:
            unknown = " OR ".join(f"{name} IS NULL" for name in what["checked"])
            text = campaign.run("verdicts", "--route", route, "--where", unknown, "--format", "csv")
            assert text.count("\n") == 1, (route, text[:500])


def check_traps(campaign, verdicts, routes):
    """domain.md section 0, as far as a register can step into one."""
    with open(campaign.home / "truth.csv", encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    reason = {row["record"]: row["reason"] for row in truth}
    for verdict in verdicts:
        if reason.get(verdict["record"]) == "revoked-non-company":
            assert not verdict["route"].startswith("compulsory"), verdict
        if reason.get(verdict["record"]) == "revoked-young":
            assert not verdict["route"].startswith("compulsory"), verdict
        assert "zombie.listed-three-years" not in verdict["rules"], verdict
    assert sum(reason.get(v["record"]) == "revoked-non-company" and v["route"] != "" for v in verdicts) > 100
    assert not any(NOWHERE.search(what["title"]) for what in routes.values()), routes
    # 90 days of notice and ten working days after 2026-06-30: with the 60 of 公司法 art. 241 it would be in September.
    days = {"compulsory": set(), "revoke": set()}
    for path in (campaign.home / "lists").glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for route, seen in days.items():
                    if row["建议处置途径"] == routes[route]["title"] and "最早办结日" in row:
                        seen.add(row["最早办结日"])
    assert days["compulsory"] == {"2026-10-16"}, days
    assert min(days["revoke"]) >= "2026-10-04", days  # 96 days at least (office.md section 5)
    matrix = campaign.run("--lang", "zh", "simulate")
    assert re.search(r"^  吊销 +\d+ +-1 +0$", matrix, flags=re.M), matrix
    assert re.search(r"^  强制注销 +\d+ +0 +-1$", matrix, flags=re.M), matrix


def check_people(campaign, verdicts):
    """office.md: creditors and staff first, a name is a lead, a certificate counts while it holds."""
    with open(campaign.home / "truth.csv", encoding="utf-8", newline="") as file:
        truth = {row["record"]: row for row in csv.DictReader(file)}
    debts = 0
    for verdict in verdicts:
        real = truth.get(verdict["record"])
        if real and real["exclusion"] in ("litigation", "equity-frozen", "equity-pledged", "dishonest"):
            leaves = verdict["route"] in ("compulsory", "revoke", "guided-simple", "guided-repair")
            assert not leaves or real["reason"] == "plain", verdict
            debts += verdict["role"] == "法院"
        if real:
            held = "protect.valid-hightech" in verdict["protected_by"]
            assert held == (real["hightech"] in ("valid", "moved")), (verdict, real)
    assert debts > 100, debts
    clusters = {}
    for row in csv.DictReader(campaign.run("clusters", "--format", "csv").splitlines()):
        if row["strength"] == "proof":
            clusters.setdefault(row["cluster"], set()).add(row["record"])
    apart = [(record, real["apart_from"]) for record, real in truth.items() if real["apart_from"]]
    assert len(apart) >= 60 and len(clusters) >= 22, (len(apart), len(clusters))
    for one, other in apart:
        assert not any({one, other} <= members for members in clusters.values()), (one, other)


# ---- with something taken away ----

def ignore_laws(campaign):
    """A repealed law in a rule is named by `rules check`; three years after the revocation are not two."""
    campaign.edit("protect.yaml", r"\{law: 高新技术企业认定管理办法2016\}", "{law: 公司登记管理条例}")
    done = subprocess.run([campaign.hejian, "-C", campaign.home, "rules", "check"], capture_output=True, text=True,
                          check=False)
    assert re.search(r"protect.yaml:\d+:\d+: warning: .*公司登记管理条例.*repealed", done.stderr), done.stderr
    campaign.restore()
    campaign.edit("features.yaml", "compulsory_after_months: 36", "compulsory_after_months: 35")
    done = subprocess.run([campaign.hejian, "rules", "test", campaign.rules], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "zombie.revoked-3y" in done.stderr, done.stderr
    campaign.restore()



def ignore_protections(campaign, verdicts):
    text = (campaign.rules / "protect.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"^  - id: (\S+)", text, flags=re.M)) == set(PROTECTED)
    for protection, key in PROTECTED_CODES.items():
        assert any(v["uscc"] == key and v["protected_by"] == protection for v in verdicts), protection
        kept = {v["record"] for v in verdicts if v["protected_by"] == protection}
        (campaign.home / "campaign.yaml").write_text(campaign.text.replace("[../cn]", f"[../cn, {{disable: [{protection}]}}]"), encoding="utf-8")
        now = [v for v in campaign.verdicts() if v["record"] in kept and may_be_listed(v)]
        campaign.restore()
        print(f"{protection}: keeps {len(kept)} firms by itself, {len(now)} of them off the lists")
        assert any(v["uscc"] == key for v in now), protection


def ignore_exclusions(campaign, routes):
    names = sorted({name for what in routes.values() for name in what["checked"] + what["unless"]} - {"OR"})
    for name in names:
        named = [route for route, what in routes.items() if name in what["checked"] + what["unless"]]
        campaign.make_unknown(name)
        verdicts = campaign.verdicts()
        for route in named:
            assert count(verdicts, route) == 0, f"{route}: firms although {name} is unknown"
        for route in named:
            without(campaign, route, name)
            found = count(campaign.verdicts(), route)
            print(f"{route} without {name}: {found} firms")
            assert found > 0, (route, name)
            shutil.copy(campaign.source / "rules/cn/routes.yaml", campaign.rules)
        campaign.restore()


def ignore_unless(campaign):
    """Each term of each rule's `unless` is taken away once, the n-th of all rules together: the rule's own tests must
    fail."""
    for n in range(9):
        changed = set()
        for path in campaign.rules.glob("*.yaml"):
            parts = re.split(r"(?=^  - id: )", path.read_text(encoding="utf-8"), flags=re.M)
            for i, part in enumerate(parts):
                unless = re.search(r'^    unless: "?(.*?)"?\n', part, flags=re.M)
                terms = unless.group(1).split(" OR ") if unless else []
                if "\n    class: " not in part or "\n    same:" in part or n >= len(terms):
                    continue
                left = " OR ".join(terms[:n] + terms[n + 1:])
                parts[i] = part.replace(unless.group(0), f'    unless: "{left}"\n' if left else "")
                changed.add((part.split("\n")[0].removeprefix("  - id: "), terms[n]))
            path.write_text("".join(parts), encoding="utf-8")
        if not changed:
            assert n > 3, n
            return
        done = subprocess.run([campaign.hejian, "rules", "test", campaign.rules], cwd=campaign.home, capture_output=True,
                              text=True, check=False)
        failed = set(re.findall(r"rule ([\w.-]+): the test expects", done.stderr))
        missed = [(rule, term) for rule, term in changed if rule not in failed]
        assert not missed, missed
        campaign.restore()


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        campaign = Campaign(hejian, source, pathlib.Path(folder))
        campaign.run("load")
        campaign.run("link")
        verdicts = campaign.verdicts()
        routes = routes_of(campaign.rules)
        for route, what in routes.items():
            assert count(verdicts, route) > 0 , (route, what)
        check_lists(campaign, verdicts)
        check_checked(campaign, routes)
        check_traps(campaign, verdicts, routes)
        check_people(campaign, verdicts)
        ignore_laws(campaign)
        ignore_unless(campaign)
        ignore_protections(campaign, verdicts)
        ignore_exclusions(campaign, routes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
