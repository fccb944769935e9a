# Libraries that are loaded when they are first needed: without one there is no paper, and it is
# named; what does not need it goes on.
# A paper that needs them all: in another language, of XML that is not plain.
sed -e 's/lang="en-GB"/lang="de"/' -e '1s/version="1.0"/version="1.1"/' \
    "$SAMPLES/safer-plymouth.xml" >german.xml
grep -q 'lang="de"' german.xml || fail "the sample's language should be told"
grep -q 'version="1.1"' german.xml || fail "the sample should have a declaration"
late='lib(xml2|icuuc|icui18n|harfbuzz|hpdf|deflate|z)[-a-z0-9.]*\.so[.0-9]*'
for library in $(grep -aoE "$late" "$PREFIX/bin/boardpaper" | sort -u); do
    mkdir "without-$library"
    : >"without-$library/$library" # found first, and no library
    for threads in 1 2; do
        run env LD_LIBRARY_PATH="$PWD/without-$library" \
            boardpaper render german.xml --threads=$threads -o paper.pdf
        gives 70
        says "$library is missing"
        [ ! -e paper.pdf ] || fail "there should be no PDF"
    done
    run env LD_LIBRARY_PATH="$PWD/without-$library" boardpaper --version
    gives 0
    case $library in
    libxml2*)
        run env LD_LIBRARY_PATH="$PWD/without-$library" boardpaper score german.xml
        gives 70
        says "$library is missing"
        ;;
    esac
    run env LD_LIBRARY_PATH="$PWD/without-$library" boardpaper score "$SAMPLES/safer-plymouth.xml"
    gives 0
    case $library in
    libxml2* | libicu*) # plain papers in English do without
        run env LD_LIBRARY_PATH="$PWD/without-$library" \
            boardpaper render "$SAMPLES/safer-plymouth.xml" -o english.pdf
        gives 0
        ;;
    esac
done
[ "$(find . -name 'without-*' | wc -l)" -eq 7 ] || fail "seven libraries should be loaded late"
