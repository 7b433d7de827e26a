"""Evidence: quotes found in every way, marks that do not fit, other sources, copies, changes and the trail."""

from collections.abc import Callable
from typing import Any

import pytest

from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.errors import ConflictError, InvalidError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.judgement import Bearing, Evidence, SourceKind
from app.domain.passage import Found, NearlyFound, NotFound
from app.services import evidence as evidences
from app.services.appraisal import open_appraisal, start_appraisal
from app.services.evidence import Mark
from tests.conftest import Stored
from tests.factories import People, make_appraisal, make_paper, make_review

FIRST = (
    "The panel asked why the visits had stopped.\n\n"
    "It wrote: “we did not know what the family hoped for”. The visits had\nstopped."
)
SECOND = "The visits had stopped. Nobody asked the child-\nminder what she had seen, and the report ends with a sen-"
THIRD = "tence that goes on over the page. Then it closes."


@pytest.fixture
def draft(db: Session, people: People) -> Appraisal:
    return start_appraisal(people.alice, db, make_review(db, people.erin).id)


@pytest.fixture
def paper(db: Session, people: People, draft: Appraisal) -> Document:
    return make_paper(db, people.erin, draft.review, FIRST, SECOND, THIRD)


@pytest.fixture
def look(db: Session, alice: Person, draft: Appraisal, paper: Document) -> Callable[[str], Any]:
    """Look for a quote in Alice's papers."""
    return lambda quote: evidences.look_for_quote(alice, db, draft.id, quote)


@pytest.fixture
def item(db: Session, alice: Person, draft: Appraisal, paper: Document) -> Evidence:
    return evidences.add_passages(alice, db, draft.id, ["analysis"], Mark(paper.id, 1, 0, 43), "supports", "First note")[0]


def test_a_quote_is_found_word_for_word_with_its_place_and_context(look: Callable[[str], Any], paper: Document) -> None:
    found = look("  asked why the visits had stopped\n")
    assert isinstance(found, Found)
    assert found.exact
    [passage] = found.passages
    assert (passage.document, passage.page, passage.place) == (paper.id, 1, "page 1")
    assert passage.quote == FIRST[passage.start : passage.end] == "asked why the visits had stopped"
    assert (passage.before, passage.after[:3]) == ("The panel ", ".\n\n")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ('it wrote: "we did  not\nknow what the family hoped for"', "It wrote: “we did not know what the family hoped for”"),
        ("Nobody asked the childminder what she had seen", "Nobody asked the child- minder what she had seen"),
    ],
)
def test_a_quote_is_found_whatever_its_spacing_hyphens_and_quotation_marks_and_the_papers_words_are_kept(
    look: Callable[[str], Any], quote: str, words: str
) -> None:
    found = look(quote)
    assert isinstance(found, Found)
    assert not found.exact
    assert [passage.words for passage in found.passages] == [words]


def test_a_quote_in_several_places_is_found_in_all_of_them_in_reading_order(look: Callable[[str], Any]) -> None:
    found = look("THE VISITS HAD STOPPED")
    assert isinstance(found, Found)
    assert [(passage.page, passage.words) for passage in evidences.passages_of(found)] == [
        (1, "the visits had stopped"),
        (1, "The visits had stopped"),
        (2, "The visits had stopped"),
    ]


def test_a_quote_over_the_end_of_a_page_is_found_and_kept_whole(
    db: Session, alice: Person, draft: Appraisal, look: Callable[[str], Any]
) -> None:
    found = look("the report ends with a sentence that goes on over the page")
    assert isinstance(found, Found)
    [passage] = found.passages
    kept = evidences.add_found(alice, db, draft.id, "analysis", passage, "weakens", "")
    [stored] = open_appraisal(alice, db, draft.id).judgements["analysis"].evidence
    assert stored.id == kept.id
    assert stored.passage == passage
    assert stored.passage.runs_on == "tence that goes on over the page"


def test_a_quote_that_is_nearly_right_is_not_taken_but_offered(look: Callable[[str], Any]) -> None:
    outcome = look("The panel asked how the visits had stopped")
    assert isinstance(outcome, NearlyFound)
    best = outcome.candidates[0]
    assert "The panel asked why the visits had stopped" in best.passage.quote
    assert any(change.kind != "same" for change in best.changes)
    assert evidences.passages_of(outcome)[0] == best.passage


def test_a_quote_that_is_not_there_is_refused_with_the_way_to_record_another_source(look: Callable[[str], Any]) -> None:
    outcome = look("Elephants crossed the great river at midnight with lanterns")
    assert isinstance(outcome, NotFound)
    assert "record them as a source that is not in the papers" in outcome.sentence
    assert evidences.passages_of(outcome) == ()


