"""Judging adequacy: who decides, with which reason, what still counts after grades changed, and two moderators at once."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.errors import ConflictError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.instrument import Grade
from app.services import adequacy as adequacies
from app.services import appraisal as appraisals
from app.services.adequacy import OVERALL, open_adequacy
from app.services.appraisal_save import Typed, save_field
from tests.factories import People, make_appraisal, make_person, make_review

ANALYSIS, FAMILY = "area/analysis", "area/family"


@pytest.fixture
def done(db: Session, people: People) -> Appraisal:
    """Every marker good."""
    return make_appraisal(db, people.alice, make_review(db, people.erin).id)


def decide(db: Session, person: Person, done: Appraisal, subject: str, grade: str, **more: Any) -> None:
    adequacies.decide(person, db, done.id, subject, **{"grade": grade, "reason": "", "based_on": 0, **more})


def seen_by(db: Session, person: Person, done: Appraisal) -> dict[str, str]:
    """The proposals as the page shows them now."""
    return {area.id: str(area.proposal) for area in open_adequacy(person, db, done.id).assessment.areas}


def regrade(db: Session, alice: Person, done: Appraisal, grades: Mapping[str, str]) -> None:
    """Reopen, grade some markers otherwise, submit again."""
    appraisals.reopen_appraisal(alice, db, done.id, "A page was missed.")
    entries = appraisals.open_appraisal(alice, db, done.id).entries
    for marker, grade in grades.items():
        key = f"{marker}/grade"
        save_field(alice, db, done.id, Typed(key, grade, entries[key].version))
    appraisals.submit_appraisal(alice, db, done.id)


def test_the_rules_propose_and_nothing_is_decided_by_itself(db: Session, carol: Person, done: Appraisal) -> None:
    adequacy = open_adequacy(carol, db, done.id)
    assert adequacy.assessment.proposal is Grade.GOOD
    assert {area.proposal for area in adequacy.assessment.areas} == {Grade.GOOD}
    assert adequacy.overall_decision is None
    assert not adequacy.is_decided
    assert adequacy.grade is Grade.GOOD


def test_a_proposal_is_confirmed_without_a_reason(db: Session, carol: Person, done: Appraisal) -> None:
    decide(db, carol, done, ANALYSIS, "good")
    decision = open_adequacy(carol, db, done.id).area_decision("analysis")
    assert decision
    assert (decision.proposal, decision.grade, decision.text, decision.by) == (Grade.GOOD, Grade.GOOD, "", "Carol Ashby")


@pytest.mark.parametrize("subject", [ANALYSIS, OVERALL])
def test_a_departure_without_a_reason_is_refused(db: Session, carol: Person, done: Appraisal, subject: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        decide(db, carol, done, subject, "outstanding")
    assert list(refused.value.fields) == ["reason"]
    assert open_adequacy(carol, db, done.id).decided == {}


def test_a_departure_from_an_area_moves_the_whole(db: Session, carol: Person, done: Appraisal) -> None:
    decide(db, carol, done, ANALYSIS, "inadequate", reason="It never asks why.")
    adequacy = open_adequacy(carol, db, done.id)
    assert adequacy.assessment.area("analysis").grade is Grade.INADEQUATE
    assert adequacy.assessment.proposal is Grade.INADEQUATE
    decision = adequacy.area_decision("analysis")
    assert decision
    assert (decision.proposal, decision.text) == (Grade.GOOD, "It never asks why.")


@pytest.mark.parametrize("grade", ["", "excellent", "nei", "na", "Good", "x" * 1_000_000])
def test_only_the_four_grades_can_be_decided(db: Session, carol: Person, done: Appraisal, grade: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        decide(db, carol, done, ANALYSIS, grade, reason="A reason")
    assert refused.value.fields["grade"] == "Choose a grade."


def test_a_reason_of_a_megabyte_is_refused(db: Session, carol: Person, done: Appraisal) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        decide(db, carol, done, ANALYSIS, "adequate", reason="x" * 1_000_000)
    assert "20,000 characters or fewer" in refused.value.fields["reason"]


@pytest.mark.parametrize("subject", ["", "area/", "area/nothing", "analysis", "text/outcome", "Overall", "area/analysis/x"])
def test_what_is_no_area_is_not_found(db: Session, carol: Person, done: Appraisal, subject: str) -> None:
    with pytest.raises(NotFoundError):
        decide(db, carol, done, subject, "good")


@pytest.mark.parametrize("name", ["alice", "erin"])
def test_nobody_but_a_moderator_decides(db: Session, people: People, done: Appraisal, name: str) -> None:
    person = getattr(people, name)
    for act in (
        lambda: decide(db, person, done, ANALYSIS, "good"),
        lambda: adequacies.confirm_areas(person, db, done.id, {"analysis": "good"}),
        lambda: adequacies.write_text(person, db, done.id, "text/outcome", text="x", based_on=0),
    ):
        with pytest.raises(NotAllowedError, match="Only a moderator"):
            act()
    assert open_adequacy(person, db, done.id).decided == {}


def test_a_draft_cannot_be_decided_not_even_by_its_own_appraiser_who_moderates(db: Session, people: People) -> None:
    both = make_person(db, "Maud Carrick", Role.APPRAISER, Role.MODERATOR)
    draft = appraisals.start_appraisal(both, db, make_review(db, people.erin).id)
    with pytest.raises(NotAllowedError, match="Submit the appraisal first"):
        decide(db, both, draft, ANALYSIS, "good", reason="x")
    assert open_adequacy(both, db, draft.id).assessment.so_far is None


def test_on_another_board_there_is_nothing_to_decide(db: Session, people: People, done: Appraisal) -> None:
    for act in (
        lambda: open_adequacy(people.dave, db, done.id),
        lambda: decide(db, people.dave, done, ANALYSIS, "good"),
        lambda: adequacies.confirm_areas(people.dave, db, done.id, {}),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_confirming_all_areas_leaves_the_whole_and_what_was_decided_before(db: Session, carol: Person, done: Appraisal) -> None:
    decide(db, carol, done, FAMILY, "adequate", reason="They were told late.")
    adequacies.confirm_areas(carol, db, done.id, seen_by(db, carol, done))
    adequacy = open_adequacy(carol, db, done.id)
    assert {area.decided for area in adequacy.assessment.areas if area.id != "family"} == {Grade.GOOD}
    assert adequacy.assessment.area("family").decided is Grade.ADEQUATE
    assert not adequacy.is_decided
    decide(db, carol, done, OVERALL, "good")
    assert open_adequacy(carol, db, done.id).is_decided


def test_confirming_all_areas_twice_adds_nothing(db: Session, carol: Person, done: Appraisal) -> None:
    for _ in range(2):
        adequacies.confirm_areas(carol, db, done.id, seen_by(db, carol, done))
    assert {decision.version for decision in open_adequacy(carol, db, done.id).decided.values()} == {1}


def test_areas_without_a_grade_are_not_confirmed_and_not_waited_for(db: Session, people: People) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id, {"publication": "na"})
    seen = seen_by(db, people.carol, done)
    assert seen["publication"] == "na"
    adequacies.confirm_areas(people.carol, db, done.id, seen)
    decide(db, people.carol, done, OVERALL, "good")
    adequacy = open_adequacy(people.carol, db, done.id)
    assert adequacy.area_decision("publication") is None
    assert adequacy.is_decided


def test_a_proposal_that_changed_since_the_page_was_opened_is_not_confirmed_unseen(
    db: Session, people: People, done: Appraisal
) -> None:
    seen = seen_by(db, people.carol, done)
    regrade(db, people.alice, done, {"analysis": "inadequate"})
    adequacies.confirm_areas(people.carol, db, done.id, seen)
    adequacy = open_adequacy(people.carol, db, done.id)
    assert adequacy.area_decision("analysis") is None
    assert adequacy.area_decision("family") is not None
    with pytest.raises(InvalidFieldsError) as refused:
        decide(db, people.carol, done, ANALYSIS, "good", reason="As before", seen="good")
    assert "The proposal is another one" in refused.value.fields["grade"]
    decide(db, people.carol, done, ANALYSIS, "good", reason="As before", seen="inadequate")
    assert open_adequacy(people.carol, db, done.id).area_decision("analysis") is not None


def test_a_decision_counts_no_more_once_its_proposal_is_another_one_and_again_when_it_comes_back(
    db: Session, people: People, done: Appraisal
) -> None:
    adequacies.confirm_areas(people.carol, db, done.id, seen_by(db, people.carol, done))
    decide(db, people.carol, done, OVERALL, "outstanding", reason="Above the rules.")
    regrade(db, people.alice, done, {"analysis": "inadequate"})
    adequacy = open_adequacy(people.carol, db, done.id)
    assert adequacy.area_decision("analysis") is None
    assert adequacy.overall_decision is None
    assert adequacy.assessment.area("analysis").decided is None
    assert adequacy.area_decision("family") is not None
    assert not adequacy.is_decided
    assert adequacy.grade is Grade.INADEQUATE
    regrade(db, people.alice, done, {"analysis": "good"})
    assert open_adequacy(people.carol, db, done.id).is_decided


def test_a_decision_is_made_anew_on_the_new_proposal(db: Session, people: People, done: Appraisal) -> None:
    decide(db, people.carol, done, ANALYSIS, "good")
    regrade(db, people.alice, done, {"analysis": "inadequate"})
    decide(db, people.carol, done, ANALYSIS, "inadequate", based_on=1)
    decision = open_adequacy(people.carol, db, done.id).area_decision("analysis")
    assert decision
    assert (decision.version, decision.proposal, decision.grade) == (2, Grade.INADEQUATE, Grade.INADEQUATE)


def test_of_two_moderators_at_once_the_second_is_shown_what_the_first_decided(
    db: Session, people: People, done: Appraisal
) -> None:
    decide(db, people.carol, done, ANALYSIS, "adequate", reason="Hers")
    with pytest.raises(ConflictError, match="Carol Ashby decided this in the meantime") as refused:
        decide(db, people.carol, done, ANALYSIS, "outstanding", reason="Mine")
    assert (refused.value.theirs, refused.value.yours, refused.value.newest) == ("Adequate\nHers", "Mine", 1)
    decide(db, people.carol, done, ANALYSIS, "outstanding", reason="Mine", based_on=1)


def test_the_same_decision_sent_twice_is_one(db: Session, carol: Person, done: Appraisal) -> None:
    for _ in range(2):
        decide(db, carol, done, ANALYSIS, "adequate", reason="Once")
    assert open_adequacy(carol, db, done.id).decided[ANALYSIS].version == 1


def test_a_version_that_never_was_is_not_found(db: Session, carol: Person, done: Appraisal) -> None:
    with pytest.raises(NotFoundError):
        decide(db, carol, done, ANALYSIS, "good", based_on=7)


def test_without_a_core_area_the_whole_cannot_be_judged_yet_but_decided_with_a_reason(db: Session, people: People) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id, {"analysis": "nei"})
    adequacy = open_adequacy(people.carol, db, done.id)
    assert adequacy.assessment.proposal is None
    assert adequacy.assessment.so_far is Grade.GOOD
    assert [missing.area for missing in adequacy.assessment.missing] == ["analysis"]
    with pytest.raises(InvalidFieldsError) as refused:
        decide(db, people.carol, done, OVERALL, "good", seen="")
    assert "cannot propose a grade yet" in refused.value.fields["reason"]
    decide(db, people.carol, done, OVERALL, "good", reason="What is known is enough.", seen="")
    decided = open_adequacy(people.carol, db, done.id)
    assert decided.overall_decision
    assert (decided.overall_decision.proposal, decided.overall_decision.grade) == (None, Grade.GOOD)
    # Once the area is judged there is a proposal, and the decision was made without it.
    decide(db, people.carol, done, ANALYSIS, "adequate", reason="Enough stands in the chronology.")
    judged = open_adequacy(people.carol, db, done.id)
    assert judged.assessment.proposal is Grade.ADEQUATE
    assert judged.overall_decision is None


def test_what_if_names_single_markers_and_keeps_to_what_was_departed_from(db: Session, people: People) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id, {"analysis": "adequate"})
    adequacy = open_adequacy(people.carol, db, done.id)
    moves = {(step.marker, step.after): step.overall for step in adequacy.what_if}
    assert moves[("analysis", Grade.GOOD)] is Grade.GOOD
    assert moves[("analysis", Grade.INADEQUATE)] is Grade.INADEQUATE
    # Confirming changes nothing about what a marker would do; departing from an area takes its markers out of play.
    decide(db, people.carol, done, ANALYSIS, "adequate")
    assert open_adequacy(people.carol, db, done.id).what_if == adequacy.what_if
    decide(db, people.carol, done, ANALYSIS, "inadequate", reason="Never why.", based_on=1)
    assert open_adequacy(people.carol, db, done.id).what_if == ()


def test_ones_own_words_stand_until_the_generated_ones_are_brought_back(db: Session, carol: Person, done: Appraisal) -> None:
    for text, based_on, version in (("My outcome", 0, 1), ("My outcome", 0, 1), ("Other", 1, 2), ("", 2, 3)):
        adequacies.write_text(carol, db, done.id, "text/outcome", text=text, based_on=based_on)
        decision = open_adequacy(carol, db, done.id).decided["text/outcome"]
        assert (decision.text, decision.version) == (text, version)


def test_empty_words_where_there_are_none_are_no_decision(db: Session, carol: Person, done: Appraisal) -> None:
    adequacies.write_text(carol, db, done.id, "text/reasons", text="", based_on=0)
    assert open_adequacy(carol, db, done.id).decided == {}


def test_words_that_do_not_fit_are_refused(db: Session, carol: Person, done: Appraisal) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        adequacies.write_text(carol, db, done.id, "text/outcome", text="x" * 1_000_000, based_on=0)
    assert "text" in refused.value.fields
    for subject in ("overall", "area/analysis", "text/", "text/colour"):
        with pytest.raises(NotFoundError):
            adequacies.write_text(carol, db, done.id, subject, text="x", based_on=0)
    adequacies.write_text(carol, db, done.id, "text/outcome", text="First", based_on=0)
    with pytest.raises(ConflictError):
        adequacies.write_text(carol, db, done.id, "text/outcome", text="Second", based_on=0)


def test_words_written_for_another_overall_grade_are_to_be_read_again(db: Session, carol: Person, done: Appraisal) -> None:
    adequacies.write_text(carol, db, done.id, "text/outcome", text="A good review.", based_on=0)
    assert open_adequacy(carol, db, done.id).texts_to_read_again == ()
    decide(db, carol, done, OVERALL, "adequate", reason="Lower.")
    assert open_adequacy(carol, db, done.id).texts_to_read_again == ("The outcome in one sentence",)
    adequacies.write_text(carol, db, done.id, "text/outcome", text="A good review.", based_on=1)
    assert open_adequacy(carol, db, done.id).texts_to_read_again == ()


def test_every_decision_is_on_the_trail_with_its_subject_and_without_its_words(
    db: Session, carol: Person, done: Appraisal
) -> None:
    decide(db, carol, done, ANALYSIS, "adequate", reason="Zebra")
    decide(db, carol, done, OVERALL, "adequate")
    adequacies.write_text(carol, db, done.id, "text/reasons", text="Zebra", based_on=0)
    trail = [entry.event for entry in reversed(list_events(db, done.board)) if entry.event.action == "decided"]
    assert [(found.detail, found.actor_id, found.subject_id) for found in trail] == [
        (subject, carol.id, done.id) for subject in (ANALYSIS, OVERALL, "text/reasons")
    ]
    assert "Zebra" not in repr(trail)
