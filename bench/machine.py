# SPDX-License-Identifier: MIT
"""What a figure was measured on, in a few lines; and medians."""
import os
import platform
import statistics
import subprocess
import tempfile
import time


def describe():
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    cores = len(os.sched_getaffinity(0))
    busy = " (busy: the figures in seconds are no good, look at those of the processor)" \
        if os.getloadavg()[0] > 0.5 * cores else ""
    return f"{cores} cores, {model}, Linux {platform.release()}, load before the run {load}{busy}"


def measure(command):
    """Runs a command under GNU time: seconds, seconds of processor, megabytes at the peak, and what it printed."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as said:
        began = time.perf_counter()
        run = subprocess.run(["/usr/bin/time", "-f", "%U %S %M", "-o", said.name, *command], check=True,
                             capture_output=True, text=True)
        took = time.perf_counter() - began
        user, system, peak = said.read().split()
    return took, float(user) + float(system), int(peak) / 1024, run.stdout + run.stderr


def spread(values):
    """The median, with the least and the most."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def verdict(holds):
    return "reached" if holds else "NOT reached"


if __name__ == "__main__":
    print(describe())
