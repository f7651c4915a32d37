# shellcheck shell=sh disable=SC2034 # variables for those who source this
# What cross/architectures says, for the scripts here; they source this file from the top of the
# source tree.

table=cross/architectures

# Prints the names of those whose column `run` matches a pattern of grep.
architectures() {
    sed -n 's/ *| */|/g; /^[a-z]/p' $table | awk -F '|' -v run="$1" '$4 ~ run { print $1 }'
}

# Prints the names of those that `make check` compiles for.
default_architectures() {
    sed -n '/^[a-z].*check=yes/s/ .*//p' $table
}

fail() {
    echo "cross: $*" >&2
    exit 1
}

# Fails if a program of the architecture loaded is missing.
need() {
    command -v "$1" >/dev/null || fail "$name: no $1; \`make setup-cross ARCH=$name\` installs it"
}

# Sets the variables of one architecture: name, rust_target, triplet, run, cc, cxx, packages,
# sysroot, cflags, ldflags, rustflags, and output, the directory for everything that is built.
load_architecture() {
    row=$(sed -n "s/ *| */|/g; /^$1|/p" $table)
    [ -n "$row" ] || fail "no architecture '$1'; there are:" "$(architectures . | tr '\n' ' ')"
    IFS='|' read -r name rust_target triplet run exceptions <<-EOF
	$row
	EOF
    cc=$triplet-gcc cxx=$triplet-g++ packages=g++-$triplet sysroot=/usr/$triplet
    cflags='' ldflags='' rustflags=''
    for exception in $exceptions; do
        value=${exception#*=}
        case $exception in
        cc=*) cc=$value ;;
        cxx=*) cxx=${value#-} ;;
        packages=*) packages=$(echo "$value" | tr ',' ' ') ;;
        sysroot=*) sysroot=${value#-} ;;
        cflags=*) cflags=$(echo "$value" | tr ',' ' ') ;;
        ldflags=*) ldflags=$value ;;
        rustflags=*) rustflags=$value ;;
        check=yes) ;;
        *) fail "$table: $name: what is '$exception'?" ;;
        esac
    done
    output=${TARGET:-target}/cross/$name
    [ "${output#/}" != "$output" ] || output=$PWD/$output
    if fetched "$name" >/dev/null; then
        sysroot=$output/fetched/$(fetched "$name" | head -n 1 | cut -d '|' -f 2)
        # These stand before the machine's own.
        PATH=$output/fetched/bin:$output/fetched/amd64/usr/bin:$PATH
    fi
}

# The lines with a + of an architecture, without its name: release|architecture|packages. Fails if
# there are none.
fetched() {
    sed -n "s/ *| */|/g; s/^+$1|//p" $table | grep .
}

# Compiles the C tests for the architecture loaded, and runs them with the words before a program
# that `emulator` holds. What is given goes to the runner: --compile, or parts of names.
c_tests() {
    # shellcheck disable=SC2086 # CARGOFLAGS is a list of words
    TEST_ARCHITECTURE="$name" TEST_EMULATOR="${emulator:-}" TEST_LDFLAGS="$ldflags" \
        CC="$cc${cflags:+ $cflags}" CXX="${cxx:-none}" CLANG=none CLANGXX=none \
        RSEQ_STAGE="$output/stage" "${CARGO:-cargo}" test --quiet --package tests-c --test suite \
        --target-dir "$output" ${CARGOFLAGS:-} -- "$@"
}
