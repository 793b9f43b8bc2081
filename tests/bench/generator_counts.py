# SPDX-License-Identifier: MIT
"""Counts the fixture again, from its files alone, and compares with the magnitudes it must have.

usage: generator_counts.py FOLDER
Prints every count; exit 1 where one is not as promised.
"""
import csv
import datetime
import os
import re
import sys
from collections import Counter

AS_OF = datetime.date(2026, 6, 30)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LEGAL = re.compile("有限责任公司(?!分公司)|股份有限公司|全民所有制|集体所有制|股份合作制")
NON_COMPANY = ("全民所有制", "集体所有制", "股份合作制")
STATUS = {
    "存续": "存续", "在业": "存续", "开业": "存续", "在营": "存续", "存续（在营、开业、在册）": "存续",
    "吊销，未注销": "吊销", "吊销,未注销": "吊销", "吊销": "吊销", "已吊销": "吊销",
    "注销": "注销", "已注销": "注销", "迁出": "迁出", "已迁出": "迁出", "撤销": "撤销", "撤销登记": "撤销",
}
failed = []


def check(what, found, wanted, tolerance=0.0):
    right = abs(found - wanted) <= tolerance
    print(f"{'ok  ' if right else 'FAIL'} {what}: {found} ({wanted}{f' ± {tolerance:g}' if tolerance else ''})")
    if not right:
        failed.append(what)


def share(what, found, whole, wanted, tolerance):
    check(what + ", %", round(100 * found / whole, 2), wanted, tolerance)


def read(folder, name):
    with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        header = next(rows)
        records = list(rows)
    bad = [number for number, row in enumerate(records, 1) if len(row) != len(header)]
    check(f"{name}: records with a wrong field count", len(bad), 0)
    return [dict(zip(header, row)) for row in records]


def date(text):
    parts = re.fullmatch(r"(\d{4})(?:-|年|/)(\d{1,2})(?:-|月|/)(\d{1,2})日?", text)
    return datetime.date(*map(int, parts.groups())) if parts else None


def code_valid(code):
    if len(code) != 18 or any(letter not in ALPHABET for letter in code):
        return False
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
    return code[17] == ALPHABET[(31 - total % 31) % 31]


def organisation_valid(code):
    values = [int(letter, 36) for letter in code[:8]]
    check_value = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    return code[8] == {10: "X", 11: "0"}.get(check_value, str(check_value))


