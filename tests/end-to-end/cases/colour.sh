# Colour is for terminals, unless it is asked for.
escape=$(printf '\033')
run boardpaper help nothing
gives 64
! grep -q "$escape" err || fail "no colour where nobody sees it"
run boardpaper help nothing --color=always
grep -q "$escape" err || fail "colour where it is asked for"
run env NO_COLOR=1 boardpaper help nothing --color=always
grep -q "$escape" err || fail "the option goes before NO_COLOR"
