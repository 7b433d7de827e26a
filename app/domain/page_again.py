"""Finding a page that was cited as such in a newer version of its paper. Quotes are found again in `relocation.py`."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from app.domain.passage import PICTURE, Passage, Sheet

SAME = 0.9  # of the pairs of words that two pages have: it is the same page
ALIKE = 0.4  # it may be the same page, and a person decides
CLEARLY = 0.1  # by how much more one page must be alike than the next
LEAST_PAIRS = 8  # a page with fewer says too little to be known again

Pairs = Counter[tuple[str, str]]


def find_page(passage: Passage, older: Sequence[Sheet], newer: Sequence[Sheet]) -> tuple[Passage | None, bool]:
    """The likeliest page of the newer version, None where none is like it, and whether it is surely the same.

    A page is known by its text: one that was a picture may have been read since. A picture without text is known by the
    text of the pages before and after it, which is never sure. Of pages that are as alike the one that lies nearest is taken.
    """
    at = next((number for number, sheet in enumerate(older) if sheet.page.page.number == passage.page), -1)
    if at < 0 or not newer:
        return None, False
    nothing: Pairs = Counter()
    old = [_pairs(sheet) if abs(number - at) <= 1 else nothing for number, sheet in enumerate(older)]
    new = [_pairs(sheet) for sheet in newer]
    is_known = old[at].total() >= LEAST_PAIRS
    if is_known:
        scores = [_alike(old[at], pairs) for pairs in new]
    else:
        # A text that nobody could read off the older page cannot be compared: only another picture may be that page.
        is_picture = [sheet.page.page.is_picture and not sheet.text for sheet in newer]
        scores = [_between(old, at, new, place) if picture else 0.0 for place, picture in enumerate(is_picture)]
    best = max(scores)
    if best < ALIKE:
        return None, False
    likely = [place for place, score in enumerate(scores) if score > best - CLEARLY]
    chosen = min(likely, key=lambda place: (abs(place / len(newer) - at / len(older)), place))
    return _as_such(newer[chosen]), is_known and best >= SAME and len(likely) == 1


def _pairs(sheet: Sheet) -> Pairs:
    """The words of a page as neighbours: single words are much the same on any two pages."""
    words = ("".join(filter(str.isalnum, word)) for word in sheet.page.page.text.casefold().split())
    return Counter(pairwise(word for word in words if word))


def _alike(one: Pairs, other: Pairs) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _between(old: Sequence[Pairs], at: int, new: Sequence[Pairs], place: int) -> float:
    """How alike the neighbours of two pages are, of those neighbours in the older version that say enough; 0 without any."""
    sides = [step for step in (-1, 1) if 0 <= at + step < len(old) and old[at + step].total() >= LEAST_PAIRS]
    known = [_alike(old[at + step], new[place + step]) if 0 <= place + step < len(new) else 0.0 for step in sides]
    return sum(known) / len(known) if known else 0.0


def _as_such(sheet: Sheet) -> Passage:
    page = sheet.page.page
    place = page.place_at(0) if page.text else f"{page.place_at(0)} ({PICTURE})"
    return Passage(sheet.page.document, page.number, 0, 0, "", place=place, document_title=sheet.page.document_title)
