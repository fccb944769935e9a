# Another C program uses the installed library, found by pkg-config, and makes the same paper.
command -v cc >/dev/null || skip "there is no C compiler"
! grep -qE '__asan_init|__gcov_' "$PREFIX/bin/boardpaper" || skip "the library is built with instruments"
PKG_CONFIG_PATH=$(dirname "$(find "$PREFIX" -name boardpaper.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046 # flags are words
run cc -std=c17 -Wall -Werror $(pkg-config --cflags boardpaper) "$SAMPLES/embed.c" \
    $(pkg-config --libs boardpaper) -o embed
gives 0
silent
BOARDPAPER_DATA=$PREFIX/share/boardpaper
export BOARDPAPER_DATA
run ./embed "$SAMPLES/safer-plymouth.xml" paper.pdf
gives 0
silent
[ "$(wc -l <out)" -eq 6 ] || fail "six areas are high in the reference"
prints "Domestic abuse"
run boardpaper render "$SAMPLES/safer-plymouth.xml" -o by-program.pdf
cmp paper.pdf by-program.pdf || fail "the library should make what the program makes"
