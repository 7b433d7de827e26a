"""The queue that background work waits in: a file beside the database, or the same PostgreSQL. Knows no job.

The worker sleeps until somebody rings, so that work begins at once and an idle worker costs next to nothing.
"""

import contextlib
import logging
import os
import secrets
import select
import threading
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey
from huey.serializer import SignedSerializer
from huey.storage import SqliteStorage

from app.settings import Settings

NAME = "plumbline"
LONGEST_SLEEP = 0.5  # seconds; should a ring be lost, work begins that much later

log = logging.getLogger("plumbline")


def open_queue(settings: Settings) -> Huey:
    """The queue of this installation, made where it is new."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    # A job is a pickle, so that only what we signed ourselves is taken from the queue.
    shared: dict[str, Any] = {
        "name": NAME,
        "results": False,
        "serializer": SignedSerializer(secret=secret(settings.var_dir / "jobs.key"), salt=NAME),
    }
    if settings.database.startswith("postgresql"):
        return PostgresHuey(dsn=settings.database.replace("postgresql+psycopg://", "postgresql://", 1), **shared)
    # Without syncing: a queue that is lost in a power cut is filled again from the database.
    return Huey(storage_class=RingingStorage, filename=str(settings.var_dir / "jobs.db"), fsync=False, timeout=10, **shared)


class RingingStorage(SqliteStorage):  # type: ignore[misc]  # huey has no types
    """The queue in a file, with a bell: a named pipe in which a byte means that there may be work."""

    blocking = True  # tells huey's workers that `dequeue` does the waiting

    def __init__(self, name: str, filename: str, **options: Any) -> None:  # noqa: ANN401
        self._bell = Path(filename).with_suffix(".bell")
        self._ears = threading.local()
        with contextlib.suppress(FileExistsError):
            os.mkfifo(self._bell, 0o600)
        super().__init__(name, filename, **options)

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        """Add a job and ring."""
        super().enqueue(data, priority)
        self._ring()

    def dequeue(self) -> bytes | None:
        """The next job; waits a while for one. Rings on, because one ring may stand for several jobs."""
        data: bytes | None = super().dequeue()
        if data is None:
            self._listen()
            data = super().dequeue()
        if data is not None:
            self._ring()
        return data

    def _ring(self) -> None:
        with contextlib.suppress(OSError):  # nobody listens, or the pipe is full of rings
            bell = os.open(self._bell, os.O_WRONLY | os.O_NONBLOCK)
            try:
                os.write(bell, b"!")
            finally:
                os.close(bell)

    def _listen(self) -> None:
        if not hasattr(self._ears, "bell"):
            # Open for writing too, or the pipe would be at its end whenever nobody is ringing.
            self._ears.bell = os.open(self._bell, os.O_RDWR | os.O_NONBLOCK)
        if select.select([self._ears.bell], [], [], LONGEST_SLEEP)[0]:
            with contextlib.suppress(BlockingIOError):  # another worker was quicker
                os.read(self._ears.bell, 4096)


def secret(path: Path) -> str:
    """The key kept in this file, made where there is none. Two processes that make it at once end with the same."""
    if not path.exists():
        made = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32))
        try:
            os.link(made, path)
        except FileExistsError:
            log.debug("another process made the key first")
        finally:
            made.unlink()
    return path.read_text()
