#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The definitions of economists and ministries (zombie.oecd, bis-2020, boe, state-council, guangdong,
chk, fn-chk, csc) over a worked table of invented firms and years: exactly the firms that the
published formulas give, computed here a second time, and exactly those that they cannot judge.

    financial_table.py HEJIAN SOURCE

t = 2024 (as of 30 June 2026 the reports of 2025 are not overdue yet). None is a figure that is
withheld or a year without a statement; and, or and comparisons are three-valued.
"""
import csv
import datetime
import json
import pathlib
import random
import subprocess
import sys
import tempfile

T = 2024
AS_OF = datetime.date(2026, 6, 30)
# Rates that a double holds exactly, so that a firm on the edge is on the edge.
SHORT, LONG, COUPON = 0.03125, 0.046875, 0.015625
COLUMNS = ["net_profit", "ebit", "interest", "assets", "liabilities", "short_loans", "long_loans", "bonds"]
HEADERS = ["净利润", "息税前利润", "利息支出", "资产总额", "负债总额", "短期借款", "长期借款", "应付债券"]


# ---- three-valued logic, written down again ----
def both(*values):
    return False if False in values else None if None in values else True


def either(*values):
    return True if True in values else None if None in values else False


def known(function, *values):
    return None if None in values else function(*values)


# ---- the published formulas (docs/coverage.md) ----
def borrowing(year):
    return known(lambda a, b, c: a + b + c, year["short_loans"], year["long_loans"], year["bonds"])


def uncovered(year):
    """Interest coverage EBIT / interest below one."""
    return both(known(lambda i: i > 0, year["interest"]),
                known(lambda e, i: e < i, year["ebit"], year["interest"]))


def losses(years):
    return both(*(known(lambda p: p < 0, years[t]["net_profit"]) for t in (T, T - 1, T - 2)))


def least_interest(years):
    """R* = rs(t-1) BS(t-1) + mean(rl) BL(t-1) + rcb Bonds(t-1)."""
    last = years[T - 1]
    return known(lambda s, l, b: SHORT * s + LONG * l + COUPON * b,
                 last["short_loans"], last["long_loans"], last["bonds"])


def chk(years, _founded):
    """The gap (R - R*) / B(t-1) is negative."""
    return both(known(lambda b: b > 0, borrowing(years[T - 1])),
                known(lambda r, least: r < least, years[T]["interest"], least_interest(years)))


def fn_chk(years, founded):
    """Without those that earn R*; with those that owe more than half and borrow more."""
    now, last = years[T], years[T - 1]
    earns_less = known(lambda e, least: e < least, now["ebit"], least_interest(years))
    evergreen = both(known(lambda a: a > 0, last["assets"]),
                     known(lambda d, a: d > 0.5 * a, last["liabilities"], last["assets"]),
                     known(lambda b, a: b > a, borrowing(now), borrowing(last)))
    return both(earns_less, either(chk(years, founded), evergreen))


def csc(years, _founded):
    now, last = years[T], years[T - 1]
    return both(known(lambda b, a: b > a, borrowing(now), borrowing(last)),
                known(lambda a: a > 0, now["assets"]),
                known(lambda d, a: d > 0.7 * a, now["liabilities"], now["assets"]),
                known(lambda p, q: p + q < 0, now["net_profit"], last["net_profit"]))


def ten_years_old(founded):
    return (AS_OF.year - founded.year, AS_OF.month, AS_OF.day) >= (10, founded.month, founded.day)


FORMULAS = {
    "zombie.oecd": lambda years, founded: both(ten_years_old(founded),
                                               *(uncovered(years[t]) for t in (T, T - 1, T - 2))),
    "zombie.bis-2020": lambda years, _: both(uncovered(years[T]), uncovered(years[T - 1])),
    "zombie.boe": lambda years, _: both(known(lambda i: i > 0, years[T]["interest"]),
                                        known(lambda e, i: e <= i, years[T]["ebit"], years[T]["interest"])),
    "zombie.state-council": lambda years, _: losses(years),
    "zombie.guangdong": lambda years, _: both(losses(years), known(lambda a: a > 0, years[T]["assets"]),
                                              known(lambda d, a: d >= 0.85 * a,
                                                    years[T]["liabilities"], years[T]["assets"])),
    "zombie.chk": chk,
    "zombie.fn-chk": fn_chk,
    "zombie.csc": csc,
}


# ---- the table ----
def year(*figures):
    return dict(zip(COLUMNS, figures))


PLAIN = year(50, 90, 20, 1000, 400, 320, 0, 0)


def worked():
    """Firms on each side of each edge: name, founded, {year: figures}, and what must hold."""
    old, ten = datetime.date(2005, 1, 4), datetime.date(2016, 6, 30)
    young = datetime.date(2016, 7, 1)
    thin = dict(PLAIN, ebit=19)

    def firm(name, founded, holds, now=PLAIN, last=PLAIN, before=PLAIN):
        return name, founded, {T: now, T - 1: last, T - 2: before}, holds

    return [
        firm("稳健", old, {"zombie.oecd": False, "zombie.chk": False, "zombie.fn-chk": False, "zombie.csc": False}),
        firm("三年不足", ten, {"zombie.oecd": True, "zombie.bis-2020": True, "zombie.boe": True}, thin, thin, thin),
        firm("三年不足差一日", young, {"zombie.oecd": False, "zombie.bis-2020": True}, thin, thin, thin),
        firm("两年不足", old, {"zombie.oecd": False, "zombie.bis-2020": True}, thin, thin),
        firm("恰好相等", old, {"zombie.boe": True, "zombie.bis-2020": False}, dict(PLAIN, ebit=20), thin, thin),
        firm("没有利息", old, {"zombie.boe": False, "zombie.oecd": False},
             dict(PLAIN, ebit=-5, interest=0), thin, thin),
        firm("前年不公示", old, {"zombie.oecd": None, "zombie.bis-2020": True}, thin, thin,
             dict(PLAIN, ebit=None)),
        firm("当年不公示", old, {"zombie.boe": None, "zombie.chk": False, "zombie.fn-chk": None},
             dict(PLAIN, ebit=None, short_loans=321), dict(PLAIN, liabilities=600), thin),
        firm("不公示也够判断", old, {"zombie.oecd": False}, dict(PLAIN, interest=None), PLAIN, thin),
        firm("三年亏损", old, {"zombie.state-council": True, "zombie.guangdong": True},
             *(dict(PLAIN, net_profit=-1, liabilities=850),) * 3),
        firm("三年亏损负债略低", old, {"zombie.state-council": True, "zombie.guangdong": False},
             *(dict(PLAIN, net_profit=-1, liabilities=849),) * 3),
        firm("前年持平", old, {"zombie.state-council": False}, dict(PLAIN, net_profit=-1),
             dict(PLAIN, net_profit=-1), dict(PLAIN, net_profit=0)),
        # R* of 320 short loans: 10
        firm("恰付最低", old, {"zombie.chk": False}, dict(PLAIN, interest=10)),
        firm("少付", old, {"zombie.chk": True, "zombie.fn-chk": False}, dict(PLAIN, interest=9, ebit=10)),
        firm("少付又少赚", old, {"zombie.chk": True, "zombie.fn-chk": True}, dict(PLAIN, interest=9, ebit=9)),
        firm("上年无借款", old, {"zombie.chk": False}, dict(PLAIN, interest=0),
             dict(PLAIN, short_loans=0)),
        # 320 long loans and 640 of bonds: R* 15 + 10
        firm("长借与债券", old, {"zombie.chk": True}, dict(PLAIN, interest=24),
             dict(PLAIN, short_loans=0, long_loans=320, bonds=640)),
        firm("长借与债券恰付", old, {"zombie.chk": False}, dict(PLAIN, interest=25),
             dict(PLAIN, short_loans=0, long_loans=320, bonds=640)),
        firm("常青", old, {"zombie.chk": False, "zombie.fn-chk": True},
             dict(PLAIN, ebit=9, short_loans=321), dict(PLAIN, liabilities=501)),
        firm("常青负债恰半", old, {"zombie.fn-chk": False},
             dict(PLAIN, ebit=9, short_loans=321), dict(PLAIN, liabilities=500)),
        firm("常青未增借", old, {"zombie.fn-chk": False}, dict(PLAIN, ebit=9), dict(PLAIN, liabilities=501)),
        firm("长借不公示", old, {"zombie.chk": None, "zombie.csc": None, "zombie.fn-chk": None},
             dict(PLAIN, short_loans=500, net_profit=-60, liabilities=800, ebit=1, interest=1),
             dict(PLAIN, long_loans=None)),
        firm("增借亏损", old, {"zombie.csc": True},
             dict(PLAIN, short_loans=321, net_profit=-51, liabilities=701)),
        firm("增借持平", old, {"zombie.csc": False},
             dict(PLAIN, short_loans=321, net_profit=-50, liabilities=701)),
        firm("增借负债恰七成", old, {"zombie.csc": False},
             dict(PLAIN, short_loans=321, net_profit=-51, liabilities=700)),
        ("只有旧表", old, {T - 3: thin, T - 4: thin, T - 5: thin}, {"zombie.oecd": None, "zombie.chk": None}),
        ("没有报表", old, {}, {rule: None for rule in FORMULAS}),
        ("没有报表又年轻", young, {}, {"zombie.oecd": False}),
    ]


def drawn(count):
    """Many more, with gaps and withheld figures."""
    rng = random.Random(20240630)
    firms = []
    for i in range(count):
        founded = datetime.date(rng.randint(1998, 2022), rng.randint(1, 12), rng.randint(1, 28))
        years = {}
        for t in range(T - 3, T + 2):
            if rng.random() < 0.93:
                loans = [rng.choice([0, 0, 64, 128, 320, 640]) for _ in range(3)]
                figures = year(rng.randint(-60, 40), rng.randint(-20, 45), rng.choice([0, 5, 10, 15, 20, 25, 30]),
                               rng.choice([0, 800, 1000, 1200]), rng.choice([300, 500, 700, 850, 900]), *loans)
                years[t] = {name: None if rng.random() < 0.04 else value for name, value in figures.items()}
        firms.append((f"抽样{i}", founded, years, {}))
    return firms


def code(number):
    """A valid 18-character code (GB 32100-2015)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91320804MA{number:06d}"
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(w * int(c, 36) for w, c in zip(weights, body[8:]))
    body += {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def write(folder, source, firms, partial):
    (folder / "campaign.yaml").write_text(f"""
campaign: worked table
as_of: {AS_OF}
store: campaign.db
rules:
  - "{source}/rules/cn"
  - set: {{prime_short: {SHORT}, prime_long_mean: {LONG}, coupon_lowest: {COUPON}}}
tables:
  registry: registry.csv
  financials: {{files: [financials.csv], extracted: 2026-06-25, partial: {str(partial).lower()}}}
""", "utf-8")
    with (folder / "registry.csv").open("w", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["企业名称", "统一社会信用代码", "成立日期", "企业类型", "登记状态"])
        for number, (name, founded, _, _) in enumerate(firms):
            out.writerow([name, code(number), founded, "有限责任公司", "存续"])
    with (folder / "financials.csv").open("w", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["统一社会信用代码", "年度", *HEADERS])
        for number, (_, _, years, _) in enumerate(firms):
            for t, figures in sorted(years.items()):
                out.writerow([code(number), t, *("企业选择不公示" if figures[c] is None else figures[c]
                                                 for c in COLUMNS)])


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    firms = worked() + drawn(400)
    nothing = {name: None for name in COLUMNS}
    expected = {}
    for number, (name, founded, years, holds) in enumerate(firms):
        full = {t: years.get(t, nothing) for t in range(T - 5, T + 1)}
        for rule, formula in FORMULAS.items():
            expected[rule, number + 1] = formula(full, founded)
        for rule, value in holds.items():  # the reference itself, where the answer was worked out by hand
            assert expected[rule, number + 1] is value, (name, rule, expected[rule, number + 1])
    for rule in FORMULAS:
        values = [value for (of, _), value in expected.items() if of == rule]
        assert {True, False, None} <= set(values) and values.count(True) > 5, rule
    for partial in (False, True):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hejian-financial-"))
        write(folder, source, firms, partial)

        def run(*words):
            done = subprocess.run([hejian, "-C", folder, *words], capture_output=True, check=False)
            if done.returncode:
                sys.exit(f"{words}: {done.returncode}\n{done.stderr.decode()}")
            return done.stdout.decode(), done.stderr.decode()

        run("-q", "load")
        _, said = run("flag", "--draft")
        found = {(row["rule"], row["record"])
                 for row in json.loads(run("-q", "findings", "--draft", "--format", "json")[0])}
        for rule in FORMULAS:
            want = {record for (of, record), value in expected.items() if of == rule and value is True}
            got = {record for of, record in found if of == rule}
            assert got == want, (rule, "missing", sorted(want - got)[:5], "too many", sorted(got - want)[:5])
            unknown = sum(value is None for (of, _), value in expected.items() if of == rule)
            assert f"{rule}: could not judge {unknown} of {len(firms)} firms" in said, (rule, unknown, said)
        for record in range(1, len(worked()) + 1):
            rules = {rule["rule"]: rule["holds"] for rule in json.loads(
                run("-q", "explain", str(record), "--draft", "--format", "json")[0])["rules"]}
            for rule in FORMULAS:
                assert rules[rule] is expected[rule, record], (firms[record - 1][0], rule, rules[rule])
    print(f"{len(FORMULAS)} definitions, {len(firms)} firms: as the formulas give")
    return 0


if __name__ == "__main__":
    sys.exit(main())
