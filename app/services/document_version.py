"""Replacing a paper by a newer version, and which version is in force. What becomes of evidence is in `evidence_move.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.data import document as documents
from app.data import document_version as versions
from app.data import outcome
from app.data.session import Session, after_commit
from app.domain.account import Person
from app.domain.audit import system_event
from app.domain.document import Document
from app.domain.document_version import Versions, group_versions, newest_version, waiting_version
from app.domain.errors import NotAllowedError
from app.domain.permission import check_read_papers, check_register
from app.domain.review import Review
from app.services.document import Refused, Sent, check_add_papers, new_paper, store_paper
from app.services.outcome_hold import hold_of

NO_FILE = "Choose the file of the newer version."
ONE_FILE = "Choose one file: the newer version of this paper. Papers of another kind are added on the page “Add papers”."
OVERTAKEN = (
    "Another file has become the newer version of this paper in the meantime, so reading this one again would change nothing. "
    "Open the paper and replace its newest version instead."
)


@dataclass(frozen=True)
class Replacing:
    """A paper that is to be replaced. `stands` is the sentence for why it cannot be now, with the paper to look at instead."""

    review: Review
    paper: Document
    stands: Refused | None = None


def check_replace(person: Person, db: Session, review_id: str, document_id: str) -> Replacing:
    """The paper, when the person may replace papers of this review, and what stands in the way. Raises NotFoundError."""
    review = check_add_papers(person, db, review_id)
    papers = documents.list_documents(db, person.board.id, review.id)
    paper = documents.get_document(db, person.board.id, review.id, document_id)
    return Replacing(review, paper, _what_stands(paper, papers))


def _what_stands(paper: Document, papers: Sequence[Document]) -> Refused | None:
    newest = newest_version(paper, papers)
    if paper.replaced_by:
        sentence = (
            f"This is version {paper.version}, which has been replaced already. Replace the newest, version {newest.version}."
        )
        return Refused(paper.filename, sentence, newest)
    if newest.id != paper.id:
        sentence = f"This version has not taken the place of version {newest.version}. Replace that one instead."
        return Refused(paper.filename, sentence, newest)
    if waiting := waiting_version(paper, papers):
        sentence = (
            "A newer version of this paper has been added already and is waiting to be read. Wait until version "
            f"{waiting.version} has been read; then replace that one if need be."
        )
        return Refused(paper.filename, sentence, waiting)
    return None


def replace_paper(
    person: Person,
    db: Session,
    review_id: str,
    document_id: str,
    sent: Sequence[Sent],
    folder: Path,
    queue: Callable[[str], None],
) -> Document | Refused:
    """Keep the file that arrived as the next version of this paper and have it read. It takes the older one's place only once
    it has been read. `queue` is called with its id once the work is kept. What cannot be taken is refused with its sentence.
    """
    check_register(person)
    versions.wait_for_turn(db, review_id)
    replacing = check_replace(person, db, review_id, document_id)
    if replacing.stands:
        return replacing.stands
    if len(sent) != 1 or sent[0].arrived is None:
        problem = sent[0].problem if len(sent) == 1 else ONE_FILE if sent else NO_FILE
        return Refused(sent[0].filename if len(sent) == 1 else "", problem)
    file, arrived, paper = sent[0], sent[0].arrived, replacing.paper
    if same := documents.find_same(db, person.board.id, review_id, arrived.sha256):
        sentence = f"This is the same file as “{same.name}”, which this review has already, so it was not stored again."
        return Refused(file.filename, sentence, same)
    made = replace(
        new_paper(person, review_id, file.filename, arrived),
        kind=paper.kind,
        agency=paper.agency,
        title=paper.title,
        version=paper.version + 1,
        replaces=paper.id,
    )
    stored = store_paper(person, db, made, arrived, folder)
    outcome.close_as(db, person.board.id, paper.id, stored.id)
    after_commit(db, partial(queue, stored.id))
    return stored


def versions_of(person: Person, db: Session, paper: Document) -> Versions:
    """All versions of the paper of which this is one."""
    check_read_papers(person)
    hold = hold_of(person, db, paper.review)
    groups = group_versions([hold.shown(one) for one in documents.list_documents(db, person.board.id, paper.review)])
    return next(group for group in groups if paper.id in {one.id for one in (group.current, *group.earlier, *group.coming)})


def put_in_force(db: Session, document_id: str, board: str, review: str) -> None:
    """Let a paper that has just been read take the place of the one that it replaces, if it does. Called where a reading is
    kept, so that both are kept or neither.
    """
    audit = replace(system_event("paper replaced", "document", document_id, board=board), review=review)
    versions.put_in_force(db, document_id, audit)


def check_read_again(person: Person, db: Session, document_id: str) -> None:
    """Raise NotAllowedError where another version took the place that this one was meant for."""
    check_register(person)
    if versions.is_overtaken(db, document_id):
        raise NotAllowedError(OVERTAKEN)
