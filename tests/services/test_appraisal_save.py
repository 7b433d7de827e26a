"""Saving fields: over something newer nothing is lost, and what a field cannot hold spoils none of the others."""

from threading import Barrier, Thread

import pytest

from app.data import entry as entries
from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from app.services.appraisal import start_appraisal
from app.services.appraisal_save import Typed, save_field, save_fields
from app.settings import get_settings
from tests.conftest import Stored
from tests.factories import People, make_appraisal, make_review

REASONS = "analysis/reasons"


@pytest.fixture
def draft(db: Session, people: People) -> Appraisal:
    return start_appraisal(people.alice, db, make_review(db, people.erin).id)


def versions(db: Session, draft: Appraisal, key: str) -> list[str]:
    """Every text that was ever saved under this key."""
    newest = entries.newest_entry(db, draft.id, key)
    return [entries.value_at(db, draft.id, key, number) for number in range(1, (newest.version if newest else 0) + 1)]


def test_a_field_is_saved_version_by_version(db: Session, alice: Person, draft: Appraisal) -> None:
    first = save_field(alice, db, draft.id, Typed(REASONS, "One", 0))
    second = save_field(alice, db, draft.id, Typed(REASONS, "Two", 1))
    assert first
    assert second
    assert (first.version, second.version, second.saved_by) == (1, 2, "Alice Hartwell")
    assert versions(db, draft, REASONS) == ["One", "Two"]


def test_an_empty_field_that_stays_empty_is_not_saved(db: Session, alice: Person, draft: Appraisal) -> None:
    assert save_field(alice, db, draft.id, Typed(REASONS, "", 0)) is None
    assert versions(db, draft, REASONS) == []


def test_of_two_saves_over_one_version_the_second_is_refused_and_both_texts_are_there(
    db: Session, alice: Person, draft: Appraisal
) -> None:
    save_field(alice, db, draft.id, Typed(REASONS, "Before", 0))
    save_field(alice, db, draft.id, Typed(REASONS, "First tab", 1))
    with pytest.raises(ConflictError) as refused:
        save_field(alice, db, draft.id, Typed(REASONS, "Second tab", 1))
    assert (refused.value.theirs, refused.value.yours, refused.value.newest) == ("First tab", "Second tab", 2)
    assert versions(db, draft, REASONS) == ["Before", "First tab"]
    # Whoever has seen both may put theirs on top; nothing is ever overwritten.
    save_field(alice, db, draft.id, Typed(REASONS, "Second tab", refused.value.newest))
    assert versions(db, draft, REASONS) == ["Before", "First tab", "Second tab"]


def test_the_same_text_saved_twice_is_no_conflict_and_no_second_version(db: Session, alice: Person, draft: Appraisal) -> None:
    save_field(alice, db, draft.id, Typed(REASONS, "Same", 0))
    again = save_field(alice, db, draft.id, Typed(REASONS, "Same", 0))
    assert again
    assert again.version == 1
    assert versions(db, draft, REASONS) == ["Same"]


def test_a_field_left_as_the_page_showed_it_is_no_conflict_and_keeps_the_newer_text(
    db: Session, alice: Person, draft: Appraisal
) -> None:
    save_field(alice, db, draft.id, Typed(REASONS, "Shown", 0))
    save_field(alice, db, draft.id, Typed(REASONS, "Newer", 1))
    kept = save_field(alice, db, draft.id, Typed(REASONS, "Shown", 1))
    assert kept
    assert kept.value == "Newer"
    # The same holds for a field that was empty on the page.
    save_field(alice, db, draft.id, Typed("analysis/improve", "Newer", 0))
    untouched = save_field(alice, db, draft.id, Typed("analysis/improve", "", 0))
    assert untouched
    assert untouched.value == "Newer"


def test_a_field_is_emptied_knowingly(db: Session, alice: Person, draft: Appraisal) -> None:
    save_field(alice, db, draft.id, Typed("analysis/grade", "good", 0))
    emptied = save_field(alice, db, draft.id, Typed("analysis/grade", "", 1))
    assert emptied
    assert (emptied.value, emptied.version) == ("", 2)


