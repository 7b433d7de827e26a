"""The stretches of a paper's text that are studied: one for each line of a page, which is a paragraph, a heading, an item of a
list or a row of a table. Knows nothing of what they are for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.document import Page

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_LETTERS = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"^(?:[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]?|[a-z][.)])\s+")
_LEADER = re.compile(r"(?<![\s.…_])[\s.…_]++(?:[0-9]{1,4}|[ivxlc]{1,7})$")
_NOTE = re.compile(r"([0-9]{1,3})\s?(?=[^\s.):/%0-9])")
_RAISED = re.compile(r"[^\s\d/.,-][.,;:”’)]?([0-9]{1,3})(?![0-9%])")
RUNS_ON = 2  # stretches that one footnote may run on for


@dataclass(frozen=True)
class Stretch:
    """Text on one page: offsets in characters, end exclusive."""

    page: int
    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def stretches_of(pages: Sequence[Page]) -> list[Stretch]:
    """Everything that stands on the pages, in order."""
    return [Stretch(page.number, found.start(), found.end(), found[0]) for page in pages for found in _LINE.finditer(page.text)]


def bare(title: str) -> str:
    """The letters and digits of a title without its own number and without the page number behind it, to compare titles by."""
    text = title.strip().casefold().replace("’", "'")
    text = _LEADER.sub("", text) if not text[:1].isdigit() or " " in text else text
    return _LETTERS.sub("", _NUMBER.sub("", text, count=1))


def notes_in(pages: Sequence[Page], stretches: Sequence[Stretch]) -> frozenset[int]:
    """Which of the stretches are footnotes, by position: those at the foot of a page that count on and that a raised number
    on the page refers to.
    """
    notes: set[int] = set()
    by_page: dict[int, list[int]] = {}
    for at, stretch in enumerate(stretches):
        by_page.setdefault(stretch.page, []).append(at)
    texts = {page.number: page.text for page in pages}
    for page, here in by_page.items():
        notes.update(_foot(stretches, here, {int(number) for number in _RAISED.findall(texts[page])}))
    return frozenset(notes)


def _foot(stretches: Sequence[Stretch], here: Sequence[int], raised: set[int]) -> list[int]:
    """From the last stretch of the page upwards: notes whose numbers fall, and lines without number that run on from one."""
    found: list[int] = []
    pending: list[int] = []
    after = 0
    for at in reversed(here):
        number = _NOTE.match(stretches[at].text)
        if number and (not after or int(number[1]) == after - 1) and int(number[1]) in raised:
            after = int(number[1])
            found += [*pending, at]
            pending = []
        else:
            pending.append(at)
            if len(pending) > RUNS_ON:
                break
    return found
