#!/bin/sh
# run.sh: from a checkout on Debian 12, Debian 13 or Ubuntu 24.04, as root or with sudo, to the
# board papers of samples/*.xml in samples/out, and the long one of samples/long. Installs what is
# missing. Where previous/ has the edition before, papers say what has become of it. Of two samples
# the other papers are made too.
set -eu
cd "$(dirname "$0")/.."

sh tests/packages.sh build
cmake --preset release >/dev/null
cmake --build --preset release

mkdir -p samples/out
made=
make_paper() { # INPUT NAME OPTION...
    input=$1 output=samples/out/$2.pdf
    shift 2
    previous=samples/previous/$(basename "$input")
    [ ! -e "$previous" ] || set -- "$@" --since="$previous"
    build/release/boardpaper render "$input" "$@" -o "$output"
    made="$made $output"
}
for input in samples/*.xml; do
    [ -e "$input" ] || { echo "run.sh: there is no sample" >&2; exit 66; }
    make_paper "$input" "$(basename "$input" .xml)"
done
make_paper samples/long/calderwick.xml calderwick -t samples/long/strategic-assessment.xml
for name in safer-plymouth fellside; do
    make_paper samples/$name.xml $name-summary -t summary
    make_paper samples/$name.xml $name-bulletin -t bulletin
    make_paper samples/$name.xml $name-firmness -t firmness --sensitivity
done
make_paper samples/fellside.xml fellside-movement -t movement
make_paper samples/fellside.xml fellside-audit -t audit --audit
build/release/boardpaper run samples/schedule/schedule.xml --dry-run --now=2016-01-14T09:00:00Z \
    --output=samples/out/run --log=samples/out/run.json
made="$made samples/out/run"
echo "Made, from the files beside this one:"
for output in $made; do
    echo "  $(pwd)/$output"
done
