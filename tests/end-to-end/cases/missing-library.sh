# Libraries that are loaded when a paper is made: without one there is no paper, and it is named.
for library in $(grep -aoE 'lib(harfbuzz|hpdf)[-a-z0-9.]*\.so[.0-9]*' "$PREFIX/bin/boardpaper" |
    sort -u); do
    mkdir "without-$library"
    : >"without-$library/$library" # found first, and no library
    run env LD_LIBRARY_PATH="$PWD/without-$library" \
        boardpaper render "$SAMPLES/safer-plymouth.xml" -o paper.pdf
    gives 70
    says "$library is missing"
    run env LD_LIBRARY_PATH="$PWD/without-$library" \
        boardpaper render "$SAMPLES/safer-plymouth.xml" --threads=1 -o paper.pdf
    gives 70
    says "$library is missing"
    [ ! -e paper.pdf ] || fail "there should be no PDF"
    run env LD_LIBRARY_PATH="$PWD/without-$library" boardpaper score "$SAMPLES/safer-plymouth.xml"
    gives 0
done
[ "$(find . -name 'without-*' | wc -l)" -eq 2 ] || fail "two libraries should be loaded late"
