"""Measures reading text off pictures: seconds per page of a scanned paper, with nothing else going on."""

import resource
import time

from app.outside.tesseract import find_tesseract, read_picture
from tests.bench.measure import Measure, absent, plain
from tests.bench.reading import long_report

NAME = "Reading text off a picture, per page"
LIMIT = 6.0
SCAN = "post-office-response-scanned-2025.pdf"
PAGES = (4, 5, 9, 12)


def measure_pictures() -> Measure:
    """Drawing a page and having Tesseract read it, as the worker does, for pages full of text."""
    tesseract = find_tesseract("tesseract")
    if tesseract is None:
        return absent(NAME, LIMIT, "Tesseract is not there. Install the packages tesseract-ocr and tesseract-ocr-eng of Debian.")
    path = long_report().with_name(SCAN)
    if not path.exists():
        return absent(NAME, LIMIT, f"{SCAN} is not there. Put it into a folder and name that in PLUMBLINE_BENCH_DOCS.")
    seconds, words, before = [], 0, _computed()
    for number in PAGES:
        began = time.perf_counter()
        found = read_picture(path, number, tesseract)
        seconds.append(time.perf_counter() - began)
        words += _words(found)
    computed = (_computed() - before) / len(PAGES)
    note = f"{tesseract.version}; processor time {computed:.1f} s of it; {words / len(PAGES):.0f} words to a page"
    return plain(NAME, seconds, "s", LIMIT, note)


def _computed() -> float:
    """The processor time of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _words(found: str) -> int:
    return sum(row.startswith("5\t") for row in found.splitlines())


if __name__ == "__main__":
    print(measure_pictures())
