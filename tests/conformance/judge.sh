#!/bin/sh
# judge.sh PDF...: qpdf, poppler, MuPDF and Ghostscript open and draw each and have nothing to say
# of it. A complaint is anything said, or a status that is not 0.
set -u
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
complaints=0

check_quietly() {
    qpdf --check "$1" >"$scratch/said" 2>&1 || { cat "$scratch/said"; return 1; }
    grep -i warning "$scratch/said" || true
}
draw_poppler() {
    pdftoppm -r 20 "$1" "$scratch/page" && rm -f "$scratch"/page*
}
draw_mupdf() {
    mutool draw -q -r 20 -o /dev/null "$1" >"$scratch/said" 2>&1
    drawn=$?
    grep -v 'ICC support is not available' "$scratch/said"
    return $drawn
}
draw_ghostscript() {
    gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage -dPDFSTOPONWARNING "$1"
}

for document; do
    for judge in check_quietly draw_poppler draw_mupdf draw_ghostscript; do
        if ! said=$($judge "$document" 2>&1) || [ -n "$said" ]; then
            echo "$document: $judge: $said"
            complaints=1
        fi
    done
done
exit $complaints
