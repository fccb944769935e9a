#!/bin/sh
# run.sh [--without-conformance]: from a checkout on Debian 12, Debian 13 or Ubuntu 24.04, as root
# or with sudo, to every test run. Installs what is missing. The last line is ctest's summary.
set -eu
cd "$(dirname "$0")/.."

conformance=yes
for argument in "$@"; do
    case $argument in
    --without-conformance) conformance=no ;;
    *)
        echo "usage: sh tests/run.sh [--without-conformance]" >&2
        exit 64
        ;;
    esac
done

sh tests/packages.sh build test
if [ $conformance = yes ]; then
    sh tests/packages.sh conformance
fi

cmake --preset dev >/dev/null
cmake --build --preset dev

say_left_out() {
    [ $conformance = yes ] && return
    echo "************************************************************************"
    echo "* LEFT OUT, as asked: the conformance tests. That the papers are       *"
    echo "* PDF/UA-1 and PDF/A-3a is NOT shown by this run.                      *"
    echo "************************************************************************"
}

say_left_out
log=build/dev/ctest.log
status=0
if [ $conformance = yes ]; then
    ctest --preset dev -j "$(nproc)" -O $log || status=$?
else
    ctest --preset dev -j "$(nproc)" -O $log -LE conformance || status=$?
fi
say_left_out
echo "The log is $log; each test's own is in build/dev/Testing."
grep 'tests passed' $log || echo "ctest ended with status $status"
exit $status
