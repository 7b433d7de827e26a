"""The originals of papers on disk."""

import errno
import hashlib
import os
import stat
import time
from pathlib import Path

import pytest

from app.domain.errors import StorageFullError
from app.outside import files
from app.outside.files import INCOMING, Incoming, drop, keep, remove, sweep


class FullFile:
    """A file on a disk that has room for no more than `room` bytes."""

    def __init__(self, path: Path, room: int) -> None:
        self.real = path.open("wb", buffering=0)
        self.room = room

    def write(self, block: memoryview) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self.real.write(block[: self.room])
        self.room -= written
        return written

    def fileno(self) -> int:
        return self.real.fileno()

    def close(self) -> None:
        self.real.close()


def test_a_file_is_kept_byte_for_byte_with_its_digest(tmp_path: Path) -> None:
    with Incoming(tmp_path) as file:
        file.write(b"one ")
        file.write(b"two")
        arrived = file.finish()
    stored_as = keep(arrived, tmp_path, "board", "paper")
    assert stored_as == "board/paper"
    assert (tmp_path / stored_as).read_bytes() == b"one two"
    assert arrived.size == 7
    assert arrived.sha256 == hashlib.sha256(b"one two").hexdigest()
    assert list((tmp_path / INCOMING).iterdir()) == []


def test_nobody_else_on_the_machine_can_read_the_originals(tmp_path: Path) -> None:
    with Incoming(tmp_path) as file:
        file.write(b"x")
        arrived = file.finish()
    path = tmp_path / keep(arrived, tmp_path, "board", "paper")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_was_not_finished_is_gone(tmp_path: Path) -> None:
    with Incoming(tmp_path) as file:
        file.write(b"half")
    assert list((tmp_path / INCOMING).iterdir()) == []


def test_a_full_disk_refuses_the_file_and_leaves_nothing(tmp_path: Path) -> None:
    file = Incoming(tmp_path)
    assert file._file
    file._file.close()
    file._file = FullFile(file.path, 10)  # type: ignore[assignment]
    with pytest.raises(StorageFullError, match="full"):
        file.write(b"more than ten bytes")
    assert list((tmp_path / INCOMING).iterdir()) == []


def test_a_disk_that_is_full_at_the_last_moment_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(files.os, "fsync", full)
    with Incoming(tmp_path) as file:
        file.write(b"x")
        with pytest.raises(StorageFullError):
            file.finish()
    assert list((tmp_path / INCOMING).iterdir()) == []


def test_other_failures_of_the_disk_are_not_called_full(tmp_path: Path) -> None:
    (tmp_path / INCOMING).write_text("a file where the folder should be")
    with pytest.raises(FileExistsError):
        Incoming(tmp_path)


def test_a_file_that_is_not_wanted_or_whose_work_was_dropped_goes(tmp_path: Path) -> None:
    for undo in (False, True):
        with Incoming(tmp_path) as file:
            file.write(b"x")
            arrived = file.finish()
        if undo:
            remove(tmp_path, keep(arrived, tmp_path, "board", "paper"))
        drop(arrived)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_killed_upload_left_is_swept_once_nobody_writes_to_it(tmp_path: Path) -> None:
    left, busy = Incoming(tmp_path), Incoming(tmp_path)
    left.write(b"half")
    busy.write(b"half")
    long_ago = time.time() - files.OLD - 1
    os.utime(left.path, (long_ago, long_ago))
    assert sweep(tmp_path) == 1
    assert [path.name for path in (tmp_path / INCOMING).iterdir()] == [busy.path.name]
    busy.discard()
    left.discard()


def test_there_may_be_nothing_to_sweep(tmp_path: Path) -> None:
    assert sweep(tmp_path / "nowhere") == 0
