"""Looking at pages and searching them, each look on the trail."""

from pathlib import Path

import pytest

from app.data.audit import list_events
from app.domain.document import FileFormat, Page, Reading, ReadingStatus
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.passage import Passage
from app.domain.review import Review
from app.services import document_look as looks
from app.services import document_search as searches
from app.settings import Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, make_review
from tests.papers import add_file, add_read, keep

SCANNED = Reading(ReadingStatus.NO_TEXT, "Pictures only.", FileFormat.PDF, page_count=2)


@pytest.fixture
def review(stored: Stored, people: People) -> Review:
    """A review of Erin's board."""
    with stored() as db:
        return make_review(db, people.erin)


def looks_of(stored: Stored, people: People) -> list[str]:
    """What was looked at, newest first."""
    with stored() as db:
        entries = list_events(db, people.erin.board.id)
    return [f"{entry.event.action}, {entry.event.detail}" for entry in entries if entry.event.actor_id == people.alice.id]


def test_every_page_that_is_opened_is_on_the_trail_without_its_text(
    stored: Stored, settings: Settings, people: People, review: Review
) -> None:
    with stored() as db:
        paper = add_read(db, settings, people.erin, review, ["A secret sentence.", "Two"])
    with stored() as db:
        _, page = looks.open_page(people.alice, db, review.id, paper.id, 1)
    assert page.text == "A secret sentence."
    assert looks_of(stored, people) == ["page opened, page 1"]


def test_a_paper_of_pictures_has_pages_without_text(stored: Stored, settings: Settings, people: People, review: Review) -> None:
    with stored() as db:
        paper = add_file(db, settings, people.erin, review)
        keep(db, paper, SCANNED)
        assert looks.open_page(people.alice, db, review.id, paper.id, 2)[1] == Page(2, "", is_picture=True)
        for number in (0, 3, 10**12):
            with pytest.raises(NotFoundError):
                looks.open_page(people.alice, db, review.id, paper.id, number)


def test_a_page_of_another_board_or_of_a_paper_that_waits_is_not_found(
    stored: Stored, settings: Settings, people: People, review: Review
) -> None:
    with stored() as db:
        read = add_read(db, settings, people.erin, review, ["One"])
        waits = add_file(db, settings, people.erin, review, "other.pdf")
        for person, paper in ((people.dave, read), (people.alice, waits)):
            with pytest.raises(NotFoundError):
                looks.open_page(person, db, review.id, paper.id, 1)
        with pytest.raises(NotAllowedError):
            looks.open_page(people.frank, db, review.id, read.id, 1)


def test_a_page_is_called_by_its_printed_number_first(stored: Stored, settings: Settings, people: People, review: Review) -> None:
    with stored() as db:
        paper = add_read(db, settings, people.erin, review, [Page(1, "a", "i"), Page(2, "b", "1"), Page(3, "c", "2")])
        paper = looks.get_paper(people.alice, db, review.id, paper.id)
        called = {name: looks.page_called(people.alice, db, paper, name) for name in ("i", " 1 ", "2", "3")}
        assert called == {"i": 1, " 1 ": 2, "2": 3, "3": 3}
        for name in ("", "4", "0", "-1", "iv", "²", "9" * 40):
            with pytest.raises(NotFoundError, match="from 1 to 3"):
                looks.page_called(people.alice, db, paper, name)


def test_a_passage_that_runs_over_the_page_end_is_marked_on_both_pages() -> None:
    passage = Passage("paper", 4, 10, 30, "x" * 20, runs_on="and on")
    assert looks.marks_of(passage, 4) == ((10, 30),)
    assert looks.marks_of(passage, 5) == ((0, 6),)
    assert looks.marks_of(passage, 6) == ()
    assert looks.marks_of(Passage("paper", 4, 10, 30, "x" * 20), 5) == ()


