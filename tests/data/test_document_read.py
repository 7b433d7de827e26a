"""Who reads which paper now, and what came out."""

from datetime import timedelta

import pytest

from app.data import document as documents
from app.data import document_read as readings
from app.data.session import Session
from app.domain.clock import now
from app.domain.document import Document, OutlineItem, Page, Reading, ReadingStatus
from app.domain.review import Review
from app.settings import Settings
from tests.factories import People, make_review
from tests.papers import AUDIT, add_file, reading_of

DAMAGED = Reading(ReadingStatus.DAMAGED, "This file is damaged.")


@pytest.fixture
def review(db: Session, people: People) -> Review:
    """A review of Erin's board."""
    return make_review(db, people.erin)


@pytest.fixture
def paper(db: Session, settings: Settings, people: People, review: Review) -> Document:
    """A paper that waits to be read."""
    return add_file(db, settings, people.erin, review)


def status_of(db: Session, paper: Document, people: People) -> Document:
    """The paper as it stands now."""
    return documents.get_document(db, people.erin.board.id, paper.review, paper.id)


def test_a_waiting_paper_is_claimed_by_one_reader_alone(db: Session, people: People, paper: Document) -> None:
    claim = readings.claim_reading(db, paper.id)
    assert claim
    assert (claim.document, claim.attempt) == (paper.id, 1)
    assert readings.claim_reading(db, paper.id) is None
    assert readings.claim_reading(db, "nosuchpaper") is None
    assert status_of(db, paper, people).status is ReadingStatus.READING


def test_progress_is_told_by_the_reader_that_has_the_claim(db: Session, people: People, paper: Document) -> None:
    claim = readings.claim_reading(db, paper.id)
    assert claim
    readings.save_progress(db, claim, 3, 10)
    readings.release(db, claim, count=True)
    readings.save_progress(db, claim, 9, 99)
    shown = status_of(db, paper, people)
    assert (shown.status, shown.pages_read, shown.page_count) == (ReadingStatus.QUEUED, 0, 10)


def test_what_was_read_is_kept_whole(db: Session, people: People, paper: Document) -> None:
    claim = readings.claim_reading(db, paper.id)
    assert claim
    reading = reading_of([Page(1, "One", "i"), Page(2, "Two", "1")], outline=(OutlineItem("Start", 1, 1),))
    assert readings.save_reading(db, claim, reading, AUDIT)
    shown = status_of(db, paper, people)
    assert (shown.status, shown.sentence, shown.format) == (reading.status, reading.sentence, reading.format)
    assert (shown.page_count, shown.pages_read) == (2, 2)
    assert [page.page for page in documents.pages_of(db, people.erin.board.id, paper.review)] == list(reading.pages)


def test_a_reader_that_lost_its_claim_keeps_nothing(db: Session, people: People, paper: Document) -> None:
    slow = readings.claim_reading(db, paper.id)
    assert slow
    readings.release(db, slow, count=True)
    quick = readings.claim_reading(db, paper.id)
    assert quick
    assert quick.attempt == 2
    assert not readings.save_reading(db, slow, reading_of(["slow"]), AUDIT)
    assert readings.save_reading(db, quick, reading_of(["quick"]), AUDIT)
    assert not readings.save_reading(db, quick, reading_of(["again"]), AUDIT)
    assert [page.page.text for page in documents.pages_of(db, people.erin.board.id, paper.review)] == ["quick"]


def test_reading_again_replaces_what_was_there(db: Session, people: People, paper: Document) -> None:
    board = people.erin.board.id
    for reading in (DAMAGED, reading_of(["one", "two"])):
        claim = readings.claim_reading(db, paper.id)
        assert claim
        assert claim.attempt == 1
        readings.save_reading(db, claim, reading, AUDIT)
        readings.queue_again(db, board, paper.id, AUDIT)
    assert status_of(db, paper, people).status is ReadingStatus.READY
    assert len(documents.pages_of(db, board, paper.review)) == 2


def test_only_a_paper_that_could_not_be_read_is_queued_again(db: Session, people: People, paper: Document) -> None:
    board = people.erin.board.id
    assert not readings.queue_again(db, board, paper.id, AUDIT)
    claim = readings.claim_reading(db, paper.id)
    assert claim
    assert not readings.queue_again(db, board, paper.id, AUDIT)
    readings.save_reading(db, claim, DAMAGED, AUDIT)
    assert not readings.queue_again(db, people.dave.board.id, paper.id, AUDIT)
    assert readings.queue_again(db, board, paper.id, AUDIT)
    assert readings.waiting(db) == (paper.id,)


def test_claims_are_abandoned_once_they_are_old(db: Session, paper: Document) -> None:
    claim = readings.claim_reading(db, paper.id)
    assert claim
    assert readings.abandoned(db) == (claim,)
    assert readings.abandoned(db, now() - timedelta(minutes=1)) == ()
    assert readings.abandoned(db, now() + timedelta(minutes=1)) == (claim,)


def test_a_reader_that_was_stopped_has_not_tried(db: Session, paper: Document) -> None:
    for counted, attempt in ((False, 1), (True, 1), (True, 2), (False, 3), (False, 3)):
        claim = readings.claim_reading(db, paper.id)
        assert claim
        assert claim.attempt == attempt
        readings.release(db, claim, count=counted)
    assert readings.waiting(db) == (paper.id,)
