# mail.sh: for cases that send mail: read into the case, after which there are
#   serve [tls]              an SMTP server of ours on loopback (tests/unit/delivery/server.py), which
#                            goes wrong where a recipient's name or the file post/fault says so
#   schedule RELAY POLICY [MORE]
#                            schedule.xml with those attributes of <relay> and <policy>, and the
#                            members of the file members (lines: ADDRESS CLEARANCE NAME)
#   plan RUN JOB MARKING FILE APPROVAL DATA_TIME
#                            plans that paper for all of the file members into outbox.db
#   in_state STATE COUNT     so many messages are in that state
#   taken ADDRESS COUNT      the server took so many messages for that recipient
# The ports: $plain $starttls $tls.

certificates() (
    cd post
    key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
    # shellcheck disable=SC2086 # words
    {
        openssl req -x509 $key -keyout ca.key -out ca.pem -days 2 -subj '/CN=A test CA'
        openssl req $key -keyout server.key -out server.csr -subj /CN=127.0.0.1
        echo subjectAltName=IP:127.0.0.1 >server.ext
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
            -extfile server.ext -out server.pem
        openssl req -x509 $key -keyout other.key -out other.pem -days 2 -subj '/CN=Another CA'
    } >openssl.log 2>&1 || fail "openssl made no certificates; see $PWD/openssl.log"
)

serve() {
    mkdir -p post/keep
    [ "${1:-}" != tls ] || certificates
    # The system's own Python, for which the package is installed. By exec, so that $! is the server.
    (
        PATH=$(getconf PATH)
        exec python3 "$SOURCE/tests/unit/delivery/server.py" post >post/ports 2>post/errors
    ) &
    server=$!
    trap 'kill $server 2>/dev/null || :' EXIT
    for _ in $(seq 100); do
        [ ! -s post/ports ] || break
        sleep 0.05
    done
    # shellcheck disable=SC2034 # used by the cases
    read -r plain starttls tls <post/ports || fail "the server does not start; see post/errors"
}

schedule() {
    {
        echo '<schedule version="1"><period every="month"><due weekday="monday" nth="1"/></period>'
        echo '<papers><paper id="p"/></papers>'
        echo '<partnerships><partnership id="n" assessment="n.xml"/></partnerships>'
        echo '<members>'
        while read -r address clearance whom; do
            case $clearance in
            0) word= ;;
            1) word=OFFICIAL ;;
            2) word=OFFICIAL-SENSITIVE ;;
            *) word=SECRET ;;
            esac
            echo "<member address=\"$address\"${word:+ clearance=\"$word\"}${whom:+ name=\"$whom\"}/>"
        done <members
        echo '</members><message from="papers@board.example"/>'
        echo "<relay host=\"127.0.0.1\" $1/><policy $2/>${3:-}"
        echo '<outbox file="outbox.db"/></schedule>'
    } >schedule.xml
}

plan() {
    run "$PLAN" outbox.db "$@" <members
}

in_state() {
    status_before=$status
    boardpaper outbox status outbox.db --messages --format=json >status.json 2>status.err || :
    seen=$(python3 -c 'import json,sys; print(json.load(open("status.json"))["counts"][sys.argv[1]])' \
        "$1")
    [ "$seen" = "$2" ] || fail "$seen messages are $1, not $2 (the last exit was $status_before)"
}

# state_of ADDRESS: the state of the one message to it
state_of() {
    boardpaper outbox status outbox.db --messages --format=json >status.json 2>status.err || :
    python3 -c 'import json,sys
for paper in json.load(open("status.json"))["papers"]:
    for message in paper["messages"]:
        if message["to"] == sys.argv[1]:
            print(message[sys.argv[2]])' "$1" "${2:-state}"
}

taken() {
    seen=$(grep -c "^taken $1 " post/log || :)
    [ "$seen" = "$2" ] || fail "the server took $seen messages for $1, not $2"
}

# token RUN [JOB]: what an approval would bind
token() {
    boardpaper outbox approve outbox.db "$@" --format=json |
        python3 -c 'import json,sys; print(json.load(sys.stdin)["token"])'
}
