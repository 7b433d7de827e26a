"""Reading text off pictures in the database: which papers wait for it, which page is read now, what was found. Not the reading.

A paper waits, one reader claims its next page, brings what was found on it, and the paper waits again, until the text of all
its pictures is put together. Whatever was broken off goes on at the page where it was.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func
from sqlmodel import Session, col, delete, select, update

from app.data.audit import add_event
from app.data.document_study import forget_study
from app.data.tables import DocumentPageRow, DocumentPictureRow, DocumentRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.document import Page, PictureStatus, Reading, ReadingStatus
from app.domain.skeleton import skeleton

READABLE = (ReadingStatus.READY.value, ReadingStatus.NO_TEXT.value)


@dataclass(frozen=True)
class PictureClaim:
    """One reader's claim on the next page of a paper; `page` is 0 when all were read and are to be put together."""

    document: str
    board: str
    review: str
    stored_as: str
    attempt: int
    page: int


def waiting_pictures(db: Session) -> tuple[str, ...]:
    """The ids of all papers, of every board, whose pictures wait to be read: those first that have the fewest left."""
    query = select(DocumentRow.id).where(DocumentRow.pictures == PictureStatus.WAITING.value)
    left = col(DocumentRow.picture_pages) - col(DocumentRow.pictures_read)
    return tuple(db.exec(query.order_by(left, col(DocumentRow.added_at), col(DocumentRow.id))).all())


def claim_picture(db: Session, document_id: str) -> PictureClaim | None:
    """Take the next page of a waiting paper; None when it does not wait (any more)."""
    waiting = (col(DocumentRow.id) == document_id, col(DocumentRow.pictures) == PictureStatus.WAITING.value)
    values = {
        "pictures": PictureStatus.READING.value,
        "pictures_attempts": DocumentRow.pictures_attempts + 1,
        "pictures_since": now(),
    }
    if not db.exec(update(DocumentRow).where(*waiting).values(**values)).rowcount:
        return None
    row = db.exec(select(DocumentRow).where(DocumentRow.id == document_id)).one()
    return _claim(row, db.exec(select(func.min(DocumentPageRow.number)).where(_unread(document_id))).one() or 0)


def keep_found(db: Session, claim: PictureClaim, found: str) -> bool:
    """Keep what was found on the page of this claim. False, and nothing kept, when the claim is no longer current."""
    values = {
        "pictures": PictureStatus.WAITING.value,
        "pictures_read": DocumentRow.pictures_read + 1,
        "pictures_attempts": 0,
        "pictures_since": None,
    }
    if not db.exec(update(DocumentRow).where(_ours(claim)).values(**values)).rowcount:
        return False
    db.add(DocumentPictureRow(document_id=claim.document, page=claim.page, found=found))
    return True


def found_on(db: Session, claim: PictureClaim) -> dict[int, str]:
    """What was found on the pictures of this paper, by page number."""
    query = select(DocumentPictureRow).where(DocumentPictureRow.document_id == claim.document)
    return {row.page: row.found for row in db.exec(query).all()}


def keep_texts(db: Session, claim: PictureClaim, reading: Reading, audit: AuditEvent) -> bool:
    """Keep the text of the pages that were pictures; that of the others, which may be quoted, stays as it is. False, and nothing
    kept, when the claim is no longer current. A reading that brought no pages leaves the paper as it was.
    """
    values: dict[str, object] = {"pictures": PictureStatus.DONE.value, "pictures_attempts": 0, "pictures_since": None}
    if reading.status is ReadingStatus.READY:
        values |= {"status": reading.status.value, "sentence": reading.sentence, "pages_read": reading.page_count}
    if not db.exec(update(DocumentRow).where(_ours(claim)).values(**values)).rowcount:
        return False
    if reading.status is ReadingStatus.READY:
        _keep_pages(db, claim.document, [page for page in reading.pages if page.from_picture])
        forget_study(db, claim.document)
    _forget_found(db, claim.document)
    add_event(db, audit)
    return True


def _keep_pages(db: Session, document_id: str, pages: Sequence[Page]) -> None:
    for page in pages:
        place = (col(DocumentPageRow.document_id) == document_id, col(DocumentPageRow.number) == page.number)
        values = {
            "text": page.text,
            "running": json.dumps(page.running),
            "search": skeleton(page.text),
            "from_picture": True,
            "is_picture": False,
        }
        db.exec(update(DocumentPageRow).where(*place, col(DocumentPageRow.is_picture)).values(**values))


