# SPDX-License-Identifier: MIT
"""The rival: DuckDB over its own table on disk.

    duck.py table CSV DATABASE          makes the table firm from a register (not timed)
    duck.py rules DATABASE SHAPE ...    the thirty rules, once a SHAPE; prints its name, seconds, and seconds of processor
    duck.py sums DATABASE               a line a rule: id, findings, sum of records, sum of their squares modulo a prime

A shape is how the answers are asked for; each leaves them in a table and commits:
    rows   one INSERT a rule: (rule, record)
    bits   one scan for all rules that need no other firm, their answers as bits of one number a firm; then the duplicates
    union  one statement, all rules under UNION ALL
"""
import pathlib
import sys
import time

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
NULLS = ["", "N/A", "NA", "n/a", "NULL", "null", "None", "无", "空", "未知", "不详", "暂无", "-", "--", "---", "—",
         "——", "/", "\\"]
HEADERS = {
    "uscc": ["统一社会信用代码"], "name": ["企业名称"], "established": ["成立日期", "注册日期"],
    "type": ["企业类型"], "legal_rep": ["法定代表人", "法人代表"], "capital": ["注册资本", "注册资金"],
    "scope": ["经营范围"], "city": ["地区"], "address": ["住所", "注册地址"],
}
DATES = "['%Y年%m月%d日', '%Y/%m/%d', '%Y%m%d']"
AMOUNT = r"^([0-9][0-9,]*(?:\.[0-9]+)?)"


def queries():
    """{id: condition} of queries.sql, in its order."""
    found, rule = {}, None
    for line in (HERE / "queries.sql").read_text("utf-8").splitlines():
        if line.startswith("-- ") and len(line) == 6:
            rule = line[3:]
            found[rule] = ""
        elif rule:
            found[rule] += line + " "
    return found


def value(column, header):
    text = f'trim("{header}")'
    if column == "established":
        return f"coalesce(try_cast({text} AS DATE), CAST(try_strptime({text}, {DATES}) AS DATE))"
    if column == "capital":
        amount = f"try_cast(replace(regexp_extract({text}, '{AMOUNT}', 1), ',', '') AS DOUBLE)"
        return f"CASE WHEN contains({text}, '万') AND NOT contains({text}, '/') THEN {amount} END"
    return text


def make_table(csv, path):
    base = duckdb.connect(path)
    base.execute("PRAGMA threads=2")
    nulls = ", ".join("'" + word.replace("'", "''") + "'" for word in NULLS)
    source = f"read_csv('{csv}', header=true, all_varchar=true, nullstr=[{nulls}], quote='\"', escape='\"')"
    present = [row[0] for row in base.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    columns = []
    for column, headers in HEADERS.items():
        header = next(name for name in headers if name in present)
        columns.append(f"{value(column, header)} AS {column}")
    base.execute(f"CREATE TABLE raw AS SELECT {', '.join(columns)} FROM {source}")
    base.execute("CREATE TABLE firm AS SELECT CAST(rowid + 1 AS INTEGER) AS record, * FROM raw ORDER BY record")
    base.execute("DROP TABLE raw")
    print(base.execute("SELECT count(*) FROM firm").fetchone()[0])
    base.execute("CHECKPOINT")
    base.close()


def ask_rows(base):
    base.execute("CREATE TABLE found (rule VARCHAR, record INTEGER)")
    for rule, condition in queries().items():
        base.execute(f"INSERT INTO found SELECT '{rule}', record FROM firm WHERE {condition}")


def ask_union(base):
    parts = [f"SELECT '{rule}' AS rule, record FROM firm WHERE {condition}" for rule, condition in queries().items()]
    base.execute("CREATE TABLE found AS " + " UNION ALL ".join(parts))


def ask_bits(base):
    alone = [(rule, condition) for rule, condition in queries().items() if rule[0] != "d"]
    bits = " + ".join(f"CASE WHEN {condition} THEN {1 << i} ELSE 0 END" for i, (_, condition) in enumerate(alone))
    base.execute(f"CREATE TABLE bits AS SELECT record, {bits} AS rules FROM firm")
    base.execute("CREATE TABLE found (rule VARCHAR, record INTEGER)")
    for rule, condition in queries().items():
        if rule[0] == "d":
            base.execute(f"INSERT INTO found SELECT '{rule}', record FROM firm WHERE {condition}")


SHAPES = {"rows": ask_rows, "bits": ask_bits, "union": ask_union}


def clear(base):
    for table in ("found", "bits"):
        base.execute(f"DROP TABLE IF EXISTS {table}")


def run_rules(path, shapes):
    for shape in shapes:
        base = duckdb.connect(path)
        base.execute("PRAGMA threads=2")
        clear(base)
        began, worked = time.perf_counter(), time.process_time()
        base.execute("BEGIN")
        SHAPES[shape](base)
        base.execute("COMMIT")
        print(f"{shape} {time.perf_counter() - began:.3f} {time.process_time() - worked:.3f}", flush=True)
        if shape == "bits":
            clear(base)
        base.close()


def print_sums(path):
    base = duckdb.connect(path)
    base.execute("PRAGMA threads=2")
    clear(base)
    ask_rows(base)
    for row in base.execute(
            "SELECT rule, count(*), sum(record), sum(CAST(record AS BIGINT) * record % 1000003) FROM found "
            "GROUP BY rule ORDER BY rule").fetchall():
        print(*row)
    clear(base)
    base.close()


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "table":
        make_table(sys.argv[2], sys.argv[3])
    elif command == "rules":
        run_rules(sys.argv[2], sys.argv[3:])
    else:
        print_sums(sys.argv[2])
