#!/bin/sh
# SPDX-License-Identifier: MIT
# language_postgres.sh PROGRAM FOLDER [COUNT [FIRST]]: PROGRAM's script against a PostgreSQL 15 server
# of its own in a temporary folder. Status 77 (skipped) where PostgreSQL is not installed.
set -eu
program=$1
folder=$2
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$binaries" ] || [ ! -x "$binaries/initdb" ]; then
    echo "PostgreSQL is not installed" >&2
    exit 77
fi
work=$(mktemp -d)
as=
if [ "$(id -u)" = 0 ]; then
    as="runuser -u postgres --" # initdb refuses root
    chown postgres "$work"
fi
cd "$work"
stop() {
    $as "$binaries/pg_ctl" -D "$work/data" -m immediate stop >"$work/log" 2>&1 || true
    cd /
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
$as "$binaries/initdb" -D "$work/data" -E UTF8 --locale=C --auth=trust >"$work/log" 2>&1
$as "$binaries/pg_ctl" -D "$work/data" -w -o "-c listen_addresses='' -k $work -c fsync=off -c max_stack_depth=6MB" start >"$work/log" 2>&1
CMOCKA_MESSAGE_OUTPUT=XML CMOCKA_XML_FILE="$work/report.xml" \
    "$program" "${3:-1000}" "${4:-0}" >"$work/script.sql"
cat "$folder/postgres.sql" "$work/script.sql" |
    $as "$binaries/psql" -h "$work" -d postgres -v ON_ERROR_STOP=1 -q -A -t >"$work/differences"
if [ -s "$work/differences" ]; then
    echo "seed|row|PostgreSQL|ours" >&2
    head -n 20 "$work/differences" >&2
    exit 1
fi
