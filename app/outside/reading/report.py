"""What the reader's process says to its parent: one JSON object per line. Knows nothing of file formats."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.domain.document import FileFormat, OutlineItem, Page, Reading, ReadingStatus

Progress = Callable[[int, int], None]
Found = Mapping[int, str]
FAILED = "-"


class Bounds(NamedTuple):
    """How much one file may ask of us: bytes on disk, pages, bytes once unpacked, characters of text."""

    max_bytes: int
    max_pages: int
    max_unpacked: int
    max_characters: int


class CannotReadError(Exception):
    """The file cannot be read for a reason a person should know."""

    def __init__(self, status: ReadingStatus, sentence: str, file_format: FileFormat | None = None, page_count: int = 0) -> None:
        super().__init__(sentence)
        self.reading = Reading(status, sentence, file_format, page_count=page_count)


def pack(reading: Reading) -> bytes:
    """The last line of a run: the whole reading."""
    pages = [[page.text, page.label, page.places, page.running, page.from_picture, page.is_picture] for page in reading.pages]
    outline = [[item.title, item.page, item.level] for item in reading.outline]
    return _line(
        {
            "status": reading.status.value,
            "sentence": reading.sentence,
            "format": reading.format.value if reading.format else None,
            "page_count": reading.page_count,
            "pages": pages,
            "outline": outline,
        }
    )


def pack_progress(done: int, total: int) -> bytes:
    """A line on the way: so many pages of so many."""
    return _line({"done": done, "total": total})


def unpack(line: bytes) -> Reading | tuple[int, int]:
    """A line of the other process: progress, or the reading.

    Raises ValueError, KeyError or TypeError where the line is not of that shape; nothing in it is trusted.
    """
    said: Any = json.loads(line)
    if "done" in said:
        return int(said["done"]), int(said["total"])
    pages = tuple(
        Page(
            at,
            _sound(text),
            _sound(label),
            tuple((int(start), _sound(name)) for start, name in places),
            tuple(map(_sound, heads)),
            bool(from_picture),
            bool(is_picture),
        )
        for at, (text, label, places, heads, from_picture, is_picture) in enumerate(said["pages"], start=1)
    )
    outline = tuple(OutlineItem(_sound(title), int(page), int(level)) for title, page, level in said["outline"])
    file_format = FileFormat(said["format"]) if said["format"] else None
    return Reading(ReadingStatus(said["status"]), _sound(said["sentence"]), file_format, pages, outline, int(said["page_count"]))


def _sound(text: object) -> str:
    """The text, if it is one that can be stored and shown."""
    if not isinstance(text, str) or "\0" in text:
        raise TypeError("not a text")
    text.encode()  # raises UnicodeEncodeError, a ValueError, for half characters
    return text


def _line(what: dict[str, Any]) -> bytes:
    return json.dumps(what, separators=(",", ":")).encode("ascii") + b"\n"
