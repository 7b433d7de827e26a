#!/bin/sh
# Packages of Debian that the tests need: installed where that is allowed, or asked for by name.
# Usage: need_packages.sh "what needs them" command-or-library:package ... ; a name with ".so" is a library.
set -eu

what=$1
shift
PATH="$PATH:/usr/sbin:/sbin"

missing() {
    for pair in "$@"; do
        case ${pair%%:*} in
        *.so*) ldconfig -p 2>/dev/null | grep -qF "${pair%%:*}" || echo "${pair#*:}" ;;
        */*) ls ${pair%%:*} >/dev/null 2>&1 || echo "${pair#*:}" ;; # a file, perhaps of any version
        *) command -v "${pair%%:*}" >/dev/null 2>&1 || echo "${pair#*:}" ;;
        esac
    done | tr '\n' ' ' | sed 's/ *$//'
}

wanted=$(missing "$@")
[ -n "$wanted" ] || exit 0

want() {
    echo "$what these packages of Debian: $wanted. Install them (apt-get install $wanted), then run this again." >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 || want
if [ "$(id -u)" = 0 ]; then
    as=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as="sudo -n"
else
    want
fi

echo "$what these packages of Debian, which are installed now: $wanted."
log=$(mktemp)
# shellcheck disable=SC2086  # several packages, and perhaps no sudo
if ! { $as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted; } >"$log" 2>&1; then
    cat "$log" >&2
    want
fi
rm -f "$log"
[ -z "$(missing "$@")" ] || want
