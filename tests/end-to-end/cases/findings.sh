# What would shut a reader out is found by check, with its line, before any PDF is made: in the
# assessment, and in the template.
cp "$SAMPLES/risk-matrix.xml" good.xml
cp "$SOURCE/tests/unit/image/pictures/rgb8-interlaced.png" picture.png

put() { # NAME: good.xml with what is read from here in a section of its own, at its second line
    line=$(grep -n '<section ' good.xml | head -n 1 | cut -d: -f1)
    { head -n $((line - 1)) good.xml; echo '<section id="put"><heading>Put</heading>'; cat
        echo '</section>'; tail -n +"$line" good.xml; } >"$1.xml"
    line=$((line + 1))
}
found() { # FILE TEXT: check says it of the line, with status 65, and there is no PDF
    run boardpaper check "$1.xml"
    gives 65
    says "$1.xml:$line: error: $2"
    run boardpaper render "$1.xml" -o "$1.pdf"
    gives 65
    [ ! -e "$1.pdf" ] || fail "there should be no PDF"
}

put sound <<'XML'
<p>See <a href="https://www.example.org/">the district's own figures</a>.</p><figure src="picture.png" alt="Robbery fell in every month but March" width="20mm"/>
XML
run boardpaper check sound.xml
gives 0
put picture <<'XML'
<figure src="picture.png" alt=" "/>
XML
found picture "the figure has no alternative text"
put lacking <<'XML'
<figure src="picture.png"/>
XML
found lacking "<figure> lacks the attribute alt"
put table <<'XML'
<table><body><row><cell>a</cell><cell>b</cell></row></body></table>
XML
found table "the table has no header"
put link <<'XML'
<p>For more see <a href="https://www.example.org/"> <strong/> </a>.</p>
XML
found link "the link to https://www.example.org/ has no text"
put nowhere <<'XML'
<p>For more see <a href="#elsewhere">elsewhere</a>.</p>
XML
found nowhere "nothing has the id elsewhere"
put scheme <<'XML'
<p>For more see <a href="file:///etc/passwd">elsewhere</a>.</p>
XML
found scheme 'the link to "file:///etc/passwd" is refused'
put heading <<'XML'
<section><heading> </heading><p>x</p></section>
XML
found heading "the heading says nothing"

# Words that do not say where, or what: an advice.
put vague <<'XML'
<p>For more see <a href="https://www.example.org/">here</a>.</p><figure src="picture.png" alt="Chart" width="20mm"/>
XML
run boardpaper check vague.xml
gives 0
says "vague.xml:$line: advice: the link's words"
says "vague.xml:$line: advice: the alternative text \"Chart\""

# In a template, with the template's own line.
cp "$SOURCE/templates/house.xml" .
form() { # NAME: a template with what is read from here at its fifth line
    { printf '<template version="1" name="%s">\n<house file="house.xml"/>\n<body>\n' "$1"
        printf '<heading level="1">Title</heading>\n'; cat; printf '</body></template>\n'; } >"$1.xml"
}
found_in() { # TEMPLATE TEXT
    run boardpaper check good.xml -t "./$1.xml"
    gives 65
    says "$1.xml:5: error: $2"
}
form skipping <<'XML'
<heading level="3">Too deep</heading>
XML
found_in skipping "a heading of level 3 follows one of level 1"
form wordless <<'XML'
<p><a href="https://www.example.org/"/></p>
XML
found_in wordless "the link to https://www.example.org/ has no text"
form headless <<'XML'
<table><body><row><cell>a</cell></row></body></table>
XML
found_in headless "the table has no header"
form mute <<'XML'
<chart kind="bars" select="//area" label="{name}" value="@total"><alt> </alt></chart>
XML
found_in mute "the figure has no alternative text"