def number_valid(number):
    product = 10
    for digit in number[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return len(number) == 15 and (product + int(number[14])) % 10 == 1


def identity_valid(number):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[17] == "10X98765432"[sum(int(d) * w for d, w in zip(number, weights)) % 11]


def check_register(firms, in_register):
    kinds = Counter(firm["企业类型"] for firm in firms)
    states = Counter(firm["state"] for firm in firms if firm["legal"])
    check("records", len(firms), 20000)
    for state, wanted in (("存续", 14200), ("吊销", 1580), ("注销", 700), ("迁出", 40), ("撤销", 10)):
        check(f"enterprise legal persons {state}", states[state], wanted)
    check("branches", kinds["有限责任公司分公司"], 760)
    check("sole proprietors", kinds["个人独资企业"], 540)
    check("partnerships", kinds["普通合伙企业"] + kinds["有限合伙企业"], 70)
    check("cooperatives", kinds["农民专业合作社"], 1100)
    check("households", kinds["个体工商户"], 1000)
    check("no legal persons, out of the register", sum(not f["legal"] and f["state"] != "存续" for f in firms), 0)
    revoked = [firm for firm in firms if firm["state"] == "吊销"]
    three_years = datetime.date(2023, 6, 30)
    companies = [firm for firm in revoked if firm["企业类型"] not in NON_COMPANY]
    check("revoked companies of three years", sum(date(f["吊销日期"]) <= three_years for f in companies), 1310)
    check("revoked companies, younger", sum(date(f["吊销日期"]) > three_years for f in companies), 60)
    check("revoked non-companies", len(revoked) - len(companies), 210)
    gone = [firm for firm in firms if firm["state"] == "注销"]
    low = datetime.date(2024, 6, 30)
    check("deregistered within 24 months", sum(low < date(f["注销日期"]) <= AS_OF for f in gone), 700)
    years = Counter()
    for firm in firms:
        year = date(firm["成立日期"]).year
        years[sum(year > last for last in (1999, 2009, 2013, 2018, 2023))] += 1
    check("founded in the future", sum(date(f["成立日期"]) > AS_OF for f in firms), 0)
    for band, wanted in enumerate((600, 1800, 2000, 7200, 6600, 1800)):
        check(f"founded in band {band}", years[band], wanted)
    check("without capital", sum(firm["注册资本"] in ("", "N/A") for firm in firms), 2400)
    check("line breaks in a field, at least", min(5, sum("\n" in f["经营范围"] for f in firms)), 5)
    check("quotes in a field, at least", min(8, sum('"' in f["经营范围"] for f in firms)), 8)
    recent = [f for f in in_register if date(f["成立日期"]) > low]
    print(f"note foundings of the last 24 months among 14,200: {len(recent) / 24:.1f} a month")


def check_codes(firms):
    eighteen = [firm for firm in firms if len(firm["统一社会信用代码"]) == 18]
    fifteen = [firm for firm in firms if len(firm["统一社会信用代码"]) == 15]
    codes = Counter(firm["统一社会信用代码"] for firm in firms)
    check("old numbers", len(fifteen), 60)
    check("old numbers that fail", sum(not number_valid(f["统一社会信用代码"]) for f in fifteen), 0)
    check("bad check characters", sum(not code_valid(f["统一社会信用代码"]) for f in eighteen), 4)
    check("bad organisation codes", sum(not organisation_valid(f["统一社会信用代码"][8:17]) for f in eighteen), 0)
    check("codes on two records", sum(count == 2 for count in codes.values()), 12)
    check("codes on more", sum(count > 2 for count in codes.values()), 0)
    check("numbers that fail", sum(bool(f["注册号"]) and not number_valid(f["注册号"]) for f in firms), 0)
    identities = [firm["法定代表人证件号"] for firm in firms if firm["法定代表人证件号"]]
    check("identity numbers that could be real", sum(identity_valid(number) for number in identities), 0)
    others = sum(firm["统一社会信用代码"][2:8] != "320804" for firm in eighteen)
    share("codes of other authorities", others, len(firms), 6.0, 0.1)
    prefixes = {"个体工商户": "92", "农民专业合作社": "93"}
    wrong = sum(f["统一社会信用代码"][:2] != prefixes.get(f["企业类型"], "91") for f in eighteen)
    check("codes of a wrong kind", wrong, 0)


def check_addresses(firms, towns):
    now = {town["名称"] for town in towns if town["代码"] != "320804400"} | {"码头镇"}
    former = {name for town in towns for name in town["曾用名"].split(";") if name} - {"高新区"} - now
    names_now = sum(any(name in firm["住所"] for name in now) for firm in firms)
    names_former = sum(any(name in firm["住所"] for name in former) for firm in firms)
    # 码头镇 is a former name that people still write for the present one.
    share("addresses that name a town", names_now + names_former, len(firms), 40.0, 0.1)
    share("of these, a former one", names_former + sum("码头镇" in f["住所"] for f in firms), names_now + names_former,
          50.0, 1.5)
    share("town column filled", sum(bool(firm["所属镇街"]) for firm in firms), len(firms), 70.0, 1.5)
    shared = Counter(firm["住所"] for firm in firms)
    share("firms that share an address", sum(n for n in shared.values() if n > 1), len(firms), 18.6, 5.0)


def check_listings(in_register, listings, town_of):
    open_causes = {}
    for row in listings:
        if not row["移出日期"]:
            open_causes.setdefault(row["统一社会信用代码"], set()).add(row["列入原因"])
    causes = Counter()
    by_town, listed_by_town = Counter(), Counter()
    for firm in in_register:
        by_town[town_of[firm["record"]]] += 1
        found = open_causes.get(firm["统一社会信用代码"], set()) if firm["features"] else set()
        if found:
            listed_by_town[town_of[firm["record"]]] += 1
            lost = any("无法联系" in cause for cause in found)
            late = any("年度报告" in cause for cause in found)
            causes["both" if lost and late else "lost" if lost else "late" if late else "other"] += 1
    check("on the abnormal list", sum(causes.values()), 4260)
    for cause, wanted in (("late", 64), ("lost", 31), ("both", 4)):
        share(f"listed, {cause}", causes[cause], 4260, wanted, 0.1)
    return by_town, listed_by_town


def check_reports(in_register, reports):
    filed = {(row["统一社会信用代码"], int(row["报告年度"])) for row in reports}
    missed = Counter()
    for firm in in_register:
        if firm["features"]:
            due = [year for year in (2023, 2024) if date(firm["成立日期"]).year <= year]
            firm["missed"] = sum((firm["统一社会信用代码"], year) not in filed for year in due)
            missed[firm["missed"]] += 1
    check("missed both due reports", missed[2], 2982)
    check("missed one due report", missed[1], 1278)
    share("missed none", missed[0] + 42 + 4, 14200, 70.0, 0.1)


def check_marks(in_register, tax, insurance, truth):
    marks = {row["统一社会信用代码"]: row for row in tax}
    insured = {row["统一社会信用代码"]: int(row["参保人数"]) for row in insurance}
    found = Counter(marks[f["统一社会信用代码"]]["税务状态"] for f in in_register if f["features"])
    total = sum(found.values())
    for mark, wanted in (("正常", 63), ("零申报", 10), ("非正常户", 12), ("税务已注销", 3.5), ("从未登记", 9)):
        share(f"tax {mark}", found[mark], total, wanted, 0.3)
    share("tax 查无 or 未比对", found["查无"] + found["未比对"], total, 2.5, 0.2)
    zero = Counter()
    for firm in in_register:
        if firm["features"]:
            dead = truth[firm["record"]]["state"] == "dead"
            zero[dead, insured[firm["统一社会信用代码"]] == 0] += 1
    share("the dead with nobody insured", zero[True, True], zero[True, True] + zero[True, False], 99.0, 0.3)
    share("the living with nobody insured", zero[False, True], zero[False, True] + zero[False, False], 35.0, 0.5)


def check_truth(firms, in_register, truth, tables):
    legal = [row for row in truth.values() if row["legal_person"] == "1"]
    reasons = Counter(row["reason"] for row in legal)
    check("truly dead", sum(row["state"] == "dead" for row in legal), 3050)
    for reason, wanted in (("classic", 2450), ("listed-alive", 260), ("zero-agent", 190), ("dormant", 18)):
        check(reason, reasons[reason], wanted)
    excluded = sum(row["reason"] == "classic" and row["exclusion"] != "" for row in legal)
    share("exclusions among the classic", excluded, 2450, 8.0, 0.05)
    filings = Counter(row["类型"] for row in tables["liquidation"] if date(row["结束日期"] or "2030-01-01") > AS_OF)
    check("in liquidation", filings["清算备案"], 45)
    check("dormant by filing", filings["歇业备案"], 18)
    names = {}
    for firm in firms:
        names.setdefault(firm["企业名称"].translate(str.maketrans("（）", "()")), []).append(firm["record"])
    unplanned = sum(not any(truth[record]["duplicate_of"] for record in records)
                    for records in names.values() if len(records) > 1)
    check("equal names that were not planted", unplanned, 0)
    kinds = Counter(row["duplicate_kind"] for row in truth.values() if row["duplicate_of"])
    for kind, wanted in (("same-code", 12), ("old-new", 18), ("variant", 40)):
        check(f"pairs {kind}", kinds[kind], wanted)
    check("affiliates", sum(bool(row["apart_from"]) for row in truth.values()) // 2, 60)
    lost = {row["统一社会信用代码"] for row in tables["survey"] if row["状况"] == "失联"}
    lost |= {row["统一社会信用代码"] for row in tables["abnormal_list"] if "无法联系" in row["列入原因"]}
    reached = {row["统一社会信用代码"] for row in tables["tax"]
               if row["税务状态"] in ("正常", "零申报") or (date(row["最近申报日期"]) or AS_OF.replace(2000))
               > datetime.date(2024, 6, 30)}
    signs = [f for f in in_register if truth[f["record"]]["reason"] == "classic" and f.get("missed") == 2
             and f["统一社会信用代码"] in lost and f["统一社会信用代码"] not in reached]
    check("two years without report, no tax and unreachable", len(signs), 2450)


def check_certificates(firms, in_register, tables, truth, town_of):
    rows = tables["hightech"]
    check("certificate rows", len(rows), 163)
    check("certificate rows without code", sum(not row["统一社会信用代码"] for row in rows), 80)
    check("certificates listed twice", len(rows) - len({row["证书编号"] for row in rows}), 1)
    plain = {}
    for firm in firms:
        plain.setdefault(firm["企业名称"].replace("（", "(").replace("）", ")"), firm)
    former = {name.replace("（", "(").replace("）", ")"): f for f in firms for name in [f["曾用名"]] if name}
    by_code = {firm["统一社会信用代码"]: firm for firm in firms}
    cancelled = {row["证书编号"] for row in tables["hightech_cancelled"]}
    check("cancelled", len(cancelled), 2)
    matched, renamed, expired, moved, early, ending = {}, 0, 0, 0, 0, set()
    for row in rows:
        name = row["企业名称"].replace("（", "(").replace("）", ")")
        firm = by_code.get(row["统一社会信用代码"]) or plain.get(name) or former.get(name)
        renamed += name in former and name not in plain
        until = date(row["有效期至"])
        if firm is None:
            check(f"certificate {row['证书编号']} matches a firm", 0, 1)
        elif until < AS_OF:
            expired += 1
        elif firm["state"] == "迁出":
            moved += 1
        elif row["证书编号"] not in cancelled:
            matched[firm["record"]] = firm
            if datetime.date(2026, 11, 6) <= until <= datetime.date(2026, 12, 13):
                ending.add(firm["record"])
            early += until < datetime.date(2026, 11, 6)
    check("valid certificates in the register", sum(f["state"] == "存续" and f["legal"] for f in matched.values()), 148)
    check("and of truth", sum(row["hightech"] == "valid" for row in truth.values()), 148)
    check("expired", expired, 9)
    check("moved away", moved, 3)
    check("renamed", renamed, 2)
    check("ending before 6 November", early, 0)
    check("ending from 6 November to 13 December", len(ending), 46)
    listed = {row["统一社会信用代码"] for row in tables["abnormal_list"] if not row["移出日期"]}
    check("on the abnormal list", sum(f["统一社会信用代码"] in listed for f in matched.values()), 2)
    sued = {row["统一社会信用代码"] for row in tables["judicial"] if not row["结案日期"]}
    check("in litigation", sum(f["统一社会信用代码"] in sued for f in matched.values()), 1)
    check("manufacturing", sum(f["行业代码"].startswith("C") for f in matched.values()), 126)
    check("missed one report, at most", sum(f.get("missed", 0) > 1 for f in matched.values()), 0)
    return Counter(town_of[record] for record in matched)


def check_days(firms, tables):
    """Nothing happens before a firm is founded, nor after the as-of date but what is planned."""
    founded = {firm["统一社会信用代码"]: date(firm["成立日期"]) for firm in firms}
    planned = {"有效期至", "结束日期"}
    early = late = 0
    for rows in tables.values():
        for row in rows:
            since = founded.get(row.get("统一社会信用代码"))
            for column, text in row.items():
                day = date(text) if column.endswith("日期") and text else None
                if day is None:
                    continue
                early += since is not None and day < since
                late += day > AS_OF and column not in planned
    check("days before the founding", early, 0)
    check("days after the as-of date", late, 0)


def main(folder):
    names = ("registry", "annual_report", "abnormal_list", "serious_violation", "tax", "social_insurance", "financials",
             "hightech", "hightech_cancelled", "tech_sme", "judicial", "cases", "survey", "liquidation", "above_scale",
             "branches", "investments", "licences", "decisions",
             "towns", "peers", "truth")
    tables = {name: read(folder, name) for name in names}
    truth = {int(row["record"]): row for row in tables["truth"]}
    firms = tables["registry"]
    shown = Counter(firm["统一社会信用代码"] for firm in firms)
    for record, firm in enumerate(firms, 1):
        code = firm["统一社会信用代码"]
        firm["record"] = record
        firm["state"] = STATUS.get(firm["登记状态"], "?")
        firm["legal"] = LEGAL.match(firm["企业类型"]) is not None
        firm["features"] = code_valid(code) and shown[code] == 1
    in_register = [firm for firm in firms if firm["legal"] and firm["state"] == "存续"]
    town_of = {record: row["town"] for record, row in truth.items()}
    check_register(firms, in_register)
    check_codes(firms)
    check_days(firms, tables)
    check_addresses(firms, tables["towns"])
    by_town, listed = check_listings(in_register, tables["abnormal_list"], town_of)
    check_reports(in_register, tables["annual_report"])
    check_marks(in_register, tables["tax"], tables["social_insurance"], truth)
    check_truth(firms, in_register, truth, tables)
    certificates = check_certificates(firms, in_register, tables, truth, town_of)
    for town, wanted in (("丁集镇", 44), ("马头镇", 39), ("淮高镇", 39), ("淮安高新技术产业开发区", 12)):
        share(f"listed in {town}", listed[town], by_town[town], wanted, 1.0)
    for town, wanted in (("淮安高新技术产业开发区", 44), ("王家营街道", 24), ("长江路街道", 14), ("渔沟镇", 13)):
        check(f"certificates in {town}", certificates[town], wanted)
    check("towns without certificate", 14 - len(certificates), 2)
    print(f"{len(failed)} counts are not as promised" if failed else "all counts are as promised")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
