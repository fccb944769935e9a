# An input with errors gives 65 and a place, and the earlier PDF stays as it was.
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o paper.pdf
gives 0
cp paper.pdf before.pdf
refused() { # NAME: render refuses it with a place in it
    run boardpaper render "$1" -o paper.pdf
    gives 65
    grep -qE "^$1:[0-9]+: error: .*; " err || fail "an error should have a place and a remedy"
    cmp -s paper.pdf before.pdf || fail "the earlier PDF should be as it was"
}
head -c 3000 "$SAMPLES/safer-plymouth.xml" >cut.xml
refused cut.xml
sed 's/<areas>/<areas><area id="x" category="nothing"><name>X<\/name><\/area>/' \
    "$SAMPLES/safer-plymouth.xml" >unknown.xml
refused unknown.xml
sed 's/<areas>/<areas><aera id="x"\/>/' "$SAMPLES/safer-plymouth.xml" >spelling.xml
refused spelling.xml
{
    sed -n 1p "$SAMPLES/safer-plymouth.xml"
    echo '<!DOCTYPE assessment [<!ENTITY a "b">]>'
    sed 1d "$SAMPLES/safer-plymouth.xml"
} >doctype.xml
refused doctype.xml
: >empty.xml
run boardpaper render empty.xml -o paper.pdf
gives 65
run boardpaper render "$SAMPLES/safer-plymouth.xml" --limit=1000 -o paper.pdf
gives 65
says "more than 1000 bytes"
cmp -s paper.pdf before.pdf || fail "the earlier PDF should be as it was"

cp "$SAMPLES/safer-plymouth.xml" input.xml
echo '<template><not-closed>' >broken.xml
run boardpaper render input.xml -t ./broken.xml -o paper.pdf
gives 65
says "broken.xml:"
cmp -s paper.pdf before.pdf || fail "the earlier PDF should be as it was"
