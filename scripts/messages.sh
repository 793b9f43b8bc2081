#!/bin/sh
# SPDX-License-Identifier: MIT
# Brings po/zh_CN.po up to date with the sources: extracts every text that is shown to a person and
# merges. Then translate what is empty or fuzzy.   --check: changes nothing, fails where the
# catalogue lacks a text, holds one too many, or one is fuzzy or empty.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
extract="xgettext --language=C --from-code=UTF-8 --package-name=hejian --sort-output --no-wrap"
extract="$extract --msgid-bugs-address=README.md --add-comments=TRANSLATORS"

# Places name files without lines, so that a moved line changes nothing.
# shellcheck disable=SC2086
$extract --add-location=file --keyword=_ --keyword=N_ -o "$work/cli.pot" src/cli/*.[ch]
# Rows of HJ_CODES: X(NAME, STATUS, "text").
# shellcheck disable=SC2086
$extract --add-location=file --keyword --keyword=X:3 -o "$work/codes.pot" src/base/codes.h
sed -i '/^#, c-format$/d' "$work/codes.pot" # their % is no printf's
msgcat --sort-output --no-wrap --use-first "$work/cli.pot" "$work/codes.pot" -o "$work/hejian.pot"
sed -i '/^"POT-Creation-Date/d' "$work/hejian.pot"

if [ "${1:-}" = --check ]; then
  msgfmt --check --output-file=/dev/null po/zh_CN.po
  msgcmp po/zh_CN.po "$work/hejian.pot"
  if msgcmp "$work/hejian.pot" po/zh_CN.po --use-untranslated 2>&1 | grep 'this message is used' >&2; then
    echo "po/zh_CN.po holds texts that no source has: run scripts/messages.sh" >&2
    exit 1
  fi
  exit 0
fi
if [ -f po/zh_CN.po ]; then
  msgmerge --quiet --no-fuzzy-matching --no-wrap --sort-output -o "$work/new.po" po/zh_CN.po "$work/hejian.pot"
  msgattrib --no-obsolete --no-wrap --sort-output "$work/new.po" -o po/zh_CN.po
else
  mkdir -p po
  msginit --no-translator --no-wrap --locale=zh_CN.UTF-8 -i "$work/hejian.pot" -o po/zh_CN.po
fi
msgfmt --check --statistics --output-file=/dev/null po/zh_CN.po
