# Two papers of one source: an extract for all, the whole for those who are cleared. Nothing is sent
# without a relay, and both wait for approval.
sed 's/marking="OFFICIAL">/marking="OFFICIAL-SENSITIVE">/
     s/<area id="robbery"/& marking="OFFICIAL-SENSITIVE"/' "$SAMPLES/safer-plymouth.xml" >n.xml
cat >s.xml <<'XML'
<schedule version="1">
  <period><meeting date="2016-01-21"/><due clear-days="5"/></period>
  <papers>
    <paper id="public" template="summary" marking="OFFICIAL"/>
    <paper id="whole" template="summary"><subject>For {partnership} only</subject></paper>
  </papers>
  <partnerships><partnership id="n" assessment="n.xml"/></partnerships>
  <members>
    <member address="all@example.org" clearance="OFFICIAL"/>
    <member address="some@example.org" clearance="OFFICIAL-SENSITIVE"/>
  </members>
  <message from="papers@example.org"/>
  <policy greatest-age-days="400"/>
</schedule>
XML
run boardpaper run s.xml --now=2016-01-13T07:00:00Z --dry-run --output=dry
gives 0
(cd dry && printf '%s\n' *.eml) >messages
printf '%s\n' n.public.1.all@example.org.eml n.public.2.some@example.org.eml \
    n.whole.2.some@example.org.eml >expected
cmp -s messages expected || fail "the whole should go to some alone: $(cat messages)"
grep -q '^Subject: \[OFFICIAL-SENSITIVE\] For n only' dry/n.whole.2.some@example.org.eml ||
    fail "the marking should come first in the subject"
pdftotext dry/n.public.pdf - | grep -q 'OFFICIAL-SENSITIVE' &&
    fail "the extract should not be marked as the whole"

run boardpaper run s.xml --now=2016-01-13T07:00:00Z --edition=2016-01
gives 0
says "waiting for approval: 3 messages"
says "all@example.org is not cleared for n.whole and gets no n.whole.pdf"
run boardpaper run s.xml --now=2016-01-13T07:00:00Z --edition=2016-02
gives 64
says "no paper has an edition 2016-02"
