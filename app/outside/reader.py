"""Reads an uploaded paper in a process of its own, with limits on time and memory. Never opens the file itself."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.document import Reading, ReadingStatus
from app.outside.child import lines, run_child
from app.outside.reading.report import unpack

MEGABYTE = 1_000_000
BYTES_PER_CHARACTER = 12  # the longest that JSON writes one


@dataclass(frozen=True)
class ReadingLimits:
    """What reading one file may cost. Seconds of wall clock and of processor; bytes; pages; characters."""

    seconds: float = 120
    cpu_seconds: int = 100
    memory_bytes: int = 1_500 * MEGABYTE
    max_bytes: int = 50 * MEGABYTE
    max_pages: int = 1_000
    max_unpacked: int = 250 * MEGABYTE
    max_characters: int = 20_000_000
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "app.outside.reading")

    def arguments(self) -> str:
        """The limits that the child needs, as it expects them."""
        return json.dumps(
            {
                "memory_bytes": self.memory_bytes,
                "cpu_seconds": self.cpu_seconds,
                "max_bytes": self.max_bytes,
                "max_pages": self.max_pages,
                "max_unpacked": self.max_unpacked,
                "max_characters": self.max_characters,
            }
        )


DEFAULT = ReadingLimits()

CRASHED = Reading(
    ReadingStatus.CRASHED,
    "Reading this file failed, most likely because something in it is broken. Open it on your computer, save it again "
    "(a PDF: print it to a new PDF), and upload that. The file as you uploaded it is kept.",
)
TIMED_OUT = Reading(
    ReadingStatus.TIMED_OUT,
    "Reading this file took too long and was stopped. Split it into parts, or save it again (a PDF: print it to a new "
    "PDF), and upload that. The file as you uploaded it is kept.",
)


def read_file(
    path: Path,
    *,
    limits: ReadingLimits = DEFAULT,
    progress: Callable[[int, int], None] | None = None,
    found: Mapping[int, str] | None = None,
) -> Reading:
    """Read a file into pages. Always answers with a Reading that has a final status and a sentence; raises only OSError
    where no process can be started. `progress` is told pages read and pages in all, in this thread. `found` is what
    `tesseract` found on the pictures of pages, by page number.
    """
    try:
        command = [*limits.command, str(path.resolve()), limits.arguments()]
        feed = json.dumps(dict(found)).encode() if found else b""
        for line in lines(run_child(command, limits.seconds, limits.max_characters * BYTES_PER_CHARACTER, feed)):
            said = unpack(line)
            if isinstance(said, Reading):
                return said
            if progress:
                progress(*said)
    except TimeoutError:
        return TIMED_OUT
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return CRASHED
    return CRASHED


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """What `plumbline read --json` prints: status, sentence and pages with number and text."""
    return {
        "status": reading.status.value,
        "sentence": reading.sentence,
        "pages": [{"number": page.number, "text": page.text} for page in reading.pages if reading.status is ReadingStatus.READY],
    }
