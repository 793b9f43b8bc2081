#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing, builds, runs every test.
set -eu
cd "$(dirname "$0")/.."
sh scripts/deps.sh test
cmake -S . -B build/test -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DHEJIAN_WERROR=ON
cmake --build build/test
ctest --test-dir build/test --output-on-failure --parallel "$(nproc)"
