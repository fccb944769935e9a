# A relay that goes wrong, phase by phase, through the command: each message's state, each exit
# status, and what a person then decides. Recipients' names are the faults (see server.py).
. "$SOURCE/tests/end-to-end/mail.sh"
serve tls
today=$(date +%s)
at() {
    date -u -d "@$((today + $1))" +%Y-%m-%dT%H:%M:%SZ
}
echo paper >paper.pdf
# ADDRESS STATE TAKEN
cat >wanted <<'LIST'
body-drop+a unknown 0
data-451+b deferred 0
data-554+c failed 0
data-drop+d deferred 0
dot-421+e deferred 0
dot-451+f deferred 0
dot-554+g failed 0
dot-drop+h unknown 0
dot-lost+i unknown 1
dot-slow+k sent 1
dot-stall+l unknown 0
rcpt-450+m deferred 0
rcpt-550+n failed 0
rcpt-drop+o deferred 0
rcpt-greylist+p deferred 0
rcpt-slow+q sent 1
xenia sent 1
LIST
sed 's/ .*/@board.example 1/' wanted >members
ports="port=\"$plain\" security=\"plain\" reply-seconds=\"20\" final-seconds=\"3\""
schedule "$ports" ''
plan 2016-01 board 1 paper.pdf no "$today"
gives 0
run boardpaper outbox send schedule.xml
gives 76
says "deliveries of unknown outcome: 4"
check_states() {
    boardpaper outbox status outbox.db -m --format=json >status.json || :
    python3 - "$1" <<'PY' || fail "the states are not as they should be"
import json, re, sys
log = open("post/log").read()
seen = {}
for paper in json.load(open("status.json"))["papers"]:
    for message in paper["messages"]:
        seen[message["to"]] = message
wrong = 0
for line in open(sys.argv[1]):
    name, state, taken = line.split()
    message = seen.pop(name + "@board.example")
    times = len(re.findall(f"^taken {re.escape(message['to'])} ", log, re.M))
    if message["state"] != state or times != int(taken):
        wrong += 1
        print(name, message["state"], times, message["code"], message["reply"])
sys.exit(1 if wrong or seen else 0)
PY
}
check_states wanted

# Straight after, nothing is due: no unknown one is sent again, no deferred one too early.
run boardpaper outbox send schedule.xml
gives 76
prints "sent 0, deferred 0,"
check_states wanted

# A person asks around and decides; who, is on record. Only then does one go again.
number() {
    state_of "$1@board.example" message
}
run boardpaper outbox resolve outbox.db "$(number dot-lost+i)" sent \
    --as="The clerk"
gives 0
run boardpaper outbox resolve schedule.xml "$(number body-drop+a)" "$(number dot-stall+l)" failed \
    --as="The clerk"
gives 0
run boardpaper outbox resolve outbox.db "$(number dot-drop+h)" again
gives 64
run boardpaper outbox resolve outbox.db "$(number dot-drop+h)" again --as="The clerk"
gives 0
[ "$(state_of dot-lost+i@board.example by)" = "The clerk" ] || fail "who decided should be kept"
run boardpaper outbox send schedule.xml
gives 76
run boardpaper outbox resolve outbox.db "$(number dot-drop+h)" failed --as="The clerk"
gives 0
run boardpaper outbox status outbox.db
gives 75
prints "450 4.7.1 greylisted, come again"

# An hour later the deferred ones go again, and the greylisted one arrives.
run boardpaper outbox send schedule.xml --now="$(at 3600)"
gives 75
prints "sent 1, deferred 6"
sed -e '/dot-lost/s/unknown/sent/' -e 's/unknown/failed/' \
    -e '/greylist/s/deferred 0/sent 1/' wanted >later
check_states later

# The clock jumps back a year: nothing is held for a year, nothing goes twice.
run boardpaper outbox send schedule.xml --now="$(at -31536000)"
gives 75
prints "sent 0, deferred 6"
check_states later

# What the whole session suffers is nobody's fault: all is deferred, and the third such in a row
# ends it. Each in an outbox of its own.
printf 'a@board.example 1\nb@board.example 1\nc@board.example 1\nd@board.example 1\n' >members
try() { # RELAY FAULT STATUS COUNTS
    rm -f outbox.db*
    schedule "$1" ''
    plan "2016-02" board 1 paper.pdf no "$today"
    gives 0
    taken_before=$(grep -c ^taken post/log || :)
    printf '%s' "$2" >post/fault
    run boardpaper outbox send schedule.xml
    rm post/fault
    gives "$3"
    prints "$4"
    taken_now=$(($(grep -c ^taken post/log || :) - taken_before))
    prints "sent $taken_now,"
}
three='sent 0, deferred 3, failed 0, unknown 0'
four='sent 4, deferred 0, failed 0, unknown 0'
for fault in greeting-421 greeting-554 greeting-drop ehlo-drop mail-452 mail-550 mail-drop; do
    try "$ports" $fault 75 "$three"
done
try "$ports" ehlo-502 0 "$four"
try "port=\"1\" security=\"plain\"" none 75 "$three" # nobody listens there

# Encryption, whose certificates must be right, and passwords, which must be too.
umask 077
echo 'open sesame' >password
echo 'open barley' >wrong
secure="ca-file=\"post/ca.pem\""
try "port=\"$tls\" security=\"tls\" $secure" none 0 "$four"
try "port=\"$starttls\" $secure user=\"board\" password-file=\"password\"" none 0 "$four"
try "port=\"$starttls\" $secure user=\"board\" password-file=\"wrong\"" none 75 "$three"
try "port=\"$starttls\" $secure" none 75 "$three"
try "port=\"$tls\" security=\"tls\" ca-file=\"post/other.pem\"" none 75 "$three"
try "port=\"$tls\" security=\"tls\"" none 75 "$three"
try "port=\"$starttls\" ca-file=\"post/other.pem\"" none 75 "$three"
try "port=\"$plain\" $secure" none 75 "$three" # it offers no STARTTLS

# Secrets that others can read, or in no file at all, and mail that would go unencrypted.
bad() { # RELAY WORDS
    schedule "$1" ''
    run boardpaper outbox send schedule.xml
    gives 78
    says "$2"
}
chmod 644 password
bad "port=\"$starttls\" $secure user=\"board\" password-file=\"password\"" "can be read by others"
bad "port=\"$starttls\" $secure user=\"board\" password-file=\"none\"" "cannot be read"
