"""Finding words in the text of a page, the way a person means them. Finding a quote word for word is `passage`.

A hit begins at the beginning of a word: "neglect" finds "neglected", and "art" does not find "part". Words of the query
may be parted by any space or hyphen; a hyphen in it may be missing in the text; case and the form of quotation marks do
not matter.
"""

import re
import unicodedata
from functools import lru_cache

from app.domain.errors import InvalidError
from app.domain.skeleton import HYPHENS, INVISIBLE, QUOTES, skeleton

LEAST = 2
MOST = 200
AROUND = 90

_HYPHEN = f"[{re.escape(HYPHENS)}]"
_MARKS = f"[{re.escape(QUOTES + INVISIBLE)}\u00ad]*"
_BETWEEN = rf"{_MARKS}(?:\s|{_HYPHEN})+{_MARKS}"


def check_query(query: str) -> str:
    """The query on one line, without space around it. Raises InvalidError where it is too short or too long."""
    query = " ".join(unicodedata.normalize("NFC", query).split())
    if len(skeleton(query)) < LEAST:
        raise InvalidError("Type at least two letters or figures to search for.", "q")
    if len(query) > MOST:
        raise InvalidError(f"Search for at most {MOST} characters.", "q")
    return query


def find_words(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of a checked query stand: offsets in characters, end exclusive, in order, none overlapping."""
    return [match.span() for match in _pattern(query).finditer(text)]


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Some words before and after a hit, on one line each, cut at a space."""
    before = " ".join(text[max(0, start - AROUND) : start].split())
    after = " ".join(text[end : end + AROUND].split())
    if start > AROUND:
        before = before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0]
    # A space that stood between the hit and its neighbours stays.
    lead = " " if before and text[start - 1].isspace() else ""
    trail = " " if after and text[end].isspace() else ""
    return before + lead, trail + after


@lru_cache(maxsize=64)
def _pattern(query: str) -> re.Pattern[str]:
    words = [re.split(_HYPHEN, word) for word in query.split()]
    parts = [rf"(?:\s|{_HYPHEN})*".join(_word(piece) for piece in pieces if skeleton(piece)) for pieces in words]
    return re.compile(r"(?<!\w)" + _BETWEEN.join(part for part in parts if part), re.IGNORECASE)


def _word(piece: str) -> str:
    """A word whose quotation marks may take any form or be missing, on either side."""
    return _MARKS.join(re.escape(letter) for letter in piece if letter not in QUOTES + INVISIBLE)
