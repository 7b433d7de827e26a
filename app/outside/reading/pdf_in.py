"""Reads a PDF: the text of its pages, their labels and its contents. Drawing pages is `picture`."""

import codecs
import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as c

from app.domain.document import FileFormat, OutlineItem, Page, Reading, ReadingStatus
from app.domain.page_text import clean_pages
from app.outside.reading.confine import close_doors
from app.outside.reading.report import Bounds, CannotReadError, Progress

Document: TypeAlias = pdfium.PdfDocument
MAX_OUTLINE = 2000
UTF16 = codecs.lookup("utf-16-le")  # looked up now: once the doors are closed Python cannot load it


def read_pdf(path: Path, bounds: Bounds, progress: Progress) -> Reading:
    """Every page of the file in order. Raises CannotReadError."""
    document = open_pdf(path)
    close_doors()
    count = len(document)
    if count > bounds.max_pages:
        raise CannotReadError(
            ReadingStatus.TOO_LARGE,
            f"This PDF has {count:,} pages; the most that can be read is {bounds.max_pages:,}. "
            "Split it into parts and upload each part.",
            FileFormat.PDF,
            count,
        )
    raw: list[str] = []
    for number in range(count):
        raw.append(_raw_text(document, number))
        progress(number + 1, count)
    if not any(text.strip() for text in raw):
        raise CannotReadError(
            ReadingStatus.NO_TEXT,
            "This PDF holds pictures of pages and no text, so it can be looked at but not searched or quoted. "
            "Upload a version with text recognition (OCR), or the file it was printed from.",
            FileFormat.PDF,
            count,
        )
    pages = tuple(
        Page(number, text, label)
        for number, (text, label) in enumerate(zip(clean_pages(raw), _labels(document, count), strict=True), start=1)
    )
    return Reading(ReadingStatus.READY, _sentence(pages), FileFormat.PDF, pages, tuple(_outline(document, count)), count)


def open_pdf(path: Path) -> Document:
    """The open file. Raises CannotReadError where it is encrypted or damaged."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
            raise CannotReadError(
                ReadingStatus.ENCRYPTED,
                "This PDF is locked with a password. Open it with the password, save or print it to a new PDF "
                "without one, and upload that.",
                FileFormat.PDF,
            ) from error
        raise CannotReadError(
            ReadingStatus.DAMAGED,
            "This PDF is damaged or was not uploaded whole. Open it on your computer: if it opens there, save it "
            "again under a new name and upload that; if not, ask for a fresh copy.",
            FileFormat.PDF,
        ) from error


def _raw_text(document: Document, index: int) -> str:
    """The text of a page as PDFium gives it; nothing where the page itself is damaged."""
    page = c.FPDF_LoadPage(document, index)
    if not page:
        return ""
    text_page = c.FPDFText_LoadPage(page)
    try:
        count = c.FPDFText_CountChars(text_page) if text_page else 0
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = c.FPDFText_GetText(text_page, 0, count, buffer)
        return UTF16.decode(memoryview(buffer)[: max(written - 1, 0)], "ignore")[0]
    finally:
        if text_page:
            c.FPDFText_ClosePage(text_page)
        c.FPDF_ClosePage(page)


def _labels(document: Document, count: int) -> list[str]:
    """The printed page numbers ("iv", "12") where the file carries them and they differ from plain counting."""
    labels = [document.get_page_label(index) for index in range(count)]
    return labels if any(label and label != str(index + 1) for index, label in enumerate(labels)) else [""] * count


def _outline(document: Document, count: int) -> Iterator[OutlineItem]:
    """The bookmarks that lead to a page of the file."""
    for seen, bookmark in enumerate(document.get_toc(max_depth=8)):
        if seen >= MAX_OUTLINE:
            return
        destination = bookmark.get_dest()
        index = destination.get_index() if destination else None
        title = " ".join(bookmark.get_title().split())
        if title and index is not None and 0 <= index < count:
            yield OutlineItem(title, index + 1, bookmark.level + 1)


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
