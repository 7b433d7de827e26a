"""Reads a PDF: the text of its pages, their labels and its contents. Drawing pages is `picture`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.document import FileFormat, OutlineItem, Page, Reading, ReadingStatus
from app.domain.page_text import clean, clean_pages
from app.outside.reading.confine import close_doors
from app.outside.reading.lines import Line, page_lines
from app.outside.reading.paragraphs import paragraphs
from app.outside.reading.pdf_sentences import EMPTY, ILLEGIBLE, PICTURES_ONLY, ready_sentence
from app.outside.reading.pdfium import (
    DamagedError,
    Document,
    PasswordNeededError,
    bookmarks,
    drawn_on,
    has_content,
    open_document,
    page_count,
    page_label,
    page_size,
)
from app.outside.reading.picture_lines import picture_lines
from app.outside.reading.report import FAILED, Bounds, CannotReadError, Found, Progress
from app.outside.reading.running_heads import find_running, usual_distance

MAX_OUTLINE = 2000
_PRIVATE = re.compile("[\ue000-\uf8ff]")
MANY_SHAPES = 100  # strokes: letters that are drawn, not written
LARGE_PICTURE = 0.25  # of the page


def read_pdf(path: Path, bounds: Bounds, progress: Progress, found: Found | None = None) -> Reading:
    """Every page of the file in order. `found` is what was found on the pictures of pages, by page number: where it is given,
    it stands for the text of these pages. Raises CannotReadError.
    """
    found = found or {}
    document = open_pdf(path)
    close_doors()
    count = page_count(document)
    if count > bounds.max_pages:
        raise CannotReadError(
            ReadingStatus.TOO_LARGE,
            f"This PDF has {count:,} pages; the most that can be read is {bounds.max_pages:,}. "
            "Split it into parts and upload each part.",
            FileFormat.PDF,
            count,
        )
    lines: list[list[Line]] = []
    for index in range(count):
        lines.append(_found_lines(document, index, found) if index + 1 in found else page_lines(document, index))
        progress(index + 1, count)
    pages = _with_pictures(document, _pages(lines, _labels(document, count)), lines, found)
    outline = _outline(document)
    if not any(page.text for page in pages) and not any(lines):
        return Reading(*_no_text(pages), FileFormat.PDF, pages, outline, count)
    if not _is_legible(pages):
        pictures = tuple(Page(page.number, "", page.label, is_picture=True) for page in pages)
        return Reading(ReadingStatus.NO_TEXT, ILLEGIBLE, FileFormat.PDF, pictures, outline, count)
    failed = [number for number in found if found[number] == FAILED]
    return Reading(ReadingStatus.READY, ready_sentence(pages, failed), FileFormat.PDF, pages, outline, count)


def _found_lines(document: Document, index: int, found: Found) -> list[Line]:
    if found[index + 1] == FAILED:
        return []
    return picture_lines(found[index + 1], *page_size(document, index))


def _is_legible(pages: Sequence[Page]) -> bool:
    """Whether the text is made of letters: fonts without a table of their letters give none, or signs for private use."""
    letters = sum(len(page.text) + sum(map(len, page.running)) for page in pages)
    private = sum(len(_PRIVATE.findall(page.text)) for page in pages)
    return letters > 0 and private * 3 < letters


def _with_pictures(document: Document, pages: Sequence[Page], lines: Sequence[Sequence[Line]], found: Found) -> tuple[Page, ...]:
    """The pages, told apart by whether their text was found on a picture, and whether they are pictures without text."""
    return tuple(
        replace(page, from_picture=page.number in found)
        if page.text
        else replace(
            page, is_picture=page.number in found or _is_picture(document, page.number - 1, bool(lines[page.number - 1]))
        )
        for page in pages
    )


def _is_picture(document: Document, index: int, has_heads: bool) -> bool:
    """Whether a page without text shows something. Beside running heads that takes more than a rule or a small badge."""
    if not has_heads:
        return has_content(document, index)
    drawn = drawn_on(document, index)
    return drawn.shapes >= MANY_SHAPES or drawn.picture >= LARGE_PICTURE


def _no_text(pages: Sequence[Page]) -> tuple[ReadingStatus, str]:
    if any(page.is_picture for page in pages):
        return ReadingStatus.NO_TEXT, PICTURES_ONLY
    raise CannotReadError(ReadingStatus.EMPTY, EMPTY, FileFormat.PDF, len(pages))


def _pages(lines: Sequence[Sequence[Line]], labels: Sequence[str]) -> tuple[Page, ...]:
    """The pages with paragraphs put together and running heads set apart."""
    distance = usual_distance(lines)
    running = find_running(lines, distance)
    bodies = [
        "\n\n".join(paragraphs([line for at, line in enumerate(page) if at not in apart], distance))
        for page, apart in zip(lines, running, strict=True)
    ]
    heads = [
        tuple(clean(page[at].text) for at in sorted(apart, key=lambda at: -page[at].y0))
        for page, apart in zip(lines, running, strict=True)
    ]
    return tuple(
        Page(number, text, label, running=head)
        for number, (text, label, head) in enumerate(zip(clean_pages(bodies), labels, heads, strict=True), start=1)
    )


def open_pdf(path: Path) -> Document:
    """The open file. Raises CannotReadError where it is encrypted or damaged."""
    try:
        return open_document(path)
    except PasswordNeededError as error:
        raise CannotReadError(
            ReadingStatus.ENCRYPTED,
            "This PDF is locked with a password. Open it with the password, save or print it to a new PDF "
            "without one, and upload that.",
            FileFormat.PDF,
        ) from error
    except DamagedError as error:
        raise CannotReadError(
            ReadingStatus.DAMAGED,
            "This PDF is damaged or was not uploaded whole. Open it on your computer: if it opens there, save it "
            "again under a new name and upload that; if not, ask for a fresh copy.",
            FileFormat.PDF,
        ) from error


def _labels(document: Document, count: int) -> list[str]:
    """The printed page numbers ("iv", "12") where the file carries them and they differ from plain counting."""
    labels = [clean(page_label(document, index)) for index in range(count)]
    return labels if any(label and label != str(index + 1) for index, label in enumerate(labels)) else [""] * count


def _outline(document: Document) -> tuple[OutlineItem, ...]:
    """The contents that the file carries."""
    found = (OutlineItem(clean(mark.title), mark.page, mark.level) for mark in bookmarks(document, MAX_OUTLINE))
    return tuple(item for item in found if item.title)
