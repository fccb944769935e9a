# How a score came about, down to the line of each input.
sample=$SAMPLES/safer-plymouth.xml

run boardpaper explain "$sample" domestic-abuse
gives 0
silent
prints "Impact = Harm 3 + Financial 2 + Reputation 2 + Resourcing 3 = 10 (of 12)"
prints "Total score = Risk 30 + Trend 0 + Concern 1 + Vulnerability 1 + Benchmarking 1 = 33 (of 44)"
line=$(grep -n '<area id="domestic-abuse"' "$sample" | cut -d: -f1)
prints "[$sample:$line]"

run boardpaper explain "$sample"
gives 0
areas=$(grep -c '^  Total score' out)
[ "$areas" = 44 ] || fail "all 44 areas should be explained, not $areas"

run boardpaper explain "$sample" domestic-abuze
gives 64
says "did you mean domestic-abuse?"
[ ! -s out ] || fail "an unknown area should give nothing"

run boardpaper render "$sample" --audit -t audit -o audit.pdf
gives 0
silent
run qpdf --check audit.pdf
gives 0
