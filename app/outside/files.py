"""The originals of papers on disk, byte for byte as uploaded. Knows nothing of what is in them, nor of the database.

A file is written beside its place under another name, brought to the disk, and only then moved there, so that a file in
its place is whole. What a killed process leaves is a file in `incoming`, which `sweep` removes.
"""

import errno
import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from app.domain.errors import StorageFullError

INCOMING = "incoming"
OLD = 3600.0  # seconds after which nobody is still writing
FULL = "The disk is full, so the papers were not stored. Nothing was half-stored. Tell whoever looks after this service."
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Arrived:
    """A whole file that waits in `incoming`. Size in bytes."""

    path: Path
    size: int
    sha256: str


class Incoming:
    """A file that is being written. Used with `with`: unless it was finished, it is gone afterwards."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the folder of files. Raises StorageFullError."""
        incoming = folder / INCOMING
        try:
            incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path = incoming / f"{secrets.token_hex(12)}.part"
            self._file: BinaryIO | None = open(self.path, "xb", buffering=0, opener=_private)  # noqa: SIM115  # closed below
        except OSError as error:
            raise _full(error) from error
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, block: bytes) -> None:
        """Add to the file. Raises StorageFullError when there is no room; the file is gone then."""
        assert self._file
        try:
            view = memoryview(block)
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            self.discard()
            raise _full(error) from error
        self._digest.update(block)
        self.size += len(block)

    def finish(self) -> Arrived:
        """Bring everything to the disk. Raises StorageFullError."""
        assert self._file
        try:
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            self.discard()
            raise _full(error) from error
        self._file = None
        return Arrived(self.path, self.size, self._digest.hexdigest())

    def discard(self) -> None:
        """Remove what was written."""
        if self._file:
            self._file.close()
            self._file = None
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> "Incoming":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.discard()


def keep(arrived: Arrived, folder: Path, board: str, name: str) -> str:
    """Move a file that arrived to its place for good; returns its path below `folder`. Raises StorageFullError."""
    stored_as = f"{board}/{name}"
    place = folder / stored_as
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arrived.path.rename(place)
        _settle(place.parent)
    except OSError as error:
        raise _full(error) from error
    return stored_as


def drop(arrived: Arrived) -> None:
    """Remove a file that arrived and is not wanted."""
    arrived.path.unlink(missing_ok=True)


def remove(folder: Path, stored_as: str) -> None:
    """Remove a kept file, because the work that it belonged to was not kept."""
    (folder / stored_as).unlink(missing_ok=True)


def sweep(folder: Path, older_than: float = OLD) -> int:
    """Remove what killed processes left in `incoming` and nobody has written to for so many seconds; returns how many."""
    limit = time.time() - older_than
    removed = 0
    for path in (folder / INCOMING).glob("*.part"):
        try:
            if path.stat().st_mtime <= limit:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    return removed


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _full(error: OSError) -> Exception:
    return StorageFullError(FULL) if error.errno in NO_ROOM else error
