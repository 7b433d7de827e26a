"""Reads plain text: finds its encoding and its paragraphs, and cites by line."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from app.domain.document import FileFormat, Reading, ReadingStatus
from app.domain.page_text import clean_pages
from app.outside.reading.confine import close_doors
from app.outside.reading.report import Bounds, Progress
from app.outside.reading.story import Block, pages_of, too_much_text

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
LEAST_PRINTABLE = 0.95
WRAPPED = (45, 120)  # characters in the longest line where lines were broken to fit a width


def decode(content: bytes) -> str | None:
    """The text, or None where this is no text: marked UTF-8 or UTF-16, plain UTF-8, else Windows-1252."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return text if _is_printable(text) else None
    if b"\0" in content:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text if _is_printable(text) else None


def read_txt(path: Path, bounds: Bounds, progress: Progress) -> Reading:
    """The file as pieces of about a page. Raises CannotReadError where it holds too much."""
    text = decode(path.read_bytes()) or ""
    close_doors()
    if len(text) > bounds.max_characters:
        raise too_much_text(FileFormat.TXT, bounds)
    pages, outline = pages_of(list(blocks(text)), FileFormat.TXT, bounds)
    progress(len(pages), len(pages))
    sentence = "Ready. Text files have no fixed pages, so passages are cited by line."
    return Reading(ReadingStatus.READY, sentence, FileFormat.TXT, pages, outline, len(pages))


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs with their lines. Lines that were broken to fit a width are joined; other breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    spans: list[tuple[int, int]] = []
    numbered = [(number, line) for number, line in enumerate(lines, start=1)]
    for has_text, group in itertools.groupby(numbered, key=lambda one: bool(one[1].strip())):
        if has_text:
            spans.extend(_paragraphs(list(group)))
    texts = clean_pages(["\n".join(lines[first - 1 : last]) for first, last in spans])
    for (first, last), paragraph in zip(spans, texts, strict=True):
        if paragraph:
            yield Block(paragraph, f"line {first}" if first == last else f"lines {first} to {last}")


def _paragraphs(lines: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """First and last line of each paragraph in lines without an empty one between."""
    width = max(len(line.rstrip()) for _, line in lines)
    first = lines[0][0]
    for (number, line), (_, following) in itertools.pairwise(lines):
        word = following.split(maxsplit=1)[0]
        would_have_fitted = len(line.rstrip()) + 1 + len(word) <= width - 2
        if would_have_fitted or not WRAPPED[0] <= width <= WRAPPED[1]:
            yield first, number
            first = number + 1
    yield first, lines[-1][0]


def _is_printable(text: str) -> bool:
    sample = text[:100_000]
    good = sum(character.isprintable() or character in "\n\r\t\f" for character in sample)
    return good >= LEAST_PRINTABLE * len(sample)
