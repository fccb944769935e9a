#!/bin/sh
# run.sh [COUNT]: what a monthly run of many partnerships costs: COUNT of them (314, one for each
# community safety partnership of England and Wales), each with its paper, manifest and ten members,
# rendered, archived and planned by the release build. Then the same run again, which has nothing to
# do. Not a test: it fails only where the run does.
set -eu
cd "$(dirname "$0")/../.."
count=${1:-314}

sh tests/packages.sh build
cmake --preset release >/dev/null
cmake --build --preset release --target boardpaper measure >/dev/null

work=build/bench/run-$count
rm -rf "$work"
python3 tests/bench/partnerships.py samples/safer-plymouth.xml "$count" "$work"
sync # what the generating has left to write is not the run's

now=2026-11-12T07:00:00Z
measure() { # WHAT
    costs=$(build/release/measure 1 build/release/boardpaper run "$work/schedule.xml" --now=$now \
        --quiet --log="$work/log.json")
    read -r wall _ processor peak _ <<END
$costs
END
    echo "$wall $processor $peak" | awk -v what="$1" -v count="$count" '{
        printf "%-28s %8.1f s wall %8.1f s processor %6.1f cores %6.1f ms a paper\n", what,
            $1 / 1000, $2 / 1000, $2 / $1, $1 / count }'
}
measure "$count partnerships"
made=$(grep -c '"event":"planned"' "$work/log.json")
[ "$made" = "$count" ] || { echo "run.sh: only $made of $count papers were planned" >&2; exit 1; }
(cd "$work/archive/2026-11" && sha256sum --quiet -c SHA256SUMS)
measure "again, nothing to do"
