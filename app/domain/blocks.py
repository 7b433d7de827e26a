"""Tells running text from headings, lists of contents and running heads, block by block. Not its sentences: `sentences.py`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.document import Page


class BlockKind(StrEnum):
    """What a block of text is. Only prose and notes hold sentences."""

    PROSE = "prose"
    NOTE = "note"
    HEADING = "heading"
    CONTENTS = "contents"
    RUNNING = "running"


@dataclass(frozen=True)
class Block:
    """Text between empty lines: offsets in characters into the text of its page, end exclusive."""

    page: int
    start: int
    end: int
    text: str
    kind: BlockKind


LONGEST_HEADING = 14  # words
LONGEST_TITLE = 160  # characters of a line of a list of contents
RUNNING_PAGES = 3
_BLOCK = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_BULLET = re.compile(r"[•▪●○◦➢✓■‣∙·]|[-–] ")
_LEADERS = re.compile(r"…|(?:\. ?){4,}|_{4,}")
_CONTENTS = re.compile(r"[^.!?]*[^\W\d][^.!?]*[\s.…]\d{1,4}\s*")
_CITES = re.compile(r"\b(?:pages?|pp?|paras?|paragraphs?)\.? \d+\s*\Z|\b(?:19|20)\d\d\s*\Z")
_ENDED = re.compile(r"[.!?;:,…][\"'”’)\]]*(?:\d{1,3}|[¹²³⁴-⁹⁰]+)?\s*\Z|[.!?]\s*\d{1,3}\s*\Z")
_NOTE = re.compile(r"(?:\d{1,4}|[¹²³⁴-⁹⁰]+|\*)\s+\S")
_NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*\.?|[A-Z]\.|[IVX]{1,4}\.|\([a-z]{1,4}\))\s+")
_NAMED = re.compile(r"(?:Chapter|Part|Section|Appendix|Annexe?|Figure|Table|Box|Module|Volume)\s+[\dA-Z]{1,3}\b", re.IGNORECASE)
_TITLED = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?\s+(?:[^\W\d_][\w’'-]*\s?){1,4}:\s")
_FINITE = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|does|do|should|could|would|must|might|will|failed|died|told|said|felt|made"
    r"|missed|took|came|became|knew|ought|cannot|can|may|isn.t|wasn.t|weren.t|didn.t)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def blocks_of(pages: Sequence[Page]) -> list[Block]:
    """Every block of the pages, in order."""
    running = _running(pages)
    found: list[Block] = []
    for page in pages:
        begins = len(found)
        spans = [(match.start(), match.end()) for match in _BLOCK.finditer(page.text)]
        for place, (start, end) in enumerate(spans):
            text = page.text[start:end].rstrip()
            edge = place < 2 or place >= len(spans) - 2
            kind = BlockKind.RUNNING if edge and _bare(text) in running else kind_of(text)
            found.append(Block(page.number, start, start + len(text), text, kind))
        found[begins:] = _notes_last(found[begins:])
    return found


def _notes_last(blocks: Sequence[Block]) -> list[Block]:
    """What begins with a number is a note only below the running text of its page, and then even without a full stop."""
    last = max((place for place, block in enumerate(blocks) if block.kind is BlockKind.PROSE), default=len(blocks))
    return [replace(block, kind=_kind_there(block, below=place > last)) for place, block in enumerate(blocks)]


def _kind_there(block: Block, *, below: bool) -> BlockKind:
    if block.kind is BlockKind.NOTE and not below:
        return BlockKind.PROSE
    return BlockKind.NOTE if below and block.kind is BlockKind.HEADING and _NOTE.match(block.text) else block.kind


def kind_of(text: str) -> BlockKind:
    """What a block is by its own wording."""
    if _is_contents(text):
        return BlockKind.CONTENTS
    if is_heading(text):
        return BlockKind.HEADING
    return BlockKind.NOTE if _NOTE.match(text) else BlockKind.PROSE


def is_heading(text: str) -> bool:
    """Whether this is a heading or another label: short, with no mark at its end, beginning like a title and telling nothing."""
    if len(text) > LONGEST_TITLE or _BULLET.match(text) or _ENDED.search(text):
        return False
    if (_NAMED.match(text) or _TITLED.match(text)) and len(text.split()) <= LONGEST_HEADING:
        return True
    title = _NUMBERED.sub("", text, count=1).lstrip("\"'“‘([")
    if not title or len(title.split()) > LONGEST_HEADING:
        return not title
    return not title[0].islower() and not _FINITE.search(title, len(title.split()[0]))


def _is_contents(text: str) -> bool:
    """Whether this is a line of a list of contents, or several."""
    if _LEADERS.search(text) and re.search(r"(?:…|\.{4}|(?:\. ){4}|_{4})\s*\d{1,4}\b", text):
        return True
    if len(text) > LONGEST_TITLE or not text.rstrip()[-1:].isdecimal() or _CITES.search(text):
        return False
    if not _CONTENTS.fullmatch(_NUMBERED.sub("", text, count=1)):
        return False
    return not _FINITE.search(text) and len(text.split()) <= LONGEST_HEADING + 8


def _bare(text: str) -> str:
    """A running head without its page number."""
    return _DIGITS.sub("", text).strip().casefold() if len(text) <= LONGEST_TITLE else ""


def _running(pages: Sequence[Page]) -> frozenset[str]:
    """What stands at the edge of several pages in the same words."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({bare for bare in _edges(page) if bare})
    return frozenset(text for text, times in seen.items() if times >= RUNNING_PAGES)


def _edges(page: Page) -> Iterator[str]:
    parts = [part.strip() for part in re.split(r"\n\s*\n", page.text) if part.strip()]
    for text in {*parts[:2], *parts[-2:]}:
        if not re.search(r"[.!?][\"'”’)]*\Z", text):
            yield _bare(text)
