#!/bin/sh
# packages.sh GROUP...: installs what is missing of the groups' Debian or Ubuntu packages.
# The one list of what boardpaper needs. Quick, and needs no network, where nothing is missing.
#
#   build        to build and run the program
#   test         to run the tests
#   conformance  to run veraPDF, the validator, and other readers of PDF (tests/conformance)
#   ci           other compilers and checkers (.ci/run)
set -eu

packages_of() {
    case $1 in
    build)
        echo gcc libc6-dev cmake ninja-build pkgconf
        echo libexpat1-dev libxml2-dev libharfbuzz-dev libicu-dev libhyphen-dev libhpdf-dev libdeflate-dev zlib1g-dev
        echo libcurl4-openssl-dev libsqlite3-dev libssl-dev
        echo qpdf
        ;;
    test)
        echo libcmocka-dev binutils poppler-utils libxml2-utils openssl python3 python3-aiosmtpd
        echo libemail-mime-perl
        ;;
    conformance)
        echo default-jre-headless maven mupdf-tools ghostscript nodejs npm python3-venv
        # Ubuntu's package of that name only leads to its shop of snaps.
        grep -qx 'ID=ubuntu' /etc/os-release || echo chromium
        ;;
    ci)
        echo clang clang-format clang-tidy libclang-rt-dev git
        ;;
    *)
        echo "packages.sh: there is no group $1; the groups are build, test, conformance, ci" >&2
        exit 64
        ;;
    esac
}

# npm may have come with another node than Debian's, whose package would not go with it.
is_installed() {
    [ "$1" = npm ] && command -v npm >/dev/null && return
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=
for group in "$@"; do
    packages=$(packages_of "$group")
    for package in $packages; do
        is_installed "$package" || missing="$missing $package"
    done
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "packages.sh: missing:$missing; run this as root, or install sudo, or install them" >&2
        exit 77
    fi
    as_root=sudo
fi
echo "Installing what is missing:$missing"
export DEBIAN_FRONTEND=noninteractive
install() {
    # shellcheck disable=SC2086 # the list is words
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
$as_root apt-get update -qq >"$log" 2>&1 || { cat "$log" >&2; exit 69; }
install >"$log" 2>&1 </dev/null || { cat "$log" >&2; exit 69; }
