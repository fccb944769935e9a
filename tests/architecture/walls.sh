#!/bin/sh
# walls.sh WALLS SOURCE: each room uses only the rooms it names, and foreign headers only in the
# room they belong to.
#
# The linker alone sees calls upwards; a call to a room that another room brings along would pass.
# So the symbols that a room's archive lacks are looked up in the other rooms' archives.
# WALLS has a line for each room: NAME:ARCHIVE: ROOMS IT MAY USE
set -eu

walls=$1
source=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

complain() {
    echo "$1"
    failed=1
}

while IFS=: read -r room archive _; do
    nm -g --defined-only "$archive" 2>/dev/null | awk -v room="$room" 'NF == 3 {print $3, room}'
done <"$walls" | sort >"$scratch/defined"
[ -s "$scratch/defined" ] || { echo "walls.sh: no room defines anything"; exit 1; }

while IFS=: read -r room archive links; do
    nm -u "$archive" 2>/dev/null | awk 'NF == 2 && $1 == "U" {print $2}' | sort -u >"$scratch/used"
    join "$scratch/used" "$scratch/defined" >"$scratch/crossed"
    while read -r symbol owner; do
        case " $room $links " in
        *" $owner "*) ;;
        *) complain "src/$room calls $symbol of $owner, which its LINKS do not name" ;;
        esac
    done <"$scratch/crossed"
done <"$walls"

# HEADER-PATTERN ROOM...
belongs() {
    pattern=$1
    shift
    rooms=$*
    for file in $(grep -rlE "#include [<\"]$pattern" "$source/src" "$source/include" || :); do
        room=${file#"$source"/src/}
        room=${room%%/*}
        case " $rooms " in
        *" $room "*) ;;
        *) complain "${file#"$source"/} includes $pattern, which belongs to src/$rooms" ;;
        esac
    done
}
belongs 'libxml/' xml
belongs 'expat' xml
belongs 'hb[.-]' text
belongs 'unicode/' text
belongs 'hyphen\.h' text
belongs 'hpdf' pdf
belongs 'libdeflate' pdf
belongs 'zlib\.h' pdf
belongs 'curl/' delivery
belongs 'sqlite3' delivery
belongs 'openssl/' delivery

exit $failed
