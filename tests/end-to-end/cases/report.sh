# What a program that mails the paper is told: the facts, and the words of the message in each
# language, with the marking around them and nothing remote in the HTML.
cat >read.py <<'PY'
import html.parser, sys, xml.etree.ElementTree as tree
report = tree.parse(sys.argv[1]).getroot()
want = dict(word.split("=", 1) for word in sys.argv[2:])
subject, text, page = (report.findtext(name) for name in ("subject", "text", "html"))
for name, value in want.items():
    seen = {"subject": subject, "first": text.split("\n")[0], "last": text.split("\n")[-2]}.get(name)
    seen = report.get(name) if seen is None else seen
    assert seen == value, (name, seen, value)
assert max(map(len, text.split("\n"))) <= 72, text
class Reader(html.parser.HTMLParser):
    # Every element that is not empty by nature is closed, in order, and nothing is fetched.
    open, kinds, words = [], set(), ""
    def handle_starttag(self, tag, attributes):
        self.kinds.add(tag)
        assert tag in "html head meta title body p strong h1 h2 ul ol li".split(), tag
        assert not {"src", "href", "background", "srcset"} & dict(attributes).keys(), attributes
        assert tag != "html" or dict(attributes)["lang"] == report.get("lang")
        if tag != "meta":
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
    def handle_data(self, data):
        self.words += data
reader = Reader(convert_charrefs=True)
reader.feed(page)
assert reader.open == [] and {"h1", "h2", "ul", "ol"} <= reader.kinds
for line in text.split("\n"):
    words = line.lstrip("- 0123456789.").strip("=-")
    assert words in " ".join(reader.words.split()), words
assert "url(" not in page and "http" not in page
PY
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o paper.pdf --report=report.xml
gives 0
silent
pages=$(pdfinfo paper.pdf | sed -n 's/^Pages: *//p')
title='Safer Plymouth: From reporting to outcomes: the next steps for Safer Plymouth'
run python3 read.py report.xml version=1 partnership='Safer Plymouth' edition=2015-16 lang=en-GB \
    marking=OFFICIAL template=board-paper style=standard meeting=2016-01-21 data-to=2015-03-31 \
    "pages=$pages" file-name=paper.pdf "title=$title" "subject=[OFFICIAL] $title" first=OFFICIAL \
    last=OFFICIAL
gives 0
run grep -F 'Six of 44 areas are rated high' report.xml
gives 0

# The other languages, an edition before, and words of one's own that look like HTML.
for lang in cy pl; do
    sed "s/lang=\"en-GB\"/lang=\"$lang\"/" "$SAMPLES/safer-plymouth.xml" >"$lang.xml"
    run boardpaper render "$lang.xml" -o - --report="$lang-report.xml" --since \
        "$SAMPLES/safer-plymouth.xml" --intro='Szanowni <b>Państwo</b> & goście,

drugi akapit'
    gives 0
    run python3 read.py "$lang-report.xml" "lang=$lang" file-name=board-paper.pdf last=OFFICIAL
    gives 0
    run grep -cF 'Szanowni &lt;b&gt;Państwo&lt;/b&gt; &amp; goście,' "$lang-report.xml"
    prints 1
done
run grep -F 'Nic się nie zmieniło od 2015-16.' pl-report.xml
gives 0

# The words are data: another template, with a mistake that is told and leaves nothing behind.
mkdir mine
sed 's/is attached\.</is yours to read.</' "$SOURCE/templates/message.xml" >mine/message.xml
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o mine/paper.pdf --report=mine/report.xml \
    --message=mine/message.xml --set-message most=3
gives 0
run grep -F 'is yours to read.' mine/report.xml
gives 0
rm mine/report.xml mine/paper.pdf
sed -i 's|<heading level="1">|&<ref target="letter-high" kind="page"/>|' mine/message.xml
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o mine/paper.pdf --report=mine/report.xml \
    --message=mine/message.xml
gives 65
says "a mail has no pages"
[ ! -e mine/paper.pdf ] && [ ! -e mine/report.xml ] || fail "nothing should be there"
