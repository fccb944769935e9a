# What a template may ask of the layout, as its users type it, and what a reader hears of that:
# spans, notes, groups, terms, references. Poppler reads the structure aloud.
cat >clauses.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<template version="1" name="clauses">
  <house file="house.xml"/>
  <metadata><title>Clauses</title></metadata>
  <body first-level="2" number-sections="yes" number-paragraphs="yes">
    <heading level="1" style="title">Clauses</heading>
    <section id="one"><heading>Of tables</heading>
      <p>See <ref target="second" kind="number"/>, that is <ref target="second" kind="full"/>.</p>
      <table id="t" overflow="landscape">
        <caption>Of spans</caption>
        <columns><column header="yes" width="3*"/><column width="1*"/><column align="decimal"/></columns>
        <head><row><cell rows="2">Area</cell><cell columns="2">Both years</cell></row><row><cell>First</cell><cell>Second</cell></row></head>
        <body>
          <row kind="group"><cell columns="3">Violent</cell></row>
          <row><cell rows="2">Robbery<note>In the street.</note></cell><cell>upper</cell><cell>1.5</cell></row>
          <row><cell>lower</cell><cell>12</cell></row>
        </body>
        <foot><row><cell>All</cell><cell>together</cell><cell>99</cell></row></foot>
        <notes><p>Under the table.</p></notes>
      </table>
      <definitions><term>Harm</term><definition><p>What is done.</p><list><item>listed</item></list></definition></definitions>
      <list kind="number"><item kind="recommendation" id="first">Agree the first.</item><item kind="recommendation" id="second"><p>Agree the second.</p><list kind="letter"><item><p>inner</p><list kind="roman"><item>innermost</item></list></item></list></item></list>
      <p>A <span lang="cy">gair Cymraeg</span>, <abbr expansion="what it stands for">ASB</abbr>, H<sub>2</sub>O, <code>x</code>, <q>said</q>, <a href="https://example.org/">there</a>.<br/>And on.</p>
    </section>
  </body>
</template>
XML
run boardpaper render "$SAMPLES/safer-plymouth.xml" -t ./clauses.xml -o clauses.pdf
gives 0
silent
run pdfinfo -struct-text clauses.pdf
gives 0
cp out heard
tr -s ' \n' '  ' <heard >out
prints 'Link (inline) "2"'
prints '"2 Agree the second, page 1"'
prints '"Table 1. Of spans"'
prints '"Harm"'
prints '/ListNumbering /LowerAlpha'
prints '/ListNumbering /LowerRoman'
prints '"In the street."'
prints '"Under the table."'
prints 'Code (inline) "x"'
prints '"‘said’"'
# The cell beside one that reaches down heads no row, and the foot belongs to no group.
grep -B4 '"lower"' heard | grep -q '^ *TD' || fail "what stands beside a span should be no header"
group=$(grep -B3 '"Violent"' heard | sed -n 's/.*TH <\(#[0-9]*\)>.*/\1/p')
[ -n "$group" ] || fail "the group's name should be a header"
grep -B2 '"12"' heard | grep -qF "($group)" || fail "a row of the group should name it as a header"
! grep -B2 '"99"' heard | grep -qF "($group)" || fail "the foot should not be of the last group"
