"""Studying in the database: which papers wait for it, who is at it, and which it cannot be done for. Not what it brings.

A paper waits for being studied while it is ready and its `studied` is not the current version. The number of the attempt
is the claim of whoever studies it: what they bring is kept only while their attempt is still the current one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, delete, select, update

from app.data import study as studies
from app.data.rows import table
from app.data.tables import DocumentOutlineRow, DocumentPageRow, DocumentRow, DocumentStudyRow
from app.domain.clock import now
from app.domain.document import OutlineItem, Page, ReadingStatus
from app.domain.study import Study, Studying


@dataclass(frozen=True)
class StudyClaim:
    """One claim on one paper, to bring it to this version. `attempt` counts within the version."""

    document: str
    version: str
    attempt: int


def to_study(db: Session, version: str) -> tuple[str, ...]:
    """The ids of all papers that wait to be brought to this version and that nobody is at, of every board, newest first:
    somebody may be waiting for the newest.
    """
    query = select(DocumentRow.id).where(_waits(version)).order_by(col(DocumentRow.added_at).desc())
    return tuple(db.exec(query).all())


def claim_study(db: Session, document_id: str, version: str) -> StudyClaim | None:
    """Take a paper to study it; None when it does not wait (any more)."""
    if db.exec(select(DocumentRow.id).where(DocumentRow.id == document_id, _waits(version))).first() is None:
        return None
    row = db.get(DocumentStudyRow, document_id) or DocumentStudyRow(document_id=document_id, version=version)
    if row.version != version:
        row.version, row.attempts, row.gave_up = version, 0, False
    row.attempts, row.since = row.attempts + 1, now()
    db.add(row)
    db.flush()
    return StudyClaim(document_id, version, row.attempts)


def text_of(db: Session, claim: StudyClaim) -> tuple[tuple[Page, ...], tuple[OutlineItem, ...]]:
    """The pages of the claimed paper, and the contents that its file carries. Pages come without places."""
    page, entry = table(DocumentPageRow), table(DocumentOutlineRow)
    pages = db.connection().execute(
        page.select()
        .with_only_columns(page.c.number, page.c.text, page.c.label)
        .where(page.c.document_id == claim.document)
        .order_by(page.c.number)
    )
    entries = db.connection().execute(
        entry.select()
        .with_only_columns(entry.c.title, entry.c.page, entry.c.level)
        .where(entry.c.document_id == claim.document)
        .order_by(entry.c.position)
    )
    return tuple(Page(*found) for found in pages), tuple(OutlineItem(*found) for found in entries)


def keep_study(db: Session, claim: StudyClaim, study: Study) -> bool:
    """Keep what came out. False, and nothing kept, when the claim is no longer current."""
    if not db.exec(delete(DocumentStudyRow).where(_ours(claim))).rowcount:
        return False
    studies.save_study(db, claim.document, study)
    return True


def give_up(db: Session, claim: StudyClaim) -> None:
    """Note that the paper is not to be tried again in this version."""
    db.exec(update(DocumentStudyRow).where(_ours(claim)).values(since=None, gave_up=True))


def release_study(db: Session, claim: StudyClaim, *, count: bool) -> None:
    """Give a claimed paper back. `count=False` where whoever studied it was stopped and did not fail."""
    attempts = claim.attempt if count else claim.attempt - 1
    db.exec(update(DocumentStudyRow).where(_ours(claim)).values(since=None, attempts=attempts))


def abandoned_studies(db: Session, since: datetime | None = None) -> tuple[StudyClaim, ...]:
    """The claims of those that are gone: all, or those that began before `since`."""
    query = select(DocumentStudyRow).where(col(DocumentStudyRow.since).is_not(None))
    if since is not None:
        query = query.where(col(DocumentStudyRow.since) < since)
    return tuple(StudyClaim(row.document_id, row.version, row.attempts) for row in db.exec(query).all())


def forget_study(db: Session, document_id: str) -> None:
    """The text of the paper is new: what studying brought goes, and whoever is at it brings nothing any more."""
    db.exec(delete(DocumentStudyRow).where(col(DocumentStudyRow.document_id) == document_id))
    studies.drop_study(db, document_id)


def standing_of(db: Session, board: str, documents: Iterable[str], version: str) -> dict[str, Studying]:
    """How studying stands for each of these papers of the board. `version` is empty where there is nothing to study with."""
    query = (
        select(DocumentRow.id, DocumentRow.studied, DocumentStudyRow.version, DocumentStudyRow.gave_up)
        .outerjoin(DocumentStudyRow, col(DocumentStudyRow.document_id) == DocumentRow.id)
        .where(DocumentRow.board_id == board, col(DocumentRow.id).in_(list(documents)))
    )
    return {
        document: _standing(studied, is_given_up=not version or (bool(gave_up) and wanted == version))
        for document, studied, wanted, gave_up in db.exec(query).all()
    }


def _standing(studied: str, *, is_given_up: bool) -> Studying:
    if studied:  # in an older version too: that is better than nothing while a newer one is being made
        return Studying.DONE
    return Studying.GAVE_UP if is_given_up else Studying.WAITING


def _waits(version: str) -> ColumnElement[bool]:
    row = DocumentStudyRow
    held = select(row.document_id).where(
        or_(col(row.since).is_not(None), and_(col(row.version) == version, col(row.gave_up).is_(True)))
    )
    return and_(
        col(DocumentRow.status) == ReadingStatus.READY.value,
        col(DocumentRow.studied) != version,
        col(DocumentRow.id).not_in(held),
    )


def _ours(claim: StudyClaim) -> ColumnElement[bool]:
    return and_(
        col(DocumentStudyRow.document_id) == claim.document,
        col(DocumentStudyRow.version) == claim.version,
        col(DocumentStudyRow.attempts) == claim.attempt,
        col(DocumentStudyRow.since).is_not(None),
    )
