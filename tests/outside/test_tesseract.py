"""Tesseract: found where it really runs, confined, and what it reads off pictures goes the way of any other text."""

from pathlib import Path

import pytest

from app.domain.document import Reading, ReadingStatus
from app.outside.picture_reader import read_with_pictures
from app.outside.reader import ReadingLimits, read_file
from app.outside.reading.report import FAILED
from app.outside.tesseract import PictureLimits, Tesseract, find_tesseract, read_picture
from tests import files
from tests.pictures import page_of

LIMITS = ReadingLimits()
FIRST = "The health visitor called at the flat twice in May and\nfound nobody at home. She left a card and told her man-\nager."
SECOND = "Robin was seen by a doctor on the third visit.\n\n\nThe grandmother asked why no one had come before."


def program(folder: Path, script: str) -> str:
    """A program that stands in for Tesseract: the body of a shell script."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def knows_english(folder: Path, script: str) -> Tesseract:
    found = find_tesseract(
        program(folder, f'case "$1" in --version) echo tesseract 9;; --list-langs) echo eng;; *) {script};; esac')
    )
    assert found
    return found


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return files.put(tmp_path, "scan.pdf", files.scanned_pdf(FIRST, SECOND))


def test_text_is_read_off_pictures_beside_pages_that_have_their_own(tmp_path: Path) -> None:
    own = files.pdf("A page with text of its own.")
    path = files.put(tmp_path, "mixed.pdf", files.joined_pdf(own, files.scanned_pdf(FIRST, SECOND)))
    told: list[tuple[int, int]] = []
    reading = read_with_pictures(path, "tesseract", LIMITS, lambda at, of: told.append((at, of)))
    assert told == [(1, 2), (2, 2)]
    assert [page.from_picture for page in reading.pages] == [False, True, True]
    assert not any(page.is_picture for page in reading.pages)
    assert [page.text for page in reading.pages] == [
        "A page with text of its own.",
        "The health visitor called at the flat twice in May and found nobody at home. She left a card and told her manager.",
        "Robin was seen by a doctor on the third visit.\n\nThe grandmother asked why no one had come before.",
    ]
    assert "The text of 2 pages (2 to 3) was read off pictures by machine, so words may be wrong" in reading.sentence


def test_without_tesseract_pages_stay_pictures_and_the_sentence_says_so(scan: Path) -> None:
    reading = read_with_pictures(scan, "", LIMITS, lambda *_: None)
    assert reading.status is ReadingStatus.NO_TEXT
    assert [page.is_picture for page in reading.pages] == [True, True]
    assert "cited by page" in reading.sentence


def test_a_program_is_tesseract_only_if_it_runs_and_knows_english(tmp_path: Path) -> None:
    assert find_tesseract("") is None
    assert find_tesseract("no-such-program-anywhere") is None
    assert find_tesseract(program(tmp_path, "exit 3")) is None
    german = tmp_path / "german"
    german.mkdir()
    assert find_tesseract(program(german, "echo deu")) is None
    real = find_tesseract("tesseract")
    assert real
    assert Path(real.path).is_absolute()
    assert real.version.startswith("tesseract ")


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "sleep 30", "kill -9 $$", "yes"])
def test_a_page_that_tesseract_does_not_read_is_told_as_failed(tmp_path: Path, scan: Path, script: str) -> None:
    limits = PictureLimits(seconds=1.5, most_bytes=100_000)
    assert read_picture(scan, 1, knows_english(tmp_path, script), limits=limits) == FAILED


def test_a_page_that_cannot_be_drawn_is_told_as_failed(tmp_path: Path) -> None:
    damaged = files.put(tmp_path, "damaged.pdf", b"%PDF-1.7 nothing else")
    assert read_picture(damaged, 1, Tesseract("/bin/false", "")) == FAILED


def test_tesseract_gets_the_picture_alone_and_runs_within_limits(
    tmp_path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_WORD", "secret")
    asks = (
        "printf 'level\\t%s %s %s %s %s' \"$*\" $(head -c 4 | tail -c 3) $OMP_THREAD_LIMIT $(ulimit -t) $(env | grep -c secret)"
    )
    said = read_picture(scan, 1, knows_english(tmp_path, asks), limits=PictureLimits(cpu_seconds=7))
    arguments, _, rest = said.removeprefix("level\t").partition(" tsv ")
    assert arguments.startswith("stdin stdout -l eng --psm 1 --dpi ")
    assert rest.split() == ["PNG", "1", "7", "0"]


def test_a_failed_page_stays_a_picture_and_is_named(scan: Path) -> None:
    reading = read_file(scan, found={1: page_of("Words that were found"), 2: FAILED})
    assert [(page.text, page.from_picture, page.is_picture) for page in reading.pages] == [
        ("Words that were found", True, False),
        ("", False, True),
    ]
    assert "The text of page 1 was read off its picture by machine" in reading.sentence
    assert "Page 2 could not be read off its picture." in reading.sentence
    assert "Page 2 is a picture without text" in reading.sentence


@pytest.mark.parametrize("found", ["5\t1\t1\t1\t1\t1\tx\ty\tz\t0\tnan\tword", "level\n1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t"])
def test_nonsense_instead_of_a_table_never_harms_more_than_the_reading(scan: Path, found: str) -> None:
    reading: Reading = read_file(scan, found={1: found, 2: found})
    assert reading.status in (ReadingStatus.NO_TEXT, ReadingStatus.CRASHED)
