#!/bin/sh
# SPDX-License-Identifier: MIT
# Every figure of docs/performance.md again, in one command:
#
#     bench/run.sh WORK [ROUNDS]
#
# Builds Release into build/bench and, where python3 has no duckdb, installs it into WORK/venv. WORK needs 10 GB; what
# is made there is kept for the next time. For figures that mean anything nothing else may run on the machine.
set -eu
work=${1:?usage: bench/run.sh WORK [ROUNDS]}
rounds=${2:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build/bench
cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF >/dev/null
cmake --build "$build" --parallel >/dev/null
mkdir -p "$work"
python=python3
if ! python3 -c 'import duckdb' 2>/dev/null; then
  python=$work/venv/bin/python
  [ -x "$python" ] || python3 -m venv "$work/venv"
  "$python" -c 'import duckdb' 2>/dev/null || "$work/venv/bin/pip" install --quiet duckdb
fi
echo "== load"
"$root/bench/load/run.sh" "$build" "$work/load" "$rounds"
for data in generated jiangsu; do
  echo "== rules, $data"
  "$python" "$root/bench/rules/run.py" "$build" "$work/rules" --rounds "$rounds" --data "$data"
done
