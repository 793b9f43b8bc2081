#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is asked of other departments comes back as a fact table: the book of `hejian ask tax` (hrss,
court) holds codes and names alone, is filled in as a department would, named in campaign.yaml,
loaded, and what was unknown is known. The letters that go with books and lists.

    ask_answers.py HEJIAN SOURCE
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

CAMPAIGN = """
campaign: 试点 <核减> & 2026
as_of: 2026-06-30
store: campaign.db
rules: ["{rules}"]
roles: {{税: 某某区税务局, 人社: 某某区人社局, 法院: 某某区人民法院, 属地: 各镇街}}
tables:
  registry: registry.csv
  annual_report: {{files: [annual_report.csv], extracted: 2026-06-25, covers: [2020-01-01, 2026-06-25], partial: false}}
  abnormal_list: {{files: [abnormal_list.csv], extracted: 2026-06-25, partial: false}}
  hightech: {{files: [hightech.csv], extracted: 2026-06-25, partial: false}}
  hightech_cancelled: {{files: [hightech_cancelled.csv], extracted: 2026-06-25, partial: false}}
"""
SILENT, PAYER, OWER, GONE, FINE = codes = [
    "91320803MA1ABCD2X9", "91320804MA7921DN26", "91320804MAM0CR4M19", "91320804968245640M",
    "913208043389071955"]
NAMES = ["淮安甲乙商贸有限公司", "淮安丙丁商贸有限公司", "淮安=戊己商贸有限公司", "淮安庚辛商贸有限公司",
         "淮安壬癸商贸有限公司"]


def write_tables(folder, rules):
    (folder / "campaign.yaml").write_text(CAMPAIGN.format(rules=rules), "utf-8")
    head = "企业名称,统一社会信用代码,成立日期,企业类型,登记状态,法定代表人,联系电话,住所\n"
    (folder / "registry.csv").write_text(head + "".join(
        f"{name},{code},2015-03-01,有限责任公司,存续,张某某,13800000001,淮安市某路 {i} 号\n"
        for i, (name, code) in enumerate(zip(NAMES, codes))), "utf-8")
    (folder / "annual_report.csv").write_text("统一社会信用代码,年报年度,公示日期\n" + "".join(
        f"{FINE},{year},{year + 1}-05-01\n" for year in (2022, 2023, 2024)), "utf-8")
    (folder / "abnormal_list.csv").write_text("统一社会信用代码,列入日期,列入原因\n" + "".join(
        f"{code},2024-07-05,通过登记的住所或者经营场所无法联系\n" for code in codes[:4]), "utf-8")
    (folder / "hightech.csv").write_text("企业名称,统一社会信用代码,证书编号,发证日期,有效期至\n"
                                         f"{NAMES[4]},{FINE},GR1,2024-01-01,2026-12-31\n", "utf-8")
    (folder / "hightech_cancelled.csv").write_text("企业名称,统一社会信用代码,取消日期\n", "utf-8")


def sheet_of(book, number=2):
    """Rows of a sheet as lists of texts: {cell: text}; the raw XML too."""
    with zipfile.ZipFile(book) as archive:
        shared = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", archive.read("xl/sharedStrings.xml").decode())
        raw = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
    cells = {}
    for cell, inside in re.findall(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>(.*?)</c>)', raw):
        value = re.search(r"<v>(\d+)</v>", inside)
        cells[cell] = shared[int(value.group(1))] if value else ""
    return cells, raw


def fill_in(book, to, answers):
    """As a department does: the cells of the columns under `headers`, by code."""
    cells, raw = sheet_of(book)
    columns = {text: cell[:-1] for cell, text in cells.items() if re.fullmatch(r"[A-Z]1", cell)}
    for cell, code in cells.items():
        if cell.startswith("A") and code in answers:
            for header, answer in answers[code].items():
                at = columns[header] + cell[1:]
                raw, count = re.subn(rf'<c r="{at}"( s="\d+")?/>',
                                     rf'<c r="{at}"\1 t="inlineStr"><is><t>{answer}</t></is></c>', raw)
                assert count == 1, f"{at} is no empty cell"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            data = raw.encode() if name == "xl/worksheets/sheet2.xml" else source.read(name)
            target.writestr(name, data)


