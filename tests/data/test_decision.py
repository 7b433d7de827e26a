"""Decisions in the database: rows are added, the newest counts, and of two on one version the second is refused."""

import pytest
from sqlmodel import col, select

from app.data import decision as decisions
from app.data.audit import list_events
from app.data.session import Session
from app.data.tables import DecisionRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.errors import ConflictError
from app.domain.instrument import Grade
from tests.factories import People, make_appraisal, make_review


@pytest.fixture
def done(db: Session, people: People) -> Appraisal:
    return make_appraisal(db, people.alice, make_review(db, people.erin).id)


def decide(db: Session, person: Person, done: Appraisal, based_on: int, grade: Grade | None, text: str = "") -> None:
    decisions.add_decision(
        db,
        done.id,
        "overall",
        based_on=based_on,
        proposal=Grade.GOOD,
        grade=grade,
        text=text,
        by=person.id,
        audit=event(person, "decided", "appraisal", done.id, review=done.review, detail="overall"),
    )


def test_the_newest_decision_counts_and_the_earlier_ones_stay(db: Session, carol: Person, done: Appraisal) -> None:
    decide(db, carol, done, 0, Grade.GOOD)
    decide(db, carol, done, 1, Grade.ADEQUATE, "A reason")
    newest = decisions.list_decisions(db, done.id)["overall"]
    assert (newest.version, newest.proposal, newest.grade, newest.text) == (2, Grade.GOOD, Grade.ADEQUATE, "A reason")
    assert (newest.by, newest.post) == ("Carol Ashby", "Head of quality")
    query = select(DecisionRow.grade).where(DecisionRow.appraisal_id == done.id).order_by(col(DecisionRow.version))
    assert list(db.exec(query)) == ["good", "adequate"]


def test_of_two_decisions_on_one_version_the_second_is_refused_with_both(db: Session, people: People, done: Appraisal) -> None:
    decide(db, people.carol, done, 0, Grade.INADEQUATE, "Hers")
    events = len(list_events(db, done.board))
    with pytest.raises(ConflictError, match="Carol Ashby decided this in the meantime") as refused:
        decide(db, people.erin, done, 0, Grade.GOOD, "Mine")
    assert (refused.value.theirs, refused.value.yours, refused.value.newest) == ("Inadequate\nHers", "Mine", 1)
    assert len(list_events(db, done.board)) == events
    decide(db, people.erin, done, 1, Grade.GOOD, "Mine")
    assert decisions.list_decisions(db, done.id)["overall"].by == "Erin Maddox"


def test_the_decisions_of_another_appraisal_are_not_listed(db: Session, people: People, done: Appraisal) -> None:
    decide(db, people.carol, done, 0, Grade.GOOD)
    other = make_appraisal(db, people.bob, done.review)
    assert decisions.list_decisions(db, other.id) == {}


def test_a_decision_without_grade_or_proposal_comes_back_so(db: Session, carol: Person, done: Appraisal) -> None:
    decide(db, carol, done, 0, None, "Words of the report")
    newest = decisions.list_decisions(db, done.id)["overall"]
    assert (newest.grade, newest.text) == (None, "Words of the report")
