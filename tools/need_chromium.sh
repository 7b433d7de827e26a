#!/bin/sh
# What the browser journeys need from Debian. The program that drives the browser links libatomic, which the smallest Debian
# does not have.
set -eu
exec sh "$(dirname "$0")/need_packages.sh" "The browser journeys need" \
    "chromium:chromium fonts-liberation" libatomic.so.1:libatomic1
