"""Saved fields in the database: versions are added, none is ever overwritten, and one version is saved once."""

import pytest
from sqlalchemy.dialects import postgresql

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import event
from app.domain.clock import now
from app.domain.errors import ConflictError
from app.services.appraisal import start_appraisal
from tests.factories import People, make_review


@pytest.fixture
def draft(db: Session, people: People) -> Appraisal:
    return start_appraisal(people.alice, db, make_review(db, people.erin).id)


def add(db: Session, person: Person, draft: Appraisal, key: str, value: str, based_on: int) -> int:
    told = event(person, "saved", "appraisal", draft.id, review=draft.review, detail=key)
    return entries.add_entry(db, draft.id, key, value, based_on, person.id, told).version


def test_each_save_is_a_version_of_its_own_and_the_newest_is_the_current_one(
    db: Session, alice: Person, draft: Appraisal
) -> None:
    assert [add(db, alice, draft, "analysis/reasons", text, at) for at, text in enumerate(("one", "two", ""))] == [1, 2, 3]
    newest = entries.newest_entry(db, draft.id, "analysis/reasons")
    assert newest
    assert (newest.value, newest.version, newest.saved_by) == ("", 3, "Alice Hartwell")
    assert entries.newest_entries(db, draft.id)["analysis/reasons"] == newest
    said = [entries.value_at(db, draft.id, "analysis/reasons", version) for version in range(5)]
    assert said == ["", "one", "two", "", ""]


def test_a_second_save_over_the_same_version_is_refused_with_both_texts_and_the_session_goes_on(
    db: Session, alice: Person, draft: Appraisal
) -> None:
    add(db, alice, draft, "analysis/reasons", "theirs", 0)
    events = len(list_events(db, alice.board.id))
    with pytest.raises(ConflictError) as refused:
        add(db, alice, draft, "analysis/reasons", "yours", 0)
    assert (refused.value.theirs, refused.value.yours, refused.value.newest) == ("theirs", "yours", 1)
    assert len(list_events(db, alice.board.id)) == events
    assert add(db, alice, draft, "analysis/reasons", "yours", 1) == 2


def test_a_second_save_over_the_same_version_adds_nothing_in_postgresql_either() -> None:
    said = str(entries._add("postgresql").compile(dialect=postgresql.dialect()))
    assert said.startswith("INSERT INTO entry")
    assert said.endswith("ON CONFLICT DO NOTHING")


def test_every_save_is_on_the_trail_with_its_field_and_without_its_text(db: Session, alice: Person, draft: Appraisal) -> None:
    add(db, alice, draft, "analysis/reasons", "Secret words", 0)
    newest = list_events(db, alice.board.id)[0].event
    assert (newest.action, newest.subject_id, newest.detail) == ("saved", draft.id, "analysis/reasons")
    assert "Secret" not in repr(newest)


def test_the_fields_of_one_marker_are_read_alone(db: Session, people: People, draft: Appraisal) -> None:
    other = start_appraisal(people.bob, db, draft.review)
    for key in ("analysis/grade", "analysis/note:qm13-q1", "analysis-2/grade", "analysi/grade", "lens/why", "analysis/reasons"):
        add(db, people.alice, draft, key, "x", 0)
    add(db, people.bob, other, "analysis/strengths", "x", 0)
    assert set(entries.newest_entries(db, draft.id, "analysis/")) == {
        "analysis/grade",
        "analysis/note:qm13-q1",
        "analysis/reasons",
    }
    assert set(entries.newest_entries(db, draft.id, "lens/")) == {"lens/why"}
    assert len(entries.newest_entries(db, draft.id)) == 6


@pytest.mark.parametrize("prefix", ["%", "_nalysis/", "analysis\\"])
def test_a_beginning_is_taken_word_for_word(db: Session, alice: Person, draft: Appraisal, prefix: str) -> None:
    add(db, alice, draft, "analysis/grade", "good", 0)
    assert entries.newest_entries(db, draft.id, prefix) == {}


def test_what_was_never_saved_is_none(db: Session, draft: Appraisal) -> None:
    assert entries.newest_entry(db, draft.id, "analysis/reasons") is None
    assert entries.newest_entries(db, draft.id) == {}
    assert appraisals.get_appraisal(db, draft.board, draft.id) == draft


def test_what_stood_at_an_earlier_moment_can_be_read_again(db: Session, alice: Person, draft: Appraisal) -> None:
    add(db, alice, draft, "analysis/grade", "good", 0)
    add(db, alice, draft, "analysis/reasons", "one", 0)
    then = now()
    add(db, alice, draft, "analysis/grade", "adequate", 1)
    add(db, alice, draft, "scope/grade", "good", 0)
    stood = entries.values_as_of(db, draft.id, then)
    assert {key: entry.value for key, entry in stood.items()} == {"analysis/grade": "good", "analysis/reasons": "one"}
    assert entries.values_as_of(db, draft.id, now()) == entries.newest_entries(db, draft.id)


def test_the_states_of_an_appraisal_are_listed_with_their_reasons(db: Session, alice: Person, draft: Appraisal) -> None:
    told = event(alice, "appraisal submitted", "appraisal", draft.id, review=draft.review)
    appraisals.add_state(db, draft, AppraisalState.SUBMITTED, alice.id, told)
    appraisals.add_state(db, draft, AppraisalState.DRAFT, alice.id, told, "A paper came late.")
    listed = [(state.state, state.by_name, state.reason) for state in appraisals.list_states(db, draft.id)]
    assert listed == [
        (AppraisalState.DRAFT, "Alice Hartwell", ""),
        (AppraisalState.SUBMITTED, "Alice Hartwell", ""),
        (AppraisalState.DRAFT, "Alice Hartwell", "A paper came late."),
    ]
