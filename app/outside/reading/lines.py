"""The lines of a PDF page with their places on it. What the lines mean is for `running_heads` and `paragraphs`."""

import codecs
import ctypes
from typing import NamedTuple, TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as c

Document: TypeAlias = pdfium.PdfDocument
UTF16 = codecs.lookup("utf-16-le")  # looked up now: once the doors are closed Python cannot load it


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
        """About the size of the type in points: letters are on average half as wide as the type is high."""
        return 2 * (self.x1 - self.x0) / (len(self.text) - 1) if len(self.text) > 1 else 0.0


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
        return _upright(found, c.FPDFPage_GetRotation(page))
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
            found.append(Line(x0, y0, x.value, y.value, bare))
        after += len(line) + 2
    return found


def _upright(lines: list[Line], quarter_turns: int) -> list[Line]:
    """The lines as one reads them: a turned page, or a table printed sideways, is turned so that its lines lie level."""
    sideways = [line for line in lines if abs(line.y1 - line.y0) > 2 * abs(line.x1 - line.x0) + 1]
    if 2 * len(sideways) > len(lines):
        upwards = sum(line.y1 > line.y0 for line in sideways)
        quarter_turns = 1 if 2 * upwards > len(sideways) else 3
    elif quarter_turns != 2:
        quarter_turns = 0
    if quarter_turns == 0:
        return lines
    return [Line(*_turn(line.x0, line.y0, quarter_turns), *_turn(line.x1, line.y1, quarter_turns), line.text) for line in lines]


def _turn(x: float, y: float, quarter_turns: int) -> tuple[float, float]:
    return {1: (y, -x), 2: (-x, -y), 3: (-y, x)}[quarter_turns]
