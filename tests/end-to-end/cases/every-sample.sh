# Every sample is checked without a finding and renders, by every template that ships.
needs render
for input in "$SAMPLES"/*.xml; do
    run boardpaper check "$input"
    gives 0
    silent
    for template in "$SOURCE"/templates/*.xml; do
        run boardpaper render "$input" -t "$(basename "$template" .xml)" -o paper.pdf
        gives 0
        silent
        run qpdf --check paper.pdf
        gives 0
    done
done
