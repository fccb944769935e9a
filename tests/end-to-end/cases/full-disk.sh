# A PDF that cannot be written whole is not written at all: 73, no litter, the earlier one as it was.
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o /dev/full
gives 73
says "No space left on device"
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o no/folder/paper.pdf
gives 73
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o .
gives 73

# A file that may not grow stands for a disk that fills up while it is written.
mkdir place
echo earlier >place/paper.pdf
run sh -c "ulimit -f 4; exec boardpaper render '$SAMPLES/safer-plymouth.xml' -o place/paper.pdf"
gives 73
says "any earlier file is as it was"
[ "$(cat place/paper.pdf)" = earlier ] || fail "the earlier file should be as it was"
[ "$(ls -A place)" = paper.pdf ] || fail "nothing should be left lying about"

# A disk that is full, where this may be mounted.
mkdir small
if [ "$(id -u)" -eq 0 ] && unshare --mount true 2>/dev/null; then
    run unshare --mount sh -c "mount -t tmpfs -o size=16k tmpfs small && echo earlier >small/p.pdf &&
        { boardpaper render '$SAMPLES/safer-plymouth.xml' -o small/p.pdf; status=\$?; } 
        [ \"\$(cat small/p.pdf)\" = earlier ] && [ \"\$(ls -A small)\" = p.pdf ] || exit 99
        exit \$status"
    gives 73
    says "No space left on device"
fi
