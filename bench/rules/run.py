# SPDX-License-Identifier: MIT
"""Thirty rules again over 3 million loaded firms, hejian against DuckDB over its own table, in one run:

    python3 -m venv WORK/venv && WORK/venv/bin/pip install duckdb
    WORK/venv/bin/python bench/rules/run.py BUILD WORK [--rounds N] [--data generated|jiangsu] [--register FILE.csv.xz]

BUILD is a Release build; WORK a folder with 4 GB to spare, where the register, the loaded store and DuckDB's table are
made once and kept. `generated` is the generator's register (371 bytes a firm); `jiangsu` is the real register beside
the repository, repeated with other codes, names and addresses up to 3 million firms, skipped where it is not there.

DuckDB has its table on disk, 2 threads, a fresh connection a run, and leaves its answers in a table; of three ways to
ask (duck.py) the quickest counts, and all are printed. hejian runs the stage flag of a fresh copy of the loaded store:
no finding and no count of peers is there. Both sides are timed inside the process, from the opening of the file to the
end of the commit. Answers are compared rule by rule: how many, the sum of the record numbers, and of their squares
modulo a prime.
"""
import argparse
import csv
import importlib.metadata
import lzma
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))
import machine  # noqa: E402

FIRMS, SCOPE_BYTES = 3_000_000, 166
LEAST_TIMES, LEAST_GAIN, MOST_MEGABYTES, MOST_SHARE, MOST_EXPLAIN = 7, 1.7, 300, 0.1, 0.05
PRIME = 1000003
CHANGED = "c04"  # the rule whose parameter is changed
CAMPAIGN = """campaign: rules
as_of: 2026-06-30
store: campaign.db
rules:
  - {root}/rules/cn/tables/registry.yaml
  - {root}/rules/cn/currencies.yaml
  - {root}/bench/rules/rules.yaml
  - set: {{much_capital: {capital}}}
tables: {{registry: registry.csv}}
"""


class Work:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.register, self.duck = folder / "registry.csv", folder / "firm.duckdb"
        self.loaded, self.store = folder / "loaded.db", folder / "campaign.db"

    def hejian(self, *arguments):
        return [self.build / "hejian", "-q", "-C", self.folder, *arguments]

    def write_campaign(self, capital=10000):
        (self.folder / "campaign.yaml").write_text(CAMPAIGN.format(root=ROOT, capital=capital), "utf-8")

    def fresh_store(self):
        for left in self.folder.glob("campaign.db*"):
            left.unlink()
        shutil.copyfile(self.loaded, self.store)
        with open(self.store, "rb") as file:
            os.fsync(file.fileno())


# ---- data ----

