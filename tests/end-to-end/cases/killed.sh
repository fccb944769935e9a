# Killed at any moment, there is the old paper or the new one, whole; and what a kill can leave in
# the folder is one hidden file, which the next rendering takes away.
input=$SAMPLES/safer-plymouth.xml
run boardpaper render "$input" -o new.pdf
gives 0
mkdir place
for moment in $(seq 1 60); do
    echo old >place/paper.pdf
    boardpaper render "$input" -o place/paper.pdf 2>/dev/null &
    child=$!
    sleep "0.$(printf '%03d' "$moment")"
    kill -9 $child 2>/dev/null || :
    wait $child 2>/dev/null || :
    cmp -s place/paper.pdf new.pdf || [ "$(cat place/paper.pdf)" = old ] ||
        fail "killed after $moment ms, the paper is neither the old one nor the new one"
done
run boardpaper render "$input" -o place/paper.pdf
gives 0
[ "$(ls -A place)" = paper.pdf ] || fail "nothing should be left lying about"
