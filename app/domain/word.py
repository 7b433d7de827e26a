"""Words of a text with their stems, so that "neglect", "neglected" and "neglecting" count as one word. Not for quotes.

The stems are Porter's (M. F. Porter, "An algorithm for suffix stripping", Program 14, 1980), as in the full-text index.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_VOWELS = "aeiou"

# Endings with what takes their place, longest first; those of the second and third step need a measure above 0.
_SECOND = (
    ("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("tional", "tion"),
    ("biliti", "ble"), ("entli", "ent"), ("ousli", "ous"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("iviti", "ive"),
    ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"), ("alli", "al"), ("ator", "ate"), ("logi", "log"),
    ("bli", "ble"), ("eli", "e"),
)  # fmt: skip
_THIRD = (
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", ""),
)  # fmt: skip
_FOURTH = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er",
    "ic", "ou",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place: offsets in characters, end exclusive."""

    stem: str
    start: int
    end: int


def words_in(text: str) -> list[Word]:
    """The words of a text in order. Apostrophes and hyphens part words, as they do in the index."""
    return [Word(stem(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def stems_in(text: str) -> list[str]:
    """The stems of the words of a text in order: quicker where their places are not needed."""
    return [stem(word) for word in _WORD.findall(text)]


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as they stand, for a question to the index."""
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one word, in small letters without accents."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter))
    if len(bare) < 3 or not bare.isascii() or not bare.isalpha():
        return bare
    return _fifth(_fourth(_replaced(_replaced(_y_to_i(_first(bare)), _SECOND), _THIRD)))


def _is_vowel(word: str, at: int) -> bool:
    if word[at] == "y":
        return at > 0 and not _is_vowel(word, at - 1)
    return word[at] in _VOWELS


def _measure(root: str) -> int:
    """How often a vowel is followed by a consonant: Porter's m."""
    kinds = [_is_vowel(root, at) for at in range(len(root))]
    return sum(1 for first, second in pairwise(kinds) if first and not second)


def _has_vowel(root: str) -> bool:
    return any(_is_vowel(root, at) for at in range(len(root)))


def _is_closed(root: str) -> bool:
    """Consonant, vowel, consonant at the end, the last not w, x or y."""
    return (
        len(root) > 2
        and not _is_vowel(root, len(root) - 3)
        and _is_vowel(root, len(root) - 2)
        and not _is_vowel(root, len(root) - 1)
        and root[-1] not in "wxy"
    )


def _first(word: str) -> str:
    """Plurals, and endings in -ed and -ing."""
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        root = word.removesuffix(ending)
        if root != word:
            return _mended(root) if _has_vowel(root) else word
    return word


def _mended(root: str) -> str:
    """What is left of a word in -ed or -ing, made a word again: hop(p), fil(e)."""
    if root.endswith(("at", "bl", "iz")):
        return root + "e"
    if len(root) > 1 and root[-1] == root[-2] and not _is_vowel(root, len(root) - 1) and root[-1] not in "lsz":
        return root[:-1]
    return root + "e" if _measure(root) == 1 and _is_closed(root) else root


def _y_to_i(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and _has_vowel(word[:-1]) else word


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            root = word[: -len(ending)]
            return root + instead if _measure(root) > 0 else word
    return word


def _fourth(word: str) -> str:
    for ending in _FOURTH:
        if word.endswith(ending):
            root = word[: -len(ending)]
            if _measure(root) <= 1 or (ending == "ion" and not root.endswith(("s", "t"))):
                return word
            return root
    return word


def _fifth(word: str) -> str:
    if word.endswith("e"):
        root = word[:-1]
        measure = _measure(root)
        if measure > 1 or (measure == 1 and not _is_closed(root)):
            word = root
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word
