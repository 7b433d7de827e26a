"""The saved fields of appraisals in the database: rows are added, and the newest version of a key is the current one."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import Insert
from sqlmodel import Session

from app.data.audit import add_event
from app.data.rows import read_rows, table
from app.data.tables import AccountRow, EntryRow
from app.domain.appraisal import Entry
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import ConflictError

NEWER = "Something newer was saved here in the meantime. Nothing is lost: compare the two and choose."

_entry, _account = table(EntryRow), table(AccountRow)


def _newest(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The newest version of each key. Texts that grow are saved every few seconds: older versions are passed over in the
    index of the primary key, and are not fetched."""
    newest = (
        select(_entry.c.appraisal_id, _entry.c.key, func.max(_entry.c.version).label("version"))
        .where(_entry.c.appraisal_id == bindparam("appraisal"), *conditions)
        .group_by(_entry.c.appraisal_id, _entry.c.key)
        .subquery()
    )
    same = and_(*(_entry.c[name] == newest.c[name] for name in ("appraisal_id", "key", "version")))
    return (
        select(_entry.c.key, _entry.c.value, _entry.c.version, _entry.c.saved_at, _account.c.name)
        .join(newest, same)
        .join(_account, _account.c.id == _entry.c.saved_by)
        .order_by(_entry.c.key)
    )


ALL = _newest()
OF_KEY = _newest(_entry.c.key == bindparam("key"))
AS_OF = _newest(_entry.c.saved_at <= bindparam("moment"))
BEGINNING = _newest(func.substr(_entry.c.key, 1, bindparam("length")) == bindparam("prefix"))


@lru_cache
def _add(dialect: str) -> Insert:
    """Adding a version; where it stands already, nothing is added, and the transaction goes on."""
    if dialect == "sqlite":
        return sqlite.insert(_entry).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql  # some megabytes, which nobody needs with SQLite

    return postgresql.insert(_entry).on_conflict_do_nothing()


def newest_entries(db: Session, appraisal: str, prefix: str = "") -> dict[str, Entry]:
    """The newest version of every key that begins with `prefix`, by key."""
    if prefix:
        rows = read_rows(db, BEGINNING, appraisal=appraisal, prefix=prefix, length=len(prefix))
    else:
        rows = read_rows(db, ALL, appraisal=appraisal)
    return {row.key: Entry(*row) for row in rows}


def values_as_of(db: Session, appraisal: str, moment: datetime) -> dict[str, Entry]:
    """What stood at this moment, such as that of a submission: the newest version of every key that had been saved by then."""
    return {row.key: Entry(*row) for row in read_rows(db, AS_OF, appraisal=appraisal, moment=moment)}


def value_at(db: Session, appraisal: str, key: str, version: int) -> str:
    """What this version held; empty for version 0, when nothing had been saved."""
    row = db.get(EntryRow, (appraisal, key, version))
    return row.value if row else ""


def newest_entry(db: Session, appraisal: str, key: str) -> Entry | None:
    """The newest version of one key."""
    found = read_rows(db, OF_KEY, appraisal=appraisal, key=key)
    return Entry(*found[0]) if found else None


def add_entry(db: Session, appraisal: str, key: str, value: str, based_on: int, by: str, audit: AuditEvent) -> Entry:
    """Add the version after `based_on`, by whoever acts in the event, and give it back. Raises ConflictError when it is taken."""
    db.flush()
    connection, entry = db.connection(), Entry(key, value, based_on + 1, now(), audit.actor_name)
    values = {"appraisal_id": appraisal, "key": key, "version": entry.version, "value": value, "saved_at": entry.saved_at}
    if not connection.execute(_add(connection.dialect.name), {**values, "saved_by": by}).rowcount:
        newest = newest_entry(db, appraisal, key)
        assert newest is not None
        raise ConflictError(NEWER, newest.value, value, newest.version)
    add_event(db, audit)
    return entry
