"""Opens the zip archives that Word and OpenDocument files are, and lets out no more than is asked for and safe."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from app.domain.document import FileFormat, ReadingStatus
from app.outside.reading.report import CannotReadError

MOST_ENTRIES = 20_000
DEEPEST = 200
BROKEN = (  # what a zip archive that is not whole can raise
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    LookupError,
    struct.error,
)
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
TRANSITIONAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Archive:
    """One open archive. Raises CannotReadError for whatever is damaged, locked or unpacks too far."""

    def __init__(self, path: Path, file_format: FileFormat, max_unpacked: int) -> None:
        self.format = file_format
        self._most = self._left = max_unpacked
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN as error:
            raise self.damaged() from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > max_unpacked:
            raise self.unpacks_too_far()

    def names(self) -> list[str]:
        """What the archive says it holds."""
        return self._zip.namelist()

    def elements(self, name: str) -> Iterator[tuple[str, Element]]:
        """ "start" and "end" of every element of an XML part, in order; nothing where the part is missing."""
        if name not in self._zip.namelist():
            return
        if self._zip.getinfo(name).flag_bits & 1:
            raise CannotReadError(ReadingStatus.ENCRYPTED, LOCKED, self.format)
        depth = 0
        try:
            with self._zip.open(name) as part:
                for event, element in iterparse(_Counted(part, self), ("start", "end")):
                    depth += 1 if event == "start" else -1
                    if depth > DEEPEST:
                        raise self.damaged()
                    if event == "start" and element.tag.startswith(STRICT):
                        _make_transitional(element)
                    yield event, element
        except DefusedXmlException as error:
            raise CannotReadError(ReadingStatus.DAMAGED, UNSAFE, self.format) from error
        except (ParseError, *BROKEN) as error:
            raise self.damaged() from error

    def tree(self, name: str) -> Element | None:
        """A small part as a whole; None where it is missing."""
        root: Element | None = None
        for _, element in self.elements(name):
            root = element if root is None else root
        return root

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked, whatever the archive said beforehand."""
        self._left -= count
        if self._left < 0:
            raise self.unpacks_too_far()

    def damaged(self) -> CannotReadError:
        """The refusal for a file that cannot be made sense of."""
        return CannotReadError(ReadingStatus.DAMAGED, DAMAGED, self.format)

    def unpacks_too_far(self) -> CannotReadError:
        """The refusal for a file that is small on disk and huge when opened."""
        return CannotReadError(
            ReadingStatus.TOO_LARGE,
            f"This file unpacks to more than {self._most // 1_000_000} MB, far more than a paper needs, so it was not "
            "opened. Open it on your computer, save it as PDF and upload that.",
            self.format,
        )


def _make_transitional(element: Element) -> None:
    """Names of the strict variant of Office Open XML as everybody else writes them."""
    element.tag = element.tag.replace(STRICT, TRANSITIONAL)
    for name, value in list(element.items()):
        if name.startswith(STRICT):
            element.set(name.replace(STRICT, TRANSITIONAL), value)


class _Counted:
    """The bytes of a part, counted as they are unpacked."""

    def __init__(self, part: IO[bytes], archive: Archive) -> None:
        self._part = part
        self._archive = archive

    def read(self, size: int = -1) -> bytes:
        block = self._part.read(size)
        self._archive.spend(len(block))
        return block


DAMAGED = (
    "This file is damaged or was not uploaded whole. Open it on your computer: if it opens there, save it again under a "
    "new name and upload that; if not, ask for a fresh copy."
)
LOCKED = (
    "This file is locked with a password. Open it with the password, remove the password when you save it under a new "
    "name, and upload that."
)
UNSAFE = (
    "This file contains instructions that a paper does not need and that can stop a computer, so it was not opened. "
    "Open it on your computer, save it as PDF and upload that."
)