def test_a_version_that_never_was_is_not_found(db: Session, alice: Person, draft: Appraisal) -> None:
    with pytest.raises(NotFoundError):
        save_field(alice, db, draft.id, Typed(REASONS, "Text", 5))
    assert versions(db, draft, REASONS) == []


def test_of_a_whole_form_everything_is_saved_but_what_cannot_be(db: Session, alice: Person, draft: Appraisal) -> None:
    save_field(alice, db, draft.id, Typed(REASONS, "First tab", 0))
    longest = get_settings().text_characters
    saved = save_fields(
        alice,
        db,
        draft.id,
        [
            Typed("analysis/grade", "excellent", 0),
            Typed(REASONS, "Second tab", 0),
            Typed("analysis/improve", "x" * 1_000_000, 0),
            Typed("analysis/strengths", "y" * longest, 0),
            Typed("analysis/where_looked", "", 0),
            Typed("analysis/confidence", "high", 0),
        ],
    )
    assert set(saved.entries) == {"analysis/strengths", "analysis/confidence"}
    assert {key: error.theirs for key, error in saved.conflicts.items()} == {REASONS: "First tab"}
    assert set(saved.problems) == {"analysis/grade", "analysis/improve"}
    assert set(entries.newest_entries(db, draft.id)) == {REASONS, "analysis/strengths", "analysis/confidence"}


def test_a_field_that_does_not_exist_stops_the_whole_form(db: Session, alice: Person, draft: Appraisal) -> None:
    with pytest.raises(NotFoundError):
        save_fields(alice, db, draft.id, [Typed("analysis/grade", "good", 0), Typed("analysis/colour", "red", 0)])


def test_what_is_too_long_is_refused_before_anything_else_is_looked_at(db: Session, alice: Person, draft: Appraisal) -> None:
    with pytest.raises(InvalidError):
        save_field(alice, db, draft.id, Typed("lens/why", "x" * 1_000_000, 99))


def test_a_submitted_appraisal_takes_no_more(db: Session, people: People) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    for typed in (Typed("analysis/grade", "inadequate", 1), Typed("lens/why", "Later", 0)):
        with pytest.raises(NotAllowedError, match="Reopen it first"):
            save_fields(people.alice, db, done.id, [typed])


def test_each_save_is_on_the_trail_with_its_marker_and_neither_field_nor_text(
    db: Session, alice: Person, draft: Appraisal
) -> None:
    save_fields(alice, db, draft.id, [Typed(REASONS, "Zebra", 0), Typed("lens/why", "Zebra", 0), Typed("lens/family", "", 0)])
    trail = list_events(db, alice.board.id, review=draft.review)
    saved = [entry.event for entry in trail if entry.event.action == "saved"]
    assert {(found.actor_id, found.subject_id, found.detail) for found in saved} == {
        (alice.id, draft.id, "analysis"),
        (alice.id, draft.id, "lens"),
    }
    assert "Zebra" not in repr(trail)


def test_of_two_tabs_that_save_at_the_same_moment_one_is_refused_and_neither_text_is_lost(stored: Stored, people: People) -> None:
    with stored() as db:
        draft = start_appraisal(people.alice, db, make_review(db, people.erin).id)
    together = Barrier(2)
    told: list[str] = []

    def save(text: str) -> None:
        together.wait(10)
        try:
            with stored() as db:
                save_field(people.alice, db, draft.id, Typed(REASONS, text, 0))
            told.append("saved")
        except ConflictError as error:
            told.append(f"{error.yours} against {error.theirs}")

    threads = [Thread(target=save, args=(text,)) for text in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with stored() as db:
        kept = versions(db, draft, REASONS)
    assert len(kept) == 1
    loser = "two" if kept == ["one"] else "one"
    assert sorted(told) == sorted(["saved", f"{loser} against {kept[0]}"])