def repeat_register(source, target):
    """Copies of a real register: each has two figures of the codes, and a character of names and addresses, of its own,
    so that codes stay one firm's and duplicates stay those of one copy."""
    with lzma.open(source, "rt", encoding="utf-8", newline="") as file:
        header, *records = [record for record in csv.reader(file) if record]
    records = [record for record in records if len(record) == len(header)]
    name, code, address = (next(i for i, text in enumerate(header) if text in words) for words in (
        ["企业名称"], ["统一社会信用代码"], ["注册地址", "住所"]))
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for copy in range(-(-FIRMS // len(records))):
            mark = chr(0x4E00 + copy)
            for record in records:
                changed = list(record)
                changed[name] = record[name][:2] + mark + record[name][2:]
                if len(record[code]) == 18:
                    changed[code] = record[code][:2] + f"{copy:02}" + record[code][4:]
                if len(record[address]) > 3:
                    changed[address] = record[address] + mark
                writer.writerow(changed)


def prepare(work, data, source):
    work.folder.mkdir(parents=True, exist_ok=True)
    if not work.register.exists() and data == "generated":
        subprocess.run([work.build / "bench/generator/hejian-generate", "--firms", str(FIRMS), "--scope-bytes",
                        str(SCOPE_BYTES), "--tables", "registry", "--out", work.folder], check=True)
    elif not work.register.exists():
        repeat_register(source, work.register)
    work.write_campaign()
    if not work.loaded.exists():
        for left in work.folder.glob("campaign.db*"):
            left.unlink()
        subprocess.run(work.hejian("load"), check=True)
        work.store.rename(work.loaded)
    if not work.duck.exists():
        subprocess.run([sys.executable, HERE / "duck.py", "table", work.register, work.duck], check=True)


# ---- one run of each ----

def run_duck(work):
    """{shape: (seconds, processor)}, megabytes at the peak."""
    *_, peak, said = machine.measure([sys.executable, HERE / "duck.py", "rules", work.duck, "rows", "bits", "union"])
    lines = [line.split() for line in said.splitlines()]
    return {shape: (float(seconds), float(processor)) for shape, seconds, processor in lines}, peak


def flag(work, threads):
    said = subprocess.run([work.build / "bench/rules/rules_flag", work.folder, str(threads)], check=True,
                          capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1]), int(said[2]) / 1024


def explain(work, who):
    return machine.measure(work.hejian("explain", who))[0]


# ---- answers ----

def sums_of_hejian(work):
    """{rule: (findings, sum, sum of squares)} from the findings as everyone gets them."""
    sums = {}
    run = subprocess.Popen(work.hejian("findings", "--format", "csv"), stdout=subprocess.PIPE, text=True,
                           encoding="utf-8")
    reader = csv.reader(run.stdout)
    header = next(reader)
    record_at, rule_at = header.index("record"), header.index("rule")
    for row in reader:
        record = int(row[record_at])
        found = sums.setdefault(row[rule_at], [0, 0, 0])
        found[0] += 1
        found[1] += record
        found[2] += record * record % PRIME
    if run.wait() != 0:
        sys.exit("hejian findings failed")
    return {rule: tuple(found) for rule, found in sums.items()}


def sums_of_duck(work):
    said = subprocess.run([sys.executable, HERE / "duck.py", "sums", work.duck], check=True, capture_output=True,
                          text=True).stdout
    return {line.split()[0]: tuple(int(word) for word in line.split()[1:]) for line in said.splitlines()}


def compare(work):
    ours, theirs = sums_of_hejian(work), sums_of_duck(work)
    differing = sorted(rule for rule in ours.keys() | theirs.keys() if ours.get(rule) != theirs.get(rule))
    for rule in differing:
        print(f"  {rule}: hejian {ours.get(rule)}, DuckDB {theirs.get(rule)}")
    print(f"answers: {sum(found[0] for found in ours.values())} findings, {len(ours)} of 30 rules with any, "
          f"{len(differing)} rules differ")
    return not differing


# ---- all of it ----

def measure_all(work, rounds):
    duck, ours, again, peaks = [], {1: [], 2: []}, [], []
    for _ in range(rounds):
        found, peak = run_duck(work)
        duck.append(found)
        peaks.append(peak)
        for threads, results in ours.items():
            work.write_campaign()
            work.fresh_store()
            results.append(flag(work, threads))
        work.write_campaign(capital=20000)
        again.append(flag(work, 2))
    work.write_campaign()
    flag(work, 2)
    return duck, ours, again, peaks


def report(duck, ours, again, peaks):
    shapes = {shape: [found[shape] for found in duck] for shape in duck[0]}
    for shape, figures in shapes.items():
        seconds, processor = zip(*figures)
        print(f"DuckDB, {shape}: {machine.spread(seconds)} s, processor {machine.spread(processor)} s")
    print(f"DuckDB, peak: {max(peaks):.0f} MB")
    for threads, figures in ours.items():
        seconds, processor, peak = zip(*figures)
        print(f"hejian flag, {threads} thread{'s'[:threads - 1]}: {machine.spread(seconds)} s, processor "
              f"{machine.spread(processor)} s, peak {max(peak):.0f} MB")
    print(f"one changed rule ({CHANGED}), 2 threads: {machine.spread([figures[0] for figures in again])} s, "
          f"processor {machine.spread([figures[1] for figures in again])} s")
    middle = [statistics.median(figures[at] for figures in ours[threads]) for at in (0, 1) for threads in (1, 2)]
    changed = [statistics.median(figures[at] for figures in again) for at in (0, 1)]
    best = [min(statistics.median(figure[at] for figure in figures) for figures in shapes.values()) for at in (0, 1)]
    peak = max(figures[2] for results in ours.values() for figures in results)
    print(f"DuckDB / hejian, 2 threads: {best[0] / middle[1]:.1f} (processor {best[1] / middle[3]:.1f}), at least "
          f"{LEAST_TIMES}: {machine.verdict(best[0] >= LEAST_TIMES * middle[1])}")
    print(f"1 thread / 2 threads: {middle[0] / middle[1]:.2f}, at least {LEAST_GAIN}: "
          f"{machine.verdict(middle[0] >= LEAST_GAIN * middle[1])}")
    print(f"peak memory: {peak:.0f} MB, under {MOST_MEGABYTES}: {machine.verdict(peak < MOST_MEGABYTES)}")
    print(f"one changed rule / all: {changed[0] / middle[1]:.3f} (processor {changed[1] / middle[3]:.3f}), under "
          f"{MOST_SHARE}: {machine.verdict(changed[0] < MOST_SHARE * middle[1])}")


def report_explain(work, rounds):
    subprocess.run(work.hejian("flag"), check=True, stderr=subprocess.DEVNULL)
    with open(work.register, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        column = next(reader).index("统一社会信用代码")
        for number, record in enumerate(reader, 1):
            if number == FIRMS * 9 // 10:
                code = record[column]
                break
    for name, who in (("record number", str(FIRMS * 9 // 10)), ("code", code)):
        took = [explain(work, who) for _ in range(2 * rounds + 1)]
        print(f"explain by {name}, whole process: {machine.spread([1000 * value for value in took])} ms, under "
              f"{1000 * MOST_EXPLAIN:.0f}: {machine.verdict(statistics.median(took) < MOST_EXPLAIN)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", choices=("generated", "jiangsu"), default="generated")
    parser.add_argument("--register", type=pathlib.Path, default=ROOT.parent / "shared/data/registry-jiangsu.csv.xz")
    options = parser.parse_args()
    if options.data == "jiangsu" and not options.register.exists():
        print(f"skipped: {options.register} is not there")
        return 0
    work = Work(options.build.resolve(), options.work.resolve() / options.data)
    prepare(work, options.data, options.register)
    print(f"{machine.describe()}; DuckDB {importlib.metadata.version('duckdb')}")
    print(f"{options.data}: {work.register.stat().st_size / 1e6:.0f} MB, DuckDB's table "
          f"{work.duck.stat().st_size / 1e6:.0f} MB, our store {work.loaded.stat().st_size / 1e6:.0f} MB; "
          f"{options.rounds} rounds; median (least–most)")
    report(*measure_all(work, options.rounds))
    report_explain(work, options.rounds)
    return 0 if compare(work) else 1


if __name__ == "__main__":
    sys.exit(main())
