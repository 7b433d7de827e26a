"""Splits the text of pages into sentences that know where they stand, across the ends of lines and pages. Judges nothing.

Headings, lists of contents and running heads (`blocks.py`) hold no sentences.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.blocks import Block, BlockKind, blocks_of, is_heading
from app.domain.document import Page


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence that stands as it is on a page: `at` is its offset in the sentence, `start` that on the page."""

    at: int
    page: int
    start: int
    length: int


@dataclass(frozen=True)
class Sentence:
    """A sentence on one line. `block` counts the stretches of running text: neighbours in one block follow each other."""

    text: str
    pieces: tuple[Piece, ...]
    block: int = 0

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """Page, start and end on that page of a stretch of this sentence.

        Of a stretch that runs over a page's end, the part on the page where more of it stands.
        """
        best = (0, 0, 0)
        spans: dict[int, tuple[int, int]] = {}
        for piece in self.pieces:
            first, last = max(start, piece.at), min(end, piece.at + piece.length)
            if first >= last:
                continue
            here = (piece.start + first - piece.at, piece.start + last - piece.at)
            known = spans.get(piece.page, here)
            spans[piece.page] = (min(known[0], here[0]), max(known[1], here[1]))
        for page, (first, last) in spans.items():
            if last - first > best[2] - best[1]:
                best = (page, first, last)
        return best


LONGEST = 2_000  # characters
_TITLES = "dr mr mrs ms mx prof rev revd sir st sgt insp det supt capt col gen lt hon rt messrs fr"
_BEFORE_NUMBERS = (
    "no nos para paras p pp vol vols ch chap fig figs art arts s ss sec sch cl reg regs r rr ed eds pt pts n ref refs"
)
_ALWAYS_IN = "eg ie cf viz al vs v approx inc incl esp ca c jr sr"
NEVER_LAST = frozenset((_TITLES + " " + _ALWAYS_IN).split())
BEFORE_A_NUMBER = frozenset(_BEFORE_NUMBERS.split())
_STARTERS = frozenset(
    word
    for words in (
        "the a an this that these those he she it they we i there in on at by when while after before however as if his her",
        "their its no not both all some many one from for with during following although despite",
    )
    for word in words.split()
)
_OPENERS = "\"'“‘([«"
_END = re.compile(
    r"(?P<mark>(?<![.!?])[.!?]++|…)(?P<close>[\"'”’)\]»]*)(?P<note>(?<=[^\d\s][.!?])\d{1,3}|(?<=[12]\d{3}\.)\d{1,3}|(?<=[\"'”’)\]])\d{1,3}|[¹²³⁴-⁹⁰]+)?"
    r"(?P<gap>\s+)(?P<next>[\"'“‘(\[«]*[^\W_])"
)
_LAST_WORD = re.compile(r"[^\W_](?:[^\W_]|[.'’](?=[^\W_]))*\Z")
_BULLETS = re.compile(r"(?:^|\s)[•▪●○◦➢✓■‣∙](?=\s)\s*|^[-–—o]\s+")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,3}[.)]|\(?(?:[a-z]|[ivx]{1,5}|\d{1,3})\))\s+(?=\S)")
_OPEN_END = re.compile(r"[^.!?:;…\"”’)\]\d]\s*\Z|[,)”’\d]\s*\Z")
_FIRST = re.compile(r"[^\W_]+")
_LEADING = frozenset(
    word
    for words in ("the a an of and or to in for with by from on at as that which who its their his her this these was were be",)
    for word in words.split()
)
_SPACES = re.compile(r"\s+")


def sentences_of(pages: Sequence[Page]) -> tuple[Sentence, ...]:
    """The sentences of running text, in order."""
    found: list[Sentence] = []
    for number, chain in enumerate(_chains(blocks_of(pages))):
        found.extend(_split(chain, number))
    return tuple(found)


def sentences_in(text: str) -> tuple[Sentence, ...]:
    """The sentences of a short text that has no pages. Offsets are into the text; the page is 0."""
    return sentences_of([Page(0, text)])


