# How firm the sample's ranking is, the same each time it is asked.
sample=$SAMPLES/safer-plymouth.xml
run boardpaper sensitivity "$sample"
gives 0
silent
prints "How firm is this ranking?"
cp out first
run boardpaper sensitivity "$sample" --seed=1 --trials=500
gives 0
cmp -s out first || fail "the usual seed and trials should be 1 and 500"
run boardpaper sensitivity "$sample" --trials=0 -f csv
gives 0
rows=$(wc -l <out)
[ "$rows" = 31 ] || fail "the thirty ranked areas should have a line each"
run boardpaper sensitivity "$sample" --trials=many
gives 64

run boardpaper render "$sample" --sensitivity -t firmness -o firm.pdf
gives 0
silent
run qpdf --check firm.pdf
gives 0
