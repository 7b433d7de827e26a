"""Finding a cited passage again in a newer version of its paper, and what became of it there. Stores and shows nothing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from app.domain.nearly import Change, changes_between
from app.domain.page_again import find_page
from app.domain.passage import LEAST_CHARACTERS, LEAST_WORDS, Passage, Sheet, near_places, passage_at, whole_places
from app.domain.skeleton import skeleton, skeleton_with_offsets

AGREES = 0.6  # of the text around: it is the same place
CLEARLY = 0.1  # by how much more one place must agree than the next
ANCHOR = 30  # letters around a passage that must stand there to look between them
LEAST_ANCHOR = 12
LONGEST_COMPARED = 1_500  # words


class MoveOutcome(StrEnum):
    """What became of a passage in a newer version. The last three are a person's word. Stored values."""

    FOUND = "found"
    CHANGED = "changed"
    LOST = "lost"
    ACCEPTED = "accepted"
    PLACED = "placed"
    KEPT = "kept"

    @property
    def has_place(self) -> bool:
        """Whether the evidence is cited at its place in the newer version from then on."""
        return self in (MoveOutcome.FOUND, MoveOutcome.ACCEPTED, MoveOutcome.PLACED)

    @property
    def is_open(self) -> bool:
        """Whether a person has to say what is to be done."""
        return self in (MoveOutcome.CHANGED, MoveOutcome.LOST)

    @property
    def label(self) -> str:
        """The words for a page."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS: dict[MoveOutcome, str] = {
    MoveOutcome.FOUND: "Found again",
    MoveOutcome.CHANGED: "Words changed",
    MoveOutcome.LOST: "Lost its place",
    MoveOutcome.ACCEPTED: "Changed words accepted",
    MoveOutcome.PLACED: "Placed by hand",
    MoveOutcome.KEPT: "Older version kept",
}


@dataclass(frozen=True)
class Move:
    """What became of a piece of evidence in `document`, a newer version of the paper that it cites.

    `passage` is its place there: where it is cited from now on, or for *changed* the place that is proposed. `note` is the
    reason of a person who keeps the older version. `by` is empty where Plumbline looked by itself.
    """

    document: str
    outcome: MoveOutcome
    passage: Passage | None = None
    note: str = ""
    at: datetime | None = None
    by: str = ""
    id: int = 0
    version: int = 0


def settle(original: Passage, moves: Sequence[Move]) -> Passage:
    """Where a piece of evidence is cited now, after these moves, oldest first."""
    return next((move.passage for move in reversed(moves) if move.outcome.has_place and move.passage), original)


@dataclass(frozen=True)
class Relocation:
    """The outcome of looking again: found, changed or lost. `changes` lead from the new words to the old ones; none where the
    words are the same and only the place is uncertain, or where they are too long to compare.
    """

    outcome: MoveOutcome
    passage: Passage | None = None
    changes: tuple[Change, ...] = ()


LOST = Relocation(MoveOutcome.LOST)


@dataclass(frozen=True)
class _Candidate:
    """A place with how well the text around it agrees, from 0 to 1."""

    passage: Passage
    agrees: float


def relocate(passage: Passage, older: Sequence[Sheet], newer: Sequence[Sheet]) -> Relocation:
    """Look for a passage of an older version in the pages of a newer one.

    Its own words come first, whatever their spacing, hyphens and the like; of several places that where the text around
    agrees, or the one that comes as late among them as before. Words that are only alike, and a place that remains
    uncertain, are *changed*: a person decides. A page that was cited as such is looked for by how alike the pages are. A pure
    function of its arguments.
    """
    if passage.is_page:
        page, is_sure = find_page(passage, older, newer)
        return Relocation(MoveOutcome.FOUND if is_sure else MoveOutcome.CHANGED, page) if page else LOST
    places = [_judge(passage, found) for found in whole_places(newer, _words(passage))]
    if places:
        return _choose(passage, places, older, newer)
    near = [_judge(passage, found.passage) for found in near_places(newer, passage.words)]
    # The place where the text around agrees is the likelier one, even where another is a little more alike.
    best = max(near, key=lambda place: place.agrees >= AGREES, default=None)
    if best is None or best.agrees < AGREES:
        between = _between(passage, newer)
        best = _Candidate(between, 1.0) if between else best
    if best is None:
        return LOST
    return Relocation(MoveOutcome.CHANGED, best.passage, compare_words(best.passage.words, passage.words))


def _words(passage: Passage) -> str:
    """As they stand, line feeds and all, so that the very place is known again; over a page's end on one line."""
    return passage.words if passage.runs_on else passage.quote


