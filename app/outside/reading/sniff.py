"""Tells what a file is from what is in it, never from its name. Does not read it."""

from pathlib import Path

from app.domain.document import FileFormat, ReadingStatus
from app.outside.reading.report import CannotReadError


def sniff(path: Path) -> FileFormat:
    """The format. Raises CannotReadError for an empty file or one that cannot be read here."""
    with path.open("rb") as file:
        head = file.read(1024)
    if not head.strip():
        raise CannotReadError(ReadingStatus.EMPTY, "This file is empty. Check the original on your computer and upload it again.")
    if b"%PDF-" in head:
        return FileFormat.PDF
    raise CannotReadError(
        ReadingStatus.WRONG_TYPE,
        "This file is not a PDF, Word (.docx), OpenDocument (.odt) or plain text file. Save it as one of these and upload that.",
    )
