#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kill -9 at random moments of a load, and a disk that is full: the store holds the old snapshot or the
new one, whole, and the next load works.

    kill_load.py HEJIAN GENERATOR SOURCE [TIMES]        (CI: 15; by hand: 200)
"""
import contextlib
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

FIRMS = (20000, 19500)  # of the two snapshots that alternate


def make_campaign(folder, generator, source):
    for number, firms in enumerate(FIRMS):
        data = folder / f"data{number}"
        data.mkdir()
        subprocess.run([generator, "--firms", str(firms), "--out", data,
                        "--tables", "registry,tax,annual_report"],
                       check=True, stdout=subprocess.DEVNULL)
    campaign = folder / "campaign"
    campaign.mkdir()
    (campaign / "campaign.yaml").write_text(
        "campaign: kill\nas_of: 2026-06-30\nstore: campaign.db\n"
        f"rules: [{source / 'rules/cn'}]\n"
        "tables: {registry: registry.csv, tax: tax.csv, annual_report: annual_report.csv}\n",
        encoding="utf-8")
    return campaign


def put_files(folder, campaign, number):
    for name in ("registry", "tax", "annual_report"):
        shutil.copyfile(folder / f"data{number}" / f"{name}.csv", campaign / f"{name}.csv")


def firms_of(hejian, campaign):
    """Firms of the store, read to the last cell, so that a damaged block would show."""
    done = subprocess.run(
        [hejian, "-q", "-C", campaign, "sql", "--format", "csv",
         "SELECT count(*), sum(length(name)), (SELECT count(*) FROM tax WHERE firm IS NOT NULL)"
         " FROM firm"], capture_output=True, text=True, check=True)
    return int(done.stdout.splitlines()[1].split(",")[0])


def check_store(hejian, campaign, allowed):
    firms = firms_of(hejian, campaign)
    assert firms in allowed, f"{firms} firms, expected one of {allowed}"
    with contextlib.closing(sqlite3.connect(campaign / "campaign.db")) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return firms


def kill_at(hejian, campaign, seconds):
    load = subprocess.Popen([hejian, "-q", "-C", campaign, "load", "--accept"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    load.send_signal(signal.SIGKILL)
    return load.wait() == -signal.SIGKILL


def kill_loads(hejian, folder, campaign, times):
    chance = random.Random(20260630)
    put_files(folder, campaign, 0)
    begun = time.monotonic()
    subprocess.run([hejian, "-q", "-C", campaign, "load"], check=True)
    whole = time.monotonic() - begun
    killed = 0
    for number in range(times):
        put_files(folder, campaign, (number + 1) % 2)
        killed += kill_at(hejian, campaign, chance.uniform(0, 1.1 * whole))
        check_store(hejian, campaign, FIRMS)
        left = {path.name for path in campaign.iterdir()} - {
            "campaign.yaml", "campaign.db", "campaign.db-journal", "rejects.csv", "personal.key",
            "registry.csv", "tax.csv", "annual_report.csv"}
        # What a killed command leaves beside the store, the next one removes.
        assert len(left) <= 1, left
    put_files(folder, campaign, 0)
    subprocess.run([hejian, "-q", "-C", campaign, "load", "--accept"], check=True)
    check_store(hejian, campaign, FIRMS[:1])
    print(f"{times} loads, {killed} of them killed before their end: the store was whole each time")


def fill_disk(hejian, folder, campaign):
    disk = folder / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200m", "hejian-test", disk], check=False,
        stderr=subprocess.DEVNULL).returncode == 0
    if not mounted:
        print("full disk: left out, a tmpfs cannot be mounted here")
        return
    try:
        text = (campaign / "campaign.yaml").read_text(encoding="utf-8")
        (campaign / "campaign.yaml").write_text(
            text.replace("store: campaign.db", f"store: {disk}/campaign.db"), encoding="utf-8")
        put_files(folder, campaign, 0)
        subprocess.run([hejian, "-q", "-C", campaign, "load"], check=True)
        # Room for the snapshot that is there and half of another.
        size = (disk / "campaign.db").stat().st_size * 3 // 2
        subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
        statuses = []
        for number in range(4):
            put_files(folder, campaign, (number + 1) % 2)
            done = subprocess.run([hejian, "-q", "-C", campaign, "load", "--accept"], check=False,
                                  capture_output=True, text=True)
            statuses.append(done.returncode)
            assert done.returncode in (0, 3), done.stderr
            assert firms_of(hejian, campaign) in FIRMS
            with contextlib.closing(sqlite3.connect(disk / "campaign.db")) as store:
                assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert 3 in statuses, "the disk was never full"
        print(f"full disk: loads ended with {statuses}, the store was whole each time")
    finally:
        subprocess.run(["umount", disk], check=False)


def main():
    hejian, generator, source = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    times = int(sys.argv[4]) if len(sys.argv) > 4 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        campaign = make_campaign(folder, generator, source)
        kill_loads(hejian, folder, campaign, times)
        fill_disk(hejian, folder, campaign)
    return 0


if __name__ == "__main__":
    sys.exit(main())
