"""Hostile files through the real reader: each gets its sentence, and none harms the server or leaves its folder.

`make test` takes a few of every kind; `make hostile` takes them all.
"""

import os
import time
from pathlib import Path

import pytest

from app.domain.document import Reading, ReadingStatus
from app.outside.reader import MEGABYTE, ReadingLimits, read_file
from tests.hostile.case import Case
from tests.hostile.corpus import corpus, sample

EVERY = os.environ.get("HOSTILE") == "all"
CASES = corpus() if EVERY else sample()
# Smaller than in use, so that a file which runs up against them does so soon.
LIMITS = ReadingLimits(
    seconds=20, cpu_seconds=15, memory_bytes=700 * MEGABYTE, max_unpacked=60 * MEGABYTE, max_characters=5_000_000
)
OVERHEAD = 10.0  # seconds for starting and ending a process on a busy machine


def everything_in(folder: Path) -> dict[str, int]:
    """Every file below a folder with its size."""
    return {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}


def test_there_are_two_hundred_and_more_and_they_are_the_same_every_time() -> None:
    every = corpus()
    assert len(every) >= 200
    assert len({case.what for case in every}) == len(every)
    corpus.cache_clear()
    alike = ("a PDF, ", "Word, ", "OpenDocument, ", "a text")
    first, again = ([case.content for case in found if case.what.startswith(alike)] for found in (every, corpus()))
    assert first == again
    assert len(first) > 90


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_hostile_file_gets_its_sentence_and_does_no_harm(case: Case, tmp_path: Path) -> None:
    here = tmp_path / "files"
    here.mkdir()
    path = here / "0123456789abcdef"  # as the store names it: never by the name that somebody gave it
    content = case.content
    path.write_bytes(content)
    path.chmod(0o600)
    before = time.monotonic()
    reading = read_file(path, limits=LIMITS)
    assert time.monotonic() - before < LIMITS.seconds + OVERHEAD
    assert everything_in(tmp_path) == {"files/0123456789abcdef": len(content)}
    assert path.read_bytes() == content
    is_sound(reading)
    if case.must:
        assert reading.status.value in case.must, reading.sentence
    if case.never:
        assert case.never not in "".join(page.text for page in reading.pages)


def is_sound(reading: Reading) -> None:
    """It has ended, says so in a sentence without insides of ours, and keeps to the limits."""
    assert reading.status.is_final
    assert reading.sentence[:1].isupper()
    assert reading.sentence.endswith((".", ")"))
    for inside in ("Traceback", "Error:", "app/", "lxml", "pdfium", "site-packages", "/tmp"):
        assert inside not in reading.sentence
    if reading.status is ReadingStatus.READY:
        assert reading.pages
        assert len(reading.pages) <= LIMITS.max_pages
        assert sum(len(page.text) for page in reading.pages) <= LIMITS.max_characters
        assert not any("\0" in page.text for page in reading.pages)
