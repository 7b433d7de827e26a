"""A page of a PDF as a picture, drawn in a process of its own. Other formats have no fixed pages and no pictures."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import PlumblineError
from app.outside.child import run_child

WIDEST = 2_400
CANNOT_DRAW = "This page could not be drawn. Its text can still be read; the original file can be downloaded."


class NoPictureError(PlumblineError):
    """The page cannot be shown as a picture."""


@dataclass(frozen=True)
class DrawingLimits:
    """What drawing one page may cost. Seconds of wall clock and of processor; bytes of memory; bytes of picture."""

    seconds: float = 20
    cpu_seconds: int = 15
    memory_bytes: int = 1_500_000_000
    most_bytes: int = 20_000_000
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "app.outside.reading.picture")


DEFAULT = DrawingLimits()


def render_page(path: Path, number: int, width: int = 1000, *, limits: DrawingLimits = DEFAULT) -> bytes:
    """Page `number` (counted from 1) as a PNG, `width` pixels wide (bounded to between 100 and 2,400).

    Raises NoPictureError with a sentence where the file or the page cannot be drawn.
    """
    return _drawn(path, number, max(100, min(width, WIDEST)), limits)[0]


def draw_to_read(path: Path, number: int, *, limits: DrawingLimits = DEFAULT) -> tuple[bytes, int]:
    """Page `number` as a PNG as sharp as it is read best, and its dots to the inch. Raises NoPictureError."""
    return _drawn(path, number, 0, limits)


def _drawn(path: Path, number: int, width: int, limits: DrawingLimits) -> tuple[bytes, int]:
    asked = {"number": number, "width": width, "memory_bytes": limits.memory_bytes, "cpu_seconds": limits.cpu_seconds}
    command = [*limits.command, str(path.resolve()), json.dumps(asked)]
    try:
        answer = b"".join(run_child(command, limits.seconds, limits.most_bytes))
        head, _, picture = answer.partition(b"\n")
        said: Any = json.loads(head)
        sentence, size, dots = str(said["sentence"]), int(said["size"]), int(said.get("dots", 0))
    except TimeoutError as error:
        raise NoPictureError("This page took too long to draw. Its text can still be read.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoPictureError(CANNOT_DRAW) from error
    if sentence:
        raise NoPictureError(sentence)
    if len(picture) != size or not picture.startswith(b"\x89PNG"):
        raise NoPictureError(CANNOT_DRAW)
    return picture, dots
