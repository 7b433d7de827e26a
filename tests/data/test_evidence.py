"""Evidence in the database: what is stored comes back word for word, removing keeps the row, boards are kept apart."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest
from sqlmodel import select

from app.data import document as documents
from app.data import evidence as evidences
from app.data.audit import list_events
from app.data.session import Session
from app.data.tables import EvidenceRow, EvidenceVersionRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.audit import AuditEvent, event
from app.domain.clock import now
from app.domain.document import Document
from app.domain.errors import ConflictError, NotFoundError
from app.domain.judgement import Bearing, Evidence, OtherSource, SourceKind
from app.domain.passage import Passage
from app.services.appraisal import start_appraisal
from tests.factories import People, make_paper, make_review


@pytest.fixture
def draft(db: Session, people: People) -> Appraisal:
    return start_appraisal(people.alice, db, make_review(db, people.erin).id)


@pytest.fixture
def paper(db: Session, people: People, draft: Appraisal) -> Document:
    return make_paper(db, people.erin, draft.review, "Before. These are the words. After.", "Next page.")


def told(person: Person, draft: Appraisal, action: str, ident: str) -> AuditEvent:
    return event(person, action, "evidence", ident, review=draft.review)


def add(db: Session, person: Person, draft: Appraisal, evidence: Evidence) -> Evidence:
    return evidences.add_evidence(db, draft.id, evidence, person.id, told(person, draft, "evidence added", evidence.id))


def passage_in(paper: Document) -> Evidence:
    passage = Passage(paper.id, 1, 8, 28, "These are the words.", "Before. ", " After.", "page 1", paper.title, "Next page.")
    return Evidence(evidences.new_evidence_id(), "analysis", Bearing.SUPPORTS, "A note", passage)


def weakened(item: Evidence) -> Evidence:
    return replace(item, bearing=Bearing.WEAKENS, note="Other")


def other(marker: str = "analysis") -> Evidence:
    source = OtherSource(SourceKind.LETTER, "A letter from the author", "May 2015")
    return Evidence(evidences.new_evidence_id(), marker, Bearing.WEAKENS, "", other=source)


def test_a_passage_and_another_source_come_back_as_they_were_stored(
    db: Session, alice: Person, draft: Appraisal, paper: Document
) -> None:
    stored = [add(db, alice, draft, item) for item in (passage_in(paper), other())]
    found = evidences.list_evidence(db, draft.id)
    assert [replace(item, added_at=None) for item in found] == stored
    assert all(item.added_at for item in found)
    assert evidences.get_evidence(db, draft.id, stored[0].id) == found[0]


def test_the_title_of_a_paper_is_the_one_it_has_now(db: Session, alice: Person, draft: Appraisal, paper: Document) -> None:
    item = add(db, alice, draft, passage_in(paper))
    audit = event(alice, "paper described", "document", paper.id, review=draft.review)
    documents.describe_document(db, draft.board, paper, paper.kind, "", "A better title", audit)
    db.flush()
    found = evidences.get_evidence(db, draft.id, item.id)
    assert found.passage
    assert found.passage.document_title == "A better title"


def test_the_evidence_of_one_marker_is_listed_alone(db: Session, alice: Person, draft: Appraisal) -> None:
    add(db, alice, draft, other("family"))
    mine = add(db, alice, draft, other())
    assert [item.id for item in evidences.list_evidence(db, draft.id, "analysis")] == [mine.id]
    assert len(evidences.list_evidence(db, draft.id)) == 2


def test_removed_evidence_is_gone_everywhere_and_its_row_is_kept(
    db: Session, alice: Person, draft: Appraisal, paper: Document
) -> None:
    item = add(db, alice, draft, passage_in(paper))
    evidences.remove_evidence(db, draft.id, item.id, alice.id, told(alice, draft, "evidence removed", item.id))
    assert evidences.list_evidence(db, draft.id) == ()
    for look in (
        lambda: evidences.get_evidence(db, draft.id, item.id),
        lambda: evidences.evidence_passage(db, draft.board, item.id),
        lambda: evidences.change_evidence(db, draft.id, weakened(item), alice.id, told(alice, draft, "x", item.id)),
        lambda: evidences.remove_evidence(db, draft.id, item.id, alice.id, told(alice, draft, "x", item.id)),
    ):
        with pytest.raises(NotFoundError, match="may have been removed"):
            look()
    row = db.exec(select(EvidenceRow).where(EvidenceRow.id == item.id)).one()
    assert (row.quote, row.removed_by) == ("These are the words.", alice.id)


def test_changing_touches_bearing_and_note_and_never_the_words(
    db: Session, alice: Person, draft: Appraisal, paper: Document
) -> None:
    item = add(db, alice, draft, passage_in(paper))
    evidences.change_evidence(db, draft.id, weakened(item), alice.id, told(alice, draft, "evidence changed", item.id))
    found = evidences.get_evidence(db, draft.id, item.id)
    assert (found.bearing, found.note, found.passage) == (Bearing.WEAKENS, "Other", item.passage)
    row = db.exec(select(EvidenceRow).where(EvidenceRow.id == item.id)).one()
    assert (row.bearing, row.note) == ("supports", "A note"), "what was said first stays in its row"


def test_every_moment_shows_the_evidence_as_it_was_then(db: Session, alice: Person, draft: Appraisal, paper: Document) -> None:
    def stood(moment: datetime) -> list[tuple[str, str]]:
        return [(item.bearing.value, item.note) for item in evidences.evidence_as_of(db, draft.id, moment)]

    before = now()
    item = add(db, alice, draft, passage_in(paper))
    added = now()
    evidences.change_evidence(db, draft.id, weakened(item), alice.id, told(alice, draft, "evidence changed", item.id))
    changed = now()
    again = replace(item, note="Once more")
    evidences.change_evidence(db, draft.id, again, alice.id, told(alice, draft, "evidence changed", item.id))
    changed_again = now()
    evidences.remove_evidence(db, draft.id, item.id, alice.id, told(alice, draft, "evidence removed", item.id))
    assert stood(before) == []
    assert stood(added) == [("supports", "A note")]
    assert stood(changed) == [("weakens", "Other")]
    assert stood(changed_again) == [("supports", "Once more")]
    assert stood(now()) == []


def test_two_changes_at_the_same_moment_are_told_and_not_lost(
    db: Session, alice: Person, draft: Appraisal, paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = add(db, alice, draft, passage_in(paper))
    db.add(EvidenceVersionRow(evidence_id=item.id, version=1, bearing="weakens", note="Theirs", at=now(), by=alice.id))
    db.flush()
    seen_before = SimpleNamespace(one=lambda: None)  # the other's row came after this work had looked
    monkeypatch.setattr(db, "exec", lambda _: seen_before)
    with pytest.raises(ConflictError, match="changed in the meantime") as refused:
        evidences.change_evidence(db, draft.id, weakened(item), alice.id, told(alice, draft, "evidence changed", item.id))
    assert (refused.value.theirs, refused.value.yours) == ("Weakens\nTheirs", "Weakens\nOther")


def test_evidence_is_found_under_its_own_appraisal_alone(db: Session, people: People, draft: Appraisal, paper: Document) -> None:
    item = add(db, people.alice, draft, passage_in(paper))
    theirs = start_appraisal(people.bob, db, draft.review)
    assert evidences.list_evidence(db, theirs.id) == ()
    with pytest.raises(NotFoundError):
        evidences.get_evidence(db, theirs.id, item.id)
    with pytest.raises(NotFoundError):
        evidences.remove_evidence(db, theirs.id, item.id, people.bob.id, told(people.bob, theirs, "x", item.id))


def test_the_passage_of_a_piece_of_evidence_names_its_appraisal_and_stays_on_the_board(
    db: Session, people: People, draft: Appraisal, paper: Document
) -> None:
    item, source = add(db, people.alice, draft, passage_in(paper)), add(db, people.alice, draft, other())
    assert evidences.evidence_passage(db, draft.board, item.id) == (draft.id, item.passage)
    for board, ident in ((people.dave.board.id, item.id), (draft.board, source.id), (draft.board, "nothing"), (draft.board, "")):
        with pytest.raises(NotFoundError):
            evidences.evidence_passage(db, board, ident)


def test_the_trail_says_what_happened_and_quotes_nothing(db: Session, alice: Person, draft: Appraisal, paper: Document) -> None:
    add(db, alice, draft, passage_in(paper))
    newest = list_events(db, alice.board.id)[0].event
    assert newest.action == "evidence added"
    assert "words" not in repr(newest)
