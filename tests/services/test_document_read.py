"""Reading papers in the background: each outcome kept, nothing lost when a reader dies."""

import os
import time
from pathlib import Path

import pytest

from app.data import document as documents
from app.data import document_read as readings
from app.data.audit import list_events
from app.domain.document import Document, Reading, ReadingStatus
from app.domain.errors import NotAllowedError, NotFoundError
from app.outside.files import Incoming
from app.outside.reader import ReadingLimits
from app.services import document_read as reading
from app.settings import Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, make_review
from tests.papers import add_file

SHORT = files.pdf("First page of the paper.\n#pagebreak()\nSecond page of the paper.")


@pytest.fixture
def paper(stored: Stored, settings: Settings, people: People) -> Document:
    """A PDF of two pages that waits to be read."""
    with stored() as db:
        return add_file(db, settings, people.erin, make_review(db, people.erin), content=SHORT)


def now(stored: Stored, people: People, paper: Document) -> Document:
    """The paper as it stands now."""
    with stored() as db:
        return documents.get_document(db, people.erin.board.id, paper.review, paper.id)


def test_a_paper_is_read_into_pages_and_the_trail_says_so(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    assert reading.read_paper(settings, paper.id) is ReadingStatus.READY
    with stored() as db:
        pages = [page.page.text for page in documents.pages_of(db, people.erin.board.id, paper.review)]
        entry = list_events(db, people.erin.board.id, review=paper.review)[0]
    assert pages == ["First page of the paper.", "Second page of the paper."]
    assert (entry.event.action, entry.event.actor_name, entry.event.detail) == ("paper read", "Plumbline", "ready")


def test_a_paper_is_read_once_however_often_it_is_queued(settings: Settings, paper: Document) -> None:
    assert reading.read_paper(settings, paper.id) is ReadingStatus.READY
    assert reading.read_paper(settings, paper.id) is None
    assert reading.read_paper(settings, "nosuchpaper") is None


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (files.locked_pdf(SHORT, "secret"), ReadingStatus.ENCRYPTED),
        (SHORT[: len(SHORT) // 3], ReadingStatus.DAMAGED),
        (files.picture_pdf(1), ReadingStatus.NO_TEXT),
        (files.png(), ReadingStatus.WRONG_TYPE),
    ],
)
def test_a_paper_that_cannot_be_read_says_why_and_keeps_its_original(
    stored: Stored, settings: Settings, people: People, content: bytes, status: ReadingStatus
) -> None:
    with stored() as db:
        paper = add_file(db, settings, people.erin, make_review(db, people.erin), content=content)
    assert reading.read_paper(settings, paper.id) is status
    shown = now(stored, people, paper)
    assert shown.sentence.endswith(".")
    with stored() as db:
        path = settings.files_dir / documents.stored_as(db, people.erin.board.id, paper.id)
    assert path.read_bytes() == content


def test_the_limits_are_those_of_the_settings(settings: Settings) -> None:
    limits = reading.limits_of(settings.model_copy(update={"upload_pages": 7, "reading_seconds": 3, "upload_megabytes": 2}))
    assert (limits.max_pages, limits.seconds, limits.max_bytes) == (7, 3, 2_000_000)


def test_progress_is_noted_while_a_paper_is_read(
    stored: Stored, settings: Settings, people: People, paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    def read_file(_: Path, *, limits: ReadingLimits, progress: object) -> Reading:
        for done in (1, 2):
            progress(done, 9)  # type: ignore[operator]
            shown = now(stored, people, paper)
            seen.append((shown.pages_read, shown.page_count))
        return Reading(ReadingStatus.EMPTY, "Empty.")

    monkeypatch.setattr(reading, "TELL_EVERY", 0.0)
    monkeypatch.setattr(reading, "read_file", read_file)
    reading.read_paper(settings, paper.id)
    assert seen == [(1, 9), (2, 9)]


def test_unfinished_reading_is_taken_up_again(stored: Stored, settings: Settings, people: People, paper: Document) -> None:
    with stored() as db:
        readings.claim_reading(db, paper.id)
    assert reading.take_up(settings, alone=False) == ()
    assert reading.take_up(settings, alone=True) == (paper.id,)
    assert reading.read_paper(settings, paper.id) is ReadingStatus.READY
    assert reading.take_up(settings, alone=True) == ()


def test_a_reader_that_takes_far_too_long_counts_as_gone(stored: Stored, settings: Settings, paper: Document) -> None:
    with stored() as db:
        readings.claim_reading(db, paper.id)
    hasty = settings.model_copy(update={"reading_seconds": -3600})
    assert reading.take_up(hasty, alone=False) == (paper.id,)


def test_a_paper_that_broke_its_reader_three_times_is_given_up_with_a_sentence(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    for attempt in range(1, 4):
        assert reading.take_up(settings, alone=True) == (paper.id,), attempt
        with stored() as db:
            readings.claim_reading(db, paper.id)
    assert reading.take_up(settings, alone=True) == ()
    shown = now(stored, people, paper)
    assert shown.status is ReadingStatus.CRASHED
    assert "3 times" in shown.sentence


def test_a_worker_that_is_asked_to_stop_puts_its_paper_down(stored: Stored, settings: Settings, paper: Document) -> None:
    for _ in range(5):
        with stored() as db:
            assert readings.claim_reading(db, paper.id)
        reading.put_down(settings)
    assert reading.take_up(settings, alone=True) == (paper.id,)


def test_a_paper_is_read_again_when_a_commissioner_asks(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    with stored() as db:
        claim = readings.claim_reading(db, paper.id)
        assert claim
        readings.save_reading(db, claim, reading.GAVE_UP, reading._audit(claim, reading.GAVE_UP))
    queued: list[str] = []
    with stored() as db:
        for person, refusal in ((people.alice, NotAllowedError), (people.dave, NotFoundError)):
            with pytest.raises(refusal):
                reading.read_again(person, db, paper.review, paper.id, queued.append)
        reading.read_again(people.erin, db, paper.review, paper.id, queued.append)
        with pytest.raises(NotAllowedError, match="nothing to do"):
            reading.read_again(people.erin, db, paper.review, paper.id, queued.append)
    assert queued == [paper.id]
    assert reading.read_paper(settings, paper.id) is ReadingStatus.READY


def test_what_broken_off_uploads_left_is_tidied_away(settings: Settings) -> None:
    left = Incoming(settings.files_dir)
    left.write(b"half")
    long_ago = time.time() - 86_400
    os.utime(left.path, (long_ago, long_ago))
    reading.tidy_files(settings)
    assert not left.path.exists()
    left.discard()
