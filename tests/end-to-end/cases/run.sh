# The monthly run against an SMTP server: what is due is made, archived, planned and sent, once; what
# fails stops nothing else; what is late, old or twice is said.
# Debian's own Python, for which the package is installed, whatever stands before it.
system_path=$(getconf PATH)
PATH=$system_path python3 -c 'import aiosmtpd' 2>/dev/null || skip "no aiosmtpd"
mkdir server in
PATH=$system_path python3 "$SOURCE/tests/unit/delivery/server.py" server >ports &
server=$!
trap 'kill $server' EXIT
while ! [ -s ports ]; do sleep 0.05; done
port=$(cut -d' ' -f1 ports)
taken() {
    [ "$(grep -c '^taken' server/log)" = "$1" ] || fail "the server should have taken $1 messages"
}

schedule() { # [POLICY]
    cat <<XML
<schedule version="1">
  <period every="month"><meeting weekday="thursday" nth="3"/><due clear-days="5"/></period>
  <papers><paper id="board-paper"/></papers>
  <partnerships><folder files="in/{partnership}-{edition}.xml" groups="{partnership}"
    previous="in/{partnership}-{previous}.xml"/></partnerships>
  <members>
    <member address="chair@example.org" name="Zoë Chair" clearance="OFFICIAL" groups="north south"/>
    <member address="fire@example.org" clearance="OFFICIAL" groups="north"/>
    <member address="public@example.org" groups="north"/>
    <member address="south@example.org" clearance="SECRET" groups="south"/>
  </members>
  <message from="papers@example.org"><intro>Dear {partnership}</intro></message>
  <relay host="127.0.0.1" port="$port" security="plain"/>
  <policy approval="not-required" greatest-age-days="400" ${1:-}/>
</schedule>
XML
}
schedule 'render-seconds="20"' >s.xml
cp "$SAMPLES/safer-plymouth.xml" in/north-2016-01.xml
cp "$SAMPLES/safer-plymouth.xml" in/south-2016-01.xml

# The meeting is on 21 January 2016: five clear working days before is the 13th, 07:00.
run boardpaper run s.xml --now=2016-01-13T06:59:59Z --check
gives 0
says "relay     well: 127.0.0.1:$port said 250 OK"
[ ! -e outbox.db ] && [ ! -e archive ] || fail "a check should leave nothing"

run boardpaper run s.xml --now=2016-01-13T07:00:00Z --dry-run -o dry
gives 0
says "dry run: 4 messages would be planned; nothing was sent"
[ ! -e outbox.db ] && [ ! -e archive ] || fail "a dry run should leave nothing but its folder"
[ "$(ls dry/*.eml | wc -l)" = 4 ] || fail "a dry run should leave four messages"
[ ! -e dry/north.board-paper.3.public@example.org.eml ] || fail "public is not cleared"
run python3 - <<'PY'
import email, email.policy, glob
for path in glob.glob("dry/*.eml"):
    mail = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
    assert mail["Subject"].startswith("[OFFICIAL] Safer Plymouth"), mail["Subject"]
    assert not mail.defects and mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()
    assert text.split()[0] == "OFFICIAL" and "Dear " in text and text.split()[-1] == "OFFICIAL", text
    [paper] = mail.iter_attachments()
    assert paper.get_content()[:5] == b"%PDF-" and paper.get_filename().endswith(".board-paper.pdf")
PY
gives 0
[ ! -s server/log ] || fail "the server should have seen no message"

run boardpaper run s.xml --now=2016-01-13T07:00:00Z
gives 0
says "made: 2 papers"
says "sent: 4 messages"
says "public@example.org is not cleared for north.board-paper"
prints '"event":"made","run":"2016-01","job":"north.board-paper"'
python3 -c 'import json, sys; [json.loads(line) for line in open("out")]' || fail "the log should be JSON"
taken 4
! grep -q public server/log || fail "public should have got nothing"
(cd archive/2016-01 && sha256sum --quiet -c SHA256SUMS) || fail "the manifest should be true"
[ "$(ls archive/2016-01 | wc -l)" = 3 ] || fail "the archive should have two papers and a manifest"
cmp -s archive/2016-01/north.board-paper.pdf dry/north.board-paper.pdf ||
    fail "the dry run's paper should be that of the run"

# Again, later, and with the clock set back: nothing more.
for now in 2016-01-13T07:00:00Z 2016-01-20T00:00:00Z 2016-02-01T00:00:00Z 2015-06-01T00:00:00Z; do
    run boardpaper run s.xml --now=$now
    gives 0
    says "nothing is to be made"
    taken 4
