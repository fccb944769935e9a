# A paper gives back the very input it was made from, its results and its method.
command -v qpdf >/dev/null || skip "qpdf is not installed"
sample=$SAMPLES/safer-plymouth.xml

run boardpaper render "$sample" -o paper.pdf
gives 0
run boardpaper extract paper.pdf --list
gives 0
silent
prints "safer-plymouth.xml"
[ ! -e safer-plymouth.xml ] || fail "--list should write nothing"

run boardpaper extract paper.pdf -o missing
gives 73
mkdir back
run boardpaper extract paper.pdf -o back
gives 0
silent
cmp -s back/safer-plymouth.xml "$sample" || fail "the input should come back byte for byte"
run boardpaper score "$sample" --format=csv
cmp -s out back/scores.csv || fail "the scored results should come back"
grep -q '<method' back/method.xml || fail "the method should come back"

# What is there is left alone.
echo mine >back/safer-plymouth.xml
run boardpaper extract paper.pdf -o back
gives 73
says "is there already"
[ "$(cat back/safer-plymouth.xml)" = mine ] || fail "a file that is there should be left as it is"

# No PDF, no files, no damage.
echo "no PDF" >no.pdf
run boardpaper extract no.pdf
gives 65
says "qpdf could not read the attachments"
run boardpaper extract absent.pdf
gives 66