def queue_pictures(db: Session, board: str, document_id: str, audit: AuditEvent) -> int:
    """Have the pictures of a paper wait to be read, from the first page on. Gives their number; 0 when there are none, or they
    are being read.
    """
    bare = (col(DocumentPageRow.document_id) == document_id, col(DocumentPageRow.text) == "")
    count = db.exec(select(func.count()).select_from(DocumentPageRow).where(*bare)).one()
    under_way = [status.value for status in PictureStatus if status.is_under_way]
    values = {
        "pictures": PictureStatus.WAITING.value,
        "picture_pages": count,
        "pictures_read": 0,
        "pictures_attempts": 0,
        "pictures_since": None,
    }
    query = update(DocumentRow).where(
        col(DocumentRow.id) == document_id,
        col(DocumentRow.board_id) == board,
        col(DocumentRow.status).in_(READABLE),
        col(DocumentRow.pictures).not_in(under_way),
    )
    if not count or not db.exec(query.values(**values)).rowcount:
        return 0
    _forget_found(db, document_id)
    # Papers that were read before pictures could be do not tell them apart from blank pages.
    db.exec(update(DocumentPageRow).where(*bare).values(is_picture=True))
    add_event(db, audit)
    return count


def count_bare(db: Session, board: str, document_id: str) -> int:
    """How many pages of a paper have no text."""
    query = (
        select(func.count())
        .select_from(DocumentPageRow)
        .join(DocumentRow, col(DocumentRow.id) == DocumentPageRow.document_id)
        .where(DocumentPageRow.document_id == document_id, DocumentRow.board_id == board, DocumentPageRow.text == "")
    )
    return db.exec(query).one()


def abandoned_pictures(db: Session, since: datetime | None = None) -> tuple[PictureClaim, ...]:
    """The claims of readers that are gone: all, or those that began before `since`."""
    query = select(DocumentRow).where(DocumentRow.pictures == PictureStatus.READING.value)
    if since is not None:
        query = query.where(col(DocumentRow.pictures_since) < since)
    return tuple(_claim(row, 0) for row in db.exec(query).all())


def release_picture(db: Session, claim: PictureClaim, *, count: bool) -> None:
    """Give a claimed page back, to wait once more. `count=False` where its reader was stopped and did not fail."""
    attempts = claim.attempt if count else claim.attempt - 1
    values = {"pictures": PictureStatus.WAITING.value, "pictures_attempts": attempts, "pictures_since": None}
    db.exec(update(DocumentRow).where(_ours(claim)).values(**values))


def stop_pictures(db: Session, document_id: str) -> None:
    """Wait no longer, because nothing is there that could read pictures. What was found stays away."""
    waiting = (col(DocumentRow.id) == document_id, col(DocumentRow.pictures) == PictureStatus.WAITING.value)
    values = {"pictures": PictureStatus.NONE.value, "pictures_read": 0, "pictures_attempts": 0}
    if db.exec(update(DocumentRow).where(*waiting).values(**values)).rowcount:
        _forget_found(db, document_id)


def _claim(row: DocumentRow, page: int) -> PictureClaim:
    return PictureClaim(row.id, row.board_id, row.review_id, row.stored_as, row.pictures_attempts, page)


def _ours(claim: PictureClaim) -> ColumnElement[bool]:
    return and_(
        col(DocumentRow.id) == claim.document,
        col(DocumentRow.pictures) == PictureStatus.READING.value,
        col(DocumentRow.pictures_attempts) == claim.attempt,
    )


def _unread(document_id: str) -> ColumnElement[bool]:
    """The pages that are pictures and on which nothing was looked for yet."""
    found = exists().where(
        col(DocumentPictureRow.document_id) == col(DocumentPageRow.document_id),
        col(DocumentPictureRow.page) == col(DocumentPageRow.number),
    )
    return and_(col(DocumentPageRow.document_id) == document_id, col(DocumentPageRow.is_picture), ~found)


def _forget_found(db: Session, document_id: str) -> None:
    db.exec(delete(DocumentPictureRow).where(col(DocumentPictureRow.document_id) == document_id))
