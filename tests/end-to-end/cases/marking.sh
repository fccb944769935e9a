# An extract hides what is marked above it, in every byte of every paper and in every output; what
# finds the hidden words in the whole finds none in the extract.
for tool in qpdf pdftotext pdfinfo python3; do
    command -v $tool >/dev/null || skip "$tool is not installed"
done
data=$SOURCE/tests/end-to-end/data
words=$data/marked.words
cp "$data/marked.xml" "$data/marked-before.xml" .
echo '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><desc>tamarix-picture</desc><rect width="20" height="20" fill="#000"/></svg>' >tamarix.svg

found() { # found PAPER: the hidden words that are in it
    python3 "$SOURCE/tests/end-to-end/hidden.py" "$1" "$words"
}

# The test can fail: the whole paper tells all but what only dates and the like would.
run boardpaper render marked.xml --audit --sensitivity -o whole.pdf
gives 0
found whole.pdf >told
for word in tamarix 97531 97,531 86357 75319 31975 86420 41414 13579 253,887; do
    grep -qx "$word" told || fail "the search should find $word in the whole paper"
done

for template in board-paper appendix summary bulletin movement firmness audit; do
    run boardpaper render marked.xml --marking OFFICIAL -t $template --audit --sensitivity \
        --since marked-before.xml -o $template.pdf
    gives 0
    found $template.pdf >told
    [ ! -s told ] || fail "$template tells $(tr '\n' ' ' <told)"
    pdftotext -raw $template.pdf - | tr '\n' ' ' >said
    grep -q "This is an extract: what is marked above OFFICIAL has been left out." said ||
        fail "$template should say that it is an extract"
    grep -q "SECRET\|SENSITIVE" said && fail "$template should have the extract's marking"
    grep -q "OFFICIAL" said || fail "$template should be marked"
done
pdftotext -raw board-paper.pdf - | tr '\n' ' ' >said
grep -q "There are two areas, of which zero high, and 420 incidents in all" said ||
    fail "counts should be of what is left"

# What it is made from is the extract too, and nothing else is carried.
mkdir back
run boardpaper extract board-paper.pdf -o back
[ "$(ls back | tr '\n' ' ')" = "assessment-OFFICIAL.xml scores.csv " ] || fail "carried: $(ls back)"
run boardpaper publish marked.xml --marking OFFICIAL -o extract.xml
gives 0
cmp -s extract.xml back/assessment-OFFICIAL.xml || fail "publish should write what the paper carries"

# Every other output.
for format in table csv json xml; do
    for command in "score marked.xml" "sensitivity marked.xml" "compare marked-before.xml marked.xml"; do
        # shellcheck disable=SC2086
        run boardpaper $command --marking OFFICIAL --format=$format
        gives 0
        [ -s out ] || fail "there should be an output"
        ! grep -qi -f "$words" out || fail "$command --format=$format tells what is hidden"
    done
done
for command in "explain marked.xml" "check marked.xml" "publish marked.xml --suppress-below=5"; do
    # shellcheck disable=SC2086
    run boardpaper $command --marking OFFICIAL
    gives 0
    ! grep -qi -f "$words" out || fail "$command tells what is hidden"
done
run boardpaper explain marked.xml tamarix-area --marking OFFICIAL
gives 64

# In between: what is left is marked by the highest of it.
run boardpaper render marked.xml --marking OFFICIAL-SENSITIVE -o between.pdf
gives 0
pdftotext -raw between.pdf - >said
grep -q "Operation Tamarix" said || fail "what is no higher should be there"
grep -qi "informants" said && fail "what is higher should not"
grep -qx "OFFICIAL-SENSITIVE" said || fail "the pages should be marked by the highest of what is left"

# With nothing above the marking the paper's words are the same, but for one sentence.
words_of() { # words_of FILE: the words of a paper's structure, without that sentence and without
    # the numbers of the objects of its links, which it moves
    pdfinfo -struct-text "$1" | sed -z \
        -e 's/ *P (block)\n *"This is an extract: what is marked above SECRET has been left out\."\n//' \
        -e 's/Object [0-9]* 0/Object/g'
}
run boardpaper render marked.xml -o whole.pdf
run boardpaper render marked.xml --marking SECRET -o same.pdf
gives 0
pdfinfo -struct-text same.pdf | grep -q "marked above SECRET" || fail "it should say what it is"
words_of whole.pdf >whole
words_of same.pdf >same
cmp -s whole same || fail "$(diff whole same | head -20)"

