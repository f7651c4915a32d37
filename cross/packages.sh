#!/bin/sh
# Prints what must be installed to build and run programs of some architectures, of all, or of those
# that `make check` has: a file that shows whether it is, and the Debian package, in the form that
# scripts/setup.sh reads.
#
# usage: packages.sh [NAME... | --default]
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=cross/architecture.sh
. cross/architecture.sh

# shellcheck disable=SC2046 # names without spaces
case ${1:-} in
'') set -- $(architectures .) ;;
--default) set -- $(default_architectures) ;;
esac
for architecture; do
    load_architecture "$architecture"
    case $run in
    *qemu-*) fetched "$name" | grep -q 'qemu-user' || packages="$packages qemu-user-static" ;;
    esac
    for package in $packages; do
        echo "/var/lib/dpkg/info/$package.list $package"
    done
done | sort -u
