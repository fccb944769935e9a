#!/bin/sh
# bench.sh [COUNT]: what rendering costs, start-up included, of the release build. COUNT: how often
# each is run (9; a third of that, and at least one, for W3).
#
#   W1  the sample paper
#   W2  an appendix of 10,000 areas in 12 columns, heads repeated, scores shaded
#   W3  the same of 100,000
#
# Beside what is measured stands what is aimed at, for wall time and for memory. Then instructions
# an area at two sizes, the second twice the first: where time grows with the areas and not with
# their square, the two are alike.
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

layout='%-3s %9s %7s %9s %9s %8s %7s %14s %6s %10s  %s\n'
# shellcheck disable=SC2059 # the columns are the same in every line
printf "$layout" \
    '' 'wall ms' '(aim)' 'least ms' 'cpu ms' 'peak MB' '(aim)' 'instructions' 'pages' 'bytes' 'what'
bench() { # NAME TIMES CALLGRIND AIM-MS AIM-MB WHAT INPUT RENDER-OPTION...
    name=$1 times=$2 callgrind=$3 aim_time=$4 aim_memory=$5 what=$6 input=$7
    shift 7
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
    # shellcheck disable=SC2059
    printf "$layout" "$name" "$wall" "($aim_time)" "$least" "$processor" \
        "$(awk "BEGIN {printf \"%.1f\", $peak / 1024}")" "($aim_memory)" "$instructions" "$pages" \
        "$(wc -c <"$output")" "$what"
}

generated() { # SIZE
    if [ ! -e "$work/$1.xml" ]; then
        python3 tests/bench/generate.py "$1" >"$work/part.xml"
        mv "$work/part.xml" "$work/$1.xml"
    fi
    echo "$work/$1.xml"
}

large=--limit=100000000
fewer=$((count / 3 > 0 ? count / 3 : 1))
bench W1 "$count" yes 10 - 'the sample paper' samples/safer-plymouth.xml
bench W2 "$count" yes 300 30 '10,000 areas x 12' "$(generated 10000)" -t appendix
bench W3 $fewer no 3000 100 '100,000 areas x 12' "$(generated 100000)" -t appendix $large

if command -v valgrind >/dev/null; then
    none=$(instructions_of yes render "$(generated 500)" -t appendix -o $work/growth.pdf)
    for size in 1500 2500; do
        all=$(instructions_of yes render "$(generated $size)" -t appendix -o $work/growth.pdf)
        awk "BEGIN {printf \"%d areas: %d instructions for each beyond the first 500\\n\", $size,
            ($all - $none) / ($size - 500)}"
    done
fi
