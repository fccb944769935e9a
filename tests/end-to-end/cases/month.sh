# Ten weeks of a timer's mornings in seconds, the clock being told: a due day moved by a bank holiday,
# a relay that is down for a day, a machine that is off when papers fall due, data grown too old.
. "$SOURCE/tests/end-to-end/mail.sh"
serve
cp "$SAMPLES/safer-plymouth.xml" assessment.xml # its data end on 31 March 2015
cat >schedule.xml <<XML
<schedule version="1" first="2016-05">
  <calendar zone="UTC"><holiday date="2016-05-02"/></calendar>
  <period every="month"><due weekday="monday" nth="1" if-not-working="after" at="07:00"/></period>
  <papers><paper id="summary" template="summary"/></papers>
  <partnerships><partnership id="plymouth" assessment="assessment.xml"/></partnerships>
  <members>
    <member address="chair@board.example" name="Siân" clearance="OFFICIAL"/>
    <member address="clerk@board.example" clearance="SECRET"/>
    <member address="public@board.example"/>
  </members>
  <message from="papers@board.example"/>
  <relay host="127.0.0.1" port="$plain" security="plain"/>
  <policy approval="not-required" greatest-age-days="450"/>
</schedule>
XML
# DAY STATUS TAKEN of the mornings on which something is otherwise than the day before
cat >wanted <<'LIST'
2016-04-28 0 0
2016-05-03 75 0
2016-05-04 0 2
2016-06-09 0 4
2016-07-04 65 4
LIST
day=$(date -u -d 2016-04-28 +%s)
end=$(date -u -d 2016-07-06 +%s)
before=
runs=0
while [ "$day" -le "$end" ]; do
    date=$(date -u -d "@$day" +%Y-%m-%d)
    day=$((day + 86400))
    case $date in
    2016-05-03) echo greeting-421 >post/fault ;; # the relay is down that day
    2016-05-04) rm post/fault ;;
    2016-06-0[4-8]) continue ;; # the machine is off; 6 June was the day
    esac
    run boardpaper run schedule.xml --now="${date}T07:15:00Z"
    runs=$((runs + 1))
    [ "$date" != 2016-06-09 ] || cp out caught-up
    [ "$date" != 2016-07-04 ] || cp err too-old
    now="$status $(grep -c ^taken post/log || :)"
    [ "$now" = "$before" ] || echo "$date $now" >>seen
    before=$now
done
[ "$runs" = 65 ] || fail "there should be 65 mornings, not $runs"
diff wanted seen >difference || fail "$(cat difference)"
grep -q '"2016-06"' caught-up || fail "June should be caught up on the 9th"
grep -qi 'days old' too-old || fail "that the data is too old should be said"
[ "$(cut -d' ' -f2,3 post/log | grep '^[a-z]*@' | grep -c public)" = 0 ] || fail "not cleared"
for whom in chair clerk; do
    taken $whom@board.example 2
done
