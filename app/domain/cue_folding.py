"""What patterns of cues see of a text: small letters, plain marks, and no quotation marks or brackets around words."""

import re
from dataclasses import dataclass
from itertools import pairwise

_AROUND = re.compile(r"[\"()]|(?<!\w)'|'(?!\w)")
_FOLDED = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "[": "(", "]": ")"}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\n\r\t\f\v\xa0\u2002\u2003\u2009\u202f", " ")
)


def fold(text: str) -> str:
    """The text in small letters, with straight quotation marks and plain hyphens and blanks. As long as before."""
    small = text.translate(_FOLDED).lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one := letter.lower()) == 1 else letter for letter in text.translate(_FOLDED))


@dataclass(frozen=True)
class Bare:
    """A text as patterns see it: folded, and without the quotation marks and brackets around words."""

    text: str
    left_out: tuple[int, ...]  # offsets, in the text as it was, of what is missing

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch stands in the text as it was."""
        return self._there(start), self._there(end - 1) + 1

    def _there(self, offset: int) -> int:
        for gone in self.left_out:
            if gone > offset:
                break
            offset += 1
        return offset


def bare(text: str) -> Bare:
    """What patterns are matched against."""
    folded = fold(text)
    gone = tuple(match.start() for match in _AROUND.finditer(folded))
    if not gone:
        return Bare(folded, ())
    return Bare("".join(folded[start + 1 : end] for start, end in pairwise((-1, *gone, len(folded)))), gone)
