"""Opening the database and ending a piece of work."""

import os
import sqlite3
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.data import disk
from app.data import session as sessions
from app.data.account import add_board, find_board
from app.data.session import after_commit, finish, get_engine, if_dropped, open_session, work, write_later
from app.domain.audit import system_event
from app.domain.errors import BusyError, NotFoundError, StorageFullError
from app.settings import Settings


def made(name: str) -> object:
    return system_event("board created", "board", name)


def boards(settings: Settings) -> set[str]:
    with sqlite3.connect(settings.var_dir / "plumbline.db") as reading:
        found = {name for (name,) in reading.execute("select name from board where name like 'New%'")}
    reading.close()
    return found


def test_work_is_kept_when_it_ends_well_and_dropped_when_it_raises(settings: Settings) -> None:
    with work(settings.database) as db:
        add_board(db, "New A", made("New A"))
    with pytest.raises(NotFoundError), work(settings.database) as db:
        fail_after_adding(db, "New B")
    assert boards(settings) == {"New A"}


def fail_after_adding(db: sessions.Session, name: str) -> None:
    add_board(db, name, made(name))
    raise NotFoundError


def test_work_that_is_finished_badly_is_dropped(settings: Settings) -> None:
    db = open_session(settings.database)
    add_board(db, "New A", made("New A"))
    finish(db, good=False)
    assert boards(settings) == set()


def test_what_is_written_later_is_written_after_reading_and_only_after_a_good_answer(settings: Settings) -> None:
    for name, good in (("New good", True), ("New bad", False)):
        db = open_session(settings.database, writes=False)
        write_later(db, lambda writing, name=name: add_board(writing, name, made(name)) and None)
        finish(db, good=good)
    assert boards(settings) == {"New good"}


def test_what_is_left_for_later_by_work_that_writes_is_kept_or_dropped_with_it(settings: Settings) -> None:
    db = open_session(settings.database)
    add_board(db, "New A", made("New A"))
    write_later(db, lambda _: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        finish(db, good=True)
    assert boards(settings) == set(), "an answer that tells of a mistake must not leave half of the work behind"
    db = open_session(settings.database)
    add_board(db, "New B", made("New B"))
    write_later(db, lambda writing: add_board(writing, "New C", made("New C")) and None)
    finish(db, good=True)
    assert boards(settings) == {"New B", "New C"}


def test_others_who_never_let_go_are_told_in_a_sentence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "BUSY_MILLISECONDS", 50)
    first = open_session(settings.database)
    add_board(first, "New A", made("New A"))
    second = open_session(settings.database)
    with pytest.raises(BusyError, match="try again"):
        add_board(second, "New B", made("New B"))
    finish(second, good=False)
    finish(first, good=True)
    assert boards(settings) == {"New A"}


def test_steps_outside_the_database_follow_the_work_that_was_kept_or_dropped(settings: Settings) -> None:
    done: list[str] = []
    for good in (True, False):
        db = open_session(settings.database)
        after_commit(db, lambda good=good: done.append(f"kept {good}"))
        if_dropped(db, lambda good=good: done.append(f"dropped {good}"))
        finish(db, good=good)
    assert done == ["kept True", "dropped False"]


def test_a_step_outside_that_fails_does_not_undo_the_work(settings: Settings) -> None:
    db = open_session(settings.database)
    add_board(db, "New A", made("New A"))
    after_commit(db, lambda: 1 // 0)
    finish(db, good=True)
    assert boards(settings) == {"New A"}


def test_readers_do_not_wait_for_a_writer_and_see_what_was_kept(settings: Settings) -> None:
    writer = open_session(settings.database)
    add_board(writer, "New A", made("New A"))
    reader = open_session(settings.database, writes=False)
    assert find_board(reader, "New A") is None
    finish(reader, good=True)
    finish(writer, good=True)
    assert boards(settings) == {"New A"}


def test_two_writers_take_turns(settings: Settings) -> None:
    first = open_session(settings.database)
    add_board(first, "New A", made("New A"))
    begun = threading.Event()
    seen: list[bool] = []

    def second() -> None:
        begun.set()
        with work(settings.database) as db:
            seen.append(find_board(db, "New A") is not None)

    waiting = threading.Thread(target=second)
    waiting.start()
    begun.wait(5)
    finish(first, good=True)
    waiting.join(10)
    assert seen == [True], "the second began once the first had ended, and saw its work"


def test_a_disk_without_room_is_a_sentence_and_keeps_nothing(settings: Settings) -> None:
    db = open_session(settings.database)
    pages = db.connection().exec_driver_sql("pragma page_count").scalar_one()
    db.connection().exec_driver_sql(f"pragma max_page_count={pages}")
    with pytest.raises(StorageFullError, match="nothing was saved"):
        fill(db)
    finish(db, good=False)
    assert boards(settings) == set()


def fill(db: sessions.Session) -> None:
    for number in range(5000):
        add_board(db, f"New {number} {'x' * 500}", made("x"))


def test_sqlite_is_set_up_to_keep_what_was_acknowledged(settings: Settings) -> None:
    db = open_session(settings.database, writes=False)
    connection = db.connection()
    found = {
        name: connection.exec_driver_sql(f"pragma {name}").scalar_one()
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    finish(db, good=True)
    assert found == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}


def test_work_is_on_the_disk_before_it_is_acknowledged_and_others_write_while_it_waits(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []

    def to_disk(file: int) -> None:
        if not synced:  # nobody waits for this one with the turn to write
            synced.append(os.path.samestat(os.fstat(file), (settings.var_dir / "plumbline.db-wal").stat()))
            with work(settings.database) as db:
                add_board(db, "New B", made("New B"))

    monkeypatch.setattr(disk, "to_disk", to_disk)
    monkeypatch.setattr(disk.Disk, "wait", disk.Disk._write)
    with work(settings.database) as db:
        add_board(db, "New A", made("New A"))
    assert synced == [True]
    assert boards(settings) == {"New A", "New B"}


def test_looks_and_pages_that_are_only_read_wait_for_no_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk.Disk, "wait", lambda _: pytest.fail("it waited for the disk"))
    db = open_session(settings.database, writes=False)
    write_later(db, lambda writing: add_board(writing, "New A", made("New A")) and None)
    finish(db, good=True)
    with pytest.raises(NotFoundError), work(settings.database) as db:
        fail_after_adding(db, "New B")
    assert boards(settings) == {"New A"}


def test_nobody_else_may_commit() -> None:
    app = Path(sessions.__file__).parents[1]
    callers = [str(path.relative_to(app)) for path in app.rglob("*.py") if ".commit()" in path.read_text()]
    assert callers == ["data/session.py"]


def test_there_is_one_engine_for_an_address(settings: Settings) -> None:
    assert get_engine(settings.database) is get_engine(settings.database)


@pytest.mark.parametrize("said", ["database is locked", "deadlock detected"])
def test_whoever_loses_to_another_writer_is_told_to_try_again(said: str) -> None:
    failed = SimpleNamespace(original_exception=RuntimeError(f"ERROR: {said}"))
    told = sessions._tell_in_words(failed)
    assert isinstance(told, BusyError)
    assert "try again" in told.sentence
