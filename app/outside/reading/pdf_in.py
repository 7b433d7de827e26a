"""Reads a PDF: the text of its pages, their labels and its contents. Drawing pages is `picture`."""

import re
from collections.abc import Sequence
from pathlib import Path

from app.domain.document import FileFormat, OutlineItem, Page, Reading, ReadingStatus
from app.domain.page_text import clean, clean_pages
from app.outside.reading.confine import close_doors
from app.outside.reading.lines import Line, page_lines
from app.outside.reading.paragraphs import paragraphs
from app.outside.reading.pdfium import (
    DamagedError,
    Document,
    PasswordNeededError,
    bookmarks,
    has_content,
    open_document,
    page_count,
    page_label,
)
from app.outside.reading.report import Bounds, CannotReadError, Progress
from app.outside.reading.running_heads import find_running, usual_distance

MAX_OUTLINE = 2000
_PRIVATE = re.compile("[\ue000-\uf8ff]")
LOOKED_AT = 50  # pages, to tell pictures from blank paper


def read_pdf(path: Path, bounds: Bounds, progress: Progress) -> Reading:
    """Every page of the file in order. Raises CannotReadError."""
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
        lines.append(page_lines(document, index))
        progress(index + 1, count)
    if not any(lines):
        raise _no_text(document, count)
    pages = _pages(lines, _labels(document, count))
    if not _is_legible(pages):
        raise CannotReadError(
            ReadingStatus.NO_TEXT,
            "The letters of this PDF are stored in a way that only shows them and does not tell which they are, so it can be "
            "looked at but not searched or quoted. Upload the file it was made from, or a version with text recognition (OCR).",
            FileFormat.PDF,
            count,
        )
    return Reading(ReadingStatus.READY, _sentence(pages), FileFormat.PDF, pages, _outline(document), count)


def _is_legible(pages: Sequence[Page]) -> bool:
    """Whether the text is made of letters: fonts without a table of their letters give none, or signs for private use."""
    letters = sum(len(page.text) + sum(map(len, page.running)) for page in pages)
    private = sum(len(_PRIVATE.findall(page.text)) for page in pages)
    return letters > 0 and private * 3 < letters


def _no_text(document: Document, count: int) -> CannotReadError:
    if any(has_content(document, index) for index in range(min(count, LOOKED_AT))):
        return CannotReadError(
            ReadingStatus.NO_TEXT,
            "This PDF holds pictures of pages and no text, so it can be looked at but not searched or quoted. "
            "Upload a version with text recognition (OCR), or the file it was printed from.",
            FileFormat.PDF,
            count,
        )
    return CannotReadError(
        ReadingStatus.EMPTY,
        "The pages of this PDF are blank, or it is damaged so that nothing on them can be seen. Open it on your computer: "
        "if it looks right there, print it to a new PDF and upload that; if not, ask for a fresh copy.",
        FileFormat.PDF,
        count,
    )


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


def _sentence(pages: tuple[Page, ...]) -> str:
    bare = [page.number for page in pages if not page.text]
    said = "Ready: 1 page." if len(pages) == 1 else f"Ready: {len(pages):,} pages."
    if not bare:
        return said
    which = f"Page {bare[0]} has" if len(bare) == 1 else f"Pages {_spans(bare)} have"
    return f"{said} {which} no text and can only be looked at."


def _spans(numbers: list[int]) -> str:
    """Numbers in words: "2, 5 to 7 and 9"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    words = [f"{span[0]} to {span[-1]}" if len(span) > 1 else str(span[0]) for span in spans]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
