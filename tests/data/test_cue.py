"""Cues and what people made of them in the database: counted, stepped through, only added to, apart by board."""

import pytest
from sqlmodel import select

from app.data import cue as cues
from app.data import study as studies
from app.data.session import Session, work
from app.data.tables import CueMarkRow
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import now
from app.domain.cue import Cue, CueDecision, CueKind, CueMark
from app.domain.document import Document
from app.domain.errors import NotFoundError
from app.domain.study import Study
from app.settings import Settings
from tests.factories import People, make_paper, make_review

H, J = CueKind.HINDSIGHT, CueKind.JUDGEMENT
FOUND = tuple(
    Cue(page, start, start + 4, kind, "word", "A word.")
    for page, start, kind in ((1, 2, H), (1, 9, J), (2, 2, J), (4, 0, H), (4, 8, J))
)


@pytest.fixture
def paper(db: Session, people: People) -> Document:
    paper = make_paper(db, people.erin, make_review(db, people.erin).id, *["A word, a word, a word."] * 4)
    studies.save_study(db, paper.id, Study("1.0/1", FOUND))
    return paper


def mark(db: Session, person: Person, paper: Document, key: str, decision: CueDecision, word: str = "") -> None:
    made = CueMark(paper.id, key, decision, word, "", person.id, person.name, now())
    cues.add_mark(db, person.board.id, made, event(person, "cue marked", "document", paper.id))


def test_cues_are_counted_listed_and_found_again(db: Session, people: People, paper: Document) -> None:
    board = people.erin.board.id
    assert cues.count_cues(db, board, paper.id) == {H: 2, J: 3}
    assert cues.some_cues(db, board, paper.id, [J], offset=1, limit=1) == (FOUND[2],)
    assert cues.get_cue(db, board, paper.id, FOUND[3].key) == FOUND[3]
    with pytest.raises(NotFoundError):
        cues.get_cue(db, board, paper.id, "hindsight.4.0.5")


def test_stepping_goes_to_the_nearest_on_other_pages(db: Session, people: People, paper: Document) -> None:
    board = people.erin.board.id
    assert cues.cues_after(db, board, paper.id, [H, J], 2, 9) == (FOUND[3], FOUND[4])
    assert cues.cues_before(db, board, paper.id, [H, J], 2, 9) == (FOUND[1], FOUND[0])
    assert cues.cues_before(db, board, paper.id, [H], 4, 1) == (FOUND[0],)
    assert cues.cues_after(db, board, paper.id, [], 0, 9) == ()


def test_the_newest_mark_of_a_person_counts_and_older_ones_stay(db: Session, people: People, paper: Document) -> None:
    board, key = people.alice.board.id, FOUND[0].key
    mark(db, people.alice, paper, key, CueDecision.DISMISSED, "denied")
    mark(db, people.bob, paper, key, CueDecision.KEPT)
    mark(db, people.alice, paper, key, CueDecision.KEPT)
    found = cues.marks_of(db, board, paper.id, [key, FOUND[1].key])
    assert [(one.by_name, one.decision) for one in found] == [("Bob Fenwick", "kept"), ("Alice Hartwell", "kept")]
    mark(db, people.bob, paper, key, CueDecision.UNDECIDED)
    assert [one.by for one in cues.marks_of(db, board, paper.id, [key])] == [people.alice.id]
    assert len(db.exec(select(CueMarkRow)).all()) == 4


def test_marks_of_very_many_cues_are_found(db: Session, people: People, paper: Document) -> None:
    mark(db, people.alice, paper, FOUND[4].key, CueDecision.KEPT)
    keys = [f"hindsight.9.{start}.{start + 1}" for start in range(2 * cues.AT_ONCE)] + [FOUND[4].key]
    assert [one.key for one in cues.marks_of(db, people.alice.board.id, paper.id, keys)] == [FOUND[4].key]


def test_another_board_finds_nothing(db: Session, people: People, paper: Document) -> None:
    mark(db, people.alice, paper, FOUND[0].key, CueDecision.KEPT)
    board = people.dave.board.id
    assert cues.count_cues(db, board, paper.id) == {}
    assert cues.some_cues(db, board, paper.id, [H, J]) == ()
    assert cues.cues_after(db, board, paper.id, [H, J], 0, 9) == cues.cues_before(db, board, paper.id, [H, J], 9, 9) == ()
    assert cues.marks_of(db, board, paper.id, [FOUND[0].key]) == ()
    with pytest.raises(NotFoundError):
        cues.get_cue(db, board, paper.id, FOUND[0].key)


def test_what_a_person_looks_for_is_remembered_after_reading_alone(settings: Settings, people: People) -> None:
    for letters in ("HJ", "-"):
        with work(settings.database, writes=False) as db:
            cues.remember_choice(db, people.erin.id, letters)
        with work(settings.database, writes=False) as db:
            assert cues.choice_of(db, people.erin.id) == letters
            assert cues.choice_of(db, people.bob.id) is None
