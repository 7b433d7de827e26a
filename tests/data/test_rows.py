"""Queries that pages read all the time: the same is asked once where nothing can have changed, and anew where it can."""

from collections.abc import Callable

import pytest
import sqlalchemy
from sqlalchemy import bindparam, event

from app.data import account as accounts
from app.data.rows import read_rows, table
from app.data.session import Session, get_engine, let_go, open_session
from app.data.tables import BoardRow
from app.domain.audit import system_event
from app.settings import Settings

BOARDS = sqlalchemy.select(table(BoardRow).c.name).where(table(BoardRow).c.name.in_(bindparam("names", expanding=True)))
Counted = Callable[[], int]


@pytest.fixture
def counted(settings: Settings) -> Counted:
    """How often the boards were asked for since this was asked last."""
    asked: list[str] = []
    event.listen(get_engine(settings.database), "after_cursor_execute", lambda *told: asked.append(told[2]))

    def count() -> int:
        found = sum("FROM board" in statement for statement in asked)
        asked.clear()
        return found

    return count


def names(db: Session, *wanted: str) -> set[str]:
    return {row.name for row in read_rows(db, BOARDS, names=list(wanted))}


def add_board(db: Session, name: str) -> None:
    accounts.add_board(db, name, system_event("board created", "board", name))


def test_work_that_only_reads_asks_the_same_once_and_something_else_anew(settings: Settings, counted: Counted) -> None:
    with open_session(settings.database, writes=False) as db:
        assert names(db, "New A") == names(db, "New A") == set()
        assert counted() == 1
        assert names(db, "New A", "New B") == set()
        assert counted() == 1


def test_work_that_writes_sees_what_it_changed(settings: Settings, counted: Counted) -> None:
    with open_session(settings.database) as db:
        assert names(db, "New A") == set()
        add_board(db, "New A")
        counted()
        assert names(db, "New A") == names(db, "New A") == {"New A"}
        assert counted() == 2


def test_reading_that_begins_anew_asks_anew(settings: Settings) -> None:
    with open_session(settings.database, writes=False) as reading:
        assert names(reading, "New A") == set()
        with open_session(settings.database) as writing:
            add_board(writing, "New A")
            writing.commit()
        assert names(reading, "New A") == set(), "it sees the database as it was when it began"
        let_go(reading)
        assert names(reading, "New A") == {"New A"}
