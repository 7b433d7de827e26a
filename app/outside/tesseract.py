"""Finds Tesseract and has it read the picture of one page. Tesseract runs as a confined process of its own, without a shell,
from standard input to standard output. What its words mean is for `reading/picture_lines.py`.
"""

import contextlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.outside.child import run_child
from app.outside.page_picture import DEFAULT as DRAWING
from app.outside.page_picture import DrawingLimits, NoPictureError, draw_to_read
from app.outside.reading.report import FAILED

PACKAGES = "tesseract-ocr tesseract-ocr-eng"
LANGUAGE = "eng"
ANY_WAY_UP = "1"  # Tesseract's page segmentation that also finds out which way up the page is
PATIENCE = 20  # seconds for telling the version


@dataclass(frozen=True)
class Tesseract:
    """The program, really there: its whole path, and its version as it says."""

    path: str
    version: str


@dataclass(frozen=True)
class PictureLimits:
    """What reading the picture of one page may cost Tesseract: seconds of wall clock and of processor; bytes."""

    seconds: float = 60
    cpu_seconds: int = 60
    memory_bytes: int = 1_000_000_000
    most_bytes: int = 10_000_000
    drawing: DrawingLimits = DRAWING
    launcher: tuple[str, ...] = (sys.executable, "-P", "-m", "app.outside.reading.tesseract_run")


DEFAULT = PictureLimits()


def find_tesseract(program: str) -> Tesseract | None:
    """The program by its name on the PATH or its whole path, when it runs and knows English. None where it is not there."""
    path = shutil.which(program) if program else None
    return _try(str(Path(path).absolute())) if path else None


@lru_cache(maxsize=8)
def _try(path: str) -> Tesseract | None:
    version = _ask(path, "--version").partition("\n")[0].strip()
    return Tesseract(path, version) if version and LANGUAGE in _ask(path, "--list-langs").split() else None


def _ask(path: str, option: str) -> str:
    """What the program answers; nothing where it fails."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            [path, option],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout.decode("utf-8", "replace")
    return ""


def read_picture(path: Path, number: int, tesseract: Tesseract, *, limits: PictureLimits = DEFAULT) -> str:
    """What stands on page `number` of a PDF, as Tesseract's table; `FAILED` where it could not be read or took too long."""
    try:
        picture, dots = draw_to_read(path, number, limits=limits.drawing)
        confined = json.dumps({"memory_bytes": limits.memory_bytes, "cpu_seconds": limits.cpu_seconds})
        wanted = ("stdin", "stdout", "-l", LANGUAGE, "--psm", ANY_WAY_UP, "--dpi", str(dots), "tsv")
        command = [*limits.launcher, confined, tesseract.path, *wanted]
        told = b"".join(run_child(command, limits.seconds, limits.most_bytes, feed=picture)).decode("utf-8", "replace")
    except (NoPictureError, TimeoutError, ValueError):
        return FAILED
    return told if told.startswith("level\t") else FAILED
