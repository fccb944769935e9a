# What is typed wrongly is named, with what was probably meant, and gives 64.
run boardpaper
gives 64
says "boardpaper --help"
run boardpaper hlep
gives 64
says "there is no command hlep; did you mean help?"
run boardpaper zzzzzzzz
gives 64
says "there is no command zzzzzzzz;"
run boardpaper help --quite
gives 64
says "did you mean --quiet?"
run boardpaper help --color=blue
gives 64
says "it is one of auto, always, never"
run boardpaper help help help
gives 64
says "one argument too many"
[ ! -s out ] || fail "nothing should be printed"