def _chains(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks that belong together: a sentence that one leaves open goes on in the next, also over the foot of a page."""
    chains: list[list[Block]] = []
    open_chain: list[Block] = []
    text_blocks = [block for block in blocks if block.kind is not BlockKind.RUNNING]
    for place, block in enumerate(text_blocks):
        if block.kind is BlockKind.NOTE:
            if not is_heading(block.text):
                chains.append([block])
        elif open_chain and _goes_on(open_chain[-1], block):
            open_chain.append(block)
        elif block.kind is BlockKind.PROSE or (block.kind is BlockKind.HEADING and _continued(block, text_blocks[place + 1 :])):
            open_chain = [block]
            chains.append(open_chain)
        else:
            open_chain = []
    return chains


def _continued(block: Block, following: Sequence[Block]) -> bool:
    """Whether what looks like a heading is the beginning of a sentence that goes on in the next block."""
    after = next((other for other in following[:40] if other.kind is not BlockKind.NOTE), None)
    return after is not None and _goes_on(block, after)


def _goes_on(block: Block, after: Block) -> bool:
    if after.kind is BlockKind.CONTENTS or _BULLETS.match(after.text) or _NUMBER.match(after.text):
        return False
    if not _OPEN_END.search(block.text):
        return False
    return after.text[0].islower() or (after.page != block.page and _last_word(block.text) in _LEADING)


def _split(chain: Sequence[Block], number: int) -> Iterator[Sentence]:
    text, pieces = _on_one_line(chain)
    for start, end in _spans(text):
        inside = tuple(
            Piece(
                max(piece.at, start) - start,
                piece.page,
                piece.start + max(0, start - piece.at),
                min(piece.at + piece.length, end) - max(piece.at, start),
            )
            for piece in pieces
            if piece.at < end and piece.at + piece.length > start
        )
        yield Sentence(text[start:end], inside, number)


def _on_one_line(chain: Sequence[Block]) -> tuple[str, list[Piece]]:
    """The text of the blocks with single spaces, and where each stretch of it stands."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for block in chain:
        if parts:
            parts.append(" ")
            at += 1
        for start, end in _stretches(block.text):
            if parts and start:
                parts.append(" ")
                at += 1
            pieces.append(Piece(at, block.page, block.start + start, end - start))
            parts.append(block.text[start:end])
            at += end - start
    return "".join(parts), pieces


def _stretches(text: str) -> list[tuple[int, int]]:
    """The stretches of a block between which there is other space than a single blank."""
    if "  " not in text and text.isprintable():
        return [(0, len(text))]
    found, start = [], 0
    for match in _SPACES.finditer(text):
        if match[0] != " ":
            found.append((start, match.start()))
            start = match.end()
    return [*found, (start, len(text))]


def unnumbered(text: str) -> str:
    """A sentence without the number or the bullet of its paragraph."""
    return text[_after_number(text, 0) :]


def in_lengths(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch from start to end, in several where it is far longer than a sentence: tables, and text without full stops."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield start, cut
        start = cut + 1 if text[cut] == " " else cut
    if end > start:
        yield start, end


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = _after_number(text, 0)
    for end, following in _ends(text):
        yield from in_lengths(text, start, end)
        start = _after_number(text, following)
    end = len(text.rstrip())
    yield from in_lengths(text, start, end)


def _ends(text: str) -> list[tuple[int, int]]:
    """Where sentences end, and where the next ones begin."""
    found = [(match.end("close"), match.start("next")) for match in _END.finditer(text) if _is_end(text, match)]
    found += [(match.start(), match.end()) for match in _BULLETS.finditer(text)]
    return sorted(found)


def _is_end(text: str, match: re.Match[str]) -> bool:
    following = match["next"].lstrip(_OPENERS)
    if following[0].islower():
        return False
    if match["mark"] in ("…", "...") or match["mark"].startswith(".."):
        return (
            not text[match.start() - 1 : match.start()].isspace()
            and following[0].isupper()
            and text[match.start() - 1] not in "[("
        )
    if match["mark"] != "." or match["close"] or match["note"]:
        return True
    return _full_stop_ends(text, match.start(), following[0], match.end() - 1)


def _full_stop_ends(text: str, stop: int, following: str, next_at: int) -> bool:
    """Whether the full stop here ends a sentence, by the word before it and what comes after."""
    word = _last_word(text[max(0, stop - 24) : stop])
    bare = word.replace(".", "")
    if bare in NEVER_LAST:
        return False
    if bare in BEFORE_A_NUMBER and (following.isdigit() or following in "([IVX") and len(bare) < 6:
        return False
    if len(word) == 1 and word.isalpha() and text[stop - 1].isupper():  # an initial, unless a sentence clearly begins
        return False
    if bare in ("am", "pm", "etc", "ltd", "plc", "co", "inc", "ba", "phd", "uk", "us") or "." in word:
        first = _FIRST.match(text, next_at)
        return first is not None and first[0].casefold() in _STARTERS
    return not (word.isdigit() and following.isdigit())


def _last_word(text: str) -> str:
    match = _LAST_WORD.search(text.rstrip())
    return match[0].casefold() if match else ""


def _after_number(text: str, start: int) -> int:
    """Where the words of a sentence begin that a number of its paragraph, or a bullet, stands before."""
    bullet = _BULLETS.match(text, start)
    if bullet:
        start = bullet.end()
    number = _NUMBER.match(text, start)
    return number.end() if number else start
