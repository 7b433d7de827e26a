"""The few kinds of block of which a written report consists. No format is known here: no HTML, no PDF."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from app.domain.instrument import Grade


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 for a part, 3 and 4 below it. `annex` opens an annex, on a new page where there are pages."""

    level: int
    text: str
    id: str
    annex: bool = False
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `lead` marks the outcome, `note` the small print."""

    text: str
    style: str = ""
    kind: str = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where its order means something."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: str = "bullets"


@dataclass(frozen=True)
class Facts:
    """Names with their words, as a list of pairs."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """A table with a caption and a header row; the first cell of each row heads it. `widths` are shares of the whole."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: str = "table"


@dataclass(frozen=True)
class Quote:
    """A quote word for word, with the words around it, where it stands and what it is evidence for.

    `before` and `after` bring the space that divides them from the quote, where there is one.
    """

    id: str
    before: str
    text: str
    after: str
    place: str
    uses: tuple[str, ...]
    kind: str = "quote"


@dataclass(frozen=True)
class Bar:
    """One marker of the profile. `length` is 1 for inadequate to 4 for outstanding, 0 for what is no grade."""

    label: str
    grade: str
    length: int


@dataclass(frozen=True)
class Profile:
    """The profile of the markers, to be drawn. `alt` says in words what it shows; a table with the same stands after it."""

    title: str
    alt: str
    scale: tuple[str, ...]
    bars: tuple[Bar, ...]
    kind: str = "profile"


Block = Heading | Paragraph | Bullets | Facts | Table | Quote | Profile


T = TypeVar("T")

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
NOT_JUDGED = "Not judged yet"


def grade_words(grade: Grade | None) -> str:
    """A grade as a table shows it."""
    return grade.label if grade else NOT_JUDGED


def paragraphs(text: str, style: str = "") -> Iterable[Block]:
    """What somebody wrote, paragraph by paragraph."""
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip(), style)


def cleaned(block: Block) -> Block:
    """The block without control characters, which no written format may carry. Line feeds stay."""
    return replace(block, **{field.name: clean(getattr(block, field.name)) for field in fields(block)})


def clean(value: T) -> T:
    """A value of a block with every text in it cleaned."""
    if isinstance(value, str):
        return value if value.isprintable() else CONTROL.sub("", value.replace("\t", " "))  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(clean(item) for item in value)  # type: ignore[return-value]
    if isinstance(value, Bar):
        return replace(value, label=clean(value.label), grade=clean(value.grade))
    return value