def compare_words(new: str, old: str) -> tuple[Change, ...]:
    """The steps from new words to old ones; empty where they are the same, or too long to compare."""
    if " ".join(new.split()) == " ".join(old.split()) or max(len(new.split()), len(old.split())) > LONGEST_COMPARED:
        return ()
    return changes_between(new, old)


def _choose(passage: Passage, places: list[_Candidate], older: Sequence[Sheet], newer: Sequence[Sheet]) -> Relocation:
    best = max(place.agrees for place in places)
    likely = [place for place in places if place.agrees > best - CLEARLY]
    chosen = likely[0] if len(likely) == 1 else _as_late(passage, places, likely, older)
    long_enough = len(passage.words.split()) >= LEAST_WORDS or len(passage.words) >= LEAST_CHARACTERS
    if chosen and (chosen.agrees >= AGREES or (long_enough and len(places) == 1)):
        return Relocation(MoveOutcome.FOUND, chosen.passage)
    if not long_enough and best < AGREES:
        return LOST  # a word or two stand everywhere
    chosen = chosen or min(likely, key=lambda place: _distance(passage, place.passage, older, newer))
    return Relocation(MoveOutcome.CHANGED, chosen.passage)


def _as_late(
    passage: Passage, places: Sequence[_Candidate], likely: Sequence[_Candidate], older: Sequence[Sheet]
) -> _Candidate | None:
    """Where the words stand as often as before, the place that has as many of them before it as the passage had."""
    before = whole_places(older, _words(passage))
    if len(before) != len(places):
        return None
    at = next((at for at, place in enumerate(before) if (place.page, place.start) == (passage.page, passage.start)), -1)
    return places[at] if at >= 0 and places[at] in likely else None


def _distance(passage: Passage, place: Passage, older: Sequence[Sheet], newer: Sequence[Sheet]) -> float:
    return abs(passage.page / max(1, len(older)) - place.page / max(1, len(newer)))


def _judge(passage: Passage, place: Passage) -> _Candidate:
    sides = [
        _alike(skeleton(passage.before)[::-1], skeleton(place.before)[::-1]),
        _alike(skeleton(passage.after), skeleton(place.after)),
    ]
    known = [side for side in sides if not math.isnan(side)]
    return _Candidate(place, sum(known) / len(known) if known else 0.0)


def _alike(one: str, other: str) -> float:
    """How much two texts agree from their beginning on, as far as both reach; not a number where one has nothing to say."""
    length = min(len(one), len(other))
    if not length:
        return math.nan
    return SequenceMatcher(None, one[:length], other[:length], autojunk=False).ratio()


def _between(passage: Passage, newer: Sequence[Sheet]) -> Passage | None:
    """What stands now between the words before the passage and those after it; the shortest such stretch."""
    before, after = skeleton(passage.before)[-ANCHOR:], skeleton(passage.after)[:ANCHOR]
    if min(len(before), len(after)) < LEAST_ANCHOR:
        return None
    longest = 3 * len(skeleton(passage.words)) + 200
    found: list[Passage] = []
    for sheet in newer:
        start, end = _stretch(sheet.letters, before, after)
        if start < end <= start + longest:
            _, offsets = skeleton_with_offsets(sheet.text)
            found.append(passage_at(sheet.page, offsets[start], offsets[end - 1] + 1))
    return min(found, key=lambda stretch: len(stretch.quote), default=None)


def _stretch(letters: str, before: str, after: str) -> tuple[int, int]:
    """The letters between the two, which may not stand there: then from 0 to 0."""
    end = letters.find(after)
    at = letters.rfind(before, 0, end) if end > 0 else -1
    return (at + len(before), end) if at >= 0 else (0, 0)
