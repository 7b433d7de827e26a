"""Which wordings may stand in a sentence, by the words that stand there. It spares trying the others and never decides."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from app.domain.cue_words import Line

MOST_KNOWN = 50_000  # words: far more than a long paper has, and few enough for a process that runs for weeks
_RUN = re.compile(r"[\w'-]+")


class CueIndex:
    """Looks up each word once. A wording is a candidate where a word of each of its needs stands in the sentence.

    Every set of words that some wording needs has a bit. What a sentence has and what a wording needs are compared as
    numbers, and only where a word of the wording's rarest need was met.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        bits: dict[frozenset[str], int] = {}
        self._needed: list[int] = []
        self._bits_of: dict[str, int] = {}
        self._lines_of: dict[str, list[int]] = {}
        self._steps: list[tuple[tuple[int, float], ...]] = []
        self._anywhere: list[int] = []  # wordings that need no word
        for number, line in enumerate(lines):
            needed = 0
            for need in line.needs:
                needed |= bits.setdefault(need, 1 << len(bits))
            steps = [(bits.setdefault(words, 1 << len(bits)), blanks) for words, blanks in line.steps]
            self._needed.append(needed)
            self._steps.append(tuple(steps) if len(steps) > 1 else ())
            if not line.needs:
                self._anywhere.append(number)
            for anchor in line.needs[0] if line.needs else ():
                self._lines_of.setdefault(anchor, []).append(number)
        for need, bit in bits.items():
            for anchor in need:
                self._bits_of[anchor] = self._bits_of.get(anchor, 0) | bit
        self._endings = tuple(anchor[1:] for anchor in self._bits_of if anchor.startswith("*"))
        self._begins = frozenset(anchor[:-1] for anchor in self._bits_of if anchor.endswith("*"))
        self._longest = max(map(len, self._begins), default=0)
        self._known: dict[str, tuple[int, tuple[int, ...]]] = {}

    def candidates(self, folded: str) -> list[int]:
        """Which lines may match, in order. The sentence is one as patterns see it."""
        has, rare, there = 0, set(self._anywhere), []
        for token in folded.split(" "):
            known = self._known.get(token) or self._learn(token)
            has |= known[0]
            there.append(known[0])
            if known[1]:
                rare.update(known[1])
        possible = [number for number in rare if not self._needed[number] & ~has]
        places: dict[int, list[int]] = {}
        return sorted(number for number in possible if _in_order(self._steps[number], there, places))

    def _learn(self, token: str) -> tuple[int, tuple[int, ...]]:
        """What stands between two blanks: the bits it gives, and the wordings whose rarest need it meets."""
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        bits, lines = 0, set[int]()
        for word in _RUN.findall(token):
            for anchor in self._anchors(word):
                bits |= self._bits_of.get(anchor, 0)
                lines.update(self._lines_of.get(anchor, ()))
        self._known[token] = bits, tuple(lines)
        return self._known[token]

    def _anchors(self, word: str) -> Iterator[str]:
        """The words, beginnings and ends of words that this one, or a part of it before an apostrophe, may stand for."""
        for length in range(1, min(len(word), self._longest) + 1):
            if word[:length] in self._begins:
                yield word[:length] + "*"
        while word:
            yield word
            if word.endswith(self._endings):
                yield from ("*" + ending for ending in self._endings if word.endswith(ending))
            word = word.rpartition("'")[0]


def _in_order(steps: Sequence[tuple[int, float]], there: Sequence[int], places: dict[int, list[int]]) -> bool:
    """Whether words that meet these needs follow each other, none farther from the one before than it may be."""
    reached: list[int] | None = None
    for bit, farthest in steps:
        here = places.get(bit)
        if here is None:
            here = places[bit] = [place for place, bits in enumerate(there) if bits & bit]
        if reached is not None:
            here = [place for place in here if (at := bisect_left(reached, place)) and place - reached[at - 1] <= farthest]
        if not here:
            return False
        reached = here
    return True
