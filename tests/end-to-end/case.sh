#!/bin/sh
# case.sh CASE: runs one case of the installed program as a user would, in a fresh folder.
# ctest calls it (label e2e) with PREFIX (where the program is installed), SOURCE and SCRATCH set.
#
# A case is a file in cases/. It is read into this shell with these at hand:
#   run WORD...            runs the words; their output goes to the files out and err
#   gives STATUS           the last run ended so
#   says TEXT              its standard error has that text
#   prints TEXT            its standard output has that text
#   silent                 it wrote nothing to standard error
#   skip REASON            this machine cannot do the case
#   $SAMPLES               the samples, read only
# boardpaper is on PATH. The first thing that is not as said ends the case and is shown.
set -eu

case_file=$1
name=$(basename "$case_file" .sh)
SAMPLES=$SOURCE/samples
PATH=$PREFIX/bin:$PATH
LC_ALL=C.UTF-8
export SAMPLES PATH LC_ALL SOURCE PREFIX
unset BOARDPAPER_DATA NO_COLOR || :

folder=$SCRATCH/e2e/$name
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

status=none
ran=nothing

fail() {
    echo "$name: $1"
    echo "  ran: $ran"
    echo "  status: $status"
    for stream in out err; do
        [ ! -s $stream ] || { echo "  $stream:"; sed 's/^/    /' $stream | head -n 40; }
    done
    exit 1
}

run() {
    ran="$*"
    status=0
    "$@" >out 2>err || status=$?
}

gives() {
    [ "$status" = "$1" ] || fail "status should be $1"
}

says() {
    grep -qF -- "$1" err || fail "standard error should say: $1"
}

prints() {
    grep -qF -- "$1" out || fail "standard output should have: $1"
}

silent() {
    [ ! -s err ] || fail "standard error should be empty"
}

skip() {
    echo "$name: left out: $1"
    exit 77
}

. "$case_file"
