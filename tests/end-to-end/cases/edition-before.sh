# With the edition before: what became of its recommendations, what moved, and one page of each for
# those who read no more.
previous=$SAMPLES/previous/fellside.xml

run boardpaper check -v "$SAMPLES/fellside.xml" --since="$previous"
gives 0
says "the recommendation taxis of 2025-03-20 was not over then and is not carried on"
run boardpaper check --since=absent.xml "$SAMPLES/fellside.xml"
gives 66

words() { # PDF: its words to the file out
    run pdftotext "$1" out.txt
    gives 0
    tr -s ' \n' ' ' <out.txt >out
}

run boardpaper render "$SAMPLES/fellside.xml" --since="$previous" --sensitivity -o paper.pdf
gives 0
silent
words paper.pdf
prints "Progress on what was agreed"
prints "before: ▲ At risk"
prints "31 May 2025, overdue"
prints "■ Off course"
prints "Train taxi drivers to see who is at risk"
prints "How firm is this ranking?"
prints "Road safety lead"
prints "Modern slavery People withheld [c]"
prints "Rated high and in none of the areas of focus: deaths and serious injuries on the roads."

run boardpaper render "$SAMPLES/fellside.xml" --since="$previous" -t bulletin -o bulletin.pdf
gives 0
silent
words bulletin.pdf
prints "What has moved since the edition Year to December 2024"
prints "was moderate"

for input in "$SAMPLES"/*.xml; do
    for template in summary bulletin; do
        run boardpaper render "$input" -t $template -o one.pdf
        gives 0
        run pdfinfo one.pdf
        grep -q '^Pages: *1$' out || fail "the $template of $(basename "$input") should be one page"
    done
done
