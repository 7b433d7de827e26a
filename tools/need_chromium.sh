#!/bin/sh
# What the browser journeys need from Debian: found, or installed where that is allowed, or asked for by name.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium fonts-liberation"
# The program that drives the browser links this library, which the smallest Debian does not have.
PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || missing="$missing libatomic1"
missing=$(echo "$missing" | sed 's/^ *//')
[ -n "$missing" ] || exit 0

want() {
    echo "The browser journeys need these packages of Debian: $missing. Install them (apt-get install $missing), then run this again." >&2
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

echo "Installing packages of Debian for the browser journeys: $missing."
log=$(mktemp)
# shellcheck disable=SC2086  # several packages, and perhaps no sudo
if ! { $as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    want
fi
rm -f "$log"
command -v chromium >/dev/null 2>&1 || want
