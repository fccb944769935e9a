#!/bin/sh
# bench.sh [COUNT]: what rendering costs, start-up included, of the release build. COUNT: how often
# each is run (9; a third of that, and at least one, for W3).
#
#   W1  the sample paper
#   W2  an appendix of 10,000 areas in 12 columns, heads repeated, scores shaded
#   W3  the same of 100,000
#
# Instructions come from the processor's counter where there is one, else from callgrind (W1 and
# W2, where it is installed). Not a test: it fails only where a paper cannot be made.
set -eu
cd "$(dirname "$0")/../.."
count=${1:-9}

sh tests/packages.sh build
cmake --preset release >/dev/null
cmake --build --preset release --target boardpaper measure >/dev/null

work=build/bench
mkdir -p $work
program=build/release/boardpaper

instructions_of() { # SHOULD-RUN ARGUMENT...
    wanted=$1
    shift
    if [ "$wanted" = no ] || ! command -v valgrind >/dev/null; then
        echo -
        return
    fi
    valgrind --tool=callgrind --callgrind-out-file=/dev/null $program "$@" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

printf '%-4s %10s %10s %10s %10s %16s %7s %12s  %s\n' \
    '' 'wall ms' 'least ms' 'cpu ms' 'peak MB' 'instructions' 'pages' 'bytes' 'what'
bench() { # NAME TIMES CALLGRIND WHAT INPUT RENDER-OPTION...
    name=$1 times=$2 callgrind=$3 what=$4 input=$5
    shift 5
    output=$work/$name.pdf
    costs=$(build/release/measure "$times" $program render "$input" -o "$output" "$@")
    read -r wall least processor peak instructions <<END
$costs
END
    if [ "$instructions" = 0 ]; then
        instructions=$(instructions_of "$callgrind" render "$input" -o "$output" "$@")
    fi
    pages=-
    if command -v pdfinfo >/dev/null; then
        pages=$(pdfinfo "$output" 2>/dev/null | sed -n 's/^Pages: *//p')
    fi
    printf '%-4s %10s %10s %10s %10s %16s %7s %12s  %s\n' "$name" "$wall" "$least" "$processor" \
        "$(awk "BEGIN {printf \"%.1f\", $peak / 1024}")" "$instructions" "$pages" \
        "$(wc -c <"$output")" "$what"
}

for size in 10000 100000; do
    [ -e $work/$size.xml ] || python3 tests/bench/generate.py $size >$work/$size.xml
done
fewer=$((count / 3 > 0 ? count / 3 : 1))
bench W1 "$count" yes 'the sample paper' samples/safer-plymouth.xml
bench W2 "$count" yes '10,000 areas x 12' $work/10000.xml -t appendix
bench W3 $fewer no '100,000 areas x 12' $work/100000.xml -t appendix --limit=100000000
