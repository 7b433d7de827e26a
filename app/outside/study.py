"""Has the text of a paper studied in a process of its own, with limits on time and memory. Studies nothing itself."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.domain.document import OutlineItem, Page
from app.domain.study import Study
from app.domain.study_text import version_of
from app.outside.child import run_child
from app.outside.cue_patterns import cue_folders
from app.outside.studying.report import pack_text, unpack_study

MEGABYTE = 1_000_000
BYTES_PER_CHARACTER = 30  # of what comes back; each sentence comes once for each cue in it


class StudyFailedError(Exception):
    """The process broke, took too long, or said what cannot be."""


@dataclass(frozen=True)
class StudyLimits:
    """What studying one paper may cost: seconds of wall clock and of processor, bytes of memory."""

    seconds: float = 180
    cpu_seconds: int = 90
    memory_bytes: int = 1_000 * MEGABYTE
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "app.outside.studying")


DEFAULT = StudyLimits()


def newest_patterns(markers: Path) -> Path:
    """The folder of the newest patterns below the folder of all markers. Raises StudyFailedError where there are none."""
    folders = cue_folders(markers)
    if not folders:
        raise StudyFailedError(f"there are no patterns of cues below {markers.name}")
    return max(folders, key=lambda folder: [int(part) for part in folder.name.split(".")])


@lru_cache(maxsize=8)
def current_version(markers: Path) -> str:
    """The version in which papers are studied now, such as "1.0/1", looked up once per process. Raises StudyFailedError."""
    return version_of(newest_patterns(markers).name)


def study_pages(pages: Sequence[Page], outline: Sequence[OutlineItem], patterns: Path, *, limits: StudyLimits = DEFAULT) -> Study:
    """The study of this text with the patterns in this folder. Raises StudyFailedError; OSError where no process can start."""
    asked = {"memory_bytes": limits.memory_bytes, "cpu_seconds": limits.cpu_seconds}
    command = [*limits.command, str(patterns.resolve()), json.dumps(asked)]
    sent = pack_text(pages, outline)
    most = MEGABYTE + BYTES_PER_CHARACTER * len(sent)
    try:
        return unpack_study(b"".join(run_child(command, limits.seconds, most, sent)), pages)
    except (TimeoutError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise StudyFailedError(f"studying ended with {type(error).__name__}") from error
