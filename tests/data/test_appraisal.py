"""Appraisals in the database: their states are added, the newest counts, and another board's are not found."""

import pytest
from sqlmodel import col, select

from app.data import appraisal as appraisals
from app.data.session import Session, open_session
from app.data.tables import AppraisalStateRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState, Place
from app.domain.audit import event
from app.domain.errors import NotFoundError
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People, make_review


def add(db: Session, person: Person, review: str) -> Appraisal:
    told = event(person, "appraisal started", "appraisal", appraisals.new_appraisal_id(), review=review)
    return appraisals.add_appraisal(
        db, board=person.board.id, review=review, instrument="scr-2016", version="1.0", appraiser=person.id, audit=told
    )


def move(db: Session, person: Person, appraisal: Appraisal, state: AppraisalState) -> Appraisal:
    told = event(person, "appraisal moved", "appraisal", appraisal.id, review=appraisal.review)
    appraisals.add_state(db, appraisal, state, person.id, told)
    return appraisals.get_appraisal(db, person.board.id, appraisal.id)


def test_an_appraisal_begins_as_a_draft_with_the_name_of_its_appraiser(db: Session, people: People) -> None:
    made = add(db, people.alice, make_review(db, people.erin).id)
    assert made.state is AppraisalState.DRAFT
    assert (made.appraiser, made.appraiser_name) == (people.alice.id, "Alice Hartwell")
    assert (made.instrument, made.instrument_version, made.place) == ("scr-2016", "1.0", Place())
    assert made.submitted_at is None


def test_the_newest_state_counts_and_the_earlier_ones_stay_on_record(db: Session, people: People) -> None:
    made = add(db, people.alice, make_review(db, people.erin).id)
    submitted = move(db, people.alice, made, AppraisalState.SUBMITTED)
    assert submitted.state is AppraisalState.SUBMITTED
    assert submitted.submitted_at is not None
    reopened = move(db, people.alice, made, AppraisalState.DRAFT)
    assert (reopened.state, reopened.submitted_at) == (AppraisalState.DRAFT, None)
    query = select(AppraisalStateRow.state).where(AppraisalStateRow.appraisal_id == made.id)
    assert list(db.exec(query.order_by(col(AppraisalStateRow.id)))) == ["draft", "submitted", "draft"]


def test_the_appraisals_of_a_review_are_listed_oldest_first_and_those_of_others_not(db: Session, people: People) -> None:
    review, other = make_review(db, people.erin), make_review(db, people.erin, "WX-2")
    first, second = add(db, people.alice, review.id), add(db, people.bob, review.id)
    add(db, people.alice, other.id)
    board = people.erin.board.id
    assert appraisals.list_appraisals(db, board, review.id) == (first, second)
    assert appraisals.list_appraisals(db, people.dave.board.id, review.id) == ()


def test_an_appraisal_of_another_board_is_not_found(db: Session, people: People) -> None:
    made = add(db, people.alice, make_review(db, people.erin).id)
    with pytest.raises(NotFoundError):
        appraisals.get_appraisal(db, people.dave.board.id, made.id)


@pytest.mark.parametrize("odd", ["", "nothing", "\0", "' or 1=1 --", "x" * 10_000, "ａ" * 32])
def test_an_odd_id_is_not_found(db: Session, people: People, odd: str) -> None:
    with pytest.raises(NotFoundError):
        appraisals.get_appraisal(db, people.alice.board.id, odd)


def test_a_place_is_kept_once_the_page_has_been_read_and_not_before(stored: Stored, settings: Settings, people: People) -> None:
    with stored() as db:
        made = add(db, people.alice, make_review(db, people.erin).id)
    place = Place("analysis", "paper", 7)
    reading = open_session(settings.database, writes=False)
    appraisals.remember_place(reading, made, place)
    assert appraisals.get_appraisal(reading, made.board, made.id).place == Place()
    reading.close()
    with stored() as db:
        appraisals.remember_place(db, made, place)
    with stored() as db:
        assert appraisals.get_appraisal(db, made.board, made.id).place == place
