#!/bin/sh
# Prints the version, which lives in Cargo.toml and nowhere else.
set -eu
sed -n 's/^version = "\([^"]*\)".*/\1/p' "$(dirname "$0")/../Cargo.toml"
