"""Searching all papers of a board: what is found and what not, narrowing, order, what was not searched, the trail."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.data import board_search as data
from app.data.audit import list_events
from app.data.board_search import HitOrder
from app.data.session import Session, finish, open_session
from app.domain.board_search import Narrowed
from app.domain.clock import now
from app.domain.document import DocumentKind
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.review import ReviewDates
from app.services import document as documents
from app.services.board_search import PER_PAGE, BoardSearch, search_board
from app.services.document import Description
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People, make_paper, make_review
from tests.finder.papers import make_studied, study

FIRST = "Everybody failed to share what they knew about the neglected child."
SECOND = "Neglecting a child is not always seen. They were failing to share it."
THIRD = "Supervision of the health visitor had been cancelled."


@pytest.fixture
def papers(db: Session, people: People) -> list[str]:
    """Two reviews of Erin's board, the first decided on in 2015 and the second in 2020, and one of Dave's."""
    first = make_review(db, people.erin, "WX-2015-03")
    second = make_review(db, people.erin, "WX-2020-07", dates=ReviewDates(decision=date(2020, 6, 1)))
    made = [
        make_studied(db, people.erin, first.id, FIRST, THIRD, title="Overview report"),
        make_studied(db, people.erin, second.id, SECOND, title="Response"),
    ]
    make_studied(db, people.dave, make_review(db, people.dave).id, FIRST, title="Foreign")
    documents.describe_papers(people.erin, db, second.id, {made[1].id: Description(DocumentKind.RESPONSE.value, "", "Response")})
    db.flush()
    return [paper.id for paper in made]


def titles(found: BoardSearch) -> list[str]:
    return [hit.found.title for hit in found.hits]


def test_all_papers_of_the_board_are_searched_and_no_others(db: Session, people: People, papers: list[str]) -> None:
    found = search_board(people.alice, db, "neglect")
    assert sorted(titles(found)) == ["Overview report", "Response"]
    assert (found.total, found.pages, found.is_cut, found.unsearched) == (2, 1, False, 0)
    assert titles(search_board(people.dave, db, "neglect")) == ["Foreign"]
    assert titles(search_board(people.alice, db, "neglect supervision")) == [], "all words are asked for"


def test_a_hit_tells_its_place_and_where_the_words_stand(db: Session, people: People, papers: list[str]) -> None:
    (hit,) = search_board(people.alice, db, "cancel visitors").hits
    assert (hit.found.reference, hit.found.place, hit.found.page) == ("WX-2015-03", "page 2", 2)
    assert [hit.words[start:end] for start, end in hit.marks] == ["visitor", "cancelled"]
    assert THIRD[hit.start : hit.end] == "visitor had been cancelled"


def test_words_in_quotation_marks_are_found_only_as_they_stand(db: Session, people: People, papers: list[str]) -> None:
    assert len(search_board(people.alice, db, "failed to share").hits) == 2
    assert titles(search_board(people.alice, db, '"failed to share"')) == ["Overview report"]
    assert titles(search_board(people.alice, db, '"failed to share" child')) == ["Overview report"]
    assert titles(search_board(people.alice, db, "superv*")) == ["Overview report"]
    assert titles(search_board(people.alice, db, "superv")) == []


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (Narrowed(kind="response"), ["Response"]),
        (Narrowed(reference="2015"), ["Overview report"]),
        (Narrowed(reference="wx-2020"), ["Response"]),
        (Narrowed(reference="%"), []),
        (Narrowed(status="issued"), []),
        (Narrowed(decided_from=date(2020, 6, 1)), ["Response"]),
        (Narrowed(decided_to=date(2020, 5, 31)), ["Overview report"]),
        (Narrowed(added_from=now().date(), added_to=now().date() + timedelta(days=1)), ["Overview report", "Response"]),
        (Narrowed(added_to=date(2001, 1, 1)), []),
        (Narrowed(added_from=date(9000, 1, 1)), []),
        (Narrowed(added_to=date.max, decided_to=date.max), ["Overview report", "Response"]),
        (Narrowed(added_from=date.min, decided_from=date.min), ["Overview report", "Response"]),
    ],
)
def test_the_search_is_narrowed(db: Session, people: People, papers: list[str], narrowed: Narrowed, expected: list[str]) -> None:
    assert sorted(titles(search_board(people.alice, db, "neglect", narrowed))) == expected


def test_hits_are_ordered_by_the_date_of_the_decision_or_of_adding(db: Session, people: People, papers: list[str]) -> None:
    assert titles(search_board(people.alice, db, "neglect", order=HitOrder.DECIDED)) == ["Response", "Overview report"]
    query = text("UPDATE document SET added_at = '2001-01-01 00:00:00.000000' WHERE id = :id")
    db.connection().execute(query, {"id": papers[1]})
    assert titles(search_board(people.alice, db, "neglect", order=HitOrder.ADDED)) == ["Overview report", "Response"]


def test_hits_come_page_by_page(db: Session, people: People) -> None:
    texts = [f"The caseload in week {number}." for number in range(PER_PAGE + 3)]
    make_studied(db, people.erin, make_review(db, people.erin).id, *texts)
    first, second = (search_board(people.alice, db, "caseload", number=number) for number in (1, 2))
    assert (first.total, first.pages, len(first.hits), len(second.hits)) == (PER_PAGE + 3, 2, PER_PAGE, 3)
    assert len({hit.found.page for found in (first, second) for hit in found.hits}) == PER_PAGE + 3
    assert search_board(people.alice, db, "caseload", number=99).number == 1
    exact = search_board(people.alice, db, '"caseload in week"', number=2)
    assert (exact.total, exact.number, len(exact.hits)) == (PER_PAGE + 3, 2, 3)


def test_words_that_stand_nearly_everywhere_are_cut_off_and_said_to_be(
    db: Session, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "MOST_RANKED", 3)
    make_studied(db, people.erin, make_review(db, people.erin).id, *(f"The caseload in week {number}." for number in range(6)))
    found = search_board(people.alice, db, "caseload")
    assert (found.total, found.is_cut) == (3, True)
    narrowed = search_board(people.alice, db, "caseload", Narrowed(reference="WX"))
    assert (narrowed.total, narrowed.is_cut) == (6, False)


def test_papers_that_were_not_searched_are_named_and_older_versions_are_left_out(
    db: Session, people: People, papers: list[str]
) -> None:
    review = make_review(db, people.erin, "WX-2021-01")
    make_paper(db, people.erin, review.id, FIRST, title="Not studied")
    old = make_studied(db, people.erin, review.id, FIRST, title="Old")
    db.connection().execute(text("UPDATE document SET replaced_by = 'newer' WHERE id = :id"), {"id": old.id})
    found = search_board(people.alice, db, "neglect")
    assert sorted(titles(found)) == ["Overview report", "Response"]
    assert [(paper.reference, paper.title) for paper in found.unsearched_papers] == [("WX-2021-01", "Not studied")]
    assert found.unsearched == 1
    assert search_board(people.alice, db, "neglect", Narrowed(reference="2015")).unsearched == 0


def test_a_paper_studied_again_is_found_by_its_new_words(db: Session, people: People, papers: list[str]) -> None:
    paper = documents.get_paper(people.erin, db, search_board(people.alice, db, "visitor").hits[0].found.review, papers[0])
    study(db, paper, "Something else about thresholds.")
    assert search_board(people.alice, db, "visitor").hits == ()
    assert titles(search_board(people.alice, db, "threshold")) == ["Overview report"]


def test_who_may_not_read_papers_may_not_search_them(db: Session, people: People, papers: list[str]) -> None:
    with pytest.raises(NotAllowedError):
        search_board(people.frank, db, "neglect")


def test_a_question_that_is_none_is_refused(db: Session, people: People) -> None:
    with pytest.raises(InvalidError):
        search_board(people.alice, db, "!")


def test_searching_is_on_the_trail_of_the_board_and_of_each_review_shown_without_the_words(
    settings: Settings, stored: Stored, people: People
) -> None:
    with stored() as db:
        paper = make_studied(db, people.erin, make_review(db, people.erin).id, FIRST)
    reading = open_session(settings.database, writes=False)
    search_board(people.alice, reading, "neglected")
    finish(reading, good=True)
    with stored() as db:
        told = [entry.event for entry in list_events(db, people.alice.board.id)[:2]]
    assert {(one.action, one.subject_kind, one.review) for one in told} == {
        ("papers searched", "board", None),
        ("papers searched", "review", paper.review),
    }
    assert not any("neglect" in one.detail for one in told)
