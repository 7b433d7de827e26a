"""Reads a whole file at once, pictures and all, for whoever waits for it at a command line. The service does it page by page."""

from collections.abc import Callable
from pathlib import Path

from app.domain.document import Reading, ReadingStatus
from app.outside.reader import ReadingLimits, read_file
from app.outside.tesseract import find_tesseract, read_picture


def read_with_pictures(path: Path, program: str, limits: ReadingLimits, tell: Callable[[int, int], None]) -> Reading:
    """The file, with the text of pages that are pictures where `program` is Tesseract. `tell` is told before each picture which
    one it is, of how many.
    """
    reading = read_file(path, limits=limits)
    pictures = [page.number for page in reading.pages if page.is_picture]
    tesseract = find_tesseract(program) if pictures else None
    if tesseract is None:
        return reading
    found = {}
    for at, number in enumerate(pictures, start=1):
        tell(at, len(pictures))
        found[number] = read_picture(path, number, tesseract)
    again = read_file(path, limits=limits, found=found)
    return again if again.status is ReadingStatus.READY else reading
