#!/bin/sh
# Builds the packages of distributions and tries them. Nothing is installed on this machine: the
# Debian packages are in a root of their own, an overlay in memory that goes away at the end.
#
# usage: check-packages.sh [PART...]
#
# dist          the archive of the sources, twice the same
# deb           Debian packages, built without network, lintian, installed, upgraded, removed
# abi           the recorded binary interface
# reproducible  Debian packages and library, built once more in another directory, are the same
# debian        the Debian packages as a user of Debian 12 makes them, tested by autopkgtest
# rust          the oldest Rust that Cargo.toml allows, Debian 12's own, builds the library
# rpm           RPM packages
# arch          the package of Arch, by makepkg
# alpine        the package of Alpine, by its functions
#
# Without names, all. Needs root but for the parts dist, abi, rust and rpm. Environment: TARGET.
set -eu

cd "$(dirname "$0")/.."
: "${TARGET:=target}" "${CARGO:=cargo}" "${MAKE:=make}"
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
[ $# -gt 0 ] || set -- dist deb abi reproducible debian rust rpm arch alpine
sources=$(pwd)
version=$(scripts/version.sh)
name=librseq-$version
packages=$TARGET/packages
mkdir -p "$packages"
packages=$(cd "$packages" && pwd)
# dpkg-buildpackage sets another HOME, where rustup finds no toolchain.
if command -v rustup >/dev/null; then
    PATH=$(dirname "$(rustup which cargo)"):$PATH
    export PATH
fi
unset CARGO_TARGET_DIR CARGOFLAGS MAKEFLAGS MFLAGS
umask 022

# The archive that all parts but abi use.
needs_archive() {
    [ -e "$packages/$name.tar.xz" ] || prepare scripts/dist.sh "$packages"
}

is_the_same() {
    mkdir -p "$packages/again"
    (umask 077 && scripts/dist.sh "$packages/again")
    cmp "$packages/$name.tar.xz" "$packages/again/$name.tar.xz"
}
has_no_binaries() {
    find "$packages/dist" -type f \( -name '*.[ao]' -o -name '*.so*' -o -name '*.wasm' \
        -o -name '*.lib' -o -name '*.dll' -o -name '*.exe' \) -print >"$work/binaries"
    cat "$work/binaries"
    [ ! -s "$work/binaries" ]
}
copyright_is_right() {
    scripts/debian-copyright.sh "$packages/dist/$name" >"$work/copyright"
    diff -u packaging/debian/copyright "$work/copyright" || {
        echo 'print it anew: scripts/debian-copyright.sh DIRECTORY >packaging/debian/copyright'
        return 1
    }
}
part_dist() {
    rm -rf "$packages/$name.tar.xz" "$packages/dist"
    needs_archive
    mkdir "$packages/dist"
    tar -x -f "$packages/$name.tar.xz" -C "$packages/dist"
    check 'dist: the same bytes again' is_the_same
    check 'dist: sources alone' has_no_binaries
    check 'dist: debian/copyright has the licences of all crates' copyright_is_right
    rm -rf "$packages/dist" "$packages/again"
}

# build_debian DIRECTORY: the packages of a clean tree, below it
build_debian() {
    rm -rf "$1"
    mkdir -p "$1"
    cp "$packages/$name.tar.xz" "$1/librseq_$version.orig.tar.xz"
    tar -x -f "$packages/$name.tar.xz" -C "$1"
    cp -R packaging/debian "$1/$name/debian"
    # -d: the toolchain here may be one that dpkg does not know.
    (cd "$1/$name" && timeout 600 unshare -n dpkg-buildpackage -d -us -uc)
}
# The same sources as the next version, without a new build of the library.
build_upgrade() {
    cp -R "$1/$name" "$2"
    {
        sed '1,/^$/s/)/+1)/; /^ --/q' "$sources/packaging/debian/changelog"
        echo
        cat "$sources/packaging/debian/changelog"
    } >"$2/debian/changelog"
    (cd "$2" && DEB_BUILD_OPTIONS=nocheck timeout 600 unshare -n dpkg-buildpackage -d -us -uc -b -nc)
}
part_deb() {
    needs_archive
    one=$packages/one
    check 'deb: built without network' build_debian "$one"
    check 'deb: lintian has no error and no warning' timeout 900 lintian --allow-root \
        --fail-on error,warning "$one"/*.changes
    rm -rf "$packages/upgrade"
    mkdir "$packages/upgrade"
    check 'deb: built as a later version' build_upgrade "$one" "$packages/upgrade/$name"
    check 'deb: installed, used, upgraded, removed' timeout 300 unshare -m \
        scripts/try-debian-packages.sh "$one" "$packages/upgrade"
}

part_abi() {
    prepare "$MAKE" --silent all TARGET="$TARGET"
    check 'abi: as recorded' env TARGET="$TARGET" scripts/abi.sh check
}

same_debs() {
    for deb in "$1"/*.deb; do
        cmp "$deb" "$2/${deb##*/}" || return 1
    done
}
part_reproducible() {
    needs_archive
    [ -e "$packages/one/$name" ] || prepare build_debian "$packages/one"
    other=$packages/another-directory/below
    check 'reproducible: built in another directory' build_debian "$other"
    for file in lib/librseq.so.0.0.0 lib/librseq.a bin/rseq-status; do
        check "reproducible: $file" cmp "$packages/one/$name/target/$file" "$other/$name/target/$file"
    done
    check 'reproducible: .debs' same_debs "$packages/one" "$other"
    rm -rf "$packages/another-directory"
}

