"""Reading text off pictures in the background: page by page, beside the text that is there, without loss when a reader dies."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.data import document as documents
from app.data import document_picture as data
from app.data.audit import list_events
from app.domain.document import Document, Page, PictureStatus, ReadingStatus
from app.domain.errors import NotAllowedError, NotFoundError
from app.outside.reading.report import FAILED
from app.services import document_picture as picturing
from app.services import document_read as reading
from app.services.document_picture import read_next
from app.services.document_read import read_paper
from app.settings import Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, make_review
from tests.papers import add_file
from tests.pictures import page_of

OWN = "A page with text of its own."
TEXTS = {
    1: "There was a heading on it",
    2: "The first picture said this\n\nand that as well",
    3: "The second picture said more",
}
Look = Callable[[Document], Document]


@pytest.fixture
def pictured(settings: Settings) -> Settings:
    """Settings with which Tesseract is found. What it reads is made up by `read`."""
    return settings.model_copy(update={"tesseract": "tesseract"})


@pytest.fixture
def bare(settings: Settings) -> Settings:
    """Settings as where Tesseract is not installed."""
    return settings.model_copy(update={"tesseract": ""})


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that were read off pictures, each as often as that happened."""
    pages: list[int] = []

    def read_picture(_: Path, number: int, *_rest: Any, **_more: Any) -> str:
        pages.append(number)
        return page_of(TEXTS[number])

    monkeypatch.setattr(picturing, "read_picture", read_picture)
    return pages


@pytest.fixture
def mixed(stored: Stored, settings: Settings, people: People) -> Document:
    """A paper that waits to be read: its second and third page are pictures."""
    content = files.joined_pdf(files.pdf(OWN), files.picture_pdf(2))
    with stored() as db:
        return add_file(db, settings, people.erin, make_review(db, people.erin), content=content)


@pytest.fixture
def look(stored: Stored, people: People) -> Look:
    """The paper as it stands now."""

    def now(paper: Document) -> Document:
        with stored() as db:
            return documents.get_document(db, people.erin.board.id, paper.review, paper.id)

    return now


@pytest.fixture
def pages(stored: Stored, people: People) -> Callable[[Document], list[Page]]:
    """The pages of a paper as they stand now."""

    def now(paper: Document) -> list[Page]:
        with stored() as db:
            return [found.page for found in documents.pages_of(db, people.erin.board.id, paper.review, paper.id)]

    return now


def read_all(settings: Settings) -> None:
    while waiting := picturing.waiting_papers(settings):
        read_next(settings, waiting[0])


def test_a_mixed_paper_is_ready_first_and_gets_the_text_of_its_pictures_page_by_page(
    pictured: Settings, mixed: Document, look: Look, pages: Callable[[Document], list[Page]], read: list[int]
) -> None:
    assert read_paper(pictured, mixed.id) is ReadingStatus.READY
    seen = [(look(mixed).pictures, look(mixed).pictures_read, look(mixed).picture_pages)]
    assert [(page.text, page.is_picture) for page in pages(mixed)] == [(OWN, False), ("", True), ("", True)]
    for _ in range(2):
        assert not read_next(pictured, mixed.id)
        seen.append((look(mixed).pictures, look(mixed).pictures_read, look(mixed).picture_pages))
    assert seen == [(PictureStatus.WAITING, done, 2) for done in range(3)]
    assert read_next(pictured, mixed.id)
    assert (look(mixed).pictures, look(mixed).status) == (PictureStatus.DONE, ReadingStatus.READY)
    assert "The text of 2 pages (2 to 3) was read off pictures by machine" in look(mixed).sentence
    assert [(page.text, page.from_picture, page.is_picture) for page in pages(mixed)] == [
        (OWN, False, False),
        ("The first picture said this\n\nand that as well", True, False),
        ("The second picture said more", True, False),
    ]
    assert read == [2, 3]


def test_a_paper_of_pictures_can_be_searched_and_quoted_once_they_were_read(
    stored: Stored, pictured: Settings, people: People, look: Look, read: list[int]
) -> None:
    content = files.joined_pdf(*[files.picture_pdf(1)] * 3)
    with stored() as db:
        paper = add_file(db, pictured, people.erin, make_review(db, people.erin), content=content)
    assert read_paper(pictured, paper.id) is ReadingStatus.NO_TEXT
    read_all(pictured)
    assert look(paper).status is ReadingStatus.READY
    with stored() as db:
        found = documents.pages_holding(db, people.erin.board.id, paper.review, "picture said")
        actions = [(entry.event.action, entry.event.detail) for entry in list_events(db, people.erin.board.id)]
    assert [page.number for page in found] == [2, 3]
    assert ("pictures read", "3 pages, 0 could not be read") in actions


