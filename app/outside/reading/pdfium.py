"""Opens PDFs with PDFium and asks for labels, contents and pictures. Text is for `lines`.

It uses the bare bindings: importing pypdfium2's comfortable classes costs as much time as reading twenty pages.
PDFium is not safe with threads and its files are not to be trusted: only the reader's own processes import this.
"""

import codecs
import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pypdfium2_raw as c

Document: TypeAlias = "c.FPDF_DOCUMENT"
UTF16 = codecs.lookup("utf-16-le")  # looked up now: once the doors are closed Python cannot load it
DEEPEST = 8
A4 = (595.0, 842.0)
DOTS = 200  # to the inch: more makes reading slower and not better
LEAST_PIXELS, MOST_PIXELS = 1_600, 3_600  # of the longer side of a picture to be read

c.FPDF_InitLibraryWithConfig(c.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=None, m_pIsolate=None, m_v8EmbedderSlot=0))


class PasswordNeededError(Exception):
    """The file cannot be opened without a password."""


class DamagedError(Exception):
    """The file, or the page, cannot be opened."""


class Bookmark(NamedTuple):
    """An entry of the contents; `page` counts from 1, and so does `level`."""

    title: str
    page: int
    level: int


class Drawn(NamedTuple):
    """What is drawn on a page beside letters: how many strokes and shapes, and which share of it the largest picture takes."""

    shapes: int
    picture: float


class Picture(NamedTuple):
    """Rows of red, green and blue bytes; a row takes `stride` bytes."""

    pixels: bytes
    width: int
    height: int
    stride: int


def open_document(path: Path) -> Document:
    """The file, which stays open. Raises PasswordNeededError or DamagedError."""
    document = c.FPDF_LoadDocument(bytes(path) + b"\0", None)
    if document and c.FPDF_GetPageCount(document) > 0:
        return document
    if not document and c.FPDF_GetLastError() in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
        raise PasswordNeededError
    raise DamagedError


def page_count(document: Document) -> int:
    """How many pages the file says it has."""
    return int(c.FPDF_GetPageCount(document))


def page_label(document: Document, index: int) -> str:
    """The number printed on the page where the file knows it, such as "iv"; else empty."""
    return _text(lambda buffer, size: c.FPDF_GetPageLabel(document, index, buffer, size))


def has_content(document: Document, index: int) -> bool:
    """Whether anything is drawn on the page: text, pictures or lines."""
    page = c.FPDF_LoadPage(document, index)
    if not page:
        return False
    count = c.FPDFPage_CountObjects(page)
    c.FPDF_ClosePage(page)
    return bool(count > 0)


def drawn_on(document: Document, index: int) -> Drawn:
    """What is drawn on the page beside letters."""
    page = c.FPDF_LoadPage(document, index)
    if not page:
        return Drawn(0, 0.0)
    shapes, largest = 0, 0.0
    sides = [ctypes.c_float() for _ in range(4)]
    whole = max(c.FPDF_GetPageWidthF(page) * c.FPDF_GetPageHeightF(page), 1.0)
    for at in range(c.FPDFPage_CountObjects(page)):
        part = c.FPDFPage_GetObject(page, at)
        kind = c.FPDFPageObj_GetType(part)
        shapes += kind == c.FPDF_PAGEOBJ_PATH
        if kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM) and c.FPDFPageObj_GetBounds(part, *map(ctypes.byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            largest = max(largest, (right - left) * (top - bottom) / whole)
    c.FPDF_ClosePage(page)
    return Drawn(shapes, largest)


def page_size(document: Document, index: int) -> tuple[float, float]:
    """Width and height of the page as one sees it, in points; those of A4 where it is damaged."""
    page = c.FPDF_LoadPage(document, index)
    if not page:
        return A4
    size = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
    c.FPDF_ClosePage(page)
    return size


def bookmarks(document: Document, most: int) -> Iterator[Bookmark]:
    """The contents in order, as far as the entries lead to a page; loops in the file are cut."""
    seen: set[int] = set()
    waiting: list[tuple[Any, int]] = [(c.FPDFBookmark_GetFirstChild(document, None), 1)]
    while waiting and len(seen) < most:
        mark, level = waiting.pop()
        if not mark or (address := ctypes.addressof(mark.contents)) in seen:
            continue
        seen.add(address)
        waiting.append((c.FPDFBookmark_GetNextSibling(document, mark), level))
        if level < DEEPEST:
            waiting.append((c.FPDFBookmark_GetFirstChild(document, mark), level + 1))
        target = c.FPDFBookmark_GetDest(document, mark)
        index = c.FPDFDest_GetDestPageIndex(document, target) if target else -1
        if 0 <= index < page_count(document):
            yield Bookmark(_title(mark), index + 1, level)


def draw_page(document: Document, index: int, width: int, tallest: int) -> Picture:
    """The page as seen, white behind it, `width` pixels wide or less where it would be higher than `tallest`.

    Raises DamagedError where there is no such page or it cannot be drawn.
    """
    return _draw(document, index, lambda wide, high: min(width / wide, tallest / high))


def draw_to_read(document: Document, index: int) -> tuple[Picture, int]:
    """The page as seen, as sharp as Tesseract reads best, and how many dots to the inch that is. Raises DamagedError."""
    wide, high = page_size(document, index)
    longer = max(wide, high, 1.0)
    scale = min(max(DOTS / 72 * longer, LEAST_PIXELS), MOST_PIXELS) / longer
    return _draw(document, index, lambda *_: scale), round(scale * 72)


def _draw(document: Document, index: int, scale_of: Callable[[float, float], float]) -> Picture:
    page = c.FPDF_LoadPage(document, index)
    if not page:
        raise DamagedError
    wide, high = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
    if not (wide > 0 and high > 0):
        raise DamagedError
    scale = scale_of(wide, high)
    across, down = max(1, round(wide * scale)), max(1, round(high * scale))
    bitmap = c.FPDFBitmap_CreateEx(across, down, c.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise DamagedError
    c.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
    c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, c.FPDF_ANNOT | c.FPDF_REVERSE_BYTE_ORDER)
    stride = c.FPDFBitmap_GetStride(bitmap)
    return Picture(ctypes.string_at(c.FPDFBitmap_GetBuffer(bitmap), stride * down), across, down, stride)


def _title(mark: object) -> str:
    return _text(lambda buffer, size: c.FPDFBookmark_GetTitle(mark, buffer, size))


def _text(ask: Callable[[Any, int], int]) -> str:
    """Text that PDFium writes in UTF-16 with a zero at its end, after saying how many bytes it needs."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(buffer, size)
    return UTF16.decode(buffer.raw[: size - 2], "ignore")[0]
