# Libraries that are loaded when they are first needed: without one there is no paper, and it is
# named; what does not need it goes on.
sed 's/lang="en-GB"/lang="de"/' "$SAMPLES/safer-plymouth.xml" >german.xml
grep -q 'lang="de"' german.xml || fail "the sample's language should be told"
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
        run env LD_LIBRARY_PATH="$PWD/without-$library" boardpaper score "$SAMPLES/safer-plymouth.xml"
        gives 70
        says "$library is missing"
        ;;
    libicuuc* | libz*) ;; # libxml2 may want them
    *)
        run env LD_LIBRARY_PATH="$PWD/without-$library" boardpaper score "$SAMPLES/safer-plymouth.xml"
        gives 0
        ;;
    esac
    case $library in
    libicui18n*) # papers in English do without
        run env LD_LIBRARY_PATH="$PWD/without-$library" \
            boardpaper render "$SAMPLES/safer-plymouth.xml" -o english.pdf
        gives 0
        ;;
    esac
done
[ "$(find . -name 'without-*' | wc -l)" -eq 7 ] || fail "seven libraries should be loaded late"
