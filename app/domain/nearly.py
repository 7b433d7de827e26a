"""Finds the stretch of a text that is most like a quote, and says word by word how they differ. Knows no papers."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import NamedTuple

from app.domain.skeleton import skeleton

LEAST_SCORE = 0.75
SHINGLE = 3  # words that must stand together for a stretch to be looked at
MOST_SHINGLES = 40
MOST_STARTS = 3
SHORT_QUOTE = 120  # words; for longer ones trying several cuts takes too long
CUTS = ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 0))  # stray agreements at the ends to try without
PUNCTUATION = ".,;:!?()[]"
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Change:
    """A step of a word-by-word comparison: `same`, `changed`, `only-document` or `only-quote`."""

    kind: str
    document: str
    quote: str


@dataclass(frozen=True)
class Likeness:
    """A stretch of a text, `start` to `end`, with its score from 0 to 1 and the steps from it to the quote."""

    start: int
    end: int
    score: float
    changes: tuple[Change, ...]


class _Word(NamedTuple):
    """A word: its bare letters with and without punctuation at its ends, and where it stands."""

    bare: str
    letters: str
    start: int
    end: int


def shingles(quote: str) -> tuple[str, ...]:
    """The bare letters of groups of words of the quote: what a page must hold some of to be worth comparing."""
    words = [word.bare for word in _words(quote)]
    size = SHINGLE if len(words) > 2 * SHINGLE else 2 if len(words) > 3 else 1
    groups = ["".join(words[at : at + size]) for at in range(len(words) - size + 1)]
    step = max(1, len(groups) // MOST_SHINGLES)
    return tuple(dict.fromkeys(group for group in groups[::step] if len(group) > 3))


def most_alike(text: str, quote: str) -> tuple[Likeness, ...]:
    """The stretches of the text like the quote, best first, none overlapping; empty where nothing scores enough."""
    words, wanted = _words(text), _words(quote)
    found: list[Likeness] = []
    for start in _starts(words, wanted):
        slack = 2 + len(wanted) // 5
        window = words[max(0, start - slack) : start + len(wanted) + slack]
        if likeness := _compare(text, window, quote, wanted):
            found.append(likeness)
    best: list[Likeness] = []
    for likeness in sorted(found, key=lambda one: -one.score):
        if all(likeness.end <= other.start or likeness.start >= other.end for other in best):
            best.append(likeness)
    return tuple(best)


def changes_between(text: str, quote: str) -> tuple[Change, ...]:
    """The steps from a text to a quote, word by word; empty where one of the two has no words."""
    ours, theirs = _words(text), _words(quote)
    return _score(text, ours, quote, theirs).changes if ours and theirs else ()


def _words(text: str) -> list[_Word]:
    found = ((skeleton(match[0]), match) for match in _WORD.finditer(text))
    return [_Word(bare, bare.strip(PUNCTUATION) or bare, *match.span()) for bare, match in found if bare]


def _starts(words: Sequence[_Word], wanted: Sequence[_Word]) -> list[int]:
    """Where the quote would begin if a word or two of it are in their place: the places with most such words."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(wanted):
        places.setdefault(word.letters, []).append(at)
    votes: Counter[int] = Counter()
    for at, word in enumerate(words):
        for place in places.get(word.letters, ())[:20]:
            votes[at - place] += len(word.letters)
    starts: list[int] = []
    for start, _ in votes.most_common(12):
        if all(abs(start - other) > len(wanted) // 2 for other in starts):
            starts.append(start)
    return starts[:MOST_STARTS]


def _compare(text: str, window: Sequence[_Word], quote: str, wanted: Sequence[_Word]) -> Likeness | None:
    """The window, cut to what answers the quote, against the quote."""
    ours, theirs = [word.letters for word in window], [word.letters for word in wanted]
    blocks = [block for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks() if block.size]
    best: Likeness | None = None
    for skip_first, skip_last in CUTS if len(wanted) <= SHORT_QUOTE else CUTS[:1]:
        if skip_first + skip_last < len(blocks):
            span = _span(text, window, blocks[skip_first : len(blocks) - skip_last], len(wanted))
            likeness = _score(text, window[span], quote, wanted)
            best = likeness if best is None or likeness.score > best.score else best
    return best if best and best.score >= LEAST_SCORE else None


def _span(text: str, window: Sequence[_Word], blocks: Sequence[Match], length: int) -> slice:
    """From the first block to the last, with as many words around as the quote has there, within one paragraph."""
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
    for _ in range(blocks[0].b):
        first -= first > 0 and "\n\n" not in text[window[first - 1].end : window[first].start]
    for _ in range(length - blocks[-1].b - blocks[-1].size):
        last += last < len(window) and "\n\n" not in text[window[last - 1].end : window[last].start]
    return slice(first, last)


def _score(text: str, window: Sequence[_Word], quote: str, wanted: Sequence[_Word]) -> Likeness:
    ours, theirs = [word.letters for word in window], [word.letters for word in wanted]
    changes: list[Change] = []
    matched = 0.0
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            matched += sum(map(len, ours[a:b]))
            changes.extend(_agreeing(text, window[a:b], quote, wanted[c:d], at_end=d == len(wanted)))
        else:
            matched += _common("".join(ours[a:b]), "".join(theirs[c:d]))
            changes.append(Change(KINDS[kind], _between(text, window[a:b]), _between(quote, wanted[c:d])))
    total = sum(map(len, ours)) + sum(map(len, theirs))
    return Likeness(window[0].start, window[-1].end, round(2 * matched / total, 3), tuple(changes))


KINDS = {"replace": "changed", "delete": "only-document", "insert": "only-quote"}


def _agreeing(text: str, ours: Sequence[_Word], quote: str, theirs: Sequence[_Word], at_end: bool) -> list[Change]:
    """Words that agree, in as few steps as can be; those that differ in punctuation are changed, but for a last stop."""
    steps: list[Change] = []
    pairs = list(zip(ours, theirs, strict=True))
    last = pairs[-1] if at_end else None
    for same, group in itertools.groupby(pairs, key=lambda pair: pair[0].bare == pair[1].bare or pair is last):
        stretch = list(group)
        document, quoted = (
            _between(source, side) for source, side in zip((text, quote), zip(*stretch, strict=True), strict=True)
        )
        steps.append(Change("same" if same else "changed", document, quoted))
    return steps


def _between(text: str, words: Sequence[_Word]) -> str:
    return " ".join(text[words[0].start : words[-1].end].split()) if words else ""


def _common(one: str, other: str) -> float:
    """How many letters two stretches share in order; long ones share nothing worth counting."""
    if not one or not other or len(one) + len(other) > 400:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio() * (len(one) + len(other)) / 2
