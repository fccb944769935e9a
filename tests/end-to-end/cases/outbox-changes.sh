# What changes between planning, approving and sending: papers, members, clearances, time, another
# run. And who may have what: every clearance with every marking.
. "$SOURCE/tests/end-to-end/mail.sh"
serve
today=$(date +%s)
relay="port=\"$plain\" security=\"plain\""
day=86400
at() {
    date -u -d "@$((today + $1))" +%Y-%m-%dT%H:%M:%SZ
}
approve() { # RUN: all of it
    run boardpaper outbox approve outbox.db "$1" --token="$(token "$1")" --as="The clerk"
    gives 0
}

# Sixteen pairs, by what the relay saw: clearance covers marking, or there is no RCPT.
for marking in 0 1 2 3; do
    for clearance in 0 1 2 3; do
        echo "c$clearance-m$marking@board.example $clearance"
    done >members
    echo "paper $marking" >paper-$marking.pdf
    plan pairs marking-$marking $marking paper-$marking.pdf yes "$today"
    gives 0
    prints "planned $((4 - marking)), withheld $marking"
    cat members >>everybody
done
cp everybody members
schedule "$relay" ''
approve pairs
prints "papers 4, messages 10"
run boardpaper outbox send schedule.xml
gives 0
prints "sent 10,"
for marking in 0 1 2 3; do
    for clearance in 0 1 2 3; do
        expected=$((clearance >= marking))
        taken "c$clearance-m$marking@board.example" $expected
        seen=$(grep -c "^rcpt c$clearance-m$marking@" post/log || :)
        [ "$seen" = $expected ] || fail "clearance $clearance, marking $marking: $seen RCPT"
    done
done

# Members change after the approval: one leaves, one loses clearance, one joins. Who left or lost
# gets nothing; who joined is in the next run.
printf 'stays@board.example 2\nleaves@board.example 2\nloses@board.example 2\n' >members
echo members >paper.pdf
plan members board 2 paper.pdf yes "$today"
approve members
printf 'stays@board.example 2\nloses@board.example 1\njoins@board.example 3\n' >members
schedule "$relay" ''
run boardpaper outbox send schedule.xml
gives 0
prints "sent 1, deferred 0, failed 0, unknown 0, cancelled 2"
taken stays@board.example 1
for gone in leaves loses joins; do
    [ "$(grep -c "^rcpt $gone@" post/log || :)" = 0 ] || fail "$gone should get nothing"
done
[ "$(state_of leaves@board.example reply)" = "no longer a member" ] || fail "why should be said"
[ "$(state_of loses@board.example reply)" = "no longer cleared for it" ] || fail "why should be said"

# A paper altered after it was shown is not approved; altered after the approval it is not sent.
printf 'a@board.example 2\nb@board.example 2\n' >members
schedule "$relay" ''
echo first >paper.pdf
plan altered board 1 paper.pdf yes "$today"
seen_token=$(token altered)
echo other >paper.pdf
run boardpaper outbox approve outbox.db altered --token="$seen_token" --as=X
gives 65
says "is not the paper that was planned"
echo first >paper.pdf
approve altered
echo other >paper.pdf
run boardpaper outbox send schedule.xml
gives 65
prints "papers refused 1"
rm paper.pdf
run boardpaper outbox send schedule.xml
gives 66
taken a@board.example 0
echo other >paper.pdf
run boardpaper outbox verify outbox.db
gives 65

# The corrected paper is a new run that supersedes it.
run "$PLAN" outbox.db corrected board 1 paper.pdf no "$today" altered <members
gives 0
run boardpaper outbox send schedule.xml
gives 0
prints "sent 2,"
in_state cancelled 4
taken a@board.example 1

# Data older than allowed is not sent, however it was approved.
schedule "$relay" 'greatest-age-days="40"'
echo old >old.pdf
plan old board 1 old.pdf no $((today - 41 * day))
run boardpaper outbox send schedule.xml
gives 65
says "is 41 days old, more than is allowed"
run boardpaper outbox send schedule.xml --now="$(at $((-2 * day)))"
gives 0
prints "sent 2,"

# While another holds the outbox, nobody else writes; looking is always possible.
exec 9>outbox.db.lock
flock 9
run boardpaper outbox send schedule.xml
gives 75
says "another run holds the outbox"
run boardpaper outbox status schedule.xml
gives 0
exec 9>&-

# While an outcome is unknown, a schedule may have all wait.
printf 'a@board.example 2\ndot-lost@board.example 2\n' >members
schedule "$relay" 'unknown="stop"'
echo new >paper2.pdf
plan doubt board 1 paper2.pdf no "$today"
run boardpaper outbox send schedule.xml
gives 76
echo newer >paper3.pdf
plan doubt-2 board 1 paper3.pdf no "$today"
run boardpaper outbox send schedule.xml
gives 76
says "nothing is sent while 1 deliveries are of unknown outcome"
in_state approved 2

# Names that would be headers are refused as they are read, whoever wrote them.
printf 'e@board.example 2 Eve\rBcc: all@board.example\n' >members
plan names board 1 paper.pdf no "$today"
gives 78
says "control character"
printf 'e@board.example>\\r\\nBcc:x@y 2 Eve\n' >members
plan names board 1 paper.pdf no "$today"
gives 78
sed 's|<members>|&<member address="e@board.example" name="x\&#13;\&#10;Bcc: a@b.example"/>|' \
    schedule.xml >named.xml
run boardpaper outbox send named.xml
gives 78
says "the name holds a line break"
! grep -q "^rcpt all@\|^rcpt a@b[.]example\|^rcpt x@y" post/log || fail "nobody is added by a name"
