"""What studying papers brought, within a board."""

import pytest

from app.data import study as studies
from app.data.session import Session
from app.domain.cue import Cue, CueKind
from app.domain.document import Document
from app.domain.study import Acronym, Chapter, Episode, Part, Profile, StudiedParagraph, Study
from tests.factories import People, make_paper, make_review

TEXT = "They failed to see it because they were short of staff."
CUES = (
    Cue(1, 5, 14, CueKind.JUDGEMENT, "failed to", TEXT, "failed-to"),
    Cue(1, 22, 29, CueKind.EXPLAINS, "because", TEXT, "because"),
    Cue(2, 0, 14, CueKind.HINDSIGHT, "With hindsight", "With hindsight, yes."),
)
PROFILE = Profile(
    words={Part.ANALYSIS: 11, Part.HEADING: 2},
    chapters=(Chapter("What happened", 1, 2),),
    episodes=(Episode(1, 5, 14, has_reason=True),),
    acronyms=(Acronym("MARF", 3, 2),),
    findings=4,
    recommendations=2,
    page_words=(11, 3),
)
STUDY = Study("1.0/1", CUES, (StudiedParagraph(1, 0, 55, TEXT, Part.ANALYSIS, 11),), PROFILE)


@pytest.fixture
def paper(db: Session, people: People) -> Document:
    """A paper of two pages of Erin's board."""
    return make_paper(db, people.erin, make_review(db, people.erin).id, TEXT, "With hindsight, yes.")


def test_what_studying_brought_comes_back_as_it_was_kept(db: Session, people: People, paper: Document) -> None:
    studies.save_study(db, paper.id, STUDY)
    board = people.erin.board.id
    assert studies.cues_of(db, board, paper.id) == CUES
    assert studies.paragraphs_of(db, board, paper.id) == STUDY.paragraphs
    assert studies.profile_of(db, board, paper.id) == PROFILE
    assert studies.studied_version(db, board, paper.id) == "1.0/1"


def test_cues_are_found_by_page_and_by_kind(db: Session, people: People, paper: Document) -> None:
    studies.save_study(db, paper.id, STUDY)
    board = people.erin.board.id
    assert studies.cues_on_page(db, board, paper.id, 1) == CUES[:2]
    assert [studies.cues_on_page(db, board, paper.id, page) for page in (0, 3, -1, 10**30)] == [(), (), (), ()]
    assert studies.cues_of(db, board, paper.id, (CueKind.HINDSIGHT, CueKind.EXPLAINS)) == CUES[1:]


def test_cues_are_counted_by_kind_and_page(db: Session, people: People, paper: Document) -> None:
    studies.save_study(db, paper.id, STUDY)
    assert studies.places_of(db, people.erin.board.id, paper.id) == {
        CueKind.JUDGEMENT: {1: 1},
        CueKind.EXPLAINS: {1: 1},
        CueKind.HINDSIGHT: {2: 1},
    }


def test_studying_again_replaces_what_was_there(db: Session, people: People, paper: Document) -> None:
    studies.save_study(db, paper.id, STUDY)
    studies.save_study(db, paper.id, Study("1.1/1", CUES[2:]))
    board = people.erin.board.id
    assert studies.cues_of(db, board, paper.id) == CUES[2:]
    assert studies.paragraphs_of(db, board, paper.id) == ()
    assert studies.profile_of(db, board, paper.id) is None
    assert studies.studied_version(db, board, paper.id) == "1.1/1"


def test_before_a_paper_is_studied_there_is_nothing(db: Session, people: People, paper: Document) -> None:
    board = people.erin.board.id
    assert studies.cues_of(db, board, paper.id) == ()
    assert studies.profile_of(db, board, paper.id) is None
    assert studies.studied_version(db, board, paper.id) == ""


def test_another_board_finds_nothing_of_it(db: Session, people: People, paper: Document) -> None:
    studies.save_study(db, paper.id, STUDY)
    theirs = people.dave.board.id
    assert studies.cues_of(db, theirs, paper.id) == ()
    assert studies.cues_on_page(db, theirs, paper.id, 1) == ()
    assert studies.paragraphs_of(db, theirs, paper.id) == ()
    assert studies.places_of(db, theirs, paper.id) == {}
    assert studies.profile_of(db, theirs, paper.id) is None
    assert studies.studied_version(db, theirs, paper.id) == ""
