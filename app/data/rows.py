"""Queries that are put together once and give plain rows, for what pages read all the time. Not for changing anything.

Putting a query together anew and making objects of its rows costs several times what the database needs to answer it.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Row, Select, Table
from sqlmodel import Session, SQLModel

from app.data.session import ANSWERS

# Under this name the answers of work that only reads have the connection, which it keeps until it ends or begins anew.
CONNECTION = "connection"
Plain: TypeAlias = Row[*tuple[Any, ...]]
Found = TypeVar("Found")


def table(kind: type[SQLModel]) -> Table:
    """The table behind a kind of row."""
    found: Table = kind.__table__  # type: ignore[attr-defined]  # SQLAlchemy puts it there
    return found


def read_rows(db: Session, query: Select[*tuple[Any, ...]], **values: object) -> Sequence[Plain]:
    """All rows of this query, with these values in its places. What this work has changed so far is seen.

    Work that only reads sees the database as it was when it began, so that several who ask the same are answered at once.
    """
    answers: dict[object, Any] | None = db.info.get(ANSWERS)
    if answers is None:
        db.flush()
        return db.connection().execute(query, values).all()
    asked = (query, *((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items()))
    if asked not in answers:
        connection = answers.get(CONNECTION) or answers.setdefault(CONNECTION, db.connection())
        answers[asked] = connection.execute(query, values).all()
    found: Sequence[Plain] = answers[asked]
    return found


def reads_only(db: Session) -> bool:
    """Whether this work reads only, and so sees the database as it was when it began."""
    return ANSWERS in db.info


def once(db: Session, name: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives; work that only reads asks it once under this name, for the same reason as in `read_rows`."""
    answers: dict[object, Any] | None = db.info.get(ANSWERS)
    if answers is None:
        return find()
    if name not in answers:
        answers[name] = find()
    found: Found = answers[name]
    return found
