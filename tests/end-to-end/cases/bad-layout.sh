# What no reasonable template asks for: each comes out defined, in no time, with a warning that names
# the line, and nothing stands outside its page (poppler says where every word is).
template() { # NAME: a template with what stands on standard input, from line 5 on
    {
        echo '<?xml version="1.0" encoding="UTF-8"?>'
        echo '<template version="1" name="bad"><house file="house.xml"/>'
        echo '<metadata><title>Bad</title></metadata>'
        echo '<body first-level="2"><heading level="1" style="title">Bad</heading>'
        cat
        echo '</body></template>'
    } >"$1.xml"
}
repeat() { # COUNT TEXT: the text so often, %d in it counted from 1
    awk -v count="$1" -v text="$2" \
        'BEGIN {for (i = 1; i <= count; i++) {one = text; gsub(/%d/, i, one); printf "%s", one}}'
}
paper() { # NAME: it renders within ten seconds, and all its words stand on their pages
    run timeout 10 boardpaper render "$SAMPLES/safer-plymouth.xml" -t "./$1.xml" -o "$1.pdf"
    gives 0
    cp err warned
    run pdftotext -bbox "$1.pdf" marks.html
    gives 0
    awk -F'"' '/<page/ {width = $2; height = $4}
        /<word/ {words++; if ($2 < 0 || $4 < 0 || $6 > width || $8 > height) {print; bad = 1}}
        END {exit bad || words == 0}' marks.html >out || fail "words of $1 stand off the page"
    mv warned err
}
warns() { # NAME LINE TEXT
    grep -qE "^\./$1\.xml:$2: warning: .*$3.*; " err || fail "line $2 should be warned of: $3"
}

{
    echo '<table><columns><column header="yes" width="10mm"/><column/></columns>'
    echo "<head><row><cell>A</cell><cell>B</cell></row></head><body><row><cell>"
    repeat 90 x
    echo '</cell><cell>b</cell></row></body></table>'
} | template word
paper word
warns word 6 'wider than the room'

repeat 1 '<table><columns><column header="yes" width="0mm"/><column/></columns>
<head><row><cell>A</cell><cell>B</cell></row></head><body><row><cell>a</cell><cell>b</cell></row></body></table>' |
    template zero
run boardpaper render "$SAMPLES/safer-plymouth.xml" -t ./zero.xml -o zero.pdf
gives 65
says './zero.xml:5: error: 0mm cannot be used here; write a length from 1pt to 4000pt'
for share in '0*' '10000*'; do
    sed "s/width=\"0mm\"/width=\"$share\"/" zero.xml >share.xml
    run boardpaper render "$SAMPLES/safer-plymouth.xml" -t ./share.xml -o share.pdf
    gives 65
    says "./share.xml:5: error: \"$share\" is no share of a table's width; write a whole number from 1 to 9999 and *"
done

{
    echo '<table><columns><column header="yes" width="20mm"/><column/></columns>'
    echo '<head><row><cell>A</cell><cell>B</cell></row></head><body>'
    echo '<row><cell>A word: incomprehensibilities</cell><cell>b</cell></row></body></table>'
} | template wider
paper wider
warns wider 5 'a word in column 1 is half as wide again'

{
    echo '<table><columns><column header="yes"/>'
    repeat 1999 '<column/>'
    echo '</columns><head><row>'
    repeat 2000 '<cell>C%d</cell>'
    echo '</row></head><body><row>'
    repeat 2000 '<cell>v%d</cell>'
    echo '</row></body></table>'
} | template columns
paper columns
warns columns 5 '2000 columns'
run pdftotext columns.pdf -
prints v2000

{
    repeat 110 '<list><item>'
    echo deep
    repeat 110 '</item></list>'
} | template lists
paper lists
warns lists 5 'leave no more room'
{
    repeat 500 '<list><item>'
    repeat 500 '</item></list>'
} | template deep
run boardpaper render "$SAMPLES/safer-plymouth.xml" -t ./deep.xml -o deep.pdf
gives 65
says './deep.xml:5: error: elements stand more than 256 deep in each other; look for an end tag that is missing above, or use fewer levels'

# Every "page 10" is longer than the first guess, and moves what it refers to.
{
    echo '<p>'
    repeat 60 '<ref target="end" kind="page">see page </ref>, '
    echo '</p>'
    repeat 230 '<p>The partnership keeps its assessment, and its board decides from it what to do.</p>'
    echo '<section id="end"><heading>The end of it</heading><p>Here.</p></section>'
} | template moving
paper moving
page=$(awk '/<page/ {page++} /The<\/word>/ {the = page} /end<\/word>/ {if (the == page) end = page} END {print end}' marks.html)
run pdftotext -layout moving.pdf -
[ "$(grep -o 'see page [0-9]*' out | sort -u)" = "see page $page" ] ||
    fail "every reference should say page $page"

{
    echo '<table><caption>Of nothing</caption><columns><column header="yes"/></columns>'
    echo '<head><row><cell>A</cell></row></head><body/></table>'
} | template empty
paper empty
warns empty 5 'no rows'

# A running head of a section's endless name stays clear of the marking.
{
    echo '<section><heading>'
    repeat 60 'word%d '
    echo '</heading><p>Here.</p><page-break/><p>There.</p></section>'
} | template head
paper head
awk -F'"' '/<page/ {page++} page == 2 && />OFFICIAL</ && $4 < 100 {below = $8}
    page == 2 && />word1</ {above = $4} END {exit !(below > 0 && above >= below)}' marks.html ||
    fail "the running head should stand below the marking"
