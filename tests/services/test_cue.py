"""Cues: who may mark them, what keeping one does, whose marks are seen by whom, and what is on the trail."""

import pytest

from app.data import evidence as evidence_rows
from app.data import study as studies
from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.cue import FIRST_KINDS, Cue, CueDecision, CueKind
from app.domain.document import Document
from app.domain.errors import InvalidError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.study import Study
from app.services import cue as cues
from app.services.appraisal import start_appraisal, submit_appraisal
from app.services.cue import MarkedCue
from app.services.round import open_round
from tests.factories import People, fill_appraisal, make_paper, make_person, make_review

H, J, E = CueKind.HINDSIGHT, CueKind.JUDGEMENT, CueKind.EXPLAINS
FIRST = "With hindsight it was\nplain. They failed to visit, and nobody asked them why they had"
SECOND = "not. The visits stopped because two posts were vacant."
HIND = Cue(1, 0, 14, H, "With hindsight", "With hindsight it was plain.")
FAIL = Cue(1, 34, 43, J, "failed to", "They failed to visit, and nobody asked them why they had not.")
WHY = Cue(2, 24, 31, E, "because", "The visits stopped because two posts were vacant.")
GOOD = {"marker": "analysis", "bearing": "weakens", "note": ""}


@pytest.fixture
def draft(db: Session, people: People) -> Appraisal:
    return start_appraisal(people.alice, db, make_review(db, people.erin).id)


@pytest.fixture
def paper(db: Session, people: People, draft: Appraisal) -> Document:
    paper = make_paper(db, people.erin, draft.review, FIRST, SECOND)
    studies.save_study(db, paper.id, Study("1.0/1", (HIND, FAIL, WHY)))
    return paper


def seen(db: Session, person: Person, paper: Document, page: int = 1) -> dict[str, MarkedCue]:
    """The cues of a page by their words, as this person sees them."""
    found = cues.cues_on_page(person, db, paper, page, list(CueKind))
    return {marked.cue.text: marked for marked in found.cues}


def dismiss(db: Session, person: Person, paper: Document, cue: Cue = HIND, word: str = "denied") -> None:
    cues.dismiss_cue(person, db, paper.review, paper.id, cue.key, word)


def test_the_cues_of_a_page_are_counted_and_lead_on_to_other_pages(db: Session, erin: Person, paper: Document) -> None:
    found = cues.cues_on_page(erin, db, paper, 1, [J, E])
    assert [marked.cue for marked in found.cues] == [FAIL]
    assert found.here == {H: 1, J: 1}
    assert found.counts == {H: 1, J: 1, E: 1}
    assert (found.before, found.after) == (None, WHY)
    assert cues.cues_on_page(erin, db, paper, 2, [J]).before == FAIL


def test_a_paper_that_nobody_studied_says_so(db: Session, people: People, draft: Appraisal) -> None:
    new = make_paper(db, people.erin, draft.review, "They failed to visit.", title="Another")
    assert not cues.cues_on_page(people.alice, db, new, 1, [J]).is_studied
    [listed] = cues.cues_beside(people.alice, db, draft.review, [J], 2)
    assert (listed.is_studied, listed.count) == (False, 0)


def test_what_is_looked_for_is_what_was_chosen_last(db: Session, erin: Person) -> None:
    assert cues.kinds_looked_for(erin, db, None) == FIRST_KINDS
    assert cues.kinds_looked_for(erin, db, "JH") == (H, J)
    assert cues.kinds_looked_for(erin, db, "-") == ()


def test_keeping_a_cue_quotes_its_sentence_for_a_marker(db: Session, alice: Person, draft: Appraisal, paper: Document) -> None:
    mark = cues.keep_cue(alice, db, paper.review, paper.id, HIND.key, **{**GOOD, "note": "No reasons"})
    [item] = evidence_rows.list_evidence(db, draft.id, "analysis")
    assert item.passage
    assert (item.passage.quote, item.passage.place, item.note) == ("With hindsight it was\nplain.", "page 1", "No reasons")
    assert (mark.decision, mark.marker) == (CueDecision.KEPT, "analysis")
    assert seen(db, alice, paper)["With hindsight"].mine == mark


