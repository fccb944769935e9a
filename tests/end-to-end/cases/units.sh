# The units for systemd are valid and hardened, and the timer takes up what was missed.
command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
units=$PREFIX/share/boardpaper/templates/systemd
mkdir units
cp "$units"/*.service "$units"/*.timer units
# Where boardpaper is, and the program that tells of failures, are the machine's own affair.
sed -i "s|=boardpaper run|=$PREFIX/bin/boardpaper run|; s|=/etc/boardpaper/failed|=$units/failed|" \
    units/*.service
for unit in boardpaper@ boardpaper-failed@; do
    cp "units/$unit.service" "units/${unit}board.service"
done
cp units/boardpaper@.timer units/boardpaper@board.timer
for unit in units/boardpaper@board.service units/boardpaper@board.timer \
    units/boardpaper-failed@board.service; do
    run systemd-analyze verify --man=no "$unit"
    gives 0
    ! grep -F units/ err || fail "the unit should be without a warning"
done

# Exposure of 2.0 or less, of 10. (It is 1.2; what is left is what mailing takes.)
run systemd-analyze security --offline=true --threshold=20 --no-pager \
    units/boardpaper@board.service
gives 0
grep -q '^Persistent=true$' units/boardpaper@.timer || fail "a missed hour should be taken up"
grep -q '^OnFailure=boardpaper-failed@%i.service$' units/boardpaper@.service ||
    fail "a failure should be told"

# The failure's mail, with a sendmail that keeps it and a systemctl that knows the last words.
mkdir bin
printf '#!/bin/sh\ncat >mail\n' >bin/sendmail
printf '#!/bin/sh\necho "status of $5"\nexit 3\n' >bin/systemctl
chmod +x bin/*
PATH=$PWD/bin:$PATH
run "$units/failed" board
gives 0
for line in 'To: root' 'Subject: Board papers of board: the run on' \
    'status of boardpaper@board.service' 'What waits for a decision:' \
    '/etc/boardpaper/board.xml'; do
    grep -qF "$line" mail || fail "the mail should say: $line"
done
[ "$(sed -n '/^$/=' mail | head -n 1)" = 5 ] || fail "head and text should be parted"
