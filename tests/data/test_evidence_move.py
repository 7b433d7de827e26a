"""Moves of evidence in the database: rows are only added, the newest counts, and submitted work stands still."""

import pytest
from sqlmodel import select

from app.data import evidence as evidences
from app.data import evidence_move as moves
from app.data.session import Session
from app.data.tables import EvidenceMoveRow, EvidenceRow
from app.domain.appraisal import Appraisal
from app.domain.audit import system_event
from app.domain.document import Document
from app.domain.judgement import Evidence
from app.domain.passage import Passage
from app.domain.relocation import Move, MoveOutcome
from app.services import evidence
from app.services.appraisal import reopen_appraisal, start_appraisal, submit_appraisal
from app.services.evidence import Mark
from tests.factories import People, fill_appraisal, make_paper, make_review

AUDIT = system_event("moved evidence decided", "evidence", "x")


@pytest.fixture
def older(db: Session, people: People) -> Document:
    return make_paper(db, people.erin, make_review(db, people.erin).id, "It was so before.")


@pytest.fixture
def draft(db: Session, people: People, older: Document) -> Appraisal:
    return start_appraisal(people.alice, db, older.review)


@pytest.fixture
def item(db: Session, people: People, draft: Appraisal, older: Document) -> Evidence:
    return evidence.add_passages(people.alice, db, draft.id, ["analysis"], Mark(older.id, 1, 0, 16), "supports", "")[0]


@pytest.fixture
def newer(db: Session, people: People, older: Document, item: Evidence) -> Document:
    return make_paper(db, people.erin, older.review, "Now it is so.", replaces=older)


def there(paper: Document, words: str) -> Passage:
    return Passage(paper.id, 1, 0, len(words), words, before="a", after="b", place="page 1", from_picture=True)


def cited(db: Session, draft: Appraisal) -> str:
    passage = evidences.list_evidence(db, draft.id)[0].passage
    assert passage
    return passage.quote


def test_the_newest_move_counts_and_the_place_in_the_older_version_stays_stored(
    db: Session, draft: Appraisal, item: Evidence, newer: Document
) -> None:
    moves.add_found_again(db, item.id, Move(newer.id, MoveOutcome.FOUND, there(newer, "Now it is")))
    moves.add_move(db, item.id, Move(newer.id, MoveOutcome.PLACED, there(newer, "it is so"), by="somebody"), AUDIT)
    assert cited(db, draft) == evidences.get_evidence(db, draft.id, item.id).passage.quote == "it is so"  # type: ignore[union-attr]
    assert len(db.exec(select(EvidenceMoveRow)).all()) == 2
    assert db.exec(select(EvidenceRow)).one().quote == "It was so before"
    stored = moves.moves_of(db, draft.id)[item.id][0]
    assert stored.passage
    assert (stored.passage, stored.version) == (
        Passage(**{**vars(there(newer, "Now it is")), "document_title": "Overview report (version 2)"}), 2,
    )  # fmt: skip


@pytest.mark.parametrize("outcome", [MoveOutcome.CHANGED, MoveOutcome.LOST, MoveOutcome.KEPT])
def test_what_a_person_has_to_decide_or_keeps_is_cited_where_it_was(
    db: Session, draft: Appraisal, item: Evidence, newer: Document, outcome: MoveOutcome
) -> None:
    moves.add_found_again(db, item.id, Move(newer.id, outcome, there(newer, "Now it is"), note="Why"))
    shown = evidences.list_evidence(db, draft.id)[0]
    assert cited(db, draft) == "It was so before"
    assert shown.move
    assert (shown.move.outcome, shown.move.note) == (outcome, "Why")


def test_moves_after_submitting_count_once_the_appraisal_is_reopened(
    db: Session, people: People, draft: Appraisal, item: Evidence, newer: Document
) -> None:
    fill_appraisal(db, people.alice, draft)
    submit_appraisal(people.alice, db, draft.id)
    moves.add_found_again(db, item.id, Move(newer.id, MoveOutcome.FOUND, there(newer, "Now it is")))
    assert cited(db, draft) == "It was so before"
    assert evidences.list_evidence(db, draft.id)[0].move is None
    reopen_appraisal(people.alice, db, draft.id, "A page was missed.")
    assert cited(db, draft) == "Now it is"


def test_a_page_of_either_version_finds_the_place_of_the_evidence_on_it(
    db: Session, people: People, older: Document, item: Evidence, newer: Document
) -> None:
    moves.add_found_again(db, item.id, Move(newer.id, MoveOutcome.CHANGED, there(newer, "Now it is")))
    board = people.erin.board.id
    for document, quote in ((older.id, "It was so before"), (newer.id, "Now it is"), ("another", "It was so before")):
        assert evidences.evidence_passage(db, board, item.id, document)[1].quote == quote


def test_evidence_waits_until_it_was_looked_for_in_the_newest_version(
    db: Session, people: People, older: Document, item: Evidence, newer: Document
) -> None:
    [newest] = moves.newest_versions(db, older.id)
    assert (newest.document, newest.older, newest.review) == (newer.id, (older.id,), older.review)
    assert [one.evidence for one in moves.evidence_to_move(db, newest)] == [item.id]
    moves.add_found_again(db, item.id, Move(newer.id, MoveOutcome.LOST))
    assert moves.evidence_to_move(db, newest) == []
    third = make_paper(db, people.erin, older.review, "It was so before, again.", replaces=newer)
    [newest] = moves.newest_versions(db)
    assert (newest.document, set(newest.older)) == (third.id, {older.id, newer.id})
    assert [one.passage.document for one in moves.evidence_to_move(db, newest)] == [older.id]
    moves.add_move(db, item.id, Move(third.id, MoveOutcome.KEPT, note="Why"), AUDIT)
    make_paper(db, people.erin, older.review, "A fourth.", replaces=third)
    assert moves.evidence_to_move(db, moves.newest_versions(db)[0]) == []
    assert moves.newest_versions(db, "another paper") == ()
