# What is missing is named, gives 66, and makes no PDF.
run boardpaper render no.xml -o paper.pdf
gives 66
says "there is no file no.xml"
[ ! -e paper.pdf ] || fail "there should be no PDF"
run boardpaper check no.xml
gives 66
run boardpaper render .
gives 66
run boardpaper render "$SAMPLES/safer-plymouth.xml" -t no-such-template -o paper.pdf
gives 66
says "there is no shipped template no-such-template"
run boardpaper render "$SAMPLES/safer-plymouth.xml" -t ./no.xml -o paper.pdf
gives 66
[ ! -e paper.pdf ] || fail "there should be no PDF"