done

# A corrected paper is a run of its own, for those whose paper is another.
sed -i 's/Acquisitive crime/Acquisitive offences/' in/north-2016-01.xml
run boardpaper run s.xml --now=2016-01-14T07:00:00Z
gives 0
taken 4
run boardpaper run s.xml --now=2016-01-14T07:00:00Z --correct
gives 0
says "made: 1 paper; the same as before: 1"
taken 6
[ "$(ls archive/2016-01.2)" = "$(printf 'SHA256SUMS\nnorth.board-paper.pdf')" ] ||
    fail "the correction should have a folder of its own"
run boardpaper run s.xml --now=2016-01-14T07:00:00Z --correct
gives 0
says "made: 0 papers; the same as before: 2"
taken 6
[ ! -e archive/2016-01.3 ] || fail "what did not change should leave no folder"

# February: one input is wrong, one never ends, one is in order and goes out all the same.
sed 's/2016-01-21/2016-02-18/' "$SAMPLES/safer-plymouth.xml" >in/north-2016-02.xml
sed 's/factor="harm" value="3"/factor="harm" value="7"/' in/north-2016-02.xml >in/south-2016-02.xml
run boardpaper run s.xml --now=2016-02-10T07:00:00Z
gives 65
says "in/south-2016-02.xml:"
says "7 is outside the range of harm"
says "the paper south.board-paper of 2016-02 was not made, for its input has errors"
says "made: 1 paper; the same as before: 0; failed: 1"
taken 8
mkfifo in/west-2016-02.xml
schedule 'render-seconds="1"' >quick.xml
run boardpaper run quick.xml --now=2016-02-10T07:30:00Z
says "making the paper west.board-paper of 2016-02 took more than 1 seconds and was ended"
says "made: 0 papers; the same as before: 0; failed: 2; planned before: 1"
taken 8
rm in/west-2016-02.xml
cp in/north-2016-02.xml in/south-2016-02.xml
run boardpaper run s.xml --now=2016-02-10T08:00:00Z
gives 0
says "made: 1 paper; the same as before: 0; failed: 0; planned before: 1"
taken 10
(cd archive/2016-02 && sha256sum --quiet -c SHA256SUMS) || fail "the manifest should be true"
[ "$(wc -l <archive/2016-02/SHA256SUMS)" = 2 ] || fail "the manifest should have both papers"

# A machine that was off: caught up before the meeting, named after it.
sed 's/2016-01-21/2016-04-21/' "$SAMPLES/safer-plymouth.xml" >in/north-2016-04.xml
schedule 'render-seconds="20"' | sed 's/400/380/' >old.xml
run boardpaper run old.xml --now=2016-04-20T23:00:00Z
gives 65
says "the data of north.board-paper in 2016-04 ended 387 days ago and may be 380 days old" # it is midnight in London
taken 10
[ ! -e archive/2016-04 ] || fail "what is too old should not be in the archive"
run boardpaper run s.xml --now=2016-04-20T23:00:00Z
gives 0
says "board-paper of 2016-03 was never made"
taken 12
cp in/north-2016-04.xml in/north-2016-05.xml
run boardpaper run s.xml --now=2016-05-20T09:00:00Z
gives 0
says "board-paper of 2016-05 was not made in time and its meeting is over"
taken 12

# Two runs at once, and words that are none.
run flock outbox.db.lock boardpaper run s.xml --now=2016-05-20T09:00:00Z
gives 75
run boardpaper run s.xml --edition=2016-13
gives 64
run boardpaper run s.xml --edition=2016-05 --now=yesterday -o dry
gives 64
says "--now=yesterday is no time"
says "--output is for --dry-run alone"
run boardpaper run absent.xml
gives 66
sed 's/every="month"/every="week"/' s.xml >wrong.xml
run boardpaper run wrong.xml
gives 78

# A relay that is not there (data may be older now) defers everything: try later.
schedule | sed 's/400/450/' >s.xml
sed "s/port=\"$port\"/port=\"1\"/" s.xml >down.xml
run boardpaper run down.xml --now=2016-05-13T09:00:00Z --check
gives 78
says "the relay 127.0.0.1, port 1, is not as it should be"
run boardpaper run down.xml --now=2016-05-13T09:00:00Z
gives 75
says "to be tried again: 2 messages"
taken 12
run boardpaper run s.xml --now=2016-05-14T09:00:00Z
gives 0
taken 14
