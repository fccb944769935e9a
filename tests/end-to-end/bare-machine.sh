#!/bin/sh
# bare-machine.sh SYSTEM [WORD...]: the two commands of the README on a machine that has nothing.
# SYSTEM: debian-12, debian-13 or ubuntu-24.04. Run by hand, as root, with debootstrap installed;
# it takes some minutes and the network. The words go to tests/run.sh (--without-conformance).
#
# A bare system is made once by debootstrap (ROOTS, /var/tmp/boardpaper-roots) and kept as it was
# made; each run works on a copy with a checkout of HEAD, in its own mount and process space, so
# that nothing of the run stays but the copy, SYSTEM.run, to look into.
#
# The packages come from MIRROR, or else from where this machine's own come from; so MIRROR must be
# given for a system of the other kind. On Debian, Ubuntu's keyring must be at hand for ubuntu-24.04: KEYRING, or
# ROOTS/ubuntu-archive-keyring.gpg (out of Ubuntu's package ubuntu-keyring).
set -eu
system=${1:?usage: bare-machine.sh SYSTEM [WORD...]}
shift
cd "$(dirname "$0")/../.."
roots=${ROOTS:-/var/tmp/boardpaper-roots}
bare=$roots/$system
root=$bare.run

case $system in
debian-12) suite=bookworm components=main script= ;;
debian-13) suite=trixie components=main script= ;;
ubuntu-24.04)
    # debootstrap makes every Ubuntu alike; an older one does not know this name yet.
    suite=noble components=main,universe script=gutsy
    KEYRING=${KEYRING:-$roots/ubuntu-archive-keyring.gpg}
    ;;
*)
    echo "bare-machine.sh: there is no system $system" >&2
    exit 64
    ;;
esac

mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | head -n 1)}

if [ ! -e "$bare.made" ]; then
    mkdir -p "$roots"
    rm -rf "$bare"
    # shellcheck disable=SC2086 # script may be none
    debootstrap --variant=minbase --components=$components ${KEYRING:+--keyring=$KEYRING} \
        $suite "$bare" $mirror ${script:+/usr/share/debootstrap/scripts/$script}
    touch "$bare.made"
fi
rm -rf "$root"
cp -a "$bare" "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/root/boardpaper"
git archive HEAD | tar -x -C "$root/root/boardpaper"

inside() {
    unshare --mount --pid --fork sh -eu -c '
        root=$1
        shift
        mount -t proc proc "$root/proc"
        mount -t tmpfs tmpfs "$root/tmp"
        exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
            sh -c "cd /root/boardpaper && exec \"\$@\"" sh "$@"' sh "$root" "$@"
}

echo "==== $system: sh samples/run.sh"
inside sh samples/run.sh
echo "==== $system: sh samples/run.sh, again (nothing is missing now)"
inside sh samples/run.sh
echo "==== $system: sh tests/run.sh $*"
inside sh tests/run.sh "$@"
