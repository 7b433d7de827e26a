"""Comparing the texts of two versions of a paper, or of two papers of a review. The look at both is put on the trail."""

from dataclasses import dataclass

from app.data import document as documents
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.comparison import Comparison, compare
from app.domain.document import Document, ReadingStatus
from app.domain.document_version import group_versions
from app.services.outcome_hold import hold_of
from app.services.team_look import check_review_open


@dataclass(frozen=True)
class Compared:
    """A paper compared with another one. `older` and `comparison` are None where there is nothing to compare it with yet.

    `others` are the papers of the review that it can be compared with, its own versions first.
    """

    newer: Document
    older: Document | None
    comparison: Comparison | None
    others: tuple[Document, ...]


def compare_papers(person: Person, db: Session, review_id: str, document_id: str, older_id: str = "") -> Compared:
    """Compare a paper with an older version (`older_id`), or with the version that it replaced. Raises NotFoundError.

    Of two versions of one paper the older one always comes first, whichever was asked for.
    """
    check_review_open(person, db, review_id)
    board = person.board.id
    newer = documents.get_document(db, board, review_id, document_id)
    papers = documents.list_documents(db, board, review_id)
    family = next((group for group in group_versions(papers) if newer in (group.current, *group.earlier, *group.coming)), None)
    kin = {paper.id for paper in (family.current, *family.earlier, *family.coming)} if family else set()
    asked = older_id or newer.replaces or newer.replaced_by
    older = documents.get_document(db, board, review_id, asked) if asked else None
    if older and older.id in kin and older.version > newer.version:
        newer, older = older, newer
    ready = [paper for paper in papers if paper.status is ReadingStatus.READY and paper.id != newer.id]
    others = tuple(sorted(ready, key=lambda paper: (paper.id not in kin, -paper.version if paper.id in kin else 0)))
    for paper in filter(None, (newer, older)):
        hold_of(person, db, review_id).check_whole(paper.id)
    both_ready = older is not None and {older.status, newer.status} == {ReadingStatus.READY}
    if older is None or not both_ready or older.id == newer.id:
        return Compared(newer, None, None, others)
    found = [[page.page for page in documents.pages_of(db, board, review_id, paper.id)] for paper in (older, newer)]
    audit = event(person, "papers compared", "document", newer.id, review=review_id, detail=f"with {older.id}")
    add_look(db, audit)
    return Compared(newer, older, compare(*found), others)
