#!/bin/sh
# mail.sh BUILD: mails to a server on this machine that takes everything and keeps nothing. Prints
# what planning and sending took, in seconds and kB of memory at most:
#
#   2,000 messages of a paper of 300 kB
#   2,000 and 40,000 messages to 1,000 members, to see whether memory grows with messages
#   20,000 members
#
# BUILD is a folder with the programs boardpaper and plan_for_test (build/dev will do: little of it is
# our own arithmetic). By hand, with Debian's package time: a timing is no test. The outbox is made in
# TMPDIR: on a disk, most of the time is three syncs a message.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
scratch=$(mktemp -d)
cd "$scratch"
python3 "$source/tests/bench/sink.py" >port &
sink=$!
trap 'kill $sink; rm -rf "$scratch"' EXIT
while [ ! -s port ]; do sleep 0.1; done
today=$(date +%s)
export BOARDPAPER_DATA="$source"

members() { # COUNT
    seq -f 'member%.0f@board.example 1 A Member' "$1"
}

schedule() {
    echo '<schedule version="1"><period every="month"><due weekday="monday" nth="1"/></period>'
    echo '<papers><paper id="p"/></papers><partnerships><partnership id="n" assessment="n.xml"/>'
    echo '</partnerships><members file="members.csv"/><message from="papers@board.example"/>'
    echo "<relay host=\"127.0.0.1\" port=\"$(cat port)\" security=\"plain\"/>"
    echo '<policy/><outbox file="outbox.db"/></schedule>'
}

# PAPERS MEMBERS BYTES
trial() {
    rm -f outbox.db*
    members "$2" >members
    { echo address,clearance; sed 's/ .*/,OFFICIAL/' members; } >members.csv
    schedule >schedule.xml
    echo "$1 papers of $3 bytes to $2 members"
    for paper in $(seq "$1"); do
        head -c "$3" /dev/urandom >"paper-$paper.pdf"
        /usr/bin/time -f '  planned: %e s, %M kB' "$build/plan_for_test" outbox.db run "$paper" 1 \
            "paper-$paper.pdf" no "$today" <members >planned 2>&1 || { cat planned; exit 1; }
    done
    tail -n 1 planned
    /usr/bin/time -f '  sent: %e s, %M kB' "$build/boardpaper" outbox send schedule.xml
}

trial 1 2000 300000
trial 2 1000 20000
trial 40 1000 20000
trial 1 20000 20000
