#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs, on Debian 12, what building and testing hejian needs and what is not there yet. Not LibreOffice
# (libreoffice-calc-nogui, half a gigabyte): without it end_to_end/round_trip_xlsx is skipped.
set -eu

build="gcc libc6-dev make cmake ninja-build pkg-config gettext
 libcsv-dev libpcre2-dev libsqlite3-dev libyaml-dev liblz4-dev libzstd-dev libxxhash-dev
 libutf8proc-dev libzip-dev libexpat1-dev libxlsxwriter-dev libopencc-dev libssl-dev
 librandom123-dev"
tests="libcmocka-dev sqlite3 python3 python3-jsonschema python3-yaml xz-utils git unzip"
checks="clang-14 libomp-14-dev libclang-rt-14-dev clang-format-14 clang-tidy-14"

case "${1:-all}" in
  build) wanted="$build" ;;
  test) wanted="$build $tests" ;;
  all) wanted="$build $tests $checks" ;;
  *) echo "usage: scripts/deps.sh [build|test|all]" >&2; exit 2 ;;
esac

missing=""
for package in $wanted; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "installing:$missing" >&2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
