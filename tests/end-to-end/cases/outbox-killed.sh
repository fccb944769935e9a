# The command that sends, killed at its system calls one after another and taken up again: nothing
# goes twice, nothing is lost in silence, what is in doubt is named. Sixteen moments, evenly spread
# over the second half of the calls (in the first, libraries are loaded and the schedule is read);
# as many as BOARDPAPER_KILL_TRIALS says.
. "$SOURCE/tests/end-to-end/mail.sh"
# Built with the address sanitizer: its search for leaks traces the process itself, and fails.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
serve
today=$(date +%s)
later=$(date -u -d "@$((today + 3600))" +%Y-%m-%dT%H:%M:%SZ)
echo paper >paper.pdf
printf 'a@board.example 1\nb@board.example 2\ndot-lost@board.example 1\nrcpt-550@board.example 1\n' >members
prepare() { # RUN: an outbox of its own, ready to be sent
    rm -f outbox.db*
    plan "$1" board 1 paper.pdf no "$today"
    gives 0
}
schedule "port=\"$plain\" security=\"plain\"" ''
prepare whole
run "$KILL_AT" 0 boardpaper outbox send schedule.xml
[ $status != 77 ] || skip "this machine does not let processes be traced"
gives 76
stops=$(sed -n 's/^stops //p' err)
[ "$stops" -gt 300 ] || fail "there should be more than $stops system calls"
trials=${BOARDPAPER_KILL_TRIALS:-16}
killed=0
for trial in $(seq "$trials"); do
    prepare "trial-$trial"
    run "$KILL_AT" $((stops - (trial - 1) * stops / 2 / trials)) boardpaper outbox send schedule.xml
    [ $status != 137 ] || killed=$((killed + 1))
    for _ in 1 2; do
        run boardpaper outbox send schedule.xml --now="$later"
        gives 76 # the lost answer is one in doubt at least
    done
    mkdir "trial-$trial"
    mv outbox.db* "trial-$trial"
done
sleep 0.5
cat >judge.py <<'PY'
import collections, glob, sqlite3
taken = collections.Counter(line.split()[2] for line in open("post/log") if line.startswith("taken"))
count = collections.Counter()
for path in glob.glob("trial-*/outbox.db"):
    for address, identity, state in sqlite3.connect(path).execute(
            "SELECT address, message_id, state FROM message"):
        times = taken[f"<{identity}>"]
        refused = address.startswith("rcpt-550")
        count["duplicates"] += times > 1
        count["unknown"] += state == "unknown"
        count["lost"] += times == 0 and state != "unknown" and not refused
        right = state in ("sent", "unknown") if times else state == ("failed" if refused else "unknown")
        count["wrong"] += not right or (state == "sent" and times != 1)
    count["outboxes"] += 1
print(dict(count))
assert count["duplicates"] == count["lost"] == count["wrong"] == 0
assert count["unknown"] >= count["outboxes"]
PY
run python3 judge.py
gives 0
echo "$stops stops, $killed killed of $trials: $(cat out)"
[ $((killed * 2)) -ge "$trials" ] || fail "most trials should meet their kill"
