"""Strips along the pages of a paper, as pictures: where each mark stands, what it leads to, and the chapters beside it.

Across everything is in per cent of the width, so that it fits every screen and the page as printed; heights are pixels.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.domain.study import Chapter

MOST_MARKS = 120  # of one strip: more pages than that share a mark
HEIGHT = 28
LEVELS = ((5, 28), (3, 21), (2, 15), (1, 9))  # from so many on a mark is so high
NARROWEST_NAMED = 3.6  # per cent: room for the letter of a chapter on a telephone
ROWS_WITHOUT_CHAPTERS = 12
NARROWEST = 0.6  # per cent of the width, so that a mark can be seen

Link = Callable[[int], str]


@dataclass(frozen=True)
class Mark:
    """A mark on a strip: how many things begin on its page or pages. `words` says so."""

    x: float
    width: float
    y: int
    height: int
    href: str
    words: str


@dataclass(frozen=True)
class Strip:
    """One strip. `name` is its style; `letter` stands beside its colour; `words` tell it all in a sentence."""

    name: str
    label: str
    letter: str
    marks: tuple[Mark, ...]
    total: int
    pages: int
    words: str
    all_href: str = ""

    @property
    def times(self) -> str:
        """How many there are, in words."""
        return places(self.total)


@dataclass(frozen=True)
class Division:
    """A chapter on the strips: a line where it begins, and its letter where there is room for it."""

    letter: str
    x: float
    middle: float
    is_named: bool


@dataclass(frozen=True)
class Stretch:
    """A row of the tables: a chapter with its letter, or some pages where the chapters are not known."""

    letter: str
    title: str
    first: int
    last: int
    href: str
    where: str


def draw_strip(
    name: str, label: str, letter: str, counts: Mapping[int, int], pages: int, link: Link, called: Callable[[int], str],
    all_href: str = "",
) -> Strip:  # fmt: skip
    """The strip for how many things begin on which of so many pages. `called` gives what a page is called."""
    each = max(1, -(-pages // MOST_MARKS))
    marks = []
    for first in range(1, pages + 1, each):
        here = {page: counts[page] for page in range(first, min(first + each, pages + 1)) if counts.get(page)}
        if here:
            marks.append(_mark(first, each, here, pages, link, called))
    total, on = sum(counts.values()), sum(1 for times in counts.values() if times)
    words = f"{label}: {places(total)}" + (f" on {on:,} of {pages:,} {'page' if pages == 1 else 'pages'}." if total else ".")
    return Strip(name, label, letter, tuple(marks), total, on, words, all_href)


def _mark(first: int, each: int, here: Mapping[int, int], pages: int, link: Link, called: Callable[[int], str]) -> Mark:
    times, last = sum(here.values()), min(first + each - 1, pages)
    height = next(height for least, height in LEVELS if times >= least)
    where = called(first) if each == 1 else _from_to(first, last, called)
    width = max((last - first + 1) / pages * 100, NARROWEST)
    x = min((first - 1) / pages * 100, 100 - width)
    words = f"{where[:1].upper()}{where[1:]}: {places(times)}"
    return Mark(round(x, 3), round(width, 3), HEIGHT - height, height, link(min(here)), words)


def places(count: int) -> str:
    """A count in words: "no place", "1 place", "12 places"."""
    return "no place" if count == 0 else "1 place" if count == 1 else f"{count:,} places"


def divide(chapters: Iterable[Chapter], pages: int) -> tuple[Division, ...]:
    """The chapters as divisions of the strips, lettered in order."""
    begun = [(chapter.first_page - 1) / pages * 100 for chapter in chapters]
    found = []
    for number, start in enumerate(begun):
        end = begun[number + 1] if number + 1 < len(begun) else 100.0
        found.append(Division(letter_of(number), round(start, 3), round((start + end) / 2, 3), end - start >= NARROWEST_NAMED))
    return tuple(found)


def letter_of(number: int) -> str:
    """The letter of a chapter, counted from 0: a to z, then aa, ab …"""
    return (letter_of(number // 26 - 1) if number >= 26 else "") + "abcdefghijklmnopqrstuvwxyz"[number % 26]


def stretches_of(chapters: Iterable[Chapter], pages: int, link: Link, called: Callable[[int], str]) -> tuple[Stretch, ...]:
    """The rows of the tables: the chapters, with what stands before the first of them, or else equal stretches of pages."""
    spans = [(letter_of(number), chapter.title, chapter.first_page) for number, chapter in enumerate(chapters)]
    if spans and spans[0][2] > 1:
        spans.insert(0, ("", "Before the first chapter", 1))
    if not spans:
        each = max(1, -(-pages // ROWS_WITHOUT_CHAPTERS))
        spans = [("", "", first) for first in range(1, pages + 1, each)]
    rows = []
    for number, (letter, title, first) in enumerate(spans):
        last = max(first, spans[number + 1][2] - 1) if number + 1 < len(spans) else pages
        rows.append(Stretch(letter, title, first, last, link(first), _from_to(first, last, called)))
    return tuple(rows)


def _from_to(first: int, last: int, called: Callable[[int], str]) -> str:
    """One page as it is called, or the first and last: pages 3 to 5."""
    word, _, number = called(first).rpartition(" ")
    return called(first) if first == last else f"{word}s {number} to {called(last).rpartition(' ')[2]}"


def within(counts: Mapping[int, int], rows: tuple[Stretch, ...]) -> tuple[tuple[int, int], ...]:
    """For each row how many there are, and the page of the first (0 where there is none).

    Where two chapters share a page, what begins on it counts for the first of them that begins there.
    """
    taken: set[int] = set()
    found = []
    for row in rows:
        here = [page for page in range(row.first, row.last + 1) if counts.get(page) and page not in taken]
        taken.update(here)
        found.append((sum(counts[page] for page in here), min(here, default=0)))
    return tuple(found)
