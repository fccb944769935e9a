# The long sample, by a template of its own: some forty pages, without a word of complaint, with
# contents, both orientations and appendices that number their own pages.
run boardpaper check "$SAMPLES/long/calderwick.xml"
gives 0
! grep -qE ': (error|warning): ' err || fail "there should be no error and no warning"
run boardpaper render "$SAMPLES/long/calderwick.xml" \
    -t "$SAMPLES/long/strategic-assessment.xml" -o long.pdf
gives 0
silent
run qpdf --check long.pdf
gives 0
run pdfinfo -l 99 long.pdf
pages=$(sed -n 's/^Pages: *//p' out)
[ "$pages" -ge 35 ] && [ "$pages" -le 45 ] || fail "there should be 35 to 45 pages"
grep -q ' size: *595.* x 841' out || fail "some pages should be upright"
grep -q ' size: *841.* x 595' out || fail "some pages should lie"
run pdftotext -layout long.pdf -
prints "Appendix B: Results"
grep -q 'Page A-1 of A-' out || fail "the appendix should number its own pages"
grep -Eq '^ *Table 25 .*[. ] E-1$' out || fail "the list of tables should give appendix pages"
