"""The trail in the database: adding and listing events."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from app.data.rows import table
from app.data.session import write_later
from app.data.tables import AuditRow
from app.domain.audit import AuditEntry, AuditEvent
from app.domain.clock import now

LOOK = insert(table(AuditRow))


def add_event(db: Session, event: AuditEvent) -> None:
    """Put this event on the trail, in the same transaction as the change that it tells of."""
    db.add(AuditRow(**_values(event)))


def add_look(db: Session, event: AuditEvent) -> None:
    """Put a look on the trail once the page has been read, so that readers do not wait for each other."""
    values = _values(event)

    def write(writing: Session) -> None:
        writing.connection().execute(LOOK, values)

    write_later(db, write)


def has_looked(db: Session, look: AuditEvent, since: datetime) -> bool:
    """Whether the trail has this very look by this person since then."""
    query = select(AuditRow.id).where(
        AuditRow.board_id == look.board,
        AuditRow.at >= since,
        AuditRow.actor_id == look.actor_id,
        AuditRow.action == look.action,
        AuditRow.subject_id == look.subject_id,
        AuditRow.detail == look.detail,
    )
    return db.exec(query.limit(1)).first() is not None


def list_events(
    db: Session, board: str, *, review: str | None = None, offset: int = 0, limit: int = 50
) -> tuple[AuditEntry, ...]:
    """Events of this board, newest first; of one review where it is given."""
    query = select(AuditRow).where(AuditRow.board_id == board)
    if review is not None:
        query = query.where(AuditRow.review_id == review)
    rows = db.exec(query.order_by(col(AuditRow.id).desc()).offset(offset).limit(limit)).all()
    return tuple(_entry(row) for row in rows)


def _values(event: AuditEvent) -> dict[str, Any]:
    return {
        "board_id": event.board,
        "at": now(),
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "review_id": event.review,
        "detail": event.detail,
    }


def _entry(row: AuditRow) -> AuditEntry:
    event = AuditEvent(
        row.action,
        row.subject_kind,
        row.subject_id,
        row.actor_id,
        row.actor_name,
        row.board_id,
        row.review_id,
        row.detail,
    )
    return AuditEntry(row.id or 0, row.at, event)
