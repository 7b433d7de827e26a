"""Reading in the database: who reads which paper now, how far it has come, and what came out. Not the reading itself.

A paper waits (`queued`), is claimed by one reader (`reading`), and ends. The number of the attempt is the reader's claim:
what a reader brings is kept only while its attempt is still the current one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert
from sqlmodel import Session, col, delete, select, update

from app.data.audit import add_event
from app.data.document_study import forget_study
from app.data.tables import DocumentOutlineRow, DocumentPageRow, DocumentPictureRow, DocumentRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.document import PictureStatus, Reading, ReadingStatus
from app.domain.skeleton import skeleton


@dataclass(frozen=True)
class Claim:
    """One reader's claim on one paper. `stored_as` is a path below the folder of files."""

    document: str
    board: str
    review: str
    stored_as: str
    attempt: int


def claim_reading(db: Session, document_id: str) -> Claim | None:
    """Take a waiting paper to read it; None when it does not wait (any more)."""
    waiting = (col(DocumentRow.id) == document_id, col(DocumentRow.status) == ReadingStatus.QUEUED.value)
    values = {
        "status": ReadingStatus.READING.value,
        "attempts": DocumentRow.attempts + 1,
        "reading_since": now(),
        "pages_read": 0,
    }
    if not db.exec(update(DocumentRow).where(*waiting).values(**values)).rowcount:
        return None
    row = db.exec(select(DocumentRow).where(DocumentRow.id == document_id)).one()
    return Claim(row.id, row.board_id, row.review_id, row.stored_as, row.attempts)


def save_progress(db: Session, claim: Claim, pages_read: int, page_count: int) -> None:
    """Tell how many pages of how many have been read."""
    db.exec(update(DocumentRow).where(_ours(claim)).values(pages_read=pages_read, page_count=page_count))


def save_reading(db: Session, claim: Claim, reading: Reading, audit: AuditEvent, *, read_pictures: bool = False) -> bool:
    """Keep what a reader made of the paper, pages and all. False, and nothing kept, when the claim is no longer current.

    `read_pictures`: pages that are pictures without text are to wait for being read.
    """
    bare = sum(page.is_picture for page in reading.pages)
    values = {
        "status": reading.status.value,
        "sentence": reading.sentence,
        "format": reading.format.value if reading.format else None,
        "page_count": reading.page_count,
        "pages_read": len(reading.pages),
        "reading_since": None,
        "pictures": (PictureStatus.WAITING if bare and read_pictures else PictureStatus.NONE).value,
        "picture_pages": bare,
        "pictures_read": 0,
        "pictures_attempts": 0,
    }
    if not db.exec(update(DocumentRow).where(_ours(claim)).values(**values)).rowcount:
        return False
    forget_study(db, claim.document)
    _drop_pages(db, claim.document)
    connection = db.connection()
    if reading.pages:
        connection.execute(insert(DocumentPageRow), _page_rows(claim.document, reading))
    if reading.outline:
        connection.execute(insert(DocumentOutlineRow), _outline_rows(claim.document, reading))
    add_event(db, audit)
    return True


def queue_again(db: Session, board: str, document_id: str, audit: AuditEvent) -> bool:
    """Have a paper that could not be read wait once more, with its attempts counted afresh. False when it is not such a paper."""
    bad = [status.value for status in ReadingStatus if status.is_final and status is not ReadingStatus.READY]
    query = update(DocumentRow).where(
        col(DocumentRow.id) == document_id, col(DocumentRow.board_id) == board, col(DocumentRow.status).in_(bad)
    )
    values = {"status": ReadingStatus.QUEUED.value, "sentence": "", "attempts": 0, "pages_read": 0, "reading_since": None}
    if not db.exec(query.values(**values)).rowcount:
        return False
    add_event(db, audit)
    return True


def waiting(db: Session) -> tuple[str, ...]:
    """The ids of all papers that wait to be read, of every board, oldest first."""
    query = select(DocumentRow.id).where(DocumentRow.status == ReadingStatus.QUEUED.value)
    return tuple(db.exec(query.order_by(col(DocumentRow.added_at))).all())


def abandoned(db: Session, since: datetime | None = None) -> tuple[Claim, ...]:
    """The claims of readers that are gone: all, or those that began before `since`."""
    query = select(DocumentRow).where(DocumentRow.status == ReadingStatus.READING.value)
    if since is not None:
        query = query.where(col(DocumentRow.reading_since) < since)
    return tuple(Claim(row.id, row.board_id, row.review_id, row.stored_as, row.attempts) for row in db.exec(query).all())


def release(db: Session, claim: Claim, *, count: bool) -> None:
    """Give a claimed paper back, to wait once more. `count=False` where its reader was stopped and did not fail."""
    attempts = claim.attempt if count else claim.attempt - 1
    values = {"status": ReadingStatus.QUEUED.value, "attempts": attempts, "reading_since": None, "pages_read": 0}
    db.exec(update(DocumentRow).where(_ours(claim)).values(**values))


def _ours(claim: Claim) -> ColumnElement[bool]:
    return and_(
        col(DocumentRow.id) == claim.document,
        col(DocumentRow.status) == ReadingStatus.READING.value,
        col(DocumentRow.attempts) == claim.attempt,
    )


def _drop_pages(db: Session, document_id: str) -> None:
    db.exec(delete(DocumentPageRow).where(col(DocumentPageRow.document_id) == document_id))
    db.exec(delete(DocumentOutlineRow).where(col(DocumentOutlineRow.document_id) == document_id))
    db.exec(delete(DocumentPictureRow).where(col(DocumentPictureRow.document_id) == document_id))


def _page_rows(document_id: str, reading: Reading) -> Sequence[dict[str, object]]:
    return [
        {
            "document_id": document_id,
            "number": page.number,
            "label": page.label,
            "text": page.text,
            "places": json.dumps(page.places),
            "running": json.dumps(page.running),
            "search": skeleton(page.text),
            "from_picture": page.from_picture,
            "is_picture": page.is_picture,
        }
        for page in reading.pages
    ]


def _outline_rows(document_id: str, reading: Reading) -> Sequence[dict[str, object]]:
    return [
        {"document_id": document_id, "position": position, "title": item.title, "page": item.page, "level": item.level}
        for position, item in enumerate(reading.outline)
    ]
