#!/bin/sh
# Installs what is missing from the distribution's packages (Debian, Ubuntu and relatives).
#
# usage: setup.sh [GOAL...] | --report
#
# With the goal demo, and no goal that needs more, only what builds the library and the example;
# with check the compilers and emulators of some other architectures, with check-all those of all;
# with lab those of all and what builds kernels; with check-miri, and with check-all, the toolchain
# with Miri, by rustup; with setup-cross what builds and runs programs of
# the architectures ARCH, or of all.
# Exit status 1 if something necessary is still missing afterwards; tools that only the checks of
# style use are optional, and the last line names those that are missing. --report is that line.
set -eu

cd "$(dirname "$0")/.."

# What must be there (a command, or a file that begins with /) and the package that has it.
build='
cc                                      gcc
/usr/include/stdlib.h                   libc6-dev
ld                                      binutils
make                                    make
pkg-config                              pkg-config
'
check='
g++                                     g++
clang                                   clang
meson                                   meson
ninja                                   ninja-build
cmake                                   cmake
autoconf                                autoconf
automake                                automake
gdb                                     gdb
gdb-multiarch                           gdb-multiarch
abidw                                   abigail-tools
dh                                      debhelper
dpkg-buildpackage                       dpkg-dev
lintian                                 lintian
musl-gcc                                musl-tools
ld.lld                                  lld
python3                                 python3
groff                                   groff-base
mandoc                                  mandoc
'
kernels='
bc                                      bc
bison                                   bison
flex                                    flex
/usr/include/libelf.h                   libelf-dev
/usr/include/openssl/ssl.h              libssl-dev
'
optional='
clang-format                            clang-format
shellcheck                              shellcheck
'

install=yes
case " $* " in
*" --report "*) install='' ;;
*" setup-cross "*)
    # shellcheck disable=SC2086 # a list of names
    check="$(cross/packages.sh ${ARCH:-})
"
    optional=''
    ;;
*" check-all "*)
    # OpenRISC has no C library there.
    check="$check$(cross/packages.sh)
or1k-elf-gcc gcc-or1k-elf
rpmbuild rpm
rpmlint rpmlint
makepkg makepkg
bsdtar libarchive-tools
mmdebstrap mmdebstrap
"
    ;;
*" lab "*)
    check="$check$(cross/packages.sh)
$kernels"
    ;;
*" check "* | *" all "*)
    check="$check$(cross/packages.sh --default)
"
    ;;
*" demo "* | *" check-miri "*) check='' optional='' ;;
esac

miri=''
case " $* " in
*" check-miri "* | *" check-all "*) miri=$(scripts/check-miri.sh --toolchain) ;;
esac

# Packages of a table whose command or file is not there.
missing_of() {
    printf '%s' "$1" | while read -r probe package; do
        case $probe in
        '') ;;
        /*) [ -e "$probe" ] || printf '%s ' "$package" ;;
        *) command -v "$probe" >/dev/null 2>&1 || printf '%s ' "$package" ;;
        esac
    done
}

required_rust=$(sed -n 's/^rust-version = "\([^"]*\)".*/\1/p' Cargo.toml)
rust_is_missing() {
    ! scripts/needs-rust.sh 2>/dev/null
}

# The nightly toolchain that is needed, if any.
miri_is_missing() {
    [ -n "$miri" ] || return 1
    case $(rustup component list --installed --toolchain "$miri" 2>/dev/null) in
    *miri*rust-src*) return 1 ;;
    esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "setup: neither root nor sudo to run: $*" >&2
        return 1
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
        -o DPkg::Lock::Timeout=300 --no-install-recommends "$@"
}

can_install() {
    candidate=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    [ -n "$candidate" ] && [ "$candidate" != '(none)' ]
}

install_missing() {
    apt update
    set --
    for package in $(missing_of "$build$check$optional"); do
        if can_install "$package"; then
            set -- "$@" "$package"
        fi
    done
    [ $# = 0 ] || apt install "$@"
    if rust_is_missing; then
        # Debian 12 has its new Rust under another name.
        for suffix in '' -web; do
            if can_install "cargo$suffix" && dpkg --compare-versions "$candidate" ge "$required_rust"; then
                apt install "cargo$suffix" "rustc$suffix"
                break
            fi
        done
    fi
}

if [ -n "$install" ] && { [ -n "$(missing_of "$build$check$optional")" ] || rust_is_missing; }; then
    if command -v apt-get >/dev/null 2>&1; then
        install_missing
    else
        echo "setup: no apt-get here; the packages below have Debian's names" >&2
    fi
fi

if [ -n "$install" ] && miri_is_missing && command -v rustup >/dev/null 2>&1; then
    rustup toolchain install --no-self-update --profile minimal --component miri \
        --component rust-src "$miri" || true
fi

still_missing=$(missing_of "$build$check")
if rust_is_missing; then
    still_missing="${still_missing}cargo and rustc $required_rust or later (https://rustup.rs) "
fi
if miri_is_missing; then
    still_missing="${still_missing}$miri with miri and rust-src (https://rustup.rs) "
fi
still_optional=$(missing_of "$optional")
if [ -n "$still_missing" ]; then
    echo "setup: MISSING: $still_missing${still_optional:+; optional: $still_optional}" >&2
    exit 1
elif [ -n "$still_optional" ]; then
    echo "setup: complete but for optional tools: $still_optional"
else
    echo "setup: complete"
fi
