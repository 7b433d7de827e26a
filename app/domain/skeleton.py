"""The bare letters of a text, for comparing words whatever their spacing, hyphens, quotation marks, ligatures or case.

A skeleton leaves out white space, hyphens and dashes, quotation marks and invisible marks, folds case and opens
ligatures. It is computed character by character, so every place in it can be traced back to the text it came from.
"""

from functools import lru_cache

HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u0002\ufffe"
QUOTES = "'\"`\u00b4\u00ab\u00bb\u02bb\u02bc\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
LEFT_OUT = HYPHENS + QUOTES + INVISIBLE
ELLIPSIS = "\u2026"


def skeleton(text: str) -> str:
    """The bare letters. Fast: a thousand pages take a fraction of a second."""
    bare = "".join(text.split()).casefold()
    for mark in LEFT_OUT:
        bare = bare.replace(mark, "")
    return bare.replace(ELLIPSIS, "...")


# A text has few different characters, and asking for each anew is what looking for a quote would spend its time on.
_bare = lru_cache(maxsize=4096)(skeleton)


def skeleton_with_offsets(text: str) -> tuple[str, list[int]]:
    """The same letters, and for each the offset of the character of `text` that it came from."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        bare = _bare(character)
        if bare:
            letters.append(bare)
            offsets.extend([offset] * len(bare))
    return "".join(letters), offsets
