# shellcheck shell=sh
# Sourced by the scripts that count checks, check-*.sh, in the root of the sources: $work is a
# directory that goes away at the end.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
# If not empty, checks that pass say nothing.
quiet=''

# check NAME COMMAND...: one check; if it fails, what the command printed says what is wrong
check() {
    check_name=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        passed=$((passed + 1))
        [ -n "$quiet" ] || echo "ok - $check_name"
    else
        failed=$((failed + 1))
        cat "$work/check.log"
        echo "not ok - $check_name"
    fi
}

# prepare COMMAND...: silent, and without it nothing that follows makes sense
prepare() {
    "$@" >"$work/prepare.log" 2>&1 || {
        cat "$work/prepare.log"
        echo "$0: failed: $*"
        exit 1
    }
}

# first_program FILE: the first program in C that a document shows
first_program() {
    # shellcheck disable=SC2016 # the backquotes are Markdown
    awk '/^```/ { if (inside) exit; inside = $0 == "```c"; next } inside' "$1"
}

# The last command of a script: the sum, and its exit status.
finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
