"""The trail in the database: adding and listing events, each chained to the one before it. Nothing here changes a row."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, text
from sqlmodel import Session

from app.data.rows import Plain, table
from app.data.session import write_later
from app.data.tables import AuditRow
from app.domain.audit import CLOCK, TRAIL, AuditEntry, AuditEvent, system_event
from app.domain.audit_chain import SLACK, Noted, sealed
from app.domain.clock import now

_audit = table(AuditRow)
ADD = insert(_audit)
NEWEST = select(_audit.c.id, _audit.c.hash, _audit.c.at).order_by(_audit.c.id.desc()).limit(1)
# On PostgreSQL several may write at once; whoever adds to the trail waits here for whoever is adding. SQLite has one writer.
LOCK = text("SELECT pg_advisory_xact_lock(740016)")
BLOCK = 2000


def add_event(db: Session, event: AuditEvent) -> None:
    """Put this event on the trail, in the same transaction as the change that it tells of."""
    _append(db.connection(), event)


def add_look(db: Session, event: AuditEvent) -> None:
    """Put a look on the trail once the page has been read, so that readers do not wait for each other."""
    write_later(db, lambda writing: _append(writing.connection(), event))


def _append(connection: Connection, event: AuditEvent) -> None:
    """Add the next row of the chain. Its number is the next, so that of two who thought so the key refuses one."""
    if connection.dialect.name != "sqlite":
        connection.execute(LOCK)
    newest = connection.execute(NEWEST).first()
    number, previous, before = tuple(newest) if newest else (0, "", None)
    at = now()
    if before and at < before - SLACK:
        went_back = sealed(AuditEntry(number + 1, at, system_event(CLOCK, TRAIL, str(number))), previous)
        connection.execute(ADD, _values(went_back))
        number, previous = went_back.number, went_back.hash
    connection.execute(ADD, _values(sealed(AuditEntry(number + 1, at, event), previous)))


def has_looked(db: Session, look: AuditEvent, since: datetime) -> bool:
    """Whether the trail has this very look by this person since then."""
    query = select(_audit.c.id).where(
        _audit.c.board_id == look.board,
        _audit.c.at >= since,
        _audit.c.actor_id == look.actor_id,
        _audit.c.action == look.action,
        _audit.c.subject_id == look.subject_id,
        _audit.c.detail == look.detail,
    )
    return db.connection().execute(query.limit(1)).first() is not None


def list_events(
    db: Session,
    board: str,
    *,
    review: str | None = None,
    closed: Collection[str] = (),
    reader: str = "",
    offset: int = 0,
    limit: int = 50,
) -> tuple[AuditEntry, ...]:
    """Events of this board, newest first; of one review where it is given. Of `closed` reviews those of the `reader` alone."""
    query = select(_audit).where(_audit.c.board_id == board)
    if review is not None:
        query = query.where(_audit.c.review_id == review)
    if closed:
        elsewhere = or_(_audit.c.review_id.is_(None), _audit.c.review_id.not_in(sorted(closed)))
        query = query.where(or_(elsewhere, _audit.c.actor_id == reader))
    rows = db.connection().execute(query.order_by(_audit.c.id.desc()).offset(offset).limit(limit)).all()
    return tuple(_entry(row) for row in rows)


def newest_row(db: Session) -> Noted | None:
    """Number and hash of the newest row of the whole trail."""
    found = db.connection().execute(NEWEST).first()
    return Noted(found.id, found.hash) if found else None


def row_at(db: Session, number: int) -> Noted | None:
    """Number and hash of the newest row that is not above this number."""
    found = db.connection().execute(NEWEST.where(_audit.c.id <= number)).first()
    return Noted(found.id, found.hash) if found else None


def read_chain(db: Session, after: int = 0) -> Iterator[AuditEntry]:
    """The rows of every board above this number, in order. For checking and exporting; what of it may be shown is for callers."""
    while True:
        query = select(_audit).where(_audit.c.id > after).order_by(_audit.c.id).limit(BLOCK)
        rows = db.connection().execute(query).all()
        yield from map(_entry, rows)
        if len(rows) < BLOCK:
            return
        after = rows[-1].id


def _values(entry: AuditEntry) -> dict[str, Any]:
    event = entry.event
    return {
        "id": entry.number,
        "board_id": event.board,
        "at": entry.at,
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "review_id": event.review,
        "detail": event.detail,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _entry(row: Plain) -> AuditEntry:
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
    return AuditEntry(row.id, row.at, event, row.previous, row.hash)
