#!/bin/sh
# What the documentation names exists: files that it links to, names of the API, and the lines of C
# that it shows of an example. Manual pages are right for groff and for mandoc.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=scripts/checks.sh
. scripts/checks.sh
quiet=yes

for document in *.md docs/*.md packaging/*.md; do
    links=$(grep -o '](\([^)]*\))' "$document" | sed 's/^](//; s/)$//; s/#.*//')
    for link in $links; do
        case $link in
        https:*) ;;
        *) check "$document links to $link" [ -e "$(dirname "$document")/$link" ] ;;
        esac
    done
    names=$(grep -oiw 'rseq_[a-z0-9_]*[a-z0-9]' "$document" | sort -u)
    for name in $names; do
        check "$document names $name" grep -rqw --include='*.[ch]' --include='*.sh' --include='*.rs' \
            --include='Makefile*' "$name" include scripts headergen tests-c Makefile
    done
done

# The first program of docs/critical-sections.md, but for the letters in its comments.
first_program docs/critical-sections.md | sed 's| *// ([a-z])$||' >"$work/shown.c"
while IFS= read -r line; do
    check "examples/store_if_larger.h has the line: $line" \
        grep -qxF -- "$line" examples/store_if_larger.h
done <"$work/shown.c"
check 'docs/critical-sections.md shows a program' [ -s "$work/shown.c" ]

# What is shown of build systems is what a test builds with, in directories of their own.
find tests-c/consumers -type f -exec cat {} + | sed 's|\.\./program\.c|program.c|' >"$work/consumers"
# shellcheck disable=SC2016 # the backquotes are Markdown
{
    sed -n '/^```/,/^```/{/^```/d;/\.\.\.$/d;p}' docs/build-systems.md
    sed -n '/^# make$/,/^```/{/^#/d;/^```/d;p}' docs/migrating.md
} >"$work/shown"
while IFS= read -r line; do
    check "tests-c/consumers has the line: $line" grep -qF -- "$line" "$work/consumers"
done <"$work/shown"
check 'the documentation shows lines for build systems' test "$(wc -l <"$work/shown")" -gt 15

names=$(grep -rhoE '(SYS|__NR)_[a-z_]+' core/src | sed -E 's/^(SYS|__NR)_//' | sort -u)
for name in $names; do
    check "SECURITY.md lists the system call $name" grep -qF "\`$name\`" SECURITY.md
done

silent() {
    output=$("$@" 2>&1)
    [ -z "$output" ] || { echo "$output"; return 1; }
}
# Also of a narrow page: a name with a hyphen in it is not one that can be copied.
breaks_no_word() {
    ! groff -man -Tutf8 -rLL=50n "$1" | grep '‐$'
}
for page in man/man*/* tools/*.1; do
    case $(head -n 1 "$page") in
    # Another name of a page.
    .so*) check "$page: $(cat "$page")" [ -f "man/$(sed 's/^\.so //' "$page")" ] ;;
    *)
        check "$page: mandoc" silent mandoc -Tlint -W style "$page"
        check "$page: groff" silent groff -ww -man -Tutf8 -z -rLL=78n "$page"
        check "$page: no word is broken" breaks_no_word "$page"
        ;;
    esac
done

finish
