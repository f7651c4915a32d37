#!/bin/sh
# Prints what must be installed to build and run programs of some architectures, or of all: a file
# that shows whether it is, and the Debian package, in the form that scripts/setup.sh reads.
#
# usage: packages.sh [NAME...]
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh

# shellcheck disable=SC2046 # names without spaces
[ $# -gt 0 ] || set -- $(architectures .)
for architecture; do
    load_architecture "$architecture"
    case $run in
    *qemu-*) fetched "$name" | grep -q 'qemu-user' || packages="$packages qemu-user-static" ;;
    esac
    for package in $packages; do
        echo "/var/lib/dpkg/info/$package.list $package"
    done
done | sort -u
