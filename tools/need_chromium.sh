#!/bin/sh
# Chromium for the browser journeys: found, or installed from Debian's packages where that is allowed, or asked for.
set -eu

command -v chromium >/dev/null 2>&1 && exit 0

want() {
    echo "The browser journeys need the Debian package chromium. Install it (apt-get install chromium), then run this again." >&2
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

echo "Installing the Debian package chromium for the browser journeys."
{
    $as apt-get update -qq
    $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation
} >/dev/null || want
command -v chromium >/dev/null 2>&1 || want