def test_a_page_is_drawn_from_the_original_and_counts_as_one_look_with_its_text(
    stored: Stored, settings: Settings, people: People, review: Review, tmp_path: Path
) -> None:
    with stored() as db:
        paper = add_file(db, settings, people.erin, review, content=files.picture_pdf(2))
        keep(db, paper, SCANNED)
    with stored() as db:
        looks.open_page(people.alice, db, review.id, paper.id, 1)
    for number in (1, 2):
        with stored() as db:
            drawn = looks.draw_page(people.alice, db, review.id, paper.id, number, settings.files_dir, tmp_path)
        assert drawn.startswith(b"\x89PNG")
    assert looks_of(stored, people) == ["page opened, page 2", "page opened, page 1"]


def test_there_is_no_picture_of_a_file_without_fixed_pages(
    stored: Stored, settings: Settings, people: People, review: Review, tmp_path: Path
) -> None:
    with stored() as db:
        flowing = add_read(db, settings, people.erin, review, ["One"], file_format=FileFormat.DOCX)
        printed = add_read(db, settings, people.erin, review, ["One"], "printed.pdf")
        for person, paper, number in (
            (people.alice, flowing, 1), (people.alice, printed, 2), (people.alice, printed, 0), (people.dave, printed, 1),
        ):  # fmt: skip
            with pytest.raises(NotFoundError):
                looks.draw_page(person, db, review.id, paper.id, number, settings.files_dir, tmp_path)


def test_hits_come_by_paper_in_reading_order_with_the_words_around_them(
    stored: Stored, settings: Settings, people: People, review: Review
) -> None:
    with stored() as db:
        first = add_read(db, settings, people.erin, review, ["The panel met. The panels too.", "None here"])
        second = add_read(db, settings, people.erin, review, [Page(1, "A panel of six", "xi")], "plan.pdf")
    with stored() as db:
        found = searches.search_papers(people.alice, db, review.id, " PANEL ")
    assert (found.query, found.total, found.number, found.pages) == ("PANEL", 3, 1, 1)
    assert [(paper.document, len(paper.hits)) for paper in found.papers] == [(first.id, 2), (second.id, 1)]
    hit = found.papers[1].hits[0]
    assert (hit.place, hit.before, hit.hit, hit.after, hit.start, hit.end) == ("page xi", "A ", "panel", " of six", 2, 7)
    assert looks_of(stored, people) == ["papers searched, 3 places found"]


def test_a_search_can_keep_to_one_paper_and_to_the_board(
    stored: Stored, settings: Settings, people: People, review: Review
) -> None:
    with stored() as db:
        add_read(db, settings, people.erin, review, ["The panel met."])
        second = add_read(db, settings, people.erin, review, ["A panel of six"], "plan.pdf")
        found = searches.search_papers(people.alice, db, review.id, "panel", document=second.id)
        assert [paper.document for paper in found.papers] == [second.id]
        assert searches.search_papers(people.dave, db, review.id, "panel").total == 0
        with pytest.raises(NotAllowedError):
            searches.search_papers(people.frank, db, review.id, "panel")
        with pytest.raises(InvalidError):
            searches.search_papers(people.alice, db, review.id, "p")


def test_many_hits_come_in_pages(stored: Stored, settings: Settings, people: People, review: Review) -> None:
    with stored() as db:
        add_read(db, settings, people.erin, review, ["panel " * 40, "panel " * 40])
        pages = [searches.search_papers(people.alice, db, review.id, "panel", number=number) for number in (-3, 1, 2, 10**12)]
    assert [(found.number, found.pages, found.total) for found in pages] == [(1, 2, 80), (1, 2, 80), (2, 2, 80), (2, 2, 80)]
    assert [sum(len(paper.hits) for paper in found.papers) for found in pages] == [50, 50, 30, 30]


def test_words_are_marked_on_a_page_and_nothing_where_they_cannot_be_searched_for() -> None:
    page = Page(1, "The panel met.")
    assert searches.marks_in(page, "panel") == ((4, 9),)
    for query in ("", "a", "--", "x" * 300):
        assert searches.marks_in(page, query) == ()