def test_a_sentence_that_goes_on_over_the_page_is_quoted_whole(
    db: Session, alice: Person, draft: Appraisal, paper: Document
) -> None:
    cues.keep_cue(alice, db, paper.review, paper.id, FAIL.key, **GOOD)
    [item] = evidence_rows.list_evidence(db, draft.id)
    assert item.passage
    assert item.passage.words == FAIL.sentence
    assert (item.passage.runs_on, item.passage.place) == ("not.", "pages 1 to 2")


def test_the_words_of_a_cue_can_be_quoted_alone(db: Session, alice: Person, draft: Appraisal, paper: Document) -> None:
    cues.keep_cue(alice, db, paper.review, paper.id, WHY.key, **GOOD, whole_sentence=False)
    assert [item.passage.quote for item in evidence_rows.list_evidence(db, draft.id) if item.passage] == ["because"]


def test_a_sentence_that_cannot_be_found_gives_way_to_the_words(
    db: Session, alice: Person, draft: Appraisal, paper: Document
) -> None:
    lost = Cue(1, 34, 43, J, "failed to", "Something that does not stand there at all.")
    studies.save_study(db, paper.id, Study("1.0/2", (lost,)))
    cues.keep_cue(alice, db, paper.review, paper.id, lost.key, **GOOD)
    assert [item.passage.quote for item in evidence_rows.list_evidence(db, draft.id) if item.passage] == ["failed to"]


@pytest.mark.parametrize(
    ("changed", "fields"), [({"marker": ""}, {"marker"}), ({"bearing": "up", "marker": ""}, {"marker", "bearing"})]
)
def test_keeping_asks_for_what_is_missing(
    db: Session, alice: Person, paper: Document, changed: dict[str, str], fields: set[str]
) -> None:
    with pytest.raises(InvalidFieldsError) as caught:
        cues.keep_cue(alice, db, paper.review, paper.id, HIND.key, **(GOOD | changed))
    assert set(caught.value.fields) == fields
    assert seen(db, alice, paper)["With hindsight"].mine is None


