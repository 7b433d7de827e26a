#!/bin/sh
# What the tests of reading text off pictures need from Debian: Tesseract and its English.
set -eu
! tesseract --list-langs 2>/dev/null | grep -qx eng || exit 0
exec sh "$(dirname "$0")/need_packages.sh" "The tests of reading pictures need" \
    tesseract:tesseract-ocr "/usr/share/tesseract-ocr/*/tessdata/eng.traineddata:tesseract-ocr-eng"
