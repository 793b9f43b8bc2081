#!/bin/sh
# SPDX-License-Identifier: MIT
# The load against libcsv alone, in one run, alternating:
#
#     bench/load/run.sh BUILD WORK [ROUNDS]
#
# BUILD is a Release build; WORK a folder with 2 GB to spare, where the register (3 million firms of about 370 bytes) is
# made once and kept. ROUNDS: default 3. Prints medians and whether the bounds hold. Needs python3 and GNU time.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec python3 "$here/run.py" "$@"