def letter(path):
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode("utf-8")
    import xml.etree.ElementTree as tree
    tree.fromstring(text)
    return "\n".join("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one))
                     for one in text.split("</w:p>"))


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hejian-ask-"))

    def run(*words):
        done = subprocess.run([hejian, "-C", folder, *words], capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"{words}: {done.returncode}\n{done.stderr.decode()}")
        return done.stdout.decode(), done.stderr.decode()

    def values(code):
        found = json.loads(run("-q", "explain", code, "--format", "json")[0])
        return {value["name"]: value["value"] for value in found["values"]}

    def verdict(code):
        return next((row for row in json.loads(run("-q", "verdicts", "--format", "json")[0])
                     if row["uscc"] == code), None)

    def add_table(name, *files):
        path = folder / "campaign.yaml"
        path.write_text(path.read_text("utf-8") + f"  {name}: {{files: [{', '.join(files)}], "
                        "extracted: 2026-07-03, partial: true}\n", "utf-8")

    def book(pattern):
        found = list((folder / "lists").glob(pattern))
        assert len(found) == 1, (pattern, found)
        return found[0]

    def again():
        for stage in ("load", "flag"):
            run("-q", stage)

    write_tables(folder, source / "rules/cn")
    # ---- asked with nothing but a load: no finding is needed, and none is told ----
    run("-q", "load")
    _, said = run("ask", "tax")
    assert "4 firms for 某某区税务局" in said and "as tax, with `partial: true`" in said, said
    tax = book("*_税_税务比对单_20260630_v1.xlsx")
    cells, raw = sheet_of(tax)
    assert cells["A1"] == "统一社会信用代码" and cells["B1"] == "经营主体名称", cells
    asked = sorted(text for cell, text in cells.items() if re.fullmatch(r"A\d+", cell) and cell != "A1")
    assert asked == sorted(codes[:4]), asked     # whom nothing points to, nobody asks about
    assert all(not text for cell, text in cells.items()
               if re.fullmatch(r"[C-Z]\d+", cell) and not cell.endswith("1")), "only code and name go out"
    assert 'name="税务比对单"' in zipfile.ZipFile(tax).read("xl/workbook.xml").decode(), "the sheet tells of clues"
    assert "<dataValidation " in raw and "是,否,查无,未比对" in raw, "no drop-down"
    whole = zipfile.ZipFile(tax)
    inside = b"".join(whole.read(name) for name in whole.namelist()).decode("utf-8", "replace")
    for never in ("张某某", "13800000001", "某路", "异常", "吊销", "线索"):
        assert never not in inside, never
    again()
    before = {code: values(code) for code in codes}
    assert before[SILENT]["no_tax_filing"] is None and before[OWER]["tax_debt"] is None
    assert verdict(SILENT)["route"] == "rectify" or verdict(SILENT)["class"] == "abnormal", verdict(SILENT)
    # ---- the answers, read back ----
    date = {"比对日期": "2026-07-03"}
    fill_in(tax, folder / "back.xlsx", {
        SILENT: {"近两年是否申报纳税": "否", "是否欠税": "否", **date},
        PAYER: {"近两年是否申报纳税": "是", "是否欠税": "查无", **date},
        OWER: {"近两年是否申报纳税": "未比对", "是否欠税": "是", **date},
        GONE: {"税务登记是否已注销": "是", "是否欠税": "否", **date},
    })
    add_table("tax", "back.xlsx")
    _, said = run("load")
    assert "count as NULL" not in said, said
    run("-q", "flag")
    after = {code: values(code) for code in codes}
    assert after[SILENT]["no_tax_filing"] is True and after[SILENT]["tax_debt"] is False, after[SILENT]
    assert after[PAYER]["no_tax_filing"] is False and after[PAYER]["tax_debt"] is None
    assert after[OWER]["no_tax_filing"] is None and after[OWER]["tax_debt"] is True
    assert after[GONE]["tax_mark"] == "税务已注销" and after[GONE]["tax_checked_on"] == "2026-07-03"
    assert after[FINE]["no_tax_filing"] is None, "partial: nothing is known of those not asked"
    assert "zombie.long-closed" in verdict(SILENT)["rules"], verdict(SILENT)
    assert "zombie.long-closed" not in verdict(PAYER)["rules"]
    assert "abnormal.tax-deregistered" in verdict(GONE)["rules"]
    # what has been answered is not asked again
    _, said = run("ask", "某某区税务局", "--out", str(folder / "second"))
    assert "2 firms" in said or "3 firms" in said, said
    # ---- insured: an answer protects ----
    run("-q", "ask", "hrss")
    fill_in(book("*社保比对单*.xlsx"), folder / "insured.xlsx", {
        SILENT: {"近六个月是否有人参保": "否", **date},
        PAYER: {"近六个月是否有人参保": "是", **date},
        OWER: {"近六个月是否有人参保": "否"},                          # no day: no answer
        GONE: {"近六个月是否有人参保": "否", "比对日期": "2025-01-03"},   # long ago: none either
    })
    assert verdict(PAYER)["protected_by"] in (None, ""), verdict(PAYER)
    add_table("social_insurance", "insured.xlsx")
    again()
    assert values(SILENT)["insured_now"] == 0 and values(PAYER)["insured_now"] == 1
    assert values(OWER)["insured_now"] is None and values(GONE)["insured_now"] is None
    assert verdict(PAYER)["protected_by"] == "protect.insured", verdict(PAYER)
    # ---- court: a suit sends the firm to the creditors' list ----
    run("-q", "ask", "court")
    fill_in(book("*涉诉比对单*.xlsx"), folder / "court.xlsx", {
        SILENT: {"是否有未结诉讼或执行": "是", "是否进入破产或强制清算": "否", "股权是否冻结": "否",
                 "是否失信被执行人": "查无", **date},
        GONE: {"是否有未结诉讼或执行": "否", "是否进入破产或强制清算": "是", "股权是否冻结": "未比对", **date},
    })
    add_table("judicial", "court.xlsx")
    again()
    assert values(SILENT)["in_litigation"] is True and values(SILENT)["equity_frozen"] is False
    assert values(SILENT)["on_dishonest_list"] is None and values(GONE)["equity_frozen"] is None
    assert values(OWER)["in_litigation"] is None
    assert verdict(SILENT)["route"] == "creditors-first", verdict(SILENT)
    assert "protect.bankruptcy" in verdict(GONE)["protected_by"], verdict(GONE)
    # ---- letters: with books and with lists, a draft until it is issued, whatever the names hold ----
    said = letter(book("*_税_商请比对函_20260630_v1.docx"))
    assert "某某区税务局：" in said and "4 户" in said and "草稿" in said and "&lt;核减&gt; &amp; 2026" in said, said
    # ---- answers and letters that lie where drafts are written are not written over ----
    tax.write_bytes((folder / "back.xlsx").read_bytes())
    _, said = run("ask", "tax")
    assert tax.read_bytes() == (folder / "back.xlsx").read_bytes() and "v2" in said, said
    book("*_税_税务比对单_20260630_v2.xlsx")
    mine = book("*_税_商请比对函_20260630_v2.docx")
    mine.write_bytes(mine.read_bytes() + b"mine")
    run("-q", "ask", "tax")
    assert mine.read_bytes().endswith(b"mine"), "a letter that somebody has changed"
    book("*_税_商请比对函_20260630_v3.docx")
    for file in (folder / "lists").glob("*.docx"):
        file.unlink()
    run("-q", "lists", "--issue", "2026-07-06")
    court = letter(book("*_法院_移交函_20260630_v1.docx"))
    assert "某某区人民法院：" in court and "疑似线索 1 户" in court and "2026-07-06" in court, court
    assert "草稿" not in court and "不作为行政处罚" in court and "{" not in court, court
    meeting = letter(book("*联席会议材料_20260630_v1.docx"))
    assert "某某区人民法院 1" in meeting and "六、提请会议研究" in meeting, meeting
    for text in (court, meeting):
        for never in ("张某某", "13800000001", "僵尸", "空壳", "告知书", "压减"):
            assert never not in text, never
    first = {file.name: file.read_bytes() for file in (folder / "lists").glob("*v1.docx")}
    run("-q", "lists")
    book("*_法院_移交函_20260630_v2.docx")
    for file in (folder / "lists").glob("*v1.docx"):
        assert first[file.name] == file.read_bytes()
    # ---- nothing left to ask ----
    (folder / "all.csv").write_text(
        "统一社会信用代码,是否有未结诉讼或执行,是否进入破产或强制清算,股权是否冻结,是否失信被执行人,比对日期\n"
        + "".join(f"{code},否,否,否,否,2026-07-03\n" for code in codes), "utf-8")
    path = folder / "campaign.yaml"
    path.write_text(path.read_text("utf-8").replace("court.xlsx", "all.csv"), "utf-8")
    run("-q", "load", "--accept")
    _, said = run("ask", "court")
    assert "has nothing to answer" in said and " in " + str(folder) not in said, said
    assert not list((folder / "lists").glob("*涉诉比对单*")), "an old draft would be sent"
    print("asked, answered, known")
    return 0


if __name__ == "__main__":
    sys.exit(main())