# An extract does not take the whole's place.
run boardpaper render marked.xml --marking OFFICIAL
[ -e marked-OFFICIAL.pdf ] && [ ! -e marked.pdf ] || fail "an extract should have its own name"

# What the program cannot judge is an error with its line; no paper comes of it.
refused() { # refused LINE TEXT: marked.xml with its section's heading replaced by a paragraph
    sed "s|<heading>What is shown</heading>|<heading>What is shown</heading>$1|" marked.xml >bad.xml
    run boardpaper render bad.xml --marking OFFICIAL -o bad.pdf
    gives 65
    says "bad.xml:$line: error"
    says "$2"
    [ ! -e bad.pdf ] || fail "there should be no paper"
    run boardpaper render bad.xml -o good.pdf
    gives 0
}
line=$(grep -n "What is shown" marked.xml | cut -d: -f1)
refused '<p>It was <value select="//area[@id='"'tamarix-area'"']/@count"/>.</p>' "asks for tamarix-area"
refused '<p>On page <ref target="tamarix-section" kind="page"/>.</p>' "refers to tamarix-section"
refused '<p>As <a href="#tamarix-section">said</a>.</p>' "refers to tamarix-section"
refused '<p>We began operation <emphasis>TAMARIX</emphasis> late.</p>' 'says "Operation Tamarix"'
refused '<p>It was <value select="//area[@count = 97531]/name"/>.</p>' "finds nothing in the extract"
sed 's|<name>Operation Tamarix|<name marking="OFFICIAL">Operation Tamarix|' bad.xml |
    sed 's|<p>It was .*</p>|<p>We began operation tamarix late.</p>|' >freed.xml
run boardpaper check freed.xml --marking OFFICIAL
gives 0
run boardpaper render marked.xml --marking OFFICIAL --set "watermark=Operation Tamarix" -o bad.pdf
gives 65
says "the paper would say"
[ ! -e bad.pdf ] || fail "there should be no paper"

# Markings that make no sense.
run boardpaper render marked.xml --marking TOP -o bad.pdf
gives 64
says "it is one of OFFICIAL, OFFICIAL-SENSITIVE, SECRET"
sed 's|edition="2015-16" lang="en-GB" marking="OFFICIAL"|edition="2015-16" lang="en-GB" marking="SECRET"|' \
    "$SAMPLES/safer-plymouth.xml" >unparted.xml
run boardpaper render unparted.xml --marking OFFICIAL -o bad.pdf
gives 65
says "none of its parts is"

# The message that brings the paper is of the extract too.
run boardpaper render marked.xml --marking OFFICIAL -o mailed.pdf --report mailed.xml
gives 0
[ -s mailed.xml ] || fail "there should be a report"
! grep -qi -f "$words" mailed.xml || fail "the message tells what is hidden"
grep -q 'marking="OFFICIAL"' mailed.xml || fail "the report should have the extract's marking"
run boardpaper render marked.xml --marking OFFICIAL -o bad.pdf --report bad.report --intro "Operation Tamarix"
gives 65
[ ! -e bad.pdf ] && [ ! -e bad.report ] || fail "there should be no paper"

# A template's own marked words, and recommendations carried on from the edition before.
sed 's|<p style="kicker">|<p marking="SECRET">tamarix-template</p><p style="kicker">|' \
    "$SOURCE/templates/summary.xml" >own.xml
run boardpaper render marked.xml --marking OFFICIAL -t ./own.xml -o own.pdf
gives 0
found own.pdf >told
[ ! -s told ] || fail "a template's marked words should be left out"
run boardpaper render marked.xml -t ./own.xml -o own.pdf
pdftotext own.pdf - | grep -q tamarix-template || fail "they should be in the whole"
sed 's|<action>Mend the locks|<action>Mend the locks of Operation Tamarix|' marked-before.xml >bad.xml
run boardpaper render marked.xml --marking OFFICIAL --since bad.xml -o bad.pdf
gives 65
says "bad.xml:$(grep -n 'Mend the locks' bad.xml | cut -d: -f1): error"
run boardpaper check marked.xml --marking OFFICIAL --since marked-before.xml
gives 0
