"""Reading the trail. Writing to it is part of each change (`app/data/audit.py`)."""

from app.data import audit as trail
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import AuditEntry
from app.domain.permission import check_read_trail

PER_PAGE = 50


def list_trail(person: Person, db: Session, page: int) -> tuple[tuple[AuditEntry, ...], bool]:
    """One page of the board's trail, newest first, and whether there is more."""
    check_read_trail(person)
    offset = (min(max(1, page), 100_000) - 1) * PER_PAGE
    found = trail.list_events(db, person.board.id, offset=offset, limit=PER_PAGE + 1)
    return found[:PER_PAGE], len(found) > PER_PAGE


def check_database(db: Session) -> None:
    """Raise when the database does not answer."""
    trail.list_events(db, "", limit=1)