part_debian() {
    needs_archive
    # A part of its own: two minutes of two CPUs, half of them for what it installs.
    check 'debian: built with its own tools, installed, tested, purged' timeout 1800 unshare -m \
        scripts/try-fresh-debian.sh "$packages/$name.tar.xz"
}

minimum_rust() {
    rust=$packages/rust
    scripts/fetch-packages.sh bookworm amd64 "$rust" \
        --with '^lib(std-rust-web|llvm|git2|ssh2|http-parser|mbed|pcre)' cargo-web rustc-web || return
    export PATH="$rust/usr/bin:$PATH" CARGO="$rust/usr/bin/cargo" RUSTC="$rust/usr/bin/rustc"
    export LD_LIBRARY_PATH="$rust/usr/lib/x86_64-linux-gnu:$rust/lib/x86_64-linux-gnu"
    "$RUSTC" --version | grep -F "rustc $(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)." || {
        echo "not the minimum: $("$RUSTC" --version)"
        return 1
    }
    rm -rf "$packages/minimum"
    mkdir "$packages/minimum"
    tar -x -f "$packages/$name.tar.xz" -C "$packages/minimum" &&
        unshare -n "$MAKE" -C "$packages/minimum/$name" CARGOFLAGS=--frozen stage || return
    LD_LIBRARY_PATH='' "$packages/minimum/$name/scripts/check-examples.sh" \
        "$packages/minimum/$name/target/stage"
}
part_rust() {
    needs_archive
    # In a shell of its own, since it changes the environment.
    check 'rust: the library builds with the minimum, and the examples run' in_subshell minimum_rust
}
in_subshell() (
    "$@"
)

# An installed tree of the library below $packages/tree, as distributions configure it.
needs_tree() {
    rm -rf "$packages/tree"
    prepare "$MAKE" --silent install TARGET="$TARGET" DESTDIR="$packages/tree" PREFIX=/usr
}