@pytest.mark.parametrize("quote", ["", "  ", "a", "the", "…", "x" * 5001, "word " * 200_000])
def test_a_quote_that_is_too_short_or_too_long_is_refused(look: Callable[[str], Any], quote: str) -> None:
    with pytest.raises(InvalidError) as refused:
        look(quote)
    assert refused.value.field == "quote"


def test_papers_of_other_reviews_and_boards_are_not_looked_in(db: Session, people: People, look: Callable[[str], Any]) -> None:
    words = "Quite other words stand in this paper."
    make_paper(db, people.erin, make_review(db, people.erin, "WX-2").id, words)
    make_paper(db, people.dave, make_review(db, people.dave).id, words)
    assert isinstance(look(words), NotFound)


def test_looking_for_a_quote_is_on_the_trail_without_the_quote(stored: Stored, people: People) -> None:
    with stored() as db:
        draft = start_appraisal(people.alice, db, make_review(db, people.erin).id)
        make_paper(db, people.erin, draft.review, FIRST)
    with stored() as db:
        evidences.look_for_quote(people.alice, db, draft.id, "asked why the visits had stopped")
    with stored() as db:
        newest = list_events(db, draft.board)[0].event
    assert (newest.action, newest.subject_id, newest.detail) == ("quote looked for", draft.review, "1 places found")


def test_marked_words_are_kept_as_the_paper_has_them_for_each_marker_once(
    db: Session, alice: Person, draft: Appraisal, paper: Document
) -> None:
    mark = Mark(paper.id, 1, 0, 44)
    kept = evidences.add_passages(alice, db, draft.id, ["analysis", "family-involvement", "analysis"], mark, "weakens", "Note")
    assert [item.marker for item in kept] == ["analysis", "family-involvement"]
    passage = kept[0].passage
    assert passage
    assert passage.quote == "The panel asked why the visits had stopped."
    judgements = open_appraisal(alice, db, draft.id).judgements
    assert judgements["analysis"].evidence[0].passage == judgements["family-involvement"].evidence[0].passage


@pytest.mark.parametrize(
    ("page", "start", "end"),
    [(1, 0, 9_999), (1, 5, 5), (1, 9, 3), (1, -3, 5), (1, 43, 45), (1, 99_999_999, 99_999_999)],
)
def test_marks_that_do_not_lie_in_the_page_are_refused(
    db: Session, alice: Person, draft: Appraisal, paper: Document, page: int, start: int, end: int
) -> None:
    with pytest.raises(InvalidError, match="Mark the words on the page again"):
        evidences.add_passages(alice, db, draft.id, ["analysis"], Mark(paper.id, page, start, end), "supports", "")
    assert open_appraisal(alice, db, draft.id).judgements["analysis"].evidence == ()


@pytest.mark.parametrize("page", [0, -1, 4, 99_999_999])
def test_marks_on_a_page_that_is_not_there_are_not_found(
    db: Session, alice: Person, draft: Appraisal, paper: Document, page: int
) -> None:
    with pytest.raises(NotFoundError):
        evidences.add_passages(alice, db, draft.id, ["analysis"], Mark(paper.id, page, 0, 5), "supports", "")


def test_marks_in_papers_of_another_review_or_board_are_not_found(db: Session, people: People, draft: Appraisal) -> None:
    there = make_paper(db, people.erin, make_review(db, people.erin, "WX-2").id, FIRST)
    theirs = make_paper(db, people.dave, make_review(db, people.dave).id, FIRST)
    for document in (there.id, theirs.id, "nothing", ""):
        with pytest.raises(NotFoundError):
            evidences.add_passages(people.alice, db, draft.id, ["analysis"], Mark(document, 1, 0, 5), "supports", "")


