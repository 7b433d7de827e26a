"""Papers in the database, within a board."""

import pytest

from app.data import document as documents
from app.data.session import Session
from app.domain.audit import event
from app.domain.document import Document, DocumentKind, OutlineItem, Page
from app.domain.errors import NotFoundError
from app.domain.review import Review
from app.settings import Settings
from tests.factories import People, make_review
from tests.papers import add_file, add_read

PLACES = ((0, "Findings"), (10, "Findings, paragraph 1"))


@pytest.fixture
def review(db: Session, people: People) -> Review:
    """A review of Erin's board."""
    return make_review(db, people.erin)


@pytest.fixture
def paper(db: Session, settings: Settings, people: People, review: Review) -> Document:
    """A paper of three pages in it."""
    pages = [
        Page(1, "Contents of the paper", "i", running=("Head", "i")),
        Page(2, "Findings\n\nThe child’s voice.", "1", PLACES),
        Page(3, "The child's voice, 100% of it.", "2"),
    ]
    return add_read(db, settings, people.erin, review, pages, outline=(OutlineItem("Findings", 2, 1), OutlineItem("End", 9, 2)))


def test_papers_are_listed_in_the_order_in_which_they_were_added(
    db: Session, settings: Settings, people: People, review: Review
) -> None:
    titles = ["One", "Two", "Three"]
    for title in titles:
        add_file(db, settings, people.erin, review, f"{title}.pdf")
    assert [paper.title for paper in documents.list_documents(db, people.erin.board.id, review.id)] == titles


def test_a_paper_comes_back_as_it_was_stored(db: Session, settings: Settings, people: People, review: Review) -> None:
    added = add_file(db, settings, people.erin, review)
    assert documents.get_document(db, people.erin.board.id, review.id, added.id) == added


def test_nothing_of_another_board_or_review_is_found(
    db: Session, settings: Settings, people: People, review: Review, paper: Document
) -> None:
    theirs, other = people.dave.board.id, make_review(db, people.erin, "WX-2015-04")
    for board, of_review in ((theirs, review.id), (people.erin.board.id, other.id)):
        with pytest.raises(NotFoundError):
            documents.get_document(db, board, of_review, paper.id)
        assert documents.list_documents(db, board, of_review) == ()
        assert documents.pages_of(db, board, of_review) == ()
        assert documents.pages_holding(db, board, of_review, "child") == []
        assert documents.find_same(db, board, of_review, paper.sha256) is None
    with pytest.raises(NotFoundError):
        documents.get_page(db, theirs, paper.id, 1)
    with pytest.raises(NotFoundError):
        documents.stored_as(db, theirs, paper.id)
    assert documents.outline_of(db, theirs, paper.id) == ()
    assert documents.page_labelled(db, theirs, paper.id, "i") is None


def test_a_page_comes_back_with_places_and_running_heads(db: Session, people: People, paper: Document) -> None:
    board = people.erin.board.id
    assert documents.get_page(db, board, paper.id, 1) == Page(1, "Contents of the paper", "i", running=("Head", "i"))
    second = documents.get_page(db, board, paper.id, 2)
    assert second.places == PLACES
    assert second.place_at(12) == "Findings, paragraph 1"


@pytest.mark.parametrize("number", [0, -1, 4, 10**9, 10**30])
def test_a_page_that_is_not_there_is_not_found(db: Session, people: People, paper: Document, number: int) -> None:
    with pytest.raises(NotFoundError):
        documents.get_page(db, people.erin.board.id, paper.id, number)


def test_pages_to_quote_from_come_in_reading_order_with_their_titles(
    db: Session, settings: Settings, people: People, review: Review, paper: Document
) -> None:
    board = people.erin.board.id
    later = add_read(db, settings, people.erin, review, ["Only page"], "action plan.pdf")
    pages = documents.pages_of(db, board, review.id)
    assert [(page.document, page.page.number, page.document_title) for page in pages] == [
        (paper.id, 1, "Overview report"),
        (paper.id, 2, "Overview report"),
        (paper.id, 3, "Overview report"),
        (later.id, 1, "Action plan"),
    ]
    assert documents.pages_of(db, board, review.id, later.id) == pages[3:]


def test_pages_that_hold_words_are_found_whatever_the_quotation_marks_and_spaces(
    db: Session, people: People, review: Review, paper: Document
) -> None:
    board = people.erin.board.id

    def holding(words: str) -> list[int]:
        return [page.number for page in documents.pages_holding(db, board, review.id, words)]

    assert holding("CHILD's voice") == [2, 3]
    assert holding("100%") == [3]
    assert holding("_") == []
    assert holding("nothing of it") == []
    assert [page.place_at(12) for page in documents.pages_holding(db, board, review.id, "findings")] == ["Findings, paragraph 1"]


def test_contents_carry_the_printed_number_of_their_page(db: Session, people: People, paper: Document) -> None:
    items = documents.outline_of(db, people.erin.board.id, paper.id)
    assert items == (OutlineItem("Findings", 2, 1, "1"), OutlineItem("End", 9, 2, ""))


def test_a_page_is_found_by_its_printed_number(db: Session, people: People, paper: Document) -> None:
    board = people.erin.board.id
    assert documents.page_labelled(db, board, paper.id, "2") == 3
    assert documents.page_labelled(db, board, paper.id, "iv") is None


def test_what_a_paper_is_said_to_be_can_change(db: Session, people: People, review: Review, paper: Document) -> None:
    audit = event(people.erin, "paper described", "document", paper.id)
    documents.describe_document(db, people.erin.board.id, paper, DocumentKind.AGENCY, "Wexcombe Council", "Their report", audit)
    now = documents.get_document(db, people.erin.board.id, review.id, paper.id)
    assert (now.kind, now.agency, now.title) == (DocumentKind.AGENCY, "Wexcombe Council", "Their report")
