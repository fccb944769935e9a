# Every command that the README shows works: the lines of its ```sh blocks, run in order in one
# folder that looks like a checkout's samples. The two commands at its head, which install and
# build, are run by .ci/run and bare-machine.sh instead; ```sh skip marks others that do.
mkdir -p samples/out
cp "$SAMPLES"/*.xml samples/ 2>/dev/null || :
cp -r "$SAMPLES/schedule" samples/
awk '/^```sh$/ {on = 1; next} /^```/ {on = 0} on' "$SOURCE/README.md" |
    grep -v '^sh \(samples\|tests\)/run.sh' >commands
grep -q '^boardpaper' commands || fail "the README should show commands"
while read -r line; do
    run sh -c "$line"
    gives 0
done <commands
