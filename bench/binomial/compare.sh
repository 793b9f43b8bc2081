#!/bin/sh
# SPDX-License-Identifier: MIT
# compare.sh BINARY [DRAWS] [PYTHON]: our binomial draws and numpy's over the same table of (n, p), in
# one run. Says so and ends where numpy is missing.
set -eu
binary=$1
draws=${2:-480000000}
python=${3:-python3}
"$binary" "$draws"
"$python" - "$draws" <<'PYTHON'
import sys, time
try:
    import numpy
except ImportError:
    print("numpy is not there: no comparison")
    sys.exit()
draws = int(sys.argv[1])
pairs = [(350, .88), (80, .7), (24, .7), (46, .88), (1000, .3), (14000, .004), (2000, .05), (600, .5)]
generator = numpy.random.default_rng(1)
start, total, a_call = time.perf_counter(), 0, 1000000
for n, p in pairs:
    left = draws // len(pairs)
    while left > 0:
        count = min(left, a_call)
        total += int(generator.binomial(n, p, count).sum())
        left -= count
taken = time.perf_counter() - start
print(f"numpy {numpy.__version__} {draws} draws: {taken:.2f} s, {taken * 1e9 / draws:.1f} ns a draw, sum {total}")
PYTHON
