#!/bin/sh
# all.sh GENERATE BOARDPAPER SCRATCH: makes some hundred documents and has them judged.
#
# Made are: documents of hand-made pages (GENERATE, see generate.c), and the program's own papers,
# every sample by every template in every edition. Judges are veraPDF (run.sh), and qpdf, poppler,
# MuPDF and Ghostscript, which must open and draw every one without complaint. The papers of the
# standard edition must also look the same to four renderers (drawn.py), and be heard by two readers
# as the goldens say (heard.py). BLESS=1: the goldens are written anew, to be read by someone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
generate=$1 boardpaper=$2 scratch=$3
source=$here/../..
count=${CONFORMANCE_DOCUMENTS:-300}

rm -rf "$scratch"
mkdir -p "$scratch/documents"
SOURCE=$source "$generate" "$scratch/documents" "$count"

papers=0
refused=
for sample in "$source"/samples/*.xml; do
    for template in board-paper appendix summary bulletin; do
        [ -f "$source/templates/$template.xml" ] || continue
        for edition in standard large-print compact monochrome; do
            paper=$scratch/documents/$(basename "$sample" .xml)-$template-$edition.pdf
            status=0
            BOARDPAPER_DATA=$source "$boardpaper" render "$sample" -t "$template" -e "$edition" \
                -o "$paper" 2>"$scratch/said" || status=$?
            if [ $status -eq 0 ]; then
                papers=$((papers + 1))
            elif [ $status -eq 65 ] && grep -q 'has no factor' "$scratch/said"; then
                refused="$refused $(basename "$sample" .xml)/$template" # not for that method
            else
                cat "$scratch/said" >&2
                exit 1
            fi
        done
    done
done
if [ $papers -eq 0 ]; then
    echo "all.sh: the program made no paper: no sample or no template was found" >&2
    exit 1
fi

# A complaint is anything said, or a status that is not 0.
complaints=0
judge() { # NAME COMMAND...: runs the command on every document
    name=$1
    shift
    for document in "$scratch"/documents/*.pdf; do
        if ! said=$("$@" "$document" 2>&1) || [ -n "$said" ]; then
            echo "$document: $name: $said"
            complaints=$((complaints + 1))
        fi
    done
}
check_quietly() {
    qpdf --check "$1" >"$scratch/said" 2>&1 || { cat "$scratch/said"; return 1; }
    grep -i warning "$scratch/said" || true
}
draw_poppler() {
    pdftoppm -r 20 "$1" "$scratch/page"
    rm -f "$scratch"/page*
}
draw_mupdf() {
    mutool draw -q -r 20 -o /dev/null "$1" 2>&1 | grep -v 'ICC support is not available' || true
}
judge qpdf check_quietly
judge poppler draw_poppler
judge MuPDF draw_mupdf
judge Ghostscript gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage -dPDFSTOPONWARNING
[ -z "$refused" ] || echo "refused, for the method has not what the template shows:" \
    "$(echo "$refused" | tr ' ' '\n' | sort -u | tr '\n' ' ')"
echo "$papers papers of the program, $count documents made by hand, $complaints complaints of qpdf," \
    "poppler, MuPDF and Ghostscript"

viewers=$(sh "$here/viewers.sh")
mkdir -p "$scratch/standard"
for document in "$scratch"/documents/*-standard.pdf; do
    cp "$document" "$scratch/standard/$(basename "$document" -standard.pdf).pdf"
done
judged=0
"$viewers/venv/bin/python" "$here/drawn.py" "$scratch/standard" "$scratch/drawn" || judged=1
python3 "$here/heard.py" "$viewers" "$source/tests/golden/heard" ${BLESS:+--bless} \
    "$scratch"/standard/*.pdf || judged=1
sh "$here/run.sh" "$scratch/documents" || judged=1
[ $complaints -eq 0 ] && [ $judged -eq 0 ]
