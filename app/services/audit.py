"""Reading, checking and exporting the trail. Writing to it is part of each change (`app/data/audit.py`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.data import appraisal as appraisals
from app.data import audit as trail
from app.data import review as reviews
from app.data import team as teams
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import AppraisalState
from app.domain.audit import TRAIL, AuditEntry, AuditEvent, event
from app.domain.audit_chain import Checked, Noted, check_chain, exported
from app.domain.clock import now
from app.domain.permission import check_read_trail
from app.domain.team import Part

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
    """One page of the board's trail, newest first, and whether there is more. Without what `blind_reviews` keeps closed."""
    check_read_trail(person)
    offset = (min(max(1, page), 100_000) - 1) * PER_PAGE
    closed = blind_reviews(person, db)
    found = trail.list_events(db, person.board.id, closed=closed, reader=person.id, offset=offset, limit=PER_PAGE + 1)
    return found[:PER_PAGE], len(found) > PER_PAGE


def references(person: Person, db: Session, entries: Iterable[AuditEntry]) -> dict[str, str]:
    """The references of the reviews that these events are about, by id, so that a reader knows which they are."""
    check_read_trail(person)
    return reviews.references_of(db, person.board.id, {entry.event.review for entry in entries if entry.event.review})


def blind_reviews(person: Person, db: Session) -> frozenset[str]:
    """The reviews that this person appraises, or was to appraise, without having submitted: what others do there is closed."""
    own = [one for one in appraisals.list_own(db, person.board.id, person.id) if not one.is_consensus]
    places = teams.places_of(db, person.board.id, person.id)
    begun = {one.review for one in own} | {place.review for place in places if place.part is Part.APPRAISER}
    return frozenset(begun - {one.review for one in own if one.state is AppraisalState.SUBMITTED})


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
    might not see the appraisal yet. So is what others did in the `blind_reviews`.
    """
    check_read_trail(person)
    blind = blind_reviews(person, db)
    count = 0
    for entry in trail.read_chain(db):
        write(exported(entry, closed=not _is_open(entry.event, person, blind)) + "\n")
        count += 1
    add_look(db, event(person, "trail downloaded", TRAIL, person.board.id, detail=f"{count} rows"))
    return count


def _is_open(told: AuditEvent, person: Person, blind: frozenset[str]) -> bool:
    if told.is_of_trail:
        return True
    is_closed = told.names_field or (told.review in blind and told.actor_id != person.id)
    return told.board == person.board.id and not is_closed


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
