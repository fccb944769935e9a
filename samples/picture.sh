#!/bin/sh
# picture.sh [PAGE]: makes the picture of a page that README.md shows. Run samples/run.sh first.
set -eu
cd "$(dirname "$0")/.."
page=${1:-1}
paper=samples/out/safer-plymouth.pdf
[ -e $paper ] || { echo "picture.sh: there is no $paper; run sh samples/run.sh first" >&2; exit 66; }
pdftoppm -png -r 110 -f "$page" -l "$page" -singlefile $paper samples/safer-plymouth-page
echo "samples/safer-plymouth-page.png"
