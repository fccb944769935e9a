# Every sample is checked without an error or a warning (advice there may be: the reference has areas
# of focus that nothing scores) and renders, by every template that ships.
for input in "$SAMPLES"/*.xml; do
    run boardpaper check "$input"
    gives 0
    ! grep -qE ': (error|warning): ' err || fail "there should be no error and no warning"
    for template in $(grep -l '^<template' "$SOURCE"/templates/*.xml); do
        run boardpaper render "$input" -t "$(basename "$template" .xml)" -o paper.pdf
        gives 0
        silent
        run qpdf --check paper.pdf
        gives 0
    done
done
