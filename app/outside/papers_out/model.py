"""A paper as plain data: what it says and how it is laid out, before it becomes a PDF, a Word or an OpenDocument file."""

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal[
    "chapter",  # numbered heading of the first level; starts a page in long papers
    "heading",
    "subheading",
    "para",  # numbered where `number` is given
    "item",  # bullet point
    "quote",
    "recommendation",  # `number` is the whole label, `rows[0][0]` whom it is addressed to
    "table",  # `rows`, the first being the header
]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style. A footnote is a run whose `style` is "note"; its text is the note."""

    text: str
    style: Literal["", "italic", "bold", "note"] = ""


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item or table."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The words without their footnotes."""
        return "".join(run.text for run in self.runs if run.style != "note")


@dataclass(frozen=True)
class Paper:
    """A whole paper. `notice` stands at the foot of every page, `head` at the top of every page after a cover."""

    title: str
    head: str
    notice: str
    organisation: str
    reference: str
    subtitle: str = ""
    cover: tuple[str, ...] = ()
    contents: bool = False
    landscape: bool = False
    dated: tuple[int, int, int] = (2016, 1, 1)
    blocks: tuple[Block, ...] = field(default_factory=tuple)
