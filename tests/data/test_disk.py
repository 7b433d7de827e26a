"""Waiting for the disk: once for all who wait at the same time, never less than what each had committed."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.data import disk
from app.data.disk import Disk


class Slow:
    """Stands for a disk on which each writing takes until it is let go, and may fail."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = threading.Semaphore(0)
        self.fails = False

    def __call__(self, _file: int) -> None:
        self.begun += 1
        self.may_end.acquire()
        if self.fails:
            raise OSError(5, "the disk is broken")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(disk, "to_disk", made)
    return made


@pytest.fixture
def log(tmp_path: Path) -> Disk:
    file = tmp_path / "plumbline.db-wal"
    file.touch()
    return Disk(file)


def start(log: Disk, told: list[str]) -> threading.Thread:
    """Somebody who waits, and says how it went."""

    def wait() -> None:
        try:
            log.wait()
            told.append("on the disk")
        except OSError:
            told.append("failed")

    before = log._came
    waiting = threading.Thread(target=wait)
    waiting.start()
    until(lambda: log._came > before)
    return waiting


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_all_who_come_while_the_disk_is_busy_wait_for_the_next_writing_together(slow: Slow, log: Disk) -> None:
    told: list[str] = []
    first = start(log, told)
    until(lambda: slow.begun == 1)
    others = [start(log, told) for _ in range(5)]
    slow.may_end.release()
    first.join(10)
    assert told == ["on the disk"], "the writing that had begun says nothing of what was committed afterwards"
    until(lambda: slow.begun == 2)
    slow.may_end.release()
    for waiting in others:
        waiting.join(10)
    assert told == ["on the disk"] * 6
    assert slow.begun == 2


def test_when_the_disk_fails_all_who_waited_for_it_are_told_and_later_ones_try_again(slow: Slow, log: Disk) -> None:
    told: list[str] = []
    first = start(log, told)
    until(lambda: slow.begun == 1)
    others = [start(log, told) for _ in range(3)]
    slow.may_end.release()
    first.join(10)
    until(lambda: slow.begun == 2)
    slow.fails = True
    slow.may_end.release()
    for waiting in others:
        waiting.join(10)
    assert told == ["on the disk", "failed", "failed", "failed"]
    slow.fails = False
    slow.may_end.release()
    log.wait()
    assert slow.begun == 3


def test_a_database_that_was_closed_has_nothing_left_to_wait_for(slow: Slow, tmp_path: Path) -> None:
    Disk(tmp_path / "gone.db-wal").wait()
    assert slow.begun == 0
