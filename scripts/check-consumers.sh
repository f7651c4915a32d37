#!/bin/sh
# Builds the projects below tests-c/consumers the way their build systems do, against an installed
# library, and runs what they made: with the shared object and with the archive, found by pkg-config
# and by CMake, as a subproject of meson.
#
# usage: check-consumers.sh PREFIX
set -eu

stage=$1
cd "$(dirname "$0")/.."
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
: "${CARGO:=cargo}" "${MAKE:=make}"
source=$(pwd)
version=$(scripts/version.sh)
export LD_LIBRARY_PATH="$stage/lib" PKG_CONFIG_PATH="$stage/lib/pkgconfig"
# Which are for the make that runs this, not for those here.
unset MAKEFLAGS MFLAGS GLIBC_TUNABLES
cp -r tests-c/consumers "$work"
cd "$work/consumers"

# runs PROGRAM: it counts to 1000 and needs the shared object, unless its name has `static` in it
runs() {
    timeout 10 "$1" || return
    needed=$(readelf -d "$1" | grep -c 'NEEDED.*\[librseq\.so\.0\]' || :)
    case ${1##*/} in
    *static*) [ "$needed" = 0 ] || { echo "$1 needs the shared object"; return 1; } ;;
    *) [ "$needed" = 1 ] || { echo "$1 does not need the shared object"; return 1; } ;;
    esac
}

refuses() {
    ! "$@"
}

# make and pkg-config
check 'make: builds' "$MAKE" -C make
for program in program program-cxx program-static program-fully-static; do
    check "make: $program" runs make/$program
done

# autoconf and automake
cp program.c autotools
check 'autotools: autoreconf' autoreconf -i autotools
mkdir autotools/build
check 'autotools: configures' env -C autotools/build ../configure
check 'autotools: builds' "$MAKE" -C autotools/build
for program in program program-static; do
    check "autotools: $program" runs autotools/build/$program
done

cp -R "$stage" moved
moved_flags() {
    PKG_CONFIG_PATH="$PWD/moved/lib/pkgconfig" pkg-config --define-prefix --cflags --libs librseq >flags
    echo "-I$PWD/moved/include -L$PWD/moved/lib -lrseq" | diff -b - flags
}
check 'pkg-config, moved: where it is now' moved_flags

# CMake: installed, moved to elsewhere, and found by way of a link.
mkdir linked
ln -s "$stage/lib" linked/lib
for tree in "$stage" "$PWD/moved" "$PWD/linked"; do
    kind=${tree##*/}
    check "cmake, $kind: configures" cmake -S cmake -B "cmake/$kind" -DCMAKE_PREFIX_PATH="$tree"
    check "cmake, $kind: finds it there" grep -qF "librseq_DIR:PATH=$tree/" "cmake/$kind/CMakeCache.txt"
    check "cmake, $kind: builds" cmake --build "cmake/$kind"
    for program in program program-cxx program-static; do
        check "cmake, $kind: $program" runs "cmake/$kind/$program"
    done
done
includes() {
    grep -rqF -- "$1" cmake/moved/CMakeFiles/program.dir/flags.make
}
check 'cmake, moved: uses its headers' includes "$PWD/moved/include"
check 'cmake, moved: and no others' refuses includes "$stage"

wants() {
    cmake -S cmake -B cmake/moved -DWANTED="$1"
}
# rejects TEXT WANTED: and says why
rejects() {
    ! wants "$2" >rejected 2>&1 || return
    tr -s ' \n' ' ' <rejected | grep -qF "$1" || { cat rejected; return 1; }
}
for wanted in 0 0.1 '0.1...1' "$version;EXACT" "0.0.1...$version"; do
    check "cmake: find_package(librseq $wanted)" wants "$wanted"
done
for wanted in 99 '0.0.1;EXACT' '99...100' "0.0.1...<$version"; do
    check "cmake: not find_package(librseq $wanted)" rejects "version: $version" "$wanted"
done
check 'cmake: not what there is no target for' \
    rejects 'there is no Librseq::Other' '0.1;COMPONENTS;Other'
# A file that says it has another size of pointers.
printf '\177ELF\003' >other
mv moved/lib/librseq.so.0.0.0 library
cp other moved/lib/librseq.so.0.0.0
check 'cmake: not the library for other programs' rejects "$version (12 bytes per pointer)" 0.1
mv library moved/lib/librseq.so.0.0.0
rm moved/lib/librseq.a
check 'cmake: the shared object alone' wants '0.1;COMPONENTS;Librseq'
check 'cmake: not the archive then' rejects 'there is no Librseq::Librseq_static' \
    '0.1;COMPONENTS;Librseq_static'
rm moved/lib/librseq.so*
check 'cmake: not without the library' rejects 'there is no librseq in' 0.1

# meson

check 'meson: sets up' meson setup meson/build meson
check 'meson: builds' meson compile -C meson/build
for program in program program-by-rseq-pc program-static; do
    check "meson: $program" runs meson/build/$program
done

# A repository of these sources, which may be none, or changed.
mkdir repository
tar -C "$source" -c --exclude=./target --exclude=./.git . | tar -C repository -x
prepare git -C repository init
prepare git -C repository add .
prepare git -C repository -c user.name=consumer -c user.email='<>' commit -m sources

# meson, fetching a subproject that is the same for both ways to link.
sed -i "s|@REPOSITORY@|file://$PWD/repository|" meson-subproject/subprojects/librseq.wrap
check 'meson subproject: sets up' \
    meson setup --wrap-mode=forcefallback meson-subproject/build meson-subproject
check 'meson subproject: builds' meson compile -C meson-subproject/build
for program in program program-by-rseq-pc; do
    check "meson subproject: $program" runs meson-subproject/build/$program
done
check 'meson subproject, static: sets up' \
    meson configure meson-subproject/build -Dlibrseq:default_library=static
check 'meson subproject, static: builds' meson compile -C meson-subproject/build
mv meson-subproject/build/program program-static
check 'meson subproject, static: program-static' runs ./program-static

# cargo, with a home of its own, or the clone of the repository would stay; what is fetched from
# elsewhere is shared, in the versions that the library is built with.
: "${CARGO_HOME:=$HOME/.cargo}"
mkdir cargo-home
for file in "$CARGO_HOME"/registry "$CARGO_HOME"/config*; do
    [ ! -e "$file" ] || ln -s "$file" cargo-home
done
counts() {
    output=$(timeout 10 "$1")
    [ "$output" = '40000 events' ] || { echo "$output"; return 1; }
}
for where in "path = \"$PWD/repository/core\"" "git = \"file://$PWD/repository\""; do
    kind=cargo-${where%% *}
    cp -r cargo "$kind"
    cp "$source/Cargo.lock" "$kind"
    sed -i "s|@WHERE@|$where|" "$kind/Cargo.toml"
    rm -f cargo-target/debug/consumer
    check "$kind: builds" env CARGO_HOME="$PWD/cargo-home" "$CARGO" build \
        --manifest-path "$kind/Cargo.toml" --target-dir cargo-target
    check "$kind: counts" counts cargo-target/debug/consumer
done

finish
