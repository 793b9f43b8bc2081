# SPDX-License-Identifier: MIT
"""What run.sh runs."""
import pathlib
import re
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import machine  # noqa: E402

FIRMS = 3_000_000
SCOPE_BYTES = 166  # gives 371 bytes a firm
MOST_RATIO, LEAST_GAIN, MOST_MEGABYTES = 2.5, 1.7, 300
CAMPAIGN = """campaign: load
as_of: 2026-06-30
store: campaign.db
rules: ["{rules}"]
counting: registered
tables: {{registry: registry.csv}}
"""


def prepare(build, work):
    work.mkdir(parents=True, exist_ok=True)
    register = work / "registry.csv"
    if not register.exists():
        subprocess.run([build / "bench/generator/hejian-generate", "--firms", str(FIRMS), "--scope-bytes",
                        str(SCOPE_BYTES), "--tables", "registry", "--out", work], check=True)
    (work / "campaign.yaml").write_text(CAMPAIGN.format(rules=HERE.parents[1] / "rules/cn"), "utf-8")
    return register


def run_load(build, work, threads):
    """The whole process over a fresh store: seconds, seconds of processor, megabytes at the peak."""
    for left in work.glob("campaign.db*"):
        left.unlink()
    *figures, said = machine.measure([build / "hejian", "-C", work, "--threads", str(threads), "load"])
    stored = int(re.search(r"= (\d+) stored", said).group(1))
    if stored != FIRMS:
        sys.exit(f"load: {stored} firms stored, not {FIRMS}")
    return figures


def say(name, results):
    seconds, processor, peak = zip(*results)
    print(f"{name}: {machine.spread(seconds)} s, processor {machine.spread(processor)} s, peak {max(peak):.0f} MB")
    return statistics.median(seconds)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: run.sh BUILD WORK [ROUNDS]")
    build, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    rounds = int(sys.argv[3]) if len(sys.argv) == 4 else 3
    register = prepare(build, work)
    print(machine.describe())
    print(f"{FIRMS} firms, {register.stat().st_size / FIRMS:.0f} bytes each; {rounds} rounds; median (least–most)")
    libcsv, load = [], {1: [], 2: []}
    for _ in range(rounds):
        libcsv.append(machine.measure([build / "bench/load/load_baseline", register, "2"])[:3])
        for threads, results in load.items():
            results.append(run_load(build, work, threads))
    alone = say("libcsv alone, 2 threads", libcsv)
    middle = {threads: say(f"hejian load, {threads} thread{'s'[:threads - 1]}", load[threads]) for threads in load}
    ratio, gain = middle[2] / alone, middle[1] / middle[2]
    peak = max(peak for results in load.values() for _, _, peak in results)
    print(f"load / libcsv, 2 threads: {ratio:.2f}, at most {MOST_RATIO}: {machine.verdict(ratio <= MOST_RATIO)}")
    print(f"1 thread / 2 threads: {gain:.2f}, at least {LEAST_GAIN}: {machine.verdict(gain >= LEAST_GAIN)}")
    print(f"peak memory: {peak:.0f} MB, under {MOST_MEGABYTES}: {machine.verdict(peak < MOST_MEGABYTES)}")


main()
