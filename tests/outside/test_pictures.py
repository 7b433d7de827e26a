"""Pages as pictures, kept on disk."""

import os
import threading
from pathlib import Path

import pytest

from app.outside.pictures import kept_picture, trim


def test_a_page_is_drawn_once(tmp_path: Path) -> None:
    drawn: list[int] = []

    def draw() -> bytes:
        drawn.append(1)
        return b"picture"

    assert kept_picture(tmp_path, "paper", 3, draw) == b"picture"
    assert kept_picture(tmp_path, "paper", 3, draw) == b"picture"
    assert len(drawn) == 1
    assert kept_picture(tmp_path, "paper", 4, lambda: b"other") == b"other"


def test_a_page_asked_for_twice_at_once_is_right_both_times(tmp_path: Path) -> None:
    answers: list[bytes] = []
    both = threading.Barrier(2, timeout=5)

    def ask() -> None:
        both.wait()
        answers.append(kept_picture(tmp_path, "paper", 1, lambda: b"picture" * 1000))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"picture" * 1000] * 2
    assert [path.name for path in (tmp_path / "paper").iterdir()] == ["1-1000.png"]


def test_a_page_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "paper").write_text("a file where the folder should be")
    assert kept_picture(tmp_path, "paper", 1, lambda: b"picture") == b"picture"


def test_what_goes_wrong_in_drawing_comes_through_and_keeps_nothing(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise LookupError

    with pytest.raises(LookupError):
        kept_picture(tmp_path, "paper", 1, fail)
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_pictures_go_when_there_are_too_many(tmp_path: Path) -> None:
    for number in range(1, 5):
        kept_picture(tmp_path, "paper", number, lambda: b"x" * 100)
        os.utime(tmp_path / "paper" / f"{number}-1000.png", (number, number))
    assert trim(tmp_path, 250) == 2
    assert sorted(path.name for path in (tmp_path / "paper").iterdir()) == ["3-1000.png", "4-1000.png"]
    assert trim(tmp_path, 250) == 0
