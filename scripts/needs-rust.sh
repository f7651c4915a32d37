#!/bin/sh
# Whether there is a cargo that can build the sources: what cargo itself says of sources that are too
# new for it helps nobody. Says on stderr what is missing, with exit status 1. Environment: CARGO.
set -eu

: "${CARGO:=cargo}"
required=$(sed -n 's/^rust-version = "\([^"]*\)".*/\1/p' "$(dirname "$0")/../Cargo.toml")
if ! command -v "$CARGO" >/dev/null; then
    found="there is no $CARGO"
else
    version=$("$CARGO" --version | cut -d ' ' -f 2)
    [ "$(printf '%s\n' "$required" "$version" | sort -V | head -n 1)" != "$required" ] || exit 0
    found="$CARGO is ${version:-none that works}"
fi
cat >&2 <<END_OF_MESSAGE
librseq is built by cargo and rustc $required or later; $found.
On Debian and Ubuntu \`make setup demo\` installs them (on Debian 12 they are the packages cargo-web
and rustc-web); for other systems see https://rustup.rs.
END_OF_MESSAGE
exit 1
