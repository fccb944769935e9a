# Help goes to standard output, names every command, and every command has its own.
run boardpaper --help
gives 0
silent
prints "usage: boardpaper COMMAND"
commands=$(sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' out)
[ -n "$commands" ] || fail "the help should list commands"
for command in $commands; do
    run boardpaper help "$command"
    gives 0
    prints "usage: boardpaper $command"
    cp out by-name
    run boardpaper "$command" --help
    gives 0
    silent
    cmp -s out by-name || fail "help $command and $command --help should be the same"
done
