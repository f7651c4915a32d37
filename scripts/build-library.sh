#!/bin/sh
# Builds the library: librseq.so.0.0.0 with its links, and librseq.a.
#
# usage: build-library.sh OUTPUT_DIRECTORY CARGO_TARGET_DIRECTORY
#
# make and meson both call this. Environment: CARGO, CARGOFLAGS (for example --offline),
# CARGO_BUILD_TARGET and everything else that cargo understands; NM, LD, OBJCOPY, AR.
#
# The archive that cargo makes is not fit to be installed: hundreds of members of Rust's own
# libraries whose symbols may meet those of a second Rust library in the same program. It becomes
# one object in which only the symbols that the shared object exports are global. One object also
# means that a program which uses nothing but the variable rseq_size still gets the constructor
# that sets it.
set -eu

: "${CARGO:=cargo}" "${NM:=nm}" "${LD:=ld}" "${OBJCOPY:=objcopy}" "${AR:=ar}"

mkdir -p "$1" "$2"
output=$(cd "$1" && pwd)
target=$(cd "$2" && pwd)
# In the source directory cargo finds Cargo.toml and, where sources are vendored, .cargo/config.toml.
cd "$(dirname "$0")/.."

export CARGO
scripts/needs-rust.sh

# make's job server is closed to a program that is not make; cargo would complain about it.
unset MAKEFLAGS MFLAGS CARGO_MAKEFLAGS

# The library names its sources the same wherever they and what cargo downloaded are. Flags in the
# environment or in cargo's configuration stay; only target.*.rustflags there wins over ours.
separator=$(printf '\037')
flags=${CARGO_ENCODED_RUSTFLAGS:-}
[ -n "$flags" ] || for flag in ${RUSTFLAGS:-}; do flags=${flags:+$flags$separator}$flag; done
in_environment=$flags
for crates in "${CARGO_HOME:-${HOME:-}/.cargo}"/registry/src/*; do
    flags=${flags:+$flags$separator}--remap-path-prefix=$crates=/usr/src/librseq/vendor
done
flags=$flags$separator--remap-path-prefix=$(pwd)=/usr/src/librseq
if [ -n "$in_environment" ]; then
    export CARGO_ENCODED_RUSTFLAGS="$flags"
    set --
else
    quoted=$(printf '%s' "$flags" | sed -e 's/[\\"]/\\&/g' -e "s/$separator/\", \"/g")
    set -- --config "build.rustflags = [\"$quoted\"]"
fi
# shellcheck disable=SC2086 # CARGOFLAGS is a list of words
"$CARGO" build --release --package librseq --target-dir "$target" ${CARGOFLAGS:-} "$@"
built=$target/${CARGO_BUILD_TARGET:+$CARGO_BUILD_TARGET/}release

work=$(mktemp -d "$output/link.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The list of the API is what the shared object exports.
"$NM" -D --defined-only -P "$built/librseq.so" | cut -d ' ' -f 1 >"$work/api"
# Groups are resolved here, or a symbol in one would be shared with another Rust library.
# shellcheck disable=SC2046 # one option per symbol
"$LD" -r --force-group-allocation $(sed 's/^/-u /' "$work/api") -o "$work/all.o" "$built/librseq.a"
case $(od -An -tu1 -j18 -N2 "$work/all.o") in
*' 8 '* | *' 8')
    # MIPS (e_machine 8, of either byte order). The compiler has chosen calls through the global
    # offset table, which the linker refuses for local symbols: give them names of our own instead.
    "$NM" -g --defined-only -P "$work/all.o" | cut -d ' ' -f 1 | grep -vxF -f "$work/api" |
        sed 's/.*/& rseq_private_&/' >"$work/private"
    set -- --redefine-syms="$work/private"
    ;;
*)
    set -- --keep-global-symbols="$work/api"
    ;;
esac
"$OBJCOPY" "$@" -R .llvmbc -R .llvmcmd "$work/all.o" "$work/rseq.o"
# D: no dates and user numbers in the archive, the same input gives the same file.
"$AR" rcsD "$work/librseq.a" "$work/rseq.o"
cp "$built/librseq.so" "$work/librseq.so.0.0.0"

# Files that are the same keep their time, so that nothing is linked again for nothing.
for file in librseq.so.0.0.0 librseq.a; do
    cmp -s "$work/$file" "$output/$file" || mv -f "$work/$file" "$output/$file"
done
for link in librseq.so.0 librseq.so; do
    [ -L "$output/$link" ] || ln -s librseq.so.0.0.0 "$output/$link"
done
