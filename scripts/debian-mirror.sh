#!/bin/sh
# Prints the URI of the Debian mirror that this machine's apt uses, or DEBIAN_MIRROR; nothing where
# the sources of apt are not those of a Debian.
set -eu

: "${DEBIAN_MIRROR:=$(
    # shellcheck source=/dev/null
    . /etc/os-release
    # shellcheck disable=SC2016 # apt replaces these
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
        awk -v debian="$ID" -v release="${VERSION_CODENAME:-}" \
            'debian == "debian" && $1 == release { print $2; exit }'
)}"
echo "$DEBIAN_MIRROR"