def test_a_page_that_cannot_be_read_stays_a_picture_and_the_paper_says_so(
    pictured: Settings, mixed: Document, look: Look, pages: Callable[[Document], list[Page]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        picturing, "read_picture", lambda _, number, *rest, **more: FAILED if number == 2 else page_of(TEXTS[number])
    )
    read_paper(pictured, mixed.id)
    read_all(pictured)
    assert [page.is_picture for page in pages(mixed)] == [False, True, False]
    assert "Page 2 could not be read off its picture." in look(mixed).sentence


def test_a_killed_reader_goes_on_at_the_page_where_it_was(
    stored: Stored, pictured: Settings, mixed: Document, look: Look, read: list[int]
) -> None:
    read_paper(pictured, mixed.id)
    read_next(pictured, mixed.id)
    with stored() as db:
        claim = data.claim_picture(db, mixed.id)
    assert claim
    assert claim.page == 3
    picturing.take_up_pictures(pictured, alone=False)
    assert look(mixed).pictures is PictureStatus.READING, "somebody may be at it still"
    picturing.take_up_pictures(pictured, alone=True)
    read_all(pictured)
    assert read == [2, 3]
    assert look(mixed).pictures is PictureStatus.DONE
    with stored() as db:
        assert not data.keep_found(db, claim, page_of("Too late")), "what a reader brings that was given up is not kept"


def test_a_page_that_killed_its_reader_three_times_is_left_a_picture(
    stored: Stored, pictured: Settings, mixed: Document, look: Look, read: list[int]
) -> None:
    read_paper(pictured, mixed.id)
    for _ in range(3):
        with stored() as db:
            assert data.claim_picture(db, mixed.id)
        picturing.take_up_pictures(pictured, alone=True)
    read_all(pictured)
    assert read == [3]
    assert "Page 2 could not be read off its picture." in look(mixed).sentence


def test_a_worker_that_is_asked_to_stop_puts_its_page_down_and_that_counts_as_no_attempt(
    stored: Stored, pictured: Settings, mixed: Document, read: list[int]
) -> None:
    read_paper(pictured, mixed.id)
    for _ in range(5):
        with stored() as db:
            assert data.claim_picture(db, mixed.id)
        picturing.put_down_pictures(pictured)
    read_all(pictured)
    assert read == [2, 3]


def test_putting_together_that_fails_leaves_the_paper_as_it_was(
    pictured: Settings, mixed: Document, look: Look, pages: Callable[[Document], list[Page]],
    read: list[int], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    read_paper(pictured, mixed.id)
    before = (look(mixed).sentence, pages(mixed))
    monkeypatch.setattr(picturing, "read_file", lambda *_, **__: picturing.CRASHED)
    read_all(pictured)
    assert look(mixed).pictures is PictureStatus.DONE
    assert (look(mixed).sentence, pages(mixed)) == before


def test_the_paper_with_the_fewest_pictures_left_comes_first(
    stored: Stored, pictured: Settings, people: People, mixed: Document
) -> None:
    with stored() as db:
        short = add_file(db, pictured, people.erin, make_review(db, people.erin, "WX-2015-07"), content=files.picture_pdf(1))
    for paper in (mixed, short):
        read_paper(pictured, paper.id)
    assert picturing.waiting_papers(pictured) == (short.id, mixed.id)


def test_without_tesseract_nothing_waits_and_a_button_reads_the_pictures_once_it_is_there(
    stored: Stored, bare: Settings, pictured: Settings, people: People, mixed: Document, look: Look, read: list[int]
) -> None:
    read_paper(bare, mixed.id)
    assert (look(mixed).pictures, look(mixed).picture_pages) == (PictureStatus.NONE, 2)
    queued: list[str] = []

    def ask(person: Any, settings: Settings) -> None:
        with stored() as db:
            picturing.ask_to_read_pictures(person, db, settings, mixed.review, mixed.id, queued.append)

    with pytest.raises(NotAllowedError, match="apt-get install tesseract-ocr tesseract-ocr-eng"):
        ask(people.erin, bare)
    for person, refusal in ((people.alice, NotAllowedError), (people.dave, NotFoundError)):
        with pytest.raises(refusal):
            ask(person, pictured)
    ask(people.erin, pictured)
    with pytest.raises(NotAllowedError, match="nothing to do"):
        ask(people.erin, pictured)
    assert queued == [mixed.id]
    read_all(pictured)
    assert read == [2, 3]
    with pytest.raises(NotAllowedError, match="nothing to do"):
        ask(people.erin, pictured)


def test_pictures_that_wait_when_tesseract_is_taken_away_wait_no_longer(
    pictured: Settings, bare: Settings, mixed: Document, look: Look, read: list[int]
) -> None:
    read_paper(pictured, mixed.id)
    read_next(pictured, mixed.id)
    read_all(bare)
    assert (look(mixed).pictures, look(mixed).pictures_read) == (PictureStatus.NONE, 0)


def test_reading_a_paper_again_begins_its_pictures_anew(
    stored: Stored, pictured: Settings, people: People, look: Look, read: list[int]
) -> None:
    with stored() as db:
        paper = add_file(db, pictured, people.erin, make_review(db, people.erin), content=files.picture_pdf(3))
    read_paper(pictured, paper.id)
    read_next(pictured, paper.id)
    with stored() as db:
        reading.read_again(people.erin, db, paper.review, paper.id, lambda _: None)
    read_paper(pictured, paper.id)
    read_all(pictured)
    assert read == [1, 1, 2, 3]
    assert look(paper).status is ReadingStatus.READY
