"""The trail in the database: one chain whoever writes, triggers that refuse, and rows from before that are chained."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command

from app.data import audit as trail
from app.data.audit import add_event, add_look, read_chain
from app.data.migrate import config_for
from app.data.session import Session, finish, open_session, work
from app.domain.audit import AuditEntry, event, system_event
from app.domain.audit_chain import Checked, Misfit, check_chain
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People

REFUSED = "The trail is only added to: its rows are never changed or removed."
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
OLD = (
    "INSERT INTO audit_event (id, board_id, at, actor_id, actor_name, action, subject_kind, subject_id, review_id, detail)"
    " VALUES (?, NULL, ?, ?, 'Zoë “Z” O’Hara', 'page opened', 'document', ?, NULL, 'page 2')"
)


@contextmanager
def behind(settings: Settings) -> Iterator[sqlite3.Connection]:
    """The database as somebody opens it who goes round the application."""
    with closing(sqlite3.connect(settings.var_dir / "plumbline.db")) as connection:
        yield connection
        connection.commit()


def checked(settings: Settings) -> Checked:
    with work(settings.database, writes=False) as db:
        return check_chain(read_chain(db))


def whole(settings: Settings) -> list[AuditEntry]:
    with work(settings.database, writes=False) as db:
        return list(read_chain(db))


def disarm(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def add(db: Session, people: People, *names: str) -> None:
    for name in names:
        add_event(db, event(people.alice, "counted", "number", name))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET detail = 'other' WHERE id = 3",
        "UPDATE audit_event SET hash = hash",
        "DELETE FROM audit_event WHERE id = 3",
        "DELETE FROM audit_event",
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE id = 3",
    ],
)
def test_the_database_refuses_to_change_and_to_remove_a_row(
    settings: Settings, stored: Stored, people: People, statement: str
) -> None:
    with stored() as db:
        add(db, people, "1", "2", "3")
    before = whole(settings)
    with behind(settings) as connection, pytest.raises(sqlite3.IntegrityError) as refused:
        connection.execute(statement)
    assert str(refused.value) == REFUSED
    assert whole(settings) == before


def test_the_trail_of_the_application_is_one_unbroken_chain_from_its_first_row(
    settings: Settings, stored: Stored, people: People
) -> None:
    with stored() as db:
        add(db, people, "1", "2", "3")
    rows = whole(settings)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert checked(settings).fault is None
    assert checked(settings).last == trail.Noted(len(rows), rows[-1].hash)


@pytest.mark.parametrize("column", ["actor_name", "actor_id", "action", "subject_id", "detail", "board_id", "at"])
def test_a_row_that_was_edited_behind_the_application_is_found_and_named(
    settings: Settings, stored: Stored, people: People, column: str
) -> None:
    with stored() as db:
        add(db, people, "1", "2", "3")
    number = len(whole(settings)) - 1
    with behind(settings) as connection:
        disarm(connection)
        other = {"board_id": people.dave.board.id, "at": "2016-03-03 14:05:06.000120"}.get(column, "Somebody else")
        connection.execute(f"UPDATE audit_event SET {column} = ? WHERE id = ?", (other, number))
    fault = checked(settings).fault
    assert fault
    assert (fault.number, fault.misfit) == (number, Misfit.CONTENT)


def test_a_row_that_was_removed_behind_the_application_is_missed(settings: Settings, stored: Stored, people: People) -> None:
    with stored() as db:
        add(db, people, "1", "2", "3")
    number = len(whole(settings)) - 1
    with behind(settings) as connection:
        disarm(connection)
        connection.execute("DELETE FROM audit_event WHERE id = ?", (number,))
    fault = checked(settings).fault
    assert fault
    assert fault.sentence == f"Row {number} is missing: row {number + 1} comes next."


def test_work_that_is_dropped_leaves_no_gap(settings: Settings, stored: Stored, people: People) -> None:
    db = open_session(settings.database)
    add(db, people, "dropped")
    finish(db, good=False)
    with stored() as db:
        nested = db.begin_nested()
        add(db, people, "dropped too")
        nested.rollback()
        add(db, people, "kept")
    assert [row.event.subject_id for row in whole(settings)][-1] == "kept"
    assert checked(settings).fault is None


def test_changes_and_looks_at_the_same_time_leave_one_unbroken_chain(settings: Settings, people: People) -> None:
    begun = len(whole(settings))
    workers, each = 6, 12
    together = threading.Barrier(workers)
    failed: list[BaseException] = []

    def act(number: int) -> None:
        try:
            together.wait(10)
            for turn in range(each):
                changes = number % 2 == 0
                with work(settings.database, writes=changes) as db:
                    told = event(people.alice, "changed" if changes else "looked", "number", f"{number}-{turn}")
                    (add_event if changes else add_look)(db, told)
                    if changes:
                        add_look(db, told)
        except BaseException as error:  # noqa: BLE001  # told below, by the test itself
            failed.append(error)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    found = checked(settings)
    assert (found.fault, found.count) == (None, begun + each * (workers + workers // 2))


def test_a_clock_that_goes_back_is_told_by_a_row_and_the_chain_still_fits(
    settings: Settings, stored: Stored, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stored() as db:
        add(db, people, "before")
    back = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr(trail, "now", lambda: back)
    with stored() as db:
        add(db, people, "after", "later")
    assert [row.event.action for row in whole(settings)][-4:] == ["counted", "clock went back", "counted", "counted"]
    assert checked(settings).fault is None


def test_rows_are_read_in_order_over_more_than_one_block(db: Session, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    add(db, people, *map(str, range(7)))
    count = len(list(read_chain(db)))
    for block in (1, 3, count, count + 1):
        monkeypatch.setattr(trail, "BLOCK", block)
        assert [row.number for row in read_chain(db)] == list(range(1, count + 1))
    assert [row.number for row in read_chain(db, count - 2)] == [count - 1, count]


def upgrade_with_rows(settings: Settings, *rows: tuple[int, str]) -> None:
    """A database of the release before, with these rows (number, time) on its trail, brought up to date."""
    command.upgrade(config_for(settings.database), "0002_reading_room")
    with behind(settings) as connection:
        for number, at in rows:
            connection.execute(OLD, (number, at, None if number % 2 else "p1", f"d{number}"))
    command.upgrade(config_for(settings.database), "head")


def test_rows_from_before_are_chained_when_the_database_is_upgraded(empty_settings: Settings) -> None:
    # Numbers with a gap, as PostgreSQL left them, and times out of order, as looks came in late.
    upgrade_with_rows(
        empty_settings,
        (2, "2016-03-03 14:05:06.000120"),
        (3, "2016-03-03 14:05:06.000000"),
        (7, "2016-03-03 13:00:00.500000"),
    )
    rows = whole(empty_settings)
    assert [(row.number, row.event.action) for row in rows][-2:] == [(7, "page opened"), (8, "trail chained")]
    assert (rows[-1].event.subject_id, rows[-1].event.detail) == ("7", "3 earlier rows")
    assert rows[0].event.actor_name == "Zoë “Z” O’Hara"
    assert checked(empty_settings).fault is None
    with work(empty_settings.database) as db:
        add_event(db, system_event("counted", "number", "1"))
    found = checked(empty_settings)
    assert (found.count, found.fault) == (5, None)
    with behind(empty_settings) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            connection.execute("DELETE FROM audit_event WHERE id = 2")
        disarm(connection)
        connection.execute("UPDATE audit_event SET actor_name = 'Other' WHERE id = 3")
    fault = checked(empty_settings).fault
    assert fault
    assert (fault.number, fault.misfit) == (3, Misfit.CONTENT)


def test_an_upgrade_can_be_taken_back(empty_settings: Settings) -> None:
    upgrade_with_rows(empty_settings, (1, "2016-03-03 14:05:06.000120"))
    command.downgrade(config_for(empty_settings.database), "0002_reading_room")
    with behind(empty_settings) as connection:
        assert connection.execute(TRIGGERS).fetchall() == []
        assert connection.execute("SELECT id, detail FROM audit_event WHERE id = 1").fetchall() == [(1, "page 2")]
        connection.execute("UPDATE audit_event SET detail = 'free again' WHERE id = 1")


def test_the_trail_of_a_new_database_is_empty(empty_settings: Settings) -> None:
    upgrade_with_rows(empty_settings)
    found = checked(empty_settings)
    assert (found.count, found.last, found.fault) == (0, None, None)
