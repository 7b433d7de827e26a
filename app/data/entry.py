"""The saved fields of appraisals in the database: rows are added, and the newest version of a key is the current one."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.tables import AccountRow, EntryRow
from app.domain.appraisal import Entry
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import ConflictError

NEWER = "Something newer was saved here in the meantime. Nothing is lost: compare the two and choose."


def newest_entries(db: Session, appraisal: str, prefix: str = "") -> dict[str, Entry]:
    """The newest version of every key that begins with `prefix`, by key."""
    query = (
        select(EntryRow, AccountRow.name)
        .join(AccountRow, col(AccountRow.id) == EntryRow.saved_by)
        .where(EntryRow.appraisal_id == appraisal)
        .order_by(col(EntryRow.key), col(EntryRow.version))
    )
    if prefix:
        query = query.where(col(EntryRow.key).startswith(prefix, autoescape=True))
    return {row.key: Entry(row.key, row.value, row.version, row.saved_at, name) for row, name in db.exec(query).all()}


def value_at(db: Session, appraisal: str, key: str, version: int) -> str:
    """What this version held; empty for version 0, when nothing had been saved."""
    row = db.get(EntryRow, (appraisal, key, version))
    return row.value if row else ""


def newest_entry(db: Session, appraisal: str, key: str) -> Entry | None:
    """The newest version of one key."""
    query = (
        select(EntryRow, AccountRow.name)
        .join(AccountRow, col(AccountRow.id) == EntryRow.saved_by)
        .where(EntryRow.appraisal_id == appraisal, EntryRow.key == key)
        .order_by(col(EntryRow.version).desc())
        .limit(1)
    )
    found = db.exec(query).first()
    return Entry(key, found[0].value, found[0].version, found[0].saved_at, found[1]) if found else None


def add_entry(db: Session, appraisal: str, key: str, value: str, based_on: int, by: str, audit: AuditEvent) -> int:
    """Add the version after `based_on`; returns its number. Raises ConflictError when that is taken."""
    row = EntryRow(appraisal_id=appraisal, key=key, version=based_on + 1, value=value, saved_at=now(), saved_by=by)
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        newest = newest_entry(db, appraisal, key)
        assert newest is not None
        raise ConflictError(NEWER, newest.value, value, newest.version) from None
    add_event(db, audit)
    return row.version
