run boardpaper --version
gives 0
silent
grep -qxE 'boardpaper [0-9]+\.[0-9]+\.[0-9]+' out || fail "should be a name and a version"