@pytest.mark.parametrize(("word", "said"), [("", "word or two"), ("x" * 101, "100 characters")])
def test_dismissing_takes_a_word(db: Session, alice: Person, paper: Document, word: str, said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        dismiss(db, alice, paper, word=word)


def test_a_dismissed_cue_is_passed_over_in_stepping_until_it_is_taken_back(db: Session, alice: Person, paper: Document) -> None:
    dismiss(db, alice, paper, FAIL)
    assert cues.cues_on_page(alice, db, paper, 2, [H, J]).before == HIND
    cues.take_back(alice, db, paper.review, paper.id, FAIL.key)
    assert cues.cues_on_page(alice, db, paper, 2, [H, J]).before == FAIL
    dismiss(db, alice, paper, FAIL)
    dismiss(db, alice, paper, HIND)
    assert cues.cues_on_page(alice, db, paper, 2, [H, J]).before == FAIL


def test_marks_are_on_the_trail_without_the_words_of_the_paper_and_what_was_made_of_which_cue(
    db: Session, alice: Person, paper: Document
) -> None:
    dismiss(db, alice, paper)
    dismiss(db, alice, paper)  # a second press of the button says nothing new
    cues.keep_cue(alice, db, paper.review, paper.id, FAIL.key, **GOOD)
    cues.take_back(alice, db, paper.review, paper.id, HIND.key)
    told = [entry.event for entry in list_events(db, alice.board.id) if entry.event.action.startswith("cue")]
    assert [(one.action, one.detail) for one in told] == [("cue marked", "page 1")] * 3
    assert {one.actor_id for one in told} == {alice.id}


def test_only_who_appraises_may_mark_and_only_before_submitting(
    db: Session, people: People, draft: Appraisal, paper: Document
) -> None:
    for person in (people.erin, people.carol):
        assert not cues.open_cue(person, db, paper, HIND.key).can_mark
        with pytest.raises(NotAllowedError, match="Only an appraiser"):
            dismiss(db, person, paper)
    with pytest.raises(NotFoundError):
        dismiss(db, people.dave, paper)
    fill_appraisal(db, people.alice, draft)
    submit_appraisal(people.alice, db, draft.id)
    with pytest.raises(NotAllowedError, match="Reopen the appraisal"):
        dismiss(db, people.alice, paper)


def test_an_appraiser_who_has_not_started_may_dismiss_but_has_no_marker_to_keep_for(
    db: Session, bob: Person, paper: Document
) -> None:
    dismiss(db, bob, paper)
    opened = cues.open_cue(bob, db, paper, HIND.key)
    assert (opened.can_mark, opened.draft) == (True, None)
    with pytest.raises(NotAllowedError, match="Start your own appraisal"):
        cues.keep_cue(bob, db, paper.review, paper.id, HIND.key, **GOOD)


def test_nobody_sees_the_marks_of_a_draft_but_who_made_them(db: Session, people: People, paper: Document) -> None:
    dismiss(db, people.alice, paper)
    for person in (people.bob, people.carol, people.erin):
        found = seen(db, person, paper)["With hindsight"]
        assert (found.mine, found.others) == (None, ())


def test_marks_open_to_others_as_the_appraisal_does(db: Session, people: People, draft: Appraisal, paper: Document) -> None:
    dismiss(db, people.alice, paper)
    bobs = start_appraisal(people.bob, db, paper.review)
    dismiss(db, people.bob, paper, word="reported")
    fill_appraisal(db, people.alice, draft)
    submit_appraisal(people.alice, db, draft.id)

    def words(person: Person) -> list[str]:
        opened = cues.open_cue(person, db, paper, HIND.key).marked
        return [mark.word for mark in opened.others]

    assert (words(people.erin), words(people.carol), words(people.bob), words(people.alice)) == ([], [], [], [])
    open_round(people.carol, db, paper.review, "Bob is ill.")
    assert (words(people.erin), words(people.carol), words(people.bob), words(people.alice)) == (["denied"], ["denied"], [], [])
    fill_appraisal(db, people.bob, bobs)
    submit_appraisal(people.bob, db, bobs.id)
    assert (words(people.erin), words(people.bob), words(people.alice)) == (["denied", "reported"], ["denied"], ["reported"])


def test_marks_of_somebody_without_an_appraisal_are_their_own(
    db: Session, people: People, draft: Appraisal, paper: Document
) -> None:
    third = make_person(db, "Gwen Marlow", Role.APPRAISER)
    dismiss(db, third, paper)
    fill_appraisal(db, people.alice, draft)
    submit_appraisal(people.alice, db, draft.id)
    assert [seen(db, person, paper)["With hindsight"].others for person in (people.alice, people.erin)] == [(), ()]
    assert seen(db, third, paper)["With hindsight"].mine


def test_beside_a_lens_stand_some_of_each_kind(db: Session, erin: Person, draft: Appraisal, paper: Document) -> None:
    many = tuple(
        Cue(page, start, start + 4, kind, "word", "A word.") for page in (1, 2) for start, kind in ((0, J), (9, H), (20, J))
    )
    studies.save_study(db, paper.id, Study("1.0/1", many))
    [listed] = cues.cues_beside(erin, db, draft.review, [H, J], 2)
    assert [(marked.cue.page, marked.cue.kind) for marked in listed.cues] == [(1, J), (1, H), (1, J), (2, H)]
    assert listed.count == 6
    assert cues.cues_beside(erin, db, draft.review, (), 2) == ()
