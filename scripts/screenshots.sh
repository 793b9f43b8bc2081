#!/bin/sh
# SPDX-License-Identifier: MIT
# The pictures of README.zh-CN.md (docs/images): pages of the fixture's workbooks as they print.
# Needs LibreOffice, poppler-utils, a Chinese font:
#   sudo apt-get install libreoffice-calc poppler-utils fonts-noto-cjk
#
#   sh scripts/screenshots.sh [build/hejian]
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
hejian=$(realpath "${1:-$source/build/hejian}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$source/docs/images"
cp -r "$source/fixtures/huaiyin" "$work/huaiyin"
cd "$work/huaiyin"
rm -rf lists campaign.db*
sed "s#\.\./\.\./rules#$source/rules#" "$source/fixtures/huaiyin/campaign.yaml" >campaign.yaml
"$hejian" --quiet run >/dev/null
"$hejian" --quiet lists --stage 摸排

# picture NAME ROLE PAGE: that page of 丁集镇's book for the role
picture() {
    book=$(ls lists/*_"$2"_丁集镇_*.xlsx)
    soffice -env:UserInstallation="file://$work/office" --headless --convert-to pdf --outdir "$work" "$book" >/dev/null 2>&1
    pdftoppm -r 72 -gray -png -singlefile -f "$3" -l "$3" "$work/$(basename "$book" .xlsx).pdf" \
        "$source/docs/images/$1"
}
picture visits 摸排 2
picture cover 属地 1
picture list-left 属地 2
picture list-right 属地 3
ls -l "$source/docs/images"
