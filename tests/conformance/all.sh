#!/bin/sh
# all.sh GENERATE BOARDPAPER SCRATCH: makes some hundred documents and has them judged.
#
# Made are: documents of hand-made pages (GENERATE, see generate.c), papers that the program makes of
# generated assessments (assessments.py), and every sample by every template in every edition, and
# encrypted (encrypted.sh). Judges are veraPDF (run.sh), and qpdf, poppler, MuPDF and Ghostscript (judge.sh), which
# must open and draw every one without complaint; and structure.py, which looks in the program's
# papers for what no validator asks. The samples' papers of the standard edition must also look the
# same to five renderers, Chromium's viewer among them (drawn.py), and be heard by three readers as
# the goldens say (heard.py). BLESS=1: the goldens are written anew, to be read by someone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
generate=$1 boardpaper=$2 scratch=$3
source=$(cd "$here/../.." && pwd)
by_hand=${CONFORMANCE_BY_HAND:-180}
generated=${CONFORMANCE_GENERATED:-120}
export BOARDPAPER_DATA="$source"

rm -rf "$scratch"
mkdir -p "$scratch/documents" "$scratch/older" "$scratch/standard"
SOURCE=$source "$generate" "$scratch/documents" "$by_hand"

refused() {
    cat "$scratch/said" >&2
    echo "all.sh: the program would not make $1" >&2
    exit 1
}

python3 "$here/assessments.py" "$generated" "$scratch/assessments" \
    "$source/tests/unit/image/pictures/rgb8-interlaced.png" >"$scratch/calls"
number=0
while read -r call; do
    number=$((number + 1))
    # shellcheck disable=SC2086 # the call is words
    "$boardpaper" render $call -o "$scratch/documents/assessment-$number.pdf" 2>"$scratch/said" ||
        refused "$call"
done <"$scratch/calls"

# Fonts with CFF outlines, which are embedded otherwise than those that ship.
fonts=$scratch/cff/fonts
mkdir -p "$fonts"
cp -R "$source"/fonts/* "$fonts/"
ln -s "$source/templates" "$scratch/cff/templates"
cp /usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf \
    /usr/share/fonts/opentype/urw-base35/NimbusSans-Bold.otf "$fonts/" # Ghostscript brings them
sed -e 's/^family Source Sans 3/family Nimbus Sans/; s/^regular SourceSans3-.*/regular NimbusSans-Regular.otf/' \
    -e 's/^bold SourceSans3-.*/bold NimbusSans-Bold.otf/; /SourceSans3/d; /^spacing/d; /fallback Source/d' \
    "$source/fonts/families.txt" >"$fonts/families.txt"
for name in risk-matrix fenmarch-pl; do
    paper=$scratch/documents/$name-cff.pdf
    BOARDPAPER_DATA=$scratch/cff "$boardpaper" render "$source/samples/$name.xml" -o "$paper" \
        2>"$scratch/said" || refused "$name in Nimbus Sans"
    pdffonts "$paper" | grep -q 'CID Type 0C' || refused "$paper with CFF outlines"
done

# Every template with what it can show: where scores come from, how firm they are, and what has
# moved since an edition before, in which some counts and scores were others. (The standard edition
# of those that need none of these is made without.)
templates=$(grep -l '^<template' "$source"/templates/*.xml)
papers=0
for sample in "$source"/samples/*.xml; do
    name=$(basename "$sample" .xml)
    older=$source/samples/previous/$name.xml
    [ -f "$older" ] || older=$scratch/older/$name.xml
    [ -f "$older" ] || sed -e '0,/<area .* count="/s/\(<area .* count="\)\([1-9]\)\([1-9]\)/\1\3\2/' \
        -e 's/\(<score factor="\(impact\|physical\)" value="\)3"/\12"/' "$sample" >"$older"
    for template in $templates; do
        template=$(basename "$template" .xml)
        for edition in standard large-print compact monochrome; do
            with="--audit --sensitivity --since $older"
            case $edition-$template in
            standard-movement | standard-firmness | standard-audit) ;;
            standard-*) with= ;; # as most people make it
            esac
            # shellcheck disable=SC2086 # these are words
            "$boardpaper" render "$sample" -t "$template" -e "$edition" $with \
                -o "$scratch/documents/$name-$template-$edition.pdf" \
                2>"$scratch/said" || refused "$name by $template in $edition"
            papers=$((papers + 1))
        done
        # One audit is heard and drawn by all; they are long and alike.
        [ $template = audit ] && [ $name != risk-matrix ] ||
            cp "$scratch/documents/$name-$template-standard.pdf" "$scratch/standard/$name-$template.pdf"
    done
done
long=calderwick-strategic-assessment
for edition in standard large-print compact monochrome; do
    "$boardpaper" render "$source/samples/long/calderwick.xml" \
        -t "$source/samples/long/strategic-assessment.xml" -e $edition \
        -o "$scratch/documents/$long-$edition.pdf" 2>"$scratch/said" || refused "$long in $edition"
    papers=$((papers + 1))
done
# It is heard like the others but not drawn by all: it has their tables, figures and prose.
mkdir -p "$scratch/long"
cp "$scratch/documents/$long-standard.pdf" "$scratch/long/$long.pdf"
if [ $papers -eq 0 ]; then
    echo "all.sh: the program made no paper: no sample or no template was found" >&2
    exit 1
fi

judged=0
ls "$scratch"/documents/*.pdf | xargs -P "$(nproc)" -n 8 sh "$here/judge.sh" || judged=1
echo "$papers papers of samples, $generated of generated assessments, $by_hand documents made by hand:" \
    "qpdf, poppler, MuPDF and Ghostscript $([ $judged -eq 0 ] && echo have no complaint || echo COMPLAIN)"

ls "$scratch"/documents/assessment-*.pdf "$scratch"/standard/*.pdf |
    xargs -P "$(nproc)" -n 8 python3 "$here/structure.py" || judged=1
viewers=$(sh "$here/viewers.sh")
"$viewers/venv/bin/python" "$here/drawn.py" "$scratch/standard" "$scratch/drawn" || judged=1
python3 "$here/heard.py" "$viewers" "$source/tests/golden/heard" ${BLESS:+--bless} \
    "$scratch/long/$long.pdf" "$scratch"/standard/*.pdf || judged=1 # the slowest to read first
sh "$here/run.sh" "$scratch/documents" || judged=1
echo "Encrypted, of which PDF/A allows nothing:"
sh "$here/encrypted.sh" "$boardpaper" "$scratch/encrypted" "$source"/samples/*.xml || judged=1
exit $judged
