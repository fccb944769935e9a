# The scored areas of the sample, in every format, from a file and from standard input.
sample=$SAMPLES/safer-plymouth.xml

run boardpaper score "$sample"
gives 0
silent
prints "Domestic abuse"
prints "6 High"

run boardpaper score "$sample" --format=csv
gives 0
silent
[ "$(head -n 1 out)" = "rank,id,name,category,total,lowest,highest,rating,count,previous,rate,\
likelihood,adjusted-likelihood,change,harm,financial,reputation,resourcing,impact,risk,trend,\
concern,vulnerability,benchmarking,total" ] || fail "the columns should be those of the contract"
high=$(grep -c ',high,' out)
[ "$high" = 6 ] || fail "six areas should be high, not $high"
grep -q '^1,domestic-abuse,.*,33,33,33,high,6512,7026,31.35,3,3,-7.3,3,2,2,3,10,30,0,1,1,1,33$' out ||
    fail "domestic abuse should come out as printed"
grep -q '^,asb-immediate,.*,,18,24,moderate,' out || fail "an unknown total should be a range"
cp out from-file

run sh -c "boardpaper score - -f csv <'$sample'"
gives 0
cmp -s out from-file || fail "standard input should give the same"

for format in json xml; do
    run boardpaper score "$sample" --format=$format
    gives 0
    silent
    prints "Strategic threat and risk assessment"
done

run boardpaper score "$sample" --format=ods
gives 64
says "it is one of table, csv, json, xml"

run boardpaper score absent.xml
gives 66

sed 's/factor="harm" value="3"/factor="harm" value="4"/; s/factor="concern" value="1"/factor="concern" value="9"/' \
    "$sample" >wrong.xml
run boardpaper score wrong.xml
gives 65
says "wrong.xml:"
says "error: 4 is outside the range of harm, which is from 0 to 3"
says "error: 9 is outside the range of concern, which is from 0 to 2"
[ ! -s out ] || fail "an input with errors should give no scores"
