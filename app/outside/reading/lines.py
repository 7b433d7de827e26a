"""The lines of a PDF page with their places on it. What the lines mean is for `running_heads` and `paragraphs`."""

import ctypes
import re
from typing import NamedTuple

import pypdfium2_raw as c

from app.outside.reading.pdfium import UTF16, Document

OVERLONG = 400  # characters
APART = 3.0  # points
RAISED = 6.0  # points by which a footnote number at the end of a line may stand above it


class Line(NamedTuple):
    """One line of print. `x0, y0` is where its first character stands on the baseline, `x1, y1` its last, in points
    as one sees the page: x to the right, y upwards. A word broken at the end of a line may have pulled up the next.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    text: str

    @property
    def em(self) -> float:
        """About the size of the type in points: letters are on average half as wide as the type is high. 0 where it
        cannot be told.
        """
        if len(self.text) < 2 or self.y1 != self.y0:
            return 0.0
        return 2 * (self.x1 - self.x0) / (len(self.text) - 1)

    @property
    def is_sideways(self) -> bool:
        """Whether it runs up or down the page, as in a wide table on a tall page."""
        return abs(self.y1 - self.y0) > 2 * abs(self.x1 - self.x0) + 1 and len(self.text) > 1

    def turned(self, quarter_turns: int) -> "Line":
        """The line on the page turned clockwise."""
        if quarter_turns % 4 == 0:
            return self
        return Line(*_turn(self.x0, self.y0, quarter_turns), *_turn(self.x1, self.y1, quarter_turns), self.text)

    def level(self) -> "Line":
        """A sideways line turned so that one can read it."""
        return self.turned(1 if self.y1 > self.y0 else 3) if self.is_sideways else self


def page_lines(document: Document, index: int) -> list[Line]:
    """The lines in the order of the file; none where the page is damaged or holds no text."""
    page = c.FPDF_LoadPage(document, index)
    if not page:
        return []
    text_page = c.FPDFText_LoadPage(page)
    try:
        count = c.FPDFText_CountChars(text_page) if text_page else 0
        if count <= 0:
            return []
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = c.FPDFText_GetText(text_page, 0, count, buffer)
        text = UTF16.decode(memoryview(buffer)[: max(written - 1, 0)], "ignore")[0]
        found = _measure(text_page, text, same_count=len(text) == count)
        turns = c.FPDFPage_GetRotation(page)
        return [line.turned(turns) for line in found] if turns else found
    finally:
        if text_page:
            c.FPDFText_ClosePage(text_page)
        c.FPDF_ClosePage(page)


def _measure(text_page: c.FPDF_TEXTPAGE, text: str, same_count: bool) -> list[Line]:
    """Where each line begins and ends. Two calls per line: asking for every character would cost more than reading."""
    x, y = ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    origin = c.FPDFText_GetCharOrigin
    found: list[Line] = []
    after = 0
    for line in text.split("\r\n"):
        bare = line.strip()
        if bare:
            first = after + line.index(bare[0])
            last = first + len(bare) - 1
            if not same_count:
                first, last = (c.FPDFText_GetCharIndexFromTextIndex(text_page, at) for at in (first, last))
            origin(text_page, first, x_at, y_at)
            x0, y0 = x.value, y.value
            origin(text_page, last, x_at, y_at)
            x1, y1 = x.value, y.value
            if len(bare) > OVERLONG and same_count:
                found.extend(_cut(text_page, bare, first))
            else:
                found.append(Line(x0, y0, x1, y0 if abs(y1 - y0) < RAISED else y1, bare))
        after += len(line) + 2
    return found


def _turn(x: float, y: float, quarter_turns: int) -> tuple[float, float]:
    return {1: (y, -x), 2: (-x, -y), 3: (-y, x)}[quarter_turns]


def _cut(text_page: c.FPDF_TEXTPAGE, text: str, first: int) -> list[Line]:
    """An overlong line cut wherever a word does not follow the last: PDFium runs sideways lines together."""
    x, y = ctypes.c_double(), ctypes.c_double()

    def place(at: int) -> tuple[float, float]:
        c.FPDFText_GetCharOrigin(text_page, first + at, ctypes.byref(x), ctypes.byref(y))
        return x.value, y.value

    pieces: list[Line] = []
    start, begins = 0, place(0)
    for space in re.finditer(" +", text):
        (x0, y0), (x1, y1) = place(space.start() - 1), place(space.end())
        if abs(x1 - x0) > APART and abs(y1 - y0) > APART:
            pieces.append(Line(*begins, x0, y0, text[start : space.start()]))
            start, begins = space.end(), (x1, y1)
    return [*pieces, Line(*begins, *place(len(text) - 1), text[start:])]
