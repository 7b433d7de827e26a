"""Versions of papers in the database: which one takes the place of which. Evidence that moves is in `evidence_move.py`."""

from sqlmodel import Session, col, select, update

from app.data.audit import add_event
from app.data.tables import DocumentRow, ReviewRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.document import ReadingStatus


def wait_for_turn(db: Session, review_id: str) -> None:
    """Wait for whoever adds papers to this review now, so that two people cannot replace one paper at once."""
    db.exec(select(ReviewRow.id).where(ReviewRow.id == review_id).with_for_update()).first()


def put_in_force(db: Session, document_id: str, audit: AuditEvent) -> str:
    """Let a version that was read take the place of the one that it replaces; returns the id of that one.

    Empty where the paper replaces none or was not read. Where another version took that place already, this one is put behind
    it, so that nothing is looked for in both.
    """
    row = db.exec(
        select(DocumentRow.replaces, DocumentRow.status).where(
            DocumentRow.id == document_id, col(DocumentRow.replaces).is_not(None)
        )
    ).first()
    if row is None or row[0] is None or row[1] != ReadingStatus.READY.value:
        return ""
    older = (col(DocumentRow.id) == row[0], col(DocumentRow.replaced_by).is_(None))
    if not db.exec(update(DocumentRow).where(*older).values(replaced_by=document_id, replaced_at=now())).rowcount:
        taken = db.exec(select(DocumentRow.replaced_by).where(DocumentRow.id == row[0])).one()
        if taken != document_id:
            db.exec(update(DocumentRow).where(col(DocumentRow.id) == document_id).values(replaced_by=taken, replaced_at=now()))
        return ""
    add_event(db, audit)
    return row[0]


def is_overtaken(db: Session, document_id: str) -> bool:
    """Whether another version took the place that this one was meant for, so that reading it would change nothing."""
    older = select(DocumentRow.replaces).where(DocumentRow.id == document_id).scalar_subquery()
    taken = db.exec(select(DocumentRow.replaced_by).where(DocumentRow.id == older)).first()
    return taken is not None and taken != document_id
