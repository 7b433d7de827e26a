"""Which wordings may stand in a sentence, by the words that stand there. It spares trying the others and never decides."""

import re
from collections.abc import Sequence

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
        self._anywhere: list[int] = []  # wordings that need no word
        for number, line in enumerate(lines):
            needed = 0
            for need in line.needs:
                needed |= bits.setdefault(need, 1 << len(bits))
            self._needed.append(needed)
            if not line.needs:
                self._anywhere.append(number)
            for anchor in line.needs[0] if line.needs else ():
                self._lines_of.setdefault(anchor, []).append(number)
        for need, bit in bits.items():
            for anchor in need:
                self._bits_of[anchor] = self._bits_of.get(anchor, 0) | bit
        self._endings = tuple(anchor[1:] for anchor in self._bits_of if anchor.startswith("*"))
        self._known: dict[str, tuple[int, tuple[int, ...]]] = {}

    def candidates(self, folded: str) -> list[int]:
        """Which lines may match, in order. The sentence is one as patterns see it."""
        has, rare = 0, set(self._anywhere)
        for word in set(_RUN.findall(folded)):
            known = self._known.get(word)
            if known is None:
                known = self._learn(word)
            has |= known[0]
            rare.update(known[1])
        needed = self._needed
        return sorted(number for number in rare if not needed[number] & ~has)

    def _learn(self, word: str) -> tuple[int, tuple[int, ...]]:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[word] = self._of_word(word)
        return self._known[word]

    def _of_word(self, word: str) -> tuple[int, tuple[int, ...]]:
        bits, lines = 0, set[int]()
        for anchor in self._anchors(word):
            if anchor in self._bits_of:
                bits |= self._bits_of[anchor]
                lines.update(self._lines_of.get(anchor, ()))
        return bits, tuple(lines)

    def _anchors(self, word: str) -> set[str]:
        """The words, beginnings and ends of words that this one, or a part of it before an apostrophe, may stand for."""
        parts = word.split("'")
        wholes = ["'".join(parts[:count]) for count in range(1, len(parts) + 1)]
        found = {whole for whole in wholes if whole}
        found.update(word[:length] + "*" for length in range(1, len(word) + 1))
        found.update("*" + ending for ending in self._endings if any(whole.endswith(ending) for whole in wholes))
        return found
