"""Reading, checking and exporting the trail. Writing to it is part of each change (`app/data/audit.py`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.data import audit as trail
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import TRAIL, AuditEntry, event
from app.domain.audit_chain import Checked, Noted, check_chain, exported
from app.domain.clock import now
from app.domain.permission import check_read_trail

PER_PAGE = 50
# A page checks the newest rows, at most so many, which takes about two seconds; the command checks all.
MOST_CHECKED = 100_000


@dataclass(frozen=True)
class TrailCheck:
    """What a page found when it checked the trail at `at`, from row `first` on. `newest` is the last row that stood there."""

    at: datetime
    first: int
    newest: Noted | None
    checked: Checked


def list_trail(person: Person, db: Session, page: int) -> tuple[tuple[AuditEntry, ...], bool]:
    """One page of the board's trail, newest first, and whether there is more."""
    check_read_trail(person)
    offset = (min(max(1, page), 100_000) - 1) * PER_PAGE
    found = trail.list_events(db, person.board.id, offset=offset, limit=PER_PAGE + 1)
    return found[:PER_PAGE], len(found) > PER_PAGE


def check_trail(person: Person, db: Session, noted: Noted | None = None, most: int = MOST_CHECKED) -> TrailCheck:
    """Check the newest rows of the whole trail, those of other boards among them, of which only the fault is told.

    `noted` is a row as it was noted down elsewhere: it must still be there, however old.
    """
    check_read_trail(person)
    newest = trail.newest_row(db)
    start = trail.row_at(db, newest.number - most) if newest and newest.number > most else None
    first = start.number + 1 if start else 1
    if noted and start and noted.number < first:
        # Before the rows that are checked: looked up by itself.
        alone = check_chain(islice(trail.read_chain(db, noted.number - 1), 1), _behind(db, noted.number), noted)
        if alone.fault:
            return TrailCheck(now(), noted.number, newest, alone)
        noted = None
    return TrailCheck(now(), first, newest, check_chain(trail.read_chain(db, first - 1), start, noted))


def _behind(db: Session, number: int) -> Noted | None:
    return trail.row_at(db, number - 1)


def export_trail(person: Person, db: Session, write: Callable[[str], object]) -> int:
    """Write the whole chain, a row a line: rows of the board in full, of others the two hashes alone. Gives how many rows.

    Rows that name the field of an appraisal, as they did before the trail was chained, are kept closed as well: their readers
    might not see the appraisal yet.
    """
    check_read_trail(person)
    count = 0
    for entry in trail.read_chain(db):
        told = entry.event
        is_open = told.is_of_trail or (told.board == person.board.id and not told.names_field)
        write(exported(entry, closed=not is_open) + "\n")
        count += 1
    add_look(db, event(person, "trail downloaded", TRAIL, person.board.id, detail=f"{count} rows"))
    return count


def check_whole_trail(db: Session, noted: Noted | None = None) -> Checked:
    """Check every row. For whoever runs the service, at the command line."""
    return check_chain(trail.read_chain(db), noted=noted)


def export_whole_trail(db: Session, write: Callable[[str], object]) -> int:
    """Write every row in full, a row a line. For whoever runs the service, at the command line."""
    count = 0
    for entry in trail.read_chain(db):
        write(exported(entry) + "\n")
        count += 1
    return count


def check_database(db: Session) -> None:
    """Raise when the database does not answer."""
    trail.list_events(db, "", limit=1)
