# An installed tree can be moved as a whole: nothing in it knows where it was.
cp -R "$PREFIX" elsewhere
run elsewhere/bin/boardpaper --version
gives 0
! grep -qE '__asan_init|__gcov_' elsewhere/bin/boardpaper || skip "instruments name the sources"
# Debug information names the sources; it is no part of the work.
strip -g elsewhere/bin/boardpaper elsewhere/libexec/*
for folder in bin share include lib; do
    [ -d elsewhere/$folder ] || fail "$folder should be installed"
done
find elsewhere -type f ! -name '*.a' -exec grep -lF -e "$SOURCE" -e "$PREFIX" {} + >found || :
[ ! -s found ] || fail "paths of the machine that built it are in $(cat found)"
