"""Reviews in the database: kept whole, scoped to the board, guarded by a version, listed by index."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event as listening
from sqlalchemy import text

from app.data import review as reviews
from app.data.audit import list_events
from app.data.ids import new_id
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.errors import ConflictError, InvalidFieldsError, NotFoundError
from app.domain.review import Harm, Review, ReviewDates, ReviewFacts, ReviewOrder, ReviewStatus
from tests.factories import make_facts

START = datetime(2020, 1, 1, tzinfo=UTC)


def add(db: Session, person: Person, facts: ReviewFacts, minute: int = 0) -> Review:
    review = Review(new_id(), person.board.id, facts, 1, START + timedelta(minutes=minute), person.id)
    return reviews.add_review(db, review, event(person, "review registered", "review", review.id, review=review.id))


def changed(person: Person, review: Review) -> Any:
    return event(person, "review changed", "review", review.id, review=review.id)


def names(db: Session, board: str, **asked: Any) -> list[str]:
    return [line.reference for line in reviews.list_reviews(db, board, **asked)[0]]


def test_a_review_comes_back_with_every_fact_people_and_agencies_in_their_order(db: Session, erin: Person) -> None:
    review = add(db, erin, make_facts(fictional=True))
    assert reviews.get_review(db, erin.board.id, review.id) == review


def test_a_review_of_another_board_is_not_found(db: Session, erin: Person, dave: Person) -> None:
    review = add(db, erin, make_facts())
    for board, wanted in ((dave.board.id, review.id), (erin.board.id, "nosuchreview"), (erin.board.id, "a\0b")):
        with pytest.raises(NotFoundError):
            reviews.get_review(db, board, wanted)


def test_one_reference_stands_once_on_a_board_and_may_stand_on_another(db: Session, erin: Person, dave: Person) -> None:
    add(db, erin, make_facts("WX-1"))
    add(db, dave, make_facts("WX-1"))
    assert reviews.has_reference(db, erin.board.id, "wx-1")
    with pytest.raises(InvalidFieldsError) as refused:
        add(db, erin, make_facts("WX-1"))
    assert "already has a review with this reference" in refused.value.fields["reference"]


def test_a_review_does_not_stand_in_its_own_way(db: Session, erin: Person) -> None:
    review = add(db, erin, make_facts("WX-1"))
    assert not reviews.has_reference(db, erin.board.id, "WX-1", other_than=review.id)


def test_saving_facts_replaces_them_all_and_puts_the_change_on_the_trail(db: Session, erin: Person) -> None:
    review = add(db, erin, make_facts())
    facts = make_facts("WX-2", people=(), agencies=make_facts().agencies[:1], dates=ReviewDates(), harm=None)
    saved = reviews.save_facts(db, review, facts, changed(erin, review))
    assert (saved.facts, saved.version) == (facts, 2)
    assert reviews.get_review(db, erin.board.id, review.id) == saved
    assert list_events(db, erin.board.id, review=review.id)[0].event.action == "review changed"


def test_saving_over_something_newer_is_refused_and_names_the_newest_version(db: Session, erin: Person) -> None:
    review = add(db, erin, make_facts())
    reviews.save_facts(db, review, make_facts("WX-2"), changed(erin, review))
    with pytest.raises(ConflictError) as refused:
        reviews.save_facts(db, review, make_facts("WX-3"), changed(erin, review))
    assert refused.value.newest == 2
    assert reviews.get_review(db, erin.board.id, review.id).facts.reference == "WX-2"


def test_saving_a_reference_that_another_review_has_is_refused(db: Session, erin: Person) -> None:
    add(db, erin, make_facts("WX-1"))
    review = add(db, erin, make_facts("WX-2"))
    with pytest.raises(InvalidFieldsError):
        reviews.save_facts(db, review, make_facts("WX-1"), changed(erin, review))


def test_a_review_of_another_board_cannot_be_saved(db: Session, erin: Person, dave: Person) -> None:
    review = add(db, erin, make_facts())
    with pytest.raises(ConflictError):
        reviews.save_facts(db, replace(review, board=dave.board.id), make_facts("WX-9"), changed(dave, review))
    assert reviews.get_review(db, erin.board.id, review.id).facts.reference != "WX-9"


def test_a_status_moves_forward_and_never_back(db: Session, erin: Person) -> None:
    review = add(db, erin, make_facts())

    def status() -> ReviewStatus:
        return reviews.get_review(db, erin.board.id, review.id).status

    reviews.set_status(db, review.id, ReviewStatus.APPRAISING)
    assert status() is ReviewStatus.APPRAISING
    reviews.set_status(db, review.id, ReviewStatus.PAPERS)
    assert status() is ReviewStatus.APPRAISING
    reviews.set_status(db, review.id, ReviewStatus.ISSUED)
    assert status() is ReviewStatus.ISSUED


def test_a_list_holds_the_reviews_of_one_board_alone(db: Session, erin: Person, dave: Person) -> None:
    add(db, erin, make_facts("WX-1"))
    add(db, dave, make_facts("TM-1"))
    assert names(db, erin.board.id) == ["WX-1"]
    assert reviews.list_reviews(db, dave.board.id)[1] == 1


def test_a_line_of_the_list_says_what_the_list_shows(db: Session, erin: Person) -> None:
    review = add(db, erin, make_facts("WX-1", fictional=True))
    (line,), total = reviews.list_reviews(db, erin.board.id)
    assert total == 1
    assert (line.id, line.reference, line.decision, line.harm) == (review.id, "WX-1", date(2015, 2, 3), Harm.SERIOUS)
    assert (line.status, line.registered_at, line.fictional) == (ReviewStatus.REGISTERED, START, True)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (ReviewOrder.NEWEST, ["C", "A", "B"]),
        (ReviewOrder.REFERENCE, ["A", "B", "C"]),
        (ReviewOrder.DECISION, ["A", "B", "C"]),
        (ReviewOrder.DECISION_OLDEST, ["B", "A", "C"]),
    ],
)
def test_each_order_is_kept_and_unknown_dates_come_last(
    db: Session, erin: Person, sort: ReviewOrder, expected: list[str]
) -> None:
    for minute, (reference, decision) in enumerate((("B", date(2014, 1, 1)), ("A", date(2015, 1, 1)), ("C", None))):
        add(db, erin, make_facts(reference, dates=ReviewDates(decision=decision)), minute)
    assert names(db, erin.board.id, sort=sort) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [("wx", ["WX-1", "WX-2"]), ("-2", ["WX-2"]), ("%", ["50%"]), ("_", ["A_B"]), ("\\", ["A\\B"]), ("nothing", [])],
)
def test_a_search_looks_anywhere_in_the_reference_and_takes_every_sign_as_itself(
    db: Session, erin: Person, search: str, expected: list[str]
) -> None:
    for reference in ("WX-1", "WX-2", "50%", "A_B", "A\\B", "AxB"):
        add(db, erin, make_facts(reference))
    assert sorted(names(db, erin.board.id, search=search)) == expected


def test_a_status_narrows_the_list_and_the_count(db: Session, erin: Person) -> None:
    for number in range(3):
        review = add(db, erin, make_facts(f"WX-{number}"))
        if number:
            reviews.set_status(db, review.id, ReviewStatus.PAPERS)
    lines, total = reviews.list_reviews(db, erin.board.id, status=ReviewStatus.PAPERS, limit=1)
    assert (len(lines), total) == (1, 2)


def test_pages_of_a_list_meet_without_gap_or_double_where_times_are_equal(db: Session, erin: Person) -> None:
    for number in range(7):
        add(db, erin, make_facts(f"WX-{number}"))
    found = [name for offset in (0, 3, 6, 9) for name in names(db, erin.board.id, offset=offset, limit=3)]
    assert sorted(found) == [f"WX-{number}" for number in range(7)]


@pytest.mark.parametrize("sort", list(ReviewOrder))
@pytest.mark.parametrize("asked", [{}, {"status": ReviewStatus.PAPERS}])
def test_every_order_is_read_from_an_index_and_never_sorted(
    db: Session, erin: Person, sort: ReviewOrder, asked: dict[str, Any]
) -> None:
    for number in range(3):
        reviews.set_status(db, add(db, erin, make_facts(f"WX-{number}")).id, ReviewStatus.PAPERS)
    sent: list[tuple[str, Any]] = []
    bind = db.get_bind()

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    listening.listen(bind, "before_cursor_execute", keep)
    reviews.list_reviews(db, erin.board.id, sort=sort, **asked)
    listening.remove(bind, "before_cursor_execute", keep)
    assert len(sent) == 2
    for statement, parameters in sent:
        plan = db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        steps = " ".join(str(row[3]) for row in plan)
        assert "USING" in steps
        assert "SCAN" not in steps
        assert "TEMP B-TREE" not in steps


def test_the_database_keeps_nothing_of_a_review_whose_reference_was_refused(db: Session, erin: Person) -> None:
    add(db, erin, make_facts("WX-1"))
    with pytest.raises(InvalidFieldsError), db.begin_nested():
        add(db, erin, make_facts("WX-1"))
    assert db.connection().execute(text("SELECT count(*) FROM review")).scalar() == 1
