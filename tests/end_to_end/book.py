# SPDX-License-Identifier: MIT
"""Small workbooks for cases, part by part, so that a case can have what no program would write.

    PYTHONPATH=$SOURCE/tests/end_to_end python3 -c "
    from book import *
    write('registry.xlsx', {'名单': [row(1, 'code', 'name'), row(2, 'A', 'Alpha')]})"
"""
import zipfile
from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = ('<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs>')
DATE = 1  # the cell format of a date


def column_name(number):
    name = ""
    while number >= 0:
        name = chr(65 + number % 26) + name
        number = number // 26 - 1
    return name


class raw(str):
    """A whole <c> element."""


def cell(place, value):
    if isinstance(value, raw):
        return value
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def row(number, *values):
    cells = "".join(cell(f"{column_name(i)}{number}", value) for i, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


def relations(items):
    inner = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
                    for name, kind, target in items)
    return f'{XML}<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def parts(sheets, merged=(), shared=""):
    """The parts of a book: name → text. sheets: name → rows; merged: ranges of every sheet."""
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{i + 1}" r:id="s{i + 1}"/>'
                     for i, name in enumerate(sheets))
    made = {
        "_rels/.rels": relations([("b", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            [(f"s{i + 1}", "worksheet", f"worksheets/sheet{i + 1}.xml") for i in range(len(sheets))]
            + [("t", "sharedStrings", "sharedStrings.xml"), ("f", "styles", "styles.xml")]),
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": f'{XML}<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
    }
    for i, rows in enumerate(sheets.values()):
        made[f"xl/worksheets/sheet{i + 1}.xml"] = (
            f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{merges}</worksheet>')
    return made


def save(path, made):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in made.items():
            book.writestr(name, text)


def write(path, sheets, **options):
    save(path, parts(sheets, **options))
