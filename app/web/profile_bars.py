"""Bars that show shares and amounts in profiles, in per cent of the width. Each piece has a pattern and a label beside colour."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.cue import CueKind
from app.domain.study import Episode, Part

WIDE_ENOUGH = 9.0  # per cent: room for a label of three characters on a telephone

# In the order in which a review is read. Headings are counted and left out of the shares.
PARTS = (Part.METHOD, Part.CHRONOLOGY, Part.ANALYSIS, Part.FINDINGS, Part.RECOMMENDATIONS, Part.OTHER)
VOICES = (CueKind.CHILD_VOICE, CueKind.FAMILY_VOICE, CueKind.PRACTITIONER_VOICE)


@dataclass(frozen=True)
class Piece:
    """A piece of a bar, or a bar by itself. `share` is in words, such as "29 %"."""

    name: str
    label: str
    x: float
    width: float
    amount: int
    share: str

    @property
    def is_labelled(self) -> bool:
        """Whether its share can stand in it."""
        return self.width >= WIDE_ENOUGH


@dataclass(frozen=True)
class Judged:
    """Judged episodes with and without a reason nearby, and by page."""

    with_reason: int
    without: int
    pages_with: Mapping[int, int]
    pages_without: Mapping[int, int]

    @property
    def total(self) -> int:
        """All of them."""
        return self.with_reason + self.without


def share_of(amount: int, total: int) -> str:
    """A share in words."""
    if not amount or not total:
        return "0 %"
    percent = amount / total * 100
    return f"{percent:.0f} %" if percent >= 1 else "under 1 %"


def stack(amounts: Iterable[tuple[str, str, int]], total: int) -> tuple[Piece, ...]:
    """Pieces one behind the other, from names, labels and amounts. `total` is what the full width stands for."""
    pieces: list[Piece] = []
    x = 0.0
    for name, label, amount in amounts:
        width = amount / total * 100 if total else 0.0
        pieces.append(Piece(name, label, round(x, 3), round(width, 3), amount, share_of(amount, total)))
        x += width
    return tuple(pieces)


def text_of(words: Mapping[Part, int]) -> int:
    """The words of running text: everything but headings and lists of contents."""
    return sum(words.get(part, 0) for part in PARTS)


def parts_bar(words: Mapping[Part, int]) -> tuple[Piece, ...]:
    """How much of the running text belongs to which part."""
    return stack([(part.value, part.label, words.get(part, 0)) for part in PARTS], text_of(words))


def judged_in(episodes: Sequence[Episode]) -> Judged:
    """The judged episodes counted."""
    pages: dict[bool, dict[int, int]] = {True: {}, False: {}}
    for episode in episodes:
        here = pages[episode.has_reason]
        here[episode.page] = here.get(episode.page, 0) + 1
    return Judged(sum(pages[True].values()), sum(pages[False].values()), pages[True], pages[False])


def judged_bar(judged: Judged, most: int = 0) -> tuple[Piece, ...]:
    """With and without a reason. `most` is what the full width stands for, all of them without it."""
    amounts = [("reason", "A reason nearby", judged.with_reason), ("no-reason", "No reason found nearby", judged.without)]
    return stack(amounts, most or judged.total)


def voices_bars(places: Mapping[CueKind, Mapping[int, int]], most: int = 0) -> tuple[Piece, ...]:
    """A bar for each voice, as long as it is often heard. `most` is what the full width stands for."""
    times = {kind: sum(places.get(kind, {}).values()) for kind in VOICES}
    full = most or max(times.values())
    return tuple(stack([(kind.value, kind.label, times[kind])], full)[0] for kind in VOICES)


def per_thousand(amount: int, words: int) -> str:
    """How often in a thousand words, with one decimal."""
    return f"{amount / words * 1000:.1f}" if words else "–"