build_rpm() {
    rm -rf "$packages/rpm"
    mkdir -p "$packages/rpm/SOURCES"
    cp "$packages/$name.tar.xz" "$packages/rpm/SOURCES"
    # The tools are not from RPM packages here.
    timeout 600 unshare -n rpmbuild --nodeps --define "_topdir $packages/rpm" --define "_libdir /usr/lib64" \
        -ba packaging/rpm/librseq.spec
}
# rpm_has PACKAGE FILE...
rpm_has() {
    rpm -qpl "$packages"/rpm/RPMS/*/"$1-$version"-*.rpm >"$work/files" 2>/dev/null || return
    shift
    for file; do
        grep -qx "$file\(\.gz\)\{0,1\}" "$work/files" || { echo "no $file"; return 1; }
    done
}
part_rpm() {
    needs_archive
    check 'rpm: built without network' build_rpm
    # The spec alone: Debian's rpm neither strips nor compresses what the packages of others have to.
    check 'rpm: rpmlint' rpmlint --strict -c packaging/rpm/rpmlint.toml packaging/rpm/librseq.spec
    check 'rpm: librseq' rpm_has librseq /usr/lib64/librseq.so.0 /usr/lib64/librseq.so.0.0.0
    check 'rpm: librseq-devel' rpm_has librseq-devel /usr/lib64/librseq.so \
        /usr/lib64/pkgconfig/rseq.pc /usr/include/rseq/rseq.h /usr/share/man/man3/rseq_init.3
    check 'rpm: rseq-tools' rpm_has rseq-tools /usr/bin/rseq-status /usr/share/man/man1/rseq-status.1
}

has_version() {
    grep -qxF "pkgver=$version" "$1" || {
        echo "$1: pkgver is not $version"
        return 1
    }
}

# Standard input has, a line for each, exactly the files that `make install` puts below /usr.
is_installed() {
    LC_ALL=C sort >"$work/files"
    (cd "$packages/tree" && find . ! -type d -printf '%P\n' | LC_ALL=C sort) |
        diff -u --label 'make install' --label 'the package' - "$work/files"
}

# makepkg refuses to be run by root: it is somebody else's number in a namespace of its own.
build_arch() {
    rm -rf "$packages/arch"
    mkdir "$packages/arch"
    cp packaging/arch/PKGBUILD "$packages/$name.tar.xz" "$packages/arch"
    (cd "$packages/arch" && timeout 600 unshare -n --user --map-user=1000 --map-group=1000 \
        env -u TARGET makepkg --nodeps --nocolor)
}
arch_files() {
    bsdtar -tf "$packages/arch/librseq-$version"-*.pkg.tar.* >"$work/list"
    grep -qx usr/share/licenses/librseq/LICENSE "$work/list" || return
    # makepkg compresses manual pages.
    grep -v '/$\|^\.[A-Z]*$\|^usr/share/licenses/' "$work/list" |
        sed '/^usr\/share\/man\//s/\.gz$//' | is_installed
}
part_arch() {
    needs_archive
    needs_tree
    check 'arch: version' has_version packaging/arch/PKGBUILD
    check 'arch: shellcheck' shellcheck -s bash -e SC2034,SC2154,SC2164 packaging/arch/PKGBUILD
    check 'arch: built by makepkg without network' build_arch
    check 'arch: has what make installs' arch_files
}

# There is no abuild here: what it does with the functions of an APKBUILD. The C library is this
# machine's.
cat >"$work/abuild" <<'END'
set -e
. ./APKBUILD
srcdir=$PWD/src builddir=$PWD/src/$pkgname-$pkgver pkgdir=$PWD/pkg/$pkgname
mkdir -p "$srcdir" "$pkgdir"
tar -x -f "$source" -C "$srcdir"
for function in build check package; do
    (cd "$builddir" && $function)
done
amove() {
    mkdir -p "$subpkgdir/$(dirname "$1")"
    mv "$pkgdir/$1" "$subpkgdir/$1"
}
for subpackage in $subpackages; do
    case $subpackage in
    *:*) (subpkgdir=$PWD/pkg/${subpackage%%:*} && ${subpackage#*:}) ;;
    esac
done
END
build_alpine() {
    rm -rf "$packages/alpine"
    mkdir "$packages/alpine"
    cp packaging/alpine/APKBUILD "$packages/$name.tar.xz" "$packages/alpine"
    (cd "$packages/alpine" && timeout 600 unshare -n env -u TARGET CARGO_HOME="$packages/alpine/cargo" \
        sh "$work/abuild")
}
alpine_files() {
    (cd "$packages/alpine/pkg" && find . ! -type d -printf '%P\n') | sed 's|^[^/]*/||' | is_installed
}
tools_files() {
    (cd "$packages/alpine/pkg/rseq-tools" && find . ! -type d -printf '%P\n' | LC_ALL=C sort) >"$work/files"
    printf 'usr/bin/%s\n' rseq-bench rseq-status | diff -u - "$work/files"
}
part_alpine() {
    needs_archive
    needs_tree
    check 'alpine: version' has_version packaging/alpine/APKBUILD
    check 'alpine: shellcheck' shellcheck -s sh -e SC2034,SC2154 packaging/alpine/APKBUILD
    check 'alpine: built without network' build_alpine
    check 'alpine: has what make installs' alpine_files
    check 'alpine: rseq-tools has the programs' tools_files
}

for part; do
    case $part in
    dist | deb | abi | reproducible | debian | rust | rpm | arch | alpine) "part_$part" ;;
    *)
        echo "check-packages: no part $part"
        exit 2
        ;;
    esac
done
finish
