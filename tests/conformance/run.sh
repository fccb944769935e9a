#!/bin/sh
# run.sh DIR [PASSWORD-FILE]: validates every PDF in DIR (and below) with veraPDF against PDF/UA-1 and
# PDF/A-3a; with a password, which opens them all, against PDF/UA-1 alone. Prints every rule that a
# file breaks and, last, the counts. Status 0: no rule is broken.
#
# veraPDF comes from Maven Central in the version that pom.xml pins, and stays in Maven's own cache;
# after the first time no network is needed. Needs a Java runtime, Maven and Python 3
# (tests/packages.sh conformance).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -d "$1" ]; then
    echo "usage: sh tests/conformance/run.sh DIR [PASSWORD-FILE]" >&2
    exit 64
fi
folder=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fetch() {
    mvn -q -B "$@" -f "$here/pom.xml" dependency:build-classpath \
        -Dmdep.outputFile="$scratch/classpath" >"$scratch/maven.log" 2>&1
}
fetch -o || fetch || { cat "$scratch/maven.log" >&2; exit 69; }

validate() { # PROFILE [OPTION...]
    profile=$1
    shift
    java -Xmx1g -cp "$(cat "$scratch/classpath")" org.verapdf.apps.GreenfieldCliWrapper \
        -f "$profile" --format mrr --maxfailuresdisplayed 2 --recurse "$@" "$folder" \
        >"$scratch/$profile.xml" 2>"$scratch/$profile.log" || true
}
if [ $# -eq 2 ]; then
    validate ua1 --password "$(cat "$2")"
    python3 "$here/report.py" "$folder" "$scratch/ua1.xml" || { cat "$scratch"/*.log >&2; exit 1; }
    exit 0
fi
validate ua1 &
validate 3a
wait
python3 "$here/report.py" "$folder" "$scratch/ua1.xml" "$scratch/3a.xml" ||
    { cat "$scratch"/*.log >&2; exit 1; }