@pytest.mark.parametrize(
    ("marker", "bearing", "note", "refusal"),
    [
        ("no-marker", "supports", "", NotFoundError),
        ("analysis", "", "", InvalidError),
        ("analysis", "Supports", "", InvalidError),
        ("analysis", "supports", "x" * 2001, InvalidError),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_kept(
    db: Session, alice: Person, draft: Appraisal, paper: Document, marker: str, bearing: str, note: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        evidences.add_passages(alice, db, draft.id, [marker], Mark(paper.id, 1, 0, 9), bearing, note)
    assert not any(judged.evidence for judged in open_appraisal(alice, db, draft.id).judgements.values())


def test_the_same_evidence_pressed_twice_is_kept_once_and_said_otherwise_twice(
    db: Session, alice: Person, draft: Appraisal, paper: Document
) -> None:
    mark = Mark(paper.id, 1, 0, 9)
    for bearing, note in (("supports", "One"), ("supports", "One"), ("weakens", "One"), ("supports", "Two")):
        evidences.add_passages(alice, db, draft.id, ["analysis"], mark, bearing, note)
    kept = open_appraisal(alice, db, draft.id).judgements["analysis"].evidence
    assert [(item.bearing.value, item.note) for item in kept] == [("supports", "One"), ("weakens", "One"), ("supports", "Two")]


OTHER = {"kind": "interview", "description": "The author said so.", "dated": "May 2015", "bearing": "supports", "note": ""}


def test_a_source_that_is_not_in_the_papers_is_recorded(db: Session, alice: Person, draft: Appraisal) -> None:
    kept = evidences.add_other(alice, db, draft.id, "analysis", **OTHER)
    assert kept.other
    assert (kept.other.kind, kept.other.description, kept.other.dated) == (
        SourceKind.INTERVIEW,
        "The author said so.",
        "May 2015",
    )
    assert open_appraisal(alice, db, draft.id).judgements["analysis"].evidence[0].passage is None


def test_everything_wrong_with_another_source_is_told_at_once(db: Session, alice: Person, draft: Appraisal) -> None:
    wrong = {"kind": "dream", "description": "", "dated": "x" * 101, "bearing": "", "note": "x" * 2001}
    with pytest.raises(InvalidFieldsError) as refused:
        evidences.add_other(alice, db, draft.id, "analysis", **wrong)
    assert list(refused.value.fields) == ["kind", "description", "dated", "bearing", "note"]
    with pytest.raises(InvalidFieldsError) as refused:
        evidences.add_other(alice, db, draft.id, "analysis", **OTHER | {"description": "x" * 1_000_000})
    assert list(refused.value.fields) == ["description"]
    with pytest.raises(NotFoundError):
        evidences.add_other(alice, db, draft.id, "no-marker", **OTHER)


def test_a_change_is_kept_and_one_made_over_something_newer_is_refused_with_both(
    db: Session, alice: Person, draft: Appraisal, item: Evidence
) -> None:
    seen = item.fingerprint
    changed = evidences.change_evidence(alice, db, draft.id, item.id, "weakens", "First tab", seen=seen)
    assert (changed.bearing, changed.note) == (Bearing.WEAKENS, "First tab")
    with pytest.raises(ConflictError) as refused:
        evidences.change_evidence(alice, db, draft.id, item.id, "supports", "Second tab", seen=seen)
    assert (refused.value.theirs, refused.value.yours) == ("Weakens\nFirst tab", "Supports\nSecond tab")
    assert evidences.get_evidence(alice, db, draft.id, item.id).note == "First tab"
    # The same change once more is none, and a choice after seeing both is kept.
    assert evidences.change_evidence(alice, db, draft.id, item.id, "weakens", "First tab", seen=seen).note == "First tab"
    now = evidences.get_evidence(alice, db, draft.id, item.id).fingerprint
    assert evidences.change_evidence(alice, db, draft.id, item.id, "supports", "Second tab", seen=now).note == "Second tab"


@pytest.mark.parametrize(("bearing", "note"), [("", "x"), ("both", "x"), ("supports", "x" * 2001)])
def test_a_change_that_does_not_fit_is_refused(
    db: Session, alice: Person, draft: Appraisal, item: Evidence, bearing: str, note: str
) -> None:
    with pytest.raises(InvalidError):
        evidences.change_evidence(alice, db, draft.id, item.id, bearing, note, seen=item.fingerprint)
    assert evidences.get_evidence(alice, db, draft.id, item.id).note == "First note"


def test_a_passage_is_used_for_further_markers_once_each(db: Session, alice: Person, draft: Appraisal, item: Evidence) -> None:
    markers = ["family-involvement", "the-report", "the-report", "analysis"]
    assert evidences.copy_evidence(alice, db, draft.id, item.id, markers) == 2
    assert evidences.copy_evidence(alice, db, draft.id, item.id, markers) == 0
    judgements = open_appraisal(alice, db, draft.id).judgements
    assert [len(judgements[marker].evidence) for marker in ("analysis", "family-involvement", "the-report")] == [1, 1, 1]
    copy = judgements["the-report"].evidence[0]
    assert (copy.passage, copy.bearing, copy.note) == (item.passage, item.bearing, item.note)
    assert copy.id != item.id
    with pytest.raises(NotFoundError):
        evidences.copy_evidence(alice, db, draft.id, item.id, ["no-marker"])


def test_another_source_is_used_for_further_markers_too(db: Session, alice: Person, draft: Appraisal) -> None:
    source = evidences.add_other(alice, db, draft.id, "analysis", **OTHER)
    assert evidences.copy_evidence(alice, db, draft.id, source.id, ["the-report"]) == 1
    assert open_appraisal(alice, db, draft.id).judgements["the-report"].evidence[0].other == source.other


def test_removing_takes_it_from_its_marker_alone(db: Session, alice: Person, draft: Appraisal, item: Evidence) -> None:
    evidences.copy_evidence(alice, db, draft.id, item.id, ["the-report"])
    evidences.remove_evidence(alice, db, draft.id, item.id)
    judgements = open_appraisal(alice, db, draft.id).judgements
    assert (len(judgements["analysis"].evidence), len(judgements["the-report"].evidence)) == (0, 1)
    with pytest.raises(NotFoundError, match="may have been removed"):
        evidences.remove_evidence(alice, db, draft.id, item.id)


Act = Callable[[Person, Session, str, Evidence, Document], object]
ACTS: dict[str, Act] = {
    "look": lambda person, db, ident, item, paper: evidences.look_for_quote(person, db, ident, "the visits had stopped"),
    "add": lambda person, db, ident, item, paper: evidences.add_passages(
        person, db, ident, ["analysis"], Mark(paper.id, 1, 0, 9), "supports", ""
    ),
    "other": lambda person, db, ident, item, paper: evidences.add_other(person, db, ident, "analysis", **OTHER),
    "get": lambda person, db, ident, item, paper: evidences.get_evidence(person, db, ident, item.id),
    "change": lambda person, db, ident, item, paper: evidences.change_evidence(
        person, db, ident, item.id, "weakens", "", seen=item.fingerprint
    ),
    "copy": lambda person, db, ident, item, paper: evidences.copy_evidence(person, db, ident, item.id, ["the-report"]),
    "remove": lambda person, db, ident, item, paper: evidences.remove_evidence(person, db, ident, item.id),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("bob", NotAllowedError),
        ("carol", NotAllowedError),
        ("erin", NotAllowedError),
        ("frank", NotAllowedError),
        ("dave", NotFoundError),
    ],
)
def test_nobody_else_touches_or_sees_the_evidence_of_a_draft(
    db: Session, people: People, draft: Appraisal, paper: Document, item: Evidence, name: str, refusal: type[Exception], act: Act
) -> None:
    before = open_appraisal(people.alice, db, draft.id).judgements
    with pytest.raises(refusal):
        act(getattr(people, name), db, draft.id, item, paper)
    assert open_appraisal(people.alice, db, draft.id).judgements == before


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_evidence_of_a_submitted_appraisal_is_not_changed(db: Session, people: People, act: Act) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    paper = make_paper(db, people.erin, done.review, FIRST)
    with pytest.raises(NotAllowedError, match="Reopen it first"):
        act(people.alice, db, done.id, Evidence("e", "analysis", Bearing.SUPPORTS, ""), paper)


def test_another_appraisals_evidence_is_not_reached_through_ones_own(
    db: Session, people: People, draft: Appraisal, paper: Document, item: Evidence
) -> None:
    mine = start_appraisal(people.bob, db, draft.review)
    for name in ("get", "change", "copy", "remove"):
        with pytest.raises(NotFoundError):
            ACTS[name](people.bob, db, mine.id, item, paper)


def test_every_change_is_on_the_trail_with_the_marker_and_without_the_words(
    db: Session, alice: Person, draft: Appraisal, item: Evidence
) -> None:
    evidences.change_evidence(alice, db, draft.id, item.id, "weakens", "Zebra", seen=item.fingerprint)
    evidences.copy_evidence(alice, db, draft.id, item.id, ["the-report"])
    evidences.remove_evidence(alice, db, draft.id, item.id)
    trail = [entry.event for entry in reversed(list_events(db, draft.board)) if entry.event.subject_kind == "evidence"]
    assert [(found.action, found.detail) for found in trail] == [
        ("evidence added", "analysis"),
        ("evidence changed", "analysis"),
        ("evidence added", "the-report"),
        ("evidence removed", "analysis"),
    ]
    assert {found.actor_id for found in trail} == {alice.id}
    assert "Zebra" not in repr(trail)
    assert "visits" not in repr(trail)
