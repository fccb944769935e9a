# What moved between two editions, and why: the sample and the same a year on.
sample=$SAMPLES/safer-plymouth.xml
sed 's/edition="2015-16"/edition="2016-17"/; s/count="6512" previous="7026"/count="6900" previous="6512"/' \
    "$sample" >later.xml

run boardpaper compare "$sample" later.xml
gives 0
silent
prints "2015-16 → 2016-17"
prints "Domestic abuse: 33 → 35 (+2), rank 1= → 1, High"
prints "43 unchanged in every fact"

run boardpaper compare "$sample" "$sample" -f csv
gives 0
silent
moved=$(grep -cv ',same,' out)
[ "$moved" = 1 ] || fail "an edition should be the same as itself"

run boardpaper compare "$sample"
gives 64
run boardpaper compare "$sample" absent.xml
gives 66
[ ! -s out ] || fail "half a comparison is none"

run boardpaper render later.xml --since="$sample" -t movement -o moved.pdf
gives 0
silent
run qpdf --check moved.pdf
gives 0
