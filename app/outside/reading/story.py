"""Text that flows: cuts the paragraphs of a file without fixed pages into pieces of about a page and names each place.

A place is how a person cites it: "Findings, paragraph 4", "Opening, paragraph 2", "Findings, table 1, row 3".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.document import FileFormat, OutlineItem, Page, ReadingStatus
from app.domain.page_text import clean_pages
from app.outside.reading.report import Bounds, CannotReadError

PAGE = 3_000  # characters that a piece aims at
HEADING_AFTER = 1_800  # characters after which a heading begins a new piece
LONGEST = 6_000  # characters of one paragraph before it is cut at the end of a sentence
LONGEST_TITLE = 80
OPENING = "Opening"
_SENTENCE = re.compile(r"[.!?]['\"”’)]* +|\n+")


class Block(NamedTuple):
    """A paragraph, a heading (`level` from 1) or a row of a table, with the place where it stands."""

    text: str
    place: str
    level: int = 0
    is_row: bool = False


class Story:
    """Collects the blocks of a file in order and names their places by the headings before them."""

    def __init__(self, most_characters: int) -> None:
        self._parts: list[tuple[str, str, int]] = []  # what it is called below its heading, text, level of a heading
        self._left = most_characters
        self._tables = 0

    def heading(self, text: str, level: int) -> None:
        """A heading; level 1 is the highest."""
        self._add("heading", text, max(1, min(level, 9)))

    def paragraph(self, text: str) -> None:
        """A paragraph, to be counted within its heading."""
        self._add("paragraph", text)

    def note(self, label: str, text: str) -> None:
        """A footnote or endnote."""
        self._add(f"note {label}", f"Note {label}: {text.strip()}")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table, row by row."""
        self._tables += 1
        for number, cells in enumerate(rows, start=1):
            self._add(f"table {self._tables}, row {number}", " | ".join(" ".join(cell.split()) for cell in cells).strip(" |"))

    @property
    def headings(self) -> int:
        """How many headings came."""
        return sum(level > 0 for _, _, level in self._parts)

    def blocks(self) -> list[Block]:
        """Everything in order with its place. Headings that occur more than once carry the heading above them."""
        texts = clean_pages([text for _, text, _ in self._parts])
        often = Counter(text for text, (_, _, level) in zip(texts, self._parts, strict=True) if level)
        above: list[tuple[int, str]] = []
        title, counted = OPENING, 0
        found: list[Block] = []
        for text, (name, _, level) in zip(texts, self._parts, strict=True):
            if not text:
                continue
            if level:
                above = [(upper, words) for upper, words in above if upper < level]
                parent = f"{_short(above[-1][1])}: " if above and often[text] > 1 else ""
                above.append((level, text))
                title, counted = f"{parent}{_short(text)}", 0
                found.append(Block(text, title, level))
                continue
            if name == "paragraph":
                counted += 1
                name = f"paragraph {counted}"
            found.append(Block(text, f"{title}, {name}", is_row=name.startswith("table")))
        return found

    def _add(self, name: str, text: str, level: int = 0) -> None:
        if not text.strip():
            return
        self._left -= len(text)
        if self._left < 0:
            raise TooMuchTextError
        self._parts.append((name, text, level))


class TooMuchTextError(Exception):
    """More text than one file may hold."""


def too_much_text(file_format: FileFormat, bounds: Bounds) -> CannotReadError:
    """The refusal for a file with more text than can be read."""
    return CannotReadError(
        ReadingStatus.TOO_LARGE,
        f"This file holds more text than {bounds.max_pages:,} pages, which is the most that can be read. "
        "Split it into parts and upload each part.",
        file_format,
    )


def pages_of(
    blocks: Sequence[Block], file_format: FileFormat, bounds: Bounds
) -> tuple[tuple[Page, ...], tuple[OutlineItem, ...]]:
    """Pieces of about a page, cut between paragraphs and before headings, and the contents.

    Raises CannotReadError where there are more pieces than `bounds` allows.
    """
    pages: list[Page] = []
    outline: list[OutlineItem] = []
    for piece in _pieces(list(_short_enough(blocks))):
        if len(pages) == bounds.max_pages:
            raise too_much_text(file_format, bounds)
        pages.append(_page(len(pages) + 1, piece))
        outline.extend(OutlineItem(block.text, len(pages), block.level) for block in piece if block.level)
    return tuple(pages), tuple(outline)


def _pieces(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    piece: list[Block] = []
    size = 0
    for block in blocks:
        full = size + len(block.text) > PAGE * 1.2 or (block.level and size > HEADING_AFTER)
        only_headings = all(before.level for before in piece)  # a heading stays with what follows
        if piece and full and not only_headings:
            keep = [piece.pop()] if piece[-1].level else []
            yield piece
            piece, size = keep, sum(len(before.text) for before in keep)
        piece.append(block)
        size += len(block.text)
    if piece:
        yield piece


def _page(number: int, blocks: Sequence[Block]) -> Page:
    text = ""
    places: list[tuple[int, str]] = []
    was_row = False
    for block in blocks:
        if text:
            text += "\n" if was_row and block.is_row else "\n\n"
        places.append((len(text), block.place))
        text += block.text
        was_row = block.is_row
    return Page(number, text, places=tuple(places))


def _short_enough(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with overlong ones cut at ends of sentences, or anywhere when there are none."""
    for block in blocks:
        text = block.text
        while len(text) > LONGEST:
            ends = [match.end() for match in _SENTENCE.finditer(text, PAGE // 2, PAGE)]
            at = ends[-1] if ends else text.rfind(" ", PAGE // 2, PAGE) + 1 or PAGE
            yield block._replace(text=text[:at].rstrip())
            text = text[at:].lstrip()
        if text:
            yield block._replace(text=text)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
