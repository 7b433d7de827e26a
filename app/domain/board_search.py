"""What is asked of all papers of a board, and where it stands in a text. Searching one review is `search`; the engine ranks.

Words are found with their other endings ("neglect" finds "neglecting"); words in quotation marks only as they stand; a word
with a star at its end with whatever follows it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.errors import InvalidError
from app.domain.search import LEAST, MOST, find_words
from app.domain.skeleton import skeleton
from app.domain.word import Word, plain_words, stem, words_in

MOST_TERMS = 20
BEFORE, LENGTH = 80, 280  # characters of a hit's surroundings

_PART = re.compile(r"[\"“”„]([^\"“”„]*)[\"“”„]|([^\s\"“”„]+)")
_GOES_ON = re.compile(r"[^\W_]\*+$")

Term = tuple[str, ...]


@dataclass(frozen=True)
class BoardQuery:
    """What is asked for. `terms`: words, or sequences where a hyphen joins them; `exact`: as they stand; `beginnings`: those of
    `terms` that may go on.
    """

    text: str
    terms: tuple[Term, ...]
    exact: tuple[str, ...] = ()
    beginnings: frozenset[Term] = frozenset()

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """Everything that the index is asked for."""
        return (*self.terms, *(plain_words(phrase) for phrase in self.exact))


@dataclass(frozen=True)
class Narrowed:
    """To which papers the search is narrowed. Dates are included on both ends; empty and None stand for all. The papers of the
    reviews `without` are left out, and so are the pages that are `closed`: paper, first and last page.
    """

    kind: str = ""
    reference: str = ""
    status: str = ""
    added_from: date | None = None
    added_to: date | None = None
    decided_from: date | None = None
    decided_to: date | None = None
    without: tuple[str, ...] = field(default=(), kw_only=True)
    closed: tuple[tuple[str, int, int], ...] = field(default=(), kw_only=True)

    @property
    def is_any(self) -> bool:
        """Whether anything is left out."""
        return self != Narrowed()


def read_query(text: str) -> BoardQuery:
    """What was typed as a question. Raises InvalidError where it is too short, too long or has no word to look for."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > MOST:
        raise InvalidError(f"Search for at most {MOST} characters.", "q")
    terms: list[Term] = []
    exact: list[str] = []
    beginnings: set[Term] = set()
    for phrase, word in _PART.findall(text):
        words = plain_words(phrase or word)
        if not words:
            continue
        if phrase:
            exact.append(phrase.strip())
            continue
        terms.append(words)
        if _GOES_ON.search(word):
            beginnings.add(words)
    if len(skeleton("".join(word for words in (*terms, *map(plain_words, exact)) for word in words))) < LEAST:
        raise InvalidError("Type at least two letters or figures to search for.", "q")
    if len(terms) + len(exact) > MOST_TERMS:
        raise InvalidError(f"Search for at most {MOST_TERMS} words at once. Words in quotation marks count as one.", "q")
    return BoardQuery(text, tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(exact)), frozenset(beginnings))


def holds_exact(text: str, query: BoardQuery) -> bool:
    """Whether a text that the index found holds the words in quotation marks as they stand."""
    return all(_exact_in(text, phrase) for phrase in query.exact)


def places_in(text: str, query: BoardQuery) -> list[tuple[int, int]]:
    """Where the words stand: offsets in characters, end exclusive, in order, none overlapping."""
    words = words_in(text)
    found = [span for phrase in query.exact for span in _exact_in(text, phrase)]
    for term in query.terms:
        found += _term_in(words, text, term, goes_on=term in query.beginnings)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def surroundings(text: str, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch of the text to show: from a little before the first place, cut at spaces."""
    first = places[0][0] if places else 0
    start = max(0, first - BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), places[0][1] if places else start)
    return start, end


def _exact_in(text: str, phrase: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end in find_words(text, phrase) if not text[end : end + 1].isalnum()]


def _term_in(words: Sequence[Word], text: str, term: Term, *, goes_on: bool) -> list[tuple[int, int]]:
    stems = tuple(map(stem, term))
    begins = stems[-1] if not goes_on else term[-1].casefold()
    found = []
    for place in range(len(words) - len(stems) + 1):
        last = words[place + len(stems) - 1]
        head = tuple(word.stem for word in words[place : place + len(stems) - 1])
        if head == stems[:-1] and (_begins(text, last, begins) if goes_on else last.stem == begins):
            found.append((words[place].start, last.end))
    return found


def _begins(text: str, word: Word, beginning: str) -> bool:
    return text[word.start : word.end].casefold().startswith(beginning)
