# The manual page names every command and every option that the help names.
page=$PREFIX/share/man/man1/boardpaper.1
[ -f "$page" ] || fail "the manual page should be installed"
run boardpaper --help
gives 0
cp out program-help
for command in $(sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' program-help); do
    grep -qE "^\.Ss $command( |\$)" "$page" || fail "the manual should have the command $command"
    run boardpaper help "$command"
    for option in $(grep -oE -- '--[a-z-]+' out | sort -u); do
        grep -qF -- "Fl -${option#--}" "$page" || fail "the manual should have $option, of $command"
    done
done
