"""Opening the database and ending a piece of work: the only place that commits. Not for queries."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, ExceptionContext, event
from sqlmodel import Session, create_engine

from app.data.disk import Disk
from app.data.turns import Turns
from app.domain.errors import BusyError, StorageFullError

__all__ = ["Session", "after_commit", "finish", "get_engine", "if_dropped", "let_go", "open_session", "work", "write_later"]

log = logging.getLogger("plumbline")

BUSY_MILLISECONDS = 10_000
BUSY = "The service was busy with other work for too long, so this was not done. Wait a moment and try again."
# Open at once with SQLite: whoever waits for a turn to write holds one, and readers must not wait behind them.
MOST_CONNECTIONS = 100
# Under this name a connection knows that the turn to write is its own.
TURN = "turn"

# Under this name work has the address of its database, as it was asked for.
ADDRESS = "address"
# Under this name work that only reads has what was asked so far, with the answers.
ANSWERS = "answers"
# Work to be written in a transaction of its own after a page was only read, such as the trail of looks at papers.
LATER = "written_later"
# What is done outside the database once the work is kept (queueing a job) or dropped (removing a file).
KEPT = "after_commit"
DROPPED = "if_dropped"


@lru_cache(maxsize=4)
def get_engine(url: str) -> Engine:
    """The engine for this database address, one per process."""
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True)
        event.listen(engine, "handle_error", _tell_in_words)
        return engine
    waiting = {"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000}
    engine = create_engine(url, connect_args=waiting, max_overflow=MOST_CONNECTIONS)
    turns = Turns()
    event.listen(engine, "handle_error", _tell_in_words)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, turns))
    event.listen(engine, "checkin", lambda _, record: _end_turn(record.record_info, turns))
    return engine


@lru_cache(maxsize=4)
def _for_reading(engine: Engine) -> Engine:
    """The same engine for work that reads only. Kept, because to make it anew takes longer than a short query."""
    return engine.execution_options(writes=False)


def _tell_in_words(context: ExceptionContext) -> BaseException | None:
    """Where the disk has no room or others never let go, at any statement, a sentence in place of the driver's error."""
    said = str(context.original_exception).lower()
    if "database is locked" in said or "deadlock detected" in said:
        return BusyError(BUSY)
    if "disk is full" in said or "no space left" in said:
        return StorageFullError("The disk is full, so nothing was saved. Tell whoever looks after this service, then try again.")
    return None


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401  # SQLAlchemy gives the driver's own types
    # We begin transactions ourselves (below), because the driver would begin too late for a consistent read.
    connection.isolation_level = None
    cursor = connection.cursor()
    has_log = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal"
    # What was acknowledged survives a power cut and not only a killed process: `finish` waits for the disk, after the turn.
    cursor.execute(f"PRAGMA synchronous={'NORMAL' if has_log else 'FULL'}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.close()


def _begin_sqlite(connection: Any, turns: Turns) -> None:  # noqa: ANN401
    # A transaction that will write takes the lock at once: one that reads first and writes later could be refused
    # without waiting when somebody else wrote in between.
    options = connection.get_execution_options()
    writes = options.get("writes", True)
    if writes:
        held = connection.connection.record_info
        if not held.get(TURN):
            if not turns.take(BUSY_MILLISECONDS / 1000):
                raise BusyError(BUSY)
            held[TURN] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _end_turn(held: dict[str, Any], turns: Turns) -> None:
    """The connection goes back, after which the next one may write."""
    if held.pop(TURN, False):
        turns.give()


@lru_cache(maxsize=4)
def _disk_of(database: str) -> Disk:
    return Disk(Path(f"{database}-wal"))


def _wait_for_the_disk(session: Session) -> None:
    """Return once what was committed is on the disk. Meanwhile others write, and wait for it together."""
    url = session.get_bind().engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        _disk_of(url.database).wait()


def open_session(url: str, *, writes: bool = True) -> Session:
    """A session for one piece of work. `writes=False` for work that reads only and so waits for nobody."""
    session = Session(get_engine(url) if writes else _for_reading(get_engine(url)), expire_on_commit=False)
    session.info[ADDRESS] = url
    if not writes:
        session.info[ANSWERS] = {}
    return session


def finish(session: Session, *, good: bool) -> None:
    """End the work: keep its changes after a good answer, drop them otherwise. Then write what was left for later.

    Raises StorageFullError when the disk has no room and BusyError when others never let go; then nothing was kept.
    """
    kept = False
    try:
        if good:
            writes = session.get_bind().get_execution_options().get("writes", True)
            if writes:
                # In the same transaction: what was kept must not be followed by an answer that says it was not.
                _do_later(session, session)
            session.commit()
            kept = True
            if writes:
                _wait_for_the_disk(session)
        else:
            session.rollback()
        _write_later(session, good=good)
    finally:
        session.close()
        _act_outside(session.info.pop(KEPT, []) if kept else session.info.pop(DROPPED, []))


def let_go(session: Session) -> None:
    """Give the connection back before something slow. For work that only reads; a later query begins a new reading."""
    session.rollback()
    if ANSWERS in session.info:
        session.info[ANSWERS] = {}


def after_commit(session: Session, action: Callable[[], None]) -> None:
    """Have this done outside the database once the work is kept. It must not be needed: a killed process skips it."""
    session.info.setdefault(KEPT, []).append(action)


def if_dropped(session: Session, action: Callable[[], None]) -> None:
    """Have this undone outside the database when the work is not kept."""
    session.info.setdefault(DROPPED, []).append(action)


def _act_outside(actions: list[Callable[[], None]]) -> None:
    for action in actions:
        try:
            action()
        except Exception as error:  # noqa: BLE001  # the work is kept already, and the answer must say so
            log.error("what follows the work failed: %s", type(error).__name__)


def write_later(session: Session, action: Callable[[Session], None]) -> None:
    """Have this written when the work ends; after work that only read in a short transaction of its own, which does not wait
    for the disk."""
    session.info.setdefault(LATER, []).append(action)


def _write_later(session: Session, *, good: bool) -> None:
    if not good or not session.info.get(LATER):
        session.info.pop(LATER, None)
        return
    with Session(get_engine(session.info[ADDRESS])) as writing:
        _do_later(session, writing)
        writing.commit()


def _do_later(session: Session, writing: Session) -> None:
    actions: list[Callable[[Session], None]] = session.info.pop(LATER, [])
    for action in actions:
        action(writing)


@contextmanager
def work(url: str, *, writes: bool = True) -> Iterator[Session]:
    """A session for jobs and the command line: kept when the block ends well, dropped when it raises."""
    session = open_session(url, writes=writes)
    try:
        yield session
    except BaseException:
        finish(session, good=False)
        raise
    finish(session, good=True)
