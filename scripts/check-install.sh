#!/bin/sh
# Compares make, cargo and meson: what is installed, in two layouts of directories, and which C
# tests there are. Checks `make uninstall`. Says what differs and exits with 1.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
: "${MAKE:=make}" "${CARGO:=cargo}"

# Type, mode, name and target of everything below a directory.
listing() {
    (cd "$1" && find . -mindepth 1 -printf '%y %m %p %l\n' | LC_ALL=C sort -k 3)
}

same_listing() {
    listing "$1" >"$work/list1"
    listing "$2" >"$work/list2"
    diff -u --label "$1" --label "$2" "$work/list1" "$work/list2"
}

has_all() {
    for file in /opt/rseq/bin/rseq-status /opt/rseq/share/man/man1/rseq-status.1 \
        /opt/rseq/bin/rseq-bench /opt/rseq/share/man/man1/rseq-bench.1 \
        /opt/rseq/share/man/man3/rseq_init.3 /opt/rseq/share/man/man7/librseq.7 "$lib/librseq.so" "$lib/librseq.so.0" "$lib/librseq.so.0.0.0" "$lib/librseq.a" \
        "$lib/pkgconfig/rseq.pc" "$lib/pkgconfig/librseq.pc" \
        "$lib/cmake/librseq/librseq-config.cmake" \
        "$lib/cmake/librseq/librseq-config-version.cmake" \
        "/opt/rseq/share/gdb/auto-load$lib/librseq.so.0.0.0-gdb.py" "$include/rseq/rseq.h" \
        "$include/rseq/mempool.h"; do
        [ -f "$1$file" ] || { echo "$file is not installed"; return 1; }
    done
}

# Without cargo, and with one that is too old, it is said which is needed.
needs_newer() {
    status=0
    "$MAKE" TARGET="$work/target" CARGO="$1" 2>"$work/errors" || status=$?
    cat "$work/errors"
    [ "$status" != 0 ] && grep -q "rustc $(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml) or later; $2" \
        "$work/errors"
}
printf '#!/bin/sh\necho cargo 1.63.0\n' >"$work/old-cargo"
chmod +x "$work/old-cargo"
check 'cargo is missing' needs_newer "$work/none" "there is no $work/none"
check 'cargo is too old' needs_newer "$work/old-cargo" "$work/old-cargo is 1.63.0"

prepare meson setup "$work/build" --prefix=/opt/rseq -Dtests=false

for layout in '/opt/rseq/lib /opt/rseq/include' '/opt/rseq/lib/64 /usr/include/rseq-0'; do
    lib=${layout% *}
    include=${layout#* }
    by_make=$work/by-make
    by_meson=$work/by-meson
    rm -rf "$by_make" "$by_meson"

    prepare "$MAKE" install DESTDIR="$by_make" PREFIX=/opt/rseq LIBDIR="$lib" INCLUDEDIR="$include"
    prepare meson configure "$work/build" -Dlibdir="$lib" -Dincludedir="$include"
    prepare env DESTDIR="$by_meson" meson install -C "$work/build"

    check "$layout: everything is installed" has_all "$by_make"
    check "$layout: make and meson install the same files" same_listing "$by_make" "$by_meson"
    check "$layout: the same headers" diff -r "$by_make$include" "$by_meson$include"
    check "$layout: the same .pc files" diff -r "$by_make$lib/pkgconfig" "$by_meson$lib/pkgconfig"
    check "$layout: the same CMake files" diff -r "$by_make$lib/cmake" "$by_meson$lib/cmake"

    # A file of somebody else in each directory stays, with nothing but its directories.
    for directory in "$by_make/opt/rseq/bin" "$by_make/opt/rseq/share/man"/man[137] \
        "$by_make$lib" "$by_make$lib/pkgconfig" "$by_make$lib/cmake" "$by_make$include/rseq" \
        "$by_make/opt/rseq/share/gdb/auto-load$lib"; do
        touch "$directory/foreign"
    done
    mkdir "$work/rest"
    (cd "$by_make" && find . -name foreign) | (cd "$work/rest" && while read -r file; do
        install -D -m 644 /dev/null "$file"
    done)
    prepare "$MAKE" uninstall DESTDIR="$by_make" PREFIX=/opt/rseq LIBDIR="$lib" INCLUDEDIR="$include"
    check "$layout: uninstall removes exactly these" same_listing "$by_make" "$work/rest"
    rm -rf "$work/rest"
done

# Both run tests.list; programs compiled by clang are cargo's alone.
# shellcheck disable=SC2086 # a list of words
"$CARGO" test --quiet --package tests-c --test suite ${CARGOFLAGS:-} -- --list >"$work/cargo"
sed -n 's/: test$//p' "$work/cargo" | grep -v _clang | sort >"$work/list1"
prepare meson configure "$work/build" -Dtests=true
prepare ninja -C "$work/build" build.ninja
meson test --list --no-rebuild -C "$work/build" >"$work/meson"
sort "$work/meson" >"$work/list2"
check 'cargo and meson have the same tests' diff -u "$work/list1" "$work/list2"
# The first short test of each kind of linking.
first=$(awk -F ' *[|] *' '
    !/^#/ && NF == 9 && $8 > 0 && $8 <= 20 && !seen[$3]++ { print $1 }' tests-c/tests.list)
# shellcheck disable=SC2086 # a list of words
check 'meson runs them' meson test -C "$work/build" $first

finish
