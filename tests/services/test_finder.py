"""Likely passages: who gets them, what is marked as taken, the trail, and making them evidence."""

import pytest

from app.data import evidence as evidences
from app.data.audit import list_events
from app.data.session import Session, finish, open_session
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.judgement import Bearing
from app.services import appraisal as appraisals
from app.services.evidence import Mark
from app.services.finder import read_mark, suggest_passages, use_passage
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People, make_appraisal, make_paper, make_review
from tests.finder.papers import make_studied

ABOUT = "The author used a method that holds hindsight down: nobody at the event was told the outcome of the case in advance."
OTHER = "The flat was warm and clean and the kitchen had been painted in a light colour by the landlord of the block."
PROMPT = ("analysis", "qm13-q6")


@pytest.fixture
def paper(db: Session, people: People) -> Document:
    return make_studied(db, people.erin, make_review(db, people.erin).id, OTHER, ABOUT)


@pytest.fixture
def draft(db: Session, people: People, paper: Document) -> Appraisal:
    return appraisals.start_appraisal(people.alice, db, paper.review)


def test_a_passage_that_speaks_of_the_prompt_is_suggested_with_its_place(
    db: Session, people: People, paper: Document, draft: Appraisal
) -> None:
    found = suggest_passages(people.alice, db, draft.id, *PROMPT)
    (passage,) = found.passages
    assert (passage.suggestion.text, passage.place, passage.evidence) == (ABOUT, "page 2", ())
    assert found.can_use
    assert found.prompt.id == "qm13-q6"


def test_a_suggestion_becomes_evidence_once_and_then_shows_as_taken(
    db: Session, people: People, paper: Document, draft: Appraisal
) -> None:
    mark = Mark(paper.id, 2, 0, len(ABOUT))
    kept = use_passage(people.alice, db, draft.id, *PROMPT, mark, "weakens")
    assert use_passage(people.alice, db, draft.id, *PROMPT, mark, "weakens").id == kept.id
    assert [(item.marker, item.bearing) for item in evidences.list_evidence(db, draft.id)] == [("analysis", Bearing.WEAKENS)]
    assert kept.passage
    assert (kept.passage.quote, kept.note) == (ABOUT, "")
    (passage,) = suggest_passages(people.alice, db, draft.id, *PROMPT).passages
    assert [item.id for item in passage.evidence] == [kept.id]


def test_it_is_known_whether_any_suggestion_fits_well(db: Session, people: People, paper: Document, draft: Appraisal) -> None:
    assert suggest_passages(people.alice, db, draft.id, *PROMPT).fits_well
    make_studied(
        db, people.erin, paper.review, "The director spoke of it to the whole staff on a Monday in the old hall.", title="B"
    )
    loose = suggest_passages(people.alice, db, draft.id, "practitioner-involvement", "qm11-c7")
    assert (len(loose.passages), loose.fits_well) == (1, False)


def test_papers_without_text_to_search_are_named(db: Session, people: People, paper: Document, draft: Appraisal) -> None:
    make_paper(db, people.erin, paper.review, ABOUT, title="Not studied")
    found = suggest_passages(people.alice, db, draft.id, *PROMPT)
    assert found.not_searched == ("Not studied",)
    assert len(found.passages) == 1


def test_a_prompt_of_another_marker_and_one_that_is_none_are_not_found(db: Session, people: People, draft: Appraisal) -> None:
    for marker, prompt in (("analysis", "qm1-q1"), ("analysis", "nothing"), ("nothing", "qm1-q1")):
        with pytest.raises(NotFoundError):
            suggest_passages(people.alice, db, draft.id, marker, prompt)
        with pytest.raises(NotFoundError):
            use_passage(people.alice, db, draft.id, marker, prompt, Mark("x", 1, 0, 5), "supports")


def test_nobody_else_sees_or_uses_the_suggestions_of_a_draft(
    db: Session, people: People, paper: Document, draft: Appraisal
) -> None:
    for person, refused in ((people.bob, NotAllowedError), (people.erin, NotAllowedError), (people.dave, NotFoundError)):
        with pytest.raises(refused):
            suggest_passages(person, db, draft.id, *PROMPT)
        with pytest.raises(refused):
            use_passage(person, db, draft.id, *PROMPT, Mark(paper.id, 2, 0, 9), "supports")
    with pytest.raises(NotAllowedError):
        suggest_passages(people.frank, db, draft.id, *PROMPT)


def test_of_a_submitted_appraisal_suggestions_are_seen_and_not_used(db: Session, people: People, paper: Document) -> None:
    done = make_appraisal(db, people.alice, paper.review)
    assert not suggest_passages(people.erin, db, done.id, *PROMPT).can_use
    for person in (people.erin, people.alice):
        with pytest.raises(NotAllowedError):
            use_passage(person, db, done.id, *PROMPT, Mark(paper.id, 2, 0, 9), "supports")


def test_looking_at_suggestions_is_on_the_trail_without_their_words(settings: Settings, stored: Stored, people: People) -> None:
    with stored() as db:
        paper = make_studied(db, people.erin, make_review(db, people.erin).id, ABOUT)
        draft = appraisals.start_appraisal(people.alice, db, paper.review)
    reading = open_session(settings.database, writes=False)
    suggest_passages(people.alice, reading, draft.id, *PROMPT)
    finish(reading, good=True)
    with stored() as db:
        newest = list_events(db, people.alice.board.id)[0].event
    assert (newest.action, newest.review, newest.detail) == ("passages suggested", paper.review, "qm13-q6: 1 passages suggested")


@pytest.mark.parametrize(
    "value", ["", "a:b", "d:1:2:3", "d:x:2:3:supports", "d:1:2:3:supports:more", "d:1:-2:3:supports", "d:1:2:1234567890:weakens"]
)
def test_a_button_that_names_no_place_is_refused(value: str) -> None:
    with pytest.raises(InvalidError):
        read_mark(value)


def test_a_button_names_a_place_and_a_bearing() -> None:
    assert read_mark("d1:2:30:45:weakens") == (Mark("d1", 2, 30, 45), "weakens")
