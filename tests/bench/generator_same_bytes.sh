#!/bin/sh
# SPDX-License-Identifier: MIT
# The committed fixture is what the generator writes, and its counts are those it must have.
# usage: generator_same_bytes.sh GENERATOR SOURCE_DIR
set -eu

generator=$1
source_dir=$2
fixture=$source_dir/fixtures/huaiyin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$generator" --out "$folder/whole"
for file in "$folder"/whole/*.csv; do
  cmp "$file" "$fixture/$(basename "$file")"
done
for file in "$fixture"/*.csv; do
  [ -f "$folder/whole/$(basename "$file")" ] || { echo "not written by the generator: $file" >&2; exit 1; }
done

# A shorter run is a prefix, a longer one begins with the same records; one table alone has the same bytes.
"$generator" --out "$folder/short" --firms 700
"$generator" --out "$folder/long" --firms 40000 --tables registry,abnormal_list
for table in registry abnormal_list tax; do
  size=$(wc -c <"$folder/short/$table.csv")
  head -c "$size" "$fixture/$table.csv" | cmp - "$folder/short/$table.csv"
done
for table in registry abnormal_list; do
  size=$(wc -c <"$fixture/$table.csv")
  head -c "$size" "$folder/long/$table.csv" | cmp - "$fixture/$table.csv"
done
"$generator" --out "$folder/other" --seed 7 --firms 700 --tables registry
if cmp -s "$folder/other/registry.csv" "$folder/short/registry.csv"; then
  echo "another seed gives the same register" >&2
  exit 1
fi

# Wrong use is 2, a folder that cannot be made is 3.
wrong() {
  wanted=$1
  shift
  status=0
  "$generator" "$@" >/dev/null 2>&1 || status=$?
  [ "$status" -eq "$wanted" ] || { echo "status $status instead of $wanted: $*" >&2; exit 1; }
}
wrong 0 --help
wrong 2 --firms 0 --out "$folder/none"
wrong 2 --firms many --out "$folder/none"
wrong 2 --tables registry,nothing --out "$folder/none"
wrong 2 --as-of 2026-02-30 --out "$folder/none"
wrong 2 --no-such-option
wrong 2 --out "$folder/none" argument
wrong 3 --out "$folder/missing/below" --firms 10
[ ! -e "$folder/none" ]

python3 "$source_dir/tests/bench/generator_counts.py" "$fixture"
