#!/bin/sh
# run.sh: from a checkout on Debian 12, Debian 13 or Ubuntu 24.04, as root or with sudo, to the
# board papers of samples/*.xml in samples/out, and the long one by its own template. Installs what
# is missing.
set -eu
cd "$(dirname "$0")/.."

sh tests/packages.sh build
cmake --preset release >/dev/null
cmake --build --preset release

mkdir -p samples/out
made=
for input in samples/*.xml; do
    [ -e "$input" ] || { echo "run.sh: there is no sample" >&2; exit 66; }
    output=samples/out/$(basename "$input" .xml).pdf
    build/release/boardpaper render "$input" -o "$output"
    made="$made $output"
done
output=samples/out/calderwick.pdf
build/release/boardpaper render samples/long/calderwick.xml \
    -t samples/long/strategic-assessment.xml -o $output
made="$made $output"
build/release/boardpaper run samples/schedule/schedule.xml --dry-run --now=2016-01-14T09:00:00Z \
    --output=samples/out/run --log=samples/out/run.json
made="$made samples/out/run"
echo "Made, from the files beside this one:"
for output in $made; do
    echo "  $(pwd)/$output"
done
