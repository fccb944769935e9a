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

# For programs: the same in parts, in all its forms.
for format in csv json xml; do
    run boardpaper explain "$sample" domestic-abuse --format=$format
    gives 0
    silent
    prints "Harm 3 + Financial 2 + Reputation 2 + Resourcing 3 = 10 (of 12)"
    prints "$((line + 2))"
done
run boardpaper explain "$sample" --format=jason
gives 64
if command -v python3 >/dev/null; then
    for command in score explain sensitivity "compare $sample"; do
        # shellcheck disable=SC2086
        boardpaper $command "$sample" --format=json >json
        python3 -c 'import json, sys; assert json.load(sys.stdin)["format"] == 1' <json ||
            fail "$command should write JSON"
    done
fi
