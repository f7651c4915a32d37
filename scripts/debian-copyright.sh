#!/bin/sh
# Prints packaging/debian/copyright (DEP-5), for the crates in vendor/ as the archive of `make dist`
# has them: licences as their Cargo.toml says, holders as their licence files say, or the authors.
#
# usage: debian-copyright.sh DIRECTORY, the unpacked archive
set -eu
cd "$1"

fail() {
    echo "debian-copyright: $*" >&2
    exit 1
}

cat <<'END'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: librseq
Comment: Printed by scripts/debian-copyright.sh. Of the crates in vendor/, ctor,
 link-section and libc are part of the library; the others only build or test it.

END
holder=$(sed -n 's/^Copyright (c) //p' LICENSE)
printf 'Files: *\nCopyright: %s\nLicense: Expat\n' "$holder"
printf '\nFiles: debian/*\nCopyright: %s\nLicense: Expat\n' "$holder"

# One line for each holder.
holders() {
    for file in "$1"/LICENSE* "$1"/license* "$1"/COPYING*; do
        [ ! -e "$file" ] || tr -d '\r' <"$file"
    done | sed -n -E 's/^ *Copyright (\([cC]\) |© |)([0-9A-Z].*[A-Za-z].*)$/\2/p' | sed 's/\.$//' | sort -u
}
authors() {
    tr '\n' ' ' <"$1/Cargo.toml" | sed -n 's/.* authors = \[\([^]]*\)\].*/\1/p' |
        grep -o '"[^"]*"' | tr -d '"'
}
# The short names that the format has for licences. It knows no parentheses: a comma ends a choice.
short_names() {
    sed -e 's/(\(.*\)) AND /\1, and /' -e 's/ OR / or /g' -e 's/\bMIT\b/Expat/g' \
        -e 's/ WITH LLVM-exception/ with LLVM exception/' -e 's/LGPL-2.1-or-later/LGPL-2.1+/'
}
license_of() {
    sed -n 's/^license = "\(.*\)"$/\1/p' "$1/Cargo.toml" | short_names
}
for crate in vendor/*; do
    license=$(license_of "$crate")
    [ -n "$license" ] || fail "$crate/Cargo.toml names no licence"
    by=$(holders "$crate")
    [ -n "$by" ] || by=$(authors "$crate")
    [ -n "$by" ] || by="The authors of ${crate#vendor/}"
    printf '\nFiles: %s/*\nCopyright: %s\nLicense: %s\n' "$crate" "$(echo "$by" | sed '2,$s/^/ /')" \
        "$license"
done

# Texts are those of a crate that has them, from the first line of the licence on; what Debian has on
# every machine is named.
indented() {
    sed -e 's/[[:space:]]*$//' -e 's/^$/./' -e 's/^/ /'
}
common() {
    echo " On Debian systems the text is in /usr/share/common-licenses/$1."
}
for crate in vendor/*; do license_of "$crate"; done | sed 's/, and \| or /\n/g' | sort -u |
    while IFS= read -r license; do
        printf '\nLicense: %s\n' "$license"
        case $license in
        Expat) sed -n '/^Permission/,$p' LICENSE | indented ;;
        Apache-2.0 | MPL-2.0) common "$license" ;;
        LGPL-2.1+)
            echo ' Version 2.1 of the GNU Lesser General Public License or, at your option, any later one.'
            common LGPL-2.1
            ;;
        'Apache-2.0 with LLVM exception')
            common Apache-2.0
            echo ' .'
            sed -n '/^As an exception/,$p' vendor/rustix/LICENSE-Apache*LLVM* | indented
            ;;
        BSD-2-Clause) sed -n '/^Redistribution/,$p' vendor/zerocopy/LICENSE-BSD | indented ;;
        Unicode-3.0) sed -n '/^NOTICE/,$p' vendor/unicode-ident/LICENSE-UNICODE | indented ;;
        Unlicense) indented <vendor/memchr/UNLICENSE ;;
        *) fail "what is the text of $license?" ;;
        esac
    done
