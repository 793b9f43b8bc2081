#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The story that the demonstration tells, with the program's own figures: missed even with every
high-tech firm won, reachable only by lowering the count, and what binds; which route moves which
counting; the same on any threads and for the records in any order.

    demo_story.py HEJIAN SOURCE
"""
import csv
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ALL_WON = """
hightech:
  approvals: [{date: 2026-11-30, applicants: 24, pass: 1}]
  renewals: {pass: 1}
"""
HEAD = """
deadline: 2026-12-31
target: 120.00
confidence: 0.90
trials: 20000
seed: 20260630
inflow: {new_firms_per_month: 110, exits_per_month: 60}
"""
USUAL = """
success: {revoke: {beta: [88, 12], by: batch}}
hightech:
  approvals: [{date: 2026-11-30, applicants: 24, pass: [14, 6]}]
  renewals: {pass: [44, 6]}
"""


def campaign(source, folder, shuffled):
    work = folder / ("shuffled" if shuffled else "as_it_is")
    shutil.copytree(source / "fixtures" / "huaiyin", work)
    path = work / "campaign.yaml"
    path.write_text(path.read_text("utf-8").replace("../../rules", str(source / "rules")), "utf-8")
    if shuffled:
        path = work / "registry.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *records = csv.reader(file)
        random.Random(1).shuffle(records)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *records])
    return work


def said(probability):
    """As the program says it in English."""
    if probability < 0.025:
        return "hardly any (under 5 %)"
    return "almost certain (over 95 %)" if probability >= 0.975 else f"about {int(probability * 20 + 0.5) * 5} %"


def tell(work, run):
    """What scripts/demo.sh prints: the scenarios of story/ in order, one a line, in both languages."""
    files = sorted(str(path) for path in (work / "story").glob("*.yaml"))
    answers = json.loads(run(work, "simulate", "--format", "json", *files))
    chance = [answer["outcome"]["probability"] for answer in answers]
    nothing, all_won, guided, few, more, many, late, compulsory, other = range(9)
    assert chance[nothing] < 0.01 and chance[all_won] < 0.05, "missed even with every high-tech win"
    assert 0 < answers[all_won]["required"]["removals"] < answers[nothing]["required"]["removals"] / 4
    assert chance[guided] < 0.05 < chance[few] < chance[more] < chance[many], "lowering the count"
    assert chance[late] < 0.05, "cases opened too late"
    binds = [answer["required"]["binds"] for answer in answers]
    assert (binds[guided], binds[few], binds[late]) == ("firms", "hands", "days"), binds
    assert answers[compulsory]["outcome"]["p50"] == answers[nothing]["outcome"]["p50"]
    assert answers[other]["planned"]["cases"] > 0 == answers[compulsory]["planned"]["cases"]
    for language in ("zh", "en"):
        head, *rows = run(work, "--lang", language, "simulate", "--brief", *files).decode().splitlines()
        assert len(rows) == len(answers), rows
        for row, answer in zip(rows, answers):
            assert answer["scenario"] in row and answer["counting"] in row, row
            assert f"{answer['outcome']['p50']:.1f}" in row, row
            assert language == "zh" or said(answer["outcome"]["probability"]) in row, row


def main():
    hejian, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])

    def run(work, *words):
        done = subprocess.run([hejian, "-q", "-C", work, *words], capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"{words}: {done.returncode}\n{done.stderr.decode()}")
        return done.stdout

    def simulate(work, text, *words):
        (work / "tried.yaml").write_text(text, "utf-8")
        return json.loads(run(work, *words, "simulate", str(work / "tried.yaml"), "--format", "json"))

    with tempfile.TemporaryDirectory() as folder:
        work = campaign(source, pathlib.Path(folder), False)
        for stage in ("load", "flag", "link", "decide"):
            run(work, stage)

        idle = simulate(work, HEAD + USUAL)
        won = simulate(work, HEAD + ALL_WON)
        assert 108 < idle["outcome"]["p50"] < 112, idle["outcome"]
        assert idle["outcome"]["probability"] < 0.001
        assert 117 < won["outcome"]["p50"] < 120 and won["outcome"]["probability"] < 0.05, won["outcome"]
        assert 1500 < idle["required"]["removals"] < 1900, idle["required"]["removals"]

        chances = [simulate(work, HEAD + USUAL + f"open: {{revoke: {n}, guided: 80}}\n")
                   for n in (350, 600, 900)]
        numbers = [chance["outcome"]["probability"] for chance in chances]
        assert 0.05 < numbers[0] < 0.25 < numbers[1] < numbers[2], numbers
        assert chances[0]["required"]["binds"] == "hands", chances[0]["required"]
        assert chances[0]["required"]["opened_at_once"] > chances[0]["required"]["removals"]

        effects = {route["route"]: route["effects"] for route in idle["routes"]}
        for counting, gone, stays in (("registered", "revoke", "compulsory"),
                                      ("with_revoked", "compulsory", "revoke")):
            assert effects[gone][counting]["denominator"] == -effects[gone][counting]["firms"] < 0
            assert effects[stays][counting]["denominator"] == 0
            both = HEAD + f"counting: {counting}\nopen: {{revoke: 600, compulsory: 600}}\n"
            starts = {start["route"]: start["date"]
                      for start in simulate(work, both)["last_useful_start"]}
            assert starts[gone] and starts[stays] is None, starts

        demo = ("simulate", "--format", "json")
        wanted = run(work, "--threads", "1", *demo)
        for threads in ("2", "3", "8"):
            assert run(work, "--threads", threads, *demo) == wanted, threads
        towns = json.loads(wanted)["required"]["by_town"]
        assert all(0 <= town["quota"] <= town["eligible"] for town in towns)

        tell(work, run)

        other = campaign(source, pathlib.Path(folder), True)
        for stage in ("load", "flag", "link", "decide"):
            run(other, stage)
        assert run(other, *demo) == wanted, "the order of the records changes the answers"
    print("the demonstration tells its story")


main()
