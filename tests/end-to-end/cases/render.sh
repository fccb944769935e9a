# The same input gives the same bytes, wherever, whenever and however it is rendered; and the PDF
# is one that others read.
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o paper.pdf
gives 0
silent
run qpdf --check paper.pdf
gives 0
run pdfinfo paper.pdf
gives 0
prints "Tagged:          yes"

mkdir elsewhere
cp "$SAMPLES/safer-plymouth.xml" elsewhere/
(
    cd elsewhere
    run env TZ=Pacific/Auckland LC_ALL=C LANG=cy_GB.UTF-8 boardpaper render safer-plymouth.xml
    gives 0
    silent
)
cmp paper.pdf elsewhere/safer-plymouth.pdf || fail "the same input should give the same bytes"
for threads in 1 2; do
    run boardpaper render "$SAMPLES/safer-plymouth.xml" --threads=$threads -o $threads.pdf
    gives 0
    cmp paper.pdf $threads.pdf || fail "$threads threads should give the same bytes"
done
run sh -c "boardpaper render '$SAMPLES/safer-plymouth.xml' -o - >stream.pdf"
gives 0
cmp paper.pdf stream.pdf || fail "standard output should get the same bytes"
