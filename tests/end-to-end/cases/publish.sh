# The sample made safe to publish: it scores, and its small counts are gone.
sample=$SAMPLES/safer-plymouth.xml
run boardpaper publish "$sample" --suppress-below=5 -o published.xml
gives 0
[ -s published.xml ] || fail "there should be a published file"
grep -q '<area id="homicide".* count="suppressed"' published.xml ||
    fail "homicide should be withheld"
run boardpaper score published.xml -f csv
gives 0
grep -q '^,homicide,.*,,14,16,,,' out || fail "the total of homicide should be a range"

run boardpaper publish "$sample" --round-to=5
gives 0
grep -q '<area id="homicide".* count="0" previous="5"' out || fail "1 and 3 should be 0 and 5"

run boardpaper publish "$sample"
gives 64
says "give either --suppress-below or --round-to"
